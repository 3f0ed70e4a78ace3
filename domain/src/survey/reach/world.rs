//! Whether claims can be true together: a search over what they leave open.
//!
//! Negations are pushed inwards, everything that must hold is put together first, and only then is one way after the
//! other tried where there are several. An answer that a rule asks for brings along the rules that showed its
//! question. The search gives up after so many steps and then says "possible": what it calls impossible is.

use std::cell::Cell;

use super::claim::{Bits, Claim, Domain, FIRST, OWN, Subject, UNKNOWN, scale};
use super::order::Order;
use crate::deal::Outcome;
use crate::survey::answer::{PriceRole, Stage};
use crate::survey::condition::{Condition, DealFact};
use crate::survey::fit::{fits, has_part, parts};
use crate::survey::kind::Kind;
use crate::survey::logic::OTHER;
use crate::survey::number::Number;

/// Steps after which a search gives up.
const MOST_STEPS: usize = 400;
/// The farthest that one price is above another, in thousandths of a per cent.
const MOST_PERCENT: i64 = 1_000_000;

/// What is known of the questions so far, in order.
pub(super) struct World<'a> {
    pub(super) order: Order<'a>,
    /// What holds wherever a question is shown, by position; `None` for one that is never shown.
    pub(super) shown: Vec<Option<Vec<Claim<'a>>>>,
}

/// What is open in one attempt.
#[derive(Clone, Default)]
struct State<'a> {
    known: Vec<(Subject<'a>, Domain<'a>)>,
    /// The questions whose answer some claim asks for.
    answered: Vec<usize>,
}

impl<'a> World<'a> {
    /// Whether these can be true together, after this outcome or any.
    pub(super) fn can_hold(&self, claims: &[Claim<'a>], outcome: Option<Outcome>) -> bool {
        let mut state = State::default();
        if let Some(outcome) = outcome {
            state.known.push((Subject::Outcome, Domain::One(of_outcomes(&[outcome]))));
        }
        self.search(state, claims.to_vec(), Vec::new(), &Cell::new(0))
    }

    fn search(
        &self,
        mut state: State<'a>,
        mut todo: Vec<Claim<'a>>,
        mut splits: Vec<Claim<'a>>,
        steps: &Cell<usize>,
    ) -> bool {
        while let Some(claim) = todo.pop() {
            steps.set(steps.get() + 1);
            if steps.get() > MOST_STEPS {
                return true;
            }
            if !self.put(claim, &mut state, &mut todo, &mut splits) {
                return false;
            }
        }
        let Some(split) = splits.pop() else { return true };
        self.ways(split)
            .into_iter()
            .any(|way| self.search(state.clone(), way.into_iter().collect(), splits.clone(), steps))
    }

    /// The ways in which a claim can be true that is true if one of several is. The empty way claims nothing.
    fn ways(&self, claim: Claim<'a>) -> Vec<Option<Claim<'a>>> {
        match claim {
            Claim::Rule { rule: Condition::All(inner) | Condition::Any(inner), holds, is_past } => {
                inner.iter().map(|rule| Some(Claim::Rule { rule, holds, is_past })).collect()
            }
            Claim::NotBoth(one, other) => [one, other]
                .into_iter()
                .flatten()
                .map(|rule| Some(Claim::Rule { rule, holds: false, is_past: true }))
                .collect(),
            Claim::Outside(subject, from, to) => {
                let below = (from > i64::MIN).then(|| Claim::Within(subject, i64::MIN, from - 1));
                let above = (to < i64::MAX).then(|| Claim::Within(subject, to + 1, i64::MAX));
                [Some(Claim::Unknown(subject)), below, above].into_iter().flatten().map(Some).collect()
            }
            Claim::Rule { .. } | Claim::Within(..) | Claim::Unknown(_) => vec![Some(claim)],
        }
    }

    /// Puts a claim to what is known. Whether it can be true.
    fn put(
        &self,
        claim: Claim<'a>,
        state: &mut State<'a>,
        todo: &mut Vec<Claim<'a>>,
        splits: &mut Vec<Claim<'a>>,
    ) -> bool {
        match claim {
            Claim::Within(subject, from, to) => {
                self.answer(subject, state, todo) && self.domain(subject, state).within(from, to)
            }
            Claim::Unknown(subject) => self.domain(subject, state).know(false),
            Claim::NotBoth(..) | Claim::Outside(..) => {
                splits.push(claim);
                true
            }
            Claim::Rule { rule: Condition::Not(inner), holds, is_past } => {
                todo.push(Claim::Rule { rule: inner, holds: !holds, is_past });
                true
            }
            Claim::Rule { rule: Condition::All(inner), holds: true, is_past }
            | Claim::Rule { rule: Condition::Any(inner), holds: false, is_past } => {
                let holds = matches!(claim, Claim::Rule { holds: true, .. });
                todo.extend(inner.iter().map(|rule| Claim::Rule { rule, holds, is_past }));
                true
            }
            Claim::Rule { rule: Condition::All(inner) | Condition::Any(inner), .. } => {
                splits.push(claim);
                !inner.is_empty()
            }
            Claim::Rule { rule, holds, is_past } => match range(&self.order, rule) {
                // A value may have been another when a rule of the past looked at it.
                Some((Subject::Value(_), ..)) if is_past => true,
                Some((subject, from, to)) => {
                    let claim = if holds {
                        Claim::Within(subject, from, to)
                    } else {
                        Claim::Outside(subject, from, to)
                    };
                    todo.push(claim);
                    true
                }
                None => self.put_states(rule, holds, state, todo),
            },
        }
    }

    /// As [`World::put`], for rules that are true in some states of their subject.
    fn put_states(
        &self,
        rule: &'a Condition,
        holds: bool,
        state: &mut State<'a>,
        todo: &mut Vec<Claim<'a>>,
    ) -> bool {
        if let Condition::Outcome(outcomes) = rule {
            return self.domain(Subject::Outcome, state).narrow(of_outcomes(outcomes), holds);
        }
        if let Condition::Deal { fact, values } = rule {
            return self.domain(Subject::Deal(*fact), state).word(values, holds);
        }
        // A rule that looks for what is not there is complained of elsewhere; it says nothing here.
        let Some(at) = rule.own_question().and_then(|key| self.order.question(key)) else { return true };
        let question = self.order.questions[at];
        if !fits(rule, &question.kind) {
            return true;
        }
        let (subject, states) = self.states(at, rule);
        if states.is_empty() && parts(rule).into_iter().any(|part| !has_part(question, part)) {
            return true;
        }
        // Which words are not in a text, which place a choice does not have, and how few were picked is not followed up.
        let is_followed_up =
            !matches!(rule, Condition::Contains { .. } | Condition::Picked { .. } | Condition::Ranked { .. });
        if !holds && !is_followed_up {
            return true;
        }
        if states.is_empty() || matches!(self.shown.get(at), Some(None)) {
            return !holds;
        }
        (!holds || self.answer(subject, state, todo)) && self.domain(subject, state).narrow(states, holds)
    }

    /// Somebody looks at an answer: it was given, so its question was shown.
    fn answer(&self, subject: Subject<'a>, state: &mut State<'a>, todo: &mut Vec<Claim<'a>>) -> bool {
        let (Subject::Answer(at) | Subject::Percent(at) | Subject::Row(at, _)) = subject else { return true };
        if !state.answered.contains(&at) {
            state.answered.push(at);
            match self.shown.get(at) {
                Some(Some(claims)) => todo.extend(claims),
                Some(None) => return false,
                // It is asked later, which is complained of elsewhere.
                None => {}
            }
        }
        self.domain(Subject::Answer(at), state).know(true)
    }

    /// What a rule looks at, and the states of it in which the rule is true.
    fn states(&self, at: usize, rule: &'a Condition) -> (Subject<'a>, Bits) {
        let kind = &self.order.questions[at].kind;
        let answer = Subject::Answer(at);
        let answered = Bits::ALL.without(Bits::of(std::iter::once(UNKNOWN)));
        match rule {
            Condition::Answered(_) => (answer, answered),
            Condition::Contains { words, .. } if words.trim().is_empty() => (answer, Bits::NONE),
            Condition::Contains { .. } => (answer, answered),
            Condition::Chose { choices, .. } => (answer, of_choices(kind, choices)),
            Condition::Picked { at_least, .. } => {
                (answer, if can_pick(kind, *at_least) { answered } else { Bits::NONE })
            }
            Condition::Ranked { within: 0, .. } => (answer, Bits::NONE),
            Condition::Ranked { choices, .. } => (answer, of_choices(kind, choices)),
            Condition::Rated { from, to, .. } => (answer, Bits::of(scale(*from, *to))),
            Condition::Between { from, to, .. } => {
                let lies = |value: &u8| {
                    let value = Number::from(*value);
                    from.is_none_or(|from| value >= from) && to.is_none_or(|to| value <= to)
                };
                (answer, Bits::of((0..=10).filter(lies).map(|value| FIRST + usize::from(value))))
            }
            Condition::Reached { stage, .. } => {
                let states = match stage {
                    Stage::Considered => FIRST..FIRST + 3,
                    Stage::Final => FIRST + 1..FIRST + 3,
                    Stage::Chosen => FIRST + 2..FIRST + 3,
                };
                (answer, Bits::of(states))
            }
            Condition::Price { roles, .. } => {
                let place = |role: &PriceRole| match role {
                    PriceRole::Decided => FIRST,
                    PriceRole::Named => FIRST + 1,
                    PriceRole::NoPart => FIRST + 2,
                };
                (answer, Bits::of(roles.iter().map(place)))
            }
            Condition::Judged { row, columns, .. } => {
                let place = |key: &String| match kind {
                    Kind::HeadToHead { .. } => {
                        key.parse().ok().filter(|step| (1..=5).contains(step)).map(|step: usize| step - 1)
                    }
                    kind => kind.columns().iter().position(|column| column.key == *key),
                };
                let states = Bits::of(columns.iter().filter_map(place).map(|step| FIRST + step));
                let is_there = kind.rows().iter().any(|one| one.key == *row);
                (Subject::Row(at, row), if is_there { states } else { Bits::NONE })
            }
            Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::Outcome(_)
            | Condition::Deal { .. }
            | Condition::Amount { .. }
            | Condition::Value { .. } => (answer, Bits::ALL),
        }
    }

    /// What a subject can still be.
    fn domain<'s>(&self, subject: Subject<'a>, state: &'s mut State<'a>) -> &'s mut Domain<'a> {
        let place = state.known.iter().position(|(one, _)| *one == subject);
        let place = place.unwrap_or_else(|| {
            state.known.push((subject, self.fresh(subject)));
            state.known.len() - 1
        });
        &mut state.known[place].1
    }

    fn fresh(&self, subject: Subject<'a>) -> Domain<'a> {
        let number = |from: i64, to: i64, is_known| Domain::Number { from, to, step: 1, is_known };
        match subject {
            Subject::Outcome => Domain::One(Bits::of([UNKNOWN].into_iter().chain(FIRST..FIRST + 4))),
            Subject::Deal(fact) => {
                let is_single = match fact {
                    DealFact::Competitor => false,
                    DealFact::Segment | DealFact::Region | DealFact::DealType => true,
                };
                Domain::Words { wanted: Vec::new(), forbidden: Vec::new(), is_single }
            }
            Subject::Amount => number(i64::MIN, i64::MAX, None),
            Subject::Value(_) => number(i64::MIN, i64::MAX, Some(true)),
            Subject::Answer(at) => Domain::of_kind(&self.order.questions[at].kind),
            Subject::Percent(_) => number(0, MOST_PERCENT, None),
            Subject::Row(at, _) => Domain::of_row(&self.order.questions[at].kind),
        }
    }
}

/// The subject and the range of a rule that compares numbers.
fn range<'a>(order: &Order<'a>, rule: &'a Condition) -> Option<(Subject<'a>, i64, i64)> {
    let least = |from: Option<Number>| from.map_or(i64::MIN, Number::thousandths);
    let most = |to: Option<Number>| to.map_or(i64::MAX, Number::thousandths);
    if let Condition::Amount { from, below } = rule {
        let from = from.map_or(i64::MIN, |from| from.saturating_mul(100));
        let below = below.map_or(i64::MAX, |below| below.saturating_mul(100).saturating_sub(1));
        return Some((Subject::Amount, from, below));
    }
    if let Condition::Value { value, from, to } = rule {
        order.value(value)?;
        return Some((Subject::Value(value), least(*from), most(*to)));
    }
    let Condition::Between { question, from, to } = rule else { return None };
    let at = order.question(question)?;
    let kind = &order.questions[at].kind;
    let subject = matches!(kind, Kind::Number { .. }).then_some(Subject::Answer(at));
    let subject = subject.or_else(|| matches!(kind, Kind::PriceGap).then_some(Subject::Percent(at)))?;
    Some((subject, least(*from), most(*to)))
}

fn of_outcomes(outcomes: &[Outcome]) -> Bits {
    let place = |outcome: &Outcome| match outcome {
        Outcome::Won => FIRST,
        Outcome::LostCompetitor => FIRST + 1,
        Outcome::LostNoDecision => FIRST + 2,
        Outcome::LostOther => FIRST + 3,
    };
    Bits::of(outcomes.iter().map(place))
}

/// Whether a buyer can pick so many choices at once: those that exclude all others come alone.
fn can_pick(kind: &Kind, at_least: u8) -> bool {
    let together = kind.choices().iter().filter(|choice| !choice.is_exclusive).count();
    let most = match kind {
        Kind::MultipleChoice { at_most, .. } => at_most.map_or(usize::MAX, usize::from),
        _ => 1,
    };
    together.max(1).min(most) >= usize::from(at_least)
}

fn of_choices(kind: &Kind, choices: &[String]) -> Bits {
    let place = |key: &String| kind.choices().iter().position(|choice| choice.key == *key);
    let own = choices.iter().filter(|key| *key == OTHER).map(|_| OWN);
    Bits::of(choices.iter().filter_map(place).map(|at| FIRST + at).chain(own))
}
