//! Reads the settings of a section one by one, and keeps going after a mistake.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use figment::value::Value;
use secrecy::SecretString;

use super::address;
use super::source::{Setting, Sources};

/// One mistake: where, and what is wrong or expected.
#[derive(Clone, Eq, PartialEq, Ord, PartialOrd, Debug)]
pub struct Problem {
    name: String,
    problem: String,
}

impl Problem {
    pub(super) fn new(name: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { name: name.into(), problem: problem.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.problem)
    }
}

/// Mistakes found so far.
#[derive(Default)]
pub(super) struct Problems {
    found: Vec<Problem>,
    has_gaps: bool,
}

impl Problems {
    pub(super) fn push(&mut self, problem: Problem) {
        self.found.push(problem);
    }

    /// A part of the settings could not be read: what is missing is no mistake of its own.
    pub(super) fn expect_gaps(&mut self) {
        self.has_gaps = true;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) fn into_sorted(mut self) -> Vec<Problem> {
        self.found.sort();
        self.found.dedup();
        self.found
    }
}

/// The settings of one section, or of one table in a list of it. What nobody took is a mistake when it is
/// dropped.
pub(super) struct Section<'a> {
    path: String,
    settings: BTreeMap<String, Setting>,
    known: Vec<&'static str>,
    problems: &'a mut Problems,
}

impl<'a> Section<'a> {
    pub(super) fn open(sources: &mut Sources, name: &'static str, problems: &'a mut Problems) -> Self {
        Self { path: name.to_owned(), settings: sources.take(name), known: Vec::new(), problems }
    }

    fn take(&mut self, name: &'static str) -> Option<Setting> {
        self.known.push(name);
        self.settings.remove(name)
    }

    /// Reports a mistake in a setting of this section.
    pub(super) fn complain(&mut self, name: &str, place: Option<&str>, problem: impl Into<String>) {
        let path = format!("{}.{name}", self.path);
        let variable = path.to_uppercase().replace('.', "_");
        let full = match place {
            Some(place) if place.eq_ignore_ascii_case(&format!("WINLOSS_{variable}")) => place.to_owned(),
            Some(place) => format!("{path} ({place})"),
            None => path,
        };
        self.problems.push(Problem::new(full, problem));
    }

    /// A setting that can be read from text; `expected` completes "must be …".
    pub(super) fn parse<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let setting = self.take(name)?;
        let parsed = text_of(&setting.value).and_then(|text| parse(text.trim()));
        if parsed.is_none() {
            self.complain(name, Some(&setting.place), format!("must be {expected}"));
        }
        parsed
    }

    /// A text; an empty one counts as not set.
    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        self.parse(name, "a text", |text| Some(text.to_owned())).filter(|text| !text.is_empty())
    }

    /// A PostgreSQL address.
    pub(super) fn database_url(&mut self, name: &'static str) -> Option<SecretString> {
        self.parse(
            name,
            "a PostgreSQL address such as \"postgres://user:password@host:5432/winloss?sslmode=require\"",
            |text| address::is_postgres(text).then(|| SecretString::from(text.to_owned())),
        )
    }

    /// A number within bounds, or the default.
    pub(super) fn number<T>(&mut self, name: &'static str, default: T, bounds: (T, T)) -> T
    where
        T: FromStr + PartialOrd + Copy + fmt::Display,
    {
        let expected = format!("a number from {} to {}", bounds.0, bounds.1);
        self.parse(name, &expected, |text| {
            text.parse().ok().filter(|number| *number >= bounds.0 && *number <= bounds.1)
        })
        .unwrap_or(default)
    }

    /// A list, written as a TOML array or as text with commas.
    pub(super) fn list<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let Some(Setting { value, place }) = self.take(name) else { return Vec::new() };
        let texts: Vec<Option<String>> = match &value {
            Value::Array(_, values) => values.iter().map(text_of).collect(),
            other => match text_of(other) {
                Some(text) => text
                    .split(',')
                    .map(str::trim)
                    .filter(|t| !t.is_empty())
                    .map(|t| Some(t.to_owned()))
                    .collect(),
                None => vec![None],
            },
        };
        let mut list = Vec::new();
        for text in texts {
            match text.as_deref().map(str::trim).and_then(&parse) {
                Some(one) => list.push(one),
                None => {
                    let found = text.unwrap_or_else(|| "something else".to_owned());
                    self.complain(name, Some(&place), format!("must be {expected}, not \"{found}\""));
                }
            }
        }
        list
    }

    /// A list of tables, each read by `read`; `None` when it is not set.
    pub(super) fn tables<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&mut Section<'_>) -> Option<T>,
    ) -> Option<Vec<Option<T>>> {
        let Setting { value, place } = self.take(name)?;
        let Value::Array(_, values) = value else {
            self.complain(
                name,
                Some(&place),
                format!("must be tables, [[{}.{name}]], in the file", self.path),
            );
            return Some(vec![None]);
        };
        let mut list = Vec::new();
        for (at, value) in values.into_iter().enumerate() {
            let Value::Dict(_, members) = value else {
                self.complain(name, Some(&place), "must hold tables only");
                list.push(None);
                continue;
            };
            let settings = members
                .into_iter()
                .map(|(name, value)| (name, Setting { value, place: place.clone() }))
                .collect();
            let path = format!("{}.{name}[{at}]", self.path);
            let mut table = Section { path, settings, known: Vec::new(), problems: self.problems };
            list.push(read(&mut table));
        }
        Some(list)
    }

    /// The setting, or a complaint that it is missing.
    pub(super) fn required<T>(&mut self, name: &'static str, value: Option<T>, what: &str) -> Option<T> {
        let start = format!("{}.{name}", self.path);
        let variable = format!("WINLOSS_{}", start.to_uppercase().replace('.', "_"));
        let is_known_bad =
            self.problems.found.iter().any(|p| p.name.starts_with(&start) || p.name == variable);
        if value.is_none() && !is_known_bad && !self.problems.has_gaps {
            self.complain(name, None, format!("is missing: {what} (or {variable})"));
        }
        value
    }
}

impl Drop for Section<'_> {
    fn drop(&mut self) {
        let known = {
            let mut known = self.known.clone();
            known.sort_unstable();
            known.join(", ")
        };
        for (name, setting) in std::mem::take(&mut self.settings) {
            let problem = format!("is not a setting; [{}] has {known}", self.path);
            self.complain(&name, Some(&setting.place), problem);
        }
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(_, text) => Some(text.clone()),
        Value::Num(_, number) => number
            .to_i128()
            .map(|n| n.to_string())
            .or_else(|| number.to_u128().map(|n| n.to_string()))
            .or_else(|| number.to_f64().map(|n| n.to_string())),
        Value::Bool(_, flag) => Some(flag.to_string()),
        Value::Char(..) | Value::Empty(..) | Value::Dict(..) | Value::Array(..) => None,
    }
}
