//! Makes the bundles, a `.wasm` and a `.js` each, from the `frontend` crate.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use walrus::Module;
use wasm_bindgen_cli_support::Bindgen;

use crate::process;
use crate::progress::{note, silent_step, step};
use crate::site::fingerprint::digest;
use crate::site::link::Links;
use crate::site::split::Linked;
use crate::site::{Profile, Site, mute, shed, split};
use crate::toolchain::{TARGET, WasmToolchain};

/// The bundles: features of the `frontend` crate, and names of files.
pub(super) const BUNDLES: [&str; 3] = ["reports", "workshop", "editor"];

/// The bundle of which a part comes later.
const SPLIT: &str = "editor";

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
///
/// In the end functions lie in the order of their names: those that were made of one for several types are alike and lie
/// together, which compresses better.
const OPTIMISATIONS: [&str; 4] = ["-Oz", "--converge", "--low-memory-unused", "--reorder-functions-by-name"];

/// What is done to the compiled wasm, as source: another way to do it makes another bundle.
const RECIPE: [&[u8]; 5] = [
    include_bytes!("wasm.rs"),
    include_bytes!("shed.rs"),
    include_bytes!("mute.rs"),
    include_bytes!("link.rs"),
    include_bytes!("split.rs"),
];

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
    let rest = site.work.join(format!("{bundle}.rest.wasm"));
    let parts: &[&Path] = if bundle == SPLIT { &[&wasm, &rest] } else { &[&wasm] };
    let made: Vec<&Path> = parts.iter().copied().chain([script.as_path()]).collect();
    site.stamps.unless_fresh(&stamp, &inputs, &made, || {
        silent_step("Binding the wasm to JavaScript", || {
            let links = bind(site, &bytes, bundle, &wasm, &script)?;
            let Some(links) = links else { return Ok(()) };
            let split = split::split(&fs::read(&wasm)?, &links)?;
            note(format!("{} functions come later", split.moved));
            fs::write(&wasm, split.first)?;
            Ok(fs::write(&rest, split.rest)?)
        })?;
        match site.profile {
            Profile::Debug => Ok(()),
            Profile::Release => silent_step("Making the wasm small", || {
                parts.iter().try_for_each(|part| optimise(site, part))
            }),
        }
    })
}

fn compile(site: &Site<'_>, toolchain: &WasmToolchain, bundle: &str) -> anyhow::Result<PathBuf> {
    let mut command = toolchain.cargo(site.workspace, "rustc");
    command.args(["--lib", "--no-default-features", "--features", bundle]);
    let folder = match site.profile {
        Profile::Debug => "debug",
        Profile::Release => {
            command.args(["--profile", "wasm-release"]);
            "wasm-release"
        }
    };
    if bundle == SPLIT {
        command.args(["--", "-C", "link-arg=--emit-relocs"]);
    }
    process::run(&mut command)?;
    Ok(site.workspace.wasm_target().join(TARGET).join(folder).join("frontend.wasm"))
}

/// Binds a bundle; what is to be split comes with what there is to know for that.
fn bind(
    site: &Site<'_>,
    compiled: &[u8],
    bundle: &str,
    wasm: &Path,
    script: &Path,
) -> anyhow::Result<Option<Links>> {
    let folder = site.work.join("bindings");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let is_release = site.profile == Profile::Release;
    let mut bindgen = Bindgen::new();
    let (module, links) = if bundle == SPLIT {
        let mut linked = Linked::read(compiled)?;
        if is_release {
            lighten(&mut linked.module)?;
        }
        let (module, links) = linked.mark();
        (module, Some(links))
    } else {
        let mut module = Module::from_buffer(compiled)?;
        if is_release {
            lighten(&mut module)?;
        }
        (module, None)
    };
    bindgen.input_module(bundle, module);
    bindgen.web(true)?.typescript(false).demangle(links.is_none());
    // The optimiser drops the names, when it has put the functions into their order.
    bindgen.remove_producers_section(is_release);
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
    Ok(links)
}

/// Takes out what a release does without.
fn lighten(module: &mut Module) -> anyhow::Result<()> {
    let count = shed::async_hydration(module)? + shed::streams(module)?;
    note(format!("shed {count} functions that never run"));
    let count = mute::panics(module)?;
    note(format!("made {count} panics silent"));
    Ok(())
}

fn optimise(site: &Site<'_>, wasm: &Path) -> anyhow::Result<()> {
    let mut command = site.modules.program("wasm-opt");
    command.args(OPTIMISATIONS).args(WASM_FEATURES).arg(wasm).arg("-o").arg(wasm);
    process::run(&mut command)
}
