//! As whom PostgreSQL runs, and where that user may keep data.

use std::env;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

use anyhow::Context as _;
use nix::unistd::{Uid, User};

use crate::site::fingerprint::digest;

/// Where a server's data goes that its user could not reach in the folder asked for.
const REACHABLE: &str = "/var/lib/winloss";

/// The user that the server's programs run as.
#[derive(Debug, Clone)]
pub(crate) enum Account {
    /// The one who started this command.
    Own,
    /// For root: another one, as the server refuses to run as root.
    Other { uid: u32, gid: u32 },
}

impl Account {
    /// Root runs the server as `postgres`, or as `nobody` where that user does not exist.
    pub(crate) fn choose() -> anyhow::Result<Self> {
        if !Uid::effective().is_root() {
            return Ok(Self::Own);
        }
        for name in ["postgres", "nobody"] {
            if let Some(user) = User::from_name(name).context("cannot read the list of users")? {
                return Ok(Self::Other { uid: user.uid.as_raw(), gid: user.gid.as_raw() });
            }
        }
        anyhow::bail!(
            "PostgreSQL refuses to run as root, and this machine has neither `postgres` nor `nobody`"
        )
    }

    /// Lets a program run as this user.
    pub(crate) fn apply(&self, command: &mut Command) {
        if let Self::Other { uid, gid } = self {
            command.uid(*uid).gid(*gid);
        }
    }

    /// Gives a file or folder to this user.
    pub(crate) fn own(&self, path: &Path) -> anyhow::Result<()> {
        match self {
            Self::Own => Ok(()),
            Self::Other { uid, gid } => chown(path, Some(*uid), Some(*gid))
                .with_context(|| format!("cannot give away {}", path.display())),
        }
    }

    /// The folder for a server's data: `folder`, or one that stands for it where this user can reach it.
    pub(crate) fn home_for(&self, folder: &Path) -> anyhow::Result<PathBuf> {
        let folder = absolute(folder).with_context(|| format!("{} is no path", folder.display()))?;
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        if self.can_enter(&folder) {
            return Ok(folder);
        }
        let home = Path::new(REACHABLE).join(digest([folder.as_os_str().as_encoded_bytes()]));
        fs::create_dir_all(&home).with_context(|| format!("cannot make {}", home.display()))?;
        // A strict umask would hide it from the other user, for whom it is made.
        fs::set_permissions(REACHABLE, fs::Permissions::from_mode(0o755))?;
        fs::set_permissions(&home, fs::Permissions::from_mode(0o755))?;
        Ok(home)
    }

    /// A short folder for the socket, whose whole path may have 107 bytes only.
    pub(crate) fn make_socket_folder(&self, home: &Path) -> anyhow::Result<PathBuf> {
        let name = format!("winloss-{}-{}", Uid::effective(), digest([home.as_os_str().as_encoded_bytes()]));
        let folder = env::temp_dir().join(name);
        if fs::symlink_metadata(&folder).is_ok() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("{} is somebody else's", folder.display()))?;
        }
        fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        self.own(&folder)?;
        Ok(folder)
    }

    fn can_enter(&self, folder: &Path) -> bool {
        let Self::Other { uid, gid } = self else { return true };
        folder.ancestors().all(|ancestor| {
            ancestor.metadata().is_ok_and(|metadata| {
                let mode = metadata.permissions().mode();
                mode & 0o001 != 0
                    || (metadata.uid() == *uid && mode & 0o100 != 0)
                    || (metadata.gid() == *gid && mode & 0o010 != 0)
            })
        })
    }
}

/// Removes the socket's folder, if it is there.
pub(crate) fn remove_socket_folder(home: &Path) -> anyhow::Result<()> {
    let folder = socket_folder(home);
    if fs::symlink_metadata(&folder).is_ok() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} is somebody else's", folder.display()))?;
    }
    Ok(())
}

fn socket_folder(home: &Path) -> PathBuf {
    let name = format!("winloss-{}-{}", Uid::effective(), digest([home.as_os_str().as_encoded_bytes()]));
    env::temp_dir().join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_below_a_closed_one_cannot_be_entered() {
        let outer = env::temp_dir().join(format!("winloss-account-{}", std::process::id()));
        let inner = outer.join("inner");
        fs::create_dir_all(&inner).unwrap();
        fs::set_permissions(&inner, fs::Permissions::from_mode(0o755)).unwrap();
        let stranger = Account::Other { uid: 4_000_000, gid: 4_000_000 };
        fs::set_permissions(&outer, fs::Permissions::from_mode(0o700)).unwrap();
        assert!(!stranger.can_enter(&inner));
        assert!(Account::Own.can_enter(&inner));
        fs::set_permissions(&outer, fs::Permissions::from_mode(0o711)).unwrap();
        assert_eq!(stranger.can_enter(&inner), stranger.can_enter(&env::temp_dir()));
        fs::remove_dir_all(outer).unwrap();
    }
}
