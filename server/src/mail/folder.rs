//! Mails as `.eml` files: the way out where there is no SMTP server.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::fs;
use tokio::io::AsyncWriteExt as _;

use super::MailError;

/// A folder that mails are written to.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(super) const fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Writes a file so that nobody ever sees half of it; the same name again replaces it.
    pub(super) async fn write(&self, name: &str, bytes: &[u8]) -> Result<(), MailError> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);

        fs::create_dir_all(&self.path).await.map_err(later)?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let part = self.path.join(format!(".{name}.{}-{number}.part", std::process::id()));
        let written = async {
            let mut file = fs::File::create(&part).await?;
            file.write_all(bytes).await?;
            file.sync_all().await?;
            fs::rename(&part, self.path.join(name)).await
        };
        match written.await {
            Ok(()) => Ok(()),
            Err(error) => {
                if let Err(error) = fs::remove_file(&part).await {
                    tracing::debug!(%error, "the unfinished mail stays behind");
                }
                Err(later(error))
            }
        }
    }

    pub(super) async fn check(&self) -> Result<(), MailError> {
        self.write(".check", b"").await?;
        fs::remove_file(self.path.join(".check")).await.map_err(later)
    }
}

/// A full disk is emptied, a missing right is given: both may work later.
fn later(error: std::io::Error) -> MailError {
    MailError::Later(Box::new(error))
}
