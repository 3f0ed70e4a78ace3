//! The peer: `django-survey-and-report` behind `gunicorn`, installed with `pip`, on the same server.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::bench::floors;
use crate::bench::product::{in_database, pause};
use crate::bench::row::figures;
use crate::bench::stand::Stand;
use crate::{package, process};

const PACKAGES: [&str; 4] =
    ["Django==5.2.19", "django-survey-and-report==1.5.0", "gunicorn==27.0.1", "psycopg2-binary==2.9.13"];
const PROGRAM: &str = include_str!("django.py");
const DATABASE: &str = "bench_django";
const CLIENTS: &str = "4";

/// The running peer.
pub(super) struct Django<'a> {
    stand: &'a Stand<'a>,
    child: Child,
    address: String,
    database: String,
}

impl<'a> Django<'a> {
    pub(super) fn start(stand: &'a Stand<'a>) -> anyhow::Result<Self> {
        let folder = stand.folder("django")?;
        let programs = install(&folder)?;
        fs::write(folder.join("django_peer.py"), PROGRAM)?;
        floors::psql(&stand.cluster, &format!("drop database if exists {DATABASE} with (force)"))?;
        floors::psql(&stand.cluster, &format!("create database {DATABASE}"))?;
        let database = in_database(stand.cluster.url(), DATABASE)?;
        let program = |name: &str| {
            let mut command = Command::new(programs.join(name));
            command.current_dir(&folder).env("DATABASE_URL", &database);
            command
        };
        process::run_silently(program("python").arg("django_peer.py"))?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let mut serve = program("gunicorn");
        serve.args([
            "--workers",
            "2",
            "--log-level",
            "warning",
            "--bind",
            &address,
            "django_peer:application",
        ]);
        let child = serve.stdin(Stdio::null()).spawn()?;
        let peer = Self { stand, child, address, database };
        let begun = Instant::now();
        while TcpStream::connect(&peer.address).is_err() {
            if begun.elapsed() > Duration::from_secs(30) {
                bail!("gunicorn does not listen");
            }
            pause(Duration::from_millis(20));
        }
        Ok(peer)
    }

    /// So many answer; each must be stored whole.
    pub(super) fn answer(&self, count: usize) -> anyhow::Result<super::Figures> {
        let before = self.stored()?;
        let mut sender = self.stand.example("measure_answers");
        let output = process::capture(sender.args(["peer", &self.address, &count.to_string(), CLIENTS]))?;
        let stored = self.stored()? - before;
        if usize::try_from(stored)? != 7 * count {
            bail!("the peer stored {stored} answers of {count} visitors: {output}");
        }
        Ok(figures(&output))
    }

    fn stored(&self) -> anyhow::Result<i64> {
        let count = floors::psql_at(&self.database, "select count(*) from survey_answer")?;
        count.trim().parse().context("a count")
    }
}

impl Drop for Django<'_> {
    fn drop(&mut self) {
        // Told and not killed, so that it takes its workers along.
        if let Ok(pid) = i32::try_from(self.child.id()) {
            kill(Pid::from_raw(pid), Signal::SIGTERM).ok();
        }
        drop(self.child.wait());
    }
}

/// A virtual environment with the packages; gives the folder of its programs.
fn install(folder: &Path) -> anyhow::Result<PathBuf> {
    let programs = folder.join("venv/bin");
    if !programs.join("gunicorn").exists() {
        if package::find_program("python3").is_none() {
            package::install(&["python3", "python3-venv"], "Python 3.10 or newer with venv")?;
        }
        let mut venv = Command::new("python3");
        process::run_silently(venv.args(["-m", "venv"]).arg(folder.join("venv")))
            .context("python3 makes no virtual environment (Debian: apt-get install python3-venv)")?;
    }
    let mut pip = Command::new(programs.join("pip"));
    process::run_silently(pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(PACKAGES))
        .context("the peer's packages cannot be installed from PyPI")?;
    Ok(programs)
}
