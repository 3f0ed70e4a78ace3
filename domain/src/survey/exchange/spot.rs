//! The paths of a file in words of the survey: `sections[1].questions[0].kind.choices[1].theme` is the theme of the
//! second choice of question 4. People know their questions, and not how we write them down.

use serde_json::{Map, Value};

use crate::deal::Outcome;
use crate::survey::language::Language;

/// Where questions stand in a file.
#[derive(Clone, Default)]
pub(super) struct Spots {
    /// How many questions there are before each section.
    before: Vec<usize>,
}

/// A spot in words.
#[derive(Clone, Eq, PartialEq, Debug)]
pub(super) struct Spot {
    /// The part: "Question 4, choice 2".
    pub(super) part: String,
    /// What of it: "the theme"; "it" for the part itself.
    pub(super) what: String,
}

impl Spot {
    /// What is gone when this is left out.
    pub(super) fn lost(&self) -> String {
        if self.what == IT { lowered(&self.part) } else { self.what.clone() }
    }
}

/// The part itself.
const IT: &str = "it";

impl Spots {
    /// Of a survey's document.
    pub(super) fn of(survey: &Map<String, Value>) -> Self {
        let sections = survey.get("sections").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let questions = |one: &Value| one.get("questions").and_then(Value::as_array).map_or(0, Vec::len);
        let before = sections.iter().scan(0, |all, one| {
            let before = *all;
            *all += questions(one);
            Some(before)
        });
        Self { before: before.collect() }
    }

    /// A path in words.
    pub(super) fn said(&self, path: &str) -> Spot {
        let mut part = Vec::new();
        let mut what = IT.to_owned();
        let (mut section, mut above) = (0, "");
        for step in path.split('.').filter(|step| !step.is_empty()) {
            let (name, at) = numbered(step);
            match (name, at) {
                ("sections", Some(at)) => {
                    section = at;
                    part.push(format!("section {}", at + 1));
                }
                ("questions", Some(at)) => {
                    let before = self.before.get(section).copied().unwrap_or(0);
                    part = vec![format!("question {}", before + at + 1)];
                }
                (list, Some(at)) if one_of(list).is_some() => {
                    part.push(format!("{} {}", one_of(list).unwrap_or_default(), at + 1));
                }
                // A rule is read whole or not at all, so nothing in it has a name of its own.
                ("show_if" | "require_if" | "when", _) => {
                    "its rule".clone_into(&mut what);
                    break;
                }
                (name, _) => what = member(name, above, &what),
            }
            if at.is_some() && one_of(name).is_some() {
                IT.clone_into(&mut what);
            }
            above = name;
        }
        let part = if part.is_empty() { "the survey".to_owned() } else { part.join(", ") };
        Spot { part: raised(&part), what }
    }
}

/// The name of a step, and its number in a list.
fn numbered(step: &str) -> (&str, Option<usize>) {
    let number = |rest: &str| rest.strip_suffix(']')?.parse().ok();
    match step.split_once('[') {
        Some((name, rest)) => (name, number(rest)),
        None => (step, None),
    }
}

/// What one of a list is called.
fn one_of(list: &str) -> Option<&'static str> {
    Some(match list {
        "sections" => "section",
        "questions" => "question",
        "choices" => "choice",
        "moments" => "moment",
        "rows" => "row",
        "columns" => "step of the scale",
        "criteria" => "criterion",
        "jumps" => "jump",
        "calculations" => "value",
        "steps" => "step",
        _ => return None,
    })
}

/// A member below another, in words; `so_far` is what was said of that.
fn member(name: &str, above: &str, so_far: &str) -> String {
    if above == "thanks_by_outcome"
        && let Some(outcome) = Outcome::ALL.into_iter().find(|one| one.code() == name)
    {
        return format!("the thanks after “{}”", outcome.label());
    }
    let known = match name {
        "name" => "the name",
        "languages" => "the languages",
        "title" => "the title",
        "intro" => "the introduction",
        "minutes" => "the minutes that it takes",
        "thanks" => "the thanks",
        "thanks_by_outcome" => "the thanks by outcome",
        "attributions" => "the choices about the name",
        "recall" => "what may be recalled",
        "branding" => "the branding",
        "accent" => "the accent colour",
        "bar" => "the colour of the bar",
        "notice" => "the privacy notice",
        "retention_months" => "how long answers are kept",
        "key" => "the key",
        "text" | "label" => "the wording",
        "help" => "the hint",
        "is_required" => "“required”",
        "meaning" => "what it counts as",
        "kind" | "type" => "the kind",
        "theme" => "the theme",
        "is_exclusive" => "“excludes the others”",
        "allows_other" => "“an answer of their own”",
        "is_shuffled" => "“shuffled”",
        "min_chars" => "the shortest answer",
        "max_chars" => "the longest answer",
        "at_least" => "the fewest",
        "at_most" => "the most",
        "from" => "the least",
        "to" if above == "jumps" => "where it leads",
        "to" => "the largest",
        "unit" => "the unit",
        "low" => "the words at the low end",
        "high" => "the words at the high end",
        "statement" => "what the buyer agrees to",
        "sections" => "the sections",
        "questions" => "the questions",
        "choices" => "the choices",
        "rows" => "the rows",
        "columns" => "the scale",
        "criteria" => "the criteria",
        "jumps" => "the jumps",
        "calculations" => "the values",
        other => {
            return match Language::parse(other) {
                Ok(language) if has_languages(above) => {
                    format!("{so_far} in {}", language.english_name())
                }
                Ok(_) | Err(_) => format!("“{other}”"),
            };
        }
    };
    known.to_owned()
}

/// Whether a member is a text, with its languages below it.
fn has_languages(name: &str) -> bool {
    let texts = [
        "title",
        "intro",
        "thanks",
        "text",
        "label",
        "help",
        "unit",
        "low",
        "high",
        "statement",
        "purpose",
        "readers",
    ];
    texts.contains(&name) || Outcome::ALL.iter().any(|one| one.code() == name)
}

fn raised(words: &str) -> String {
    changed(words, |first| first.to_uppercase().collect())
}

fn lowered(words: &str) -> String {
    changed(words, |first| first.to_lowercase().collect())
}

fn changed(words: &str, first: impl Fn(char) -> String) -> String {
    let mut letters = words.chars();
    letters.next().map(first).unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_is_said_in_words_of_the_survey() {
        let survey = json!({"sections": [{"questions": [1, 2, 3]}, {"questions": [4]}, 5]});
        let Value::Object(survey) = survey else { panic!("an object") };
        let spots = Spots::of(&survey);
        for (path, part, what) in [
            ("", "The survey", "it"),
            ("name", "The survey", "the name"),
            ("title.de", "The survey", "the title in German"),
            ("thanks_by_outcome.won.en", "The survey", "the thanks after “Won” in English"),
            ("sections", "The survey", "the sections"),
            ("sections[2]", "Section 3", "it"),
            ("sections[1].jumps[0].to", "Section 2, jump 1", "where it leads"),
            ("sections[1].questions[0]", "Question 4", "it"),
            ("sections[1].questions[0].kind.choices[1]", "Question 4, choice 2", "it"),
            (
                "sections[1].questions[0].kind.choices[1].label.en",
                "Question 4, choice 2",
                "the wording in English",
            ),
            ("sections[0].questions[1].kind.type", "Question 2", "the kind"),
            ("sections[0].questions[1].show_if.all[1].answered", "Question 2", "its rule"),
            ("sections[0].questions[1].kind.colour", "Question 2", "“colour”"),
            ("calculations[0].steps[2].with", "Value 1, step 3", "“with”"),
        ] {
            assert_eq!(spots.said(path), Spot { part: part.to_owned(), what: what.to_owned() }, "{path}");
        }
        assert_eq!(spots.said("sections[1].questions[0]").lost(), "question 4");
        assert_eq!(spots.said("sections[1].questions[0].help").lost(), "the hint");
    }
}
