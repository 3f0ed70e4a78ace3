use super::*;
use crate::deal::Outcome;
use crate::survey::condition::Condition;
use crate::survey::kind::TextLimits;
use crate::survey::starter;
use crate::survey::template::Jump;

const SILENT: u32 = 1;

fn question(key: &str, kind: Kind) -> Question {
    Question::new(key, Text::new(), kind)
}

fn story(key: &str) -> Question {
    question(key, Kind::LongText { limits: TextLimits::up_to(100) })
}

fn survey(sections: Vec<Section>) -> Template {
    Template { title: Text::english("a"), intro: Text::new(), sections, ..starter::win_loss() }
}

fn section(key: &str, questions: Vec<Question>) -> Section {
    Section::new(key, Text::new(), questions)
}

fn seconds(template: &Template) -> u32 {
    reading_seconds(template, &Facts::of(Outcome::Won))
}

#[test]
fn two_hundred_words_take_a_minute_and_an_open_question_forty_seconds() {
    let words = vec!["word"; 199].join(" – ");
    let mut template = survey(vec![section("s", vec![story("q")])]);
    template.intro = Text::english(words);
    assert_eq!(seconds(&template), 60 + SENTENCES);
    assert_eq!(reading_minutes(&template, &Facts::default()), 2);
}

#[test]
fn two_letters_of_a_script_without_spaces_are_a_word() {
    assert_eq!(half_words("比較した製品"), 6);
    assert_eq!(half_words("CRM 製品"), 4);
    assert_eq!(half_words("a  {account|your company} …"), 6);
    assert_eq!(half_words(""), 0);
}

#[test]
fn what_the_deal_rules_out_takes_no_time_and_what_answers_may_hide_does() {
    let lost = Some(Condition::Outcome(vec![Outcome::LostCompetitor]));
    let rated = Some(Condition::Rated { question: "rate".to_owned(), from: 1, to: 2 });
    let gone = Some(Condition::Answered("lost".to_owned()));
    let rate = Kind::Rating { steps: 5, low: Text::new(), high: Text::new(), has_stars: false };
    let template = survey(vec![section(
        "s",
        vec![
            question("rate", rate),
            Question { show_if: lost, ..story("lost") },
            Question { show_if: rated, ..story("rated") },
            Question { show_if: gone, ..story("gone") },
        ],
    )]);
    assert_eq!(seconds(&template), SILENT + CHOICE + SENTENCES);
    let lost = reading_seconds(&template, &Facts::of(Outcome::LostCompetitor));
    assert_eq!(lost, SILENT + CHOICE + 3 * SENTENCES);
}

#[test]
fn only_a_jump_that_is_sure_to_be_taken_saves_time() {
    let jump = |when, to: &str| Jump { when, to: Target::Section(to.to_owned()) };
    let answered = || Some(Condition::Answered("a".to_owned()));
    let with = |jumps| {
        let mut template = survey(vec![
            section("one", vec![story("a")]),
            section("two", vec![story("b")]),
            section("three", vec![story("c")]),
            section("four", vec![story("d")]),
        ]);
        template.sections[0].jumps = jumps;
        (seconds(&template) - SILENT) / SENTENCES
    };
    assert_eq!(with(vec![jump(None, "four")]), 2);
    assert_eq!(with(vec![jump(answered(), "four")]), 4, "it depends");
    assert_eq!(with(vec![jump(answered(), "three"), jump(None, "four")]), 3, "either way");
    assert_eq!(with(vec![jump(None, "nowhere")]), 4);
    assert_eq!(with(vec![jump(None, "one")]), 4, "back is no way");
    assert_eq!(with(vec![Jump { when: None, to: Target::End }]), 1);
}

#[test]
fn both_sides_of_a_comparison_are_judged_only_when_there_are_two() {
    let criteria: Vec<Row> = ["a", "b"].map(|key| Row::new(key, Text::new())).into();
    let kind = |opponent| Kind::HeadToHead {
        criteria: criteria.clone(),
        opponent,
        low: Text::new(),
        high: Text::new(),
    };
    let alone = survey(vec![section("s", vec![question("q", kind(None))])]);
    let both = survey(vec![section("s", vec![question("q", kind(Some("x".to_owned())))])]);
    assert_eq!(seconds(&both) - SILENT, 2 * (seconds(&alone) - SILENT));
}
