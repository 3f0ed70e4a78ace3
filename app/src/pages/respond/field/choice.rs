//! Questions that are answered by choosing: one, several, and agreeing.

use domain::survey::logic::{AGREED, OTHER};
use domain::survey::words::fill;
use domain::survey::{Choice, Text, ordered};
use leptos::prelude::*;

use super::text::{Line, line};
use super::{Card, Field};
use crate::pages::respond::said::Said;

/// One of several.
pub(super) fn single(field: &Field<'_>, allows_other: bool) -> AnyView {
    let shown = ordered(&field.question.kind, &field.question.key, field.survey.seed);
    let cards = cards(field, "radio", &shown);
    let other = allows_other.then(|| other(field, "radio", shown.is_empty()));
    let controls = view! { <div class="choices">{cards}{other}{field.none("")}</div> };
    field.group(None, controls.into_any())
}

/// Any of several.
pub(super) fn multiple(
    field: &Field<'_>,
    allows_other: bool,
    at_least: Option<u8>,
    at_most: Option<u8>,
) -> AnyView {
    let hint = &field.survey.words().hint;
    let limit = match (at_least.filter(|least| *least > 1), at_most) {
        (None, None) => hint.any_number.to_owned(),
        (Some(least), None) => fill(hint.at_least, &[&least.to_string()]),
        (None, Some(most)) => fill(hint.at_most, &[&most.to_string()]),
        (Some(least), Some(most)) if least == most => fill(hint.exactly, &[&least.to_string()]),
        (Some(least), Some(most)) => fill(hint.between, &[&least.to_string(), &most.to_string()]),
    };
    // A help that names the number already says it.
    let says_it = at_most.is_some() && !field.question.help.is_empty();
    let shown = ordered(&field.question.kind, &field.question.key, field.survey.seed);
    let cards = cards(field, "checkbox", &shown);
    let other = allows_other.then(|| other(field, "checkbox", shown.is_empty()));
    let controls = view! { <div class="choices">{cards}{other}</div> };
    field.group((!says_it).then_some(limit), controls.into_any())
}

/// The choices as cards; the first carries the question's id, so that links lead to it.
pub(super) fn cards(field: &Field<'_>, kind: &'static str, choices: &[&Choice]) -> Vec<AnyView> {
    let card = |(at, choice): (usize, &&Choice)| {
        let id = (at == 0).then(|| field.id(""));
        let help = field.say(&choice.help);
        field.card(Card { id, help, ..Card::of(kind, choice.key.as_str(), field.say(&choice.label)) })
    };
    choices.iter().enumerate().map(card).collect()
}

/// The last choice, and the words of the buyer's own that belong to it.
pub(super) fn other(field: &Field<'_>, kind: &'static str, is_first: bool) -> AnyView {
    let hint = &field.survey.words().hint;
    let id = is_first.then(|| field.id(""));
    let card = field.card(Card { id, ..Card::of(kind, OTHER, Said::ours(hint.other)) });
    let described = field.described(&[], Some(OTHER));
    let invalid = field.invalid(Some(OTHER));
    let control = line(field, Line { part: OTHER, kind: "text", described, invalid, ..Line::default() });
    let class =
        if field.is_wrong(Some(OTHER)) { "choice__more field field--error" } else { "choice__more field" };
    view! {
        {card}
        <div class=class>
            <label class="field__help" for=field.id(OTHER)>{hint.other_what}</label>
            {field.error(Some(OTHER))}
            {control}
        </div>
    }
    .into_any()
}

/// Agreeing to a statement.
pub(super) fn consent(field: &Field<'_>, statement: &Text) -> AnyView {
    let id = Some(field.id(""));
    let card = field.card(Card { id, ..Card::of("checkbox", AGREED, field.say(statement)) });
    let controls = view! { <div class="choices">{card}</div> };
    field.group(None, controls.into_any())
}
