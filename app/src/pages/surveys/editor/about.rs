//! A question in a few words: its icon, its kind, and what can be answered.

use domain::survey::recall::{Piece, pieces};
use domain::survey::template::Meaning;
use domain::survey::{Kind, Language, Question, Template, Text};

/// The icon of a kind.
#[must_use]
pub const fn icon(kind: &Kind) -> &'static str {
    match kind {
        Kind::ShortText { .. } | Kind::LongText { .. } => "text",
        Kind::Email => "mail",
        Kind::Url => "link",
        Kind::Number { .. } => "number",
        Kind::Date { .. } => "date",
        Kind::SingleChoice { .. } => "single",
        Kind::MultipleChoice { .. } => "multiple",
        Kind::Rating { .. } | Kind::Nps { .. } => "rating",
        Kind::Matrix { .. } => "matrix",
        Kind::Ranking { .. } => "rank",
        Kind::Consent { .. } => "check",
        Kind::Statement => "voice",
        Kind::CompetitorPick { .. } | Kind::FieldOfPlay { .. } => "competitors",
        Kind::HeadToHead { .. } => "versus",
        Kind::PriceGap => "price",
        Kind::TurningPoint { .. } => "cycle",
        Kind::WouldHaveChanged { .. } => "updown",
    }
}

/// What it is, in a line: "Ranking, top 3 · required".
#[must_use]
pub fn line(question: &Question) -> String {
    let more = match &question.kind {
        Kind::Ranking { places, .. } => format!(", top {places}"),
        Kind::Matrix { rows, .. } => format!(", {}", counted(rows.len(), "row", "rows")),
        Kind::HeadToHead { criteria, .. } => {
            format!(", {}", counted(criteria.len(), "criterion", "criteria"))
        }
        Kind::Rating { steps, has_stars, .. } => {
            format!(", 1 to {steps}{}", if *has_stars { " stars" } else { "" })
        }
        Kind::MultipleChoice { at_most: Some(most), .. } => format!(", at most {most}"),
        _ => String::new(),
    };
    let wanted = match (question.takes_answer(), question.is_required, &question.require_if) {
        (false, ..) => "",
        (true, true, _) => " · required",
        (true, false, Some(_)) => " · sometimes required",
        (true, false, None) => " · optional",
    };
    format!("{}{more}{wanted}", question.kind.label())
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// What can be answered: the choices, rows or ends of the scale, with dots between.
#[must_use]
pub fn answers(question: &Question, languages: &[&Language]) -> String {
    let words = |text: &Text| text.read(languages).words.to_owned();
    let mut found: Vec<String> = match &question.kind {
        Kind::Rating { low, high, .. } | Kind::Nps { low, high } => vec![words(low), words(high)],
        Kind::Consent { statement } => vec![words(statement)],
        Kind::Number { unit, .. } => vec![words(unit)],
        kind => {
            let choices = kind.choices().iter().map(|choice| words(&choice.label));
            choices.chain(kind.rows().iter().map(|row| words(&row.label))).collect()
        }
    };
    found.retain(|words| !words.is_empty());
    if question.kind.allows_other() {
        found.push("something else".to_owned());
    }
    found.join(" · ")
}

/// A part of a text as the canvas shows it.
#[derive(Clone, Eq, PartialEq, Debug)]
pub enum Shown {
    /// Words as they stand.
    Words(String),
    /// What will stand in its place, by what it is called.
    Recall(String),
}

/// As it stands in the middle of a sentence.
fn lower(label: &str) -> String {
    let mut words = label.to_owned();
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    words
}

/// A text with what it recalls, by name.
#[must_use]
pub fn shown(template: &Template, words: &str) -> Vec<Shown> {
    parts(words, |key| format!("answer to {}", domain::survey::named::question_by_key(template, key)))
}

/// A text with what it recalls; answers are called what `answer` says of their question's key.
#[must_use]
pub fn parts(words: &str, answer: impl Fn(&str) -> String) -> Vec<Shown> {
    let name = |piece: &Piece<'_>| match piece {
        Piece::Words(words) => Shown::Words((*words).to_owned()),
        Piece::Name(name, _) => Shown::Recall(lower(name.label())),
        Piece::Answer(key, _) => Shown::Recall(answer(key)),
    };
    pieces(words).iter().map(name).collect()
}

/// What an answer tells the reports, for the settings.
#[must_use]
pub const fn meaning(meaning: Option<Meaning>) -> (&'static str, &'static str) {
    match meaning {
        None => ("Nothing special", "Shown with the deal’s answers and in the survey’s results."),
        Some(Meaning::Reasons) => (
            "Reasons",
            "Fills the report of reasons. Choices count by their theme, with weights 3 : 2 : 1 if ranked.",
        ),
        Some(Meaning::TurningPoint) => {
            ("The reason that weighed most", "The first among the reasons that were given.")
        }
        Some(Meaning::Considered) => ("Who was considered", "Fills the report of competitors."),
        Some(Meaning::Chosen) => ("Who was chosen", "Says to whom the deal was lost."),
        Some(Meaning::Verbatim) => {
            ("The buyer’s own words", "Quoted in reports, as far as the buyer allows, and read for themes.")
        }
        Some(Meaning::Attribution) => {
            ("Who sees the name", "Of older surveys. Newer ones ask on the first page.")
        }
        Some(Meaning::Overall) => ("How we are rated as a whole", "The mood beside each answer."),
    }
}

/// The meanings that answers of a kind can have.
#[must_use]
pub fn meanings(kind: &Kind) -> Vec<Option<Meaning>> {
    let mut all = vec![None];
    match kind {
        Kind::SingleChoice { .. } => all.extend([Some(Meaning::Reasons), Some(Meaning::TurningPoint)]),
        Kind::MultipleChoice { .. } | Kind::Ranking { .. } => all.push(Some(Meaning::Reasons)),
        Kind::CompetitorPick { .. } => all.extend([Some(Meaning::Considered), Some(Meaning::Chosen)]),
        Kind::ShortText { .. } | Kind::LongText { .. } => all.push(Some(Meaning::Verbatim)),
        Kind::Rating { .. } => all.push(Some(Meaning::Overall)),
        _ => {}
    }
    all
}

/// What a kind tells the reports by itself.
#[must_use]
pub const fn own_meaning(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::FieldOfPlay { .. } => {
            Some("Who was considered, who made the final and who was chosen. No text is read for it.")
        }
        Kind::HeadToHead { .. } => Some("Ratings of both sides by criterion, in the report of competitors."),
        Kind::PriceGap => Some("How far apart the prices were, and whether that mattered."),
        Kind::TurningPoint { .. } => Some("When the decision turned."),
        Kind::WouldHaveChanged { .. } => Some("What would have changed it, by theme; the words are quoted."),
        Kind::Nps { .. } => Some("The recommendation, from 0 to 10."),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::survey::{catalogue, starter};

    use super::*;

    #[test]
    fn a_question_is_told_in_a_line() {
        let template = starter::win_loss();
        let of = |key: &str| line(template.question(key).expect(key));
        assert_eq!(of("reasons"), "Several choices, at most 3 · required");
        assert_eq!(of("story"), "Long text · optional");
        assert_eq!(of("overall"), "Rating, 1 to 5 · required");
        let english = Language::english();
        let answers = answers(template.question("clarity").expect("there"), &[&english]);
        assert!(answers.starts_with("Early, before the first demonstration · "), "{answers}");
        assert!(answers.ends_with(" · something else"), "{answers}");
    }

    #[test]
    fn every_kind_has_a_line_and_an_icon_and_may_count_as_nothing() {
        let template = starter::win_loss();
        for entry in catalogue::ENTRIES {
            let question = catalogue::blank(&template, entry.code).expect(entry.code);
            assert!(line(&question).starts_with(entry.label), "{}", entry.code);
            assert!(!icon(&question.kind).is_empty());
            assert!(meanings(&question.kind).contains(&None));
        }
    }

    #[test]
    fn what_is_recalled_is_named() {
        let template = starter::win_loss();
        let parts = shown(&template, "How did {account|you} compare with {answer.chosen}?");
        let recall = |words: &str| Shown::Recall(words.to_owned());
        let words = |words: &str| Shown::Words(words.to_owned());
        assert_eq!(
            parts,
            [
                words("How did "),
                recall("the buyer’s company"),
                words(" compare with "),
                recall("answer to “Whom did you choose?”"),
                words("?")
            ]
        );
    }
}
