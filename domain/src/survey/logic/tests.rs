use super::*;
use crate::deal::Outcome;
use crate::survey::calculation::{Calculation, Operation, Step};
use crate::survey::condition::DealFact;
use crate::survey::kind::{Kind, TextLimits};
use crate::survey::starter;
use crate::survey::template::Jump;
use crate::survey::text::Text;

fn words(key: &str, show_if: Option<Condition>) -> Question {
    let kind = Kind::LongText { limits: TextLimits::up_to(10) };
    Question { show_if, ..Question::new(key, Text::english(key), kind) }
}

fn section(key: &str, questions: Vec<Question>) -> Section {
    Section::new(key, Text::english(key), questions)
}

fn survey(sections: Vec<Section>) -> Template {
    Template { sections, calculations: Vec::new(), ..starter::win_loss() }
}

fn text(words: &str) -> Option<Answer> {
    Some(Answer::Text { text: words.to_owned() })
}

fn sections(template: &Template, answers: &AnswerSet) -> Vec<String> {
    path(template, &Facts::default(), answers).sections().iter().map(|(one, _)| one.key.clone()).collect()
}

fn answered(question: &str) -> Option<Condition> {
    Some(Condition::Answered(question.to_owned()))
}

#[test]
fn a_won_and_a_lost_deal_take_different_paths() {
    let template = starter::win_loss();
    let lost = path(&template, &Facts::of(Outcome::LostCompetitor), &AnswerSet::new());
    let won = path(&template, &Facts::of(Outcome::Won), &AnswerSet::new());
    assert_ne!(lost, won);
    assert!(!lost.sections().is_empty() && !won.sections().is_empty());
}

#[test]
fn an_answer_that_became_unreachable_counts_no_more_and_hides_what_hung_on_it() {
    let template = survey(vec![section(
        "s",
        vec![words("a", None), words("b", answered("a")), words("c", answered("b"))],
    )]);
    let mut answers = AnswerSet::new();
    answers.set("b", text("x"));
    answers.set("c", text("y"));
    assert!(!path(&template, &Facts::default(), &answers).shows("c"));
    assert!(path(&template, &Facts::default(), &answers).reached(&answers).is_empty());
    answers.set("a", text("z"));
    assert!(path(&template, &Facts::default(), &answers).shows("c"));
}

#[test]
fn a_jump_skips_sections_and_never_leads_back() {
    let to = |key: &str| Target::Section(key.to_owned());
    let mut template = survey(vec![
        section("one", vec![words("a", None)]),
        section("two", vec![words("b", None)]),
        section("three", vec![words("c", None)]),
    ]);
    template.sections[0].jumps =
        vec![Jump { when: answered("a"), to: to("three") }, Jump { when: None, to: to("two") }];
    template.sections[1].jumps = vec![Jump { when: None, to: to("one") }];
    template.sections[2].jumps = vec![Jump { when: None, to: to("nowhere") }];
    let mut answers = AnswerSet::new();
    assert_eq!(sections(&template, &answers), ["one", "two", "three"]);
    answers.set("a", text("x"));
    assert_eq!(sections(&template, &answers), ["one", "three"]);
    template.sections[0].jumps = vec![Jump { when: None, to: Target::End }];
    assert_eq!(sections(&template, &answers), ["one"]);
}

#[test]
fn a_question_is_required_only_while_its_condition_holds() {
    let mut second = words("b", None);
    second.require_if = answered("a");
    let template = survey(vec![section("s", vec![words("a", None), second])]);
    let mut answers = AnswerSet::new();
    assert!(!path(&template, &Facts::default(), &answers).requires("b"));
    answers.set("a", text("x"));
    assert!(path(&template, &Facts::default(), &answers).requires("b"));
}

#[test]
fn values_are_computed_in_order_from_the_answers_that_were_reached() {
    let number = |value: i32| Some(Answer::Number { value: Number::whole(value) });
    let count = |key: &str| {
        Question::new(
            key,
            Text::english(key),
            Kind::Number { from: None, to: None, is_whole: true, unit: Text::new() },
        )
    };
    let at_least = |value: &str, from: i32| {
        Some(Condition::Value { value: value.to_owned(), from: Some(Number::whole(from)), to: None })
    };
    let mut late = section("late", vec![words("c", None)]);
    late.show_if = at_least("total", 7);
    let mut template = survey(vec![section("s", vec![count("a"), count("b")]), late]);
    let add = |question: &str| Step {
        when: None,
        does: Operation::Add,
        with: Operand::Answer(question.to_owned()),
    };
    let double =
        Step { when: at_least("sum", 3), does: Operation::Multiply, with: Operand::Number(Number::whole(2)) };
    let value = |key: &str, steps: Vec<Step>| Calculation {
        key: key.to_owned(),
        name: key.to_owned(),
        start: Number::ZERO,
        steps,
    };
    let sum = Step { when: None, does: Operation::Set, with: Operand::Value("sum".to_owned()) };
    template.calculations = vec![value("sum", vec![add("a"), add("b")]), value("total", vec![sum, double])];
    let mut answers = AnswerSet::new();
    answers.set("a", number(1));
    answers.set("b", number(2));
    assert_eq!(sections(&template, &answers), ["s"], "3 doubled is 6");
    answers.set("b", number(3));
    assert_eq!(sections(&template, &answers), ["s", "late"], "4 doubled is 8");
    // A value that looks at itself or at a later one knows nothing of it.
    template.calculations.reverse();
    assert_eq!(sections(&template, &answers), ["s"]);
}

#[test]
fn what_is_not_known_does_not_hold_and_its_negation_does() {
    let condition = Condition::Deal { fact: DealFact::Segment, values: vec!["Enterprise".to_owned()] };
    let template = survey(vec![section(
        "s",
        vec![
            words("is", Some(condition.clone())),
            words("is_not", Some(Condition::Not(Box::new(condition)))),
        ],
    )]);
    let shows = |facts: &Facts, key: &str| path(&template, facts, &AnswerSet::new()).shows(key);
    let known = Facts { segment: Some(" enterprise".to_owned()), ..Facts::default() };
    assert!(shows(&known, "is") && !shows(&known, "is_not"));
    assert!(!shows(&Facts::default(), "is") && shows(&Facts::default(), "is_not"));
}

#[test]
fn the_amount_is_compared_in_whole_units_of_the_home_currency() {
    let condition = Condition::Amount { from: Some(25_000), below: Some(100_000) };
    let template = survey(vec![section("s", vec![words("a", Some(condition))])]);
    let shows = |cents: i64| {
        let facts = Facts { home_cents: Some(cents), ..Facts::default() };
        path(&template, &facts, &AnswerSet::new()).shows("a")
    };
    assert!(!shows(2_499_999) && shows(2_500_000) && shows(9_999_999) && !shows(10_000_000));
}
