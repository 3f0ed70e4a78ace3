//! Languages: the page's own, texts that fell back to another, and the way to switch.

use domain::survey::Words;

use super::scene::{Scene, count, keep, language, site};
use crate::pages::respond::{Closed, Voice, closed};

#[test]
fn a_text_that_fell_back_is_marked_with_its_language() {
    let page = Scene::kinds("de").section("all");
    keep("kinds-de", &page);
    assert!(page.contains("Alles</h1>"), "{page}");
    let known = Words::known(&language("de")).is_some();
    let html = if known { "<html lang=\"de\">" } else { "<html lang=\"en\">" };
    assert!(page.contains(html), "{html} in {page}");
    let fallen = "<legend lang=\"en\" dir=\"ltr\">Answers came quickly</legend>";
    let chosen = "<h1 lang=\"de\" dir=\"ltr\">Alles</h1>";
    // Until we speak the language ourselves, the page is English, and what is not is marked.
    assert!(page.contains(if known { fallen } else { chosen }), "{page}");
}

#[test]
fn a_language_from_the_right_turns_the_page_or_its_parts() {
    let page = Scene::kinds("he").section("all");
    keep("kinds-he", &page);
    if Words::known(&language("he")).is_some() {
        assert!(page.contains("<html lang=\"he\" dir=\"rtl\">"), "{page}");
        assert!(page.contains("lang=\"en\" dir=\"ltr\""), "what is not translated runs from the left");
    } else {
        assert!(page.contains("<h1 lang=\"he\" dir=\"rtl\">הכול</h1>"), "{page}");
    }
}

#[test]
fn the_language_is_switched_without_losing_what_was_typed() {
    let scene = Scene::kinds("en");
    let section = scene.section("all");
    assert!(section.contains("form=\"f\" name=\"go\" value=\"lang:de\" lang=\"de\""), "{section}");
    let first_button = section.find("<button").unwrap();
    assert!(
        section[first_button..].starts_with("<button form=\"f\" name=\"go\" value=\"next\" hidden"),
        "{section}"
    );
    let landing = scene.landing();
    assert!(landing.contains("href=\"/survey?lang=he\"") && landing.contains("hreflang=\"he\""), "{landing}");
    let review = scene.review();
    assert!(
        review.contains("action=\"/survey/language\"") && review.contains("name=\"back\" value=\"review\"")
    );
    let mut one = Scene::starter();
    one.template.languages.clear();
    assert!(!one.section("decision").contains("class=\"langs"), "one language needs no switch");
}

#[test]
fn many_languages_stand_behind_the_one_that_is_read() {
    let mut scene = Scene::kinds("en");
    scene.template.languages.extend(["fr", "es"].map(language));
    let page = scene.section("all");
    assert!(page.contains("<details class=\"langs\">") && page.contains("<span lang=\"en\">English</span>"));
    assert_eq!(count(&page, "value=\"lang:"), 4);
}

#[test]
fn closed_pages_speak_the_readers_language_and_name_nobody() {
    for words in Words::languages() {
        let voice = Voice::of(&words);
        for why in Closed::ALL {
            let page = closed(&site(), &voice, why, None);
            assert_eq!(count(&page, "<h1>"), 1, "{page}");
            assert!(!page.contains("<form") && !page.contains("<footer"), "{page}");
            assert!(page.contains(&format!("<html lang=\"{words}\"")), "{page}");
        }
    }
}
