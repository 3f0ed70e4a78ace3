use super::*;
use crate::deal::Outcome;
use crate::survey::answer::{PriceRole, Stage};
use crate::survey::catalogue;
use crate::survey::condition::DealFact;
use crate::survey::number::Number;
use crate::survey::starter;
use crate::survey::text::Text;

fn key(key: &str) -> String {
    key.to_owned()
}

fn chose(question: &str, choices: &[&str]) -> Condition {
    Condition::Chose { question: key(question), choices: choices.iter().map(|one| key(one)).collect() }
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

/// The starter with one question of every kind.
fn template() -> Template {
    let mut template = starter::win_loss();
    for entry in catalogue::ENTRIES {
        let mut question = catalogue::blank(&template, entry.code).expect(entry.code);
        question.key = key(entry.code);
        if question.text.words(&template.languages).is_empty() {
            question.text = Text::english(entry.code);
        }
        template.sections[0].questions.push(question);
    }
    template
}

fn said(condition: &Condition) -> String {
    rule(&template(), condition)
}

#[test]
fn a_rule_reads_as_a_sentence() {
    let condition = Condition::All(vec![
        not(chose("clarity", &["early"])),
        Condition::Amount { from: Some(25_000), below: None },
    ]);
    assert_eq!(
        said(&condition),
        "“When did it become clear how you would decide?” is not Early, before the first demonstration, \
         and the deal’s amount is at least 25,000"
    );
    let parts: Vec<Part> = rule_parts(&template(), &condition).iter().map(|one| one.part).collect();
    use Part::{Joint, Object, Subject, Verb};
    assert_eq!(parts, [Subject, Verb, Object, Joint, Subject, Verb, Object]);
}

#[test]
fn a_negation_is_said_inside_and_groups_have_brackets() {
    let lost = Condition::Outcome(vec![Outcome::LostCompetitor, Outcome::LostNoDecision]);
    let region = Condition::Deal { fact: DealFact::Region, values: vec![key("EMEA")] };
    let both = Condition::Any(vec![lost.clone(), region.clone()]);
    let condition = Condition::All(vec![both.clone(), Condition::Answered(key("story"))]);
    let story = "“If you could change one thing about us, what would have made…”";
    assert_eq!(
        said(&condition),
        format!(
            "(the outcome is Lost to a competitor or No decision, or the deal’s region is EMEA), and {story} is answered"
        )
    );
    assert_eq!(
        said(&not(both)),
        "the outcome is not Lost to a competitor or No decision, and the deal’s region is not EMEA"
    );
    assert_eq!(said(&not(not(region))), "the deal’s region is EMEA");
    assert_eq!(said(&Condition::All(vec![])), "always");
    assert_eq!(said(&Condition::Any(vec![])), "never");
    assert_eq!(said(&not(Condition::Any(vec![]))), "always");
}

#[test]
fn every_condition_has_words_of_its_own() {
    let judged = |question: &str, row: &str, column: &str| Condition::Judged {
        question: key(question),
        row: key(row),
        columns: vec![key(column)],
    };
    let rated = |from, to| Condition::Rated { question: key("overall"), from, to };
    let number = |from, to| Condition::Between { question: key("price_gap"), from, to };
    let ranked = |within| Condition::Ranked { question: key("ranking"), choices: vec![key("first")], within };
    let overall = "“How would you rate working with us overall?”";
    for (condition, words) in [
        (rated(1, 3), format!("{overall} is at most 3")),
        (rated(4, 5), format!("{overall} is at least 4")),
        (rated(3, 3), format!("{overall} is 3")),
        (rated(2, 3), format!("{overall} is from 2 to 3")),
        (not(rated(2, 3)), format!("{overall} is not from 2 to 3")),
        (
            number(Some(Number::whole(15)), None),
            key("“How did our price compare with the others?” is at least 15 %"),
        ),
        (judged("matrix", "first", "fair"), key("“matrix” (First row) is judged Fair")),
        (
            judged("head_to_head", "price", "2"),
            key("“How did we compare?” (Price for what we got) is judged 2"),
        ),
        (ranked(1), key("“ranking” ranks First choice first")),
        (not(ranked(3)), key("“ranking” does not rank First choice among the first 3")),
        (
            chose("reasons", &["pricing", "timing", "other"]),
            key(
                "“What spoke against choosing us?” includes Price and terms, Timing and priorities or an answer of their own",
            ),
        ),
        (
            not(chose("reasons", &["pricing"])),
            key("“What spoke against choosing us?” does not include Price and terms"),
        ),
        (
            Condition::Picked { question: key("reasons"), at_least: 2 },
            key("“What spoke against choosing us?” has at least 2 choices of the list"),
        ),
        (
            not(Condition::Picked { question: key("reasons"), at_least: 1 }),
            key("“What spoke against choosing us?” does not have at least 1 choice of the list"),
        ),
        (
            Condition::Reached { question: key("field_of_play"), stage: Stage::Final },
            key("“Who was in the running, and how far did each come?” names a vendor that made the final"),
        ),
        (
            Condition::Price { question: key("price_gap"), roles: vec![PriceRole::Decided] },
            key("“How did our price compare with the others?” says that price decided it"),
        ),
        (
            not(Condition::Contains { question: key("long_text"), words: key("price") }),
            key("“long_text” does not mention “price”"),
        ),
        (Condition::Answered(key("gone")), key("a deleted question is answered")),
        (
            Condition::Amount { from: Some(-1_000), below: Some(1_234_567) },
            key("the deal’s amount is from -1,000 to less than 1,234,567"),
        ),
    ] {
        assert_eq!(said(&condition), words);
    }
}

#[test]
fn jumps_and_values_are_said_too() {
    let mut template = template();
    let to = Jump { when: Some(Condition::Outcome(vec![Outcome::Won])), to: Target::Section(key("vendors")) };
    assert_eq!(jump(&template, &to), "Go to the section “Who else was there” when the outcome is Won");
    assert_eq!(jump(&template, &Jump { when: None, to: Target::End }), "Go to the end");
    let steps = vec![
        Step { when: None, does: Operation::Add, with: Operand::Answer(key("overall")) },
        Step {
            when: Some(Condition::Outcome(vec![Outcome::Won])),
            does: Operation::Multiply,
            with: Operand::Number(Number::whole(2)),
        },
    ];
    let value = Calculation { key: key("score"), name: key("Score"), start: Number::ZERO, steps };
    assert_eq!(
        calculation(&template, &value),
        [
            "Start at 0",
            "Add the answer to “How would you rate working with us overall?”",
            "Multiply by 2 when the outcome is Won"
        ]
    );
    template.calculations.push(value);
    let condition = Condition::Value { value: key("score"), from: Some(Number::whole(7)), to: None };
    assert_eq!(rule(&template, &condition), "Score is at least 7");
}
