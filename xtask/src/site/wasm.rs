//! Makes the bundles, a `.wasm` and a `.js` each, from the `frontend` crate.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use walrus::Module;
use wasm_bindgen_cli_support::Bindgen;

use crate::process;
use crate::progress::{note, silent_step, step};
use crate::site::fingerprint::digest;
use crate::site::{Profile, Site, mute, shed};
use crate::toolchain::{TARGET, WasmToolchain};

/// The bundles: features of the `frontend` crate, and names of files.
pub(super) const BUNDLES: [&str; 3] = ["reports", "workshop", "editor"];

/// What the compiler already writes must not be refused, and nothing newer may come in.
const WASM_FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-call-indirect-overlong",
];

/// Small before fast.
///
/// That nothing lies in the first kilobyte lets the optimiser put additions into the addresses of loads and stores, which
/// differ only for addresses that wrap around to there. It is the end of the stack: `rustc` has the linker put the stack
/// first and the data behind it, at 1 MiB, so a program that comes there is about to overflow its stack.
const OPTIMISATIONS: [&str; 3] = ["-Oz", "--converge", "--low-memory-unused"];

/// What is done to the compiled wasm, as source: another way to do it makes another bundle.
const RECIPE: [&[u8]; 3] = [include_bytes!("wasm.rs"), include_bytes!("shed.rs"), include_bytes!("mute.rs")];

/// Compiles, binds, and in release optimises.
pub(super) fn make(site: &Site<'_>, toolchain: &WasmToolchain) -> anyhow::Result<()> {
    BUNDLES.into_iter().try_for_each(|bundle| make_bundle(site, toolchain, bundle))
}

fn make_bundle(site: &Site<'_>, toolchain: &WasmToolchain, bundle: &str) -> anyhow::Result<()> {
    let compiled =
        step(&format!("Compiling the site's wasm: {bundle}"), || compile(site, toolchain, bundle))?;
    let bytes = fs::read(&compiled).with_context(|| format!("cannot read {}", compiled.display()))?;
    let wasm = site.work.join(format!("{bundle}.wasm"));
    let script = site.work.join(format!("{bundle}.js"));
    let stamp = format!("wasm-{bundle}");
    let inputs = digest(RECIPE.into_iter().chain([bytes.as_slice()]));
    site.stamps.unless_fresh(&stamp, &inputs, &[&wasm, &script], || {
        silent_step("Binding the wasm to JavaScript", || bind(site, &compiled, bundle, &wasm, &script))?;
        match site.profile {
            Profile::Debug => Ok(()),
            Profile::Release => silent_step("Making the wasm small", || optimise(site, &wasm)),
        }
    })
}

fn compile(site: &Site<'_>, toolchain: &WasmToolchain, bundle: &str) -> anyhow::Result<PathBuf> {
    let mut command = toolchain.cargo(site.workspace, "build");
    command.args(["--lib", "--no-default-features", "--features", bundle]);
    let folder = match site.profile {
        Profile::Debug => "debug",
        Profile::Release => {
            command.args(["--profile", "wasm-release"]);
            "wasm-release"
        }
    };
    process::run(&mut command)?;
    Ok(site.workspace.wasm_target().join(TARGET).join(folder).join("frontend.wasm"))
}

fn bind(site: &Site<'_>, compiled: &Path, bundle: &str, wasm: &Path, script: &Path) -> anyhow::Result<()> {
    let folder = site.work.join("bindings");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let is_release = site.profile == Profile::Release;
    let mut bindgen = Bindgen::new();
    if is_release {
        let mut module = Module::from_file(compiled)?;
        let count = shed::async_hydration(&mut module)? + shed::streams(&mut module)?;
        note(format!("shed {count} functions that never run"));
        let count = mute::panics(&mut module)?;
        note(format!("made {count} panics silent"));
        bindgen.input_module(bundle, module);
    } else {
        bindgen.input_path(compiled).out_name(bundle);
    }
    bindgen.web(true)?.typescript(false);
    bindgen.remove_name_section(is_release).remove_producers_section(is_release);
    bindgen.generate(&folder)?;
    // One file, with the snippets that crates bring: each import of its own would be a round trip.
    let mut command = site.modules.program("esbuild");
    command.arg(folder.join(format!("{bundle}.js"))).args([
        "--bundle",
        "--format=esm",
        "--target=es2022",
        "--log-level=warning",
    ]);
    // The bindings name a snippet once for each function that they take from it.
    command.arg("--log-override:duplicate-object-key=silent");
    if is_release {
        command.arg("--minify");
    }
    command.arg(format!("--outfile={}", script.display()));
    process::run(&mut command)?;
    fs::copy(folder.join(format!("{bundle}_bg.wasm")), wasm).context("the bindings came without wasm")?;
    Ok(())
}

fn optimise(site: &Site<'_>, wasm: &Path) -> anyhow::Result<()> {
    let mut command = site.modules.program("wasm-opt");
    command.args(OPTIMISATIONS).args(WASM_FEATURES).arg(wasm).arg("-o").arg(wasm);
    process::run(&mut command)
}
