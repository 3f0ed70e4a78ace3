//! What a buyer can reach at all: for each section and question, whether any deal and any answers lead to it.
//!
//! **Invariant:** what is called unreachable is never shown by [`super::path`], whatever the facts and valid answers.
//! The converse is not promised: rules can be too entangled to say.

mod claim;
mod order;
mod world;

use super::condition::Condition;
use super::template::{Section, Target, Template};
use crate::deal::Outcome;
use claim::Claim;
pub(super) use order::Order;
use world::World;

/// What can be reached, and where sections lead.
pub(super) struct Reach<'a> {
    world: World<'a>,
    /// By place of the section.
    pub(super) sections: Vec<Way<'a>>,
    /// By position of the question.
    pub(super) questions: Vec<Verdict>,
}

/// Whether something can be shown, and if not, why.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(super) enum Verdict {
    /// It can.
    Shown,
    /// Its own rule never holds.
    RuleNeverHolds,
    /// Its rule and that of its section never hold together.
    AgainstItsSection,
    /// Its rule holds only where an earlier jump has led past it.
    PassedBy,
    /// Every way leads past its section, or its section is never shown.
    NoWay,
}

/// A section, and where it leads.
pub(super) struct Way<'a> {
    pub(super) section: &'a Section,
    /// Whether it can be shown.
    pub(super) verdict: Verdict,
    /// Whether the walk can come to it and pass on without showing it.
    pub(super) is_skippable: bool,
    /// The jumps that can be taken, by their place among its jumps; where to, none being the end.
    pub(super) jumps: Vec<(usize, Option<usize>)>,
    /// Whether it can go on to the next section.
    pub(super) goes_on: bool,
    /// Whether some question of it is shown whenever it is.
    is_never_empty: bool,
    /// What holds wherever it is shown.
    claims: Vec<Claim<'a>>,
}

const fn rule(rule: &Condition) -> Claim<'_> {
    Claim::Rule { rule, holds: true, is_past: false }
}

/// A claim as it looks to a later rule.
const fn past(claim: Claim<'_>) -> Claim<'_> {
    match claim {
        Claim::Rule { rule, holds, is_past: _ } => Claim::Rule { rule, holds, is_past: true },
        Claim::NotBoth(..) | Claim::Within(..) | Claim::Outside(..) | Claim::Unknown(_) => claim,
    }
}

impl<'a> Reach<'a> {
    /// Looks at a whole survey.
    pub(super) fn of(template: &'a Template) -> Self {
        let world = World { order: Order::of(template), shown: Vec::new() };
        let mut reach = Self { world, sections: Vec::new(), questions: Vec::new() };
        // Whether some way comes to a section.
        let mut is_met = vec![false; template.sections.len() + 1];
        is_met[0] = true;
        for (at, section) in template.sections.iter().enumerate() {
            let way = reach.section(at, section, is_met[at]);
            if is_met[at] {
                for (_, to) in &way.jumps {
                    is_met[to.unwrap_or(template.sections.len())] = true;
                }
                is_met[at + 1] |= way.goes_on || way.is_skippable;
            }
            reach.sections.push(way);
        }
        reach
    }

    fn section(&mut self, at: usize, section: &'a Section, is_met: bool) -> Way<'a> {
        let mut claims = self.hurdles(at);
        let mut verdict = match &section.show_if {
            Some(condition) if !self.holds(&[rule(condition)]) => Verdict::RuleNeverHolds,
            _ if !is_met => Verdict::NoWay,
            _ => Verdict::Shown,
        };
        claims.extend(section.show_if.as_ref().map(rule));
        if verdict == Verdict::Shown && !self.holds(&claims) {
            verdict = Verdict::PassedBy;
        }
        let mut is_never_empty = false;
        let mut is_ever_filled = false;
        for question in &section.questions {
            let of_question =
                self.question(question.show_if.as_ref(), section.show_if.as_ref(), verdict, &claims);
            self.questions.push(of_question);
            let is_shown = of_question == Verdict::Shown;
            is_ever_filled |= is_shown;
            is_never_empty |= is_shown && question.show_if.as_ref().is_none_or(|one| self.is_always(one));
            let here =
                || claims.iter().copied().chain(question.show_if.as_ref().map(rule)).map(past).collect();
            self.world.shown.push(is_shown.then(here));
        }
        let is_shown = verdict == Verdict::Shown && is_ever_filled;
        let is_skippable =
            !is_shown || !is_never_empty || section.show_if.as_ref().is_some_and(|one| !self.is_always(one));
        let (jumps, goes_on) = if is_shown { self.jumps(at, section, &claims) } else { (Vec::new(), false) };
        Way { section, verdict, is_skippable, jumps, goes_on, is_never_empty, claims }
    }

    fn question(
        &self,
        own: Option<&'a Condition>,
        of_section: Option<&'a Condition>,
        section: Verdict,
        claims: &[Claim<'a>],
    ) -> Verdict {
        let Some(own) = own.map(rule) else {
            return if section == Verdict::Shown { Verdict::Shown } else { Verdict::NoWay };
        };
        if !self.holds(&[own]) {
            Verdict::RuleNeverHolds
        } else if section != Verdict::Shown {
            Verdict::NoWay
        } else if of_section.is_some_and(|of_section| !self.holds(&[own, rule(of_section)])) {
            Verdict::AgainstItsSection
        } else if !self.holds(&[claims, &[own][..]].concat()) {
            Verdict::PassedBy
        } else {
            Verdict::Shown
        }
    }

    /// The jumps of a section that can be taken, and whether it can go on without one.
    fn jumps(
        &self,
        at: usize,
        section: &'a Section,
        claims: &[Claim<'a>],
    ) -> (Vec<(usize, Option<usize>)>, bool) {
        let mut found = Vec::new();
        for (place, jump) in section.jumps.iter().enumerate() {
            let when = jump.when.as_ref();
            if when.is_some_and(|when| !self.holds(&[claims, &[rule(when)][..]].concat())) {
                continue;
            }
            let to = match &jump.to {
                Target::End => Some(None),
                // One that leads nowhere or back is complained of elsewhere; the walk goes on.
                Target::Section(key) => self.world.order.section(key).filter(|to| *to > at).map(Some),
            };
            found.push((
                place,
                to.unwrap_or(Some(at + 1).filter(|next| *next < self.world.order.starts.len() - 1)),
            ));
            if when.is_none_or(|when| self.is_always(when)) {
                return (found, false);
            }
        }
        (found, true)
    }

    /// What holds wherever a section is come to: none of the jumps before it that lead past it was taken.
    ///
    /// Followed up are the first jumps of sections that no jump leads past themselves.
    fn hurdles(&self, at: usize) -> Vec<Claim<'a>> {
        let leads_past =
            |way: &Way<'_>, place: usize| way.jumps.iter().any(|(_, to)| to.is_none_or(|to| to > place));
        let mut found = Vec::new();
        for (place, way) in self.sections.iter().enumerate() {
            let is_passed = self.sections[..place].iter().any(|earlier| leads_past(earlier, place));
            let first = way.jumps.first().filter(|(jump, to)| *jump == 0 && to.is_none_or(|to| to > at));
            if let (true, false, Some(_)) = (way.is_never_empty, is_passed, first) {
                found.push(Claim::NotBoth(way.section.show_if.as_ref(), way.section.jumps[0].when.as_ref()));
            }
        }
        found
    }

    fn holds(&self, claims: &[Claim<'a>]) -> bool {
        self.world.can_hold(claims, None)
    }

    fn is_always(&self, condition: &'a Condition) -> bool {
        !self.holds(&[Claim::Rule { rule: condition, holds: false, is_past: false }])
    }

    /// Where everything stands.
    pub(super) const fn order(&self) -> &Order<'a> {
        &self.world.order
    }

    /// Whether a rule can hold at all.
    pub(super) fn can_hold(&self, condition: &'a Condition) -> bool {
        self.holds(&[rule(condition)])
    }

    /// Whether a rule can hold where a question is shown.
    pub(super) fn can_hold_at(&self, position: usize, condition: &'a Condition) -> bool {
        self.with(position, &[rule(condition)], None)
    }

    /// Whether a rule can hold where a section is left.
    pub(super) fn can_hold_after(&self, section: usize, condition: &'a Condition) -> bool {
        self.holds(&[&self.sections[section].claims[..], &[rule(condition)][..]].concat())
    }

    /// Whether a question can be shown after this outcome.
    pub(super) fn is_shown_after(&self, position: usize, outcome: Outcome) -> bool {
        self.with(position, &[], Some(outcome))
    }

    /// Whether two questions can be shown to one buyer.
    pub(super) fn are_shown_together(&self, one: usize, other: usize) -> bool {
        match &self.world.shown[other] {
            Some(claims) => self.with(one, claims, None),
            None => false,
        }
    }

    /// Whether two sections are never shown to one buyer, by their own rules.
    pub(super) fn exclude_each_other(&self, one: &'a Condition, other: &'a Condition) -> bool {
        !self.holds(&[rule(one), rule(other)])
    }

    /// Whether none of these rules may hold.
    pub(super) fn can_all_fail(&self, rules: &[&'a Condition]) -> bool {
        let fails = |rule: &&'a Condition| Claim::Rule { rule, holds: false, is_past: false };
        self.holds(&rules.iter().map(fails).collect::<Vec<_>>())
    }

    fn with(&self, position: usize, claims: &[Claim<'a>], outcome: Option<Outcome>) -> bool {
        match &self.world.shown[position] {
            Some(shown) => self.world.can_hold(&[&shown[..], claims].concat(), outcome),
            None => false,
        }
    }
}

#[cfg(test)]
mod tests;
