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

fn fill_in(language: &str, text: &str, answers: &AnswerSet) -> String {
    let template = starter::win_loss();
    let (names, language) = (names(), Language::parse(language).expect("a tag"));
    Memory { template: &template, names: &names, answers, languages: &[&language] }.fill(text)
}

#[test]
fn an_answer_that_was_not_given_leaves_no_hole_in_a_sentence() {
    // It read "You said .".
    let none = AnswerSet::new();
    let fill = |text: &str| fill_in("en", text, &none);
    assert_eq!(fill("You said {answer.story}."), "You said your answer.");
    assert_eq!(fill("You said {answer.story| }."), "You said your answer.");
    assert_eq!(fill("You said {answer.story|little}."), "You said little.", "the author's words come first");
    assert_eq!(fill_in("pl", "{answer.story}.", &none), "….", "a language whose words we do not know");
    let mut answers = AnswerSet::new();
    answers.set("story", Some(Answer::Text { text: " \n ".to_owned() }));
    assert_eq!(fill_in("en", "{answer.story}.", &answers), "your answer.");
}

#[cfg(feature = "languages")]
#[test]
fn what_stands_in_for_an_answer_is_in_the_buyers_language() {
    let none = AnswerSet::new();
    for language in Words::languages() {
        let said = fill_in(language.as_str(), "{answer.story}", &none);
        assert_eq!(said, Words::of(&language).your_answer);
        assert!(language.base() == "en" || said != "your answer", "{language}");
    }
}

#[test]
fn what_is_recalled_in_a_sentence_from_the_right_moves_nothing_beside_it() {
    let mut answers = AnswerSet::new();
    answers.set("story", Some(Answer::Text { text: "Price (€)!".to_owned() }));
    for language in ["ar", "he"] {
        let filled = fill_in(language, "{tenant}: {answer.story}", &answers);
        assert_eq!(filled, "\u{2068}Northwind\u{2069}: \u{2068}Price (€)!\u{2069}", "{language}");
        assert_eq!(fill_in(language, "{competitor|x}", &answers), "x", "words of the author's own stay");
    }
    assert_eq!(fill_in("en", "{tenant}", &answers), "Northwind");
}
