use super::*;
use crate::survey::calculation::{Calculation, Operand, Operation, Step};
use crate::survey::condition::Condition;
use crate::survey::language::Language;
use crate::survey::number::Number;
use crate::survey::starter;
use crate::survey::template::{Jump, Target};

fn words(template: &Template, item: &Item) -> Vec<String> {
    uses(template, item).into_iter().map(|one| one.words).collect()
}

fn question(key: &str) -> Item {
    Item::Question { question: key.to_owned() }
}

#[test]
fn rules_texts_values_and_comparisons_are_users() {
    let mut template = starter::win_loss();
    let german = Language::parse("de").expect("a tag");
    template.sections[5].questions[0].help.set(german, "Sie sagten {answer.overall}.");
    template.sections[5].questions[0].require_if =
        Some(Condition::Not(Box::new(Condition::Rated { question: "overall".to_owned(), from: 1, to: 1 })));
    template.calculations = vec![Calculation {
        key: "score".to_owned(),
        name: "Score".to_owned(),
        start: Number::ZERO,
        steps: vec![Step { when: None, does: Operation::Add, with: Operand::Answer("overall".to_owned()) }],
    }];
    assert_eq!(
        words(&template, &question("overall")),
        [
            "The rule that shows the section “Working with us”",
            "The rule that requires “What should we have done better while you were deciding?”",
            "The value “Score”",
            "The hint of “What should we have done better while you were deciding?” in German",
        ]
    );
    assert_eq!(
        words(&template, &question("reasons")),
        ["The rule that shows the section “The turning point”", "The choices of “Which one weighed most?”"]
    );
    assert!(words(&template, &question("story")).is_empty());
}

#[test]
fn a_choice_is_used_where_a_rule_names_it_and_a_section_where_a_jump_leads_to_it() {
    let mut template = starter::win_loss();
    let chose =
        |key: &str| Condition::Chose { question: "clarity".to_owned(), choices: vec![key.to_owned()] };
    template.sections[1].jumps = vec![
        Jump { when: Some(chose("late")), to: Target::Section("vendors".to_owned()) },
        Jump { when: None, to: Target::End },
    ];
    let choice = |key: &str| Item::Choice { question: "clarity".to_owned(), choice: key.to_owned() };
    let jump = Use {
        place: Place::Jump { section: "reasons".to_owned(), at: 0 },
        words: "A jump out of the section “What decided it”".to_owned(),
    };
    assert_eq!(uses(&template, &choice("late")), std::slice::from_ref(&jump));
    assert!(uses(&template, &choice("early")).is_empty());
    assert_eq!(uses(&template, &Item::Section { section: "vendors".to_owned() }), [jump]);
}

#[test]
fn what_uses_itself_is_not_used() {
    let mut template = starter::win_loss();
    template.sections[0].questions[0].help.set(Language::english(), "{answer.clarity}");
    assert!(uses(&template, &question("clarity")).is_empty());
}
