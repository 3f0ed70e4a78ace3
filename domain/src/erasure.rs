//! The certificate of an erasure: what was erased, when and at whose wish, and never what it said.
//!
//! **Invariant:** the hash is that of the text above it, so whoever holds the text can check it without us.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::id::ErasureId;

/// Rows erased by table.
pub type Manifest = BTreeMap<String, u64>;

/// What was erased.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct Certificate {
    /// Its number.
    pub id: ErasureId,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// How many rows of which tables; those that were looked at in vain as well.
    pub manifest: Manifest,
    /// SHA-256 of [`Certificate::statement`].
    pub sha256: [u8; 32],
}

impl Certificate {
    /// A certificate of what was just erased.
    #[must_use]
    pub fn new(id: ErasureId, at: DateTime<Utc>, manifest: Manifest) -> Self {
        let mut certificate = Self { id, at, manifest, sha256: [0; 32] };
        certificate.sha256 = Sha256::digest(certificate.statement().as_bytes()).into();
        certificate
    }

    /// Whether the hash is that of the rest.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        <[u8; 32]>::from(Sha256::digest(self.statement().as_bytes())) == self.sha256
    }

    /// What is certified, line by line; the same for everybody and in every language, because its hash is kept.
    #[must_use]
    pub fn statement(&self) -> String {
        let at = self.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let mut text = format!(
            "winloss certificate of erasure\nnumber: {}\nat: {at}\nreason: withdrawn by the buyer\nerased rows by table:\n",
            self.id
        );
        for (table, rows) in &self.manifest {
            writeln!(text, "  {table}: {rows}").expect("writing to a string cannot fail");
        }
        text
    }

    /// The hash in hexadecimal letters.
    #[must_use]
    pub fn hash(&self) -> String {
        self.sha256.iter().fold(String::with_capacity(64), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a string cannot fail");
            text
        })
    }

    /// The text to keep: the statement, and its hash on the last line.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}sha256 of the lines above: {}\n", self.statement(), self.hash())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn certificate() -> Certificate {
        let at = DateTime::from_timestamp(1_795_000_000, 0).expect("an instant");
        let manifest = Manifest::from([("answers".to_owned(), 7), ("responses".to_owned(), 1)]);
        Certificate::new(ErasureId::new(Uuid::from_u128(1)), at, manifest)
    }

    #[test]
    fn the_hash_is_that_of_the_lines_above_it() {
        let text = certificate().text();
        let (statement, hash) = text.rsplit_once("sha256 of the lines above: ").expect("a last line");
        let digest = Sha256::digest(statement.as_bytes());
        assert_eq!(hash.trim(), digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
        assert!(statement.contains("\n  answers: 7\n  responses: 1\n"), "{statement}");
    }

    #[test]
    fn a_changed_certificate_is_not_whole() {
        assert!(certificate().is_whole());
        let mut forged = certificate();
        forged.manifest.insert("answers".to_owned(), 8);
        assert!(!forged.is_whole());
    }
}
