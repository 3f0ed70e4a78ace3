//! What decided it: how the price stood, the moment that turned it, and what would have changed it.

use domain::survey::Choice;
use domain::survey::answer::{PriceRole, PriceStance};
use leptos::prelude::*;

use super::text::{Area, Line, area, length, line};
use super::{Card, Field, choice};
use crate::pages::respond::said::Said;

/// Where our price stood, by how much, and what part it played.
pub(super) fn price_gap(field: &Field<'_>) -> AnyView {
    let words = field.survey.words();
    let stances: Vec<AnyView> = PriceStance::ALL
        .into_iter()
        .enumerate()
        .map(|(at, stance)| {
            let id = (at == 0).then(|| field.id(""));
            field.card(Card { id, ..Card::of("radio", stance.code(), Said::ours(words.said.stance(stance))) })
        })
        .collect();
    let controls = view! {
        <div class="choices">{stances}{field.none("")}</div>
        {percent(field)}
        {role(field)}
    };
    field.group_of(format!("{} price", field.class()), None, controls.into_any())
}

/// By how much; of use only above and below.
fn percent(field: &Field<'_>) -> AnyView {
    const PART: &str = "percent";
    let invalid = field.invalid(Some(PART));
    let described = field.described(&[], Some(PART));
    let control = line(
        field,
        Line { part: PART, kind: "text", keys: Some("numeric"), described, invalid, ..Line::default() },
    );
    view! {
        <div class="field price__percent">
            <label class="field__help" for=field.id(PART)>{field.survey.words().hint.percent}</label>
            {field.error(Some(PART))}
            <div class="with-unit">{control}<span class="with-unit__unit" aria-hidden="true">"%"</span></div>
        </div>
    }
    .into_any()
}

fn role(field: &Field<'_>) -> AnyView {
    const PART: &str = "role";
    let words = field.survey.words();
    let roles: Vec<AnyView> = PriceRole::ALL
        .into_iter()
        .enumerate()
        .map(|(at, role)| {
            let id = (at == 0).then(|| field.id(PART));
            let label = Said::ours(words.said.role(role));
            field.card(Card { id, part: PART.to_owned(), ..Card::of("radio", role.code(), label) })
        })
        .collect();
    let described = field.described(&[], Some(PART));
    view! {
        <fieldset class="field gap-top" aria-describedby=described>
            <legend class="field__label">{words.hint.role}</legend>
            {field.error(Some(PART))}
            <div class="choices">{roles}{field.none(PART)}</div>
        </fieldset>
    }
    .into_any()
}

/// The moment, and who turned it.
pub(super) fn turning_point(field: &Field<'_>, moments: &[Choice]) -> AnyView {
    const PART: &str = "who";
    let shown: Vec<&Choice> = moments.iter().collect();
    let cards = choice::cards(field, "radio", &shown);
    let other = choice::other(field, "radio", shown.is_empty());
    let who = line(field, Line { part: PART, kind: "text", ..Line::default() });
    let controls = view! {
        <div class="choices">{cards}{other}{field.none("")}</div>
        <div class="field gap-top">
            <label class="field__label" for=field.id(PART)>{field.survey.words().hint.who_turned}</label>
            {who}
        </div>
    };
    field.group(None, controls.into_any())
}

/// The one thing, and how.
pub(super) fn would_have_changed(field: &Field<'_>, choices: &[Choice], max_chars: u32) -> AnyView {
    const PART: &str = "words";
    let shown: Vec<&Choice> = choices.iter().collect();
    let cards = choice::cards(field, "radio", &shown);
    let length = length(field, PART, max_chars);
    let described = field.described(&[Some(length.id)], Some(PART));
    let control = area(field, Area { part: PART, rows: "4", described, invalid: field.invalid(Some(PART)) });
    let cards = (!shown.is_empty()).then(|| view! { <div class="choices">{cards}{field.none("")}</div> });
    let controls = view! {
        {cards}
        <div class="field gap-top">
            <label class="field__label" for=field.id(PART)>{field.survey.words().hint.own_words}</label>
            {field.error(Some(PART))}
            {control}
            {length.view}
        </div>
    };
    field.group(None, controls.into_any())
}
