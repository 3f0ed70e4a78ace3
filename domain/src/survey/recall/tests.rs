use super::*;
use crate::survey::starter;
use crate::survey::template::RecallRights;

fn names() -> Names {
    Names {
        tenant: "Northwind".to_owned(),
        account: "Express {rep} <b>".to_owned(),
        rep: "Ada".to_owned(),
        amount: "$1.2M".to_owned(),
        ..Names::default()
    }
}

fn fill(text: &str, rights: RecallRights, answers: &AnswerSet) -> String {
    let template = Template { recall: rights, ..starter::win_loss() };
    let (names, english) = (names(), Language::english());
    Memory { template: &template, names: &names, answers, languages: &[&english] }.fill(text)
}

#[test]
fn names_are_put_in_once_and_what_they_contain_is_letters() {
    let none = AnswerSet::new();
    let filled = fill("{account} and {tenant}", RecallRights::default(), &none);
    assert_eq!(filled, "Express {rep} <b> and Northwind");
    for same in ["{}", "{ }", "{", "}{", "{unknown}", "{{tenant", "{answer.}", "{answer.Bad-key}"] {
        assert_eq!(fill(same, RecallRights::default(), &none), same);
    }
    assert_eq!(fill("{{tenant}}", RecallRights::default(), &none), "{Northwind}");
}

#[test]
fn who_sold_and_the_amount_are_recalled_only_where_ticked() {
    let none = AnswerSet::new();
    assert_eq!(fill("{rep|our colleague} {amount}", RecallRights::default(), &none), "our colleague ");
    let all = RecallRights { amount: true, rep: true };
    assert_eq!(fill("{rep|our colleague} {amount}", all, &none), "Ada $1.2M");
}

#[test]
fn an_earlier_answer_is_recalled_in_the_words_of_its_choice() {
    let mut answers = AnswerSet::new();
    assert_eq!(fill("{answer.reasons|that}", RecallRights::default(), &answers), "that");
    let keys = vec!["pricing".to_owned(), "timing".to_owned()];
    answers.set("reasons", Some(Answer::Chosen { keys, other: None }));
    assert_eq!(
        fill("{answer.reasons|that}", RecallRights::default(), &answers),
        "Price and terms, Timing and priorities"
    );
    let text = "<script>{tenant}</script>".repeat(20);
    answers.set("story", Some(Answer::Text { text }));
    let filled = fill("{answer.story}", RecallRights::default(), &answers);
    assert!(filled.starts_with("<script>{tenant}</script>") && filled.ends_with('…'));
    assert_eq!(filled.chars().count(), 121);
}

#[test]
fn words_in_braces_that_recall_nothing_are_found() {
    assert_eq!(unknown("{acount} {tenant} {answer.x} { } {a+b} {answer.Bad}"), ["acount", "answer.Bad"]);
}
