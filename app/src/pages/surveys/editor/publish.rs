//! Publishing: what is wrong, what changes, who will get it and instead of what; and what came of it.
//!
//! The heading takes the focus whenever it says something new: what was pressed is gone by then.

use domain::deal::Outcome;
use domain::survey::audience::Audience;
use domain::survey::finding::{Finding, Level};
use domain::survey::may_publish;
use domain::survey::shelf::Published;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser;
use super::state::{EditorState, Saved};
use crate::api::ApiError;
use crate::api::survey::editor::{Readiness, check_draft, publish_draft};
use crate::components::icon::Icon;
use crate::components::late::inset;
use crate::format;
use crate::pages::surveys::words::after;
use crate::routes;

/// The id of the dialog.
pub(super) const PUBLISH_ID: &str = "publish";
/// The id of its heading.
const TITLE_ID: &str = "publish-title";

/// Where publishing stands.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Step {
    /// It is being looked at.
    Looking,
    /// This was found.
    Ready(Readiness),
    /// It is under way.
    Publishing(Readiness),
    /// It is done: the number of the version.
    Done(i32),
    /// It was not done, for this reason.
    Not(String),
}

/// What opens the dialog: the draft is saved first, so that what is looked at is what is seen.
pub(super) fn opener(state: EditorState, step: RwSignal<Step>, is_opened: RwSignal<bool>) -> Callback<()> {
    Callback::new(move |()| {
        step.set(Step::Looking);
        is_opened.set(true);
        crate::browser::show_dialog(PUBLISH_ID);
        state.pause();
        state.look_over();
        state.save();
    })
}

/// The dialog; what is in it comes when it is opened for the first time.
pub(super) fn dialog(state: EditorState, step: RwSignal<Step>, is_opened: RwSignal<bool>) -> AnyView {
    let before = move || {
        view! {
            <h2 id=TITLE_ID>"Publish"</h2>
            <p class="faint" role="status">"Looking it over…"</p>
            {close()}
        }
        .into_any()
    };
    view! {
        <dialog class="dialog dialog--wide" id=PUBLISH_ID aria-labelledby=TITLE_ID>
            {move || is_opened.get().then(|| inset(before, move || late_publish(state, step)))}
        </dialog>
    }
    .into_any()
}

#[inline(never)]
fn late_publish(state: EditorState, step: RwSignal<Step>) -> AnyView {
    // As soon as everything is kept, and only then, there is something to look at.
    Effect::new(move |_| {
        if step.get() != Step::Looking {
            return;
        }
        match state.saved() {
            Saved::Yes(_) => look(state, step),
            Saved::Soon => {}
            Saved::Again(why) | Saved::Stopped(why) => {
                step.set(Step::Not(format!("It is not saved yet: {why}.")))
            }
            Saved::Clash(clash) => {
                let who = if clash.is_own { "You" } else { "Somebody else" };
                let what = if clash.is_own { " in another window" } else { "" };
                step.set(Step::Not(format!(
                    "{who} changed the survey{what}. Decide first whose changes stay."
                )));
            }
        }
    });
    Effect::new(move |_| {
        step.track();
        crate::browser::focus_on(TITLE_ID);
    });
    let body = move || match step.get() {
        Step::Looking => view! { <p class="faint" role="status">"Looking it over…"</p> }.into_any(),
        Step::Ready(found) => ready(state, step, found, false),
        Step::Publishing(found) => ready(state, step, found, true),
        Step::Done(number) => done(state, number),
        Step::Not(why) => not(why),
    };
    view! {
        <h2 id=TITLE_ID tabindex="-1">
            {move || title(state, &step.get())}
        </h2>
        {body}
    }
    .into_any()
}

fn title(state: EditorState, step: &Step) -> String {
    let next = state.survey.with(|head| head.number) + 1;
    match step {
        Step::Ready(found) if is_unchanged(state, found) => "Nothing to publish".to_owned(),
        Step::Looking | Step::Ready(_) | Step::Publishing(_) => format!("Publish version {next}?"),
        Step::Done(number) => format!("Version {number} is live"),
        Step::Not(_) => "Nothing was published".to_owned(),
    }
}

/// Whether the draft is what is published already.
fn is_unchanged(state: EditorState, found: &Readiness) -> bool {
    state.survey.with_untracked(|head| head.number) > 0 && found.changes.is_empty()
}

fn look(state: EditorState, step: RwSignal<Step>) {
    let survey = state.survey.with_untracked(|head| head.id);
    spawn_local(async move {
        let found = check_draft(Some(survey)).await;
        if step.try_get_untracked() == Some(Step::Looking) {
            step.set(match found {
                Ok(found) => Step::Ready(found),
                Err(error) => Step::Not(reason(&error)),
            });
        }
    });
}

fn reason(error: &ApiError) -> String {
    format!("It could not be looked over: {error}. Nothing is lost; try again.")
}

fn publish(state: EditorState, step: RwSignal<Step>, found: Readiness) {
    let (survey, seen) = (state.survey.with_untracked(|head| head.id), found.revision);
    step.set(Step::Publishing(found.clone()));
    spawn_local(async move {
        let answer = publish_draft(Some(survey), seen).await;
        if step.is_disposed() {
            return;
        }
        step.set(match answer {
            Ok(Published::Yes { number, revision, .. }) => {
                state.is_published(number, revision);
                Step::Done(number)
            }
            Ok(Published::Unchanged) => Step::Not("It is published already, as it is.".to_owned()),
            Ok(Published::Conflict(_)) => {
                state.meet();
                Step::Not("It was changed or published elsewhere meanwhile. Look at that first.".to_owned())
            }
            Ok(Published::Refused(findings)) => Step::Ready(Readiness { findings, ..found }),
            Ok(Published::Archived) => Step::Not("The survey is archived. Take it out first.".to_owned()),
            Err(error) => Step::Not(reason(&error)),
        });
    });
}

fn ready(state: EditorState, step: RwSignal<Step>, found: Readiness, is_under_way: bool) -> AnyView {
    let errors = found.findings.iter().filter(|one| one.level == Level::Error).count();
    let can = may_publish(&found.findings) && !is_under_way;
    let why = match (errors, is_under_way) {
        (_, true) => "Publishing…".to_owned(),
        (0, false) => String::new(),
        (1, false) => "Solve one problem first".to_owned(),
        (number, false) => format!("Solve {number} problems first"),
    };
    let groups: Vec<AnyView> =
        Level::ALL.into_iter().filter_map(|level| group(state, &found.findings, level)).collect();
    if is_unchanged(state, &found) {
        return unchanged(state, groups);
    }
    let nothing = groups.is_empty().then(|| {
        view! {
            <p class="notice notice--done">
                <Icon name="check" />
                "No problem was found."
            </p>
        }
    });
    let (changes, sent, going) = (changes(state, &found), sent(state, &found), going(state, &found));
    let press = move |_| {
        if can {
            publish(state, step, found.clone());
        }
    };
    view! {
        <div class="dialog__body">
            {groups}
            {nothing}
            {changes}
            {sent}
            {going}
        </div>
        <div class="dialog__foot dialog__foot--told">
            <span class="tiny faint push-end" id="publish-why">
                {why}
            </span>
            <button class="button" type="button" on:click=move |_| browser::close_dialog(PUBLISH_ID)>
                "Not yet"
            </button>
            <button
                class="button button--primary"
                type="button"
                id="publish-now"
                aria-disabled=(!can).then_some("true")
                aria-describedby="publish-why"
                on:click=press
            >
                "Publish"
            </button>
        </div>
    }
    .into_any()
}

/// Nothing differs from what is published: there is nothing to decide.
fn unchanged(state: EditorState, groups: Vec<AnyView>) -> AnyView {
    let number = state.survey.with_untracked(|head| head.number);
    view! {
        <div class="dialog__body">
            <p>{format!("Nothing has changed since version {number}.")}</p>
            {groups}
        </div>
        {close()}
    }
    .into_any()
}

/// The foot of a step that asks nothing.
fn close() -> AnyView {
    view! {
        <div class="dialog__foot">
            <button class="button" type="button" on:click=move |_| browser::close_dialog(PUBLISH_ID)>
                "Close"
            </button>
        </div>
    }
    .into_any()
}

fn group(state: EditorState, findings: &[Finding], level: Level) -> Option<AnyView> {
    let own: Vec<Finding> = findings.iter().filter(|one| one.level == level).cloned().collect();
    if own.is_empty() {
        return None;
    }
    let title = match level {
        Level::Error => "Must be solved",
        Level::Warning => "Worth a look first",
        Level::Note => "Good to know",
    };
    let list = super::problems::list(state, &own);
    // Notes are many and rarely needed.
    Some(if level == Level::Note {
        view! {
            <details class="fold">
                <summary>{format!("{title} ({})", own.len())}</summary>
                {list}
            </details>
        }
        .into_any()
    } else {
        view! {
            <section>
                <h3>{format!("{title} ({})", own.len())}</h3>
                {list}
            </section>
        }
        .into_any()
    })
}

fn changes(state: EditorState, found: &Readiness) -> Option<AnyView> {
    let number = state.survey.with_untracked(|head| head.number);
    if number == 0 {
        return None;
    }
    let rows: Vec<AnyView> =
        found.changes.iter().map(|change| view! { <li>{change.words.clone()}</li> }.into_any()).collect();
    let count = format::counted(i64::try_from(rows.len()).unwrap_or(i64::MAX), "change", "changes");
    Some(
        view! {
            <details class="fold" open>
                <summary>{format!("{count} since version {number}")}</summary>
                <ul class="fold__list plain">{rows}</ul>
            </details>
        }
        .into_any(),
    )
}

/// To whom it is sent from then on, and whose place it takes.
fn sent(state: EditorState, found: &Readiness) -> AnyView {
    let (audience, outcomes) = state.survey.with_untracked(|head| (head.audience, head.outcomes.clone()));
    view! {
        <p class="small">
            {format!("{} ", goes(audience, &outcomes, &found.instead_of))}
            <a href="?view=settings">"Change its use"</a>
        </p>
    }
    .into_any()
}

/// "From now on this goes to buyers after every outcome, instead of “Win-loss, standard”."
fn goes(audience: Audience, outcomes: &[Outcome], instead_of: &[(Outcome, String)]) -> String {
    let who = match audience {
        Audience::Buyer => "to buyers",
        Audience::Sales => "to your own sales people",
    };
    let when = |outcomes: &[Outcome]| after(outcomes).replacen("After", "after", 1);
    let mut places: Vec<(&str, Vec<Outcome>)> = Vec::new();
    for (outcome, name) in instead_of {
        match places.iter_mut().find(|(known, _)| known == name) {
            Some((_, taken)) => taken.push(*outcome),
            None => places.push((name, vec![*outcome])),
        }
    }
    match places.as_slice() {
        _ if outcomes.is_empty() => format!("{}.", after(outcomes)),
        [] => format!("From now on this goes {who} {}.", when(outcomes)),
        [(name, taken)] if taken.len() == outcomes.len() => {
            format!("From now on this goes {who} {}, instead of “{name}”.", when(outcomes))
        }
        several => {
            let taken: Vec<String> =
                several.iter().map(|(name, taken)| format!("{} instead of “{name}”", when(taken))).collect();
            format!("From now on this goes {who} {}: {}.", when(outcomes), taken.join("; "))
        }
    }
}

fn going(state: EditorState, found: &Readiness) -> Option<AnyView> {
    let number = state.survey.with_untracked(|head| head.number);
    (number > 0 && found.under_way > 0).then(|| {
        let buyers = format::counted(found.under_way, "buyer has", "buyers have");
        view! { <p class="small">{format!("{buyers} started on version {number} and will finish on it.")}</p> }.into_any()
    })
}

fn done(state: EditorState, number: i32) -> AnyView {
    let survey = state.survey.with_untracked(|head| head.id);
    let before = number - 1;
    let words = if before > 0 {
        format!("Version {number} is live. Buyers who started on {before} finish on {before}.")
    } else {
        format!("Version {number} is live. It is sent from now on.")
    };
    view! {
        <div class="dialog__body">
            <p class="notice notice--done" role="status">
                <Icon name="check" />
                {words}
            </p>
        </div>
        <div class="dialog__foot">
            <a class="button" href=routes::survey_versions(survey)>
                "See the versions"
            </a>
            <button class="button button--primary" type="button" on:click=move |_| browser::close_dialog(PUBLISH_ID)>
                "Go on editing"
            </button>
        </div>
    }
    .into_any()
}

fn not(why: String) -> AnyView {
    view! {
        <div class="dialog__body">
            <p role="alert">{why}</p>
        </div>
        {close()}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_whose_place_a_survey_takes() {
        let of = |outcomes: &[Outcome], instead: &[(Outcome, &str)]| {
            let instead: Vec<(Outcome, String)> =
                instead.iter().map(|(outcome, name)| (*outcome, (*name).to_owned())).collect();
            goes(Audience::Buyer, outcomes, &instead)
        };
        let standard = Outcome::ALL.map(|outcome| (outcome, "Standard"));
        assert_eq!(
            of(&Outcome::ALL, &standard),
            "From now on this goes to buyers after every outcome, instead of “Standard”."
        );
        assert_eq!(
            of(&Outcome::ALL, &[(Outcome::Won, "Won"), (Outcome::LostNoDecision, "Lost")]),
            "From now on this goes to buyers after every outcome: after a win instead of “Won”; after no decision \
             instead of “Lost”."
        );
        assert_eq!(of(&[Outcome::Won], &[]), "From now on this goes to buyers after a win.");
        assert_eq!(of(&[], &[]), "After nothing: nobody is invited.");
    }
}
