//! Where settings come from: one tree of values, each with the place that it was read from.

use std::collections::BTreeMap;
use std::path::PathBuf;

use figment::Figment;
use figment::providers::{Format as _, Toml};
use figment::value::{Dict, Value};

use super::reader::{Problem, Problems};

/// The sections, in the order in which they are documented.
pub(super) const SECTIONS: [&str; 7] = ["database", "http", "keys", "log", "mail", "session", "worker"];

const PREFIX: &str = "WINLOSS_";

/// Variables with our prefix that are not settings: the file's path, and the passwords that `migrate --bootstrap` takes.
const NOT_SETTINGS: [&str; 3] = ["BOOTSTRAP_APP_PASSWORD", "BOOTSTRAP_MIGRATOR_PASSWORD", "CONFIG"];
/// What such variables of tests begin with.
const OF_TESTS: [&str; 2] = ["E2E_", "TEST_"];

/// A value as it was written, and where.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) value: Value,
    pub(super) place: String,
}

/// What was found for each section.
#[derive(Default)]
pub(super) struct Sources {
    sections: BTreeMap<String, BTreeMap<String, Setting>>,
}

impl Sources {
    /// Merges the file and the variables, which win.
    pub(super) fn read(
        file: Option<(&str, &str)>,
        variables: impl IntoIterator<Item = (String, String)>,
        problems: &mut Problems,
    ) -> Self {
        let mut sources = Self::default();
        if let Some((name, text)) = file {
            match Figment::from(Toml::string(text)).extract::<Dict>() {
                Ok(tree) => sources.take_file(name, tree, problems),
                Err(error) => {
                    // What it sets is not known: nothing that it may say is missing.
                    problems.push(Problem::new(name.to_owned(), format!("is not TOML: {error}")));
                    problems.expect_gaps();
                }
            }
        }
        for (name, text) in variables {
            sources.take_variable(&name, text, problems);
        }
        sources
    }

    fn take_file(&mut self, file: &str, tree: Dict, problems: &mut Problems) {
        for (section, value) in tree {
            if !SECTIONS.contains(&section.as_str()) {
                problems.push(unknown_section(format!("{section} ({file})")));
                continue;
            }
            let Value::Dict(_, members) = value else {
                let problem = format!("must be a section, [{section}]");
                problems.push(Problem::new(format!("{section} ({file})"), problem));
                continue;
            };
            let settings = self.sections.entry(section).or_default();
            for (name, value) in members {
                settings.insert(name, Setting { value, place: file.to_owned() });
            }
        }
    }

    fn take_variable(&mut self, variable: &str, text: String, problems: &mut Problems) {
        let Some(rest) = variable.strip_prefix(PREFIX) else { return };
        if NOT_SETTINGS.contains(&rest) || OF_TESTS.iter().any(|start| rest.starts_with(start)) {
            return;
        }
        let lower = rest.to_lowercase();
        let Some((section, name)) = lower.split_once("__").or_else(|| lower.split_once('_')) else {
            problems.push(unknown_section(variable.to_owned()));
            return;
        };
        if !SECTIONS.contains(&section) {
            problems.push(unknown_section(variable.to_owned()));
            return;
        }
        let setting = Setting { value: Value::from(text), place: variable.to_owned() };
        self.sections.entry(section.to_owned()).or_default().insert(name.to_owned(), setting);
    }

    /// Takes the settings of one section.
    pub(super) fn take(&mut self, section: &str) -> BTreeMap<String, Setting> {
        self.sections.remove(section).unwrap_or_default()
    }

    /// Reports what no section has asked for.
    pub(super) fn complain_about_the_rest(self, problems: &mut Problems) {
        for section in self.sections.into_keys() {
            problems.push(unknown_section(section));
        }
    }
}

fn unknown_section(name: String) -> Problem {
    Problem::new(name, format!("is not a section; the sections are {}", SECTIONS.join(", ")))
}

/// The variables of this process.
pub(super) fn environment() -> Vec<(String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
        .collect()
}

/// The file named by `WINLOSS_CONFIG`.
pub(super) fn file_in_environment() -> Option<PathBuf> {
    std::env::var_os("WINLOSS_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from)
}
