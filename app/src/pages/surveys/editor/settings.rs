//! What surrounds a survey's questions: its use, its first and last page, whose names are seen, and the notice.

mod notice;
mod sharing;
mod usage;

use domain::deal::Outcome;
use domain::survey::finding::Place;
use domain::survey::reading::reading_minutes;
use domain::survey::texts::TextField;
use domain::survey::{Facts, Template};
use leptos::prelude::*;

use super::head::{HeadText, HeadWord, change, thanks};
use super::state::{EditorState, Part};
use crate::format;
use crate::pages::surveys::words::ending;

/// The view of the settings.
#[inline(never)]
pub fn late_settings(state: EditorState) -> AnyView {
    view! {
        <div class="panel panel--narrow stack">
            {usage::usage(state)}
            {first_page(state)}
            {sharing::sharing(state)}
            {sharing::recall(state)}
            {notice::notice(state)}
            {last_page(state)}
        </div>
    }
    .into_any()
}

/// A section of the settings.
fn section(id: &'static str, title: &'static str, sub: &'static str, body: AnyView) -> AnyView {
    view! {
        <section class="section" aria-labelledby=id>
            <h2 class="section__title" id=id>
                {title}
            </h2>
            <p class="section__sub section__title--gap">{sub}</p>
            <div class="stack stack--tight">{body}</div>
        </section>
    }
    .into_any()
}

/// Longest name of a survey.
const LONGEST_NAME: usize = 100;

fn first_page(state: EditorState) -> AnyView {
    let name = HeadWord {
        id: "set-name",
        label: "Name",
        help: "Members read it. Buyers never do.",
        kind: "text",
        read: |template| template.name.clone(),
        write: |head, words| {
            if words.is_empty() || words.chars().count() > LONGEST_NAME {
                return Some("A name has 1 to 100 letters.");
            }
            words.clone_into(&mut head.name);
            None
        },
    };
    let title = HeadText {
        id: "set-title",
        label: "Heading of the first page".to_owned(),
        help: "",
        place: Place::Survey,
        field: TextField::Title,
        find: |template, _| Some(&template.title),
        rows: 1,
    };
    let intro = HeadText {
        id: "set-intro",
        label: "Why you ask".to_owned(),
        help: "A sentence or two. A buyer decides by it whether to begin.",
        place: Place::Survey,
        field: TextField::Intro,
        find: |template, _| Some(&template.intro),
        rows: 3,
    };
    let minutes = HeadWord {
        id: "set-minutes",
        label: "Minutes it takes, as buyers are told",
        help: "",
        kind: "number",
        read: |template| template.minutes.to_string(),
        write: |head, words| match words.parse::<u8>() {
            Ok(minutes @ 1..=120) => {
                head.minutes = minutes;
                None
            }
            Ok(_) | Err(_) => Some("A number from 1 to 120."),
        },
    };
    let body = view! {
        {name.view(state)} {title.view(state)} {intro.view(state)}
        <div>{minutes.view(state)} {estimate(state)}</div>
    };
    section("set-first", "First page", "What a buyer reads before the first question.", body.into_any())
}

/// The minutes that an average reader needs at most, over the outcomes that it is sent after.
fn minutes_of(template: &Template, outcomes: &[Outcome]) -> u32 {
    let of = |outcome: &Outcome| reading_minutes(template, &Facts::of(*outcome));
    outcomes.iter().map(of).max().unwrap_or_else(|| reading_minutes(template, &Facts::default()))
}

fn estimate(state: EditorState) -> AnyView {
    let minutes = Memo::new(move |_| {
        state.with(|template| state.survey.with(|one| minutes_of(template, &one.outcomes)))
    });
    let said = Memo::new(move |_| state.with_part(Part::Head, |template| u32::from(template.minutes)));
    let take = move |_| {
        let minutes = u8::try_from(minutes.get_untracked()).unwrap_or(u8::MAX);
        change(state, &|head| head.minutes = minutes);
    };
    let words = move || {
        let minutes = minutes.get();
        let counted = format::counted(i64::from(minutes), "minute", "minutes");
        if said.get() == minutes {
            return view! { <span>{format!("Our estimate is {counted}, too.")}</span> }.into_any();
        }
        view! {
            <span>
                {format!("By its words and questions it takes at most {counted}. ")}
                <button class="link" type="button" on:click=take>
                    {format!("Say {counted}")}
                </button>
            </span>
        }
        .into_any()
    };
    view! {
        <p class="field__help small" role="status">
            {words}
        </p>
    }
    .into_any()
}

fn last_page(state: EditorState) -> AnyView {
    let always = HeadText {
        id: "set-thanks",
        label: "Thanks".to_owned(),
        help: "Below it stand the receipt and what happens with the answer.",
        place: Place::Thanks,
        field: TextField::Thanks,
        find: thanks,
        rows: 2,
    };
    let after = |outcome: Outcome| {
        HeadText {
            id: "set-thanks",
            label: format!("Instead, after {}", ending(outcome)),
            help: "",
            place: Place::Thanks,
            field: TextField::ThanksAfter(outcome),
            find: thanks,
            rows: 2,
        }
        .view(state)
    };
    let body = view! {
        {always.view(state)}
        {Outcome::ALL.into_iter().map(after).collect_view()}
    };
    section(
        "set-last",
        "Last page",
        "Where a text after an outcome is empty, the general one is shown.",
        body.into_any(),
    )
}

#[cfg(test)]
mod tests {
    use domain::survey::starter;

    use super::*;

    #[test]
    fn the_estimate_is_that_of_the_longest_way() {
        let template = starter::win_loss();
        let of = |outcome| reading_minutes(&template, &Facts::of(outcome));
        let longest = Outcome::ALL.into_iter().map(of).max().expect("some");
        assert_eq!(minutes_of(&template, &Outcome::ALL), longest);
        assert_eq!(minutes_of(&template, &[Outcome::Won]), of(Outcome::Won));
        assert!(minutes_of(&template, &[]) >= 1);
    }
}
