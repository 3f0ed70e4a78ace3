use super::*;
use crate::color::Color;
use crate::deal::Outcome;
use crate::survey::calculation::{Calculation, Operand, Operation, Step};
use crate::survey::kind::{Choice, Kind};
use crate::survey::number::Number;
use crate::survey::starter;
use crate::survey::template::{Jump, Target};

fn changes(change: impl FnOnce(&mut Template)) -> Vec<String> {
    let old = starter::in_english();
    let mut new = old.clone();
    change(&mut new);
    diff(&old, &new).into_iter().map(|one| one.words).collect()
}

fn english(words: &str) -> Text {
    Text::english(words)
}

#[test]
fn nothing_changed_is_nothing_said() {
    assert!(changes(|_| {}).is_empty());
}

#[test]
fn what_is_moved_is_neither_deleted_nor_new() {
    let moved_section = changes(|one| one.sections.swap(0, 5));
    assert_eq!(
        moved_section,
        ["The section “Working with us” was moved.", "The section “The decision” was moved."]
    );
    let up = changes(|one| one.sections[0].questions.reverse());
    assert_eq!(up, ["“How would you rate working with us overall?” was moved within its section."]);
    let away = changes(|one| {
        let question = one.sections[0].questions.remove(0);
        one.sections[5].questions.push(question);
    });
    assert_eq!(
        away,
        [
            "“When did it become clear how you would decide?” was moved from the section “The decision” to “Working with us”."
        ]
    );
}

#[test]
fn questions_come_go_and_change() {
    let said = changes(|one| {
        let kind = Kind::PriceGap;
        one.sections[0].questions.push(Question::new("price", english("What about the price?"), kind));
        one.sections[1].questions.remove(1);
        let overall = &mut one.sections[0].questions[1];
        overall.text = english("How was it overall?");
        overall.is_required = false;
        overall.show_if = Some(Condition::Answered("clarity".to_owned()));
    });
    assert_eq!(
        said,
        [
            "The wording of a question changed from “How would you rate working with us overall?” to “How was it overall?”.",
            "“How was it overall?” is not required any more.",
            "“How was it overall?” is now shown when “When did it become clear how you would decide?” is answered.",
            "“What about the price?” is new (Price gap).",
            "“If you could change one thing about us, what would have made…” was deleted.",
        ]
    );
}

#[test]
fn choices_and_settings_are_compared_one_by_one() {
    let said = changes(|one| {
        let question = &mut one.sections[1].questions[0];
        let Kind::MultipleChoice { choices, at_most, is_shuffled, .. } = &mut question.kind else {
            panic!("it has choices");
        };
        choices.remove(11);
        choices.push(Choice::new("people", english("The people")));
        choices[0].label = english("The price");
        choices[1].theme = None;
        choices[2].is_exclusive = true;
        choices.swap(3, 4);
        *at_most = None;
        *is_shuffled = false;
    });
    let name = "“What spoke against choosing us?”";
    assert_eq!(
        said,
        [
            format!("The most choices of {name} changed from 3 to any."),
            format!("The order of the choices of {name} changed from shuffled to as written."),
            format!("{name} offers “Timing and priorities” no more."),
            format!("{name} offers “The people”."),
            format!("A choice of {name} changed from “Price and terms” to “The price”."),
            format!("What the choice “Product fit” of {name} counts as changed from Product fit to nothing."),
            format!("The choice “Ease of use” of {name} excludes the others now."),
            format!("The choices of {name} are in another order."),
        ]
    );
}

#[test]
fn rules_jumps_and_values_are_read_before_and_after() {
    let said = changes(|one| {
        one.sections[2].show_if = Some(Condition::Outcome(vec![Outcome::LostOther]));
        one.sections[3].show_if = None;
        one.sections[0].jumps = vec![Jump { when: None, to: Target::End }];
        one.calculations = vec![Calculation {
            key: "score".to_owned(),
            name: "Score".to_owned(),
            start: Number::ZERO,
            steps: vec![Step { when: None, does: Operation::Add, with: Operand::Number(Number::whole(2)) }],
        }];
    });
    assert_eq!(
        said,
        [
            "The section “The decision” goes on otherwise: “Go to the end”. It was to the next section.",
            "The section “The turning point” is now shown when the outcome is Lost, other reason. \
             It was when “What spoke against choosing us?” has at least 2 choices of the list.",
            "The section “What decided it” has no rule any more. It was shown when the outcome is Won.",
            "The value “Score” is new: “Start at 0; Add 2”.",
        ]
    );
}

#[test]
fn the_head_is_compared_and_translations_are_counted() {
    let german = Language::parse("de").expect("a tag");
    let said = changes(|one| {
        one.name = "Other".to_owned();
        one.minutes = 2;
        one.languages.push(german.clone());
        one.title.set(german.clone(), "Wie?");
        one.intro.set(german.clone(), "Warum");
        one.branding.accent = Some(Color::BLACK);
        one.recall.rep = true;
        one.notice.retention_months = 12;
        one.attributions.pop();
        one.thanks_by_outcome.insert(Outcome::Won, english("Thanks, customer."));
    });
    assert_eq!(
        said,
        [
            "The name of the survey changed from “Win-loss, standard” to “Other”.",
            "The time it takes changed from 3 min to 2 min.",
            "The survey can be answered in German.",
            "Thanks after a won deal is new: “Thanks, customer.”.",
            "The offered choices about the name changed from named, leadership and pooled to named and leadership.",
            "Recalling who sold changed from not allowed to allowed.",
            "The accent colour changed from ours to #000000.",
            "How long answers are kept changed from 24 months to 12 months.",
            "2 texts were translated into German.",
        ]
    );
}

#[test]
fn as_few_as_can_be_are_called_moved() {
    let list = |keys: &str| keys.chars().map(|key| key.to_string()).collect::<Vec<_>>();
    for (old, new, expected) in [
        ("abcd", "abcd", ""),
        ("abcd", "dabc", "d"),
        ("abcd", "bcda", "a"),
        ("abcd", "xbya", "b"),
        ("", "ab", ""),
    ] {
        assert_eq!(moved(&list(old), &list(new)), list(expected), "{old} {new}");
    }
}

#[test]
fn keys_are_told_to_nobody() {
    // "The question “overall” changed", "The choice “pricing” of …": what only the author of a key knows.
    let said = changes(|one| {
        let german = Language::parse("de").expect("a tag");
        one.languages = vec![german];
        one.sections[0].key = "qqq_section".to_owned();
        one.sections[0].title = Text::new();
        one.sections[0].questions[0].key = "qqq_question".to_owned();
        one.sections[0].questions[0].text = Text::new();
        one.sections[1].show_if = Some(Condition::Answered("qqq_gone".to_owned()));
        one.sections[1].questions[1].show_if =
            Some(Condition::Chose { question: "reasons".to_owned(), choices: vec!["qqq_choice".to_owned()] });
        one.sections[1].jumps = vec![Jump { when: None, to: Target::Section("qqq_target".to_owned()) }];
    });
    assert!(said.len() > 4, "{said:#?}");
    assert!(said.iter().all(|words| !words.contains("qqq")), "{said:#?}");
}
