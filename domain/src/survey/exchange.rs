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

use serde::Serialize;
use serde_json::{Map, Value};

use super::finding::{Finding, Place};
use super::language::Language;
use super::named;
use super::template::Template;
use crate::json;
use clean::Cleaner;

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 2_000_000;
/// Longest path of a member in a finding, in characters.
const LONGEST_PATH: usize = 200;
/// What the file says it is.
const MARK: &str = "winloss.survey";

/// What came of a file.
#[derive(Clone, PartialEq, Debug)]
pub struct Import {
    /// The survey, if there was any in it.
    pub template: Option<Template>,
    /// What was wrong with the file and what was done about it, in the order of the file.
    pub report: Vec<Finding>,
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
        Err(words) => Import { template: None, report: vec![Finding::error(Place::Survey, words)] },
    }
}

/// What is in a file.
struct Found {
    /// The survey's document.
    survey: Map<String, Value>,
    /// The paths in it of members that are there more than once.
    repeated: Vec<String>,
    /// What is to be said of its wrapping.
    report: Vec<Finding>,
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
    let mut report: Vec<Finding> = repeated.iter().map(|path| twice(path)).collect();
    let survey = if file.get("type").and_then(Value::as_str) == Some(MARK) {
        is_known(file.get("format"))?;
        let Some(Value::Object(survey)) = file.remove("survey") else { return Err(not_ours()) };
        let known = |name: &str| matches!(name, "type" | "format");
        for name in file.keys().filter(|name| !known(name)) {
            let name = named::short(name);
            report.push(Finding::note(Place::Survey, format!("{name} is not known here and was left out.")));
        }
        // From here on, paths begin in the survey.
        repeated =
            repeated.iter().filter_map(|path| path.strip_prefix("survey.")).map(str::to_owned).collect();
        survey
    } else if file.get("sections").is_some_and(Value::is_array) {
        report.push(Finding::note(
            Place::Survey,
            "The file does not say that it is a survey of winloss. It was read as one.",
        ));
        file
    } else {
        return Err(not_ours());
    };
    is_known(survey.get("format"))?;
    Ok(Found { survey, repeated, report })
}

/// What is said of a member that is there more than once.
fn twice(path: &str) -> Finding {
    let path = named::short_to(path, LONGEST_PATH);
    let words = format!("{path} is there more than once. What came before the last was not read.");
    Finding::error(Place::Survey, words)
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
    let Found { mut survey, repeated, mut report } = found;
    let is_old =
        survey.remove("format").is_some_and(|format| format.as_u64() < Some(u64::from(Template::FORMAT)));
    if is_old {
        report.push(Finding::note(
            Place::Survey,
            "The file is of an older format. It was read as one of today’s.",
        ));
    }
    let mut cleaner = Cleaner::new(own_language(&survey), repeated, report);
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
            report.push(Finding::error(Place::Survey, format!("The survey could not be read: {error}.")));
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
