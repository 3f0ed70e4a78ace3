//! Vendors, picked from those that are known here or named by the buyer.

use domain::survey::logic::OTHER;
use leptos::prelude::*;

use super::text::{Area, Line, area, line};
use super::{Card, Field};
use crate::pages::respond::said::Said;
use crate::pages::respond::section::VENDORS;

/// One vendor, or several.
pub(super) fn vendors(field: &Field<'_>, allows_many: bool) -> AnyView {
    if field.vendors.listed.is_empty() {
        return free(field, allows_many);
    }
    let kind = if allows_many { "checkbox" } else { "radio" };
    let cards: Vec<AnyView> = field
        .vendors
        .listed
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let id = (at == 0).then(|| field.id(""));
            field.card(Card { id, ..Card::of(kind, name.as_str(), Said::anybodys(name.as_str())) })
        })
        .collect();
    let none = if allows_many { None } else { field.none("") };
    let controls = view! { <div class="choices">{cards}{other(field, kind, allows_many)}{none}</div> };
    field.group(None, controls.into_any())
}

fn other(field: &Field<'_>, kind: &'static str, allows_many: bool) -> AnyView {
    let hint = &field.survey.words().hint;
    let (label, ask) = if allows_many {
        (hint.other_vendors, hint.other_vendors_which)
    } else {
        (hint.other_vendor, hint.other_vendor_which)
    };
    let card = field.card(Card::of(kind, OTHER, Said::ours(label)));
    let control =
        own_words(field, OTHER, allows_many, field.described(&[], Some(OTHER)), field.invalid(Some(OTHER)));
    view! {
        {card}
        <div class="choice__more field">
            <label class="field__help" for=field.id(OTHER)>{ask}</label>
            {field.error(Some(OTHER))}
            {control}
        </div>
    }
    .into_any()
}

/// Without a list there are only words.
fn free(field: &Field<'_>, allows_many: bool) -> AnyView {
    let hint = &field.survey.words().hint;
    let help = field.help(Some(if allows_many { hint.names } else { hint.one_name }.to_owned()));
    let described = field.described(&[field.help_id(help.is_some())], None);
    let control = own_words(field, OTHER, allows_many, described, field.invalid(None));
    view! {
        <div class=field.class()>
            <label class="field__label" for=field.id(OTHER)>{field.label()}</label>
            {help}
            {field.error(None)}
            {control}
        </div>
    }
    .into_any()
}

fn own_words(
    field: &Field<'_>,
    part: &'static str,
    allows_many: bool,
    described: Option<String>,
    invalid: Option<&'static str>,
) -> AnyView {
    if allows_many {
        return area(field, Area { part, rows: "3", described, invalid });
    }
    line(field, Line { part, kind: "text", list: Some(VENDORS), described, invalid, ..Line::default() })
}
