//! The field of play: a row for each vendor that is known here, and rows for names of the buyer's own.
//!
//! Rows are numbered, and each posts its name with its stage, so that a form says by itself what it means, however
//! the list changes in the meantime. Rows of the buyer's own are marked (`own`): a name on them counts without a mark.

use domain::survey::Audience;
use domain::survey::answer::Stage;
use domain::survey::validate::MOST_VENDORS;
use domain::survey::words::fill;
use leptos::prelude::*;

use super::Field;
use crate::pages::respond::section::VENDORS;

/// The rows, and a button for one more.
pub(super) fn field_of_play(field: &Field<'_>, own_rows: u8) -> AnyView {
    let hint = &field.survey.words().hint;
    let listed = field.vendors.rows();
    let known: Vec<AnyView> =
        listed.iter().enumerate().map(|(at, name)| known_row(field, at, name)).collect();
    let rows = own(field, listed.len(), usize::from(own_rows));
    let can_add = rows < MOST_VENDORS;
    let own: Vec<AnyView> =
        (0..rows).map(|number| own_row(field, listed.len() + number, number + 1)).collect();
    let more = can_add.then(|| {
        let value = format!("row:{}", field.question.key);
        view! { <div class="buttons"><button class="button" name="go" value=value>{hint.more_rows}</button></div> }
    });
    let controls = view! { <div class="play">{known}{own}</div>{more} };
    let hint = match field.survey.audience {
        Audience::Buyer => hint.one_chosen,
        Audience::Sales => hint.one_chosen_by_buyer,
    };
    field.group(Some(hint.to_owned()), controls.into_any())
}

/// How many rows of the buyer's own are shown: those that are filled, one that is not, and no fewer than wanted.
fn own(field: &Field<'_>, listed: usize, wanted: usize) -> usize {
    let is_used = |row: &usize| {
        let part = |what: &str| field.name(&format!("{what}.{}", listed + row));
        ["name", "stage", "own"].iter().any(|what| field.fields.is_filled(&part(what)))
    };
    let used = (0..MOST_VENDORS).rev().find(is_used).map_or(0, |row| row + 1);
    let more = usize::from(field.has_more_rows);
    (used + more).max(wanted).clamp(1, MOST_VENDORS)
}

fn known_row(field: &Field<'_>, row: usize, name: &str) -> AnyView {
    let hint = &field.survey.words().hint;
    // A form that was posted says itself which vendor its row was about.
    let posted = field.value(&format!("name.{row}"));
    let name = if posted.is_empty() { name } else { posted };
    let none = stage(field, row, "", hint.not_played, field.value(&format!("stage.{row}")).is_empty());
    view! {
        <fieldset class="play__row">
            <legend dir="auto">{name.to_owned()}</legend>
            <input type="hidden" name=field.name(&format!("name.{row}")) value=name.to_owned()/>
            <div class="play__stages">{none}{stages(field, row)}</div>
        </fieldset>
    }
    .into_any()
}

fn own_row(field: &Field<'_>, row: usize, number: usize) -> AnyView {
    let hint = &field.survey.words().hint;
    let part = format!("name.{row}");
    let described = field.described(&[], Some(&part));
    view! {
        <fieldset class="play__row play__row--own">
            <legend class="visually-hidden">{fill(hint.own_vendor, &[&number.to_string()])}</legend>
            {field.error(Some(&part))}
            <label class="play__name">
                <span class="field__help">{hint.own_name}</span>
                <input
                    class="input"
                    id=field.id(&part)
                    name=field.name(&part)
                    value=field.value(&part).to_owned()
                    list=VENDORS
                    dir="auto"
                    autocomplete="off"
                    aria-invalid=field.invalid(Some(&part))
                    aria-describedby=described
                />
            </label>
            <input type="hidden" name=field.name(&format!("own.{row}")) value="1"/>
            <div class="play__stages">{stages(field, row)}</div>
        </fieldset>
    }
    .into_any()
}

fn stages(field: &Field<'_>, row: usize) -> Vec<AnyView> {
    let hint = &field.survey.words().hint;
    let chosen = field.value(&format!("stage.{row}"));
    Stage::ALL
        .into_iter()
        .zip(hint.stages)
        .map(|(one, label)| stage(field, row, one.code(), label, chosen == one.code()))
        .collect()
}

fn stage(
    field: &Field<'_>,
    row: usize,
    value: &'static str,
    label: &'static str,
    is_checked: bool,
) -> AnyView {
    let part = format!("stage.{row}");
    let id = (value.is_empty()).then(|| field.id(&part));
    view! {
        <label class="pill">
            <input type="radio" id=id name=field.name(&part) value=value checked=is_checked/>
            <span>{label}</span>
        </label>
    }
    .into_any()
}
