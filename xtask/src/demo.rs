//! Starts the whole product with sample tenants: site, server, PostgreSQL, and then the server's own `demo`.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::postgres::{Cluster, Purpose};
use crate::process;
use crate::progress::{note, step};
use crate::site::{self, Profile};
use crate::workspace::Workspace;

/// What a person may choose.
#[derive(Debug)]
pub(crate) struct DemoOptions {
    /// The web server's port.
    pub(crate) port: u16,
    /// Where the database, the mails and `demo.json` are kept between runs.
    pub(crate) data: PathBuf,
    /// Start with nothing.
    pub(crate) fresh: bool,
}

/// Runs the demo until somebody stops it.
pub(crate) fn run(workspace: &Workspace, options: &DemoOptions) -> anyhow::Result<()> {
    let data = std::path::absolute(&options.data)?;
    fs::create_dir_all(&data).with_context(|| format!("cannot make {}", data.display()))?;
    // Held until this process ends, however it ends.
    let _claim = claim(&data, options.port)?;
    // Better said now than after minutes of building.
    if TcpListener::bind(("127.0.0.1", options.port)).is_err() {
        bail!("port {} is in use: choose another one with --port", options.port);
    }
    let site = site::build(workspace, Profile::Debug)?;
    let server = build_server(workspace)?;
    let external = env::var_os("DATABASE_URL").filter(|url| !url.is_empty());
    let postgres = data.join("postgres");
    if options.fresh {
        forget(&data, external.is_none().then_some(postgres.as_path()))?;
    }
    let (cluster, url) = match external {
        Some(url) => {
            note("using the database of DATABASE_URL");
            (None, url)
        }
        None => {
            let cluster = Cluster::start(&postgres, Purpose::Keep)?;
            let url = OsString::from(cluster.url());
            (Some(cluster), url)
        }
    };
    eprintln!("==> Starting winloss, Ctrl-C stops it");
    let mut command = Command::new(server);
    command.current_dir(&workspace.root).arg("demo").arg("--data").arg(&data).arg("--site").arg(&site);
    command.args(["--port", &options.port.to_string(), "--database-url"]).arg(&url);
    if options.fresh {
        command.arg("--fresh");
    }
    without_own_settings(&mut command);
    let outcome = process::run_apart(&mut command);
    if cluster.is_some() {
        step("Stopping PostgreSQL", || {
            drop(cluster);
            Ok(())
        })?;
    }
    outcome
}

/// Makes the folder this demo's own for as long as the file is open: two would write the same secrets, mails and
/// `demo.json`, and a fresh one would throw away what the other stands on.
fn claim(data: &Path, port: u16) -> anyhow::Result<File> {
    let path = data.join("demo.lock");
    let cannot = || format!("cannot lock {}", path.display());
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .with_context(cannot)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut who = String::new();
            file.read_to_string(&mut who).with_context(cannot)?;
            let who = who.trim();
            bail!(
                "a demo runs with {} already{}{who}: stop it, or choose another folder with --data",
                data.display(),
                if who.is_empty() { "" } else { ", " }
            );
        }
        Err(TryLockError::Error(cause)) => return Err(cause).with_context(cannot),
    }
    // For whoever comes second; what holds the folder is the lock, not these words.
    file.set_len(0).with_context(cannot)?;
    writeln!(file, "at http://127.0.0.1:{port}, as process {}", std::process::id()).with_context(cannot)?;
    Ok(file)
}

/// The server refuses `WINLOSS_` variables that it does not know, and these are ours.
pub(crate) fn without_own_settings(command: &mut Command) {
    command.env_remove("WINLOSS_PG_BIN").env_remove("WINLOSS_WASM_TOOLCHAIN");
}

/// Builds the server and returns its path.
pub(crate) fn build_server(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    step("Building the server", || {
        process::run(workspace.cargo().args(["build", "--package", "server", "--bin", "winloss"]))
    })?;
    Ok(workspace.target.join("debug/winloss"))
}

/// Removes what the demo has made, by name: the folder may be one that holds other things.
fn forget(data: &Path, postgres: Option<&Path>) -> anyhow::Result<()> {
    step("Throwing the demo's data away", || {
        if let Some(postgres) = postgres {
            Cluster::forget(postgres)?;
        }
        let mail = data.join("mail");
        if mail.exists() {
            fs::remove_dir_all(&mail)?;
        }
        let contract = data.join("demo.json");
        if contract.exists() {
            fs::remove_file(&contract)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_demos_on_one_folder_the_second_is_told_of_the_first() {
        let data = env::temp_dir().join(format!("winloss-claim-{}", std::process::id()));
        fs::create_dir_all(&data).expect("a folder");
        let first = claim(&data, 3100).expect("nobody is there");
        let words = claim(&data, 3200).expect_err("somebody is there").to_string();
        assert!(words.contains("a demo runs with") && words.contains(&data.display().to_string()), "{words}");
        assert!(words.contains("at http://127.0.0.1:3100, as process"), "{words}");
        // What a process that is gone has left behind stops nobody.
        drop(first);
        let third = claim(&data, 4).expect("nobody is there any more");
        let words = claim(&data, 5).expect_err("somebody is there").to_string();
        assert!(words.contains("at http://127.0.0.1:4, as process"), "{words}");
        drop(third);
        fs::remove_dir_all(&data).expect("it goes");
    }
}
