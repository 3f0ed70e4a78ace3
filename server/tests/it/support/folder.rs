//! A folder of a test's own: its mails, and a site that has just what the server reads.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Sent;

static NUMBER: AtomicU32 = AtomicU32::new(0);

const MANIFEST: &str = r#"{"charts.js":"charts.0a.js","editor.js":"editor.0a.js","editor.wasm":"editor.0a.wasm","reports.js":"reports.0a.js",
 "reports.wasm":"reports.0a.wasm","respond.js":"respond.0a.js","survey.css":"survey.0a.css",
 "winloss.css":"winloss.0a.css","workshop.js":"workshop.0a.js","workshop.wasm":"workshop.0a.wasm"}"#;

/// Removed when it is dropped.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("winloss-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(folder.join("mail")).unwrap();
        Self(folder)
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A site with files that are short, but have the names of a real one.
    pub(super) fn site(&self) -> PathBuf {
        let site = self.path("site");
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        for (name, text) in [
            ("pkg/manifest.json", MANIFEST),
            ("hash.txt", "js: 0a\nwasm: 0a\ncss: 0a\n"),
            ("favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            ("robots.txt", "User-agent: *\nDisallow: /\n"),
            ("theme.js", "(() => {})();"),
            ("pkg/winloss.0a.css", "body { margin: 0 }"),
            ("pkg/winloss.0a.css.br", "not really brotli"),
            ("pkg/survey.0a.css", "body { margin: 0 }"),
        ] {
            std::fs::write(site.join(name), text).unwrap();
        }
        site
    }

    pub(super) fn mails(&self) -> Vec<Sent> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(self.path("mail"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|kind| kind == "eml"))
            .collect();
        files.sort_by_key(|path| (std::fs::metadata(path).unwrap().modified().unwrap(), path.clone()));
        files.iter().map(|path| read(path)).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind harms nobody.
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn read(path: &Path) -> Sent {
    let raw = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let to = raw.lines().find_map(|line| line.strip_prefix("To: ")).unwrap_or_default();
    let to = to.rsplit('<').next().unwrap_or_default().trim_end_matches('>').to_owned();
    let part = raw.split("\n\n").zip(raw.split("\n\n").skip(1)).find(|(head, _)| head.contains("text/plain"));
    let (head, _) = part.unwrap_or((&raw, ""));
    let start = raw.find(head).unwrap_or(0) + head.len() + 2;
    let body = raw[start.min(raw.len())..].split("\n--").next().unwrap_or_default();
    let text = if head.contains("base64") {
        let joined: String = body.split_whitespace().collect();
        String::from_utf8(STANDARD.decode(joined).unwrap()).unwrap()
    } else if head.contains("quoted-printable") {
        unquote(body)
    } else {
        body.to_owned()
    };
    Sent { raw, to, text }
}

fn unquote(text: &str) -> String {
    let joined = text.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        let code = (*first == b'=').then(|| more.get(..2)).flatten();
        let code = code.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = &more[2..];
            }
            None => {
                bytes.push(*first);
                rest = more;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
