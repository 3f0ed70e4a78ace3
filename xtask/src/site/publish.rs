//! Gives the assets names with the hash of their content and tells the server about them.
//!
//! **Invariant:** what the manifest names is there and complete: new files come before it changes, old ones
//! go after.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::progress::{note, silent_step};
use crate::site::fingerprint::digest;
use crate::site::{ASSETS, Manifest, Profile, Site};

/// Publishes the work folder's assets and `frontend/public` into `folder`.
pub(super) fn publish(site: &Site<'_>, folder: &Path) -> anyhow::Result<()> {
    let package = folder.join("pkg");
    fs::create_dir_all(&package).with_context(|| format!("cannot make {}", package.display()))?;
    let mut manifest = Manifest::new();
    let mut kept = BTreeSet::from(["manifest.json".to_owned()]);
    for asset in ASSETS {
        let bytes = fs::read(site.work.join(asset)).with_context(|| format!("the build left no {asset}"))?;
        let name = hashed_name(asset, &digest([bytes.as_slice()]));
        write_once(&package.join(&name), || Ok(bytes.clone()))?;
        kept.insert(name.clone());
        if site.profile == Profile::Release {
            kept.extend(compress(&package, asset, &name, &bytes)?);
        }
        manifest.insert(asset.to_owned(), name);
    }
    replace(&package.join("manifest.json"), &serde_json::to_vec_pretty(&manifest)?)?;
    replace(&folder.join("hash.txt"), leptos_hashes(&manifest).as_bytes())?;
    copy_public(&site.workspace.root.join("frontend/public"), folder)?;
    remove_others(&package, &kept)
}

/// `winloss.js` with hash `12ab` becomes `winloss.12ab.js`.
fn hashed_name(asset: &str, hash: &str) -> String {
    asset
        .rsplit_once('.')
        .map_or_else(|| format!("{asset}.{hash}"), |(stem, extension)| format!("{stem}.{hash}.{extension}"))
}

/// The file in which Leptos looks for the hash of its style sheet; scripts and wasm are found by the manifest.
fn leptos_hashes(manifest: &Manifest) -> String {
    let hash = manifest.get("winloss.css").and_then(|name| name.split('.').nth(1));
    hash.map(|hash| format!("css: {hash}\n")).unwrap_or_default()
}

fn compress(package: &Path, asset: &str, name: &str, bytes: &[u8]) -> anyhow::Result<[String; 2]> {
    let names = [format!("{name}.br"), format!("{name}.gz")];
    let [brotli_file, gzip_file] = names.clone().map(|name| package.join(name));
    if !brotli_file.exists() || !gzip_file.exists() {
        silent_step(&format!("Compressing {asset}"), || {
            write_once(&brotli_file, || brotli(bytes))?;
            write_once(&gzip_file, || gzip(bytes))
        })?;
    }
    let size = |file: &PathBuf| file.metadata().map(|metadata| metadata.len());
    note(format!(
        "{asset:<14} {:>9} plain {:>9} gzip {:>9} brotli",
        bytes.len(),
        size(&gzip_file)?,
        size(&brotli_file)?
    ));
    Ok(names)
}

fn brotli(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let parameters =
        BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: bytes.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn write_once(file: &Path, content: impl FnOnce() -> anyhow::Result<Vec<u8>>) -> anyhow::Result<()> {
    if file.exists() { Ok(()) } else { replace(file, &content()?) }
}

/// A reader sees the old content or the new, never half of it.
fn replace(file: &Path, content: &[u8]) -> anyhow::Result<()> {
    let mut scratch = file.as_os_str().to_owned();
    scratch.push(".tmp");
    fs::write(&scratch, content)
        .and_then(|()| fs::rename(&scratch, file))
        .with_context(|| format!("cannot write {}", file.display()))
}

fn copy_public(from: &Path, to: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            copy_public(&entry.path(), &target)?;
        } else {
            replace(&target, &fs::read(entry.path())?)?;
        }
    }
    Ok(())
}

fn remove_others(package: &Path, kept: &BTreeSet<String>) -> anyhow::Result<()> {
    for entry in fs::read_dir(package)? {
        let entry = entry?;
        if !kept.contains(entry.file_name().to_string_lossy().as_ref()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn the_hash_goes_before_the_extension() {
        assert_eq!(hashed_name("winloss.js", "12ab"), "winloss.12ab.js");
        assert_eq!(hashed_name("plain", "12ab"), "plain.12ab");
    }

    #[test]
    fn leptos_gets_the_hash_of_its_style_sheet() {
        let manifest = ASSETS.map(|asset| (asset.to_owned(), hashed_name(asset, "12ab"))).into();
        assert_eq!(leptos_hashes(&manifest), "css: 12ab\n");
    }

    #[test]
    fn compressed_files_hold_the_same_bytes() {
        let bytes = b"the same bytes, the same bytes, the same bytes".repeat(20);
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut brotli(&bytes).unwrap().as_slice(), &mut plain).unwrap();
        assert_eq!(plain, bytes);
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(gzip(&bytes).unwrap().as_slice()).read_to_end(&mut plain).unwrap();
        assert_eq!(plain, bytes);
    }
}
