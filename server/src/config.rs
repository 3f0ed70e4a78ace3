//! Configuration: a TOML file and `WINLOSS_<SECTION>_<NAME>` variables, read once, with every mistake reported
//! at once and by name.
//!
//! **Invariant:** a secret is a [`SecretString`] from the moment it is read, so that nothing prints it.

mod address;
mod database;
mod http;
mod keys;
mod log;
mod mail;
mod reader;
mod session;
mod source;
mod worker;

use std::fmt;
use std::path::{Path, PathBuf};

pub use database::{DatabaseConfig, ShardConfig};
pub use http::{HttpConfig, Network, PublicUrl};
pub use keys::KeysConfig;
pub use log::{LogConfig, LogFormat};
pub use mail::{MailConfig, MailTransport};
pub use reader::Problem;
use reader::{Problems, Section};
pub use session::SessionConfig;
use source::Sources;
pub use worker::WorkerConfig;

/// The file that is read when none is named, if it is there.
pub const DEFAULT_FILE: &str = "winloss.toml";

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the data is.
    pub database: DatabaseConfig,
    /// How the site is reached.
    pub http: HttpConfig,
    /// The root secret.
    pub keys: KeysConfig,
    /// What is logged.
    pub log: LogConfig,
    /// How mail leaves.
    pub mail: MailConfig,
    /// How long a sign-in lasts.
    pub session: SessionConfig,
    /// How many jobs run at once.
    pub worker: WorkerConfig,
}

/// Every mistake of a configuration.
#[derive(Debug)]
pub struct ConfigError(Vec<Problem>);

impl ConfigError {
    /// The mistakes, in the order of the sections.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.0
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.0.len() == 1 { "mistake" } else { "mistakes" };
        write!(f, "{} {noun} in the configuration:", self.0.len())?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads the named file (or [`DEFAULT_FILE`], if it is there) and the environment, which wins.
    ///
    /// # Errors
    /// Every mistake in both.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let named = file.map(Path::to_path_buf).or_else(source::file_in_environment);
        let (path, must_be_there) = match named {
            Some(path) => (path, true),
            None => (PathBuf::from(DEFAULT_FILE), false),
        };
        let mut problems = Problems::default();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_be_there => None,
            // What the variables get wrong is told with it.
            Err(error) => {
                problems.push(Problem::new(path.display().to_string(), format!("cannot be read: {error}")));
                None
            }
        };
        let name = path.display().to_string();
        Self::gather(text.as_deref().map(|text| (name.as_str(), text)), source::environment(), problems)
    }

    /// Reads a file's text with its name, and variables as `(name, value)`.
    ///
    /// # Errors
    /// Every mistake in both.
    pub fn read(
        file: Option<(&str, &str)>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        Self::gather(file, variables, Problems::default())
    }

    /// Goes on with the mistakes that were found before.
    fn gather(
        file: Option<(&str, &str)>,
        variables: impl IntoIterator<Item = (String, String)>,
        mut problems: Problems,
    ) -> Result<Self, ConfigError> {
        let mut sources = Sources::read(file, variables, &mut problems);
        let database = DatabaseConfig::read(&mut Section::open(&mut sources, "database", &mut problems));
        let http = HttpConfig::read(&mut Section::open(&mut sources, "http", &mut problems));
        let keys = KeysConfig::read(&mut Section::open(&mut sources, "keys", &mut problems));
        let log = LogConfig::read(&mut Section::open(&mut sources, "log", &mut problems));
        let host = http.as_ref().map(|http| http.public_url.host());
        let mail = MailConfig::read(&mut Section::open(&mut sources, "mail", &mut problems), host);
        let session = SessionConfig::read(&mut Section::open(&mut sources, "session", &mut problems));
        let worker = WorkerConfig::read(&mut Section::open(&mut sources, "worker", &mut problems));
        sources.complain_about_the_rest(&mut problems);
        match (database, http, keys, log, mail, session, worker) {
            (Some(database), Some(http), Some(keys), Some(log), Some(mail), Some(session), Some(worker))
                if problems.is_empty() =>
            {
                Ok(Self { database, http, keys, log, mail, session, worker })
            }
            _ => Err(ConfigError(problems.into_sorted())),
        }
    }
}

#[cfg(test)]
mod tests;
