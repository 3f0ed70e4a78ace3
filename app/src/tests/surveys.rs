//! The pages of surveys rendered from given values.

use domain::deal::Outcome;
use domain::id::{DealId, ImageId, PreviewId, TemplateId, UserId, VersionId};
use domain::report::Rate;
use domain::survey::branding::Logo;
use domain::survey::diff::diff;
use domain::survey::exchange::Remark;
use domain::survey::results::{
    Compared, Count, Figures, Funnel, GapBand, MatrixRow, QuestionResults, Quote, Ranked, Results,
    SectionStep, VendorCount,
};
use domain::survey::sample::Sample;
use domain::survey::shelf::{SurveyState, SurveySummary, VersionSummary};
use domain::survey::{Audience, Language, Level, Number, Template, starter};
use leptos::prelude::*;
use uuid::Uuid;

use super::{at, render};
use crate::api::survey::SurveyHead;
use crate::api::survey::gallery::{Offer, OfferedSection};
use crate::api::survey::heading::Heading;
use crate::api::survey::list::{Shelf, Shelved};
use crate::api::survey::preview::{Fact, Running, Stop, Tryout};
use crate::api::survey::results::{Published, ResultsView};
use crate::api::survey::version::{Compared as Changes, Pair, Version, Versions};
use crate::pages::surveys::editor::branding::late_branding;
use crate::pages::surveys::editor::languages::late_languages;
use crate::pages::surveys::editor::settings::late_settings;
use crate::pages::surveys::editor::state::EditorState;
use crate::pages::surveys::gallery::GalleryOf;
use crate::pages::surveys::list::ShelfPage;
use crate::pages::surveys::preview::{Looks, TryoutPage};
use crate::pages::surveys::results::ResultsOf;
use crate::pages::surveys::versions::VersionListPage;

fn has(html: &str, all: &[&str]) {
    for words in all {
        assert!(html.contains(words), "{words:?} is missing in {html}");
    }
    assert!(!html.contains("style="), "the policy forbids style attributes");
}

fn survey() -> TemplateId {
    TemplateId::new(Uuid::from_u128(7))
}

fn heading(state: SurveyState) -> Heading {
    Heading { id: survey(), name: "Lost to a competitor".to_owned(), state }
}

fn summary(number: u128, name: &str, state: SurveyState) -> SurveySummary {
    SurveySummary {
        id: TemplateId::new(Uuid::from_u128(number)),
        name: name.to_owned(),
        state,
        audience: Audience::Buyer,
        outcomes: vec![Outcome::LostCompetitor],
        number: i32::from(state != SurveyState::Draft) * 3,
        published_at: None,
        answers: 61,
        completion: Rate::new(61, 74),
        median_seconds: Some(141),
        changed_at: at("2026-10-12T06:41:00Z"),
        changed_by: Some(UserId::new(Uuid::from_u128(1))),
    }
}

fn list(url: &'static str, surveys: Vec<SurveySummary>, done: Option<&str>) -> String {
    let shelved = |summary| Shelved { summary, by: "Hannah Meyer".to_owned() };
    let shelf =
        Shelf { as_of: at("2026-10-12T08:58:00Z"), surveys: surveys.into_iter().map(shelved).collect() };
    let done = done.map(str::to_owned);
    render(url, move || view! { <ShelfPage shelf=shelf done=done /> }.into_any())
}

#[test]
fn the_list_says_what_is_in_use_and_what_came_of_it() {
    let all = [
        (1, "Lost to a competitor", SurveyState::Changed),
        (2, "Pulse <b>", SurveyState::Draft),
        (3, "Won", SurveyState::Archived),
    ];
    let all = all.into_iter().map(|(number, name, state)| summary(number, name, state)).collect();
    let html = list("/admin/surveys", all, Some("Archived."));
    has(
        &html,
        &[
            "1\u{a0}survey is in use",
            "Published, with changes",
            "Never published",
            "After a loss to a competitor",
            "82\u{a0}%",
            "61 of 74 who began",
            "2\u{a0}min",
            "2\u{a0}h ago",
            " by Hannah Meyer",
            "action=\"/admin/surveys/00000000-0000-0000-0000-000000000001/archive?of=00000000-0000-0000-0000-000000000001\"",
            "action=\"/admin/surveys/00000000-0000-0000-0000-000000000003/unarchive?of=00000000-0000-0000-0000-000000000001\"",
            "href=\"/admin/surveys/00000000-0000-0000-0000-000000000001.json\"",
            "Pulse &lt;b&gt;",
            "Archived.",
        ],
    );
}

#[test]
fn a_survey_that_another_goes_before_is_said_to_be_sent_after_nothing() {
    let old = summary(1, "Standard", SurveyState::Published);
    let mut new = summary(2, "Pulse", SurveyState::Published);
    new.published_at = Some(at("2026-10-12T06:00:00Z"));
    let mut both = summary(3, "Both", SurveyState::Changed);
    both.outcomes.push(Outcome::Won);
    let html = list("/admin/surveys-before", vec![old, new, both], None);
    has(&html, &["After a loss to a competitor", "Not sent: another, published later, goes first"]);
    has(&html, &["After a win; another, published later, goes first otherwise"]);
    // One for somebody else, or out of use, takes nobody's place.
    let mut sellers = summary(4, "Debrief", SurveyState::Published);
    (sellers.published_at, sellers.audience) = (Some(at("2026-10-12T06:00:00Z")), Audience::Sales);
    let mut gone = summary(5, "Gone", SurveyState::Archived);
    gone.published_at = sellers.published_at;
    let alone = vec![summary(1, "Standard", SurveyState::Published), sellers, gone];
    assert!(!list("/admin/surveys-alone", alone, None).contains("goes first"));
}

#[test]
fn an_empty_list_leads_to_the_gallery() {
    let html = list("/admin/surveys-none", Vec::new(), None);
    has(&html, &["No survey yet", "href=\"/admin/surveys/new\""]);
}

#[test]
fn the_gallery_says_for_whom_how_long_and_what_is_asked() {
    let offer = Offer {
        code: "won".to_owned(),
        name: "Won".to_owned(),
        about: "For buyers who chose you.".to_owned(),
        audience: Audience::Buyer,
        outcomes: vec![Outcome::Won],
        languages: vec!["English".to_owned(), "German".to_owned()],
        sections: vec![OfferedSection {
            title: "Your decision".to_owned(),
            questions: vec![("What tipped it?".to_owned(), "One choice".to_owned())],
        }],
    };
    let html = render("/admin/surveys/new", move || view! { <GalleryOf offers=vec![offer] /> }.into_any());
    has(
        &html,
        &[
            "For buyers who chose you.",
            "English, German",
            "After a win",
            "What tipped it?",
            "name=\"ready\" value=\"won\"",
            "Begin from nothing",
            "needs JavaScript",
        ],
    );
}

fn versions(is_changed: bool, compared: Option<Changes>) -> Versions {
    let version = |number: i32, is_active: bool| Version {
        summary: VersionSummary {
            id: VersionId::new(Uuid::from_u128(u128::try_from(number).expect("positive"))),
            number,
            published_at: at("2026-09-01T10:00:00Z"),
            by: None,
            is_active,
            invited: 90,
            under_way: 4,
            answers: 61,
        },
        by: "winloss".to_owned(),
    };
    Versions {
        as_of: at("2026-10-12T08:58:00Z"),
        survey: heading(if is_changed { SurveyState::Changed } else { SurveyState::Published }),
        revision: 5,
        is_changed,
        changed: is_changed.then(|| (at("2026-10-12T08:00:00Z"), "Tom Lindqvist".to_owned())),
        versions: vec![version(2, true), version(1, false)],
        compared,
    }
}

fn version_page(url: &'static str, versions: Versions) -> String {
    render(url, move || view! { <VersionListPage versions=versions problem=None /> }.into_any())
}

#[test]
fn versions_are_compared_in_words_and_restored_with_a_question_where_a_draft_would_be_lost() {
    let (old, mut new) = (starter::win_loss(), starter::win_loss());
    new.sections[0].questions[0].text.set(Language::english(), "How clear was it to you?");
    let pair = Pair { from: Some(1), to: Some(2) };
    let compared = Changes { pair, changes: diff(&old, &new) };
    let html = version_page("/admin/surveys/7/versions", versions(true, Some(compared)));
    has(
        &html,
        &[
            "2\u{a0}versions",
            "1\u{a0}change from version 1 to version 2",
            "How clear was it to you?",
            "In use",
            "Replace the draft?",
            "changes by Tom Lindqvist",
            "name=\"revision\" value=\"5\"",
            "<option value=\"draft\"",
        ],
    );
    let html = version_page("/admin/surveys/7/versions-plain", versions(false, None));
    assert!(!html.contains("Replace the draft?"), "nothing is lost, so nothing is asked");
    has(&html, &["Restore as draft"]);
    let none = Versions { versions: Vec::new(), ..versions(false, None) };
    has(&version_page("/admin/surveys/7/versions-none", none), &["Nothing was published yet"]);
}

fn count(label: &str, n: i64) -> Count {
    Count { key: label.to_lowercase(), label: label.to_owned(), n }
}

fn question(key: &str, kind: &str, n: i64, figures: Figures) -> QuestionResults {
    QuestionResults {
        key: key.to_owned(),
        text: format!("The question {key}"),
        kind: kind.to_owned(),
        is_gone: false,
        n,
        of: 61,
        withheld: 0,
        figures,
        quotes: Vec::new(),
    }
}

fn questions() -> Vec<QuestionResults> {
    let choices = Figures::Choices { rows: vec![count("Price", 30), count("Fit", 20)], other: 4 };
    let matrix = Figures::Matrix {
        columns: vec!["Poor".to_owned(), "Good".to_owned()],
        rows: vec![MatrixRow { key: "a".to_owned(), label: "Support".to_owned(), counts: vec![10, 30] }],
    };
    let ranked = |label: &str, first| Ranked {
        key: label.to_owned(),
        label: label.to_owned(),
        n: 30,
        first,
        mean_place: Some(1.7),
    };
    let vendor = VendorCount { name: "Contoso".to_owned(), considered: 3, finalist: 5, chosen: 9 };
    let compared = Compared {
        key: "use".to_owned(),
        label: "Ease of use".to_owned(),
        us: (Some(3.2), 40),
        them: (Some(4.4), 38),
    };
    let mut words = question("story", "long_text", 41, Figures::Words);
    words.withheld = 3;
    words.quotes = (0..5)
        .map(|number| Quote {
            text: format!("The connector <b>{number}</b> was missing."),
            deal: DealId::new(Uuid::from_u128(99)),
            deal_name: "Woodgrove Bank, core".to_owned(),
            outcome: Some(Outcome::LostCompetitor),
            submitted_at: at("2026-10-11T08:00:00Z"),
        })
        .collect();
    let mut gone =
        question("old", "rating", 8, Figures::Rating { counts: vec![1, 0, 2, 3, 2], mean: Some(3.6) });
    gone.is_gone = true;
    vec![
        question("reasons", "multiple_choice", 54, choices),
        question(
            "nps",
            "nps",
            60,
            Figures::Nps { counts: vec![1, 0, 2, 3, 2, 4, 6, 10, 12, 12, 8], score: Some(3.3) },
        ),
        question("how", "matrix", 40, matrix),
        question(
            "rank",
            "ranking",
            30,
            Figures::Ranking { rows: vec![ranked("Fit", 4), ranked("Price", 12)] },
        ),
        question(
            "seats",
            "number",
            25,
            Figures::Numbers {
                unit: "seats".to_owned(),
                ends: Some([5, 400].map(Number::whole)),
                quartiles: Some([20, 40, 80].map(Number::whole)),
                is_rounded: false,
            },
        ),
        question("when", "date", 22, Figures::Dates { months: vec![("2026-11".to_owned(), 22)] }),
        question("field", "field_of_play", 50, Figures::Vendors { rows: vec![vendor], unnamed: 2 }),
        question("compared", "head_to_head", 40, Figures::HeadToHead { rows: vec![compared] }),
        question(
            "price",
            "price_gap",
            33,
            Figures::Price {
                stances: [3, 10, 18, 2],
                roles: [9, 20, 4],
                gaps: vec![GapBand { from: 10, below: 20, n: 11 }],
                median: Some(12.0),
            },
        ),
        question("consent", "consent", 58, Figures::Agreed),
        words,
        gone,
        question("none", "email", 0, Figures::Words),
    ]
}

fn results(funnel: Funnel, questions: Vec<QuestionResults>, answers: i64) -> ResultsView {
    ResultsView {
        as_of: at("2026-10-12T08:58:00Z"),
        survey: heading(SurveyState::Published),
        versions: vec![
            Published { number: 2, since: at("2026-09-01T10:00:00Z") },
            Published { number: 1, since: at("2026-08-01T10:00:00Z") },
        ],
        results: Results {
            survey: survey(),
            name: "Lost to a competitor".to_owned(),
            audience: Audience::Buyer,
            version: None,
            funnel,
            answers,
            questions,
        },
    }
}

fn results_page(url: &'static str, view: ResultsView) -> String {
    render(url, move || view! { <ResultsOf view=view /> }.into_any())
}

#[test]
fn results_have_a_figure_for_every_kind_with_its_n() {
    let step = |key: &str, saved, left| SectionStep {
        key: key.to_owned(),
        title: key.to_owned(),
        shown_when: (key == "Price").then(|| "the outcome is Won".to_owned()),
        saved,
        left,
        median_seconds: Some(40),
        timed: saved,
    };
    let funnel = Funnel {
        invited: 140,
        started: 74,
        unopened: 5,
        under_way: 3,
        left_at_start: 2,
        sections: vec![step("The decision", 70, 6), step("Price", 63, 2)],
        sent: 61,
        median_seconds: Some(141),
        timed: 61,
    };
    let html = results_page("/admin/surveys/7/results", results(funnel, questions(), 61));
    has(
        &html,
        &[
            "Of 10 who began and stopped, most did after “The decision”: 6",
            "when the outcome is Won",
            "53\u{a0}% of the invited",
            "82\u{a0}% of who began",
            "n = 54 of 61",
            "Something of their own",
            "Score +3",
            "Promoters, 9 and 10",
            "Support",
            "Mean place",
            "40 seats",
            "2026-11",
            "2\u{a0}further names",
            "Ease of use",
            "\u{2212}1.2",
            "+10 to +20\u{a0}%",
            "Median gap: <b>+12\u{a0}%",
            "95\u{a0}% agreed (58 of 61)",
            " · 3 left out",
            "counted here in whole fives",
            "2\u{a0}more quotes",
            "href=\"/app/deals/00000000-0000-0000-0000-000000000063\"",
            "&lt;b&gt;0&lt;/b&gt; was missing",
            "No longer asked",
            "few answers",
            "Nothing to show yet. Answers that are counted only in a crowd wait until they are enough.",
            "href=\"/admin/surveys/00000000-0000-0000-0000-000000000007/results.csv\"",
            "All versions together",
        ],
    );
}

#[test]
fn results_without_anybody_say_what_comes_next() {
    let html = results_page("/admin/surveys/7/results-none", results(Funnel::default(), Vec::new(), 0));
    has(&html, &["No results yet", "Try it yourself"]);
    let begun = Funnel { invited: 2, started: 2, under_way: 2, ..Funnel::default() };
    let unanswered =
        vec![question("a", "long_text", 0, Figures::Words), question("b", "nps", 0, Figures::Words)];
    let html = results_page("/admin/surveys/7/results-begun", results(begun, unanswered, 0));
    has(&html, &["Nobody sent an answer yet, and nobody stopped", "No answer was read yet"]);
    assert!(!html.contains("Nothing to show yet."), "it was said once for each question");
    let mut never = results(Funnel::default(), Vec::new(), 0);
    never.versions.clear();
    has(&results_page("/admin/surveys/7/results-never", never), &["never published", "Go on with the draft"]);
}

fn tryout(running: Option<Running>) -> Tryout {
    let closed = at("2026-10-01T00:00:00Z");
    let real = Sample {
        deal: Some(DealId::new(Uuid::from_u128(5))),
        deal_name: "Woodgrove Bank, core".to_owned(),
        account: "Woodgrove <Bank>".to_owned(),
        ..Sample::made_up(Outcome::LostCompetitor, closed)
    };
    Tryout {
        as_of: at("2026-10-12T08:58:00Z"),
        survey: heading(SurveyState::Changed),
        languages: vec![Language::english(), Language::german()],
        outcomes: vec![Outcome::Won],
        samples: vec![real, Sample::made_up(Outcome::Won, closed)],
        running,
    }
}

fn try_page(url: &'static str, tryout: Tryout) -> String {
    render(url, move || view! { <TryoutPage tryout=tryout looks=Looks::default() /> }.into_any())
}

#[test]
fn a_try_begins_with_a_deal_and_a_language_and_needs_no_script() {
    let html = try_page("/admin/surveys/7/preview", tryout(None));
    has(
        &html,
        &[
            "Try it as a sample deal",
            "Woodgrove &lt;Bank&gt;",
            "made up",
            "name=\"sample\" value=\"won\" checked",
            "<option value=\"de\"",
            "action=\"/admin/surveys/00000000-0000-0000-0000-000000000007/preview?of=00000000-0000-0000-0000-000000000001\"",
        ],
    );
    assert!(!html.contains("<iframe"));
}

#[test]
fn a_try_shows_the_real_pages_and_what_reports_would_be_told() {
    let running = Running {
        id: PreviewId::new(Uuid::from_u128(3)),
        sample: Sample::made_up(Outcome::Won, at("2026-10-01T00:00:00Z")),
        language: Some(Language::german()),
        is_outdated: true,
        path: vec![
            Stop { title: "Start".to_owned(), shown: 2, hidden: 1, is_skipped: false },
            Stop { title: "Vendors".to_owned(), shown: 0, hidden: 2, is_skipped: true },
        ],
        answered: 2,
        missing: vec!["Who else was there?".to_owned()],
        told: vec![Fact { label: "Themes".to_owned(), values: vec!["Price: 60 %, chosen".to_owned()] }],
    };
    let html = try_page("/admin/surveys/7/preview-on", tryout(Some(running)));
    has(
        &html,
        &[
            "src=\"/preview/00000000-0000-0000-0000-000000000003~light\"",
            "device device--phone device--light",
            "By 2\u{a0}answers so far",
            "1\u{a0}answer is missing before it could be sent",
            "Who else was there?",
            "Price: 60 %, chosen",
            "2\u{a0}questions, 1 left out",
            "left out",
            "The draft was changed since",
            "Begin again",
            "enter no report",
        ],
    );
}

fn editor(template: Template) -> EditorState {
    let survey = SurveyHead {
        id: survey(),
        number: 2,
        audience: Audience::Buyer,
        outcomes: Outcome::ALL.to_vec(),
        is_archived: false,
        live_keys: Vec::new(),
    };
    let findings = domain::survey::findings(&template);
    EditorState::new(survey, template, findings)
}

fn in_two_languages() -> Template {
    let mut template = starter::win_loss();
    let hebrew = Language::parse("he").expect("a tag");
    template.languages.push(hebrew.clone());
    template.title = template.title.clone().and(hebrew, "ההחלטה שלכם");
    template
}

#[test]
fn the_grid_marks_what_is_missing_and_writes_from_the_right() {
    let html = render("/admin/surveys/7/languages", || late_languages(editor(in_two_languages())));
    has(
        &html,
        &[
            "Hebrew",
            "עברית",
            " missing",
            "lang=\"he\" dir=\"rtl\"",
            "texts__cell--missing",
            // On a phone each cell says its language itself.
            "data-in=\"Hebrew\"",
            "Make it the survey’s own<span class=\"visually-hidden\">: Hebrew</span>",
            "Remove Hebrew",
            "Begin with the own text: ",
            "Add a language",
        ],
    );
    let html = render("/admin/surveys/7/languages-one", || late_languages(editor(starter::win_loss())));
    assert!(html.contains("Complete") && !html.contains("texts__cell--missing"));
}

#[test]
fn the_branding_says_how_well_a_colour_is_read_and_what_it_becomes() {
    let mut template = starter::win_loss();
    template.branding.accent = domain::color::Color::parse("#ffe066").ok();
    template.branding.bar = domain::color::Color::parse("#112233").ok();
    template.branding.logo = Some(Logo {
        image: ImageId::new(Uuid::from_u128(4)),
        width: 240,
        height: 64,
        alt: "Northwind".to_owned(),
    });
    let html = render("/admin/surveys/7/branding", move || late_branding(editor(template)));
    has(
        &html,
        &[
            "is too little for words. Buyers see #",
            "Take #",
            "Dark pages: read well",
            "Words on it are white",
            "src=\"/admin/images/00000000-0000-0000-0000-000000000004\"",
            "at most 2 MB",
            "On dark pages",
        ],
    );
}

#[test]
fn the_settings_say_who_is_asked_what_is_seen_and_how_long_it_takes() {
    let html = render("/admin/surveys/7/settings", || {
        let mut template = starter::win_loss();
        template.recall.rep = true;
        late_settings(editor(template))
    });
    has(
        &html,
        &[
            "Who answers it",
            "It was published, so this stays",
            "Lost to a competitor",
            "Whose name is seen",
            "Not: ",
            "{amount}",
            "a seller’s name makes",
            "Privacy notice",
            "Instead, after no decision",
            "minute",
        ],
    );
}

#[test]
fn what_a_file_lost_is_said_in_words_of_the_survey() {
    // The path of the file was all that was said of the place.
    let remark = |level, words: &str, path: Option<&str>| Remark {
        level,
        words: words.to_owned(),
        path: path.map(str::to_owned),
    };
    let findings = vec![
        remark(
            Level::Error,
            "Question 4, choice 2: the theme should be one that we know.",
            Some("sections[1].questions[0].kind.choices[1].theme"),
        ),
        remark(Level::Note, "The logo was left out.", None),
    ];
    let html = render("/admin/surveys/new-report", move || crate::pages::surveys::findings(&findings));
    let (error, note) =
        (html.find("Question 4, choice 2").expect("there"), html.find("The logo").expect("there"));
    assert!(error < note && html.contains("Error") && html.contains("Note"));
    assert!(
        html.contains(r#"<code class="finding__path">sections[1].questions[0].kind.choices[1].theme</code>"#)
    );
    assert_eq!(html.matches("finding__path").count(), 1, "where there is no path, none is drawn");
}
