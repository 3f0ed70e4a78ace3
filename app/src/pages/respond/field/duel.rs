//! Us and the chosen vendor on the same criteria; the vendor's name comes from an earlier answer.

use domain::survey::kind::HEAD_TO_HEAD_STEPS;
use domain::survey::{Row, Text};
use leptos::prelude::*;

use super::scale::Ends;
use super::{Field, opponent};

/// The criteria, each with two scales, or with ours alone when nobody was chosen.
pub(super) fn head_to_head(field: &Field<'_>, criteria: &[Row], low: &Text, high: &Text) -> AnyView {
    let them = opponent(field.survey, field.question);
    let ends = Ends::new(field, 1, HEAD_TO_HEAD_STEPS, low, high);
    let rows: Vec<AnyView> = criteria.iter().map(|row| criterion(field, row, them, &ends)).collect();
    let controls = view! { <div class="duel">{ends.key()}{rows}</div> };
    field.group(None, controls.into_any())
}

fn criterion(field: &Field<'_>, row: &Row, them: Option<&str>, ends: &Ends) -> AnyView {
    let label = field.say(&row.label);
    let part = row.key.as_str();
    let us = side(field, ends, &format!("{part}.us"), field.survey.tenant());
    let them = them.map(|them| side(field, ends, &format!("{part}.them"), them));
    let described = field.described(&[], Some(part));
    view! {
        <fieldset class="duel__row" aria-describedby=described>
            <legend lang=label.lang dir=label.dir>{label.words}</legend>
            {field.error(Some(part))}
            <div class="duel__sides">{us}{them}</div>
        </fieldset>
    }
    .into_any()
}

fn side(field: &Field<'_>, ends: &Ends, part: &str, name: &str) -> AnyView {
    let id = field.id(&format!("{part}.name"));
    let label = id.clone();
    view! {
        <div class="duel__side" role="group" aria-labelledby=label>
            <span class="duel__name" id=id dir="auto">{name.to_owned()}</span>
            {ends.cells(field, part, false, false)}
            {field.none(part)}
        </div>
    }
    .into_any()
}
