//! `[keys]`: the root secret from which every key is derived.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::zeroize::Zeroize as _;
use secrecy::{ExposeSecret as _, SecretBox};

use super::reader::Section;

/// The root secret: 32 bytes.
pub struct KeysConfig {
    root: SecretBox<[u8; 32]>,
}

impl KeysConfig {
    /// Wraps a secret that was read elsewhere.
    #[must_use]
    pub fn new(root: [u8; 32]) -> Self {
        Self { root: SecretBox::new(Box::new(root)) }
    }

    /// The secret itself.
    #[must_use]
    pub fn root(&self) -> [u8; 32] {
        *self.root.expose_secret()
    }

    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        let expected = "32 random bytes in base64, such as `openssl rand -base64 32` prints";
        let direct = section.parse("root", expected, decode);
        let file = section.parse("root_file", &format!("a file that holds {expected}"), |path| {
            // A secret in a file often ends with a line feed.
            std::fs::read_to_string(path).ok().and_then(|text| decode(text.trim()))
        });
        section.required("root", direct.or(file), &format!("{expected}; or keys.root_file"))
    }
}

fn decode(text: &str) -> Option<KeysConfig> {
    let mut bytes = STANDARD.decode(text).ok()?;
    let root = <[u8; 32]>::try_from(bytes.as_slice()).ok().filter(|root| *root != [0; 32]);
    bytes.zeroize();
    root.map(KeysConfig::new)
}

impl Clone for KeysConfig {
    fn clone(&self) -> Self {
        Self::new(self.root())
    }
}

impl fmt::Debug for KeysConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeysConfig([redacted])")
    }
}
