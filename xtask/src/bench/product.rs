//! The product as an operator would run it: its own database, one pool tenant, web and worker as processes.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use super::floors;
use super::stand::Stand;
use crate::process;

/// As the store's measurements have it: the logins belong to the whole server, which they share.
const PASSWORD: &str = "only-for-tests";
/// 32 bytes in base64; the bench's database is thrown away.
const ROOT: &str = "YmVuY2hiZW5jaGJlbmNoYmVuY2hiZW5jaGJlbmNoMTI=";

/// An installation with one tenant.
pub(super) struct Product {
    binary: PathBuf,
    database: String,
    variables: Vec<(String, String)>,
    /// Its host and port.
    pub(super) address: String,
    /// Where the tenant's events go.
    pub(super) webhook: String,
    /// What signs them.
    pub(super) secret: String,
    /// Where mails land.
    pub(super) mail: PathBuf,
}

/// A process that is killed when it is let go.
pub(super) struct Running(Child);

impl Running {
    /// Kills it without a word, as a power failure would.
    pub(super) fn kill(mut self) -> anyhow::Result<()> {
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already gone is as good.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Product {
    /// Makes the database `bench_<name>` anew, migrates it and provisions the tenant.
    pub(super) fn install(stand: &Stand<'_>, name: &str) -> anyhow::Result<Self> {
        let database = format!("bench_{name}");
        let cluster = &stand.cluster;
        floors::psql(cluster, &format!("drop database if exists {database} with (force)"))?;
        floors::psql(cluster, &format!("create database {database}"))?;
        let superuser = in_database(cluster.url(), &database)?;
        let as_login = |login: &str| with_login(&superuser, login);
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mail = stand.folder(&format!("mail-{name}"))?;
        fs::remove_dir_all(&mail)?;
        fs::create_dir(&mail)?;
        let variables = [
            ("WINLOSS_DATABASE_CONTROL_URL", as_login("wl_app")?),
            ("WINLOSS_DATABASE_CONTROL_MIGRATOR_URL", as_login("wl_migrator")?),
            ("WINLOSS_HTTP_LISTEN", format!("127.0.0.1:{port}")),
            ("WINLOSS_HTTP_PUBLIC_URL", format!("http://127.0.0.1:{port}")),
            ("WINLOSS_HTTP_SITE", stand.site.display().to_string()),
            ("WINLOSS_KEYS_ROOT", ROOT.to_owned()),
            ("WINLOSS_LOG_FILTER", "error".to_owned()),
            ("WINLOSS_MAIL_FOLDER", mail.display().to_string()),
            ("WINLOSS_MAIL_FROM", "feedback@winloss.example".to_owned()),
        ];
        let mut product = Self {
            binary: stand.winloss(),
            database,
            variables: variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            address: format!("127.0.0.1:{port}"),
            webhook: String::new(),
            secret: String::new(),
            mail,
        };
        process::capture(
            product
                .command(&["migrate", "--bootstrap", &superuser])
                .env("WINLOSS_BOOTSTRAP_APP_PASSWORD", PASSWORD)
                .env("WINLOSS_BOOTSTRAP_MIGRATOR_PASSWORD", PASSWORD),
        )?;
        let order = ["provision", "--slug", "bench", "--name", "Bench", "--admin-email", "ada@bench.example"];
        let mut provision = product.command(&order);
        let told = provision.args(["--admin-name", "Ada"]).stdin(Stdio::null()).output()?;
        let told =
            String::from_utf8_lossy(&told.stdout).into_owned() + &String::from_utf8_lossy(&told.stderr);
        let word = |label: &str| {
            told.lines().find_map(|line| line.trim().strip_prefix(label)).map(|word| word.trim().to_owned())
        };
        product.webhook = word("webhook").with_context(|| format!("no webhook was told:\n{told}"))?;
        product.secret = word("secret").context("no secret was told")?;
        floors::psql_at(
            &superuser,
            "update pool.settings set document = jsonb_set(document, '{invite_delay_hours}', '0')",
        )?;
        Ok(product)
    }

    /// Starts the web process and waits until it listens.
    pub(super) fn serve(&self) -> anyhow::Result<Running> {
        let running = Running(self.command(&["serve"]).stdin(Stdio::null()).spawn()?);
        let begun = Instant::now();
        while TcpStream::connect(&self.address).is_err() {
            if begun.elapsed() > Duration::from_secs(20) {
                bail!("the server does not listen on {}", self.address);
            }
            pause(Duration::from_millis(10));
        }
        Ok(running)
    }

    /// Starts a worker process.
    pub(super) fn work(&self) -> anyhow::Result<Running> {
        Ok(Running(self.command(&["work"]).stdin(Stdio::null()).spawn()?))
    }

    /// A number out of the product's database.
    pub(super) fn count(&self, stand: &Stand<'_>, sql: &str) -> anyhow::Result<i64> {
        let url = in_database(stand.cluster.url(), &self.database)?;
        Ok(floors::psql_at(&url, sql)?.trim().parse()?)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(arguments).envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// Waits; the bench is about real time.
#[expect(clippy::disallowed_methods, reason = "a measurement waits for another process")]
pub(super) fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// The same server, another database.
pub(super) fn in_database(url: &str, database: &str) -> anyhow::Result<String> {
    let (server, rest) = url.rsplit_once('/').context("an address without a database")?;
    let options = rest.split_once('?').map(|(_, options)| format!("?{options}")).unwrap_or_default();
    Ok(format!("{server}/{database}{options}"))
}

fn with_login(url: &str, login: &str) -> anyhow::Result<String> {
    let (scheme, rest) = url.split_once("://").context("an address without a scheme")?;
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    Ok(format!("{scheme}://{login}:{PASSWORD}@{host}"))
}
