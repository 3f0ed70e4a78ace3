//! Passwords: hashed slowly, a few at a time, and with the same work whether or not the person exists.

mod rule;

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use store::Clock;
use tokio::sync::Semaphore;

pub(super) use rule::objection;

/// The most that are looked at: a longer text is somebody's attempt to keep us busy.
pub const LONGEST: usize = 200;

/// Hashes at the same time: each takes 19 MiB and a core for some milliseconds.
const AT_ONCE: usize = 2;
const PATIENCE: Duration = Duration::from_secs(5);

/// Too many hashes wait already.
#[derive(Copy, Clone, Eq, PartialEq, Debug, thiserror::Error)]
#[error("too many passwords are being checked")]
pub struct Busy;

/// The hash could not be made: the machine has no memory left for it.
#[derive(Clone, Eq, PartialEq, Debug, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct HashError(argon2::password_hash::Error);

/// Checks and hashes passwords. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Passwords {
    slots: Arc<Semaphore>,
    nobody: Arc<str>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

impl Passwords {
    /// Makes the hash that stands in for people who do not exist.
    #[must_use]
    pub fn new() -> Self {
        // Should it fail, any text does: the check then fails as it must, only faster.
        let nobody = hash("nobody has this password").unwrap_or_default().into();
        Self { slots: Arc::new(Semaphore::new(AT_ONCE)), nobody }
    }

    /// Whether the password is that of the hash. Without one, the work is the same and the answer no.
    ///
    /// # Errors
    /// When too many wait.
    pub async fn verify(&self, password: String, known: Option<&str>) -> Result<bool, Busy> {
        let is_known = known.is_some();
        let against = known.map_or_else(|| Arc::clone(&self.nobody), Arc::from);
        let is_right = self.work(move || is_password(&password, &against)).await?;
        Ok(is_right && is_known)
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// When too many wait, or the memory for it is not there.
    pub async fn hash(&self, password: String) -> Result<String, Busy> {
        self.work(move || hash(&password)).await?.map_err(|_| Busy)
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let waiting = Arc::clone(&self.slots).acquire_owned();
        let permit = tokio::time::timeout(PATIENCE, waiting).await.map_err(|_| Busy)?.map_err(|_| Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(permit);
            result
        });
        done.await.map_err(|_| Busy)
    }
}

/// Hashes a password as [`Passwords`] does; for the command line, where nobody waits.
///
/// # Errors
/// When the memory for it is not there.
pub fn hash(password: &str) -> Result<String, HashError> {
    let salt = SaltString::encode_b64(&Clock::system().random::<16>()).map_err(HashError)?;
    let hash = algorithm().hash_password(password.as_bytes(), &salt).map_err(HashError)?;
    Ok(hash.to_string())
}

fn is_password(password: &str, known: &str) -> bool {
    PasswordHash::new(known)
        .is_ok_and(|known| algorithm().verify_password(password.as_bytes(), &known).is_ok())
}

fn algorithm() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("the parameters are valid");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_nobody_has_none() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse battery".to_owned()).await.expect("not busy");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(passwords.verify("correct horse battery".to_owned(), Some(&hash)).await, Ok(true));
        assert_eq!(passwords.verify("correct horse".to_owned(), Some(&hash)).await, Ok(false));
        assert_eq!(passwords.verify("x".to_owned(), Some("no hash")).await, Ok(false));
        assert_eq!(passwords.verify("nobody has this password".to_owned(), None).await, Ok(false));
    }

    #[test]
    fn nobody_costs_as_much_as_somebody() {
        // Timing differs from run to run; the parameters that decide it must not differ at all.
        let passwords = Passwords::new();
        let somebody = hash("x").expect("enough memory");
        let params = |text: &str| text.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(params(&passwords.nobody), params(&somebody));
    }
}
