//! Whether reports can join a draft with the versions before it: a stable key says that it is the same question.

use std::collections::BTreeMap;

use super::finding::{Finding, Place};
use super::kind::{Kind, Row};
use super::template::{Question, Template};

/// What reports could not read together of a draft and earlier versions, given with their numbers, newest first.
#[must_use]
pub fn joins(template: &Template, earlier: &[(i32, Template)]) -> Vec<Finding> {
    let mut before: BTreeMap<&str, (i32, &Question)> = BTreeMap::new();
    for (number, version) in earlier {
        for question in version.questions() {
            before.entry(&question.key).or_insert((*number, question));
        }
    }
    let mut found = Vec::new();
    for question in template.questions() {
        if let Some((number, old)) = before.get(question.key.as_str()) {
            compare(template, question, old, *number, &mut found);
        }
    }
    found
}

/// Whether answers to questions of these kinds can be counted together.
#[must_use]
pub fn can_join(one: &Kind, other: &Kind) -> bool {
    way(one) == way(other)
}

/// How answers of a kind are counted; kinds with one way can be read together.
fn way(kind: &Kind) -> String {
    match kind {
        Kind::ShortText { .. } | Kind::LongText { .. } => "words".to_owned(),
        Kind::SingleChoice { .. } | Kind::MultipleChoice { .. } => "choices".to_owned(),
        Kind::Rating { steps, .. } => format!("a rating from 1 to {steps}"),
        Kind::Email => "an e-mail address".to_owned(),
        Kind::Url => "a web address".to_owned(),
        Kind::Number { .. } => "a number".to_owned(),
        Kind::Date { .. } => "a date".to_owned(),
        Kind::Nps { .. } => "a recommendation".to_owned(),
        Kind::Matrix { .. } => "a matrix".to_owned(),
        Kind::Ranking { .. } => "a ranking".to_owned(),
        Kind::Consent { .. } => "a consent".to_owned(),
        Kind::Statement => "a statement".to_owned(),
        Kind::CompetitorPick { .. } => "a choice of vendors".to_owned(),
        Kind::FieldOfPlay { .. } => "a field of play".to_owned(),
        Kind::HeadToHead { .. } => "a head-to-head".to_owned(),
        Kind::PriceGap => "a price gap".to_owned(),
        Kind::TurningPoint { .. } => "a turning point".to_owned(),
        Kind::WouldHaveChanged { .. } => "what would have changed it".to_owned(),
    }
}

fn compare(template: &Template, new: &Question, old: &Question, number: i32, found: &mut Vec<Finding>) {
    let (was, is) = (way(&old.kind), way(&new.kind));
    if was != is {
        let words = format!(
            "In version {number} a question with the key \"{}\" asked for {was}, now it asks for {is}. Reports could not \
             read the answers together: remove this question and add a new one.",
            new.key
        );
        found.push(Finding::error(Place::question(&new.key), words));
        return;
    }
    let languages = &template.languages;
    for choice in new.kind.choices() {
        let Some(before) = old.kind.choice(&choice.key) else { continue };
        let (then, now) = (before.label.words(languages), choice.label.words(languages));
        if differs(then, now) {
            let place = Place::Choice { question: new.key.clone(), choice: choice.key.clone() };
            found.push(Finding::note(place, renamed(number, then, now)));
        }
    }
    for (row, before) in pairs(new.kind.rows(), old.kind.rows()) {
        let (then, now) = (before.label.words(languages), row.label.words(languages));
        if differs(then, now) {
            let place = Place::Row { question: new.key.clone(), row: row.key.clone() };
            found.push(Finding::note(place, renamed(number, then, now)));
        }
    }
    if let (Kind::Matrix { columns: now, .. }, Kind::Matrix { columns: then, .. }) = (&new.kind, &old.kind) {
        let keys = |all: &[Row]| all.iter().map(|one| one.key.clone()).collect::<Vec<_>>();
        if keys(now) != keys(then) {
            let words = format!(
                "The scale is another than in version {number}. Reports show answers of both; a new question keeps \
                 them apart."
            );
            found.push(Finding::warning(Place::question(&new.key), words));
        }
    }
}

fn pairs<'a>(new: &'a [Row], old: &'a [Row]) -> impl Iterator<Item = (&'a Row, &'a Row)> {
    new.iter().filter_map(|row| Some((row, old.iter().find(|one| one.key == row.key)?)))
}

/// Whether it is more than another spelling.
fn differs(then: &str, now: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    letters(then) != letters(now)
}

fn renamed(number: i32, then: &str, now: &str) -> String {
    format!(
        "It was called “{then}” in version {number} and is “{now}” now. Reports count both together; if it is not the \
         same any more, remove it and add a new one."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::finding::Level;
    use crate::survey::kind::TextLimits;
    use crate::survey::starter;
    use crate::survey::text::Text;

    fn changed(change: impl Fn(&mut Template)) -> Vec<Finding> {
        let before = starter::win_loss();
        let mut template = before.clone();
        change(&mut template);
        joins(&template, &[(2, before)])
    }

    #[test]
    fn an_unchanged_survey_joins() {
        assert_eq!(changed(|_| {}), []);
        assert_eq!(joins(&starter::win_loss(), &[]), []);
    }

    #[test]
    fn a_key_is_not_taken_for_another_kind_of_question() {
        let found = changed(|template| {
            template.sections[0].questions[1].kind = Kind::LongText { limits: TextLimits::up_to(100) };
        });
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].level, &found[0].place), (Level::Error, &Place::question("overall")));
        assert!(found[0].words.contains("version 2"), "{}", found[0].words);
        let longer_scale = changed(|template| {
            if let Kind::Rating { steps, .. } = &mut template.sections[0].questions[1].kind {
                *steps = 10;
            }
        });
        assert_eq!(longer_scale[0].level, Level::Error, "averages of the two would say nothing");
    }

    #[test]
    fn another_meaning_of_a_choice_is_noted_and_another_spelling_is_not() {
        let label = |words: &'static str| {
            changed(move |template| {
                if let Kind::SingleChoice { choices, .. } = &mut template.sections[0].questions[0].kind {
                    choices[4].label = Text::english(words);
                }
            })
        };
        assert_eq!(label("At the very end!"), []);
        let found = label("After the contract was signed");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].level, Level::Note);
    }

    #[test]
    fn the_newest_version_is_the_one_that_is_compared() {
        let (new, mut old) = (starter::win_loss(), starter::win_loss());
        old.sections[0].questions[1].kind = Kind::LongText { limits: TextLimits::up_to(100) };
        assert_eq!(joins(&new, &[(3, new.clone()), (1, old.clone())]), []);
        assert_eq!(joins(&new, &[(3, old), (1, new.clone())]).len(), 1);
    }
}
