//! Results of a survey against a second, plain computation over what was sent, and what each reader may have of them.

mod figures;
mod readers;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::actor::Role;
use domain::classify;
use domain::id::{SubmissionId, TemplateId, UserId};
use domain::response::{self, Attribution, Classified, Submission};
use domain::survey::answer::{Pair, Player, PriceRole, PriceStance, Stage};
use domain::survey::kind::TextLimits;
use domain::survey::results::Results;
use domain::survey::{
    Answer, AnswerSet, Choice, Kind, Number, Question, Row, Section, Template, Text, starter,
};
use domain::tenant::{Tenant, Tier};
use store::draft::{self, SectionDraft, Write};
use store::link::{self, Invite, Redeemed};
use store::testing::{TestDb, fixture};
use store::{StoreError, TenantTx, Workload, contact, deal, receipt, survey};

use crate::scene::{event_of, publish};

const HOST: &str = "localhost";

fn text(words: &str) -> Text {
    Text::english(words)
}

fn choices(keys: &[&str]) -> Vec<Choice> {
    keys.iter().map(|key| Choice::new(*key, text(key))).collect()
}

fn rows(keys: &[&str]) -> Vec<Row> {
    keys.iter().map(|key| Row::new(*key, text(key))).collect()
}

/// A survey with a question of every kind on two pages; version 2 has another choice and no date any more.
fn template(version: i32) -> Template {
    let limits = TextLimits::up_to(4000);
    let many: &[&str] = if version == 1 { &["a", "b", "c"] } else { &["a", "c", "d"] };
    let mut first = vec![
        ("one", Kind::SingleChoice { choices: choices(&["x", "y"]), allows_other: true, is_shuffled: false }),
        (
            "many",
            Kind::MultipleChoice {
                choices: choices(many),
                allows_other: false,
                at_least: None,
                at_most: None,
                is_shuffled: true,
            },
        ),
        ("rate", Kind::Rating { steps: 5, low: text("bad"), high: text("good"), has_stars: true }),
        ("nps", Kind::Nps { low: text("no"), high: text("yes") }),
        (
            "grid",
            Kind::Matrix {
                rows: rows(&["r", "s"]),
                columns: rows(&["low", "mid", "high"]),
                needs_all: false,
            },
        ),
        (
            "rank",
            Kind::Ranking { choices: choices(&["p", "q", "r"]), places: 3, at_least: 1, is_shuffled: false },
        ),
        ("number", Kind::Number { from: None, to: None, is_whole: false, unit: text("seats") }),
    ];
    if version == 1 {
        first.push(("date", Kind::Date { from: None, to: None }));
    }
    let second = vec![
        ("pick", Kind::CompetitorPick { allows_many: true }),
        ("field", Kind::FieldOfPlay { own_rows: 3 }),
        (
            "duel",
            Kind::HeadToHead {
                criteria: rows(&["use", "cost"]),
                opponent: Some("field".to_owned()),
                low: text("bad"),
                high: text("good"),
            },
        ),
        ("price", Kind::PriceGap),
        ("turn", Kind::TurningPoint { moments: choices(&["demo", "terms"]) }),
        ("change", Kind::WouldHaveChanged { choices: choices(&["cheaper", "faster"]), max_chars: 1000 }),
        ("agree", Kind::Consent { statement: text("I agree.") }),
        ("story", Kind::LongText { limits: limits.clone() }),
        ("mail", Kind::Email),
    ];
    let section = |key: &str, asked: Vec<(&str, Kind)>| {
        let asked = asked.into_iter().map(|(key, kind)| Question::new(key, text(key), kind)).collect();
        Section::new(key, text(key), asked)
    };
    Template {
        sections: vec![section("first", first), section("second", second)],
        name: "All kinds".to_owned(),
        ..starter::win_loss()
    }
}

fn keys(all: &[&str]) -> Vec<String> {
    all.iter().map(|key| (*key).to_owned()).collect()
}

/// What the n-th buyer answers: everything varies with n, some questions stay open.
fn answers(n: u32, version: i32) -> AnswerSet {
    let at = n as usize;
    let mut all = AnswerSet::new();
    let other = (n % 5 == 4).then(|| format!("Something else {n}"));
    let picked = if other.is_some() { Vec::new() } else { keys(&[["x", "y"][at % 2]]) };
    all.set("one", Some(Answer::Chosen { keys: picked, other }));
    let many: &[&str] = match (version, n % 3) {
        (1, 0) => &["a", "b"],
        (1, _) => &["c"],
        (_, 0) => &["a", "d"],
        (_, _) => &["c", "d"],
    };
    all.set("many", Some(Answer::Chosen { keys: keys(many), other: None }));
    if n % 7 != 3 {
        all.set("rate", Some(Answer::Rated { value: u8::try_from(n % 5).unwrap() + 1 }));
    }
    all.set("nps", Some(Answer::Rated { value: u8::try_from(n * 7 % 11).unwrap() }));
    let mut judged = BTreeMap::from([("r".to_owned(), ["low", "mid", "high"][at % 3].to_owned())]);
    if n.is_multiple_of(2) {
        judged.insert("s".to_owned(), "high".to_owned());
    }
    all.set("grid", Some(Answer::Judged { rows: judged }));
    let ranked: &[&str] = [&["p", "q", "r"][..], &["r"], &["q", "p"]][at % 3];
    all.set("rank", Some(Answer::Ranked { keys: keys(ranked) }));
    all.set("number", Some(Answer::Number { value: Number::whole(i32::try_from(n * n % 97).unwrap()) }));
    if version == 1 {
        let day = NaiveDate::from_ymd_opt(2026, 1 + n % 4, 3).unwrap();
        all.set("date", Some(Answer::Date { day }));
    }
    all.set(
        "pick",
        Some(Answer::Vendors { names: keys(&[["SFDC", "HubSpot", "Nobody Knows Ltd"][at % 3]]) }),
    );
    let players =
        [("Sales Force", Stage::Chosen), ("Salesforce", Stage::Final), ("Zoho", Stage::ALL[at % 3])];
    let players =
        players[..=at % 3].iter().map(|(name, stage)| Player { name: (*name).to_owned(), stage: *stage });
    let mut vendors: Vec<Player> = players.collect();
    // Only one can be chosen.
    if let Some(second) = vendors.get_mut(2).filter(|one| one.stage == Stage::Chosen) {
        second.stage = Stage::Final;
    }
    all.set("field", Some(Answer::Played { vendors }));
    let us = Pair { us: Some(u8::try_from(n % 5).unwrap() + 1), them: n.is_multiple_of(2).then_some(4) };
    all.set("duel", Some(Answer::Compared { rows: BTreeMap::from([("use".to_owned(), us)]) }));
    let stance = PriceStance::ALL[at % 4];
    let percent = stance.has_distance().then(|| u16::try_from(n % 30 + 1).unwrap());
    all.set(
        "price",
        Some(Answer::Priced { stance: Some(stance), percent, role: Some(PriceRole::ALL[at % 3]) }),
    );
    let moment = (n % 3 != 2).then(|| ["demo", "terms"][at % 2].to_owned());
    let words = moment.is_none().then(|| format!("A call {n}"));
    all.set("turn", Some(Answer::Turned { key: moment, other: words, who: None }));
    let words = (n % 2 == 1).then(|| format!("By half {n}"));
    all.set("change", Some(Answer::Changed { key: Some("cheaper".to_owned()), words }));
    if n.is_multiple_of(3) {
        all.set("agree", Some(Answer::Agreed));
    }
    all.set("story", Some(Answer::Text { text: format!("Honest words number {n}.") }));
    all.set("mail", Some(Answer::Text { text: format!("buyer{n}@account.example") }));
    all
}

/// What was sent, beside what the store made of it.
#[derive(Clone)]
struct Sent {
    version: i32,
    attribution: Attribution,
    answers: AnswerSet,
    submitted_at: DateTime<Utc>,
}

struct World {
    db: TestDb,
    tenant: Tenant,
    survey: TemplateId,
    sent: Vec<Sent>,
}

impl World {
    /// Publishes two versions and sends answers: of each version as many of each attribution as asked for.
    async fn new(tier: Tier, first: [u32; 3], second: [u32; 3]) -> Self {
        let db = TestDb::new().await;
        let tenant = fixture::tenant(&db.store(), "results", tier).await;
        let door = fixture::open(&db.store(), &tenant).await;
        let survey = survey::list(&door).await.unwrap()[0].id;
        let mut world = Self { db, tenant, survey, sent: Vec::new() };
        for (version, numbers) in [(1, first), (2, second)] {
            world.db.clock().advance(Duration::hours(1));
            let id = if version == 1 {
                // The tenant's own survey has other questions: this is another one.
                let new = domain::survey::shelf::NewSurvey {
                    template: template(1),
                    audience: domain::survey::Audience::Buyer,
                    outcomes: domain::deal::Outcome::ALL.to_vec(),
                };
                world.survey = survey::create(&door, &new, None).await.unwrap();
                survey::publish(&door, world.survey, 1, None).await.unwrap();
                crate::scene::active(&door).await.version
            } else {
                publish(&door, &template(2)).await
            };
            let mut n = 0;
            for (attribution, number) in Attribution::ALL.into_iter().zip(numbers) {
                for _ in 0..number {
                    world.send(&door, (version, id), n, attribution).await;
                    n += 1;
                }
            }
        }
        door.commit().await.unwrap();
        world
    }

    async fn send(
        &mut self,
        door: &TenantTx,
        (number, version): (i32, domain::id::VersionId),
        n: u32,
        attribution: Attribution,
    ) {
        let settings = domain::tenant::TenantSettings::default();
        let name = format!("{number}-{attribution:?}-{n}");
        let mut event = event_of(&name);
        event.contacts = vec![crate::scene::contact_event("1", &format!("{name}@a.example").to_lowercase())];
        let written = deal::upsert(door, &event, &settings).await.unwrap();
        let contact = contact::buyers(door, written.id).await.unwrap()[0];
        let clock = self.db.clock();
        let now = clock.now();
        let invite = Invite {
            deal: written.id,
            contact,
            version,
            send_after: now,
            expires_at: now + Duration::days(30),
            host: HOST,
        };
        let invitation = link::invite(door, &invite).await.unwrap().unwrap();
        link::mark_sent(door, invitation, "bo@express.example").await.unwrap();
        link::start(door, invitation, Some(attribution), None).await.unwrap();
        let all = answers(n, number);
        for (page, seconds) in [("first", 20 + i64::from(n)), ("second", 40)] {
            clock.advance(Duration::seconds(seconds));
            let section =
                SectionDraft { section: page.to_owned(), questions: Vec::new(), answers: AnswerSet::new() };
            draft::save(door, invitation, &section, &Write::Post).await.unwrap();
        }
        let submission = Submission {
            id: SubmissionId::new(clock.new_id()),
            invitation,
            deal: written.id,
            version,
            answers: all.clone(),
            attribution: Some(attribution),
            started_at: Some(now),
            submitted_at: clock.now(),
        };
        let facts = domain::survey::Facts::of(domain::deal::Outcome::LostCompetitor);
        let end = link::redeem(door, &submission, &facts, HOST).await.unwrap();
        assert!(matches!(end, Redeemed::Accepted(_)));
        let known = store::response::context(door, &submission).await.unwrap();
        let submitted_at = submission.submitted_at;
        let extracted = response::extract(&known.template, &facts, submission).expect("valid");
        let readings = extracted.texts().iter().map(|text| classify::read(&text.text)).collect();
        let classified = Classified::new(extracted, readings, "test").expect("one each");
        let enriched = response::enrich(classified, &known.aliases, known.deal);
        assert!(store::response::insert(door, &enriched).await.unwrap());
        self.sent.push(Sent { version: number, attribution, answers: all, submitted_at });
    }

    async fn results(&self, role: Role, version: Option<i32>) -> Results {
        let actor = fixture::acting(UserId::new(self.db.clock().new_id()), role);
        let door = self.db.store().open_tenant(self.tenant.id, actor, Workload::Reporting).await.unwrap();
        survey::results(&door, self.survey, version).await.unwrap()
    }

    /// The pooled responses that enter any figure: fives of them in the order in which they were sent, whole in the
    /// version.
    fn pooled_in(&self, version: Option<i32>) -> Vec<&Sent> {
        let pooled: Vec<&Sent> =
            self.sent.iter().filter(|one| one.attribution == Attribution::Pooled).collect();
        let is_whole = |five: &&[&Sent]| five.iter().all(|one| version.is_none_or(|it| it == one.version));
        pooled.chunks_exact(5).filter(is_whole).flatten().copied().collect()
    }

    /// The responses that enter any figure.
    fn in_figures(&self, version: Option<i32>) -> i64 {
        let here = |one: &&Sent| version.is_none_or(|version| version == one.version);
        let open = self.sent.iter().filter(here).filter(|one| one.attribution != Attribution::Pooled).count();
        i64::try_from(open + self.pooled_in(version).len()).unwrap()
    }

    /// The answers to a question that must be counted for this reader, as they were sent.
    fn counted(&self, question: &str, role: Role, version: Option<i32>) -> Vec<&Sent> {
        let given: Vec<&Sent> = self.sent.iter().filter(|one| one.answers.get(question).is_some()).collect();
        let here = |one: &&Sent| version.is_none_or(|version| version == one.version);
        let is_among = |one: &Sent, all: &[&Sent]| all.iter().any(|other| std::ptr::eq(one, *other));
        let in_fives = |all: Vec<&'_ Sent>, is_shown: &dyn Fn(&&Sent) -> bool| -> Vec<*const Sent> {
            let fives = all.chunks_exact(5).filter(|five| five.iter().all(is_shown));
            fives.flatten().map(|one| std::ptr::from_ref(*one)).collect()
        };
        let reads_all = matches!(role, Role::Admin | Role::Leader);
        let leadership: Vec<&Sent> =
            given.iter().copied().filter(|one| one.attribution == Attribution::Leadership).collect();
        let leadership = in_fives(leadership, &here);
        // Within the pooled that are in, the question has fives of its own.
        let shown = self.pooled_in(version);
        let ever: Vec<&Sent> =
            self.pooled_in(None).into_iter().filter(|one| one.answers.get(question).is_some()).collect();
        let pooled = in_fives(ever, &|one| is_among(one, &shown));
        let is_counted = |one: &&Sent| match one.attribution {
            Attribution::Named => true,
            Attribution::Leadership => reads_all || leadership.contains(&std::ptr::from_ref(*one)),
            Attribution::Pooled => pooled.contains(&std::ptr::from_ref(*one)),
        };
        given.iter().copied().filter(here).filter(is_counted).collect()
    }
}

#[tokio::test]
async fn the_funnel_says_where_buyers_left_and_how_long_they_took() {
    let mut world = World::new(Tier::Pool, [4, 0, 0], [0, 0, 0]).await;
    let door = fixture::open(&world.db.store(), &world.tenant).await;
    let version = crate::scene::active(&door).await.version;
    assert_eq!(survey::versions(&door, world.survey).await.unwrap().len(), 2);
    // Three more who did not send: one only has the mail, one began, one saved the first page.
    for (number, how_far) in ["sent", "began", "saved"].iter().enumerate() {
        let mut event = event_of(&format!("open-{number}"));
        event.contacts = vec![crate::scene::contact_event("1", &format!("open{number}@a.example"))];
        let written = deal::upsert(&door, &event, &domain::tenant::TenantSettings::default()).await.unwrap();
        let contact = contact::buyers(&door, written.id).await.unwrap()[0];
        let now = world.db.clock().now();
        let invite = Invite {
            deal: written.id,
            contact,
            version,
            send_after: now,
            expires_at: now + Duration::days(30),
            host: HOST,
        };
        let invitation = link::invite(&door, &invite).await.unwrap().unwrap();
        link::mark_sent(&door, invitation, "bo@express.example").await.unwrap();
        if *how_far != "sent" {
            link::start(&door, invitation, None, None).await.unwrap();
        }
        if *how_far == "saved" {
            world.db.clock().advance(Duration::seconds(500));
            let section = SectionDraft {
                section: "first".to_owned(),
                questions: Vec::new(),
                answers: AnswerSet::new(),
            };
            let auto = Write::Autosave { page: "p".to_owned(), seen: 0 };
            let second = SectionDraft { section: "second".to_owned(), ..section.clone() };
            draft::save(&door, invitation, &section, &Write::Post).await.unwrap();
            draft::save(&door, invitation, &second, &auto).await.unwrap();
        }
    }
    door.commit().await.unwrap();
    let funnel = world.results(Role::Leader, None).await.funnel;
    assert_eq!((funnel.invited, funnel.started, funnel.sent), (7, 6, 4));
    assert_eq!(
        (funnel.unopened, funnel.under_way, funnel.left_at_start),
        (1, 2, 0),
        "who still can has not left"
    );
    // They took 60, 61, 62 and 63 seconds.
    assert_eq!((funnel.median_seconds, funnel.timed), (Some(62), 4));
    let [first, second] = funnel.sections.as_slice() else { panic!("{:?}", funnel.sections) };
    assert_eq!((first.saved, first.left, first.timed), (5, 0, 5));
    assert_eq!(first.median_seconds, Some(22), "of 20, 21, 22, 23 and 500");
    assert_eq!(
        (second.saved, second.left, second.median_seconds),
        (4, 0, Some(40)),
        "an autosave is no step"
    );
    world.db.clock().advance(Duration::days(31));
    let funnel = world.results(Role::Leader, None).await.funnel;
    assert_eq!(
        (funnel.unopened, funnel.under_way, funnel.left_at_start),
        (0, 0, 1),
        "time is over for those who left"
    );
    assert_eq!(funnel.sections[0].left, 1);

    // Who takes the answer back leaves the funnel, too.
    world.sent.clear();
    let invitation = "select count(*) from pool.invitations where state = 'answered'";
    assert_eq!(world.db.number(invitation).await, 4);
    let door = fixture::open(&world.db.store(), &world.tenant).await;
    let mine = world.any_answered().await;
    receipt::withdraw(&door, mine).await.unwrap();
    door.commit().await.unwrap();
    let funnel = world.results(Role::Leader, None).await.funnel;
    assert_eq!((funnel.invited, funnel.started, funnel.sent, funnel.timed), (6, 5, 3, 3));
    assert_eq!(funnel.sections[1].saved, 3);
}

impl World {
    /// An invitation that was answered.
    async fn any_answered(&self) -> domain::id::InvitationId {
        let mut raw = crate::support::Raw::superuser(&self.db).await;
        let rows = raw.texts("select min(id::text) from pool.invitations where state = 'answered'").await;
        rows[0][0].parse().unwrap()
    }
}

#[tokio::test]
async fn another_tenants_results_are_not_found() {
    for tier in [Tier::Pool, Tier::Silo] {
        let world = World::new(tier, [2, 0, 0], [0, 0, 0]).await;
        let other = fixture::tenant(&world.db.store(), "southwind", tier).await;
        let door = fixture::open(&world.db.store(), &other).await;
        assert!(matches!(survey::results(&door, world.survey, None).await, Err(StoreError::NotFound)));
        let door = fixture::open(&world.db.store(), &world.tenant).await;
        assert!(matches!(survey::results(&door, world.survey, Some(3)).await, Err(StoreError::NotFound)));
        // The neighbour's own survey counts none of these answers.
        drop(door);
        let door = fixture::open(&world.db.store(), &other).await;
        let own = survey::list(&door).await.unwrap()[0].id;
        assert_eq!(survey::results(&door, own, None).await.unwrap().answers, 0);
    }
}
