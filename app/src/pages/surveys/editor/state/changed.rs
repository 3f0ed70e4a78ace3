//! Who is told of a change: only those who look at the part that changed.
//!
//! A survey may have hundreds of questions, each with a row in the outline. A letter typed into one of them must not
//! make all the others look whether they changed.

use std::collections::HashMap;

use domain::survey::edit::Edit;
use domain::survey::finding::Place;
use leptos::prelude::*;

/// A part of a survey that views look at.
#[derive(Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub enum Part {
    /// Which sections and questions there are, and their order.
    Order,
    /// What surrounds the sections.
    Head,
    /// The calculated values.
    Values,
    /// A section without its questions, by key.
    Section(String),
    /// A question, by key.
    Question(String),
}

impl Part {
    /// The part that a place belongs to.
    #[must_use]
    pub fn of(place: &Place) -> Self {
        match (place.question_key(), place.section_key()) {
            (Some(question), _) => Self::Question(question.to_owned()),
            (None, Some(section)) => Self::Section(section.to_owned()),
            (None, None) => Self::Head,
        }
    }
}

/// Triggers by part, and one for every change.
#[derive(Default)]
pub(super) struct Changed {
    any: ArcTrigger,
    parts: HashMap<Part, ArcTrigger>,
}

impl Changed {
    /// The trigger of every change.
    pub(super) fn any(&self) -> ArcTrigger {
        self.any.clone()
    }

    /// The trigger of a part.
    pub(super) fn of(&mut self, part: Part) -> ArcTrigger {
        self.parts.entry(part).or_default().clone()
    }

    /// The triggers to be set off when these parts changed.
    pub(super) fn by(&self, touched: &[Part]) -> Vec<ArcTrigger> {
        let parts = touched.iter().filter_map(|part| self.parts.get(part));
        parts.chain([&self.any]).cloned().collect()
    }

    /// Every trigger, for a change of which it is not known what it touched.
    pub(super) fn all(&self) -> Vec<ArcTrigger> {
        self.parts.values().chain([&self.any]).cloned().collect()
    }
}

/// The parts that an edit changes.
pub(super) fn touched(edit: &Edit) -> Vec<Part> {
    match edit {
        Edit::InsertSection { .. }
        | Edit::RemoveSection { .. }
        | Edit::MoveSection { .. }
        | Edit::InsertQuestion { .. }
        | Edit::RemoveQuestion { .. }
        | Edit::MoveQuestion { .. } => vec![Part::Order],
        Edit::ReplaceSectionHead { section, head } => {
            let mut parts = vec![Part::Section(section.clone())];
            parts.extend((head.key != *section).then_some(Part::Order));
            parts
        }
        Edit::ReplaceQuestion { question, with } => {
            let mut parts = vec![Part::Question(question.clone())];
            parts.extend((with.key != *question).then_some(Part::Order));
            parts
        }
        Edit::ReplaceHead(_) => vec![Part::Head],
        Edit::ReplaceCalculations(_) => vec![Part::Values],
        Edit::SetText { at, .. } => vec![Part::of(&at.place)],
    }
}

/// The parts that a step back or forth changes; `None` for what brings something back that views have forgotten, or
/// gives it another key.
pub(super) fn step_touched(edit: &Edit) -> Option<Vec<Part>> {
    match edit {
        Edit::MoveSection { .. }
        | Edit::MoveQuestion { .. }
        | Edit::ReplaceHead(_)
        | Edit::ReplaceCalculations(_)
        | Edit::SetText { .. } => Some(touched(edit)),
        Edit::ReplaceSectionHead { section, head } => (head.key == *section).then(|| touched(edit)),
        Edit::ReplaceQuestion { question, with } => (with.key == *question).then(|| touched(edit)),
        Edit::InsertSection { .. }
        | Edit::RemoveSection { .. }
        | Edit::InsertQuestion { .. }
        | Edit::RemoveQuestion { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::survey::Language;
    use domain::survey::texts::{TextAt, TextField};

    use super::*;

    #[test]
    fn a_letter_in_one_question_concerns_nobody_who_looks_at_another() {
        let at = TextAt { place: Place::question("why"), field: TextField::Question };
        let edit = Edit::SetText { at, language: Language::english(), words: "Why?".to_owned() };
        assert_eq!(touched(&edit), [Part::Question("why".to_owned())]);
        let mut changed = Changed::default();
        for key in ["why", "who"] {
            drop(changed.of(Part::Question(key.to_owned())));
        }
        assert_eq!(changed.by(&touched(&edit)).len(), 2, "the question’s own, and the one of every change");
        assert_eq!(changed.all().len(), 3);
        assert_eq!(step_touched(&edit), Some(touched(&edit)), "nor does taking it back");
    }
}
