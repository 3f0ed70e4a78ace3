//! Walks through the starter survey by posted forms.

use app::pages::respond::Voice;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use domain::deal::Outcome;
use domain::survey::{Audience, Condition, Facts, Names, Seed, Template, starter};

use super::*;

fn form(body: &str) -> Form {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    Form::read(&headers, Ok(Bytes::copy_from_slice(body.as_bytes()))).expect("a form")
}

/// A desk with this survey about a deal that ended so.
fn desk<'a>(template: &'a Template, facts: &'a Facts) -> Desk<'a> {
    Desk {
        base: "/survey".to_owned(),
        template,
        audience: Audience::Buyer,
        facts,
        names: Names::default(),
        voice: Voice::of(&Language::english()),
        attribution: None,
        seller: None,
        privacy_contact: None,
        logo: None,
        preferences: None,
        expires_at: chrono::DateTime::UNIX_EPOCH,
        correctable_until: None,
        mark: "m",
        seed: Seed(1),
        nonce: String::new(),
    }
}

fn lost() -> Facts {
    Facts::of(Outcome::LostCompetitor)
}

/// Posts a section and gives the draft after it with where Next leads.
fn post(
    template: &Template,
    draft: &AnswerSet,
    key: &str,
    body: &str,
    is_change: bool,
) -> (AnswerSet, String) {
    let facts = lost();
    let desk = desk(template, &facts);
    let posted = Posted::read(&desk, draft, key, &form(body)).expect("the section exists");
    assert!(posted.problems.is_empty(), "{}", posted.problems);
    let next = posted.next(&desk, draft, is_change);
    (posted.merged, next)
}

fn complete(template: &Template) -> AnswerSet {
    let mut draft = AnswerSet::new();
    for (key, body) in [
        ("decision", "asked=clarity+overall&q.clarity=early&q.overall=5"),
        ("reasons", "asked=reasons+story&q.reasons=pricing&q.reasons=timing"),
        ("turning", "asked=tipped&q.tipped=pricing"),
        ("vendors", "asked=considered+chosen&q.chosen.other=Contoso"),
    ] {
        draft = post(template, &draft, key, body, false).0;
    }
    draft
}

#[test]
fn next_walks_the_path_and_ends_at_the_review() {
    let template = starter::win_loss();
    let draft = complete(&template);
    let facts = lost();
    let path = path(&template, &facts, &draft);
    assert_eq!(go_on(&path, &draft), REVIEW);
    assert_eq!(place(&desk(&template, &facts), &path, &draft, "vendors"), Place::Open(3));
    assert_eq!(place(&desk(&template, &facts), &path, &draft, "strengths"), Place::Elsewhere);
    assert_eq!(place(&desk(&template, &facts), &path, &draft, "nothing"), Place::Nowhere);
    assert_eq!(
        post(&template, &draft, "vendors", "asked=considered+chosen&q.chosen.other=Contoso", false).1,
        REVIEW
    );
}

#[test]
fn a_survey_begins_on_its_first_page_even_if_nothing_on_it_is_required() {
    let mut template = starter::win_loss();
    for question in &mut template.sections[0].questions {
        question.is_required = false;
    }
    let facts = lost();
    let begin = |answers: &AnswerSet| go_on(&path(&template, &facts, answers), answers).to_owned();
    assert_eq!(begin(&AnswerSet::new()), "decision");
    let mut answers = AnswerSet::new();
    answers.set("overall", Some(Answer::Rated { value: 4 }));
    assert_eq!(begin(&answers), "reasons");
}

#[test]
fn whoever_comes_back_goes_on_behind_his_last_answer() {
    let mut template = starter::win_loss();
    for section in &mut template.sections {
        for question in &mut section.questions {
            question.is_required = false;
        }
    }
    let facts = lost();
    let back = |template: &Template, answers: &AnswerSet| {
        resume(&path(template, &facts, answers), answers).to_owned()
    };
    let mut answers = AnswerSet::new();
    assert_eq!(back(&template, &answers), "decision");
    answers.set("overall", Some(Answer::Rated { value: 4 }));
    assert_eq!(back(&template, &answers), "reasons", "not the review: the rest was never seen");
    answers.set("chosen", Some(Answer::Vendors { names: vec!["Contoso".to_owned()] }));
    assert_eq!(back(&template, &answers), REVIEW, "nothing comes after the last page");
    assert_eq!(back(&starter::win_loss(), &answers), "decision", "what must be answered comes first");
}

#[test]
fn a_later_section_waits_for_the_first_open_one() {
    let template = starter::win_loss();
    let draft = AnswerSet::new();
    let facts = lost();
    let path = path(&template, &facts, &draft);
    assert_eq!(go_on(&path, &draft), "decision");
    assert_eq!(place(&desk(&template, &facts), &path, &draft, "vendors"), Place::Elsewhere);
    let (draft, next) = post(&template, &draft, "vendors", "asked=considered+chosen&q.chosen.other=X", false);
    assert_eq!(next, "decision?elsewhere", "what was posted early is kept, and the gap comes first");
    assert_eq!(draft.get("chosen"), Some(&Answer::Vendors { names: vec!["X".to_owned()] }));
}

/// The starter survey with the turning point on the page of the reasons.
fn with_more() -> Template {
    let mut template = starter::win_loss();
    let at = template.sections.iter().position(|section| section.key == "turning").expect("it is there");
    let mut tipped = template.sections.remove(at).questions.remove(0);
    tipped.show_if = Some(Condition::Answered("reasons".to_owned()));
    template.sections[at - 1].questions.push(tipped);
    template
}

#[test]
fn a_question_that_comes_up_on_the_same_page_is_asked_before_going_on() {
    let template = with_more();
    let first = "asked=clarity+overall&q.clarity=early&q.overall=5";
    let draft = post(&template, &AnswerSet::new(), "decision", first, false).0;
    let (draft, next) = post(&template, &draft, "reasons", "asked=reasons+story&q.reasons=pricing", false);
    assert_eq!(next, "reasons?more");
    assert_eq!(
        post(&template, &draft, "reasons", "asked=reasons+story&q.reasons=timing", true).1,
        "reasons?more&change"
    );
    let body = "asked=reasons+tipped+story&q.reasons=pricing";
    let (_, next) = post(&template, &draft, "reasons", body, false);
    assert_eq!(next, "vendors", "it may stay unanswered");
}

#[test]
fn a_hidden_question_cannot_be_answered() {
    let template = with_more();
    let facts = lost();
    let body = "asked=tipped+story+overall&q.tipped=pricing&q.story=hello&q.overall=1";
    let posted =
        Posted::read(&desk(&template, &facts), &AnswerSet::new(), "reasons", &form(body)).expect("exists");
    assert_eq!(posted.keys(), ["story"], "one hangs on another answer, one is of another section");
    let won = Facts::of(Outcome::Won);
    let posted =
        Posted::read(&desk(&template, &won), &AnswerSet::new(), "reasons", &form(body)).expect("exists");
    assert!(posted.keys().is_empty() && posted.merged.is_empty());
    assert_eq!(posted.next(&desk(&template, &won), &AnswerSet::new(), false), "decision?elsewhere");
}

#[test]
fn the_turning_point_is_asked_among_the_reasons_that_were_given() {
    let template = starter::win_loss();
    let facts = lost();
    let first = "asked=clarity+overall&q.clarity=early&q.overall=5";
    let draft = post(&template, &AnswerSet::new(), "decision", first, false).0;
    let labels = |draft: &AnswerSet| {
        let path = path(&template, &facts, draft);
        match narrow(template.question("tipped").expect("it is there"), &path, draft).kind {
            Kind::SingleChoice { choices, .. } => {
                choices.into_iter().map(|choice| choice.key).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        }
    };
    let (two, next) =
        post(&template, &draft, "reasons", "asked=reasons+story&q.reasons=timing&q.reasons=pricing", false);
    assert_eq!((next.as_str(), labels(&two)), ("turning", vec!["pricing".to_owned(), "timing".to_owned()]));
    let (own, next) = post(&template, &draft, "reasons", "asked=reasons+story&q.reasons.other=colour", false);
    assert_eq!(labels(&own).len(), 12, "a reason in own words stands in no list");
    assert_eq!(next, "vendors", "so it is not asked");
    let (_, next) = post(
        &template,
        &draft,
        "reasons",
        "asked=reasons+story&q.reasons=pricing&q.reasons.other=colour",
        false,
    );
    assert_eq!(next, "vendors", "and of one reason there is nothing to ask");
}

#[test]
fn a_change_goes_back_to_the_review_or_to_what_it_brought_up() {
    let template = starter::win_loss();
    let draft = complete(&template);
    let same = post(&template, &draft, "decision", "asked=clarity+overall&q.clarity=late&q.overall=4", true);
    assert_eq!(same.1, REVIEW);
    let worse = post(&template, &draft, "decision", "asked=clarity+overall&q.clarity=late&q.overall=2", true);
    assert_eq!(worse.1, "experience", "a bad rating asks what should have been better");
}

#[test]
fn back_never_leaves_the_path() {
    let template = starter::win_loss();
    let facts = lost();
    let draft = complete(&template);
    let back = |key: &str| {
        Posted::read(&desk(&template, &facts), &draft, key, &form("asked=considered&q.considered=x"))
            .expect("exists")
            .back()
    };
    assert_eq!(back("vendors"), "turning");
    assert_eq!(back("decision"), "decision");
    assert_eq!(back("strengths"), REVIEW, "not on the path: where the survey goes on");
}

#[test]
fn words_beside_a_chosen_vendor_do_not_make_two() {
    let template = starter::win_loss();
    let facts = lost();
    let read = |body: &str| {
        Posted::read(&desk(&template, &facts), &AnswerSet::new(), "vendors", &form(body)).expect("exists")
    };
    let listed = read("asked=considered+chosen&q.chosen=Contoso&q.chosen.other=left+over");
    assert_eq!(listed.answers.get("chosen"), Some(&Answer::Vendors { names: vec!["Contoso".to_owned()] }));
    let own = read("asked=considered+chosen&q.chosen=other&q.chosen.other=Litware");
    assert_eq!(own.answers.get("chosen"), Some(&Answer::Vendors { names: vec!["Litware".to_owned()] }));
}

#[test]
fn what_is_invalid_is_read_too_so_that_back_loses_nothing() {
    let template = starter::win_loss();
    let long = "x".repeat(5000);
    let facts = lost();
    let posted = Posted::read(
        &desk(&template, &facts),
        &AnswerSet::new(),
        "reasons",
        &form(&format!("asked=reasons+story&q.story={long}")),
    )
    .expect("exists");
    assert!(!posted.problems.of_question("story").is_empty());
    assert_eq!(posted.merged.get("story"), Some(&Answer::Text { text: long }));
}

#[test]
fn a_button_says_what_is_wanted_and_an_unknown_one_goes_on() {
    let wish = |go: &str| Wish::of(&form(&format!("go={go}")));
    assert_eq!(wish("back"), Wish::Back);
    assert_eq!(wish("later"), Wish::Later);
    assert_eq!(wish("lang%3Apt-br"), Wish::Language(Language::parse("pt-BR").expect("a tag")));
    assert_eq!(wish("row%3Afield"), Wish::MoreRows("field".to_owned()));
    for other in ["next", "", "lang%3A%3Cb%3E", "x%3Ay"] {
        assert_eq!(wish(other), Wish::Next, "{other}");
    }
}

#[test]
fn only_pages_of_the_survey_are_led_back_to() {
    let (template, facts) = (starter::win_loss(), lost());
    let desk = desk(&template, &facts);
    for page in ["review", "saved", "reasons"] {
        assert_eq!(known_page(&desk, page).as_deref(), Some(page));
    }
    for page in ["", "nothing", "//evil.example", "../app", "review?x", "send"] {
        assert_eq!(known_page(&desk, page), None, "{page}");
    }
}
