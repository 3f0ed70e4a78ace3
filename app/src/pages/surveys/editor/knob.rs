//! What can be set of each kind of question, as a list of controls, and what setting one of them does.

use chrono::NaiveDate;
use domain::survey::fit::names_opponent;
use domain::survey::kind::read_day;
use domain::survey::kind::{Pattern, TextLimits};
use domain::survey::{DecimalMark, Kind, Number, Question, Template, named};

use super::control::{Choosable, Control, YES};

/// A control of a question.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Knob {
    /// What it sets, for [`turn`].
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// The control.
    pub control: Control,
}

const fn knob(name: &'static str, label: &'static str, control: Control) -> Knob {
    Knob { name, label, control }
}

/// The controls of a question's kind.
#[must_use]
pub fn knobs(template: &Template, question: &Question) -> Vec<Knob> {
    match &question.kind {
        Kind::ShortText { limits } | Kind::LongText { limits } => of_text(&question.kind, limits),
        Kind::Number { from, to, is_whole, .. } => vec![
            knob("from", "Smallest", Control::number(*from, "any")),
            knob("to", "Largest", Control::number(*to, "any")),
            knob("is_whole", "Whole numbers only", Control::Tick(*is_whole)),
        ],
        Kind::Date { from, to } => {
            let day =
                |day: &Option<NaiveDate>| Control::Day(day.map(|day| day.to_string()).unwrap_or_default());
            vec![knob("from", "Not before", day(from)), knob("to", "Not after", day(to))]
        }
        Kind::SingleChoice { allows_other, is_shuffled, .. } => {
            vec![shuffle(*is_shuffled), other(*allows_other)]
        }
        Kind::MultipleChoice { allows_other, at_least, at_most, is_shuffled, .. } => vec![
            knob("at_least", "At least", Control::number(*at_least, "any")),
            knob("at_most", "At most", Control::number(*at_most, "any")),
            shuffle(*is_shuffled),
            other(*allows_other),
        ],
        Kind::Rating { steps, has_stars, .. } => vec![
            knob("steps", "Highest", Control::choose(numbers(2, 10), steps.to_string())),
            knob("has_stars", "Show stars", Control::Tick(*has_stars)),
        ],
        Kind::Matrix { needs_all, .. } => {
            vec![knob("needs_all", "Required means every row", Control::Tick(*needs_all))]
        }
        Kind::Ranking { places, at_least, is_shuffled, choices } => {
            let most = u8::try_from(choices.len()).unwrap_or(u8::MAX).clamp(1, 20).max(*places);
            vec![
                knob("places", "How many to rank", Control::choose(numbers(1, most), places.to_string())),
                knob("at_least", "At least", Control::choose(numbers(1, *places), at_least.to_string())),
                shuffle(*is_shuffled),
            ]
        }
        Kind::CompetitorPick { allows_many } => {
            vec![knob("allows_many", "Several can be named", Control::Tick(*allows_many))]
        }
        Kind::FieldOfPlay { own_rows } => {
            let label = "Rows for names of their own";
            vec![knob("own_rows", label, Control::choose(numbers(0, 10), own_rows.to_string()))]
        }
        Kind::HeadToHead { opponent, .. } => {
            vec![knob("opponent", "Compared with", opponents(template, question, opponent.as_deref()))]
        }
        Kind::WouldHaveChanged { max_chars, .. } => {
            vec![knob("max_chars", "Longest words, in letters", Control::number(Some(max_chars), ""))]
        }
        Kind::Email
        | Kind::Url
        | Kind::Nps { .. }
        | Kind::Consent { .. }
        | Kind::Statement
        | Kind::PriceGap
        | Kind::TurningPoint { .. } => Vec::new(),
    }
}

fn of_text(kind: &Kind, limits: &TextLimits) -> Vec<Knob> {
    let mut found = vec![
        knob("min_chars", "Shortest, in letters", Control::number(limits.min_chars, "any")),
        knob("max_chars", "Longest, in letters", Control::number(Some(limits.max_chars), "")),
    ];
    if matches!(kind, Kind::ShortText { .. }) {
        let value = limits.pattern.as_ref().map(|pattern| pattern.0.clone()).unwrap_or_default();
        found.push(knob(
            "pattern",
            "Shape (9 digit, A letter, * either)",
            Control::Words { value, empty: "any" },
        ));
    }
    found
}

const fn shuffle(is_on: bool) -> Knob {
    knob("is_shuffled", "Shuffle the choices", Control::Tick(is_on))
}

const fn other(is_on: bool) -> Knob {
    knob("allows_other", "Offer “Something else”", Control::Tick(is_on))
}

fn numbers(from: u8, to: u8) -> Vec<Choosable> {
    (from..=to).map(|number| Choosable::new(number.to_string(), number.to_string())).collect()
}

/// Earlier questions that say who was chosen.
fn opponents(template: &Template, question: &Question, chosen: Option<&str>) -> Control {
    let before = template.questions().take_while(|one| one.key != question.key);
    let mut options = vec![Choosable::new("", "Nobody: only we are rated")];
    for one in before.filter(|one| names_opponent(&one.kind)) {
        options
            .push(Choosable::new(one.key.as_str(), format!("The one in {}", named::question(template, one))));
    }
    if let Some(key) = chosen.filter(|key| !options.iter().any(|one| one.value == *key)) {
        options.push(Choosable::new(
            key,
            format!("{} (not asked before)", named::question_by_key(template, key)),
        ));
    }
    Control::choose(options, chosen.unwrap_or_default())
}

/// Sets one of them; what makes no sense there changes nothing.
pub fn turn(kind: &mut Kind, name: &str, text: &str) {
    let text = text.trim();
    let is_on = text == YES;
    let number = || text.parse::<u8>().ok();
    // Nothing means no limit; what is no number changes nothing.
    let limit =
        |old: Option<u8>| if text.is_empty() { None } else { number().filter(|one| *one > 0).or(old) };
    let length = || text.parse::<u32>().ok();
    match (kind, name) {
        (Kind::ShortText { limits } | Kind::LongText { limits }, "min_chars") => {
            limits.min_chars = if text.is_empty() { None } else { length().or(limits.min_chars) };
        }
        (Kind::ShortText { limits } | Kind::LongText { limits }, "max_chars") => {
            limits.max_chars = length().unwrap_or(limits.max_chars);
        }
        (Kind::ShortText { limits }, "pattern") => {
            limits.pattern = (!text.is_empty()).then(|| Pattern(text.to_owned()));
        }
        (Kind::Number { from: end, .. }, "from") | (Kind::Number { to: end, .. }, "to") => {
            *end = if text.is_empty() { None } else { Number::typed(text, DecimalMark::Point).ok().or(*end) };
        }
        (Kind::Number { is_whole, .. }, "is_whole") => *is_whole = is_on,
        (Kind::Date { from: end, .. }, "from") | (Kind::Date { to: end, .. }, "to") => {
            *end = if text.is_empty() { None } else { read_day(text).or(*end) };
        }
        (
            Kind::SingleChoice { is_shuffled, .. }
            | Kind::MultipleChoice { is_shuffled, .. }
            | Kind::Ranking { is_shuffled, .. },
            "is_shuffled",
        ) => *is_shuffled = is_on,
        (
            Kind::SingleChoice { allows_other, .. } | Kind::MultipleChoice { allows_other, .. },
            "allows_other",
        ) => *allows_other = is_on,
        (Kind::MultipleChoice { at_least, .. }, "at_least") => *at_least = limit(*at_least),
        (Kind::MultipleChoice { at_most, .. }, "at_most") => *at_most = limit(*at_most),
        (Kind::Rating { steps, .. }, "steps") => *steps = number().unwrap_or(*steps),
        (Kind::Rating { has_stars, .. }, "has_stars") => *has_stars = is_on,
        (Kind::Matrix { needs_all, .. }, "needs_all") => *needs_all = is_on,
        (Kind::Ranking { places, at_least, .. }, "places") => {
            *places = number().unwrap_or(*places);
            *at_least = (*at_least).min(*places);
        }
        (Kind::Ranking { at_least, .. }, "at_least") => *at_least = number().unwrap_or(*at_least),
        (Kind::CompetitorPick { allows_many }, "allows_many") => *allows_many = is_on,
        (Kind::FieldOfPlay { own_rows }, "own_rows") => *own_rows = number().unwrap_or(*own_rows),
        (Kind::HeadToHead { opponent, .. }, "opponent") => {
            *opponent = (!text.is_empty()).then(|| text.to_owned());
        }
        (Kind::WouldHaveChanged { max_chars, .. }, "max_chars") => {
            *max_chars = length().unwrap_or(*max_chars)
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use domain::survey::{catalogue, starter};

    use super::*;

    #[test]
    fn every_control_of_every_kind_sets_what_it_shows() {
        let template = starter::win_loss();
        for entry in catalogue::ENTRIES {
            let question = catalogue::blank(&template, entry.code).expect(entry.code);
            for knob in knobs(&template, &question) {
                let mut turned = question.clone();
                let other = match &knob.control {
                    Control::Tick(is_on) => if *is_on { "" } else { YES }.to_owned(),
                    Control::Number { .. } => "7".to_owned(),
                    Control::Words { .. } => "AA-99".to_owned(),
                    Control::Day(_) => "2026-10-12".to_owned(),
                    Control::Choose { options, value } => {
                        let another = options.iter().find(|one| one.value != *value);
                        another.map_or_else(|| value.clone(), |one| one.value.clone())
                    }
                    Control::Several { .. } => continue,
                };
                turn(&mut turned.kind, knob.name, &other);
                let after = knobs(&template, &turned).into_iter().find(|one| one.name == knob.name);
                let shown = match after.expect("still there").control {
                    Control::Tick(is_on) => if is_on { YES } else { "" }.to_owned(),
                    Control::Choose { value, .. }
                    | Control::Number { value, .. }
                    | Control::Words { value, .. }
                    | Control::Day(value) => value,
                    Control::Several { .. } => continue,
                };
                assert_eq!(shown, other, "{} of {}", knob.name, entry.code);
            }
        }
    }

    #[test]
    fn what_makes_no_sense_changes_nothing_and_nothing_means_no_limit() {
        let mut kind = Kind::MultipleChoice {
            choices: Vec::new(),
            allows_other: false,
            at_least: None,
            at_most: Some(3),
            is_shuffled: false,
        };
        for (text, most) in [("many", Some(3)), ("0", Some(3)), ("2", Some(2)), ("", None)] {
            turn(&mut kind, "at_most", text);
            assert!(matches!(&kind, Kind::MultipleChoice { at_most, .. } if *at_most == most), "{text}");
        }
        let mut kind = Kind::Ranking { choices: Vec::new(), places: 3, at_least: 3, is_shuffled: false };
        turn(&mut kind, "places", "2");
        assert!(
            matches!(kind, Kind::Ranking { places: 2, at_least: 2, .. }),
            "no more are asked than there are"
        );
    }
}
