//! A private PostgreSQL server for the demo and the tests, from the machine's own binaries.
//!
//! The cast: [`binaries`] finds or installs the programs, [`account`] says as whom they run and where that
//! user may keep data (PostgreSQL refuses to run as root), [`Cluster`] is a running server.
//! It listens on 127.0.0.1 only, on a free port, with a random password.
//!
//! **Invariant:** a server that was started here is stopped when its [`Cluster`] is dropped, and one that a
//! killed run left behind is found and used again.

pub(crate) mod account;
pub(crate) mod binaries;

use std::fs::{self, File};
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, bail};
use rand::Rng as _;
use rand::distr::Alphanumeric;

use crate::postgres::account::Account;
use crate::postgres::binaries::Binaries;
use crate::process;
use crate::progress::{note, silent_step};

/// The superuser; the product's own logins are made by its migrations, as in production.
const SUPERUSER: &str = "postgres";
/// The database that the product's schemas are made in.
const DATABASE: &str = "winloss";

/// What a cluster is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Data that people want to find again: as careful as production.
    Keep,
    /// Data that nobody wants after the run: fast, and empty at each start.
    ThrowAway,
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Cluster {
    binaries: Binaries,
    account: Account,
    home: PathBuf,
    purpose: Purpose,
    url: String,
    /// Held for as long as the server is ours, so that two runs never share a folder.
    _lock: File,
}

impl Cluster {
    /// Starts a server whose data is kept in or for `folder`.
    pub(crate) fn start(folder: &Path, purpose: Purpose) -> anyhow::Result<Self> {
        let binaries = binaries::ensure()?;
        let account = Account::choose()?;
        let home = account.home_for(folder)?;
        let lock = lock(&home)?;
        let mut cluster = Self { binaries, account, home, purpose, url: String::new(), _lock: lock };
        if purpose == Purpose::ThrowAway {
            cluster.stop()?;
            cluster.remove_data()?;
        }
        let what = format!("Starting PostgreSQL {} in {}", cluster.binaries.major, cluster.home.display());
        silent_step(&what, || cluster.open())?;
        Ok(cluster)
    }

    /// The superuser's address of the product's database.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Throws away what an earlier run kept for `folder`.
    pub(crate) fn forget(folder: &Path) -> anyhow::Result<()> {
        let account = Account::choose()?;
        let home = account.home_for(folder)?;
        let lock = lock(&home)?;
        let cluster = Self {
            binaries: binaries::ensure()?,
            account,
            home,
            purpose: Purpose::Keep,
            url: String::new(),
            _lock: lock,
        };
        cluster.stop()?;
        cluster.remove_data()
    }

    fn open(&mut self) -> anyhow::Result<()> {
        self.check_version()?;
        if !self.data().join("PG_VERSION").exists() {
            self.create()?;
        }
        let password =
            fs::read_to_string(self.password_file()).context("the cluster has lost its password file")?;
        let port = match self.running_port() {
            Some(port) => {
                note("it is still running from last time");
                port
            }
            None => self.launch()?,
        };
        self.ensure_database(port, password.trim())?;
        self.url = url(port, password.trim(), DATABASE);
        Ok(())
    }

    fn check_version(&self) -> anyhow::Result<()> {
        let Ok(found) = fs::read_to_string(self.data().join("PG_VERSION")) else { return Ok(()) };
        if found.trim() != self.binaries.major.to_string() {
            bail!(
                "{} was made by PostgreSQL {}, here is {}: start once with --fresh, or set WINLOSS_PG_BIN",
                self.data().display(),
                found.trim(),
                self.binaries.major
            );
        }
        Ok(())
    }

    fn create(&self) -> anyhow::Result<()> {
        // A first start that was cut off leaves a folder that `initdb` would refuse.
        self.remove_data()?;
        let password: String = rand::rng().sample_iter(Alphanumeric).take(32).map(char::from).collect();
        write_private(&self.password_file(), &password)?;
        // `initdb` runs as the other user and can read only what belongs to it.
        let handed_over = self.home.join("initial-password");
        write_private(&handed_over, &password)?;
        self.account.own(&handed_over)?;
        fs::create_dir(self.data()).with_context(|| format!("cannot make {}", self.data().display()))?;
        fs::set_permissions(self.data(), fs::Permissions::from_mode(0o700))?;
        self.account.own(&self.data())?;
        let mut command = self.program("initdb");
        command.arg("--pgdata").arg(self.data()).args(["--username", SUPERUSER, "--auth", "scram-sha-256"]);
        command.args(["--encoding", "UTF8", "--locale", "C.UTF-8", "--pwfile"]).arg(&handed_over);
        if self.purpose == Purpose::ThrowAway {
            command.arg("--no-sync");
        }
        let outcome = process::run_silently(&mut command);
        fs::remove_file(&handed_over)?;
        if outcome.is_err() {
            self.remove_data()?;
        }
        outcome
    }

    fn launch(&self) -> anyhow::Result<u16> {
        let sockets = self.account.make_socket_folder(&self.home)?;
        let port = self.last_port().filter(|port| is_free(*port)).map_or_else(free_port, Ok)?;
        let data = self.data();
        let ours = data.join("winloss.conf");
        fs::write(&ours, settings(port, &sockets, self.purpose))?;
        self.account.own(&ours)?;
        let main = data.join("postgresql.conf");
        let text = fs::read_to_string(&main)?;
        if !text.contains("include = 'winloss.conf'") {
            fs::write(&main, format!("{text}\ninclude = 'winloss.conf'\n"))?;
        }
        // It belongs to the server's user: the server writes it.
        let log = data.join("server.log");
        let mut command = self.program("pg_ctl");
        command
            .args(["start", "--wait", "--timeout=60", "--silent", "--pgdata"])
            .arg(&data)
            .arg("--log")
            .arg(&log);
        process::run_apart(&mut command).map_err(|error| {
            // The log is a help, not a condition.
            let log = fs::read_to_string(&log).unwrap_or_default();
            let tail: Vec<_> = log.lines().rev().take(12).collect();
            error.context(tail.into_iter().rev().collect::<Vec<_>>().join("\n"))
        })?;
        Ok(port)
    }

    fn ensure_database(&self, port: u16, password: &str) -> anyhow::Result<()> {
        let psql = |database: &str, sql: &str| {
            let mut command = self.program("psql");
            command.args(["--no-psqlrc", "--tuples-only", "--no-align", "--host", "127.0.0.1"]);
            command.args(["--port", &port.to_string(), "--username", SUPERUSER, "--command", sql]);
            // Arguments can be read by everybody on the machine, the environment cannot.
            process::capture(command.arg(database).env("PGPASSWORD", password))
        };
        let found = psql(SUPERUSER, &format!("SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"))?;
        if found.trim().is_empty() {
            psql(SUPERUSER, &format!("CREATE DATABASE {DATABASE}"))?;
        }
        Ok(())
    }

    /// The port of a server that runs on this data now.
    fn running_port(&self) -> Option<u16> {
        if !self.is_running() {
            return None;
        }
        // The fourth line of `postmaster.pid` is the port.
        fs::read_to_string(self.data().join("postmaster.pid")).ok()?.lines().nth(3)?.trim().parse().ok()
    }

    fn is_running(&self) -> bool {
        self.data().join("postmaster.pid").exists()
            && process::run_to_the_end(self.program("pg_ctl").args(["status", "--pgdata"]).arg(self.data()))
                .is_ok()
    }

    /// People keep connections configured: the port stays the same where it can.
    fn last_port(&self) -> Option<u16> {
        let text = fs::read_to_string(self.data().join("winloss.conf")).ok()?;
        text.lines().find_map(|line| line.strip_prefix("port = "))?.trim().parse().ok()
    }

    fn stop(&self) -> anyhow::Result<()> {
        if !self.is_running() {
            return Ok(());
        }
        let mode = if self.purpose == Purpose::Keep { "fast" } else { "immediate" };
        let mut command = self.program("pg_ctl");
        command
            .args(["stop", "--wait", "--timeout=60", "--silent", "--mode", mode, "--pgdata"])
            .arg(self.data());
        process::run_to_the_end(&mut command)?;
        account::remove_socket_folder(&self.home)
    }

    fn remove_data(&self) -> anyhow::Result<()> {
        let data = self.data();
        if data.exists() {
            fs::remove_dir_all(&data).with_context(|| format!("cannot remove {}", data.display()))?;
        }
        Ok(())
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.binaries.folder.join(name));
        self.account.apply(&mut command);
        // The current folder may be one that the other user cannot enter.
        command.current_dir("/").env("LC_ALL", "C.UTF-8");
        command
    }

    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    fn password_file(&self) -> PathBuf {
        self.home.join("password")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let stopped = self.stop();
        let stopped = match self.purpose {
            Purpose::Keep => stopped,
            Purpose::ThrowAway => stopped.and_then(|()| self.remove_data()),
        };
        if let Err(error) = stopped {
            eprintln!("warning: PostgreSQL in {} was not put away: {error:#}", self.home.display());
        }
    }
}

/// Runs a throw-away server until Ctrl-C.
pub(crate) fn serve(folder: &Path) -> anyhow::Result<()> {
    let cluster = Cluster::start(folder, Purpose::ThrowAway)?;
    println!("{}", cluster.url());
    while !process::is_stopping() {
        thread::park_timeout(Duration::from_millis(200));
    }
    Ok(())
}

fn settings(port: u16, sockets: &Path, purpose: Purpose) -> String {
    let sockets = sockets.display().to_string().replace('\'', "''");
    let mut text = format!(
        "# Written at each start.\nport = {port}\nlisten_addresses = '127.0.0.1'\n\
         unix_socket_directories = '{sockets}'\nmax_connections = 200\nlog_min_messages = warning\n\
         timezone = 'UTC'\nlog_timezone = 'UTC'\n"
    );
    if purpose == Purpose::ThrowAway {
        text.push_str(
            "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_wal_size = '2GB'\n",
        );
    }
    text
}

fn url(port: u16, password: &str, database: &str) -> String {
    format!("postgres://{SUPERUSER}:{password}@127.0.0.1:{port}/{database}")
}

fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

/// A port that nobody listens on at this moment.
pub(crate) fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr())?.port())
}

fn lock(home: &Path) -> anyhow::Result<File> {
    let file = File::create(home.join("lock")).with_context(|| format!("cannot lock {}", home.display()))?;
    if file.try_lock().is_err() {
        bail!("another run uses {}", home.display());
    }
    Ok(file)
}

fn write_private(file: &Path, content: &str) -> anyhow::Result<()> {
    if file.exists() {
        fs::remove_file(file)?;
    }
    File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .and_then(|mut open| open.write_all(content.as_bytes()))
        .with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_throw_away_data_may_be_lost() {
        let sockets = Path::new("/tmp/it's");
        let kept = settings(5433, sockets, Purpose::Keep);
        assert!(!kept.contains("fsync"));
        assert!(kept.contains("unix_socket_directories = '/tmp/it''s'"));
        assert!(settings(5433, sockets, Purpose::ThrowAway).contains("fsync = off"));
    }

    #[test]
    fn the_address_names_the_loopback() {
        assert_eq!(url(5433, "secret", "winloss"), "postgres://postgres:secret@127.0.0.1:5433/winloss");
    }
}
