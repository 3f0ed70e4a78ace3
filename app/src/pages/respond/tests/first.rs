//! The first page, its choice about the name, and what is below it.

use domain::color::Color;
use domain::response::Attribution;
use domain::survey::branding::{Branding, FontSize};
use domain::survey::logic::Span;
use domain::survey::{Condition, Jump, Language, Target, Text};

use super::scene::{Scene, at, count, keep, site};
use crate::pages::respond::{Closed, Landing, Site, Voice, closed, landing, privacy, reminded};

#[test]
fn names_are_recalled_once_and_shown_as_text() {
    let mut scene = Scene::starter();
    scene.template.title = Text::english("{account} and {tenant}, {other} {");
    scene.names.contact = "Elena <script>".to_owned();
    let page = scene.landing();
    assert!(page.starts_with("<!doctype html><html lang=\"en\">"), "{page}");
    assert!(page.contains("{tenant} Ltd and North &amp; &lt;Wind&gt;, {other} {</h1>"), "{page}");
    assert!(!page.contains("<Wind>") && !page.contains("<script"), "no script, and no name becomes markup");
    for words in [
        "about 3 minutes · up to 5 short pages",
        "30 October 2026",
        "September 2026",
        "Grace Okafor, your contact",
        ">Start<",
        "for 24 months",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("name=\"survey\""), "the first page asks nothing but to start");
}

#[test]
fn a_name_in_a_sentence_from_the_right_keeps_its_direction_to_itself() {
    // "Acme (UK) Ltd." tore the sentence around it apart.
    let mut scene = Scene::starter();
    let hebrew = Language::parse("he").expect("a tag");
    if domain::survey::Words::known(&hebrew).is_none() {
        return;
    }
    scene.voice = Voice::new(&hebrew, &Language::english());
    scene.names.tenant = "Acme (UK) Ltd.".to_owned();
    scene.names.contact = "Elena".to_owned();
    let page = scene.landing();
    assert!(
        page.contains("\u{2068}Acme (UK) Ltd.\u{2069}") && page.contains("\u{2068}Elena\u{2069}"),
        "{page}"
    );
    scene.voice = Voice::new(&Language::english(), &Language::english());
    assert!(!scene.landing().contains('\u{2068}'));
}

#[test]
fn a_company_that_nobody_names_is_the_readers_own_in_every_language() {
    // It was the id of the CRM's record: "The decision of MINbb48a, November 2026".
    for (tag, decision) in [
        ("en", "The decision of your company, September 2026"),
        ("de", "Die Entscheidung in Ihrem Unternehmen, September 2026"),
        ("ja", "貴社のご決定（2026年9月）"),
    ] {
        let mut scene = Scene::starter();
        scene.template.languages.push(Language::parse(tag).expect("a tag"));
        scene.voice = Voice::new(&Language::parse(tag).expect("a tag"), &Language::english());
        let page = landing(
            &site(),
            &Landing {
                survey: scene.survey(),
                sender: None,
                account: None,
                closed_at: at("2026-09-04T00:00:00Z"),
                pages: Span { least: 1, most: 1 },
                has_started: false,
                can_wait: false,
                problem: None,
            },
        );
        assert!(page.contains(decision), "{decision} in {page}");
    }
}

#[test]
fn the_first_page_promises_no_fewer_pages_than_can_come() {
    // It counted the pages of a buyer who answers nothing, and more came.
    let mut scene = Scene::starter();
    assert!(
        scene.landing().contains("up to 5 short pages"),
        "the turning point is asked of some: {}",
        scene.landing()
    );
    for section in &mut scene.template.sections {
        section.show_if = section.show_if.take().filter(|rule| rule.questions().is_empty());
    }
    let page = scene.landing();
    assert!(page.contains(" · 5 short pages"), "the deal decides all of it: {page}");
    scene.template.sections[0].jumps =
        vec![Jump { when: Some(Condition::Answered("clarity".to_owned())), to: Target::End }];
    assert!(scene.landing().contains("up to 5 short pages"), "an answer may end it: {}", scene.landing());
}

#[test]
fn the_choice_about_the_name_is_a_picture_of_who_sees_what() {
    let page = Scene::starter().landing();
    keep("landing", &page);
    assert_eq!(count(&page, "name=\"who\""), 3);
    assert!(
        page.contains("name=\"who\" value=\"leadership\" checked"),
        "the most careful that helps: {page}"
    );
    assert_eq!((count(&page, "class=\"who__yes\""), count(&page, "class=\"who__no\"")), (6, 3));
    assert!(page.contains("Will not see it: </span>Grace Okafor, your contact"), "{page}");
    let mut chosen = Scene::starter();
    chosen.attribution = Some(Attribution::Pooled);
    assert!(chosen.landing().contains("value=\"pooled\" checked"), "what was chosen before stays chosen");
}

#[test]
fn where_there_is_one_way_it_is_said_and_not_asked() {
    let mut scene = Scene::starter();
    scene.template.attributions = vec![Attribution::Named];
    let page = scene.landing();
    assert!(!page.contains("name=\"who\"") && page.contains("Who will see what you say"), "{page}");
    assert_eq!(count(&page, "class=\"who__yes\""), 3);
    scene.template.attributions.clear();
    assert!(!scene.landing().contains("class=\"who\""), "a survey that asks in a question does not ask here");
}

#[test]
fn a_buyer_without_time_can_be_reminded_or_refuse() {
    let scene = Scene::starter();
    let page = scene.landing();
    assert!(page.contains("<details class=\"later\"><summary>Not now</summary>"), "{page}");
    assert!(page.contains("action=\"/survey/later\"") && count(&page, "name=\"days\"") == 3);
    assert_eq!(count(&page, "href=\"/u/PREFERENCES\""), 2, "beside the start, and below");
    let with_problem = landing(
        &site(),
        &Landing {
            survey: scene.survey(),
            sender: Some("Hannah Meyer"),
            account: Some("Acme"),
            closed_at: at("2026-09-04T00:00:00Z"),
            pages: Span { least: 1, most: 1 },
            has_started: true,
            can_wait: true,
            problem: Some("Choose when we may remind you."),
        },
    );
    keep("landing-later", &with_problem);
    assert!(with_problem.contains("<details open class=\"later\">"), "{with_problem}");
    assert!(with_problem.contains("aria-describedby=\"days-error\""));
    assert!(with_problem.contains("role=\"alert\" tabindex=\"-1\" autofocus"), "{with_problem}");
    assert!(with_problem.contains("href=\"#days\"") && count(&with_problem, " id=\"days\"") == 1);
    assert!(with_problem.contains("<b><bdi>Hannah Meyer</bdi></b> asks you, Elena."), "{with_problem}");
    assert!(with_problem.contains(">Continue<") && with_problem.contains("1 short page<"));
    let set = reminded(&site(), scene.survey(), at("2026-10-12T00:00:00Z").date_naive());
    assert!(set.contains("On 12 October 2026 you get one mail"), "{set}");
}

#[test]
fn a_tenants_colours_stand_under_the_nonce_and_only_where_there_are_some() {
    let mut scene = Scene::starter();
    assert!(!scene.landing().contains("<style"));
    scene.template.branding = Branding {
        logo: None,
        accent: Some(Color::parse("#ffe066").expect("a colour")),
        bar: Some(Color::parse("#102030").expect("a colour")),
        size: FontSize::Large,
    };
    let page = scene.landing();
    keep("branded", &page);
    assert!(page.contains("<style nonce=\"NONCE\">.buyer{--accent:light-dark(#"), "{page}");
    assert!(page.contains(".buyer__head{background:#102030;color:#ffffff;"));
    assert!(!page.contains(" style="), "the policy forbids style attributes");
}

#[test]
fn a_page_carries_its_stylesheet_where_a_nonce_lets_it() {
    let scene = Scene::starter();
    let site = Site { sheet: ".buyer>a{color:red}".into(), ..site() };
    let first = reminded(&site, scene.survey(), at("2026-10-12T00:00:00Z").date_naive());
    assert!(first.contains("<style nonce=\"NONCE\">.buyer>a{color:red}</style>"), "{first}");
    assert!(!first.contains("rel=\"stylesheet\""), "{first}");
    let gone = closed(&site, &Voice::of(&Language::parse("en").unwrap()), Closed::Unknown, None);
    assert!(
        !gone.contains("<style") && gone.contains("rel=\"stylesheet\" href=\"/pkg/survey.1.css\""),
        "{gone}"
    );
}

#[test]
fn the_privacy_notice_says_who_what_for_how_long_and_who_reads() {
    let mut scene = Scene::starter();
    let page = privacy(&site(), scene.survey(), "/survey/decision");
    keep("privacy", &page);
    for words in ["North &amp; &lt;Wind&gt;", "24 months after", "Leadership only: ", "one cookie"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    let notice = &mut scene.template.notice;
    notice.controller = "Data <b>Office</b>".to_owned();
    notice.purpose = Text::english("To learn from {account}.");
    notice.retention_months = 1;
    notice.readers = Text::english("Our board.");
    notice.url = "https://north.example/privacy?a=1&b=\"2\"".to_owned();
    let page = privacy(&site(), scene.survey(), "/survey/decision");
    for words in [
        "Data &lt;b&gt;Office&lt;/b&gt;",
        "To learn from {tenant} Ltd.",
        "1 month after",
        "Our board.",
        "href=\"https://north.example/privacy?a=1&amp;b=&quot;2&quot;\"",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    scene.template.notice.url = "javascript:alert(1)".to_owned();
    assert!(!privacy(&site(), scene.survey(), "/survey/decision").contains("javascript:"));
}
