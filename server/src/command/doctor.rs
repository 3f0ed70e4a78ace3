//! `winloss doctor`: looks at everything that must be there, and says what is wrong and what to do.

use std::fmt;
use std::net::ToSocketAddrs as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use store::queue;
use store::{Clock, Store, StoreError};
use tokio::process::Command;

use super::say;
use crate::config::{Config, ConfigError, MailTransport};
use crate::http::error::chain;
use crate::http::site::Site;
use crate::wiring;

/// What to do with a database that is new.
const UNPREPARED: &str =
    "if this database is new: `winloss migrate --bootstrap URL` prepares it, as a superuser";
const LITTLE_DISK: u64 = 1 << 30;

/// How a check ended.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Debug)]
enum Verdict {
    Ok,
    Warn,
    Fail,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "FAIL",
        })
    }
}

struct Finding {
    part: &'static str,
    verdict: Verdict,
    words: String,
}

/// What was found so far.
#[derive(Default)]
struct Report(Vec<Finding>);

impl Report {
    fn add(&mut self, part: &'static str, verdict: Verdict, words: impl Into<String>) {
        self.0.push(Finding { part, verdict, words: words.into() });
    }

    fn verdict(&self) -> Verdict {
        self.0.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Ok)
    }

    fn lines(&self) -> Vec<String> {
        let row = |finding: &Finding| {
            let first = format!("{:<5} {:<14} ", finding.verdict, finding.part);
            let indent = format!("\n{}", " ".repeat(first.len()));
            first + &finding.words.replace('\n', &indent)
        };
        self.0.iter().map(row).collect()
    }
}

/// Checks everything, prints the table, and fails when something must be done before serving.
pub async fn run(config: Result<Config, ConfigError>) -> ExitCode {
    let report = examine(config).await;
    for line in report.lines() {
        say(&line);
    }
    match report.verdict() {
        Verdict::Ok => say("\neverything is as it must be"),
        Verdict::Warn => say("\nit will work; look at the warnings"),
        Verdict::Fail => say("\nit will not work as it is"),
    }
    if report.verdict() == Verdict::Fail { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

async fn examine(config: Result<Config, ConfigError>) -> Report {
    let mut report = Report::default();
    let config = match config {
        Ok(config) => config,
        Err(error) => {
            report.add("configuration", Verdict::Fail, error.to_string());
            return report;
        }
    };
    report.add("configuration", Verdict::Ok, format!("the site is {}", config.http.public_url));
    // That it is 32 bytes was seen when it was read; that it is the right one, the database will say.
    report.add("keys", Verdict::Ok, "the root secret is there");
    check_address(&config, &mut report);
    check_site(&config, &mut report);
    check_mail(&config, &mut report).await;
    check_database(&config, &mut report).await;
    check_disk(&config, &mut report).await;
    report
}

fn check_address(config: &Config, report: &mut Report) {
    let url = &config.http.public_url;
    let is_local = ["localhost", "127.0.0.1", "[::1]"].iter().any(|host| url.host().starts_with(host));
    if url.is_https() || is_local {
        report.add("address", Verdict::Ok, format!("listens on {}", config.http.listen));
    } else {
        let words = "http.public_url is plain http: cookies and links travel in the clear; use https";
        report.add("address", Verdict::Warn, words);
    }
    let host = url.host();
    let host = if host.contains(':') { host.to_owned() } else { format!("{host}:443") };
    if host.to_socket_addrs().is_err() {
        report.add("address", Verdict::Warn, format!("{} is not known to this machine's DNS", url.host()));
    }
}

fn check_site(config: &Config, report: &mut Report) {
    match Site::open(&config.http.site) {
        Ok(site) => match site.missing() {
            missing if missing.is_empty() => {
                report.add("site files", Verdict::Ok, config.http.site.display().to_string())
            }
            missing => report.add("site files", Verdict::Fail, format!("missing: {}", missing.join(", "))),
        },
        Err(error) => report.add("site files", Verdict::Fail, format!("{error:#}")),
    }
}

async fn check_mail(config: &Config, report: &mut Report) {
    let post = match wiring::post(config) {
        Ok(post) => post,
        Err(error) => return report.add("mail", Verdict::Fail, format!("{error:#}")),
    };
    match (post.mailer().check().await, &config.mail.transport) {
        (Err(error), _) => report.add("mail", Verdict::Fail, chain(&error)),
        (Ok(()), MailTransport::Folder(folder)) => {
            let words = format!("mails become files in {}: nobody receives them", folder.display());
            report.add("mail", Verdict::Warn, words);
        }
        (Ok(()), MailTransport::Smtp(_)) => {
            report.add("mail", Verdict::Ok, format!("the server answers; sender {}", config.mail.from));
        }
    }
}

async fn check_database(config: &Config, report: &mut Report) {
    let store = match Store::connect(&wiring::store_config(config), Clock::system()).await {
        Ok(store) => store,
        Err(StoreError::Refused(reasons)) => {
            let hint = "not safe to serve from (`winloss migrate` repairs what migrations can):";
            let words = format!("{hint}\n{}\n{UNPREPARED}", reasons.join("\n"));
            return report.add("database", Verdict::Fail, words);
        }
        Err(error) => return report.add("database", Verdict::Fail, failed(&error)),
    };
    match store.inspect().await {
        Ok(findings) => {
            let shards: Vec<&str> = store.shards().map(|shard| shard.name.as_str()).collect();
            let words = format!("roles, row security and keys are right; shards: {}", shards.join(", "));
            report.add("database", Verdict::Ok, words);
            for warning in findings.warnings {
                report.add("database", Verdict::Warn, warning);
            }
        }
        Err(error) => report.add("database", Verdict::Fail, chain(&error)),
    }
    let database = &config.database;
    let has_migrator = database.control_migrator_url.is_some()
        && database.shards.iter().all(|shard| shard.migrator_url.is_some());
    if !has_migrator {
        let words = "wl_migrator is not configured: this process can neither migrate nor set up silos";
        report.add("migrator", Verdict::Warn, words);
    }
    check_queue(&store, report).await;
    store.shutdown().await;
}

/// Why the database cannot be served from; one that answers and knows nothing of ours may be new.
fn failed(error: &StoreError) -> String {
    let words = chain(error);
    if error.is_transient() { words } else { format!("{words}\n{UNPREPARED}") }
}

async fn check_queue(store: &Store, report: &mut Report) {
    match queue::depth(store).await {
        Ok(depth) => {
            let dead: u64 = depth.iter().map(|class| class.dead).sum();
            let waiting: u64 = depth.iter().map(|class| class.ready).sum();
            let parked: u64 = depth.iter().map(|class| class.parked).sum();
            let mut words = format!("{waiting} jobs are due, {dead} were given up");
            if dead > 0 {
                words.push_str(" (`winloss jobs list` says why)");
            }
            if parked > 0 {
                words.push_str(&format!(", {parked} of stopped tenants wait"));
            }
            report.add("queue", if dead > 0 { Verdict::Warn } else { Verdict::Ok }, words);
        }
        Err(error) => report.add("queue", Verdict::Fail, chain(&error)),
    }
}

async fn check_disk(config: &Config, report: &mut Report) {
    let mut folders: Vec<PathBuf> = vec![config.http.site.clone()];
    if let MailTransport::Folder(folder) = &config.mail.transport {
        folders.push(folder.clone());
    }
    for folder in folders {
        // A folder that is not there yet was reported above.
        let Some(free) = free_bytes(&folder).await else { continue };
        let words = format!("{} MiB free at {}", free >> 20, folder.display());
        report.add("disk", if free < LITTLE_DISK { Verdict::Warn } else { Verdict::Ok }, words);
    }
}

/// What POSIX `df` says is free.
async fn free_bytes(folder: &Path) -> Option<u64> {
    let output = Command::new("df").arg("-Pk").arg(folder).output().await.ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let kibibytes: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kibibytes << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_mistake_of_the_configuration_is_in_the_table() {
        let config = Config::read(None, [("WINLOSS_KEYS_ROOT".to_owned(), "short".to_owned())]);
        let report = examine(config).await;
        assert_eq!(report.verdict(), Verdict::Fail);
        let text = report.lines().join("\n");
        assert!(text.contains("FAIL  configuration") && text.contains("database.control_url"), "{text}");
    }

    #[test]
    fn a_database_error_is_said_once_and_with_what_to_do() {
        #[derive(Debug, thiserror::Error)]
        #[error("execution error: {0}")]
        struct Wrapped(#[source] std::io::Error);

        let inner = || Wrapped(std::io::Error::other("relation \"control.tenants\" does not exist"));
        let words = failed(&StoreError::Database(Box::new(inner())));
        assert_eq!(words.matches("does not exist").count(), 1, "{words}");
        assert!(words.contains("`winloss migrate --bootstrap URL`"), "{words}");
        // One that does not answer is not new.
        assert!(!failed(&StoreError::Unavailable(Box::new(inner()))).contains("--bootstrap"));
    }

    #[tokio::test]
    async fn the_disk_of_this_folder_is_known() {
        assert!(free_bytes(Path::new(".")).await.is_some_and(|free| free > 0));
    }
}
