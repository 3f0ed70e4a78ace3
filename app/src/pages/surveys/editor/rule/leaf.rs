//! One condition as the editor shows it: what is looked at, how, and the controls that say for what.

use domain::deal::Outcome;
use domain::survey::answer::{PriceRole, Stage};
use domain::survey::condition::DealFact;
use domain::survey::fit::has_number;
use domain::survey::kind::{HEAD_TO_HEAD_STEPS, MOST_LIKELY};
use domain::survey::logic::OTHER;
use domain::survey::{Condition, DecimalMark, Kind, Number, Question, Template};

use super::super::control::{Choosable, Control, several};
use super::node::Node;
use super::place::RuleAt;
use super::subject::Subject;
use crate::api::survey::editor::Vocabulary;

/// How many choices a rule looks for at first: of a single one it is enough that there is an answer.
const FEW: u8 = 2;

/// How something is looked at.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Verb {
    /// It has an answer.
    Answered,
    /// It is one of these.
    OneOf,
    /// It is so many choices.
    Counts,
    /// It is so much or more.
    AtLeast,
    /// It is so much or less.
    AtMost,
    /// It lies between.
    Between,
    /// It has these words in it.
    Mentions,
    /// A row was judged so.
    Judged,
    /// A choice is among the first.
    Ranks,
    /// A vendor came so far.
    Names,
    /// Price played this part.
    Says,
}

impl Verb {
    const ALL: [Self; 11] = [
        Self::Answered,
        Self::OneOf,
        Self::Counts,
        Self::AtLeast,
        Self::AtMost,
        Self::Between,
        Self::Mentions,
        Self::Judged,
        Self::Ranks,
        Self::Names,
        Self::Says,
    ];

    const fn code(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::OneOf => "one_of",
            Self::Counts => "counts",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Between => "between",
            Self::Mentions => "mentions",
            Self::Judged => "judged",
            Self::Ranks => "ranks",
            Self::Names => "names",
            Self::Says => "says",
        }
    }

    /// The words, as a rule is read aloud with them.
    const fn words(self, of: Option<&Kind>, is_amount: bool) -> (&'static str, &'static str) {
        match self {
            Self::Answered => ("is answered", "is not answered"),
            Self::OneOf => match of {
                Some(Kind::MultipleChoice { .. } | Kind::Ranking { .. }) => ("includes", "does not include"),
                Some(_) | None => ("is", "is not"),
            },
            Self::Counts => ("has at least", "does not have at least"),
            Self::AtLeast => ("is at least", "is not at least"),
            Self::AtMost if is_amount => ("is less than", "is not less than"),
            Self::AtMost => ("is at most", "is not at most"),
            Self::Between => ("is from", "is not from"),
            Self::Mentions => ("mentions", "does not mention"),
            Self::Judged => ("is judged", "is not judged"),
            Self::Ranks => ("ranks", "does not rank"),
            Self::Names => ("names", "does not name"),
            Self::Says => ("says", "does not say"),
        }
    }
}

/// How a condition looks at something.
#[must_use]
pub fn verb(template: &Template, condition: &Condition) -> Verb {
    match condition {
        Condition::Answered(_) | Condition::All(_) | Condition::Any(_) | Condition::Not(_) => Verb::Answered,
        Condition::Outcome(_) | Condition::Deal { .. } | Condition::Chose { .. } => Verb::OneOf,
        Condition::Picked { .. } => Verb::Counts,
        Condition::Amount { from, below } => of_range(from.is_some(), below.is_some()),
        Condition::Between { from, to, .. } | Condition::Value { from, to, .. } => {
            of_range(from.is_some(), to.is_some())
        }
        Condition::Rated { question, from, to } => {
            let (least, most) = scale(template.question(question));
            match (*from > least, *to < most) {
                (false, true) => Verb::AtMost,
                (true, true) => Verb::Between,
                (_, false) => Verb::AtLeast,
            }
        }
        Condition::Contains { .. } => Verb::Mentions,
        Condition::Judged { .. } => Verb::Judged,
        Condition::Ranked { .. } => Verb::Ranks,
        Condition::Reached { .. } => Verb::Names,
        Condition::Price { .. } => Verb::Says,
    }
}

const fn of_range(has_from: bool, has_to: bool) -> Verb {
    match (has_from, has_to) {
        (true, true) => Verb::Between,
        (false, true) => Verb::AtMost,
        (_, false) => Verb::AtLeast,
    }
}

/// The ways in which a subject can be looked at.
fn verbs(template: &Template, subject: &Subject) -> Vec<Verb> {
    let range = [Verb::AtLeast, Verb::AtMost, Verb::Between];
    let Subject::Question(key) = subject else {
        return match subject {
            Subject::Amount | Subject::Value(_) => range.to_vec(),
            Subject::Outcome | Subject::Deal(_) | Subject::Question(_) => vec![Verb::OneOf],
        };
    };
    let mut found = Vec::new();
    if let Some(Question { kind, .. }) = template.question(key) {
        if !kind.choices().is_empty() {
            found.push(Verb::OneOf);
        }
        match kind {
            Kind::MultipleChoice { .. } => found.push(Verb::Counts),
            Kind::Ranking { .. } => found.push(Verb::Ranks),
            Kind::Matrix { .. } | Kind::HeadToHead { .. } => found.push(Verb::Judged),
            Kind::FieldOfPlay { .. } | Kind::CompetitorPick { .. } => found.push(Verb::Names),
            Kind::PriceGap => found.push(Verb::Says),
            _ => {}
        }
        if has_number(kind) {
            found.extend(range);
        }
        if kind.takes_words() || matches!(kind, Kind::Email | Kind::Url) {
            found.push(Verb::Mentions);
        }
    }
    found.push(Verb::Answered);
    found
}

/// The ways to choose from, each with its negation; the value is to be given to [`with_verb`].
#[must_use]
pub fn choosable_verbs(template: &Template, condition: &Condition) -> Vec<Choosable> {
    let Some(subject) = Subject::of(condition) else { return Vec::new() };
    let kind = kind_of(template, &subject);
    let mut all = verbs(template, &subject);
    let own = verb(template, condition);
    if !all.contains(&own) {
        all.push(own);
    }
    let is_amount = subject == Subject::Amount;
    all.into_iter()
        .flat_map(|verb| {
            let (holds, not) = verb.words(kind, is_amount);
            [Choosable::new(verb_code(verb, true), holds), Choosable::new(verb_code(verb, false), not)]
        })
        .collect()
}

/// A verb and whether it must hold, as one value.
#[must_use]
pub fn verb_code(verb: Verb, holds: bool) -> String {
    if holds { verb.code().to_owned() } else { format!("not.{}", verb.code()) }
}

/// The condition of a subject with a way to look at it, given as [`verb_code`] says; what was set before is kept where
/// it fits.
#[must_use]
pub fn with_verb(template: &Template, condition: &Condition, code: &str) -> Option<(bool, Condition)> {
    let (holds, code) = code.strip_prefix("not.").map_or((true, code), |rest| (false, rest));
    let verb = Verb::ALL.into_iter().find(|one| one.code() == code)?;
    Some((holds, begin(template, &Subject::of(condition)?, verb, Some(condition))))
}

/// What a condition on a subject begins as; what it looks for is left to be said.
#[must_use]
pub fn blank(template: &Template, subject: &Subject) -> Condition {
    let first = verbs(template, subject).first().copied().unwrap_or(Verb::Answered);
    begin(template, subject, first, None)
}

/// The condition that a new line begins as: on the nearest question before that the rule does not look at yet, and
/// otherwise on the outcome. What it looks for is left to be said.
#[must_use]
pub fn next(template: &Template, at: &RuleAt, so_far: &[&Node]) -> Condition {
    let looked_at: Vec<Subject> = so_far.iter().flat_map(|node| node.subjects()).collect();
    let before = at.earlier(template).into_iter().rev().filter(|question| question.takes_answer());
    let mut all = before.map(|question| Subject::Question(question.key.clone())).chain([Subject::Outcome]);
    let subject = all.find(|subject| !looked_at.contains(subject)).unwrap_or(Subject::Outcome);
    blank(template, &subject)
}

fn kind_of<'a>(template: &'a Template, subject: &Subject) -> Option<&'a Kind> {
    match subject {
        Subject::Question(key) => template.question(key).map(|one| &one.kind),
        Subject::Outcome | Subject::Deal(_) | Subject::Amount | Subject::Value(_) => None,
    }
}

fn begin(template: &Template, subject: &Subject, verb: Verb, was: Option<&Condition>) -> Condition {
    let key = match subject {
        Subject::Outcome => {
            let Some(Condition::Outcome(outcomes)) = was else {
                return Condition::Outcome(Vec::new());
            };
            return Condition::Outcome(outcomes.clone());
        }
        Subject::Deal(fact) => {
            let values =
                if let Some(Condition::Deal { values, .. }) = was { values.clone() } else { Vec::new() };
            return Condition::Deal { fact: *fact, values };
        }
        Subject::Amount => {
            let (from, to) = ends(was, 10_000, 100_000);
            let (from, below) = shaped(verb, from, to);
            return Condition::Amount { from, below };
        }
        Subject::Value(value) => {
            let (from, to) = ends(was, 1, 10);
            let (from, to) = shaped(verb, from, to);
            return Condition::Value { value: value.clone(), from: from.map(number), to: to.map(number) };
        }
        Subject::Question(key) => key.clone(),
    };
    let question = template.question(&key);
    match verb {
        Verb::Answered => Condition::Answered(key),
        Verb::OneOf => {
            let choices = chosen(was).unwrap_or_default();
            Condition::Chose { question: key, choices }
        }
        Verb::Counts => Condition::Picked { question: key, at_least: FEW },
        Verb::Ranks => {
            let choices = chosen(was).unwrap_or_default();
            Condition::Ranked { question: key, choices, within: 1 }
        }
        Verb::AtLeast | Verb::AtMost | Verb::Between => range(key, question, verb, was),
        Verb::Mentions => Condition::Contains { question: key, words: String::new() },
        Verb::Judged => {
            let kind = question.map(|one| &one.kind);
            let row =
                kind.and_then(|kind| kind.rows().first()).map(|row| row.key.clone()).unwrap_or_default();
            Condition::Judged { question: key, row, columns: Vec::new() }
        }
        Verb::Names => Condition::Reached { question: key, stage: Stage::Considered },
        Verb::Says => Condition::Price { question: key, roles: Vec::new() },
    }
}

fn range(key: String, question: Option<&Question>, verb: Verb, was: Option<&Condition>) -> Condition {
    if matches!(question.map(|one| &one.kind), Some(Kind::Rating { .. } | Kind::Nps { .. })) {
        let (least, most) = scale(question);
        let middle = i64::from(least) + i64::from(most - least) / 2;
        let (from, to) = ends(was, middle, middle + 1);
        let step = |value: i64| u8::try_from(value).unwrap_or(most).clamp(least, most);
        let (from, to) = match verb {
            Verb::AtMost => (least, step(to).min(most.saturating_sub(1))),
            Verb::Between => (step(from).max(least + 1).min(most - 1), step(to).min(most - 1)),
            _ => (step(from).max(least + 1), most),
        };
        return Condition::Rated { question: key, from, to: to.max(from) };
    }
    let (from, to) = ends(was, 1, 10);
    let (from, to) = shaped(verb, from, to);
    Condition::Between { question: key, from: from.map(number), to: to.map(number) }
}

fn number(value: i64) -> Number {
    Number::whole(i32::try_from(value).unwrap_or(i32::MAX))
}

/// Both ends of a range that was set before, in whole numbers; what was not set is as given.
fn ends(was: Option<&Condition>, from: i64, to: i64) -> (i64, i64) {
    let (had_from, had_to) = match was {
        Some(Condition::Amount { from, below }) => (*from, *below),
        Some(Condition::Rated { from, to, .. }) => (Some(i64::from(*from)), Some(i64::from(*to))),
        Some(Condition::Between { from, to, .. } | Condition::Value { from, to, .. }) => {
            (from.map(Number::truncated), to.map(Number::truncated))
        }
        Some(_) | None => (None, None),
    };
    let (from, to) = (had_from.or(had_to).unwrap_or(from), had_to.or(had_from).unwrap_or(to));
    (from, to.max(from))
}

const fn shaped(verb: Verb, from: i64, to: i64) -> (Option<i64>, Option<i64>) {
    match verb {
        Verb::AtMost => (None, Some(to)),
        Verb::Between => (Some(from), Some(to)),
        _ => (Some(from), None),
    }
}

fn chosen(was: Option<&Condition>) -> Option<Vec<String>> {
    match was {
        Some(Condition::Chose { choices, .. } | Condition::Ranked { choices, .. }) => Some(choices.clone()),
        Some(_) | None => None,
    }
}

/// The ends of a rating's scale.
fn scale(question: Option<&Question>) -> (u8, u8) {
    match question.map(|one| &one.kind) {
        Some(Kind::Rating { steps, .. }) => (1, *steps),
        Some(_) | None => (0, MOST_LIKELY),
    }
}

/// A control of a condition, and what it sets.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Knob {
    /// What it sets, for [`turn`].
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// The word before it in the sentence.
    pub before: &'static str,
    /// The control.
    pub control: Control,
}

const fn knob(name: &'static str, label: &'static str, before: &'static str, control: Control) -> Knob {
    Knob { name, label, before, control }
}

/// The controls that say for what a condition looks.
#[must_use]
pub fn knobs(template: &Template, words: &Vocabulary, condition: &Condition) -> Vec<Knob> {
    let of = |key: &str| template.question(key);
    match condition {
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::Answered(_) => Vec::new(),
        Condition::Outcome(outcomes) => {
            let options = Outcome::ALL.map(|one| Choosable::new(one.code(), one.label())).to_vec();
            let chosen = outcomes.iter().map(|one| one.code().to_owned()).collect();
            vec![knob("outcomes", "Outcomes", "", Control::several(options, chosen))]
        }
        Condition::Deal { fact, values } => {
            let known = words.of(*fact);
            let options = known.iter().map(|word| Choosable::new(word.as_str(), word.as_str())).collect();
            vec![knob(
                "values",
                "Values",
                "",
                Control::Several { options, chosen: values.clone(), is_open: true },
            )]
        }
        Condition::Amount { from, below } => {
            let mut found = Vec::new();
            if from.is_some() || below.is_none() {
                found.push(knob("from", "At least", "", Control::number(*from, "0")));
            }
            if let Some(below) = below {
                let before = if from.is_some() { "to less than" } else { "" };
                found.push(knob("to", "Less than", before, Control::number(Some(below), "0")));
            }
            found
        }
        Condition::Between { from, to, .. } | Condition::Value { from, to, .. } => {
            let mut found = Vec::new();
            if from.is_some() || to.is_none() {
                found.push(knob("from", "At least", "", Control::number(*from, "0")));
            }
            if let Some(to) = to {
                let before = if from.is_some() { "to" } else { "" };
                found.push(knob("to", "At most", before, Control::number(Some(to), "0")));
            }
            found
        }
        Condition::Rated { question, from, to } => {
            let (least, most) = scale(of(question));
            let steps = |value: &u8| {
                let options = (least..=most).map(|one| Choosable::new(one.to_string(), one.to_string()));
                Control::choose(options.collect(), value.to_string())
            };
            match verb(template, condition) {
                Verb::AtMost => vec![knob("to", "At most", "", steps(to))],
                Verb::Between => {
                    vec![knob("from", "At least", "", steps(from)), knob("to", "At most", "to", steps(to))]
                }
                _ => vec![knob("from", "At least", "", steps(from))],
            }
        }
        Condition::Chose { question, choices } => {
            let options = with_deleted(choosable(template, of(question)), choices);
            vec![knob("choices", "Choices", "", Control::several(options, choices.clone()))]
        }
        Condition::Picked { question, at_least } => {
            let most = of(question).map_or(1, |one| one.kind.choices().len());
            let most = u8::try_from(most).unwrap_or(u8::MAX).max(*at_least);
            let label =
                |many: u8| format!("{many} {} of the list", if many == 1 { "choice" } else { "choices" });
            let options = ((*at_least).min(1)..=most)
                .map(|many| Choosable::new(many.to_string(), label(many)))
                .collect();
            vec![knob("at_least", "How many", "", Control::choose(options, at_least.to_string()))]
        }
        Condition::Contains { words, .. } => {
            let control = Control::Words { value: words.clone(), empty: "words" };
            vec![knob("words", "Words", "", control)]
        }
        Condition::Judged { question, row, columns } => {
            let kind = of(question).map(|one| &one.kind);
            let rows = kind.map_or(&[][..], Kind::rows);
            let label = |row: &domain::survey::Row| row.label.words(&template.languages).to_owned();
            let rows = rows.iter().map(|row| Choosable::new(row.key.as_str(), label(row))).collect();
            let rows = with_deleted(rows, std::slice::from_ref(row));
            let steps = match kind {
                Some(Kind::HeadToHead { .. }) => (1..=HEAD_TO_HEAD_STEPS)
                    .map(|step| Choosable::new(step.to_string(), step.to_string()))
                    .collect(),
                kind => {
                    let columns = kind.map_or(&[][..], Kind::columns);
                    columns.iter().map(|one| Choosable::new(one.key.as_str(), label(one))).collect()
                }
            };
            vec![
                knob("row", "Row", "for", Control::choose(rows, row.as_str())),
                knob(
                    "columns",
                    "Steps of the scale",
                    "as",
                    Control::several(with_deleted(steps, columns), columns.clone()),
                ),
            ]
        }
        Condition::Ranked { question, choices, within } => {
            let places = match of(question).map(|one| &one.kind) {
                Some(Kind::Ranking { places, .. }) => *places,
                Some(_) | None => 1,
            };
            let within_options = (1..=places.max(*within))
                .map(|place| {
                    let label =
                        if place == 1 { "first".to_owned() } else { format!("among the first {place}") };
                    Choosable::new(place.to_string(), label)
                })
                .collect();
            vec![
                knob(
                    "choices",
                    "Choices",
                    "",
                    Control::several(
                        with_deleted(choosable(template, of(question)), choices),
                        choices.clone(),
                    ),
                ),
                knob("within", "Places", "", Control::choose(within_options, within.to_string())),
            ]
        }
        Condition::Reached { question, stage } => {
            // A plain list of vendors says only who was looked at.
            let is_plain = matches!(of(question).map(|one| &one.kind), Some(Kind::CompetitorPick { .. }));
            let label = |stage: Stage| match stage {
                Stage::Considered => "a vendor",
                Stage::Final => "a vendor that made the final",
                Stage::Chosen => "a vendor that was chosen",
            };
            let there =
                Stage::ALL.into_iter().filter(|one| !is_plain || *one == Stage::Considered || one == stage);
            let options = there.map(|one| Choosable::new(one.code(), label(one))).collect();
            vec![knob("stage", "How far it came", "", Control::choose(options, stage.code()))]
        }
        Condition::Price { roles, .. } => {
            let label = |role: PriceRole| match role {
                PriceRole::Decided => "that price decided it",
                PriceRole::Named => "that price was not the real reason",
                PriceRole::NoPart => "that price played no part",
            };
            let options = PriceRole::ALL.map(|one| Choosable::new(one.code(), label(one))).to_vec();
            let chosen = roles.iter().map(|one| one.code().to_owned()).collect();
            vec![knob("roles", "Parts that price can play", "", Control::several(options, chosen))]
        }
    }
}

/// With what is chosen although it is there no more: its key says nothing to anybody.
fn with_deleted(mut options: Vec<Choosable>, chosen: &[String]) -> Vec<Choosable> {
    for key in chosen {
        if !options.iter().any(|one| one.value == *key) {
            options.push(Choosable::new(key.as_str(), "one that was deleted"));
        }
    }
    options
}

/// The choices of a question, with the buyer's own where there is one.
fn choosable(template: &Template, question: Option<&Question>) -> Vec<Choosable> {
    let Some(question) = question else { return Vec::new() };
    let choice = |one: &domain::survey::Choice| {
        let label = one.label.words(&template.languages);
        Choosable::new(one.key.as_str(), if label.is_empty() { "without words" } else { label })
    };
    let own = question.kind.allows_other().then(|| Choosable::new(OTHER, "An answer of their own"));
    question.kind.choices().iter().map(choice).chain(own).collect()
}

/// The condition after a control was set; what makes no sense there changes nothing.
#[must_use]
pub fn turn(condition: &Condition, name: &str, text: &str) -> Condition {
    let mut turned = condition.clone();
    let as_number = || Number::typed(text, DecimalMark::Point).ok();
    let as_whole = || Number::typed(text, DecimalMark::Point).ok().map(Number::truncated);
    let as_step = || text.trim().parse::<u8>().ok();
    match (&mut turned, name) {
        (Condition::Outcome(outcomes), "outcomes") => {
            *outcomes =
                Outcome::ALL.into_iter().filter(|one| text.lines().any(|line| line == one.code())).collect();
        }
        (Condition::Deal { values, .. }, "values") => *values = several(text),
        (Condition::Amount { from, .. }, "from") => *from = as_whole().or(*from),
        (Condition::Amount { below, .. }, "to") => *below = as_whole().or(*below),
        (Condition::Between { from, .. } | Condition::Value { from, .. }, "from") => {
            *from = as_number().or(*from)
        }
        (Condition::Between { to, .. } | Condition::Value { to, .. }, "to") => *to = as_number().or(*to),
        (Condition::Rated { from, to, .. }, "from") => {
            *from = as_step().unwrap_or(*from);
            *to = (*to).max(*from);
        }
        (Condition::Rated { from, to, .. }, "to") => {
            *to = as_step().unwrap_or(*to);
            *from = (*from).min(*to);
        }
        (Condition::Chose { choices, .. } | Condition::Ranked { choices, .. }, "choices") => {
            *choices = several(text)
        }
        (Condition::Picked { at_least, .. }, "at_least") => *at_least = as_step().unwrap_or(*at_least),
        (Condition::Contains { words, .. }, "words") => text.clone_into(words),
        (Condition::Judged { row, .. }, "row") => text.clone_into(row),
        (Condition::Judged { columns, .. }, "columns") => *columns = several(text),
        (Condition::Ranked { within, .. }, "within") => *within = as_step().unwrap_or(*within),
        (Condition::Reached { stage, .. }, "stage") => *stage = Stage::from_code(text).unwrap_or(*stage),
        (Condition::Price { roles, .. }, "roles") => {
            *roles = PriceRole::ALL
                .into_iter()
                .filter(|one| text.lines().any(|line| line == one.code()))
                .collect();
        }
        _ => {}
    }
    turned
}

impl Vocabulary {
    /// The words that a fact of the tenant's deals is known to have.
    #[must_use]
    pub fn of(&self, fact: DealFact) -> &[String] {
        match fact {
            DealFact::Segment => &self.segments,
            DealFact::Region => &self.regions,
            DealFact::Competitor => &self.competitors,
            DealFact::DealType => &self.deal_types,
        }
    }
}

#[cfg(test)]
mod tests;
