//! Every kind of question: its controls with their names, and how an answer comes back into them.

use std::collections::BTreeMap;

use domain::survey::answer::{Answer, Pair, Player, PriceRole, PriceStance, Stage};
use domain::survey::{Number, path, read_section};

use super::scene::{Scene, count, field, keep, strings};
use crate::pages::respond::Fields;

/// A survey in which everything is answered.
fn answered() -> Scene {
    let mut scene = Scene::kinds("en");
    let text = |text: &str| Some(Answer::Text { text: text.to_owned() });
    let all = [
        ("role", text("Head of <IT>")),
        ("order", text("PO-2026")),
        ("story", text("One\nTwo")),
        ("mail", text("elena@express.example")),
        ("site", text("www.example.com")),
        ("seats", Some(Answer::Number { value: Number::whole(50) })),
        ("live", Some(Answer::Date { day: "2026-12-24".parse().expect("a day") })),
        ("clear", Some(Answer::Chosen { keys: strings(&["late"]), other: None })),
        ("reasons", Some(Answer::Chosen { keys: strings(&["price"]), other: Some("colour".to_owned()) })),
        ("overall", Some(Answer::Rated { value: 4 })),
        ("stars", Some(Answer::Rated { value: 3 })),
        ("nps", Some(Answer::Rated { value: 0 })),
        (
            "agree",
            Some(Answer::Judged {
                rows: ["clear", "quick", "fair"].map(|row| (row.to_owned(), "mid".to_owned())).into(),
            }),
        ),
        ("rank", Some(Answer::Ranked { keys: strings(&["risk", "terms"]) })),
        ("consent", Some(Answer::Agreed)),
        ("alone", Some(Answer::Vendors { names: strings(&["Litware"]) })),
        ("others", Some(Answer::Vendors { names: strings(&["Fabrikam", "Adatum", "Tailspin"]) })),
        (
            "field",
            Some(Answer::Played {
                vendors: vec![
                    Player { name: "Contoso".to_owned(), stage: Stage::Chosen },
                    Player { name: "Own & Co".to_owned(), stage: Stage::Final },
                ],
            }),
        ),
        (
            "duel",
            Some(Answer::Compared {
                rows: BTreeMap::from([("ease".to_owned(), Pair { us: Some(2), them: Some(5) })]),
            }),
        ),
        (
            "gap",
            Some(Answer::Priced {
                stance: Some(PriceStance::Higher),
                percent: Some(15),
                role: Some(PriceRole::Named),
            }),
        ),
        (
            "turn",
            Some(Answer::Turned { key: Some("quote".to_owned()), other: None, who: Some("CFO".to_owned()) }),
        ),
        (
            "change",
            Some(Answer::Changed { key: Some("cheaper".to_owned()), words: Some("A tenth less".to_owned()) }),
        ),
    ];
    for (key, answer) in all {
        scene.answers.set(key, answer);
    }
    scene
}

/// What a browser would post of this page: every control that is filled in.
fn post(page: &str) -> Vec<(String, String)> {
    let unescape = |text: &str| {
        text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    };
    let attribute = |tag: &str, name: &str| {
        tag.split_once(&format!(" {name}=\"")).map(|(_, rest)| unescape(rest.split('"').next().unwrap()))
    };
    let mut form = Vec::new();
    for tag in page.split("<input").skip(1) {
        let tag = tag.split('>').next().unwrap();
        let is_box = tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"");
        if is_box && !tag.contains(" checked") {
            continue;
        }
        if let Some(name) = attribute(tag, "name") {
            form.push((name, attribute(tag, "value").unwrap_or_default()));
        }
    }
    for part in page.split("<select").skip(1) {
        let (tag, options) = part.split_once('>').unwrap();
        let options = options.split("</select>").next().unwrap();
        let chosen = options.split("<option").find(|option| option.contains(" selected"));
        let value = chosen.and_then(|option| attribute(option, "value")).unwrap_or_default();
        form.push((attribute(tag, "name").unwrap(), value));
    }
    for part in page.split("<textarea").skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        form.push((attribute(tag, "name").unwrap(), unescape(text.split("</textarea>").next().unwrap())));
    }
    form
}

#[test]
fn every_answer_comes_back_from_the_page_that_shows_it() {
    let scene = answered();
    let page = scene.section("all");
    keep("kinds-filled", &page);
    let path = path(&scene.template, &scene.facts, &scene.answers);
    let questions: Vec<_> = path.questions().collect();
    let (read, problems) = read_section(&questions, |one| path.requires(&one.key), &post(&page));
    assert!(problems.is_empty(), "{problems}");
    assert_eq!(read, scene.answers);
}

#[test]
fn a_page_that_nobody_touched_answers_nothing() {
    let mut scene = Scene::kinds("en");
    scene.vendors.suggested = strings(&["Contoso"]);
    let page = scene.section("all");
    keep("kinds", &page);
    let path = path(&scene.template, &scene.facts, &scene.answers);
    let questions: Vec<_> = path.questions().collect();
    let (read, _) = read_section(&questions, |_| false, &post(&page));
    assert!(read.is_empty(), "{read:?}");
}

#[test]
fn each_kind_has_the_control_that_people_know() {
    let page = Scene::kinds("en").section("all");
    let has = |question: &str, parts: &[&str]| {
        let field = field(&page, question);
        for part in parts {
            assert!(field.contains(part), "{part} of {question} in {field}");
        }
    };
    assert!(page.contains("<h2 class=\"field__label\">Before you begin</h2>"), "{page}");
    has("What is your role?", &["type=\"text\"", "At least 2 characters."]);
    has("Your order number", &["Like this: PO-1111"]);
    has("How did you decide?", &["<textarea", "Up to 2,000 characters."]);
    has("Where may we write to?", &["type=\"email\"", "inputmode=\"email\"", "autocomplete=\"email\""]);
    has("A page that helped you", &["inputmode=\"url\"", "dir=\"ltr\""]);
    has(
        "How many people",
        &["inputmode=\"numeric\"", ">seats<", "From 1 to 5000. A whole number.", "required"],
    );
    has(
        "want to be live",
        &["type=\"date\"", "min=\"2026-01-01\"", "max=\"2027-12-31\"", "31 December 2027"],
    );
    has("become clear", &["type=\"radio\"", "value=\"other\"", "What was it?", "Side by side"]);
    has("spoke against", &["type=\"checkbox\"", "At most 3.", "value=\"none\""]);
    has("our people", &["scale--stars", "★", "aria-label=\"5 of 5, Warm\""]);
    has("recommend us", &["aria-label=\"0 of 10, Not at all\"", "aria-label=\"10 of 10, Very likely\""]);
    has("May we quote you", &["type=\"checkbox\"", "without my name"]);
    let nps = field(&page, "recommend us");
    assert_eq!(count(nps, "type=\"radio\""), 11);
    let ranks = field(&page, "What decided it?");
    assert_eq!(count(ranks, "<select"), 3);
    for place in ["First", "Second", "Third", "Nothing here"] {
        assert!(ranks.contains(place), "{place}");
    }
    let matrix = field(&page, "How far do you agree?");
    assert_eq!((count(matrix, "class=\"matrix__row\""), count(matrix, "type=\"radio\"")), (3, 15));
    assert!(matrix.contains("<legend>The contract was fair</legend>"), "{matrix}");
}

#[test]
fn the_field_of_play_lists_vendors_and_takes_names() {
    let mut scene = Scene::kinds("en");
    let page = scene.section("all");
    let play = field(&page, "How far did each vendor come?");
    assert!(play.contains("<legend dir=\"auto\">Contoso</legend>"), "{play}");
    assert_eq!(count(play, "value=\"chosen\""), 4, "two that are known, two rows of the buyer's own");
    assert_eq!(count(play, "list=\"vendors\""), 2);
    assert!(play.contains("name=\"go\" value=\"row:field\""), "one more row works without script");
    assert_eq!(count(&page, "<datalist"), 1, "one list for all fields");
    scene.more_rows = Some("field");
    let page =
        scene.posted("all", &[("q.field.own.2", "1"), ("q.field.own.3", "1"), ("q.field.name.3", "Litware")]);
    let play = field(&page, "How far did each");
    assert!(count(play, "value=\"chosen\"") == 5 && play.contains("value=\"Litware\""), "{play}");
    scene.more_rows = None;
    scene.vendors.listed = (0..40).map(|number| format!("V{number}")).collect();
    let page = scene.section("all");
    assert_eq!(
        count(field(&page, "How far did each"), "class=\"play__row\""),
        6,
        "no more than one looks through"
    );
}

#[test]
fn a_comparison_names_the_vendor_that_was_chosen_and_us_alone_without_one() {
    let mut scene = answered();
    let page = scene.section("all");
    let duel = field(&page, "How did we compare?");
    assert_eq!(count(duel, ">Contoso</span>"), 2, "a side for each criterion: {duel}");
    assert_eq!(count(duel, ">North &amp; &lt;Wind&gt;</span>"), 2);
    let them = "name=\"q.duel.ease.them\" value=\"5\" aria-label=\"5 of 5, Excellent\" checked";
    assert!(duel.contains(them), "{duel}");
    scene.answers.set("field", None);
    let page = scene.section("all");
    assert!(!field(&page, "How did we compare?").contains(".them\""), "{page}");
    let review = scene.review();
    assert!(
        review.contains("Ease of use: North &amp; &lt;Wind&gt;: 2<"),
        "and the review compares with nobody: {review}"
    );
}

#[test]
fn an_answer_can_be_taken_back_where_none_is_required() {
    let page = answered().section("all");
    for (question, parts) in [
        ("our people", &["name=\"q.stars\" value=\"\""][..]),
        ("recommend us", &["name=\"q.nps\" value=\"\""]),
        ("How did we compare?", &["name=\"q.duel.ease.us\" value=\"\""]),
        ("What turned the decision?", &["name=\"q.turn\" value=\"\""]),
    ] {
        for part in parts {
            assert!(field(&page, question).contains(part), "{part} of {question}");
        }
    }
    assert!(!field(&page, "working with us").contains("value=\"\""), "a required one cannot");
    assert!(!Scene::kinds("en").section("all").contains("choice--none"), "nothing to take back");
}

#[test]
fn what_is_required_by_a_rule_says_so() {
    let mut scene = Scene::kinds("en");
    let question = scene.template.sections[0].questions.iter_mut().find(|one| one.key == "nps").unwrap();
    question.require_if =
        Some(domain::survey::Condition::Rated { question: "overall".to_owned(), from: 1, to: 2 });
    assert!(field(&scene.section("all"), "recommend us").contains("(optional)"));
    scene.answers.set("overall", Some(Answer::Rated { value: 1 }));
    assert!(field(&scene.section("all"), "recommend us").contains("(required)"));
}

#[test]
fn fields_of_other_questions_are_not_shown() {
    let scene = Scene::kinds("en");
    let path = path(&scene.template, &scene.facts, &scene.answers);
    let role: Vec<_> = path.questions().filter(|one| one.key == "role").collect();
    let form = [("q.role", "a"), ("q.role.x", "b"), ("q.roles", "c"), ("q.story", "d"), ("survey", "e")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut expected = Fields::default();
    expected.add("q.role", "a");
    expected.add("q.role.x", "b");
    assert_eq!(Fields::of_posted(&role, &form), expected);
}
