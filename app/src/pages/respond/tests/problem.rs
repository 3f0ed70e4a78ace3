//! What is wrong: at the field, and in a summary that leads to the very part.

use domain::survey::{Problems, Wrong};

use super::scene::{Scene, count, keep};

#[test]
fn errors_are_at_the_field_and_in_a_summary_that_leads_there() {
    let mut problems = Problems::new();
    problems.add("clarity", Wrong::Missing.whole());
    problems.add("overall", Wrong::NotOnScale.whole());
    let page = Scene::starter().with_problems("decision", &problems);
    assert!(page.contains("<title>Error: The decision"), "{page}");
    assert!(page.contains("2 things need a change"));
    assert!(page.contains("role=\"alert\" tabindex=\"-1\" autofocus"), "{page}");
    for key in ["clarity", "overall"] {
        assert!(page.contains(&format!("href=\"#q-{key}\"")) && page.contains(&format!("id=\"q-{key}\"")));
        assert!(page.contains(&format!("aria-describedby=\"q-{key}-error\"")), "{page}");
    }
    assert_eq!(count(&page, "field--error"), 2);
}

#[test]
fn every_link_of_the_summary_leads_to_a_control_that_is_there() {
    let scene = Scene::kinds("en");
    let page = scene.posted(
        "all",
        &[
            ("q.role", "x"),
            ("q.order", "1234"),
            ("q.mail", "nobody"),
            ("q.site", "not a page"),
            ("q.seats", "about 50"),
            ("q.live", "tomorrow"),
            ("q.clear", "other"),
            ("q.reasons", "price"),
            ("q.reasons", "none"),
            ("q.agree.clear", "yes"),
            ("q.rank.1", "terms"),
            ("q.rank.2", "terms"),
            ("q.field.stage.2", "chosen"),
            ("q.duel.ease.us", "9"),
            ("q.gap", "higher"),
            ("q.gap.percent", "2.5"),
            ("q.turn", "other"),
            ("q.change.words", &"x".repeat(600)),
        ],
    );
    keep("kinds-errors", &page);
    let targets: Vec<&str> =
        page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    // Icons are referred to by `#i-…`, and the skip link leads to the content.
    let is_elsewhere = |target: &&str| target.starts_with("i-") || *target == "main";
    let targets: Vec<&str> = targets.into_iter().filter(|target| !is_elsewhere(target)).collect();
    assert_eq!(targets.len(), 17, "{targets:?}");
    for target in targets {
        assert_eq!(count(&page, &format!(" id=\"{target}\"")), 1, "#{target} in {page}");
    }
    for target in ["q-agree-quick", "q-rank-2", "q-field-name-2", "q-duel-ease-us", "q-gap-percent"] {
        assert!(page.contains(&format!("href=\"#{target}\"")), "{target} in {page}");
    }
    for words in [
        "How far do you agree? Answers came quickly: Please choose an answer for this row.",
        "What decided it? Second: This is already on another place.",
        "Your order number: Write it like this: PO-1111",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    for typed in ["value=\"about 50\"", "value=\"nobody\"", "value=\"2.5\"", "value=\"1234\""] {
        assert!(page.contains(typed), "what could not be read stays as it was typed: {typed} in {page}");
    }
}

#[test]
fn a_part_that_is_missing_is_led_to_as_well() {
    let page = Scene::kinds("en").posted("all", &[("q.gap", "same")]);
    assert!(page.contains("href=\"#q-gap-role\"") && count(&page, " id=\"q-gap-role\"") == 1, "{page}");
}

#[test]
fn every_description_is_there_and_every_id_once() {
    let scene = Scene::kinds("en");
    for page in [scene.section("all"), scene.posted("all", &[("q.turn", "other"), ("q.rank.2", "terms")])] {
        let ids: Vec<&str> =
            page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let mut distinct = ids.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), ids.len(), "an id is there once");
        for attribute in ["aria-describedby=\"", "aria-labelledby=\"", " for=\"", " list=\""] {
            for value in page.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                for id in value.split(' ') {
                    assert!(distinct.contains(&id), "{attribute}{id}");
                }
            }
        }
    }
}
