use domain::survey::{catalogue, starter};

use super::*;

/// The standard survey with a question of every kind, whose key is the kind's name.
fn template() -> Template {
    let mut template = starter::win_loss();
    for entry in catalogue::ENTRIES {
        let mut question = catalogue::blank(&template, entry.code).expect(entry.code);
        entry.code.clone_into(&mut question.key);
        template.sections[0].questions.push(question);
    }
    template
}

fn subjects() -> Vec<Subject> {
    let mut all = vec![Subject::Outcome, Subject::Amount, Subject::Value("score".to_owned())];
    all.extend(DealFact::ALL.map(Subject::Deal));
    all.extend(catalogue::ENTRIES.iter().map(|entry| Subject::Question(entry.code.to_owned())));
    all
}

#[test]
fn every_way_to_look_at_something_is_read_back_as_what_it_was() {
    let template = template();
    for subject in subjects() {
        let first = blank(&template, &subject);
        assert_eq!(Subject::of(&first).as_ref(), Some(&subject));
        for option in choosable_verbs(&template, &first) {
            let (holds, condition) = with_verb(&template, &first, &option.value).expect("a verb");
            assert_eq!(verb_code(verb(&template, &condition), holds), option.value, "{subject:?}");
            assert_eq!(Subject::of(&condition).as_ref(), Some(&subject));
            if let Subject::Question(key) = &subject {
                let kind = &template.question(key).expect("there").kind;
                assert!(
                    domain::survey::fit::fits(&condition, kind) || *kind == Kind::Statement,
                    "{condition:?} can hold for {key}"
                );
            }
        }
    }
}

#[test]
fn subjects_have_codes_of_their_own() {
    for subject in subjects() {
        assert_eq!(Subject::from_code(&subject.code()), Some(subject));
    }
    assert_eq!(Subject::from_code("deal.weather"), None);
    assert_eq!(Subject::from_code("weather"), None);
}

#[test]
fn controls_set_what_they_show() {
    let template = template();
    let words = Vocabulary::default();
    let turned = |condition: &Condition, name: &str, text: &str| {
        let condition = turn(condition, name, text);
        let knobs = knobs(&template, &words, &condition);
        (knobs.into_iter().find(|one| one.name == name).expect("it is shown").control.words(), condition)
    };
    let outcome = Condition::Outcome(vec![Outcome::Won]);
    assert_eq!(turned(&outcome, "outcomes", "won\nlost_no_decision").0, "Won or No decision");
    let amount = Condition::Amount { from: Some(10), below: None };
    assert_eq!(turned(&amount, "from", "25,000,000").0, "25000000");
    assert_eq!(turned(&amount, "from", "much").0, "10", "what is no number changes nothing");
    let region = Condition::Deal { fact: DealFact::Region, values: Vec::new() };
    assert_eq!(turned(&region, "values", "EMEA\nAPAC").0, "EMEA or APAC");
    let rated = Condition::Rated { question: "rating".to_owned(), from: 2, to: 3 };
    assert_eq!(
        turned(&rated, "from", "4").1,
        Condition::Rated { question: "rating".to_owned(), from: 4, to: 4 }
    );
    let chose = Condition::Chose { question: "single_choice".to_owned(), choices: Vec::new() };
    assert_eq!(turned(&chose, "choices", "second\nother").0, "Second choice or An answer of their own");
    let many = Condition::Chose { question: "multiple_choice".to_owned(), choices: Vec::new() };
    let (holds, picked) = with_verb(&template, &many, "counts").expect("a verb");
    assert!(holds && picked == Condition::Picked { question: "multiple_choice".to_owned(), at_least: 2 });
    assert_eq!(turned(&picked, "at_least", "1").0, "1 choice of the list");
    assert_eq!(turned(&picked, "at_least", "many").0, "2 choices of the list");
    let judged = blank(&template, &Subject::Question("matrix".to_owned()));
    assert_eq!(turned(&judged, "row", "second").0, "Second row");
    assert_eq!(turned(&judged, "columns", "poor").0, "Poor");
    let reached = blank(&template, &Subject::Question("field_of_play".to_owned()));
    assert_eq!(turned(&reached, "stage", "chosen").0, "a vendor that was chosen");
    let price = blank(&template, &Subject::Question("price_gap".to_owned()));
    assert_eq!(
        turned(&price, "roles", "named\nno_part").0,
        "that price was not the real reason or that price played no part"
    );
}

#[test]
fn another_verb_keeps_the_numbers() {
    let template = template();
    let least = Condition::Amount { from: Some(25_000), below: None };
    let (holds, most) = with_verb(&template, &least, "not.at_most").expect("a verb");
    assert_eq!((holds, most), (false, Condition::Amount { from: None, below: Some(25_000) }));
    let chose = Condition::Chose { question: "ranking".to_owned(), choices: vec!["third".to_owned()] };
    let (_, ranked) = with_verb(&template, &chose, "ranks").expect("a verb");
    let expected =
        Condition::Ranked { question: "ranking".to_owned(), choices: vec!["third".to_owned()], within: 1 };
    assert_eq!(ranked, expected);
}

#[test]
fn a_second_condition_is_no_copy_of_the_first_and_says_what_is_missing() {
    let template = starter::win_loss();
    let at = RuleAt::ShowSection("reasons".to_owned());
    let leaf = |of: &Condition| Node::Leaf { holds: true, of: of.clone() };
    let first = next(&template, &at, &[]);
    assert_eq!(Subject::of(&first), Some(Subject::Question("overall".to_owned())), "the nearest before");
    // It began as the first again, with its first choice chosen.
    let second = next(&template, &at, &[&leaf(&first)]);
    assert_eq!(second, Condition::Chose { question: "clarity".to_owned(), choices: Vec::new() });
    assert_eq!(domain::survey::fit::missing(&second), Some("Choose an answer"));
    let third = next(&template, &at, &[&leaf(&first), &leaf(&second)]);
    assert_eq!(third, Condition::Outcome(Vec::new()));
    assert_eq!(domain::survey::fit::missing(&third), Some("Choose an outcome"));
}

#[test]
fn what_was_deleted_is_not_called_by_its_key() {
    let template = template();
    let chose = Condition::Chose { question: "single_choice".to_owned(), choices: vec!["qqq".to_owned()] };
    let judged = Condition::Judged {
        question: "matrix".to_owned(),
        row: "qqq".to_owned(),
        columns: vec!["qqq".to_owned()],
    };
    for condition in [chose, judged] {
        for knob in knobs(&template, &Vocabulary::default(), &condition) {
            assert_eq!(knob.control.words(), "one that was deleted", "{}", knob.name);
        }
    }
}
