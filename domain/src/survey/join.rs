//! Whether a question's answers can be counted together over versions: they are joined by its key.

use super::finding::{Finding, Place};
use super::kind::Kind;
use super::named;
use super::template::{Meaning, Question, Template};
use crate::taxonomy::Theme;

/// Versions in a row whose answers to a question can be counted together.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Stretch {
    /// The numbers of the versions that ask it.
    pub versions: Vec<i32>,
    /// What was asked, in words: "a rating from 1 to 5".
    pub kind: String,
    /// What the answers tell the reports.
    pub meaning: Option<Meaning>,
}

/// The versions that ask a question, in stretches that can be counted together. One stretch or none is as it should
/// be. A version that does not ask it ends no stretch.
#[must_use]
pub fn joins(versions: &[(i32, &Template)], key: &str) -> Vec<Stretch> {
    let mut stretches: Vec<(Stretch, &Question)> = Vec::new();
    for (number, template) in versions {
        let Some(question) = template.question(key) else { continue };
        match stretches.last_mut() {
            Some((stretch, last)) if are_alike(last, question) => stretch.versions.push(*number),
            Some(_) | None => {
                let kind = scale(&question.kind);
                let meaning = question.meaning;
                stretches.push((Stretch { versions: vec![*number], kind, meaning }, question));
            }
        }
    }
    stretches.into_iter().map(|(stretch, _)| stretch).collect()
}

/// Which keys of a new version mean something else than they did: warnings, because reports would mix them.
///
/// `earlier` are the published versions, the first version first.
#[must_use]
pub fn check_against(earlier: &[&Template], new: &Template) -> Vec<Finding> {
    let mut found = Vec::new();
    for question in new.questions() {
        let name = named::question(new, question);
        let mut warn = |place: Place, words: String| found.push(Finding::warning(place, words));
        let of_version = |template: &&Template| template.question(&question.key).cloned();
        let asked = earlier.iter().enumerate().rev().find_map(|(at, one)| Some((at + 1, of_version(one)?)));
        let Some((version, last)) = asked else { continue };
        if last.meaning != question.meaning && is_counted(last.meaning) {
            let words = format!(
                "{name} told the reports something else in version {version}. Give it a new key, or reports mix both."
            );
            warn(Place::question(&question.key), words);
        } else if !are_alike(&last, question) {
            let words = format!(
                "{name} was {} in version {version} and is {} now. Give it a new key, or reports mix both.",
                scale(&last.kind),
                scale(&question.kind)
            );
            warn(Place::question(&question.key), words);
        }
        for choice in question.kind.choices() {
            let old = last.kind.choice(&choice.key).and_then(|old| old.theme);
            if let Some(old) = old.filter(|old| Some(*old) != choice.theme) {
                let words = format!(
                    "The choice “{}” of {name} counted as {} in version {version} and counts as {} now.",
                    named::words(new, &choice.label, "without words"),
                    old.label(),
                    choice.theme.map_or("nothing", Theme::label)
                );
                let place = Place::Choice { question: question.key.clone(), choice: choice.key.clone() };
                warn(place, words);
            }
        }
    }
    found
}

/// Whether reports count by it, so that a change of it mixes what does not belong together.
const fn is_counted(meaning: Option<Meaning>) -> bool {
    match meaning {
        Some(
            Meaning::Reasons
            | Meaning::TurningPoint
            | Meaning::Considered
            | Meaning::Chosen
            | Meaning::Overall
            | Meaning::Attribution,
        ) => true,
        Some(Meaning::Verbatim) | None => false,
    }
}

/// Whether answers to both can be counted together: the same kind on the same scale. Choices may come and go.
fn are_alike(one: &Question, other: &Question) -> bool {
    let is_free = |kind: &Kind| matches!(kind, Kind::ShortText { .. } | Kind::LongText { .. });
    let is_same_kind = one.kind.code() == other.kind.code() || (is_free(&one.kind) && is_free(&other.kind));
    let columns = |kind: &Kind| kind.columns().iter().map(|column| column.key.clone()).collect::<Vec<_>>();
    let steps = |kind: &Kind| if let Kind::Rating { steps, .. } = kind { *steps } else { 0 };
    let has_same_scale = steps(&one.kind) == steps(&other.kind) && columns(&one.kind) == columns(&other.kind);
    let means_the_same =
        one.meaning == other.meaning || !(is_counted(one.meaning) || is_counted(other.meaning));
    is_same_kind && has_same_scale && means_the_same
}

/// A kind with its scale, in the middle of a sentence.
fn scale(kind: &Kind) -> String {
    match kind {
        Kind::Rating { steps, .. } => format!("a rating from 1 to {steps}"),
        Kind::Matrix { columns, .. } => format!("a matrix with {} columns", columns.len()),
        kind => format!("“{}”", kind.label()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::starter;

    fn with(change: impl FnOnce(&mut Template)) -> Template {
        let mut template = starter::win_loss();
        change(&mut template);
        template
    }

    fn steps(template: &mut Template, number: u8) {
        let Kind::Rating { steps, .. } = &mut template.sections[0].questions[1].kind else {
            panic!("it is a rating");
        };
        *steps = number;
    }

    #[test]
    fn a_key_joins_versions_as_long_as_its_scale_is_the_same() {
        let (five, ten) = (starter::win_loss(), with(|one| steps(one, 10)));
        let without = with(|one| drop(one.sections.remove(0)));
        let versions = [(1, &five), (2, &without), (3, &five), (4, &ten), (5, &ten)];
        let stretches = joins(&versions, "overall");
        let numbers: Vec<&[i32]> = stretches.iter().map(|one| one.versions.as_slice()).collect();
        assert_eq!(numbers, [&[1, 3][..], &[4, 5]]);
        assert_eq!(stretches[1].kind, "a rating from 1 to 10");
        assert_eq!(joins(&versions, "clarity").len(), 1);
        assert_eq!(joins(&versions, "gone"), []);
    }

    #[test]
    fn a_key_that_means_something_else_is_a_warning() {
        let five = starter::win_loss();
        let without = with(|one| drop(one.sections.remove(0)));
        assert_eq!(check_against(&[&five], &five), []);
        assert_eq!(check_against(&[&five], &without), []);
        let found = check_against(&[&five, &without], &with(|one| steps(one, 7)));
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].words,
            "“How would you rate working with us overall?” was a rating from 1 to 5 in version 1 and is a rating \
             from 1 to 7 now. Give it a new key, or reports mix both."
        );
        let found = check_against(&[&five], &with(|one| one.sections[0].questions[1].meaning = None));
        assert!(found[0].words.contains("told the reports something else in version 1"), "{found:?}");
        let found = check_against(
            &[&five],
            &with(|one| {
                let kind = &mut one.sections[1].questions[0].kind;
                kind.choices_mut().expect("it has")[0].theme = Some(Theme::Timing);
            }),
        );
        assert_eq!(
            found[0].words,
            "The choice “Price and terms” of “What spoke against choosing us?” counted as Price and terms in \
             version 1 and counts as Timing and priorities now."
        );
        assert_eq!(found[0].place.anchor(), "choice-reasons-pricing");
    }
}
