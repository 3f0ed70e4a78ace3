//! Finds programs on this machine and installs Debian packages that bring missing ones.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;
use nix::unistd::Uid;

use crate::process;
use crate::progress::{note, step};

/// The full path of a program on `PATH`.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| is_program(file))
}

/// Whether `file` can be run.
pub(crate) fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

/// Installs Debian packages, as root or through `sudo`.
///
/// # Errors
/// When this is not a Debian-like machine, or nobody may install here: the text is the command to run.
pub(crate) fn install(packages: &[&str], otherwise: &str) -> anyhow::Result<()> {
    let by_hand = format!("apt-get install --no-install-recommends {}", packages.join(" "));
    if find_program("apt-get").is_none() {
        bail!("missing here, please install it: {otherwise}");
    }
    let is_root = Uid::effective().is_root();
    if !is_root && !may_sudo() {
        bail!("missing here, please run: sudo {by_hand}");
    }
    let apt = |arguments: &[&str]| {
        let mut command = if is_root { Command::new("apt-get") } else { Command::new("sudo") };
        if !is_root {
            command.args(["--non-interactive", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        }
        command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments);
        command
    };
    step(&format!("Installing {}", packages.join(", ")), || {
        // A mirror that is out of reach for a moment is no reason to fail: the lists may be good enough.
        if let Err(error) = process::run_silently(&mut apt(&["update", "-qq"])) {
            note(format!("apt-get update did not succeed, going on with the lists at hand ({error})"));
        }
        // `--no-remove`: never take something away from the machine to make room for ours.
        let mut command = apt(&["install", "-y", "-qq", "--no-remove", "--no-install-recommends"]);
        process::run_silently(command.args(packages))
    })
}

fn may_sudo() -> bool {
    let mut command = Command::new("sudo");
    process::run_silently(command.args(["--non-interactive", "true"])).is_ok()
}
