//! Surveys as files: written out whole, and read back from whoever wrote them.
//!
//! Reading takes nothing for granted. What cannot be read is left out as narrowly as possible, a choice and not its
//! question, and the report says where it was, what was found and what was expected. A rule is read whole or not at
//! all: half a rule is another rule. Of a member that is there twice the last is read, except in a rule.
//! The file may come from another tenant, so its logo is never taken over: an image belongs to one tenant.

mod clean;
mod rename;
mod repair;
mod shape;
mod spot;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::finding::Level;
use super::language::Language;
use super::named;
use super::template::Template;
use crate::json;
use clean::Cleaner;
use spot::{Spot, Spots};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 2_000_000;
/// Longest path of a member in a finding, in characters.
const LONGEST_PATH: usize = 200;
/// How the paths of the survey in a file begin.
const INSIDE: &str = "survey.";
/// What becomes of a member that is there more than once.
const ONLY_LAST: &str = "What came before the last was not read.";
/// What the file says it is.
const MARK: &str = "winloss.survey";

/// What came of a file.
#[derive(Clone, PartialEq, Debug)]
pub struct Import {
    /// The survey, if there was any in it.
    pub template: Option<Template>,
    /// What was wrong with the file and what was done about it, in the order of the file.
    pub report: Vec<Remark>,
}

/// One thing that is to be said of a file.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct Remark {
    /// How bad it is.
    pub level: Level,
    /// What is wrong, in words of the survey: "Question 4, choice 2: …".
    pub words: String,
    /// Where that is in the file, for those who wrote it.
    pub path: Option<String>,
}

impl Remark {
    /// Of the file as a whole.
    fn new(level: Level, words: impl Into<String>) -> Self {
        Self { level, words: words.into(), path: None }
    }

    /// Of a spot in it.
    fn at(level: Level, spots: &Spots, path: &str, words: &str) -> Self {
        let Spot { part, what } = spots.said(path);
        let path = (!path.is_empty()).then(|| named::short_to(path, LONGEST_PATH));
        Self { level, words: format!("{part}: {what} {words}"), path }
    }
}

#[derive(Serialize)]
struct File<'a> {
    #[serde(rename = "type")]
    mark: &'static str,
    format: u32,
    survey: &'a Template,
}

/// Writes a survey as a file.
#[must_use]
pub fn export(template: &Template) -> String {
    let file = File { mark: MARK, format: Template::FORMAT, survey: template };
    serde_json::to_string_pretty(&file).expect("every key in a survey is a string")
}

/// Reads a survey from a file.
#[must_use]
pub fn import(bytes: &[u8]) -> Import {
    match survey_of(bytes) {
        Ok(found) => read(found),
        Err(words) => Import { template: None, report: vec![Remark::new(Level::Error, words)] },
    }
}

/// What is in a file.
struct Found {
    /// The survey's document.
    survey: Map<String, Value>,
    /// What its paths are called.
    spots: Spots,
    /// The paths in it of members that are there more than once.
    repeated: Vec<String>,
    /// What is to be said of its wrapping.
    report: Vec<Remark>,
}

/// The survey's document in a file.
fn survey_of(bytes: &[u8]) -> Result<Found, String> {
    if bytes.len() > LARGEST_FILE {
        return Err("The file is larger than 2 MB, so it was not read.".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "The file is not text (UTF-8).".to_owned())?;
    let text = text.trim_start_matches('\u{feff}');
    let document = json::read(text.as_bytes()).map_err(|error| {
        if error.to_string().starts_with("recursion limit") {
            "The file is nested too deeply, so it was not read.".to_owned()
        } else if text.trim().is_empty() {
            "The file is empty.".to_owned()
        } else if error.is_eof() {
            format!("The file is cut off: it ends within line {}.", error.line())
        } else {
            format!("The file is not JSON: {error}.")
        }
    })?;
    let not_ours = || "The file is JSON, and not a survey of winloss.".to_owned();
    let Value::Object(mut file) = document.value else { return Err(not_ours()) };
    if document.repeated.len() == json::MOST_REPEATED {
        return Err("The file has many members more than once, so it was not read.".to_owned());
    }
    let mut repeated = document.repeated;
    let mut report = Vec::new();
    let survey = if file.get("type").and_then(Value::as_str) == Some(MARK) {
        is_known(file.get("format"))?;
        let Some(Value::Object(survey)) = file.remove("survey") else { return Err(not_ours()) };
        let known = |name: &str| matches!(name, "type" | "format");
        for name in file.keys().filter(|name| !known(name)) {
            let name = named::short(name);
            report.push(Remark::new(Level::Note, format!("“{name}” is not known here and was left out.")));
        }
        // From here on, paths begin in the survey.
        let (inside, around): (Vec<String>, Vec<String>) =
            repeated.into_iter().partition(|path| path.starts_with(INSIDE));
        report.extend(around.iter().map(|path| {
            let words = format!("“{}” is there more than once. {ONLY_LAST}", named::short(path));
            Remark::new(Level::Error, words)
        }));
        repeated = inside.iter().filter_map(|path| path.strip_prefix(INSIDE)).map(str::to_owned).collect();
        survey
    } else if file.get("sections").is_some_and(Value::is_array) {
        report.push(Remark::new(
            Level::Note,
            "The file does not say that it is a survey of winloss. It was read as one.",
        ));
        file
    } else {
        return Err(not_ours());
    };
    is_known(survey.get("format"))?;
    let spots = Spots::of(&survey);
    let words = format!("is there more than once. {ONLY_LAST}");
    report.extend(repeated.iter().map(|path| Remark::at(Level::Error, &spots, path, &words)));
    Ok(Found { survey, spots, repeated, report })
}

/// Whether we know the format. Nothing is guessed of one that is newer.
fn is_known(format: Option<&Value>) -> Result<(), String> {
    let newest = u64::from(Template::FORMAT);
    match format {
        None => Ok(()),
        Some(format) => match format.as_u64() {
            Some(number) if (1..=newest).contains(&number) => Ok(()),
            Some(number) if number > newest => Err(format!(
                "The file was written by a newer winloss (format {number}, and we read up to {newest}), so it was not read."
            )),
            Some(_) | None => Err("The file says no format that we know, so it was not read.".to_owned()),
        },
    }
}

fn read(found: Found) -> Import {
    let Found { mut survey, spots, repeated, mut report } = found;
    let is_old =
        survey.remove("format").is_some_and(|format| format.as_u64() < Some(u64::from(Template::FORMAT)));
    if is_old {
        report
            .push(Remark::new(Level::Note, "The file is of an older format. It was read as one of today’s."));
    }
    let mut cleaner = Cleaner::new(own_language(&survey), spots, repeated, report);
    let cleaned = cleaner.survey(Value::Object(survey));
    let mut report = cleaner.into_report();
    let Some(Value::Object(mut cleaned)) = cleaned else { return Import { template: None, report } };
    cleaned.insert("format".to_owned(), Value::from(Template::FORMAT));
    let template = match serde_json::from_value::<Template>(Value::Object(cleaned)) {
        Ok(mut template) => {
            repair::repair(&mut template, &mut report);
            Some(template)
        }
        Err(error) => {
            report.push(Remark::new(Level::Error, format!("The survey could not be read: {error}.")));
            None
        }
    };
    Import { template, report }
}

/// The language that plain words are in.
fn own_language(survey: &Map<String, Value>) -> Language {
    let first = survey.get("languages").and_then(|all| all.get(0)).and_then(Value::as_str);
    first.and_then(|tag| Language::parse(tag).ok()).unwrap_or_else(Language::english)
}

#[cfg(test)]
mod tests;
