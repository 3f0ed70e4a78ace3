//! Keeps the draft: a little after the last change, and again and again until it is kept.
//!
//! The flow: a change starts a short wait; when it is over the draft is sent with the revision that it was made of. If
//! that is still what the server has, it is kept. If somebody else was faster, nothing is sent any more until a
//! person has decided. If it did not arrive, it is tried again, later each time.
//!
//! **Invariant:** what is not kept yet lies in the browser's storage, too, and whoever leaves is asked.

use std::sync::Arc;
use std::time::Duration;

use domain::survey::Template;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::super::browser;
use super::timer::Timer;
use super::{EditorState, Toast, Way};
use crate::api::ApiError;
use crate::api::survey::editor::{Clash, Kept, keep_copy, save_draft};
use crate::api::wire::{read, write};

/// How long nothing must change before the draft is sent.
const QUIET: Duration = Duration::from_millis(800);
/// How long nothing must change before a copy is put aside.
const ASIDE: Duration = Duration::from_millis(400);
/// Seconds until it is tried again, for the first time.
const FIRST_RETRY: u64 = 2;
/// And at most.
const LONGEST_RETRY: u64 = 30;

/// Where saving stands.
#[derive(Clone, PartialEq, Debug)]
pub enum Saved {
    /// Everything is kept; since this time of day, if it was kept while somebody looked.
    Yes(Option<String>),
    /// It is on its way, or will be in a moment.
    Soon,
    /// It was not kept, for this reason, and is tried again.
    Again(String),
    /// It was not kept, for this reason, and only a person can help.
    Stopped(String),
    /// Somebody else changed the survey.
    Clash(Arc<Clash>),
}

/// What saving knows.
#[derive(Copy, Clone)]
pub(super) struct Saving {
    status: RwSignal<Saved>,
    /// Changes that were not kept when the editor was left the last time.
    left: RwSignal<Option<Aside>>,
    revision: StoredValue<i32>,
    /// How many changes there were, and how many of them are kept.
    changes: StoredValue<u64>,
    kept: StoredValue<u64>,
    is_under_way: StoredValue<bool>,
    failures: StoredValue<u32>,
    wait: Timer,
    aside: Timer,
    /// What was here before somebody else's draft was taken.
    given_up: StoredValue<Option<Template>>,
}

/// A draft in the browser's storage.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Aside {
    /// The revision that it was made of.
    pub revision: i32,
    /// The draft.
    pub template: Template,
}

impl Saving {
    pub(super) fn new(revision: i32) -> Self {
        Self {
            status: RwSignal::new(Saved::Yes(None)),
            left: RwSignal::new(None),
            revision: StoredValue::new(revision),
            changes: StoredValue::new(0),
            kept: StoredValue::new(0),
            is_under_way: StoredValue::new(false),
            failures: StoredValue::new(0),
            wait: Timer::new(),
            aside: Timer::new(),
            given_up: StoredValue::new(None),
        }
    }

    fn is_kept(self) -> bool {
        self.changes.try_get_value() == self.kept.try_get_value()
    }

    /// Whether nothing is sent until a person has decided.
    fn is_held(self) -> bool {
        matches!(self.status.try_get_untracked(), Some(Saved::Clash(_)) | None)
    }

    fn set(self, status: Saved) {
        if self.status.try_get_untracked().is_some_and(|before| before != status) {
            self.status.set(status);
        }
    }
}

impl EditorState {
    /// Where saving stands.
    #[must_use]
    pub fn saved(self) -> Saved {
        self.saving.status.get()
    }

    /// Whether everything is kept.
    #[must_use]
    pub fn is_kept(self) -> bool {
        self.saving.is_kept()
    }

    /// The revision that the draft is made of.
    #[must_use]
    pub fn revision(self) -> i32 {
        self.saving.revision.get_value()
    }

    /// Takes note of a change, and keeps it in a moment.
    pub(super) fn changed(self) {
        let saving = self.saving;
        saving.changes.update_value(|changes| *changes += 1);
        if cfg!(feature = "ssr") || saving.is_held() {
            self.put_aside_soon();
            return;
        }
        browser::guard_leaving(true);
        saving.set(Saved::Soon);
        saving.wait.start(QUIET, move || self.save());
        self.put_aside_soon();
    }

    /// Sends the draft now, if there is something to be kept.
    pub fn save(self) {
        let saving = self.saving;
        saving.wait.stop();
        if cfg!(feature = "ssr") || saving.is_kept() || saving.is_held() {
            return;
        }
        if saving.is_under_way.try_get_value() != Some(false) {
            return;
        }
        self.put_aside();
        let document = self.with_untracked(write);
        let (survey, seen) = (self.survey.with_untracked(|head| head.id), saving.revision.get_value());
        let until = saving.changes.get_value();
        saving.is_under_way.set_value(true);
        saving.set(Saved::Soon);
        let key = self.key();
        spawn_local(async move {
            let answer = save_draft(Some(survey), seen, document).await;
            let is_last = saving.changes.try_get_value().is_none_or(|changes| changes == until);
            if matches!(answer, Ok(Kept::Yes { .. })) && is_last {
                // Also when the editor was left in the meantime.
                browser::forget_aside(&key);
            }
            self.came_back(answer, until);
        });
    }

    fn came_back(self, answer: Result<Kept, ApiError>, until: u64) {
        let saving = self.saving;
        if saving.is_under_way.try_set_value(false).is_some() {
            return;
        }
        match answer {
            Ok(Kept::Yes { revision }) => {
                saving.failures.set_value(0);
                saving.revision.set_value(revision);
                saving.kept.set_value(until);
                if saving.is_kept() {
                    self.is_kept_now(Some(browser::clock_time()));
                } else {
                    saving.wait.start(QUIET, move || self.save());
                }
            }
            Ok(Kept::Clash(clash)) => saving.set(Saved::Clash(Arc::new(*clash))),
            Ok(Kept::TooLarge) => {
                saving.set(Saved::Stopped("the survey is too large. Shorten its texts".to_owned()));
            }
            Ok(Kept::Archived) => {
                saving.set(Saved::Stopped(
                    "the survey is archived. Take it out of the archive first".to_owned(),
                ));
            }
            Err(error) => self.failed(&error),
        }
    }

    fn failed(self, error: &ApiError) {
        let saving = self.saving;
        match error {
            ApiError::Forbidden
            | ApiError::NotFound
            | ApiError::Gone
            | ApiError::Switched
            | ApiError::Invalid(_) => {
                saving.set(Saved::Stopped(error.to_string()));
            }
            ApiError::Unauthenticated
            | ApiError::Suspended
            | ApiError::Conflict
            | ApiError::RateLimited
            | ApiError::Unavailable
            | ApiError::Internal { .. }
            | ApiError::Transport => {
                let failures = saving.failures.get_value();
                saving.failures.set_value(failures.saturating_add(1));
                saving.set(Saved::Again(error.to_string()));
                saving.wait.start(Duration::from_secs(pause(failures)), move || self.save());
            }
        }
    }

    fn is_kept_now(self, at: Option<String>) {
        self.saving.aside.stop();
        browser::guard_leaving(false);
        browser::forget_aside(&self.key());
        self.saving.set(Saved::Yes(at));
    }

    /// Tries again at once: the connection is back, or somebody asked for it.
    pub fn save_again(self) {
        self.saving.failures.set_value(0);
        self.save();
    }

    /// Where the copy lies.
    fn key(self) -> String {
        format!("winloss:survey:{}", self.survey.with_untracked(|head| head.id))
    }

    fn put_aside_soon(self) {
        self.saving.aside.start(ASIDE, move || self.put_aside());
    }

    /// Puts a copy of what is not kept aside.
    pub fn put_aside(self) {
        if cfg!(feature = "ssr") || self.saving.is_kept() {
            return;
        }
        let Some(revision) = self.saving.revision.try_get_value() else { return };
        let copy = self.work.try_with_value(|work| {
            format!(r#"{{"revision":{revision},"template":{}}}"#, write(&work.template))
        });
        if let Some(copy) = copy {
            browser::set_aside(&self.key(), &copy);
        }
    }

    /// Looks for changes that were not kept when the editor was left the last time.
    pub fn look_aside(self) {
        let text = browser::laid_aside(&self.key());
        if text.is_empty() {
            return;
        }
        match read::<Aside>(&text) {
            Ok(left) if self.with_untracked(|template| *template != left.template) => {
                self.saving.left.set(Some(left));
            }
            // What cannot be read or is kept already is of no use.
            Ok(_) | Err(_) => browser::forget_aside(&self.key()),
        }
    }

    /// What was not kept the last time.
    #[must_use]
    pub fn left(self) -> Option<Aside> {
        self.saving.left.get()
    }

    /// Takes up what was not kept the last time. If somebody changed the survey since, the server will say so.
    pub fn take_up(self) {
        if let Some(left) = self.saving.left.get_untracked() {
            self.saving.left.set(None);
            self.saving.revision.set_value(left.revision);
            self.replace(left.template);
            self.save();
        }
    }

    /// Forgets what was not kept the last time.
    pub fn forget_left(self) {
        self.saving.left.set(None);
        browser::forget_aside(&self.key());
    }

    /// Takes what somebody else wrote. What was here can be brought back.
    pub fn take_theirs(self, clash: &Clash) {
        let saving = self.saving;
        let mine = self.with_untracked(Template::clone);
        saving.given_up.set_value(Some(mine));
        saving.set(Saved::Soon);
        self.replace(clash.theirs.template.clone());
        saving.wait.stop();
        saving.revision.set_value(clash.theirs.revision);
        saving.kept.set_value(saving.changes.get_value());
        self.is_kept_now(None);
        self.show(Toast { words: format!("This is what {} wrote", clash.by), way: Some(Way::BringBack) });
    }

    /// Brings back what was here before somebody else's draft was taken.
    pub fn bring_back(self) {
        if let Some(mine) = self.saving.given_up.try_update_value(Option::take).flatten() {
            self.dismiss();
            self.replace(mine);
        }
    }

    /// Keeps what is here in the place of what somebody else wrote.
    pub fn overwrite(self, clash: &Clash) {
        self.saving.revision.set_value(clash.theirs.revision);
        self.saving.set(Saved::Soon);
        self.save();
    }

    /// Keeps what is here as a survey of its own, and takes what somebody else wrote here.
    pub fn keep_beside(self, clash: Arc<Clash>) {
        let document = self.with_untracked(write);
        let survey = self.survey.with_untracked(|head| head.id);
        spawn_local(async move {
            match keep_copy(Some(survey), document).await {
                Ok(copy) => {
                    self.take_theirs(&clash);
                    let words = "Yours is kept as a survey of its own".to_owned();
                    self.show(Toast { words, way: Some(Way::Open(copy)) });
                }
                Err(error) => self.note(format!("Yours is not kept yet: {error}")),
            }
        });
    }

    /// Asks the server again although nothing changed: somebody else did something, and it says what.
    pub fn meet(self) {
        self.saving.changes.update_value(|changes| *changes += 1);
        self.save();
    }

    /// The draft was published under this number: what is there now is this revision, and its keys stay.
    pub fn is_published(self, number: i32, revision: i32) {
        self.saving.revision.set_value(revision);
        let keys = self.with_untracked(|template| {
            let sections = template.sections.iter().map(|section| section.key.clone());
            sections.chain(template.questions().map(|question| question.key.clone())).collect()
        });
        self.survey.update(|head| {
            head.number = number;
            head.live_keys = keys;
        });
    }
}

/// Seconds to wait after so many failures.
fn pause(failures: u32) -> u64 {
    FIRST_RETRY.checked_shl(failures.min(8)).unwrap_or(LONGEST_RETRY).min(LONGEST_RETRY)
}

#[cfg(test)]
mod tests {
    use domain::survey::starter;

    use super::*;

    #[test]
    fn it_is_tried_again_later_each_time_and_never_given_up() {
        let pauses: Vec<u64> = (0..6).map(pause).collect();
        assert_eq!(pauses, [2, 4, 8, 16, 30, 30]);
        assert_eq!(pause(u32::MAX), 30);
    }

    #[test]
    fn a_copy_is_read_as_it_was_put_aside() {
        let template = starter::win_loss();
        let text = format!(r#"{{"revision":7,"template":{}}}"#, write(&template));
        assert_eq!(read::<Aside>(&text).expect("a copy"), Aside { revision: 7, template });
        assert!(read::<Aside>("{\"revision\":7}").is_err());
    }
}
