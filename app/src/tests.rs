//! The pages rendered from given values: what a member reads, without a server.

mod surveys;

use chrono::{DateTime, Utc};
use domain::actor::Role;
use domain::deal::list::Filtered;
use domain::deal::{
    ContactRole, DealCompetitor, DealContact, DealDetail, DealListQuery, DealPage, DealSummary, Money,
    Outcome, Reach, Rep, Stage,
};
use domain::id::{ContactId, DealId, ResponseId, TenantId};
use domain::report::{Cycle, FilterOptions, Headline, Rate, ReasonsBasis, ReportFilter};
use domain::response::{AnswerView, AnsweredQuestion, Attribution, ThemeView, VendorRole};
use domain::survey::Audience;
use domain::taxonomy::Theme;
use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::location::RequestUrl;
use uuid::Uuid;

use crate::api::ApiError;
use crate::api::context::Person;
use crate::api::platform::{DeadLetter, Platform, QueueDepth};
use crate::components::frame::Frame;
use crate::components::misread::use_sifted;
use crate::components::notice::ErrorPage;
use crate::components::skeleton::{OverviewSkeleton, editor_skeleton, plain_skeleton, survey_skeleton};
use crate::components::topbar::Topbar;
use crate::pages::dashboard::{OverviewPage, fixture};
use crate::pages::deals::DealListPage;
use crate::pages::deals::detail::DealDetailPage;
use crate::pages::operator::{PlatformPage, Retries};
use crate::pages::sign_in::{SignInPage, SignInProblem};
use crate::routes::Measure;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn leader() -> Person {
    Person {
        name: "Hannah Meyer".to_owned(),
        email: "hannah@northwind.example".to_owned(),
        tenant_id: Some(TenantId::new(Uuid::from_u128(1))),
        tenant: Some("Northwind Software".to_owned()),
        place: Some("Data stays in the EU, apart from other customers".to_owned()),
        role: Some(Role::Admin),
        others: Vec::new(),
        is_operator: false,
    }
}

/// Renders a page in its frame at an address.
fn render(url: &str, page: impl FnOnce() -> AnyView + Send + 'static) -> String {
    let owner = leptos::prelude::Owner::new();
    let html = owner.with(|| {
        provide_context(RequestUrl::new(url));
        leptos_meta::provide_meta_context();
        provide_context(Some(leader()));
        view! {
            <Router>
                <Frame person=Some(leader())>{page()}</Frame>
            </Router>
        }
        .to_html()
    });
    keep(url, &html);
    // Views of erased types leave marks between their parts.
    html.replace("<!>", "")
}

/// With `WINLOSS_PAGES` set to a folder at build time, the rendered pages are kept for looking at.
fn keep(name: &str, html: &str) {
    let Some(folder) = option_env!("WINLOSS_PAGES") else { return };
    let name = name.trim_start_matches('/').replace(['/', '?', '='], "-");
    let sprite = include_str!("components/icon/sprite.svg");
    let page = format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width, \
         initial-scale=1\"><link rel=stylesheet href=main.css></head><body>{html}{sprite}</body></html>"
    );
    std::fs::write(format!("{folder}/{name}.html"), page).expect("a folder to write to");
}

fn overview(url: &str, measure: Measure, change: impl FnOnce(&mut domain::report::Dashboard)) -> String {
    let mut dashboard = fixture::dashboard();
    change(&mut dashboard);
    let filter = ReportFilter { segments: vec!["Enterprise".to_owned()], ..Default::default() };
    let overview = crate::charts::overview(dashboard, &filter);
    render(url, move || {
        let address = use_sifted(Filtered::Overview);
        view! { <OverviewPage overview=overview filter=filter measure=measure address=address /> }.into_any()
    })
}

#[test]
fn the_overview_says_the_number_how_sure_it_is_and_leads_to_its_deals() {
    let html = overview("/app", Measure::Frequency, |_| {});
    for words in [
        "Win rate",
        "38\u{a0}%",
        "n = 142 · 30–46\u{a0}%",
        "4\u{a0}pts on Q2 2026, within chance",
        "$11.0M",
        "Price and terms is named most often",
        "Contoso CRM",
        "Lost deals take 17 days longer than won ones",
        "The SAP connector would have been a project of its own.",
        "Counted in totals only",
        "No decision counts as lost",
        "href=\"/app/deals?segment=Enterprise&amp;outcome=won\"",
        "href=\"/app/deals?segment=Enterprise&amp;outcome=lost_competitor&amp;outcome=lost_no_decision&amp;outcome=lost_other&amp;theme=integrations\"",
    ] {
        assert!(html.contains(words), "{words:?} is missing");
    }
    assert!(!html.contains("style="), "the policy forbids style attributes");
}

#[test]
fn reasons_by_value_add_up_and_say_so() {
    let html = overview("/app?reasons=value", Measure::Value, |_| {});
    assert!(html.contains("Integrations costs most"));
    assert!(html.contains("Adds up to $9.6M"));
    assert!(html.contains("name=\"reasons\" value=\"value\""), "the filter form keeps the measure");
}

#[test]
fn values_say_how_many_answers_given_in_confidence_they_leave_out() {
    let html = overview("/app?reasons=value&confided", Measure::Value, |dashboard| {
        dashboard.reasons_basis.in_confidence = 15;
        dashboard.reasons[0].in_confidence = 5;
    });
    for words in [
        "Adds up to $9.6M, without 15\u{a0}answers given in confidence.",
        "$9.6M with a reason, 15 in confidence left out",
        "15\u{a0}answers among these were given in confidence: their deals are counted, their values are not",
        "touched, without 5\u{a0}answers given in confidence",
        "what was said in confidence is left out",
    ] {
        assert!(html.contains(words), "{words:?} is missing");
    }
}

#[test]
fn a_tile_that_the_filter_leaves_without_deals_leads_nowhere() {
    // It led to the won deals, or to all of them.
    let filter = ReportFilter { outcomes: vec![Outcome::LostOther], ..Default::default() };
    let overview = crate::charts::overview(fixture::dashboard(), &filter);
    let html = render("/app-lost", move || {
        let (address, measure) = (use_sifted(Filtered::Overview), Measure::Frequency);
        view! { <OverviewPage overview=overview filter=filter measure=measure address=address /> }.into_any()
    });
    assert!(!html.contains("/app/deals?outcome=won"));
    assert!(html.contains("<div class=\"stat\"><span class=\"stat__label\">Value won"));
}

#[test]
fn before_the_first_deal_the_overview_says_what_to_do() {
    let html =
        overview("/app-new", Measure::Frequency, |dashboard| dashboard.options = FilterOptions::default());
    assert!(html.contains("No deal has arrived yet") && html.contains("Open the connections"));
}

#[test]
fn a_filter_that_is_too_narrow_can_be_cleared() {
    let html = overview("/app-narrow", Measure::Frequency, |dashboard| {
        dashboard.headline = Headline {
            win_rate: Rate::default(),
            previous: Rate::default(),
            change: domain::report::Change::default(),
            closed: 0,
            won: 0,
            lost_competitor: 0,
            lost_no_decision: 0,
            lost_other: 0,
            won_cents: 0,
            lost_cents: 0,
            without_amount: 0,
            coverage: Rate::default(),
        };
    });
    assert!(
        html.contains("No deal closed in the last 12 months fits the filter")
            && html.contains("Clear the filter")
    );
}

#[test]
fn amounts_whose_sum_has_no_number_still_make_a_page() {
    // The sum of both overflowed, in two tiles and in their bars.
    let html = overview("/app-absurd", Measure::Value, |dashboard| {
        dashboard.headline.won_cents = i64::MAX;
        dashboard.headline.lost_cents = i64::MAX;
    });
    assert!(html.contains("100\u{a0}% of the value closed was won"), "at the end of numbers");
    assert!(html.contains("$92,233,720,368,547,758.07"));
}

#[test]
fn deals_without_any_answer_still_make_a_page() {
    let html = overview("/app-silent", Measure::Value, |dashboard| {
        dashboard.reasons.clear();
        dashboard.reasons_basis = ReasonsBasis { lost: 88, unheard: 88, ..ReasonsBasis::default() };
        dashboard.competitors.clear();
        dashboard.newest.clear();
        dashboard.headline.coverage = Rate::new(0, 88);
        dashboard.cycle = Cycle::default();
        dashboard.headline.previous = Rate::default();
        dashboard.headline.change = domain::report::Change::default();
    });
    for words in ["No reasons yet", "No competitors yet", "No answers yet", "Nothing to compare in Q2 2026"] {
        assert!(html.contains(words), "{words:?} is missing");
    }
}

/// Who may read none of the answers was told that there was none.
#[test]
fn whoever_may_read_no_answer_is_not_told_that_there_is_none() {
    let html = overview("/app-closed", Measure::Value, |dashboard| dashboard.newest.clear());
    assert!(html.contains("No answer here is open to your role") && !html.contains("No answers yet"));
}

fn summary(number: u128, name: &str, outcome: Option<Outcome>, amount: i64) -> DealSummary {
    DealSummary {
        id: DealId::new(Uuid::from_u128(number)),
        name: name.to_owned(),
        account: name.split(',').next().unwrap_or(name).to_owned(),
        outcome,
        amount: Some(Money { amount: amount.into(), currency: "EUR".to_owned() }.into()),
        home_cents: (number != 4).then_some(amount * 109),
        closed_at: at("2026-09-23T16:48:00Z"),
        cycle_days: Some(112),
        segment: Some("Enterprise".to_owned()),
        region: Some("Southern Europe".to_owned()),
        rep: Some(Rep { name: "Grace Okafor".to_owned(), team: None }),
        competitor: (outcome == Some(Outcome::LostCompetitor)).then(|| "Contoso CRM".to_owned()),
        answers: if number == 1 { 2 } else { 0 },
    }
}

fn deals(total: i64) -> DealPage {
    let rows = (0..total.min(50)).map(|number| {
        let outcome =
            [Some(Outcome::LostCompetitor), Some(Outcome::Won), Some(Outcome::LostNoDecision), None];
        let at = usize::try_from(number).expect("small");
        summary(at as u128 + 1, "Woodgrove Bank, core rollout", outcome[at % 4], 221_000 + number)
    });
    DealPage {
        as_of: at("2026-10-12T08:58:00Z"),
        data_version: 7,
        home_currency: "USD".to_owned(),
        rows: rows.collect(),
        total,
        total_cents: 1_590_000_000,
        competitor: None,
        unlisted: 0,
        open_again: 0,
        options: fixture::options(),
    }
}

fn list(url: &str, deals: DealPage, query: DealListQuery) -> String {
    render(url, move || {
        let (filter, address) = (ReportFilter::default(), use_sifted(Filtered::Deals));
        view! { <DealListPage deals=deals filter=filter query=query address=address /> }.into_any()
    })
}

#[test]
fn the_list_orders_pages_and_says_what_narrows_it() {
    let query = DealListQuery {
        search: Some("bank".to_owned()),
        theme: Some(Theme::Integrations),
        page: 2,
        ..Default::default()
    };
    let html = list("/app/deals?q=bank", deals(142), query);
    for words in [
        "51–100 of 142\u{a0}deals",
        "“bank”",
        "aria-sort=\"descending\"",
        "Lost to Contoso CRM",
        "rel=\"next\" href=\"/app/deals?q=bank&amp;theme=integrations&amp;page=3\"",
        "aria-label=\"Remove filter: reason\"",
    ] {
        assert!(html.contains(words), "{words:?} is missing");
    }
}

#[test]
fn deals_that_are_open_again_are_said_and_led_to() {
    let html = list("/app/deals-again", DealPage { open_again: 2, ..deals(16) }, DealListQuery::default());
    assert!(html.contains("<a href=\"/app/deals?open=again\">2 open again</a>"));
    let again = DealListQuery { is_open_again: true, ..Default::default() };
    let html = list("/app/deals?open=again", deals(2), again);
    assert!(html.contains("aria-label=\"Remove filter: open\""));
}

#[test]
fn a_list_that_is_shorter_than_its_count_says_how_much_and_why() {
    // A theme's list showed fewer deals than the overview counts, and left the reader to wonder.
    let of_theme = DealListQuery { theme: Some(Theme::Integrations), ..Default::default() };
    let shorter = |total, unlisted| DealPage { unlisted, ..deals(total) };
    let html = list("/app/deals?theme=integrations", shorter(16, 7), of_theme.clone());
    assert!(html.contains("7\u{a0}more deals count here and are not listed"), "how many");
    assert!(html.contains("name this reason in answers that are not open to you"), "why");
    let html = list("/app/deals?theme=integrations-none", shorter(0, 1), of_theme.clone());
    assert!(
        html.contains("No deal can be listed")
            && html.contains("1\u{a0}more deal counts here and is not listed")
    );
    let html = list("/app/deals?theme=integrations-all", deals(16), of_theme);
    assert!(!html.contains("not listed") && html.contains("Only answers that are open to you"));
    let html = list("/app/deals", deals(16), DealListQuery::default());
    assert!(!html.contains("not listed") && !html.contains("open to you"));
}

#[test]
fn what_of_the_address_is_not_understood_is_said_with_a_way_out() {
    // It was left out in silence: all deals were shown, and taken for those that were asked for.
    let address = "/app/deals?outcome=lost&region=EMEA&zz=1&zz=2&page=%3Cb%3E";
    let html = list(address, deals(16), DealListQuery::default());
    let words = "The address was not understood in full: the filter “outcome” does not have such a value; \
                 there is no filter “zz”; the filter “page” does not have such a value.";
    assert!(html.contains(words), "{html}");
    assert!(html.contains("href=\"/app/deals?region=EMEA\""), "the way out keeps what is understood");
    let html = list("/app/deals?region=EMEA", deals(16), DealListQuery::default());
    assert!(!html.contains("not understood"));
    let many: Vec<String> = (0..9).map(|at| format!("x{at}=1")).collect();
    let html = list(&format!("/app/deals?{}", many.join("&")), deals(16), DealListQuery::default());
    assert!(html.contains("there is no filter “x4”; and 4 more.") && !html.contains("x5”"), "{html}");
}

#[test]
fn an_empty_list_says_why() {
    let searched = DealListQuery { search: Some("nobody".to_owned()), ..Default::default() };
    assert!(list("/app/deals?q=nobody", deals(0), searched).contains("No deal fits all of this"));
    let mut none = deals(0);
    none.options = FilterOptions::default();
    assert!(list("/app/deals-new", none, DealListQuery::default()).contains("No deal has arrived yet"));
}

#[test]
fn no_empty_page_leads_back_to_itself() {
    // The default period may be the empty one: "clear the filter" then led to the same page.
    let html = list("/app/deals-quiet", deals(0), DealListQuery::default());
    assert!(html.contains("No deal closed in this period"));
    assert!(html.contains("Look at Q3 2026") && html.contains("href=\"/app/deals?period=2026q3\""), "{html}");
    let behind = DealPage { rows: Vec::new(), ..deals(142) };
    let html = list("/app/deals?page=9", behind, DealListQuery { page: 9, ..Default::default() });
    assert!(html.contains("Go to the first page") && !html.contains("Take a part of the filter away"));
}

fn platform(dead: &[(&str, u64)]) -> Platform {
    let letter = |(id, (kind, _)): (i64, &(&str, u64))| DeadLetter {
        shard: "main".to_owned(),
        id,
        tenant: "Northwind Software".to_owned(),
        kind: (*kind).to_owned(),
        attempt: 24,
        last_error: Some("connection refused".to_owned()),
        died_at: at("2026-10-12T06:41:00Z"),
    };
    Platform {
        as_of: at("2026-10-12T08:58:00Z"),
        tenants: Vec::new(),
        queue: vec![QueueDepth {
            class: "realtime".to_owned(),
            ready: 1,
            later: 0,
            running: 0,
            dead: 0,
            oldest_seconds: 7_300.0,
        }],
        dead_kinds: dead.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect(),
        dead: (1..).zip(dead).map(letter).collect(),
    }
}

fn console(url: &str, platform: Platform) -> String {
    render(url, move || {
        let retries = Retries::new(Callback::new(|()| ()));
        view! { <PlatformPage platform=platform retries=retries /> }.into_any()
    })
}

#[test]
fn what_was_given_up_can_be_tried_again_one_by_one_and_by_kind_after_a_question() {
    let html = console("/ops", platform(&[("send_mail", 12), ("of_a_newer_release", 1)]));
    for words in [
        "1\u{a0}job waits",
        "2\u{a0}h",
        "aria-label=\"Try again: Send an invitation, Northwind Software\"",
        "of_a_newer_release",
        "Try 12\u{a0}jobs again?",
        "popovertarget=\"retry-0\"",
        "id=\"retry-0\" popover=\"auto\" role=\"dialog\"",
        "name=\"kind\" value=\"send_mail\"",
        "The newest 2 of 13",
    ] {
        assert!(html.contains(words), "{words:?} is missing in {html}");
    }
    assert!(console("/ops-calm", platform(&[])).contains("No job was given up"));
}

#[test]
fn the_keys_that_are_listed_lead_where_the_person_may_go() {
    let keys = |url: &str, person: Person| {
        let owner = leptos::prelude::Owner::new();
        owner.with(|| {
            provide_context(RequestUrl::new(url));
            view! {
                <Router>
                    <Frame person=Some(person)>"page"</Frame>
                </Router>
            }
            .to_html()
        })
    };
    let html = keys("/app", leader());
    assert!(html.contains("Go to Deals") && html.contains("Go to Admin") && html.contains("Search deals"));
    let operator = Person { tenant_id: None, tenant: None, role: None, is_operator: true, ..leader() };
    let html = keys("/ops", operator);
    assert!(
        html.contains("Go to Platform") && !html.contains("Go to Deals") && !html.contains("Search deals")
    );
}

fn detail() -> DealDetail {
    let text = "The data model was fine. But the SAP connector would have been a project of its own.";
    let start = text.find("the SAP").expect("in the text");
    DealDetail {
        as_of: at("2026-10-12T08:58:00Z"),
        summary: summary(1, "Woodgrove Bank, core rollout", Some(Outcome::LostCompetitor), 221_000),
        home_currency: "USD".to_owned(),
        external_id: "006xx".to_owned(),
        facts: [("Rep", "Grace Okafor"), ("Segment", "Enterprise"), ("Reason in CRM", "Price")]
            .map(|(label, value)| (label.to_owned(), value.to_owned()))
            .to_vec(),
        crm_reason: Some("Price".to_owned()),
        stages: vec![Stage { name: "Proposal".to_owned(), entered_at: at("2026-08-01T09:00:00Z") }],
        competitors: vec![DealCompetitor {
            id: None,
            name: "Contoso CRM".to_owned(),
            by_buyer: true,
            by_crm: true,
            is_chosen: true,
            role: Some(VendorRole::Chosen),
            sales_role: None,
        }],
        contacts: vec![DealContact {
            id: ContactId::new(Uuid::from_u128(9)),
            name: "Elena Rossi".to_owned(),
            title: Some("VP Operations".to_owned()),
            role: ContactRole::Buyer,
            reach: Reach::Mail,
            invitation: Some("Answered".to_owned()),
            since: Some(at("2026-10-12T06:41:00Z")),
        }],
        answers: vec![answer(text, start)],
        withheld_answers: 1,
        withdrawn_answers: 0,
    }
}

fn answer(text: &str, start: usize) -> AnswerView {
    AnswerView {
        response: ResponseId::new(Uuid::from_u128(8)),
        buyer: Some("Elena Rossi".to_owned()),
        buyer_title: Some("VP Operations".to_owned()),
        voice: Audience::Buyer,
        attribution: Attribution::Named,
        submitted_at: at("2026-10-12T06:41:00Z"),
        corrected_at: None,
        language: None,
        overall: Some(2),
        recommendation: None,
        price: None,
        turning_point: None,
        ratings: Vec::new(),
        answers: vec![
            AnsweredQuestion {
                key: "why".to_owned(),
                question: "What decided it in the end?".to_owned(),
                answer: text.to_owned(),
                is_verbatim: true,
                evidence: vec![
                    (Theme::Integrations, start, start + "the SAP connector".len()),
                    (Theme::Support, 9_000, 9_001),
                ],
            },
            AnsweredQuestion {
                key: "reasons".to_owned(),
                question: "What weighed most?".to_owned(),
                answer: "Integrations".to_owned(),
                is_verbatim: false,
                evidence: Vec::new(),
            },
        ],
        themes: vec![ThemeView { theme: Theme::Integrations, is_structured: true, sentiment: -0.7 }],
    }
}

#[test]
fn a_deal_sets_the_buyer_against_the_rep_and_marks_the_words() {
    let html = render("/app/deals/1", || view! { <DealDetailPage deal=detail() /> }.into_any());
    for words in [
        "The buyer says integrations, the rep said “Price”",
        "class=\"trigger theme--integrations\"",
        "title=\"Integrations\"",
        ">the SAP connector</mark>",
        "Very negative · read in “the SAP connector”",
        "1\u{a0}answer more is not open to you, as the buyer asked; it counts in totals.",
        "1\u{a0}person known, 1 asked.",
    ] {
        assert!(html.contains(words), "{words:?} is missing");
    }
}

#[test]
fn the_seller_is_not_taken_for_a_buyer_and_what_was_withdrawn_is_only_said_to_be() {
    let mut deal = detail();
    let seller = AnswerView {
        voice: Audience::Sales,
        buyer: Some("Grace Okafor".to_owned()),
        corrected_at: Some(at("2026-10-13T06:41:00Z")),
        ..deal.answers.remove(0)
    };
    deal.answers.push(seller);
    deal.withdrawn_answers = 1;
    let html = render("/app/deals/1", move || view! { <DealDetailPage deal=deal /> }.into_any());
    for words in [
        "What the seller says",
        "1\u{a0}answer was withdrawn by the buyer.",
        "corrected ",
        "The rep said “Price”",
    ] {
        assert!(html.contains(words), "{words:?} is missing");
    }
    for words in ["The buyer says", "No buyer has answered yet"] {
        assert!(!html.contains(words), "{words:?} is there");
    }
}

#[test]
fn an_error_says_what_to_do_and_never_what_it_was() {
    let page = |url: &str, error: ApiError| {
        render(url, move || {
            let retry = Callback::new(|()| ());
            view! {
                <Topbar title="Overview" />
                <main class="page" id="main">
                    <ErrorPage error=error path=String::new() retry=retry />
                </main>
            }
            .into_any()
        })
    };
    let reference = "K742QX".to_owned();
    assert!(page("/error", ApiError::Internal { reference }).contains("Tell us K742QX if it stays."));
    assert!(page("/error-forbidden", ApiError::Forbidden).contains("not open to your role"));
    assert!(page("/error-suspended", ApiError::Suspended).contains("action=\"/logout\""), "no dead end");
}

#[test]
fn the_persons_menu_offers_the_other_tenants_by_name_and_needs_no_script() {
    let menu = |person: Person| {
        leptos::prelude::Owner::new().with(|| {
            provide_context(RequestUrl::new("/app"));
            leptos_meta::provide_meta_context();
            provide_context(Some(person));
            view! {
                <Router>
                    <Topbar title="Overview" />
                </Router>
            }
            .to_html()
            .replace("<!>", "")
        })
    };
    assert!(!menu(leader()).contains("Switch to"), "one who belongs to one tenant only");
    let other = |n: u128, name: &str| (TenantId::new(Uuid::from_u128(n)), name.to_owned());
    let html = menu(Person { others: vec![other(2, "Contoso & Söhne"), other(3, "Initech")], ..leader() });
    let forms: Vec<&str> = html.split("<form method=\"post\" action=\"/account/switch\">").skip(1).collect();
    let [contoso, initech] = forms[..] else { panic!("two forms in {html}") };
    assert!(contoso.contains("name=\"tenant\" value=\"00000000-0000-0000-0000-000000000002\""), "{contoso}");
    assert!(contoso.contains("Switch to Contoso &amp; Söhne</span>"), "{contoso}");
    assert!(initech.contains("000000000003\"") && initech.contains("Switch to Initech</span>"), "{initech}");
    assert!(!html.contains("Switch to Northwind"), "where one is already");
}

#[test]
fn loading_keeps_the_frame() {
    let html = render("/loading", || view! { <OverviewSkeleton /> }.into_any());
    assert!(html.contains("aria-busy=\"true\"") && html.contains("skeleton--chart"));
    // Pages of surveys had the frame of a deal: when they came, everything moved.
    let html = render("/loading-survey", || {
        survey_skeleton("Results", view! { <nav class="tabs"></nav> }.into_any(), 4)
    });
    assert!(html.contains("stats--four") && html.contains("class=\"tabs\"") && html.contains("Surveys"));
    assert_eq!(html.matches("class=\"stat\"").count(), 4);
    let html = render("/loading-editor", editor_skeleton);
    for column in
        ["topbar--editor", "topbar__views", "workbench__outline", "workbench__canvas", "workbench__settings"]
    {
        assert!(html.contains(column), "{column} in {html}");
    }
    let html = render("/loading-list", || plain_skeleton("Surveys"));
    assert!(
        html.contains(">Surveys</h1>") && !html.contains("<aside"),
        "a list has no second column: {html}"
    );
}

#[test]
fn sign_in_does_not_tell_whether_an_address_is_known() {
    let owner = leptos::prelude::Owner::new();
    let html = owner.with(|| {
        view! { <SignInPage email="hannah@northwind.example" problem=Some(SignInProblem::Mismatch) /> }
            .to_html()
    });
    keep("/login", &html);
    assert!(html.contains("That did not match") && html.contains("hannah@northwind.example"));
}
