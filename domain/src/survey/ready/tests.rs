//! The ready surveys, walked on every path and written out to be read.

mod readable;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::deal::Outcome;
use crate::survey::Facts;
use crate::survey::check::findings;
use crate::survey::finding::Level;
use crate::survey::kind::{Kind, SOMETHING_ELSE};
use crate::survey::language::Language;
use crate::survey::reading::{reading_minutes, reading_seconds};
use crate::survey::recall::{Piece, pieces, unknown};
use crate::survey::template::Meaning;
use crate::survey::text::Text;

const MOST_QUESTIONS: usize = 9;
const NINETY_SECONDS: u32 = 90;

/// Every text of a survey, found in its document, so that none is forgotten.
fn texts(template: &Template) -> Vec<Text> {
    fn collect(value: &serde_json::Value, found: &mut Vec<Text>) {
        match value {
            serde_json::Value::Object(fields) if fields.contains_key("en") || fields.contains_key("de") => {
                found.push(serde_json::from_value(value.clone()).unwrap());
            }
            serde_json::Value::Object(fields) => fields.values().for_each(|one| collect(one, found)),
            serde_json::Value::Array(all) => all.iter().for_each(|one| collect(one, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(&serde_json::to_value(template).unwrap(), &mut found);
    found
}

fn lengths(ready: &Ready, outcome: Outcome) -> BTreeSet<usize> {
    walk::paths(&ready.template(), &Facts::of(outcome)).iter().map(BTreeSet::len).collect()
}

#[test]
fn each_may_be_published_without_a_warning() {
    for ready in ALL {
        let found = findings(&ready.template());
        let worse: Vec<_> = found.iter().filter(|one| one.level < Level::Note).collect();
        assert!(worse.is_empty(), "{}: {worse:?}", ready.code);
        assert_eq!(ready.template().name, ready.name);
        assert_eq!(Ready::from_code(ready.code), Some(ready));
    }
    assert_eq!(Ready::from_code("gone"), None);
}

#[test]
fn every_path_after_every_outcome_is_short_and_every_question_is_on_one() {
    for ready in ALL {
        let template = ready.template();
        let mut reached = BTreeSet::new();
        for outcome in Outcome::ALL {
            for path in walk::paths(&template, &Facts::of(outcome)) {
                assert!((3..=MOST_QUESTIONS).contains(&path.len()), "{} {outcome:?}: {path:?}", ready.code);
                if ready.outcomes.contains(&outcome) {
                    reached.extend(path);
                }
            }
        }
        let all: BTreeSet<String> = template.questions().map(|question| question.key.clone()).collect();
        assert_eq!(reached, all, "{}", ready.code);
    }
}

#[test]
fn the_gallery_says_how_many_questions_and_minutes_it_takes() {
    for ready in ALL.into_iter().filter(|ready| ready.code != "rep_debrief") {
        let all: BTreeSet<usize> =
            ready.outcomes.iter().flat_map(|outcome| lengths(&ready, *outcome)).collect();
        let (least, most) = (all.first().unwrap(), all.last().unwrap());
        let questions = match most - least {
            0 => format!("{most} questions"),
            1 => format!("{least} or {most} questions"),
            _ => format!("{least} to {most} questions"),
        };
        assert!(ready.description.contains(&questions), "{}: {questions}", ready.code);
        let minutes = match ready.code {
            "short_pulse" => "90\u{a0}seconds".to_owned(),
            _ => format!("{}\u{a0}minutes", ready.template().minutes),
        };
        assert!(ready.description.contains(&minutes), "{}: {minutes}", ready.code);
    }
}

#[test]
fn a_debrief_has_three_questions_after_a_win_and_four_after_a_loss() {
    let debrief = Ready::from_code("rep_debrief").unwrap();
    assert_eq!(debrief.audience, Audience::Sales);
    assert_eq!(lengths(&debrief, Outcome::Won), [3].into());
    for outcome in [Outcome::LostCompetitor, Outcome::LostNoDecision, Outcome::LostOther] {
        assert_eq!(lengths(&debrief, outcome), [4].into());
        let template = debrief.template();
        let first = walk::first(&template, &Facts::of(outcome)).unwrap();
        for key in ["lost_competitor", "lost_no_decision", "unknown"] {
            assert!(first.kind.choice(key).is_some(), "{key}");
        }
    }
}

#[test]
fn no_first_page_says_twice_how_long_it_takes() {
    // "Under 90 seconds" stood directly above "about 2 minutes".
    for ready in ALL {
        let template = ready.template();
        for (language, words) in [("en", ["minute", "second"]), ("de", ["Minute", "Sekunde"])] {
            let language = Language::parse(language).unwrap();
            let said = template.intro.read(&[&language]).words;
            assert!(!words.iter().any(|word| said.contains(word)), "{}: {said}", ready.code);
        }
    }
}

#[test]
fn the_minutes_are_honest() {
    for ready in ALL {
        let template = ready.template();
        let minutes = |outcome: &Outcome| reading_minutes(&template, &Facts::of(*outcome));
        assert_eq!(
            ready.outcomes.iter().map(minutes).max(),
            Some(u32::from(template.minutes)),
            "{}",
            ready.code
        );
        if ready.description.contains("90\u{a0}seconds") {
            for outcome in ready.outcomes {
                let seconds = reading_seconds(&template, &Facts::of(*outcome));
                assert!(seconds < NINETY_SECONDS, "{} {outcome:?}: {seconds}", ready.code);
            }
        }
    }
}

#[test]
fn every_text_is_there_in_both_languages_and_recalls_the_same() {
    let languages = [Language::english(), Language::german()];
    for template in ALL.map(|ready| ready.template()).into_iter().chain([crate::survey::starter::win_loss()])
    {
        assert_eq!(template.languages, languages);
        for text in texts(&template) {
            let [Some(english), Some(german)] = languages.each_ref().map(|language| text.get(language))
            else {
                panic!("{text:?} is not in both languages");
            };
            assert!(unknown(english).is_empty() && unknown(german).is_empty(), "{english}");
            assert_eq!(recalled(english), recalled(german), "{english}");
            for words in [english, german] {
                assert!(!words.contains(['"', '\'']), "{words}");
            }
            let count = |words: &str, mark: char| words.chars().filter(|one| *one == mark).count();
            assert_eq!(count(english, '“'), count(english, '”'), "{english}");
            assert_eq!(count(german, '„'), count(german, '“'), "{german}");
            assert!(!english.contains("  ") && !german.contains("  "), "{english}");
        }
    }
}

fn recalled(text: &str) -> BTreeSet<String> {
    let name = |piece: Piece<'_>| match piece {
        Piece::Words(_) => None,
        Piece::Name(name, _) => Some(name.code().to_owned()),
        Piece::Answer(question, fallback) => {
            assert!(!fallback.is_empty(), "{text}");
            Some(format!("answer.{question}"))
        }
    };
    pieces(text).into_iter().filter_map(name).collect()
}

#[test]
fn a_key_means_the_same_in_all_of_them() {
    let mut known = BTreeMap::new();
    for ready in ALL {
        for question in ready.template().questions() {
            // A seller writes a line where a buyer writes some.
            let kind = question.kind.code().replace("short_text", "long_text");
            let meaning = (kind, question.meaning);
            let before = known.entry(question.key.clone()).or_insert_with(|| meaning.clone());
            assert_eq!(*before, meaning, "{}: {}", ready.code, question.key);
        }
    }
}

#[test]
fn each_has_one_open_question_and_ranked_reasons_of_known_themes() {
    for ready in ALL {
        let template = ready.template();
        let open = template.questions().filter(|one| one.meaning == Some(Meaning::Verbatim)).count();
        assert_eq!(open, 1, "{}", ready.code);
        let reasons = template.question("reasons").unwrap();
        assert_eq!(reasons.meaning, Some(Meaning::Reasons));
        assert!(matches!(reasons.kind, Kind::Ranking { places: 3, at_least: 1, is_shuffled: true, .. }));
        let (last, others) = reasons.kind.choices().split_last().unwrap();
        assert_eq!((last.key.as_str(), last.theme), (SOMETHING_ELSE, None));
        assert!(others.iter().all(|choice| choice.theme.is_some()), "{}", ready.code);
        let keys: BTreeSet<&str> = others.iter().map(|choice| choice.key.as_str()).collect();
        assert_eq!(keys.len(), others.len());
    }
}

#[test]
fn what_a_buyer_reads_of_each() {
    for ready in ALL {
        let mut text = format!("{} ({})\n{}\n", ready.name, ready.audience.code(), ready.description);
        for language in ready.template().languages.clone() {
            text.push_str(&readable::write(&ready.template(), &language));
        }
        insta::assert_snapshot!(ready.code, text);
    }
}
