//! What a buyer reads and can press, page by page.

use chrono::{DateTime, Utc};
use domain::deal::Outcome;
use domain::response::Attribution;
use domain::survey::{Answer, AnswerSet, Facts, Problems, Template, Text, Wrong, path, starter};

use super::*;

fn site() -> Site {
    Site { stylesheet: "/pkg/survey.1.css".to_owned(), script: "/pkg/respond.1.js".to_owned() }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn survey(template: &Template) -> Survey<'_> {
    Survey {
        tenant: "North & <Wind>",
        account: "{tenant} Ltd",
        privacy_contact: None,
        template,
        expires_at: at("2026-10-30T00:00:00Z"),
        mark: "0123456789ab",
    }
}

fn facts() -> Facts {
    Facts::of(Outcome::LostCompetitor)
}

/// The page of one section of the starter survey.
fn form_page(key: &str, answers: &AnswerSet, errors: &Problems, vendors: &[String]) -> String {
    let template = starter::win_loss();
    let path = path(&template, &facts(), answers);
    let at = path.position(key).expect("the section is reached");
    let (here, questions) = &path.sections()[at];
    let fields = Fields::of_answers(questions, answers, vendors);
    section(
        &site(),
        &SectionForm {
            survey: survey(&template),
            section: here,
            questions,
            fields: &fields,
            errors,
            vendors,
            number: at + 1,
            of: path.sections().len(),
            is_change: false,
            notice: None,
            revision: 3,
            page: "p1",
        },
    )
}

fn count(page: &str, what: &str) -> usize {
    page.matches(what).count()
}

#[test]
fn names_are_recalled_once_and_shown_as_text() {
    let template = starter::win_loss();
    let survey = survey(&template);
    assert_eq!(
        survey.recall(&Text::english("{account} and {tenant}, {other} {")),
        "{tenant} Ltd and North & <Wind>, {other} {"
    );
    let page = landing(
        &site(),
        &Landing {
            survey,
            contact: "Elena <script>",
            sender: None,
            owner: Some("Grace Okafor"),
            closed_at: at("2026-09-04T00:00:00Z"),
            pages: 5,
            has_started: false,
        },
    );
    assert!(page.starts_with("<!doctype html><html"), "{page}");
    assert!(page.contains("North &amp; &lt;Wind&gt;"));
    assert!(!page.contains("<Wind>") && !page.contains("<script"), "no script, and no name becomes markup");
    for words in
        ["About 3 minutes, 5 short pages", "30 October 2026", "September 2026", "Grace Okafor", ">Start<"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("name=\"survey\""), "the first page asks nothing but to start");
}

#[test]
fn a_section_is_a_form_that_needs_no_script() {
    let page = form_page("decision", &AnswerSet::new(), &Problems::new(), &[]);
    assert!(page.contains("<form method=\"post\" action=\"/survey/decision\" novalidate"), "{page}");
    assert!(page.contains("1 of 3") && !page.contains("value=\"back\""));
    assert_eq!(count(&page, "<fieldset"), 2);
    assert_eq!(count(&page, "<legend"), 2);
    assert_eq!(count(&page, "(required)"), 2);
    assert!(page.contains("name=\"survey\" value=\"0123456789ab\""));
    assert!(page.contains("name=\"asked\" value=\"clarity overall\""));
    assert!(page.contains("name=\"revision\" value=\"3\"") && page.contains("name=\"page\" value=\"p1\""));
    assert!(
        page.contains("aria-label=\"1 of 5, Poor\"") && page.contains("aria-label=\"5 of 5, Excellent\"")
    );
    assert!(!page.contains(" checked"), "nothing is chosen for the buyer");
    assert!(!page.contains("style="), "the policy forbids it");
}

#[test]
fn what_was_answered_is_filled_in() {
    let mut answers = AnswerSet::new();
    answers
        .set("clarity", Some(Answer::Chosen { keys: Vec::new(), other: Some("a \"quote\" 😀".to_owned()) }));
    answers.set("overall", Some(Answer::Rated { value: 4 }));
    answers.set("story", Some(Answer::Text { text: "1 < 2\n\nשלום </textarea>".to_owned() }));
    let vendors = ["Fabrikam".to_owned(), "Contoso".to_owned()];
    let names = vec!["Contoso".to_owned(), "Litware".to_owned(), "Adatum".to_owned()];
    answers.set("considered", Some(Answer::Vendors { names }));
    let page = form_page("decision", &answers, &Problems::new(), &[]);
    assert_eq!(count(&page, " checked"), 2);
    assert!(page.contains("value=\"a &quot;quote&quot; 😀\""), "{page}");
    let page = form_page("reasons", &answers, &Problems::new(), &[]);
    assert!(page.contains(">1 &lt; 2\n\nשלום &lt;/textarea&gt;</textarea>"), "{page}");
    assert!(page.contains("3,977 left"), "{page}");
    let page = form_page("vendors", &answers, &Problems::new(), &vendors);
    assert_eq!(count(&page, " checked"), 2, "Contoso and others: {page}");
    assert!(page.contains(">Litware\nAdatum</textarea>"), "{page}");
}

#[test]
fn an_empty_text_stays_empty() {
    let page = form_page("reasons", &AnswerSet::new(), &Problems::new(), &[]);
    assert!(page.contains("></textarea>"), "{page}");
    let page = form_page("vendors", &AnswerSet::new(), &Problems::new(), &[]);
    assert!(page.contains("></textarea>") && page.contains("name=\"q.chosen.other\""), "{page}");
}

#[test]
fn errors_are_at_the_field_and_in_a_summary_that_leads_there() {
    let mut errors = Problems::new();
    errors.add("clarity", Wrong::Missing.whole());
    errors.add("overall", Wrong::NotOnScale.whole());
    let page = form_page("decision", &AnswerSet::new(), &errors, &[]);
    assert!(page.contains("<title>Error: The decision"), "{page}");
    assert!(page.contains("2 things need a change"));
    assert!(page.contains("tabindex=\"-1\" autofocus"), "{page}");
    for key in ["clarity", "overall"] {
        assert!(page.contains(&format!("href=\"#q-{key}\"")) && page.contains(&format!("id=\"q-{key}\"")));
        assert!(page.contains(&format!("aria-describedby=\"q-{key}-error\"")), "{page}");
    }
    assert_eq!(count(&page, "field--error"), 2);
}

#[test]
fn the_review_shows_every_answer_in_words() {
    let template = starter::win_loss();
    let mut answers = AnswerSet::new();
    let keys = vec!["pricing".to_owned(), "support".to_owned()];
    answers.set("reasons", Some(Answer::Chosen { keys, other: Some("the colour".to_owned()) }));
    answers.set("overall", Some(Answer::Rated { value: 2 }));
    let path = path(&template, &facts(), &answers);
    let page = review(&site(), &Review { survey: survey(&template), path: &path, answers: &answers });
    assert!(page.contains("\nthe colour") && page.contains("2 of 5"), "{page}");
    assert!(page.contains("Not answered"));
    assert!(page.contains("href=\"/survey/reasons?change\""));
    assert!(page.contains("action=\"/survey/send\""));
}

#[test]
fn the_receipt_says_what_happens_for_each_choice_about_the_name() {
    let template = starter::win_loss();
    let page = |attribution| {
        let answered_at = Some(at("2026-10-12T08:58:00Z"));
        thanks(&site(), &Thanks { survey: survey(&template), attribution, answered_at })
    };
    assert!(page(Some(Attribution::Named)).contains("with your name"));
    assert!(page(Some(Attribution::Leadership)).contains("Only leadership"));
    assert!(page(Some(Attribution::Pooled)).contains("counted together"));
    assert!(page(None).contains("12 October 2026, 08:58 UTC"));
}

#[test]
fn a_closed_page_names_nobody() {
    for why in [
        Closed::Unknown,
        Closed::Expired,
        Closed::Answered,
        Closed::Withdrawn,
        Closed::Suspended,
        Closed::NoCookie,
        Closed::OtherSurvey,
        Closed::NoSection,
        Closed::TooLarge,
        Closed::Malformed,
    ] {
        let page = closed(&site(), why, None);
        assert_eq!(count(&page, "<h1>"), 1, "{page}");
        assert!(!page.contains("<form") && !page.contains("<footer"), "{page}");
    }
}

#[test]
fn what_could_not_be_saved_is_sent_again_as_it_was() {
    let form = [("q.story".to_owned(), "a\n\"b\" <c>".to_owned()), ("go".to_owned(), "next".to_owned())];
    let page = retry(&site(), "/survey/reasons", &form);
    assert!(page.contains("action=\"/survey/reasons\""));
    assert!(page.contains("name=\"q.story\" value=\"a\n&quot;b&quot; &lt;c&gt;\""), "{page}");
    assert!(page.contains("name=\"go\" value=\"next\""));
}
