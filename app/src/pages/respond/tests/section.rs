//! One section as a form: what it posts, where it leads, what is filled in.

use domain::survey::answer::Answer;

use super::scene::{Scene, count, keep, strings};
use crate::pages::respond::Notice;

#[test]
fn a_section_is_a_form_that_needs_no_script() {
    let page = Scene::starter().section("decision");
    keep("section", &page);
    assert!(page.contains("method=\"post\" action=\"/survey/decision\" novalidate"), "{page}");
    assert!(page.contains("1 of 3") && page.contains("about 3 minutes left"));
    assert!(!page.contains("value=\"back\""), "there is nothing before the first page");
    assert_eq!(count(&page, "(required)"), 2);
    assert!(page.contains("name=\"survey\" value=\"0123456789ab\""));
    assert!(page.contains("name=\"asked\" value=\"clarity overall\""));
    assert!(page.contains("name=\"revision\" value=\"3\"") && page.contains("name=\"page\" value=\"p1\""));
    assert!(
        page.contains("aria-label=\"1 of 5, Poor\"") && page.contains("aria-label=\"5 of 5, Excellent\"")
    );
    assert!(!page.contains(" checked"), "nothing is chosen for the buyer");
    assert!(!page.contains("style="), "the policy forbids it");
    assert!(page.contains("Who sees your answer: <b>Leadership only</b>"), "{page}");
    assert!(page.contains("href=\"/survey/who-sees?from=decision\""), "{page}");
}

#[test]
fn a_preview_has_the_same_pages_at_another_address() {
    let mut scene = Scene::starter();
    scene.base = "/preview/1";
    let page = scene.section("decision");
    assert!(page.contains("action=\"/preview/1/decision\""), "{page}");
    assert!(page.contains("data-autosave=\"/preview/1/autosave/decision\""));
    assert!(!page.contains("\"/survey/"), "no address of a buyer's: {page}");
}

#[test]
fn what_was_answered_is_filled_in() {
    let mut scene = Scene::starter();
    let answers = &mut scene.answers;
    answers
        .set("clarity", Some(Answer::Chosen { keys: Vec::new(), other: Some("a \"quote\" 😀".to_owned()) }));
    answers.set("overall", Some(Answer::Rated { value: 4 }));
    answers.set("story", Some(Answer::Text { text: "1 < 2\n\nשלום </textarea>".to_owned() }));
    let names = strings(&["Contoso", "Litware", "Adatum"]);
    answers.set("considered", Some(Answer::Vendors { names }));
    let page = scene.section("decision");
    assert_eq!(count(&page, " checked"), 2);
    assert!(page.contains("value=\"a &quot;quote&quot; 😀\""), "{page}");
    let page = scene.section("reasons");
    assert!(page.contains(">1 &lt; 2\n\nשלום &lt;/textarea&gt;</textarea>"), "{page}");
    assert!(page.contains("3,977 left"), "{page}");
    let page = scene.section("vendors");
    assert_eq!(count(&page, " checked"), 2, "Contoso and others: {page}");
    assert!(page.contains(">Litware\nAdatum</textarea>"), "{page}");
}

#[test]
fn an_empty_text_stays_empty() {
    let mut scene = Scene::starter();
    assert!(scene.section("reasons").contains("></textarea>"));
    scene.vendors.listed.clear();
    let page = scene.section("vendors");
    assert!(page.contains("></textarea>") && page.contains("name=\"q.chosen.other\""), "{page}");
}

#[test]
fn the_order_of_shuffled_choices_is_the_buyers_own_and_stays() {
    let scene = Scene::starter();
    let order = |page: &str| -> Vec<String> {
        page.split("name=\"q.reasons\" value=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect()
    };
    let first = order(&scene.section("reasons"));
    assert_eq!(first, order(&scene.section("reasons")), "the same whenever he comes back");
    assert_eq!(first.len(), 13);
    assert_eq!(first.last().map(String::as_str), Some("other"));
    let written: Vec<String> =
        domain::taxonomy::Theme::ALL.iter().map(|theme| theme.code().to_owned()).collect();
    assert_ne!(first[..12], written, "and not the order in which they were written");
}

#[test]
fn what_just_happened_is_said_above_the_form() {
    let mut scene = Scene::starter();
    for (notice, words) in [
        (Notice::More, "one more question on this page"),
        (Notice::Elsewhere, "That page is not open to you now"),
        (Notice::Shared, "From now on it holds"),
    ] {
        scene.notice = Some(notice);
        let page = scene.section("decision");
        assert!(page.contains("role=\"status\"") && page.contains(words), "{words} in {page}");
    }
}
