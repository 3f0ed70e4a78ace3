//! Finds or makes a compiler with a wasm32 standard library, by three ways.
//!
//! 1. The active toolchain has the library: most machines, after the first time.
//! 2. `rustup target add` fetches it: a few seconds where rustup's servers can be reached.
//! 3. On Debian and Ubuntu without them: Debian packages the compiler with the library's source, and the
//!    library is built from that once, into a folder of ours beside the build output.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, bail};

use crate::progress::{note, step};
use crate::workspace::Workspace;
use crate::{package, process};

/// The target of the site's wasm.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// rustup tries for minutes where its servers are out of reach.
const RUSTUP_PATIENCE: Duration = Duration::from_secs(60);
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const BY_HAND: &str = "rustup target add wasm32-unknown-unknown";

/// A compiler that builds wasm.
#[derive(Debug, Clone)]
pub(crate) enum WasmToolchain {
    /// The one that also builds the server.
    Active,
    /// Debian's, with a standard library that was built here.
    Debian {
        /// The folder that holds the library as a toolchain's would.
        sysroot: PathBuf,
        /// The wasm linker.
        linker: PathBuf,
    },
}

impl WasmToolchain {
    /// A Cargo command for the wasm target, with its own target folder.
    pub(crate) fn cargo(&self, workspace: &Workspace, subcommand: &str) -> Command {
        let mut command = match self {
            Self::Active => workspace.cargo(),
            Self::Debian { sysroot, linker } => {
                let mut command = debian_cargo();
                command.current_dir(&workspace.root);
                command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                let mut flags = std::ffi::OsString::from("--sysroot=");
                flags.push(sysroot);
                // It takes the place of the flags in `.cargo/config.toml`, so it repeats them.
                flags.push(" --cfg erase_components");
                command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
                command
            }
        };
        command.args([subcommand, "--package", "frontend", "--target", TARGET, "--target-dir"]);
        command.arg(workspace.wasm_target());
        // Line tables would make the wasm three times as big for nothing: browsers cannot read them.
        command.env("CARGO_PROFILE_DEV_DEBUG", "false");
        command
    }

    /// Whether Clippy comes with it.
    pub(crate) fn has_clippy(&self, workspace: &Workspace) -> bool {
        match self {
            Self::Active => process::run_silently(workspace.cargo().args(["clippy", "--version"])).is_ok(),
            Self::Debian { .. } => false,
        }
    }
}

impl fmt::Display for WasmToolchain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Active => formatter.write_str("of the active toolchain"),
            Self::Debian { sysroot, .. } => {
                write!(formatter, "built for Debian's compiler in {}", sysroot.display())
            }
        }
    }
}

/// Finds a toolchain for wasm, or makes one.
pub(crate) fn wasm(workspace: &Workspace) -> anyhow::Result<WasmToolchain> {
    let only_debian = env::var_os("WINLOSS_WASM_TOOLCHAIN").is_some_and(|choice| choice == "debian");
    if !only_debian && active_has_library(workspace)? {
        return Ok(WasmToolchain::Active);
    }
    if let Some(toolchain) = built_before(workspace) {
        return Ok(toolchain);
    }
    if !only_debian && added_by_rustup(workspace)? {
        return Ok(WasmToolchain::Active);
    }
    build_for_debian(workspace)
}

fn active_has_library(workspace: &Workspace) -> anyhow::Result<bool> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.current_dir(&workspace.root).args(["--print", "target-libdir", "--target", TARGET]);
    let folder = process::capture(&mut command)?;
    Ok(has_library(Path::new(folder.trim())))
}

fn added_by_rustup(workspace: &Workspace) -> anyhow::Result<bool> {
    if package::find_program("rustup").is_none() {
        return Ok(false);
    }
    eprintln!("==> Asking rustup for the wasm library");
    let mut command = Command::new("rustup");
    command.current_dir(&workspace.root).args(["target", "add", TARGET]);
    let added = process::succeeds_within(&mut command, RUSTUP_PATIENCE) && active_has_library(workspace)?;
    note(if added { "done" } else { "rustup could not fetch it here" });
    Ok(added)
}

fn built_before(workspace: &Workspace) -> Option<WasmToolchain> {
    let compiler = DebianCompiler::find()?;
    let sysroot = compiler.sysroot(workspace);
    let linker = compiler.linker()?;
    has_library(&library_folder(&sysroot)).then_some(WasmToolchain::Debian { sysroot, linker })
}

fn build_for_debian(workspace: &Workspace) -> anyhow::Result<WasmToolchain> {
    if DebianCompiler::find().is_none_or(|compiler| !compiler.has_source()) {
        package::install(&["rustc-web", "cargo-web", "rust-web-src"], BY_HAND)?;
    }
    let Some(compiler) = DebianCompiler::find() else {
        bail!("no compiler at {DEBIAN_RUSTC}, please run: {BY_HAND}")
    };
    let linker = compiler.ensure_linker()?;
    let sysroot = compiler.sysroot(workspace);
    step("Building the wasm standard library, once for this compiler", || {
        build_library(workspace, &sysroot)
            .map_err(|error| error.context(format!("the other way is: {BY_HAND}")))
    })?;
    Ok(WasmToolchain::Debian { sysroot, linker })
}

/// Builds the library of an empty crate and keeps what came out below `sysroot`.
fn build_library(workspace: &Workspace, sysroot: &Path) -> anyhow::Result<()> {
    let seed = workspace.target.join("wasm-std/seed");
    fs::create_dir_all(seed.join("src"))?;
    fs::write(seed.join("src/lib.rs"), "")?;
    fs::write(
        seed.join("Cargo.toml"),
        "[package]\nname = \"stdseed\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[profile.release]\npanic = \"abort\"\n",
    )?;
    let target = seed.join("target");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    let mut command = debian_cargo();
    command.current_dir(&seed).args(["build", "-Z", "build-std=std,panic_abort,proc_macro"]);
    command.args(["--release", "--target", TARGET, "--target-dir"]).arg(&target);
    // The library's source asks for unstable features, and link-time optimisation for its bitcode.
    command.env("RUSTC_BOOTSTRAP", "1");
    command.env("RUSTFLAGS", "-Cembed-bitcode=yes").env("CARGO_PROFILE_RELEASE_LTO", "off");
    process::run(&mut command)?;

    let folder = library_folder(sysroot);
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(target.join(TARGET).join("release/deps"))? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libstdseed") {
            fs::copy(&file, folder.join(&name)).with_context(|| format!("cannot keep {name}"))?;
        }
    }
    fs::remove_dir_all(&target)?;
    if !has_library(&folder) {
        bail!("the build left no standard library");
    }
    Ok(())
}

/// What `/usr/bin/rustc` says of itself.
#[derive(Debug, PartialEq, Eq)]
struct DebianCompiler {
    release: String,
    commit: String,
    llvm: String,
}

impl DebianCompiler {
    fn find() -> Option<Self> {
        if !package::is_program(Path::new(DEBIAN_CARGO)) || !package::is_program(Path::new(DEBIAN_RUSTC)) {
            return None;
        }
        // A compiler that cannot say its version is none.
        let text =
            process::capture(Command::new(DEBIAN_RUSTC).env_remove("LD_LIBRARY_PATH").arg("-vV")).ok()?;
        Self::parse(&text)
    }

    fn parse(verbose_version: &str) -> Option<Self> {
        let field = |name: &str| {
            let value = verbose_version.lines().find_map(|line| line.strip_prefix(name))?;
            Some(value.trim().to_owned())
        };
        Some(Self {
            release: field("release:")?,
            commit: field("commit-hash:")?,
            llvm: field("LLVM version:")?,
        })
    }

    /// The compiler's version is the folder's name: another compiler never reads this one's library.
    fn sysroot(&self, workspace: &Workspace) -> PathBuf {
        let commit = self.commit.get(..9).unwrap_or(&self.commit);
        workspace.target.join(format!("wasm-std/{}-{commit}", self.release))
    }

    fn has_source(&self) -> bool {
        Path::new("/usr/lib/rustlib/src/rust/library/std/Cargo.toml").exists()
    }

    /// The linker of the compiler's own LLVM reads everything it writes; others are a second choice.
    fn linker(&self) -> Option<PathBuf> {
        let major = self.llvm.split('.').next()?;
        package::find_program(&format!("wasm-ld-{major}")).or_else(|| package::find_program("wasm-ld"))
    }

    fn ensure_linker(&self) -> anyhow::Result<PathBuf> {
        let major = self.llvm.split('.').next().unwrap_or_default();
        if package::find_program(&format!("wasm-ld-{major}")).is_none() {
            let same = package::install(&[&format!("lld-{major}")], BY_HAND);
            if same.is_err() && self.linker().is_none() {
                package::install(&["lld"], BY_HAND)?;
            }
        }
        self.linker().context("the package lld brought no wasm-ld")
    }
}

fn debian_cargo() -> Command {
    let mut command = Command::new(DEBIAN_CARGO);
    command.env("RUSTC", DEBIAN_RUSTC);
    // Set by rustup for the toolchain that runs this program; not for another compiler.
    for name in ["CARGO", "LD_LIBRARY_PATH", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(name);
    }
    command
}

fn library_folder(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("lib")
}

fn has_library(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiler_is_read_from_its_verbose_version() {
        let text = "rustc 1.96.0 (ac68faa20 2026-05-25)\nbinary: rustc\ncommit-hash: ac68faa20c58\n\
                    host: x86_64-unknown-linux-gnu\nrelease: 1.96.0\nLLVM version: 22.1.8\n";
        let compiler = DebianCompiler::parse(text).unwrap();
        assert_eq!(compiler.release, "1.96.0");
        assert_eq!(compiler.commit, "ac68faa20c58");
        assert_eq!(compiler.llvm, "22.1.8");
    }

    #[test]
    fn a_compiler_that_says_nothing_is_none() {
        assert_eq!(DebianCompiler::parse("command not found"), None);
    }

    #[test]
    fn another_compiler_gets_another_library() {
        let workspace = Workspace { root: "/w".into(), target: "/t".into() };
        let compiler = |release: &str, commit: &str| DebianCompiler {
            release: release.to_owned(),
            commit: commit.to_owned(),
            llvm: "22.1.8".to_owned(),
        };
        let first = compiler("1.96.0", "ac68faa20c58").sysroot(&workspace);
        assert_eq!(first, Path::new("/t/wasm-std/1.96.0-ac68faa20"));
        assert_ne!(first, compiler("1.96.0", "0000000000").sysroot(&workspace));
    }
}
