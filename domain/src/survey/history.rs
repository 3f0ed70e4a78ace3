//! Undo and redo of a draft: the edits that take back what was done, the newest last.

use super::edit::{Edit, Refused, apply, take_back};
use super::language::Language;
use super::template::Template;
use super::texts::TextAt;

/// Most steps that are remembered.
const MOST: usize = 200;

/// What was done to a draft, so that it can be taken back and done again.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
    /// Whether the next letter typed into the same text belongs to the last step.
    is_typing: bool,
}

/// A step back or forth.
#[derive(Clone, PartialEq, Debug)]
struct Step {
    edit: Edit,
    label: String,
    text: Option<(TextAt, Language)>,
}

/// A step that was taken back or done again.
#[derive(Clone, PartialEq, Debug)]
pub struct Stepped {
    /// What it was, in words.
    pub label: String,
    /// The edit that was made now.
    pub edit: Edit,
}

impl History {
    /// Nothing was done yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Applies an edit and remembers how to take it back. Letters typed into one text one after the other are one
    /// step.
    ///
    /// # Errors
    /// As [`apply`]; nothing is changed and nothing remembered then.
    pub fn apply(&mut self, template: &mut Template, edit: Edit) -> Result<(), Refused> {
        let label = edit.label(template);
        let text = match &edit {
            Edit::SetText { at, language, .. } => Some((at.clone(), language.clone())),
            Edit::InsertSection { .. }
            | Edit::RemoveSection { .. }
            | Edit::MoveSection { .. }
            | Edit::ReplaceSectionHead { .. }
            | Edit::InsertQuestion { .. }
            | Edit::RemoveQuestion { .. }
            | Edit::MoveQuestion { .. }
            | Edit::ReplaceQuestion { .. }
            | Edit::ReplaceHead(_)
            | Edit::ReplaceCalculations(_) => None,
        };
        let edit = apply(template, edit)?;
        self.redo.clear();
        let goes_on =
            self.is_typing && text.is_some() && self.undo.last().is_some_and(|last| last.text == text);
        self.is_typing = text.is_some();
        if !goes_on {
            if self.undo.len() == MOST {
                self.undo.remove(0);
            }
            self.undo.push(Step { edit, label, text });
        }
        Ok(())
    }

    /// Ends a step of typing: what is typed next is a step of its own. For when a field is left.
    pub const fn pause(&mut self) {
        self.is_typing = false;
    }

    /// Takes the last step back, and says what it was. `None` when there is none.
    pub fn undo(&mut self, template: &mut Template) -> Option<Stepped> {
        self.is_typing = false;
        let step = self.undo.pop()?;
        let (stepped, back) = self.step(template, step)?;
        self.redo.push(back);
        Some(stepped)
    }

    /// Does the last step that was taken back again, and says what it is. `None` when there is none.
    pub fn redo(&mut self, template: &mut Template) -> Option<Stepped> {
        self.is_typing = false;
        let step = self.redo.pop()?;
        let (stepped, back) = self.step(template, step)?;
        self.undo.push(back);
        Some(stepped)
    }

    /// A draft that was changed from elsewhere does not fit the steps any more: they are forgotten.
    fn step(&mut self, template: &mut Template, step: Step) -> Option<(Stepped, Step)> {
        let stepped = Stepped { label: step.label.clone(), edit: step.edit.clone() };
        let Ok(edit) = take_back(template, step.edit) else {
            *self = Self::new();
            return None;
        };
        Some((stepped, Step { edit, label: step.label, text: step.text }))
    }

    /// What the next undo takes back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|step| step.label.as_str())
    }

    /// What the next redo does again.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|step| step.label.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::finding::Place;
    use crate::survey::starter;
    use crate::survey::texts::TextField;

    fn write(words: &str) -> Edit {
        let at = TextAt { place: Place::question("clarity"), field: TextField::Question };
        Edit::SetText { at, language: Language::english(), words: words.to_owned() }
    }

    #[test]
    fn typing_is_one_step_and_a_pause_ends_it() {
        let mut template = starter::win_loss();
        let (before, mut history) = (template.clone(), History::new());
        for words in ["W", "Wh", "Why"] {
            history.apply(&mut template, write(words)).expect("it is there");
        }
        history.pause();
        history.apply(&mut template, write("Why?")).expect("it is there");
        let text = |template: &Template| template.question("clarity").expect("there").text.clone();
        assert_eq!(history.undo_label(), Some("wrote “Question” in English"));
        history.undo(&mut template).expect("a step");
        assert_eq!(text(&template).get(&Language::english()), Some("Why"));
        history.undo(&mut template).expect("a step");
        assert_eq!(template, before);
        assert_eq!(history.undo(&mut template), None);
        history.redo(&mut template).expect("a step");
        assert_eq!(text(&template).get(&Language::english()), Some("Why"));
        history.apply(&mut template, write("How?")).expect("it is there");
        assert_eq!(history.redo_label(), None, "after something new there is nothing to do again");
    }

    #[test]
    fn undo_also_takes_back_what_others_use_by_now() {
        let mut template = starter::win_loss();
        let (before, mut history) = (template.clone(), History::new());
        let question = template.question("story").expect("there").clone();
        let question = Box::new(crate::survey::Question { key: "late".to_owned(), ..question });
        let insert = Edit::InsertQuestion { section: "reasons".to_owned(), at: 0, question };
        history.apply(&mut template, insert).expect("a new key");
        // From elsewhere, not through the history.
        template.sections[2].show_if = Some(crate::survey::Condition::Answered("late".to_owned()));
        assert_eq!(
            history.undo(&mut template).map(|stepped| stepped.label).as_deref(),
            Some("added “If you could change one thing about us, what would have made…”")
        );
        assert_eq!(template.sections[1], before.sections[1]);
    }

    #[test]
    fn only_so_many_steps_are_remembered_and_a_foreign_draft_forgets_them() {
        let mut template = starter::win_loss();
        let mut history = History::new();
        for at in 0..MOST + 5 {
            history.pause();
            history.apply(&mut template, write(&at.to_string())).expect("it is there");
        }
        assert_eq!(history.undo.len(), MOST);
        template.sections.clear();
        assert_eq!(history.undo(&mut template), None);
        assert_eq!(history, History::new());
    }
}
