//! The most important of several, in order: a list to choose from for each place.

use domain::survey::words::fill;
use domain::survey::{Choice, ordered};
use leptos::prelude::*;

use super::{Field, Survey};

/// The places. The script moves a choice that is on another place already; without it that is said.
pub(super) fn ranking(field: &Field<'_>, places: u8, at_least: u8) -> AnyView {
    let hint = &field.survey.words().hint;
    let help = if at_least > 1 {
        fill(hint.rank_at_least, &[&at_least.to_string(), &places.to_string()])
    } else {
        fill(hint.rank_up_to, &[&places.to_string()])
    };
    let choices = ordered(&field.question.kind, &field.question.key, field.survey.seed);
    let rows: Vec<AnyView> =
        (1..=places).map(|number| place(field, number, &choices, number <= at_least.max(1))).collect();
    let controls = view! {
        <div class="ranks" data-ranks="">
            {rows}
            <p class="visually-hidden" role="status"></p>
        </div>
    };
    field.group(Some(help), controls.into_any())
}

/// What a place is called.
pub(super) fn label(survey: Survey<'_>, place: usize) -> String {
    let hint = &survey.words().hint;
    let known = place.checked_sub(1).and_then(|at| hint.places.get(at));
    known.map_or_else(|| fill(hint.place, &[&place.to_string()]), |label| (*label).to_owned())
}

fn place(field: &Field<'_>, number: u8, choices: &[&Choice], is_wanted: bool) -> AnyView {
    let hint = &field.survey.words().hint;
    let part = number.to_string();
    let label = label(field.survey, usize::from(number));
    let name = field.name(&part);
    let options: Vec<AnyView> = choices
        .iter()
        .map(|choice| {
            let label = field.say(&choice.label);
            let is_chosen = field.fields.has(&name, &choice.key);
            view! {
                <option value=choice.key.clone() selected=is_chosen lang=label.lang dir=label.dir>{label.words}</option>
            }
            .into_any()
        })
        .collect();
    let described = field.described(&[], Some(&part));
    view! {
        <div class="ranks__place">
            {field.error(Some(&part))}
            <label class="ranks__row">
                <span>{label}</span>
                <select
                    class="input"
                    id=field.id(&part)
                    name=name
                    required=field.is_required && is_wanted
                    aria-invalid=field.invalid(Some(&part))
                    aria-describedby=described
                >
                    <option value="">{hint.rank_nothing}</option>
                    {options}
                </select>
            </label>
        </div>
    }
    .into_any()
}
