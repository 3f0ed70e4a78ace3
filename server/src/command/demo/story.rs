//! Two years of a sample tenant's deals and answers that a sales leader would believe.
//!
//! The plot, the same for every tenant with other names: a competitor rises and wins; a theme falls after a
//! release; one rep is better in one segment; won deals are quicker than lost ones. Reproducible: the same seed
//! and the same day give the same story.

use chrono::{DateTime, Datelike as _, Duration, NaiveDate, Utc};
use domain::deal::Outcome;
use domain::response::Attribution;
use domain::survey::{Answer, AnswerSet};
use domain::taxonomy::Theme;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

use super::words;

/// Deals in one story.
pub(super) const DEALS: u32 = 600;
/// Days that a story covers.
const DAYS: i64 = 730;
/// Days ago that the release came which fixed the falling theme.
const RELEASE: i64 = 270;

/// One in so many buyers who do not answer begins and leaves.
const LEAVES: usize = 6;
/// After so many pages, one after the other: most at the first.
const PAGES: [usize; 5] = [0, 1, 0, 2, 1];

/// One of the sample tenants.
#[derive(Clone, Debug)]
pub(super) struct Cast {
    pub(super) seed: u64,
    pub(super) rising: &'static str,
    pub(super) rivals: &'static [&'static str],
    pub(super) falling: Theme,
    pub(super) weak: Theme,
    /// Ids, names and teams of the reps; the first is the one who is better with enterprises.
    pub(super) reps: &'static [(&'static str, &'static str, &'static str)],
    pub(super) mail_domain: &'static str,
}

/// A deal as the CRM sends it, with the answer that a buyer gave.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Scene {
    /// The body of the webhook.
    pub(super) event: Value,
    /// When the deal closed.
    pub(super) closed_at: DateTime<Utc>,
    /// The answer of the first contact.
    pub(super) answer: Option<Reply>,
    /// How he came without answering.
    pub(super) visit: Option<Visit>,
}

/// A buyer who began and left.
#[derive(Copy, Clone, PartialEq, Debug)]
pub(super) struct Visit {
    pub(super) started_at: DateTime<Utc>,
    /// How many pages he went through.
    pub(super) pages: usize,
}

/// What a buyer answered, and when.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Reply {
    pub(super) answers: AnswerSet,
    pub(super) attribution: Attribution,
    pub(super) started_at: DateTime<Utc>,
    pub(super) submitted_at: DateTime<Utc>,
}

/// The story of one tenant up to that instant, oldest close first.
pub(super) fn tell(cast: &Cast, now: DateTime<Utc>) -> Vec<Scene> {
    let mut dice = StdRng::seed_from_u64(cast.seed);
    let mut names: Vec<(usize, usize)> = (0..words::COMPANIES.len())
        .flat_map(|company| (0..words::TRADES.len()).map(move |trade| (company, trade)))
        .collect();
    names.shuffle(&mut dice);
    let mut ages: Vec<i64> = (0..DEALS).map(|_| closing_age(&mut dice, now)).collect();
    ages.sort_unstable_by(|a, b| b.cmp(a));
    ages.into_iter()
        .zip(names)
        .enumerate()
        .map(|(number, (age, name))| Teller { cast, dice: &mut dice, now }.scene(number, age, name))
        .collect()
}

/// Minutes ago that a deal closed: on working days, in the hours of an office, more near the end of quarters.
fn closing_age(dice: &mut StdRng, now: DateTime<Utc>) -> i64 {
    loop {
        let age = dice.random_range(1..DAYS);
        let day = (now - Duration::days(age)).date_naive();
        let rush = if days_to_quarter_end(day) < 14 { 1.0 } else { 0.55 };
        let is_weekday = day.weekday().number_from_monday() <= 5;
        if is_weekday && dice.random_bool(rush) {
            let closed = day.and_hms_opt(8, 0, 0).expect("a time of day").and_utc()
                + Duration::minutes(dice.random_range(0..600));
            return (now - closed).num_minutes();
        }
    }
}

fn days_to_quarter_end(day: NaiveDate) -> i64 {
    (domain::deal::Quarter::of(day).next().first_day() - day).num_days()
}

struct Teller<'a> {
    cast: &'a Cast,
    dice: &'a mut StdRng,
    now: DateTime<Utc>,
}

impl Teller<'_> {
    fn scene(&mut self, number: usize, minutes_ago: i64, (company, trade): (usize, usize)) -> Scene {
        let closed_at = self.now - Duration::minutes(minutes_ago);
        let days_ago = minutes_ago / 1440;
        let (trade, industry) = words::TRADES[trade];
        let account = format!("{} {trade}", words::COMPANIES[company]);
        let domain = format!("{}.example", account.to_lowercase().replace(' ', "-"));
        let segment = self.weighted(&[("Enterprise", 3), ("Mid-market", 4), ("SMB", 3)]);
        let region = self.weighted(&[("EMEA", 5), ("Americas", 4), ("APAC", 2)]);
        let rep = self.dice.random_range(0..self.cast.reps.len());
        let competitor = self.competitor(days_ago);
        let outcome = self.outcome(segment, rep, competitor, days_ago);
        let cycle = self.cycle(segment, outcome);
        let created_at = closed_at - Duration::days(cycle);
        let (amount, currency) = self.amount(segment, region);
        let (first, last) = (self.pick(words::FIRST_NAMES), self.pick(words::LAST_NAMES));
        let title = self.pick(words::TITLES);
        let project = self.pick(words::PROJECTS);
        let (rep_id, rep_name, team) = self.cast.reps[rep];
        let answer = self.reply(outcome, competitor, closed_at, days_ago);
        let reason = self.rep_says(outcome, answer.as_ref());
        let mut competitors = Vec::new();
        competitors.extend(competitor.map(|name| self.spelled(name)));
        let event = json!({
            "type": "deal.closed",
            "timestamp": closed_at.to_rfc3339(),
            "data": {
                "external_id": format!("006WL{:04}{number:05}", self.cast.seed % 10_000),
                "name": format!("{account}, {project}"),
                "account": {"name": account, "domain": domain, "industry": industry, "employees": self.employees(segment)},
                "outcome": if outcome == Outcome::Won { "won" } else { "lost" },
                "outcome_kind": match outcome {
                    Outcome::Won => None,
                    Outcome::LostCompetitor => Some("competitor"),
                    Outcome::LostNoDecision => Some("no_decision"),
                    Outcome::LostOther => Some("other"),
                },
                "type": self.weighted(&[("New business", 8), ("Expansion", 2)]),
                "amount": amount,
                "currency": currency,
                "created_at": created_at.to_rfc3339(),
                "closed_at": closed_at.to_rfc3339(),
                "stages": stages(created_at, cycle),
                "pipeline": "New business",
                "lead_source": self.weighted(&[("Inbound", 4), ("Outbound", 3), ("Partner", 2), ("Event", 1)]),
                "segment": segment,
                "region": region,
                "products": ["Platform"],
                "owner": {"id": rep_id, "name": rep_name, "team": team,
                          "email": format!("{}@{}", rep_name.split(' ').next().unwrap_or(rep_name).to_lowercase(),
                                           self.cast.mail_domain)},
                "contacts": [{
                    "external_id": format!("003WL{:04}{number:05}", self.cast.seed % 10_000),
                    "name": format!("{first} {last}"),
                    "email": format!("{}.{}@{domain}", first.to_lowercase(), last.to_lowercase()),
                    "title": title, "role": "buyer", "is_primary": true, "language": "en",
                }],
                "competitors": competitors,
                "loss_reason": reason,
            },
        });
        // Told by the number and without dice: who leaves changes nothing else of the story.
        let left_at = closed_at + Duration::hours(26);
        let leaves =
            answer.is_none() && number.is_multiple_of(LEAVES) && left_at < self.now - Duration::minutes(5);
        let visit =
            leaves.then(|| Visit { started_at: left_at, pages: PAGES[number / LEAVES % PAGES.len()] });
        Scene { event, closed_at, answer, visit }
    }

    fn pick<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all.choose(self.dice).copied().unwrap_or_default()
    }

    fn weighted<T: Copy>(&mut self, all: &[(T, u32)]) -> T {
        all.choose_weighted(self.dice, |(_, weight)| *weight).expect("a choice has weight").0
    }

    /// The rising one is in a twelfth of the deals two years ago, and in four of ten today.
    fn competitor(&mut self, days_ago: i64) -> Option<&'static str> {
        #[expect(clippy::cast_precision_loss, reason = "days")]
        let progress = 1.0 - days_ago as f64 / DAYS as f64;
        if self.dice.random_bool((0.08 + 0.32 * progress.powi(2)).clamp(0.0, 1.0)) {
            Some(self.cast.rising)
        } else if self.dice.random_bool(0.62) {
            self.cast.rivals.choose(self.dice).copied()
        } else {
            None
        }
    }

    fn outcome(&mut self, segment: &str, rep: usize, competitor: Option<&str>, days_ago: i64) -> Outcome {
        let mut chance: f64 = 0.43;
        chance += match (rep, segment) {
            (0, "Enterprise") => 0.26,
            (0, _) => -0.06,
            (2, "SMB") => 0.08,
            (4, _) => -0.08,
            _ => 0.0,
        };
        if competitor == Some(self.cast.rising) {
            chance -= if days_ago < 365 { 0.22 } else { 0.08 };
        }
        if self.dice.random_bool(chance.clamp(0.05, 0.9)) {
            return Outcome::Won;
        }
        let to_competitor = if competitor.is_some() { 14 } else { 0 };
        self.weighted(&[
            (Outcome::LostCompetitor, to_competitor),
            (Outcome::LostNoDecision, 5),
            (Outcome::LostOther, 2),
        ])
    }

    fn cycle(&mut self, segment: &str, outcome: Outcome) -> i64 {
        let base: f64 = match segment {
            "Enterprise" => 118.0,
            "Mid-market" => 64.0,
            _ => 31.0,
        };
        let factor = match outcome {
            Outcome::Won => 0.82,
            Outcome::LostCompetitor => 1.08,
            Outcome::LostNoDecision => 1.6,
            Outcome::LostOther => 1.15,
        };
        // Three dice make the middle likely and a long tail possible.
        let spread: f64 = (0..3).map(|_| self.dice.random_range(0.55_f64..1.6)).product();
        #[expect(clippy::cast_possible_truncation, reason = "days")]
        let days = (base * factor * spread) as i64;
        days.max(3)
    }

    fn amount(&mut self, segment: &str, region: &str) -> (Option<String>, &'static str) {
        let base: f64 = match segment {
            "Enterprise" => 140_000.0,
            "Mid-market" => 46_000.0,
            _ => 12_000.0,
        };
        let spread: f64 = (0..2).map(|_| self.dice.random_range(0.5_f64..1.7)).product();
        #[expect(clippy::cast_possible_truncation, reason = "amounts are small")]
        let hundreds = (base * spread / 100.0).round() as i64;
        let currency = match region {
            "EMEA" => self.weighted(&[("EUR", 5), ("USD", 3), ("GBP", 2)]),
            "APAC" => self.weighted(&[("USD", 9), ("JPY", 1)]),
            _ => "USD",
        };
        let is_known = self.dice.random_bool(0.98);
        (is_known.then(|| format!("{}.00", hundreds * 100)), currency)
    }

    fn employees(&mut self, segment: &str) -> i64 {
        match segment {
            "Enterprise" => self.dice.random_range(2_000..24_000),
            "Mid-market" => self.dice.random_range(250..2_000),
            _ => self.dice.random_range(15..250),
        }
    }

    /// CRMs spell as they like.
    fn spelled(&mut self, name: &str) -> String {
        match name {
            "Salesforce" => {
                self.weighted(&[("Salesforce", 4), ("SFDC", 3), ("salesforce.com", 1)]).to_owned()
            }
            "HubSpot" => self.weighted(&[("HubSpot", 4), ("Hubspot", 1)]).to_owned(),
            _ => name.to_owned(),
        }
    }

    /// What spoke against us, or for us: one to three themes, the heaviest first.
    fn themes(&mut self, outcome: Outcome, competitor: Option<&str>, days_ago: i64) -> Vec<Theme> {
        let falling = if days_ago > RELEASE { 9 } else { 2 };
        let rising_price = if competitor == Some(self.cast.rising) { 9 } else { 5 };
        let mut weights: Vec<(Theme, u32)> = Theme::ALL.into_iter().map(|theme| (theme, 1)).collect();
        let bonus = match outcome {
            Outcome::Won => vec![
                (Theme::ProductFit, 6),
                (Theme::Usability, 5),
                (Theme::SalesExperience, 5),
                (Theme::Support, 3),
                (Theme::Integrations, if days_ago > RELEASE { 1 } else { 4 }),
            ],
            Outcome::LostNoDecision => vec![(Theme::Timing, 8), (Theme::Incumbent, 5), (Theme::Pricing, 3)],
            Outcome::LostCompetitor | Outcome::LostOther => vec![
                (Theme::Pricing, rising_price),
                (Theme::ProductFit, 4),
                (self.cast.falling, falling),
                (self.cast.weak, 4),
                (Theme::Implementation, 2),
            ],
        };
        for (theme, weight) in bonus {
            if let Some(entry) = weights.iter_mut().find(|(one, _)| *one == theme) {
                entry.1 += weight;
            }
        }
        let number = self.weighted(&[(1, 3), (2, 5), (3, 3)]);
        let mut chosen = Vec::new();
        while chosen.len() < number {
            let theme = self.weighted(&weights);
            if !chosen.contains(&theme) {
                chosen.push(theme);
            }
        }
        chosen
    }

    fn reply(
        &mut self,
        outcome: Outcome,
        competitor: Option<&str>,
        closed_at: DateTime<Utc>,
        days_ago: i64,
    ) -> Option<Reply> {
        let chance = if outcome == Outcome::Won { 0.48 } else { 0.40 };
        if !self.dice.random_bool(chance) {
            return None;
        }
        let submitted_at = closed_at + Duration::minutes(self.dice.random_range(400..20_000));
        // An answer that is still to come belongs to tomorrow's story.
        if submitted_at > self.now - Duration::minutes(5) {
            return None;
        }
        let themes = self.themes(outcome, competitor, days_ago);
        let answers = self.answers(outcome, competitor, &themes);
        let started_at = submitted_at - Duration::seconds(self.dice.random_range(75..420));
        let attribution = self.weighted(&[
            (Attribution::Named, 13),
            (Attribution::Leadership, 5),
            (Attribution::Pooled, 2),
        ]);
        Some(Reply { answers, attribution, started_at, submitted_at })
    }

    fn answers(&mut self, outcome: Outcome, competitor: Option<&str>, themes: &[Theme]) -> AnswerSet {
        let one = |key: &str| Some(Answer::Chosen { keys: vec![key.to_owned()], other: None });
        let keys = |all: &[Theme]| Answer::Chosen {
            keys: all.iter().map(|theme| theme.code().to_owned()).collect(),
            other: None,
        };
        let mut answers = AnswerSet::new();
        let clarity = self.weighted(&[("compare", 5), ("trial", 3), ("terms", 3), ("early", 1), ("late", 1)]);
        answers.set("clarity", one(clarity));
        let overall = match outcome {
            Outcome::Won => self.weighted(&[(5_u8, 5), (4, 4), (3, 1)]),
            Outcome::LostCompetitor | Outcome::LostNoDecision | Outcome::LostOther => {
                self.weighted(&[(4_u8, 4), (3, 4), (2, 2), (5, 1), (1, 1)])
            }
        };
        answers.set("overall", Some(Answer::Rated { value: overall }));
        let text = self.text(outcome, competitor, themes);
        if outcome == Outcome::Won {
            answers.set("reasons_won", Some(keys(themes)));
            answers.set("story_won", text);
        } else {
            answers.set("reasons", Some(keys(themes)));
            // Of one reason nobody is asked which weighed most.
            if self.dice.random_bool(0.8) && themes.len() > 1 {
                answers.set("tipped", themes.first().and_then(|theme| one(theme.code())));
            }
            answers.set("story", text);
        }
        if let Some(name) = competitor {
            let spelled = if name == "Salesforce" {
                self.weighted(&[("Salesforce", 2), ("SFDC", 2), ("SF", 1)])
            } else {
                name
            };
            answers.set("considered", Some(Answer::Vendors { names: vec![spelled.to_owned()] }));
            if outcome == Outcome::LostCompetitor {
                answers.set("chosen", Some(Answer::Vendors { names: vec![spelled.to_owned()] }));
            }
        }
        if overall <= 3 && self.dice.random_bool(0.5) {
            let improve = self.pick(words::against(Theme::SalesExperience)).to_owned();
            answers.set("improve", Some(Answer::Text { text: improve }));
        }
        answers
    }

    fn text(&mut self, outcome: Outcome, competitor: Option<&str>, themes: &[Theme]) -> Option<Answer> {
        if !self.dice.random_bool(0.82) {
            return None;
        }
        let mut sentences: Vec<String> = themes
            .iter()
            .take(2)
            .map(|theme| {
                let all =
                    if outcome == Outcome::Won { words::for_us(*theme) } else { words::against(*theme) };
                self.pick(all).to_owned()
            })
            .collect();
        if let Some(name) = competitor
            && outcome == Outcome::LostCompetitor
            && self.dice.random_bool(0.4)
        {
            sentences.push(format!("{name} was simply further on this."));
        }
        Some(Answer::Text { text: sentences.join(" ") })
    }

    /// Reps and buyers agree about half of the time; that is why one asks the buyer.
    fn rep_says(&mut self, outcome: Outcome, answer: Option<&Reply>) -> Option<String> {
        if outcome == Outcome::Won {
            return None;
        }
        let agreed = answer.filter(|_| self.dice.random_bool(0.45)).and_then(|reply| {
            match reply.answers.get("reasons") {
                Some(Answer::Chosen { keys, .. }) => Theme::from_code(keys.first()?),
                Some(_) | None => None,
            }
        });
        let theme = agreed.unwrap_or_else(|| {
            self.weighted(&[(Theme::Pricing, 6), (Theme::Timing, 2), (Theme::ProductFit, 2)])
        });
        Some(theme.label().to_owned())
    }
}

fn stages(created_at: DateTime<Utc>, cycle: i64) -> Value {
    let at = |share: i64| (created_at + Duration::days(cycle * share / 100)).to_rfc3339();
    json!([
        {"name": "Discovery", "entered_at": at(0)},
        {"name": "Demonstration", "entered_at": at(25)},
        {"name": "Evaluation", "entered_at": at(50)},
        {"name": "Negotiation", "entered_at": at(80)},
    ])
}

#[cfg(test)]
mod tests {
    use domain::crm::{CrmEvent, parse_event};
    use domain::survey::{Facts, check_answers, path, starter};

    use super::*;
    use crate::command::demo::cast;

    fn now() -> DateTime<Utc> {
        "2026-11-23T09:00:00Z".parse().expect("an instant")
    }

    #[test]
    fn the_same_seed_and_day_tell_the_same_story() {
        let cast = &cast::ALL[0].cast;
        assert_eq!(tell(cast, now()), tell(cast, now()));
    }

    #[test]
    fn every_scene_is_a_valid_event_with_a_valid_answer() {
        let template = starter::win_loss();
        for tenant in cast::ALL {
            let story = tell(&tenant.cast, now());
            assert_eq!(story.len(), DEALS as usize);
            let mut answered = 0;
            for scene in story {
                let event = parse_event(scene.event.to_string().as_bytes()).expect("valid");
                let CrmEvent::Deal(event) = event else { panic!("not a deal") };
                assert!(event.closed_at < now() && event.contacts.len() == 1);
                if let Some(reply) = scene.answer {
                    answered += 1;
                    let path = path(
                        &template,
                        &Facts { outcome: event.outcome, ..Facts::default() },
                        &reply.answers,
                    );
                    check_answers(&path, &reply.answers).expect("valid answers");
                    assert_eq!(path.reached(&reply.answers), reply.answers, "nothing unreachable");
                }
            }
            assert!((200..=310).contains(&answered), "{answered} answers");
        }
    }

    #[test]
    fn the_plot_can_be_seen() {
        let cast = &cast::ALL[0].cast;
        let story = tell(cast, now());
        let half = now() - Duration::days(DAYS / 2);
        let share = |is_new: bool| {
            let part: Vec<_> = story.iter().filter(|scene| (scene.closed_at > half) == is_new).collect();
            let met = part.iter().filter(|scene| {
                scene.event["data"]["competitors"]
                    .as_array()
                    .is_some_and(|all| all.contains(&json!(cast.rising)))
            });
            #[expect(clippy::cast_precision_loss, reason = "a share")]
            let share = met.count() as f64 / part.len() as f64;
            share
        };
        assert!(share(true) > 1.5 * share(false), "{} then {}", share(false), share(true));
    }
}
