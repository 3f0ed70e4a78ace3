//! Several things judged on one scale of words: one group of radio buttons a row, so that it reads the same on a phone
//! and aloud; a grid where there is room for one.

use domain::survey::Row;
use leptos::prelude::*;

use super::Field;

/// More steps than this do not stand side by side.
const MOST_IN_A_GRID: usize = 7;

/// The rows.
pub(super) fn matrix(field: &Field<'_>, rows: &[Row], columns: &[Row], needs_all: bool) -> AnyView {
    let is_required = field.is_required && needs_all;
    let class = if columns.len() <= MOST_IN_A_GRID { "matrix" } else { "matrix matrix--long" };
    let lines: Vec<AnyView> = rows.iter().map(|row| line(field, row, columns, is_required)).collect();
    let heads: Vec<AnyView> = columns
        .iter()
        .map(|column| {
            let label = field.say(&column.label);
            view! { <span lang=label.lang dir=label.dir>{label.words}</span> }.into_any()
        })
        .collect();
    let controls = view! {
        <div class=class>
            <div class="matrix__head" aria-hidden="true"><span></span><div class="matrix__cells">{heads}</div></div>
            {lines}
        </div>
    };
    field.group(None, controls.into_any())
}

fn line(field: &Field<'_>, row: &Row, columns: &[Row], is_required: bool) -> AnyView {
    let part = row.key.as_str();
    let label = field.say(&row.label);
    let name = field.name(part);
    let cells: Vec<AnyView> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let label = field.say(&column.label);
            let id = (at == 0).then(|| field.id(part));
            let is_checked = field.fields.has(&name, &column.key);
            view! {
                <label class="matrix__cell">
                    <input
                        type="radio"
                        id=id
                        name=name.clone()
                        value=column.key.clone()
                        checked=is_checked
                        required=is_required
                    />
                    <span lang=label.lang dir=label.dir>{label.words}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let none = (!is_required).then(|| field.none(part)).flatten();
    let described = field.described(&[], Some(part));
    view! {
        <fieldset class="matrix__row" aria-describedby=described>
            <legend lang=label.lang dir=label.dir>{label.words}</legend>
            {field.error(Some(part))}
            <div class="matrix__cells">{cells}</div>
            {none}
        </fieldset>
    }
    .into_any()
}
