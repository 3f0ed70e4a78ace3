use super::*;
use crate::survey::calculation::Calculation;
use crate::survey::condition::DealFact;
use crate::survey::kind::{Choice, Kind, Row, TextLimits};
use crate::survey::number::Number;
use crate::survey::starter;
use crate::survey::template::{Jump, Question};
use crate::survey::text::Text;

fn key(key: &str) -> String {
    key.to_owned()
}

fn ask(key: &str, kind: Kind) -> Question {
    Question::new(key, Text::english(key), kind)
}

fn words(key: &str) -> Question {
    ask(key, Kind::LongText { limits: TextLimits::up_to(10) })
}

fn shown_if(condition: Condition, question: Question) -> Question {
    Question { show_if: Some(condition), ..question }
}

fn choices(keys: &[&str]) -> Vec<Choice> {
    keys.iter().map(|key| Choice::new(*key, Text::english(*key))).collect()
}

fn survey(sections: Vec<Section>) -> Template {
    Template { sections, ..starter::win_loss() }
}

fn section(key: &str, questions: Vec<Question>) -> Section {
    Section::new(key, Text::english(key), questions)
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

fn all(conditions: &[Condition]) -> Condition {
    Condition::All(conditions.to_vec())
}

fn chose(question: &str, choices: &[&str]) -> Condition {
    Condition::Chose { question: key(question), choices: choices.iter().map(|one| key(one)).collect() }
}

fn answered(question: &str) -> Condition {
    Condition::Answered(key(question))
}

fn outcome(outcome: Outcome) -> Condition {
    Condition::Outcome(vec![outcome])
}

/// A question of each kind that rules look at, and behind them one with this rule: whether it can be shown.
fn can_hold(condition: Condition) -> bool {
    let rows = |keys: &[&str]| keys.iter().map(|key| Row::new(*key, Text::english(*key))).collect::<Vec<_>>();
    let number = |from: i32, to: i32| Kind::Number {
        from: Some(Number::whole(from)),
        to: Some(Number::whole(to)),
        is_whole: true,
        unit: Text::new(),
    };
    let one = Kind::SingleChoice { choices: choices(&["a", "b"]), allows_other: true, is_shuffled: false };
    let many = Kind::MultipleChoice {
        choices: choices(&["a", "b"]),
        allows_other: false,
        at_least: None,
        at_most: None,
        is_shuffled: false,
    };
    let ranking = Kind::Ranking { choices: choices(&["a", "b"]), places: 2, at_least: 1, is_shuffled: false };
    let rating = Kind::Rating { steps: 5, low: Text::new(), high: Text::new(), has_stars: false };
    let matrix = Kind::Matrix { rows: rows(&["r", "s"]), columns: rows(&["bad", "good"]), needs_all: false };
    let template = survey(vec![
        section(
            "first",
            vec![
                ask("one", one),
                ask("many", many),
                ask("ranking", ranking),
                ask("rating", rating),
                ask("matrix", matrix),
                ask("number", number(1, 10)),
                ask("price", Kind::PriceGap),
                ask("play", Kind::FieldOfPlay { own_rows: 1 }),
                words("text"),
                shown_if(outcome(Outcome::Won), words("won")),
                shown_if(answered("won"), words("after_won")),
                shown_if(Condition::Any(vec![]), words("never")),
            ],
        ),
        section("last", vec![shown_if(condition, words("asked"))]),
    ]);
    let template = Template {
        calculations: vec![Calculation { key: key("v"), name: key("V"), start: Number::ZERO, steps: vec![] }],
        ..template
    };
    let reach = Reach::of(&template);
    *reach.questions.last().expect("it is there") == Verdict::Shown
}

fn picked(at_least: u8) -> Condition {
    Condition::Picked { question: key("many"), at_least }
}

#[test]
fn so_many_choices_as_there_are_can_be_picked() {
    assert!(can_hold(picked(2)));
    assert!(can_hold(all(&[chose("many", &["a"]), not(picked(2))])));
    let template = |at_most: Option<u8>, is_exclusive: bool| {
        let mut choices = choices(&["a", "b", "c"]);
        choices[2].is_exclusive = is_exclusive;
        let (at_least, allows_other, is_shuffled) = (None, true, false);
        let many = Kind::MultipleChoice { choices, allows_other, at_least, at_most, is_shuffled };
        let asked = shown_if(picked(3), words("asked"));
        survey(vec![section("first", vec![ask("many", many)]), section("last", vec![asked])])
    };
    let is_shown =
        |template: &Template| *Reach::of(template).questions.last().expect("it is there") == Verdict::Shown;
    assert!(is_shown(&template(None, false)));
    assert!(!is_shown(&template(Some(2), false)), "no more may be chosen");
    assert!(!is_shown(&template(None, true)), "one of the three comes alone");
}

#[test]
fn rules_that_contradict_themselves_never_hold() {
    let rated = |from, to| Condition::Rated { question: key("rating"), from, to };
    let between = |question: &str, from: Option<i32>, to: Option<i32>| Condition::Between {
        question: key(question),
        from: from.map(Number::whole),
        to: to.map(Number::whole),
    };
    let deal = |fact, word: &str| Condition::Deal { fact, values: vec![key(word)] };
    let judged = |column: &str| Condition::Judged {
        question: key("matrix"),
        row: key("r"),
        columns: vec![key(column)],
    };
    let value = |from: Option<i32>, to: Option<i32>| Condition::Value {
        value: key("v"),
        from: from.map(Number::whole),
        to: to.map(Number::whole),
    };
    let reached = |stage| Condition::Reached { question: key("play"), stage };
    use crate::survey::answer::Stage;
    for (at, condition) in [
        Condition::Any(vec![]),
        not(all(&[])),
        chose("one", &[]),
        all(&[chose("one", &["a"]), chose("one", &["b"])]),
        all(&[chose("one", &["a"]), not(answered("one"))]),
        all(&[chose("one", &["a", "b"]), not(chose("one", &["a"])), not(chose("one", &["b"]))]),
        all(&[answered("one"), not(chose("one", &["a", "b", "other"]))]),
        all(&[chose("many", &["a"]), not(chose("many", &["a", "b"]))]),
        all(&[answered("many"), not(chose("many", &["a", "b"]))]),
        all(&[rated(1, 2), rated(3, 5)]),
        rated(6, 9),
        rated(3, 2),
        not(Condition::Any(vec![rated(1, 3), not(rated(1, 4))])).clone(),
        all(&[between("number", Some(4), None), between("number", None, Some(3))]),
        between("number", Some(11), None),
        all(&[answered("number"), not(between("number", Some(1), Some(10)))]),
        all(&[outcome(Outcome::Won), outcome(Outcome::LostOther)]),
        all(&[deal(DealFact::Region, "EMEA"), deal(DealFact::Region, "US")]),
        all(&[deal(DealFact::Region, "EMEA"), not(deal(DealFact::Region, " emea"))]),
        Condition::Amount { from: Some(10), below: Some(10) },
        all(&[
            Condition::Amount { from: Some(10), below: None },
            not(Condition::Amount { from: Some(5), below: None }),
        ]),
        all(&[judged("bad"), judged("good")]),
        all(&[judged("bad"), not(answered("matrix"))]),
        Condition::Judged { question: key("matrix"), row: key("r"), columns: vec![] },
        all(&[value(Some(1), None), not(value(Some(1), None))]),
        all(&[reached(Stage::Chosen), not(reached(Stage::Final))]),
        Condition::Ranked { question: key("ranking"), choices: vec![key("a")], within: 0 },
        Condition::Contains { question: key("text"), words: key(" ") },
        Condition::Any(vec![rated(7, 8), all(&[chose("one", &["a"]), chose("one", &["b"])])]),
        answered("never"),
        all(&[answered("after_won"), outcome(Outcome::LostCompetitor)]),
        picked(3),
        all(&[picked(1), not(answered("many"))]),
    ]
    .into_iter()
    .enumerate()
    {
        // The thirteenth says "not (up to 3 or not up to 4)": exactly 4, which can be.
        assert_eq!(can_hold(condition.clone()), at == 12, "{condition:?}");
    }
}

#[test]
fn rules_that_some_answers_fit_can_hold() {
    use crate::survey::answer::Stage;
    let deal = |fact, word: &str| Condition::Deal { fact, values: vec![key(word)] };
    let not_number = not(Condition::Between { question: key("number"), from: None, to: None });
    for condition in [
        all(&[]),
        not(answered("one")),
        all(&[answered("one"), not(chose("one", &["a", "b"]))]),
        all(&[chose("many", &["a"]), chose("many", &["b"])]),
        all(&[not(chose("one", &["a"])), not(chose("one", &["b"]))]),
        all(&[deal(DealFact::Competitor, "A"), deal(DealFact::Competitor, "B")]),
        all(&[answered("won"), not(answered("after_won"))]),
        all(&[answered("price"), not(Condition::Price { question: key("price"), roles: vec![] })]),
        not_number,
        all(&[
            Condition::Contains { question: key("text"), words: key("a") },
            not(Condition::Contains { question: key("text"), words: key("b") }),
        ]),
        all(&[
            Condition::Reached { question: key("play"), stage: Stage::Considered },
            not(Condition::Reached { question: key("play"), stage: Stage::Chosen }),
        ]),
        not(answered("never")),
        // These look for what is not there, which is another complaint.
        Condition::Rated { question: key("text"), from: 1, to: 5 },
        Condition::Judged { question: key("matrix"), row: key("r"), columns: vec![key("gone")] },
        answered("gone"),
        Condition::Any(vec![answered("never"), answered("one")]),
    ] {
        assert!(can_hold(condition.clone()), "{condition:?}");
    }
}

#[test]
fn jumps_that_always_or_never_happen_decide_what_is_reached() {
    let jump = |when: Option<Condition>, to: &str| Jump { when, to: Target::Section(key(to)) };
    let mut template = survey(vec![
        section("one", vec![words("a")]),
        section("two", vec![words("b")]),
        section("three", vec![words("c")]),
    ]);
    let verdicts = |template: &Template| -> Vec<Verdict> {
        Reach::of(template).sections.iter().map(|way| way.verdict).collect()
    };
    template.sections[0].jumps = vec![jump(None, "three")];
    assert_eq!(verdicts(&template), [Verdict::Shown, Verdict::NoWay, Verdict::Shown]);
    template.sections[0].jumps = vec![jump(Some(answered("a")), "three")];
    assert_eq!(verdicts(&template), [Verdict::Shown; 3]);
    // It jumps away exactly where the next one would be shown.
    template.sections[1].show_if = Some(answered("a"));
    assert_eq!(verdicts(&template), [Verdict::Shown, Verdict::PassedBy, Verdict::Shown]);
    // A section that may not be shown may not jump, either.
    template.sections[0].show_if = Some(outcome(Outcome::Won));
    template.sections[0].jumps = vec![jump(None, "three")];
    template.sections[1].show_if = None;
    assert_eq!(verdicts(&template), [Verdict::Shown; 3]);
    template.sections[1].show_if = Some(outcome(Outcome::Won));
    assert_eq!(verdicts(&template), [Verdict::Shown, Verdict::PassedBy, Verdict::Shown]);
    // Back and to nowhere are no jumps.
    template.sections[1].show_if = None;
    template.sections[0].show_if = None;
    template.sections[0].jumps = vec![jump(None, "nowhere")];
    template.sections[1].jumps = vec![jump(None, "one")];
    assert_eq!(verdicts(&template), [Verdict::Shown; 3]);
}

#[test]
fn entangled_rules_are_given_up_on_instead_of_followed_for_ever() {
    // Each pair has four ways, none of which fits: 4^60 of them would take longer than the universe has.
    let rated = |value| Condition::Rated { question: key("rating"), from: value, to: value };
    let pair = |value: u8| Condition::Any(vec![all(&[rated(value), chose("one", &["a"])]), rated(6)]);
    let condition = Condition::All((0..60).map(|at| pair(at % 2 + 1)).collect());
    can_hold(condition);
}
