//! The survey that is being edited: what it is now, what was done to it, and who is told.
//!
//! The flow: a view reads a part of the survey with one of the `with` functions and is drawn again when that part
//! changes. An edit goes through [`EditorState::apply`], which remembers how to take it back, tells the views,
//! looks for problems a little later and saves the draft a little after that.
//!
//! **Invariant:** nothing else changes the survey, so that everything can be undone and nothing is forgotten to be
//! saved.

mod changed;
mod saving;
mod timer;

use std::sync::Arc;
use std::time::Duration;

use domain::id::TemplateId;
use domain::survey::edit::{Edit, Refused};
use domain::survey::finding::{Finding, Level, Place};
use domain::survey::history::{History, Stepped};
use domain::survey::uses::Use;
use domain::survey::{Language, Question, Section, Template, findings, named};
use leptos::prelude::*;

use self::changed::{Changed, step_touched, touched};
use self::saving::Saving;
use super::arrange;
use crate::api::survey::SurveyHead;
use crate::api::survey::editor::{Editing, Vocabulary};
use crate::components::late::soon;

pub use self::changed::Part;
pub use self::saving::{Aside, Saved};
pub(super) use self::timer::Timer;

/// How long nothing must change before problems are looked for.
const QUIET: Duration = Duration::from_millis(300);
/// How long a toast stays.
const TOAST: Duration = Duration::from_secs(10);

/// The survey that is being edited. Every copy is the same one.
#[derive(Copy, Clone)]
pub struct EditorState {
    /// What is true of it beside what it asks.
    pub survey: RwSignal<SurveyHead>,
    /// The language in which texts are written and shown.
    pub language: RwSignal<Language>,
    /// What is open: a section, a question, the first or the last page.
    pub selected: RwSignal<Place>,
    work: StoredValue<Work>,
    changed: StoredValue<Changed>,
    found: RwSignal<Arc<Vec<Finding>>>,
    check: Timer,
    saving: Saving,
    words: StoredValue<Vocabulary>,
    toast: RwSignal<Option<Toast>>,
    toasting: Timer,
    said: RwSignal<String>,
    refusal: RwSignal<Option<Refusal>>,
    wanted: RwSignal<Option<Place>>,
}

/// The draft and what was done to it.
struct Work {
    template: Template,
    history: History,
}

/// A word about what was done.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Toast {
    /// The words.
    pub words: String,
    /// What can be done about it from here.
    pub way: Option<Way>,
}

/// What can be done from a toast.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Way {
    /// Take the last change back.
    Undo,
    /// Bring back what was given up for somebody else's draft.
    BringBack,
    /// Open another survey.
    Open(TemplateId),
}

/// Something that was not done because others use it.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Refusal {
    /// What was not done, and why.
    pub words: String,
    /// Who uses it.
    pub users: Vec<Use>,
}

impl EditorState {
    /// Opens what was loaded.
    #[must_use]
    pub fn open(editing: Editing) -> Self {
        let state = Self {
            saving: Saving::new(editing.draft.revision),
            ..Self::new(editing.head, editing.draft.template, editing.findings)
        };
        state.words.set_value(editing.words);
        state
    }

    /// Begins to edit a draft of which this is known to be wrong or noteworthy.
    #[must_use]
    pub fn new(survey: SurveyHead, template: Template, findings: Vec<Finding>) -> Self {
        let language = template.language().clone();
        let selected =
            template.sections.first().map_or(Place::Survey, |section| Place::section(&section.key));
        Self {
            survey: RwSignal::new(survey),
            language: RwSignal::new(language),
            selected: RwSignal::new(selected),
            work: StoredValue::new(Work { template, history: History::new() }),
            changed: StoredValue::new(Changed::default()),
            found: RwSignal::new(Arc::new(findings)),
            check: Timer::new(),
            saving: Saving::new(0),
            words: StoredValue::new(Vocabulary::default()),
            toast: RwSignal::new(None),
            toasting: Timer::new(),
            said: RwSignal::new(String::new()),
            refusal: RwSignal::new(None),
            wanted: RwSignal::new(None),
        }
    }

    /// The words that rules about deals can be made of.
    pub fn words<R>(self, read: impl FnOnce(&Vocabulary) -> R) -> R {
        self.words.with_value(read)
    }

    /// A question by what it asks, for the middle of a sentence.
    #[must_use]
    pub fn question_name(self, key: &str) -> String {
        self.with_untracked(|template| named::question_by_key(template, key))
    }

    /// Opens a place, whatever view it is in, and brings the focus there.
    pub fn go(self, place: Place) {
        self.wanted.set(Some(place));
    }

    /// Where somebody wants to be taken.
    #[must_use]
    pub fn wanted(self) -> Option<Place> {
        self.wanted.get()
    }

    /// Opens a section, a question, the first or the last page.
    pub fn select(self, place: Place) {
        if *self.selected.read_untracked() != place {
            self.pause();
            self.selected.set(place);
        }
    }

    /// Reads the survey; whoever reads it like this is told of every change.
    pub fn with<R>(self, read: impl FnOnce(&Template) -> R) -> R {
        self.changed.with_value(Changed::any).track();
        self.with_untracked(read)
    }

    /// Reads the survey without being told of changes: for what happens at a press.
    pub fn with_untracked<R>(self, read: impl FnOnce(&Template) -> R) -> R {
        self.work.with_value(|work| read(&work.template))
    }

    /// Reads a part of the survey, and is told of changes of that part only.
    pub fn with_part<R>(self, part: Part, read: impl FnOnce(&Template) -> R) -> R {
        self.track(part);
        self.with_untracked(read)
    }

    /// Reads a question; `None` when it is gone.
    pub fn with_question<R>(self, key: &str, read: impl FnOnce(&Question) -> R) -> Option<R> {
        self.with_part(Part::Question(key.to_owned()), |template| template.question(key).map(read))
    }

    /// Reads a section; `None` when it is gone. It is not told of changes of the section's questions.
    pub fn with_section<R>(self, key: &str, read: impl FnOnce(&Section) -> R) -> Option<R> {
        self.with_part(Part::Section(key.to_owned()), |template| template.section(key).map(read))
    }

    /// Is told of changes of a part from now on.
    pub fn track(self, part: Part) {
        let trigger = self.changed.try_update_value(|changed| changed.of(part));
        if let Some(trigger) = trigger {
            trigger.track();
        }
    }

    /// Changes the survey.
    ///
    /// # Errors
    /// When somebody uses what would be gone, or a key would be there twice. Nothing is changed then.
    pub fn apply(self, edit: Edit) -> Result<(), Refused> {
        let touched = touched(&edit);
        let applied =
            self.work.try_update_value(|work| work.history.apply(&mut work.template, edit)).unwrap_or(Ok(()));
        if applied.is_ok() {
            self.tell(&self.changed.with_value(|changed| changed.by(&touched)));
        }
        applied
    }

    /// Changes the survey, and says so if that is refused. Tells whether it was done.
    pub fn try_apply(self, edit: Edit) -> bool {
        let what = self.with_untracked(|template| edit.label(template));
        match self.apply(edit) {
            Ok(()) => true,
            Err(refused) => {
                self.refuse(&what, refused);
                false
            }
        }
    }

    fn refuse(self, what: &str, refused: Refused) {
        let words = match &refused {
            Refused::InUse(_) => format!("Not {what}: it is used"),
            Refused::NotThere => "It is not there any more".to_owned(),
            Refused::KeyTaken(key) => format!("The key “{key}” belongs to something else"),
        };
        let users = if let Refused::InUse(users) = refused { users } else { Vec::new() };
        self.refusal.set(Some(Refusal { words, users }));
    }

    /// Ends a step of typing: what is typed next is taken back on its own.
    pub fn pause(self) {
        self.work.update_value(|work| work.history.pause());
    }

    /// Takes the last change back.
    pub fn undo(self) {
        let beside = self.beside();
        let undone = self.work.try_update_value(|work| work.history.undo(&mut work.template)).flatten();
        self.stepped("Undone", undone, beside);
    }

    /// Does again what was taken back.
    pub fn redo(self) {
        let beside = self.beside();
        let redone = self.work.try_update_value(|work| work.history.redo(&mut work.template)).flatten();
        self.stepped("Done again", redone, beside);
    }

    /// What is opened when the thing that is open goes away.
    fn beside(self) -> Place {
        let selected = self.selected.get_untracked();
        self.with_untracked(|template| arrange::instead(template, &selected))
    }

    fn stepped(self, verb: &str, stepped: Option<Stepped>, beside: Place) {
        let Some(Stepped { label, edit }) = stepped else {
            self.say(format!("Nothing to do: {}", verb.to_ascii_lowercase()));
            return;
        };
        self.dismiss();
        self.say(format!("{verb}: {label}"));
        let is_there = self
            .selected
            .with_untracked(|selected| self.with_untracked(|template| arrange::is_there(template, selected)));
        if !is_there {
            self.select(beside);
        }
        self.tell(&self.changed.with_value(|changed| match step_touched(&edit) {
            Some(parts) => changed.by(&parts),
            None => changed.all(),
        }));
    }

    /// What the next undo takes back.
    #[must_use]
    pub fn undo_label(self) -> Option<String> {
        self.changed.with_value(Changed::any).track();
        self.work.with_value(|work| work.history.undo_label().map(str::to_owned))
    }

    /// What the next redo does again.
    #[must_use]
    pub fn redo_label(self) -> Option<String> {
        self.changed.with_value(Changed::any).track();
        self.work.with_value(|work| work.history.redo_label().map(str::to_owned))
    }

    /// Puts another draft in the place of this one; what was done to this one cannot be undone there.
    pub fn replace(self, template: Template) {
        self.work.set_value(Work { template, history: History::new() });
        self.tell(&self.changed.with_value(Changed::all));
    }

    fn tell(self, whom: &[ArcTrigger]) {
        whom.iter().for_each(Notify::notify);
        self.check.start(QUIET, move || self.look_over());
        self.changed();
    }

    /// Looks for problems now.
    pub fn look_over(self) {
        self.check.stop();
        let look = move || {
            let Some(found) = self.work.try_with_value(|work| late_findings(&work.template)) else { return };
            if *self.found.read_untracked().as_ref() != found {
                self.found.set(Arc::new(found));
            }
        };
        // What could not be loaded is asked for again at the next change, and publishing looks for problems itself.
        soon(look, drop);
    }

    /// What is wrong or noteworthy; a moment behind the last change.
    #[must_use]
    pub fn findings(self) -> Arc<Vec<Finding>> {
        self.found.get()
    }

    /// Says what was done, with a way to take it back.
    pub fn did(self, words: String) {
        self.show(Toast { words, way: Some(Way::Undo) });
    }

    /// Says something that cannot be taken back.
    pub fn note(self, words: String) {
        self.show(Toast { words, way: None });
    }

    pub(super) fn show(self, toast: Toast) {
        self.toast.set(Some(toast));
        self.toasting.start(TOAST, move || self.dismiss());
    }

    /// Takes the toast away.
    pub fn dismiss(self) {
        self.toasting.stop();
        self.toast.try_set(None);
    }

    /// What is said in a toast.
    #[must_use]
    pub fn toast(self) -> Option<Toast> {
        self.toast.get()
    }

    /// Says something to those who do not see it happen.
    pub fn say(self, words: String) {
        self.said.set(words);
    }

    /// What was said last.
    #[must_use]
    pub fn said(self) -> String {
        self.said.get()
    }

    /// What was not done, and who is in the way.
    #[must_use]
    pub fn refusal(self) -> Option<Refusal> {
        self.refusal.get()
    }
}

#[inline(never)]
fn late_findings(template: &Template) -> Vec<Finding> {
    findings(template)
}

/// The worst of these findings.
#[must_use]
pub fn worst(findings: &[Finding]) -> Option<Level> {
    findings.iter().map(|one| one.level).min()
}

#[cfg(test)]
mod tests;
