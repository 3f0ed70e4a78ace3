//! Says whether the inputs of a step are still those of the last time.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

/// The hash of some contents, long enough to tell any two apart, short enough for a file name.
pub(crate) fn digest<'a>(contents: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for content in contents {
        // The length keeps ["ab", "c"] apart from ["a", "bc"].
        hasher.update(u64::try_from(content.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(content);
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The hash of files and of all files below folders that `wanted` picks, names included.
pub(crate) fn digest_files(paths: &[&Path], wanted: impl Fn(&Path) -> bool) -> anyhow::Result<String> {
    let mut files = Vec::new();
    for path in paths {
        collect(path, &wanted, &mut files)?;
    }
    files.sort();
    let mut contents = Vec::new();
    for file in &files {
        contents.push(file.to_string_lossy().into_owned().into_bytes());
        contents.push(fs::read(file).with_context(|| format!("cannot read {}", file.display()))?);
    }
    Ok(digest(contents.iter().map(Vec::as_slice)))
}

fn collect(path: &Path, wanted: &impl Fn(&Path) -> bool, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
            collect(&entry?.path(), wanted, files)?;
        }
    } else if path.is_file() && wanted(path) {
        files.push(path.to_owned());
    }
    Ok(())
}

/// What the steps of a build were made from, one small file a step.
#[derive(Debug)]
pub(crate) struct Stamps {
    folder: PathBuf,
}

impl Stamps {
    /// The stamps of the build that works in `folder`.
    pub(crate) fn below(folder: &Path) -> anyhow::Result<Self> {
        let folder = folder.join("stamps");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self { folder })
    }

    /// Runs `work` unless `outputs` are there and were made from `inputs`.
    pub(crate) fn unless_fresh(
        &self,
        step: &str,
        inputs: &str,
        outputs: &[&Path],
        work: impl FnOnce() -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let stamp = self.folder.join(step);
        let is_fresh = fs::read_to_string(&stamp).is_ok_and(|found| found == inputs)
            && outputs.iter().all(|output| output.exists());
        if is_fresh {
            return Ok(());
        }
        work()?;
        fs::write(&stamp, inputs).with_context(|| format!("cannot write {}", stamp.display()))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::env;

    use super::*;

    #[test]
    fn the_digest_depends_on_where_contents_end() {
        assert_eq!(digest([b"ab".as_slice(), b"c"]), digest([b"ab".as_slice(), b"c"]));
        assert_ne!(digest([b"ab".as_slice(), b"c"]), digest([b"a".as_slice(), b"bc"]));
        assert_eq!(digest([b"".as_slice()]).len(), 16);
    }

    #[test]
    fn a_step_runs_again_only_for_new_inputs_or_a_missing_output() {
        let folder = env::temp_dir().join(format!("winloss-stamps-{}", std::process::id()));
        let stamps = Stamps::below(&folder).unwrap();
        let output = folder.join("output");
        let runs = Cell::new(0);
        let make = |inputs: &str| {
            stamps
                .unless_fresh("step", inputs, &[&output], || {
                    runs.set(runs.get() + 1);
                    Ok(fs::write(&output, inputs)?)
                })
                .unwrap();
        };
        make("a");
        make("a");
        assert_eq!(runs.get(), 1);
        make("b");
        assert_eq!(runs.get(), 2);
        fs::remove_file(&output).unwrap();
        make("b");
        assert_eq!(runs.get(), 3);
        fs::remove_dir_all(folder).unwrap();
    }
}
