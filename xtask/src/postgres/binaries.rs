//! Finds the programs of a PostgreSQL server, and installs them where none are.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::{package, process};

/// The oldest version with what the migrations use.
const OLDEST: u32 = 15;
const BY_HAND: &str =
    "PostgreSQL 15 or newer (Debian: apt install postgresql, macOS: brew install postgresql@16)";

/// A folder with `initdb`, `postgres`, `pg_ctl` and `psql`.
#[derive(Debug, Clone)]
pub(crate) struct Binaries {
    pub(crate) folder: PathBuf,
    pub(crate) major: u32,
}

/// Finds the newest binaries, or installs some.
pub(crate) fn ensure() -> anyhow::Result<Binaries> {
    if let Some(binaries) = find()? {
        return Ok(binaries);
    }
    package::install(&["postgresql"], BY_HAND)?;
    find()?.with_context(|| format!("still missing after the installation: {BY_HAND}"))
}

fn find() -> anyhow::Result<Option<Binaries>> {
    if let Some(folder) = env::var_os("WINLOSS_PG_BIN") {
        let folder = PathBuf::from(folder);
        return match inspect(&folder) {
            Some(binaries) if binaries.major >= OLDEST => Ok(Some(binaries)),
            Some(binaries) => {
                bail!("WINLOSS_PG_BIN has PostgreSQL {}, {OLDEST} is the oldest", binaries.major)
            }
            None => bail!("WINLOSS_PG_BIN={} has no initdb, postgres, pg_ctl and psql", folder.display()),
        };
    }
    let candidates = candidates().iter().filter_map(|folder| inspect(folder)).collect::<Vec<_>>();
    Ok(candidates
        .into_iter()
        .filter(|binaries| binaries.major >= OLDEST)
        .max_by_key(|binaries| binaries.major))
}

fn candidates() -> Vec<PathBuf> {
    let mut folders: Vec<_> = env::var_os("PATH").iter().flat_map(env::split_paths).collect();
    // A machine without `pg_config` has none of the folders that it would name.
    if let Ok(folder) = process::capture(Command::new("pg_config").arg("--bindir")) {
        folders.push(PathBuf::from(folder.trim()));
    }
    for (parent, below) in [
        ("/usr/lib/postgresql", "bin"),
        ("/usr/pgsql-15", "bin"),
        ("/opt/homebrew/opt", "bin"),
        ("/usr/local/opt", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "bin"),
    ] {
        folders.push(Path::new(parent).join(below));
        let entries = fs::read_dir(parent).into_iter().flatten().flatten();
        folders.extend(entries.map(|entry| entry.path().join(below)));
    }
    folders
}

fn inspect(folder: &Path) -> Option<Binaries> {
    let is_complete =
        ["initdb", "postgres", "pg_ctl", "psql"].iter().all(|name| package::is_program(&folder.join(name)));
    if !is_complete {
        return None;
    }
    // A program that does not run here is none.
    let text = process::capture(Command::new(folder.join("postgres")).arg("--version")).ok()?;
    Some(Binaries { folder: folder.to_owned(), major: major(&text)? })
}

/// `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)` and `… 18beta1` have a number in third place.
fn major(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_the_server_says() {
        assert_eq!(major("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("postgres"), None);
    }
}
