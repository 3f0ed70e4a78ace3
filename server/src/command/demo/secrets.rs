//! The demo's secrets: made once, kept in a file that only its owner can read.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rand::RngCore as _;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use store::tenancy::Passwords;

#[derive(Serialize, Deserialize)]
pub(super) struct Secrets {
    root: String,
    app: String,
    migrator: String,
    bench: String,
    /// Key and secret by slug.
    webhooks: BTreeMap<String, (String, String)>,
}

impl Secrets {
    /// What was kept, or new ones; new ones in any case when everything starts afresh.
    pub(super) fn load_or_make(data: &Path, fresh: bool) -> anyhow::Result<Self> {
        match std::fs::read_to_string(path(data)) {
            Ok(text) if !fresh => {
                serde_json::from_str(&text).context("secrets.json of the demo does not read")
            }
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).context("cannot read secrets.json of the demo")
            }
            Ok(_) | Err(_) => {
                let made = Self {
                    root: STANDARD.encode(random()),
                    app: URL_SAFE_NO_PAD.encode(random()),
                    migrator: URL_SAFE_NO_PAD.encode(random()),
                    bench: URL_SAFE_NO_PAD.encode(random()),
                    webhooks: BTreeMap::new(),
                };
                made.save(data)?;
                Ok(made)
            }
        }
    }

    pub(super) fn save(&self, data: &Path) -> anyhow::Result<()> {
        let beside = path(data).with_extension("json.new");
        let mut file =
            std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(serde_json::to_string_pretty(self)?.as_bytes())?;
        file.sync_all()?;
        Ok(std::fs::rename(&beside, path(data))?)
    }

    pub(super) fn root(&self) -> SecretString {
        SecretString::from(self.root.clone())
    }

    pub(super) fn passwords(&self) -> Passwords {
        Passwords {
            app: SecretString::from(self.app.clone()),
            migrator: SecretString::from(self.migrator.clone()),
            bench: SecretString::from(self.bench.clone()),
        }
    }

    pub(super) fn webhook(&self, slug: &str) -> Option<(&str, &str)> {
        self.webhooks.get(slug).map(|(key, secret)| (key.as_str(), secret.as_str()))
    }

    pub(super) fn keep(&mut self, slug: &str, key: &str, secret: &str) {
        self.webhooks.insert(slug.to_owned(), (key.to_owned(), secret.to_owned()));
    }
}

fn path(data: &Path) -> PathBuf {
    data.join("secrets.json")
}

fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}
