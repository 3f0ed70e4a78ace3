//! Reports against plain SQL over the same rows, and what each reader may read.

use chrono::{DateTime, Duration, Utc};
use domain::actor::Role;
use domain::classify;
use domain::crm::event::Sum;
use domain::crm::{CrmEvent, parse_event};
use domain::deal::{DealListQuery, DealSort, Outcome, key_of_day};
use domain::id::{SubmissionId, UserId};
use domain::report::{Period, ReportFilter};
use domain::response::{self, Attribution, Classified, Submission};
use domain::survey::{Answer, AnswerSet, Facts};
use domain::taxonomy::Theme;
use domain::tenant::{Tenant, Tier};
use serde_json::json;
use store::link::{self, Invite};
use store::testing::{TestDb, fixture};
use store::{StoreError, TenantTx, Workload, deal, report};

const DEALS: u32 = 120;

fn instant(db: &TestDb, days_ago: i64) -> DateTime<Utc> {
    db.clock().now() - Duration::days(days_ago)
}

/// The n-th deal: everything varies with it, nothing by chance.
fn event(db: &TestDb, n: u32) -> serde_json::Value {
    let pick = |all: &[&str], step: u32| all[(n / step) as usize % all.len()].to_owned();
    let closed_at = instant(db, i64::from(n) * 5 + 1);
    let kind = ["won", "competitor", "no_decision", "won", "other"][n as usize % 5];
    json!({"type": "deal.closed", "data": {
        "external_id": format!("d{n}"), "name": format!("Deal {n}"), "account": {"name": format!("Account {n}")},
        "outcome": if kind == "won" { "won" } else { "lost" },
        "outcome_kind": (kind != "won").then_some(kind),
        "amount": (n % 17 != 3).then(|| format!("{}.37", 1000 + n * 91)), "currency": "USD",
        "created_at": (closed_at - Duration::days(i64::from(n * 7 % 90))).to_rfc3339(),
        "closed_at": closed_at.to_rfc3339(),
        "segment": pick(&["Enterprise", "SMB"], 1), "region": pick(&["EMEA", "Americas", "APAC"], 2),
        "owner": {"id": pick(&["r1", "r2"], 3), "name": pick(&["Ada", "Ben"], 3)},
        "contacts": [{"email": format!("buyer{n}@account.example"), "name": format!("Buyer {n}")}],
        "competitors": if n.is_multiple_of(3) { vec![] } else { vec![pick(&["SFDC", "HubSpot", "Salesforce"], 1)] },
    }})
}

fn answers(n: u32, is_won: bool) -> AnswerSet {
    let one = |key: &str| Some(Answer::Chosen { keys: vec![key.to_owned()], other: None });
    let themes = |all: &[Theme]| {
        Some(Answer::Chosen { keys: all.iter().map(|t| t.code().to_owned()).collect(), other: None })
    };
    let chosen = [
        &[Theme::Pricing][..],
        &[Theme::Support, Theme::Pricing],
        &[Theme::Integrations, Theme::Usability, Theme::Pricing],
    ][n as usize % 3];
    let mut answers = AnswerSet::new();
    answers.set("clarity", one("trial"));
    answers.set("overall", Some(Answer::Rated { value: 4 }));
    answers.set(if is_won { "reasons_won" } else { "reasons" }, themes(chosen));
    if !is_won && n.is_multiple_of(2) {
        answers.set("tipped", one(chosen[0].code()));
    }
    let text = Answer::Text { text: format!("Honest words number {n} about the price.") };
    answers.set(if is_won { "story_won" } else { "story" }, Some(text));
    answers.set("chosen", Some(Answer::Vendors { names: vec!["SF".to_owned()] }));
    answers
}

/// Writes the deals, and an answer to every second one, through the functions that write real data.
async fn fill(db: &TestDb, tenant: &Tenant) {
    let store = db.store();
    let settings = domain::tenant::TenantSettings::default();
    let door = fixture::open(&store, tenant).await;
    let survey = crate::scene::active(&door).await;
    for n in 0..DEALS {
        let CrmEvent::Deal(event) = parse_event(event(db, n).to_string().as_bytes()).expect("valid") else {
            panic!("not a deal")
        };
        let written = deal::upsert(&door, &event, &settings).await.expect("written");
        if n % 2 == 1 {
            continue;
        }
        let contact = store::contact::buyers(&door, written.id).await.expect("reads")[0];
        let invite = Invite {
            deal: written.id,
            contact,
            version: survey.version,
            send_after: db.clock().now(),
            expires_at: db.clock().now() + Duration::days(30),
            host: "localhost",
        };
        let invitation = link::invite(&door, &invite).await.expect("written").expect("is new");
        let attribution =
            [Attribution::Named, Attribution::Leadership, Attribution::Pooled][(n / 2) as usize % 3];
        let facts = Facts { outcome: written.outcome, ..Facts::default() };
        let is_won = written.outcome == Some(Outcome::Won);
        let all = answers(n, is_won);
        let submission = Submission {
            id: SubmissionId::new(db.clock().new_id()),
            invitation,
            deal: written.id,
            version: survey.version,
            answers: domain::survey::path(&survey.template, &facts, &all).reached(&all),
            attribution: Some(attribution),
            started_at: None,
            submitted_at: db.clock().now() - Duration::minutes(i64::from(n)),
        };
        link::redeem(&door, &submission, &facts, "localhost").await.expect("redeemed");
        let known = store::response::context(&door, &submission).await.expect("reads");
        let extracted = response::extract(&known.template, &facts, submission).expect("valid");
        let readings = extracted.texts().iter().map(|text| classify::read(&text.text)).collect();
        let classified = Classified::new(extracted, readings, "test").expect("one each");
        let enriched = response::enrich(classified, &known.aliases, known.deal);
        assert!(store::response::insert(&door, &enriched).await.expect("written"));
    }
    door.commit().await.expect("committed");
}

async fn reader(db: &TestDb, tenant: &Tenant, role: Role) -> TenantTx {
    let user = UserId::new(db.clock().new_id());
    let actor = fixture::acting(user, role);
    db.store().open_tenant(tenant.id, actor, Workload::Reporting).await.expect("the door opens")
}

fn filters(db: &TestDb) -> Vec<ReportFilter> {
    let today = db.clock().today();
    let plain = ReportFilter::default();
    vec![
        plain.clone(),
        ReportFilter { period: Period::LastTwoYears, ..plain.clone() },
        ReportFilter { segments: vec!["SMB".to_owned()], ..plain.clone() },
        ReportFilter { regions: vec!["EMEA".to_owned(), "APAC".to_owned()], ..plain.clone() },
        ReportFilter {
            reps: vec!["r2".to_owned()],
            outcomes: vec![Outcome::LostCompetitor],
            ..plain.clone()
        },
        ReportFilter { period: Period::Range(today - Duration::days(40), today), ..plain },
    ]
}

/// The condition of a filter in plain SQL over `d`; `with_outcome` says whether rates are asked for.
fn condition(db: &TestDb, tenant: &Tenant, filter: &ReportFilter, with_outcome: bool) -> String {
    let (from, to) = filter.period.days(db.clock().today());
    let mut sql = format!(
        "d.tenant_id = '{}' and d.outcome is not null and d.closed_day between {} and {}",
        tenant.id,
        key_of_day(from),
        key_of_day(to)
    );
    let list = |all: &[String]| all.iter().map(|one| format!("'{one}'")).collect::<Vec<_>>().join(",");
    let outcomes: Vec<String> = filter.outcomes.iter().map(|one| one.code().to_owned()).collect();
    let mut dimensions =
        vec![("segment", &filter.segments), ("region", &filter.regions), ("owner_id", &filter.reps)];
    if with_outcome {
        dimensions.push(("outcome", &outcomes));
    }
    for (column, values) in dimensions {
        if !values.is_empty() {
            sql.push_str(&format!(" and d.{column} in ({})", list(values)));
        }
    }
    sql
}

#[tokio::test]
async fn every_tile_equals_plain_sql_in_the_pool_and_in_a_silo() {
    let db = TestDb::new().await;
    let store = db.store();
    // The neighbour in the pool has the same deals: what leaks doubles every number.
    let neighbour = fixture::tenant(&store, "neighbour", Tier::Pool).await;
    fill(&db, &neighbour).await;
    for (slug, tier) in [("pooled", Tier::Pool), ("siloed", Tier::Silo)] {
        let tenant = fixture::tenant(&store, slug, tier).await;
        fill(&db, &tenant).await;
        let schema = match tier {
            Tier::Pool => "pool".to_owned(),
            Tier::Silo => format!("t_{}", tenant.id.uuid().simple()),
        };
        for is_rolled_up in [false, true] {
            if is_rolled_up {
                let door = fixture::open(&store, &tenant).await;
                report::rollup::refresh(&door).await.expect("refreshed");
                door.commit().await.expect("committed");
            }
            for filter in filters(&db) {
                let door = reader(&db, &tenant, Role::Leader).await;
                let shown = report::dashboard(&door, &filter).await.expect("reads");
                drop(door);
                compare(&db, &tenant, &schema, &filter, &shown).await;
            }
        }
    }
}

/// The deals `d` that a leader's figure counts beside what he reads, as a condition: `rows` are all that have the figure
/// from pooled answers only, as id, closing day, when it was sent and whether it is shown. None in narrowed filters.
fn in_fives(filter: &ReportFilter, rows: &str) -> String {
    if !filter.is_plain() || matches!(filter.period, Period::Range(..)) {
        return "false".to_owned();
    }
    format!(
        "d.id in (select unnest(array_agg(x.id))
                  from (select id, is_shown, (row_number() over (order by sent, closed_day, id) - 1) / 5 as five
                        from ({rows}) y) x
                  group by five having count(*) = 5 and bool_and(is_shown))"
    )
}

async fn compare(
    db: &TestDb,
    tenant: &Tenant,
    schema: &str,
    filter: &ReportFilter,
    shown: &domain::report::Dashboard,
) {
    let all = condition(db, tenant, filter, true);
    let rates = condition(db, tenant, filter, false);
    let of = |what: &str, from: &str, condition: &str| {
        format!("select coalesce(({what}), 0)::bigint from {from} where {condition}")
    };
    let deals = format!("{schema}.deals d");
    let readable = "'named', 'leadership'";
    let head = &shown.headline;
    let pairs = [
        (head.closed, of("count(*)", &deals, &all)),
        (head.won_cents, of("sum(home_cents) filter (where outcome = 'won')", &deals, &all)),
        (head.lost_cents, of("sum(home_cents) filter (where outcome <> 'won')", &deals, &all)),
        (head.without_amount, of("count(*) filter (where home_cents is null)", &deals, &all)),
        (head.win_rate.n, of("count(*)", &deals, &rates)),
        (head.win_rate.hits, of("count(*) filter (where outcome = 'won')", &deals, &rates)),
        (
            head.coverage.hits,
            of(
                "count(*)",
                &deals,
                &format!("{all} and exists (select from {schema}.responses r where r.deal_id = d.id)"),
            ),
        ),
    ];
    for (ours, sql) in pairs {
        assert_eq!(ours, db.number(&sql).await, "{filter:?}\n{sql}");
    }
    for reason in &shown.reasons {
        let from = format!(
            "{deals} join {schema}.responses r on r.deal_id = d.id and r.tenant_id = d.tenant_id
             join {schema}.response_themes t on t.response_id = r.id and t.tenant_id = r.tenant_id"
        );
        // Here every pooled answer names the same themes: the fives of each are those of all reasons.
        let pooled = in_fives(
            filter,
            &format!(
                "select d.id, d.closed_day, r.submitted_at as sent, ({all}) as is_shown from {from}
                 where d.tenant_id = '{}' and d.outcome <> 'won' and t.weight > 0 and t.theme = '{}'
                   and r.attribution = 'pooled'",
                tenant.id, reason.theme
            ),
        );
        let named = format!(
            "{all} and d.outcome <> 'won' and t.weight > 0 and t.theme = '{}'
             and (r.attribution in ({readable}) or {pooled})",
            reason.theme
        );
        assert_eq!(reason.deals.hits, db.number(&of("count(distinct d.id)", &from, &named)).await);
        // What may not be read is in no value.
        let open = format!(
            "{all} and d.outcome <> 'won' and t.weight > 0 and t.theme = '{}' and r.attribution in ({readable})",
            reason.theme
        );
        let hidden = reason.deals.hits - db.number(&of("count(distinct d.id)", &from, &open)).await;
        assert_eq!(reason.in_confidence, hidden, "{filter:?} {:?}", reason.theme);
        assert_eq!(reason.touched_cents, db.number(&of("sum(d.home_cents)", &from, &open)).await);
        let attributed = of("floor(sum(d.home_cents * t.weight / 10000.0))", &from, &open);
        let rest = reason.attributed_cents - db.number(&attributed).await;
        assert!((0..=1).contains(&rest), "{:?}: whole cents that add up", reason.theme);
    }
    let attributed: i64 = shown.reasons.iter().map(|reason| reason.attributed_cents).sum();
    assert_eq!(attributed, shown.reasons_basis.with_reason_cents);
    for record in &shown.competitors {
        let open = format!(
            "exists (select from {schema}.deal_competitors c
                     left join {schema}.responses r on r.id = c.response_id
                     where c.deal_id = d.id and c.competitor_id = '{}'
                       and (c.source = 'crm' or r.attribution in ({readable})))",
            record.id
        );
        let met = format!("{all} and {open}");
        assert_eq!(record.met, db.number(&of("count(*)", &deals, &met)).await, "{}", record.name);
    }
    for one in &shown.by_quarter {
        let quarter = ReportFilter { period: Period::Quarter(one.quarter), ..filter.clone() };
        let rates = condition(db, tenant, &quarter, false);
        assert_eq!(one.rate.n, db.number(&of("count(*)", &deals, &rates)).await, "{:?}", one.quarter);
    }
    for (spread, side) in [(shown.cycle.won, "="), (shown.cycle.lost, "<>")] {
        let median = of(
            "(percentile_cont(0.5) within group (order by cycle_days) * 1000)",
            &deals,
            &format!("{all} and outcome {side} 'won'"),
        );
        #[expect(clippy::cast_possible_truncation, reason = "days")]
        let ours = spread.map_or(0, |spread| (spread.median * 1000.0).round() as i64);
        assert_eq!(ours, db.number(&median).await);
    }
}

#[tokio::test]
async fn a_reader_reads_what_the_buyers_allowed_him() {
    let db = TestDb::new().await;
    let tenant = fixture::tenant(&db.store(), "readers", Tier::Pool).await;
    fill(&db, &tenant).await;
    let ever = ReportFilter { period: Period::LastTwoYears, ..ReportFilter::default() };
    for (role, quotes) in [(Role::Admin, 6), (Role::Leader, 6), (Role::Rep, 6), (Role::Viewer, 0)] {
        let door = reader(&db, &tenant, role).await;
        let shown = report::dashboard(&door, &ever).await.expect("reads");
        assert_eq!(shown.newest.len(), quotes, "{role:?}");
    }
    let door = reader(&db, &tenant, Role::Leader).await;
    let list = deal::list(&door, &ever, &DealListQuery::default()).await.expect("reads");
    let mut seen = Vec::new();
    for row in list.rows.iter().filter(|row| row.answers > 0) {
        let page = deal::detail(&door, row.id).await.expect("reads");
        assert_eq!(page.answers.len() + usize::try_from(page.withheld_answers).expect("few"), 1);
        for answer in &page.answers {
            assert_ne!(answer.attribution, Attribution::Pooled, "pooled answers are read by nobody");
            assert!(answer.buyer.is_some() && answer.answers.iter().any(|one| one.is_verbatim));
        }
        seen.push((row.id, page.answers.first().map(|answer| answer.attribution)));
    }
    drop(door);
    let door = reader(&db, &tenant, Role::Rep).await;
    for (id, attribution) in seen {
        let page = deal::detail(&door, id).await.expect("reads");
        let is_named = attribution == Some(Attribution::Named);
        assert_eq!(page.answers.len(), usize::from(is_named), "a rep reads named answers only");
    }
}

#[tokio::test]
async fn drilling_down_does_not_say_what_a_pooled_buyer_said() {
    let db = TestDb::new().await;
    let tenant = fixture::tenant(&db.store(), "pooled", Tier::Pool).await;
    fill(&db, &tenant).await;
    let door = reader(&db, &tenant, Role::Admin).await;
    let ever = ReportFilter { period: Period::LastTwoYears, ..ReportFilter::default() };
    let query = DealListQuery { theme: Some(Theme::Pricing), ..DealListQuery::default() };
    let found = deal::list(&door, &ever, &query).await.expect("reads");
    assert!(found.total > 0);
    for row in &found.rows {
        let page = deal::detail(&door, row.id).await.expect("reads");
        assert!(!page.answers.is_empty(), "{} was found by an answer that nobody may read", row.name);
    }
}

/// Tells that deals are open again, or closed once more with another amount.
async fn tell(db: &TestDb, tenant: &Tenant, deals: &[u32], change: impl Fn(&mut serde_json::Value)) {
    let door = fixture::open(&db.store(), tenant).await;
    for n in deals {
        let mut event = event(db, *n);
        change(&mut event["data"]);
        let CrmEvent::Deal(event) = parse_event(event.to_string().as_bytes()).expect("valid") else {
            panic!("not a deal")
        };
        let settings = domain::tenant::TenantSettings::default();
        assert!(!deal::upsert(&door, &event, &settings).await.expect("written").is_stale);
    }
    door.commit().await.expect("committed");
}

fn open_again(data: &mut serde_json::Value) {
    data["outcome"] = "reopened".into();
    data["outcome_kind"] = serde_json::Value::Null;
}

#[tokio::test]
async fn every_list_is_as_long_as_the_figure_that_leads_to_it() {
    // Deals that are open again were in the lists and in no figure.
    let db = TestDb::new().await;
    let tenant = fixture::tenant(&db.store(), "counts", Tier::Pool).await;
    fill(&db, &tenant).await;
    let again = [1, 2, 4, 6, 12, 28, 29, 44, 60, 62];
    tell(&db, &tenant, &again, open_again).await;
    // Created after their close, as imports have it.
    let now = db.clock().now().to_rfc3339();
    tell(&db, &tenant, &[3, 5, 8, 31], |data| data["created_at"] = now.clone().into()).await;
    let mut filters = filters(&db);
    for outcomes in [&[Outcome::Won][..], &[Outcome::LostOther, Outcome::LostNoDecision]] {
        filters.push(ReportFilter { outcomes: outcomes.to_vec(), ..ReportFilter::default() });
    }
    for role in [Role::Leader, Role::Rep, Role::Viewer] {
        let door = reader(&db, &tenant, role).await;
        let list = |filter: ReportFilter, query: DealListQuery| {
            let door = &door;
            async move { deal::list(door, &filter, &query).await.expect("reads") }
        };
        let (mut unlisted, mut figures, mut left_out) = (0, 0, 0);
        for filter in &filters {
            let what = format!("{role:?} {filter:?}");
            let shown = report::dashboard(&door, filter).await.expect("reads");
            let (head, basis) = (&shown.headline, shown.reasons_basis);
            let plain = DealListQuery::default();
            let lost = head.lost_competitor + head.lost_no_decision + head.lost_other;
            let sides =
                [(&Outcome::ALL[..1], head.won, head.won_cents), (&Outcome::ALL[1..], lost, head.lost_cents)];
            for (outcomes, n, cents) in sides {
                match filter.among(outcomes) {
                    Some(among) => {
                        let found = list(among, plain.clone()).await;
                        assert_eq!((found.total, found.total_cents), (n, cents), "{what}");
                    }
                    None => assert_eq!((n, cents), (0, 0), "{what}"),
                }
            }
            let of_rate = filter.of_rate(shown.no_decision);
            assert_eq!(list(of_rate.clone(), plain.clone()).await.total, head.win_rate.n, "{what}");
            assert_eq!(list(filter.clone(), plain.clone()).await.total, head.closed, "{what}");
            for (answered, n) in [(true, head.coverage.hits), (false, head.coverage.n - head.coverage.hits)] {
                let query = DealListQuery { answered: Some(answered), ..plain.clone() };
                assert_eq!(list(filter.clone(), query).await.total, n, "{what}");
            }
            if basis.unheard > 0 {
                let query = DealListQuery { answered: Some(false), ..plain.clone() };
                assert_eq!(list(filter.lost(), query).await.total, basis.unheard, "{what}");
            }
            let without = DealListQuery { is_without_amount: true, ..plain.clone() };
            assert_eq!(list(filter.clone(), without).await.total, head.without_amount, "{what}");
            let cycle = shown.cycle;
            let mut counted = 0;
            for (outcomes, spread) in [(&Outcome::ALL[..1], cycle.won), (&Outcome::ALL[1..], cycle.lost)] {
                let n = spread.map_or(0, |spread| spread.n);
                counted += n;
                if let Some(among) = filter.among(outcomes) {
                    // Deals without days, and those created after their close, were listed and not counted.
                    let known = DealListQuery { has_cycle: Some(true), ..plain.clone() };
                    assert_eq!(list(among, known).await.total, n, "{what}");
                }
            }
            let unknown = DealListQuery { has_cycle: Some(false), ..plain.clone() };
            assert_eq!(list(filter.clone(), unknown).await.total, head.closed - counted, "{what}");
            left_out += head.closed - counted;
            for one in &shown.by_quarter {
                let quarter = ReportFilter { period: Period::Quarter(one.quarter), ..of_rate.clone() };
                assert_eq!(list(quarter, plain.clone()).await.total, one.rate.n, "{what} {:?}", one.quarter);
            }
            for reason in &shown.reasons {
                let query = DealListQuery { theme: Some(reason.theme), ..plain.clone() };
                let found = list(filter.lost(), query.clone()).await;
                if filter.outcomes.is_empty() {
                    let both = found.total + found.unlisted;
                    assert_eq!(both, reason.deals.hits, "{what} {:?}", reason.theme);
                    // Values are of what everybody may have counted; a viewer's list is of what he may read: nothing.
                    let listed = if role == Role::Viewer { 0 } else { reason.touched_cents };
                    assert_eq!(found.total_cents, listed, "{what} {:?}", reason.theme);
                }
                assert!(filter.is_plain() || role == Role::Viewer || found.unlisted == 0, "{what}");
                unlisted += found.unlisted;
                // Of won deals no tile counts reasons: a number for them would be new, and of somebody.
                let searched = DealListQuery { search: Some("Deal".to_owned()), ..query.clone() };
                assert_eq!(list(filter.clone(), query).await.unlisted, 0, "{what}");
                assert_eq!(list(filter.lost(), searched).await.unlisted, 0, "{what}");
            }
            for record in &shown.competitors {
                let query = DealListQuery { competitor: Some(record.id), ..plain.clone() };
                let found = list(filter.clone(), query.clone()).await;
                figures += 1;
                // What answers say of a deal is no viewer's to read: the page says that his list may be shorter.
                if role == Role::Viewer {
                    assert!(found.total <= record.met && found.unlisted == 0, "{what} {}", record.name);
                    continue;
                }
                assert_eq!((found.total, found.unlisted), (record.met, 0), "{what} {}", record.name);
                if let Some(lost) = filter.among(&Outcome::ALL[1..]) {
                    assert_eq!(list(lost, query).await.total_cents, record.lost_cents, "{what}");
                }
            }
        }
        assert!(unlisted > 0 && figures > 0 && left_out > 0, "{role:?}");
        // They are found by a link of their own and by a search.
        let ever = ReportFilter { period: Period::LastTwoYears, ..ReportFilter::default() };
        let number = i64::try_from(again.len()).expect("few");
        let all = list(ever.clone(), DealListQuery::default()).await;
        assert_eq!((all.total, all.open_again), (i64::from(DEALS) - number, number));
        let only = DealListQuery { is_open_again: true, ..DealListQuery::default() };
        let found = list(ever.clone(), only).await;
        assert!(found.total == number && found.rows.iter().all(|row| row.outcome.is_none()));
        let search = DealListQuery { search: Some("Deal 44".to_owned()), ..DealListQuery::default() };
        assert_eq!(list(ever, search).await.rows[0].outcome, None);
    }
}

#[tokio::test]
async fn a_deal_that_is_opened_again_or_changed_moves_nothing_that_its_hidden_buyer_said() {
    // The themes that lost five, and the amount they lost, were his.
    let db = TestDb::new().await;
    let tenant = fixture::tenant(&db.store(), "opened", Tier::Pool).await;
    fill(&db, &tenant).await;
    let ever = ReportFilter { period: Period::LastTwoYears, ..ReportFilter::default() };
    let seen = async || {
        let door = reader(&db, &tenant, Role::Leader).await;
        let shown = report::dashboard(&door, &ever).await.expect("reads");
        let reason = |one: &domain::report::Reason| {
            (one.theme, one.in_confidence, one.deals.hits, one.touched_cents, one.attributed_cents)
        };
        let reasons: Vec<_> = shown.reasons.iter().map(reason).collect();
        let basis = shown.reasons_basis;
        (reasons, basis.with_reason, basis.in_confidence, basis.with_reason_cents)
    };
    let before = seen().await;
    assert!(before.2 > 0 && before.0.iter().any(|one| one.1 > 0), "there are some in confidence: {before:?}");
    // Every third of those with an answer is pooled; of these the lost ones.
    let pooled: Vec<u32> = (4..DEALS).step_by(6).filter(|n| !matches!(n % 5, 0 | 3)).collect();
    for n in pooled {
        tell(&db, &tenant, &[n], open_again).await;
        assert_eq!(seen().await, before, "deal {n} is open again");
        let later = |data: &mut serde_json::Value| {
            data["amount"] = "7654321.99".into();
            data["closed_at"] = (db.clock().now() - Duration::days(1)).to_rfc3339().into();
        };
        tell(&db, &tenant, &[n], later).await;
        assert_eq!(seen().await, before, "deal {n} has closed once more");
        tell(&db, &tenant, &[n], |data| {
            data["outcome"] = "won".into();
            data["outcome_kind"] = serde_json::Value::Null;
        })
        .await;
        assert_eq!(seen().await, before, "deal {n} was won after all");
    }
}

#[tokio::test]
async fn no_filter_is_narrow_enough_to_show_what_a_buyer_asked_not_to_be_shown() {
    let db = TestDb::new().await;
    let tenant = fixture::tenant(&db.store(), "narrow", Tier::Pool).await;
    fill(&db, &tenant).await;
    for (role, may_read) in [(Role::Leader, &["named", "leadership"][..]), (Role::Viewer, &["named"])] {
        let mut shown = 0;
        for n in (0..DEALS).step_by(2) {
            let day = instant(&db, i64::from(n) * 5 + 1).date_naive();
            let filter = ReportFilter { period: Period::Range(day, day), ..ReportFilter::default() };
            let door = reader(&db, &tenant, role).await;
            let dashboard = report::dashboard(&door, &filter).await.expect("reads");
            drop(door);
            let attribution =
                [Attribution::Named, Attribution::Leadership, Attribution::Pooled][(n / 2) as usize % 3];
            let has_reasons = !dashboard.reasons.is_empty();
            shown += usize::from(has_reasons);
            assert!(!has_reasons || may_read.contains(&attribution.code()), "{role:?} reads deal {n}");
            let is_lost = dashboard.headline.won == 0;
            let is_withheld = is_lost && !may_read.contains(&attribution.code());
            assert_eq!(dashboard.reasons_basis.withheld, i64::from(is_withheld), "{role:?} deal {n}");
        }
        assert!(shown > 0, "{role:?} reads the others");
    }
}

#[tokio::test]
async fn somebody_elses_deal_is_not_found_and_the_list_is_ones_own() {
    let db = TestDb::new().await;
    let (a, b) = (
        fixture::tenant(&db.store(), "tenant-a", Tier::Pool).await,
        fixture::tenant(&db.store(), "tenant-b", Tier::Pool).await,
    );
    fill(&db, &a).await;
    let door = reader(&db, &a, Role::Admin).await;
    let ever = ReportFilter { period: Period::LastTwoYears, ..ReportFilter::default() };
    let rows = deal::list(&door, &ever, &DealListQuery::default()).await.expect("reads").rows;
    assert_eq!(rows.len(), 50, "one page");
    drop(door);
    let door = reader(&db, &b, Role::Admin).await;
    assert!(matches!(deal::detail(&door, rows[0].id).await, Err(StoreError::NotFound)));
    assert_eq!(deal::list(&door, &ever, &DealListQuery::default()).await.expect("reads").total, 0);
    assert_eq!(report::dashboard(&door, &ever).await.expect("reads").headline.closed, 0);
}

#[tokio::test]
async fn the_list_sorts_searches_and_pages() {
    let db = TestDb::new().await;
    let tenant = fixture::tenant(&db.store(), "lists", Tier::Silo).await;
    fill(&db, &tenant).await;
    let door = reader(&db, &tenant, Role::Viewer).await;
    let ever = ReportFilter { period: Period::LastTwoYears, ..ReportFilter::default() };
    for sort in DealSort::ALL {
        let mut names = Vec::new();
        for page in 1..=3 {
            let query = DealListQuery { sort, page, ..DealListQuery::default() };
            let found = deal::list(&door, &ever, &query).await.expect("reads");
            assert_eq!(found.total, i64::from(DEALS));
            names.extend(found.rows.into_iter().map(|row| row.name));
        }
        names.sort();
        names.dedup();
        assert_eq!(names.len(), DEALS as usize, "{sort:?}: every deal once");
    }
    let search = |text: &str| DealListQuery { search: Some(text.to_owned()), ..DealListQuery::default() };
    assert_eq!(deal::list(&door, &ever, &search("deal 11")).await.expect("reads").total, 11);
    assert_eq!(deal::list(&door, &ever, &search("%")).await.expect("reads").total, 0);
    let unknown = DealListQuery { is_without_amount: true, ..DealListQuery::default() };
    assert_eq!(deal::list(&door, &ever, &unknown).await.expect("reads").total, 7);
}

#[tokio::test]
async fn refreshes_of_one_tenant_follow_one_another() {
    let db = TestDb::new().await;
    let tenant = fixture::tenant(&db.store(), "busy", Tier::Pool).await;
    let door = fixture::open(&db.store(), &tenant).await;
    let CrmEvent::Deal(deal) = parse_event(event(&db, 0).to_string().as_bytes()).expect("valid") else {
        panic!("not a deal")
    };
    deal::upsert(&door, &deal, &domain::tenant::TenantSettings::default()).await.expect("written");
    door.commit().await.expect("committed");
    let refreshed = futures_util::future::join_all((0..8).map(|_| async {
        let door = fixture::open(&db.store(), &tenant).await;
        report::rollup::refresh(&door).await?;
        door.commit().await
    }));
    for refreshed in refreshed.await {
        refreshed.expect("none is in the way of another");
    }
    assert_eq!(db.number("select count(*) from pool.rollups where dimension = 'all'").await, 1);
    let fresh =
        "select count(*) from pool.settings where rollups_version = data_version and data_version = 1";
    assert_eq!(db.number(fresh).await, 1);
}

#[tokio::test]
async fn deals_whose_amounts_have_no_sum_stop_no_list_and_no_rollup() {
    // "bigint out of range": every list was a 500, and the refresh failed for ever.
    let db = TestDb::new().await;
    let tenant = fixture::tenant(&db.store(), "absurd", Tier::Pool).await;
    let door = fixture::open(&db.store(), &tenant).await;
    let settings = domain::tenant::TenantSettings::default();
    for n in 0..200 {
        let CrmEvent::Deal(mut deal) = parse_event(event(&db, 0).to_string().as_bytes()).expect("valid")
        else {
            panic!("not a deal")
        };
        deal.external_id = format!("absurd {n}");
        deal.outcome = Some([Outcome::Won, Outcome::LostOther][n % 2]);
        // More than an event may say, as rates multiply what it says.
        let amount = "999999999999999.99".parse().expect("an amount");
        deal.money = Some(Sum { amount, currency: Some("USD".to_owned()) });
        deal::upsert(&door, &deal, &settings).await.expect("written");
    }
    report::rollup::refresh(&door).await.expect("refreshed");
    door.commit().await.expect("committed");
    for sum in ["won_cents", "lost_cents"] {
        let sql =
            format!("select {sum} from pool.rollups where tenant_id = '{}' and dimension = 'all'", tenant.id);
        assert_eq!(db.number(&sql).await, i64::MAX, "{sum}");
    }
    let door = reader(&db, &tenant, Role::Leader).await;
    let ever = ReportFilter { period: Period::LastTwoYears, ..ReportFilter::default() };
    let list = deal::list(&door, &ever, &DealListQuery::default()).await.expect("reads");
    assert_eq!((list.total, list.total_cents), (200, i64::MAX));
    let shown = report::dashboard(&door, &ever).await.expect("reads").headline;
    assert_eq!((shown.won_cents, shown.lost_cents), (i64::MAX, i64::MAX));
}
