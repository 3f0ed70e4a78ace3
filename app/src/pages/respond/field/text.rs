//! Questions that are answered by typing: text, addresses, numbers, dates.

use chrono::NaiveDate;
use domain::survey::kind::TextLimits;
use domain::survey::words::fill;
use domain::survey::{Number, Text};
use leptos::prelude::*;

use super::Field;

/// A field of one line.
#[derive(Default)]
pub(super) struct Line {
    pub part: &'static str,
    /// `text`, `email`, `url` or `date`.
    pub kind: &'static str,
    /// Which keys a phone shows.
    pub keys: Option<&'static str>,
    /// What a browser may fill in.
    pub fills: Option<&'static str>,
    pub least: Option<String>,
    pub most: Option<String>,
    pub list: Option<&'static str>,
    pub described: Option<String>,
    pub invalid: Option<&'static str>,
    pub is_required: bool,
}

/// One line of words.
pub(super) fn short(field: &Field<'_>, limits: &TextLimits) -> AnyView {
    let words = &field.survey.words().hint;
    let shape = limits.pattern.as_ref().map(|pattern| fill(words.like_this, &[&pattern.example()]));
    let least = limits.min_chars.map(|least| fill(words.chars_least, &[&field.survey.words().number(least)]));
    one_line(field, shape.or(least), Line { kind: "text", ..Line::default() })
}

/// An e-mail address.
pub(super) fn email(field: &Field<'_>) -> AnyView {
    one_line(
        field,
        None,
        Line { kind: "email", keys: Some("email"), fills: Some("email"), ..Line::default() },
    )
}

/// A web address. A browser's own check of addresses would want `https://`, which people do not type.
pub(super) fn url(field: &Field<'_>) -> AnyView {
    one_line(field, None, Line { kind: "text", keys: Some("url"), fills: Some("url"), ..Line::default() })
}

/// A number, typed as people type numbers: a browser's own number field knows one decimal sign only.
pub(super) fn number(
    field: &Field<'_>,
    from: Option<Number>,
    to: Option<Number>,
    is_whole: bool,
    unit: &Text,
) -> AnyView {
    let words = &field.survey.words().hint;
    let range = match (from, to) {
        (Some(from), Some(to)) => Some(fill(words.from_to, &[&from.to_string(), &to.to_string()])),
        (Some(from), None) => Some(fill(words.or_more, &[&from.to_string()])),
        (None, Some(to)) => Some(fill(words.or_less, &[&to.to_string()])),
        (None, None) => None,
    };
    let whole = is_whole.then(|| words.whole.to_owned());
    let hint: Vec<String> = range.into_iter().chain(whole).collect();
    let unit = field.say(unit);
    let unit_id = (!unit.is_empty()).then(|| field.id("unit"));
    let after = unit_id.clone().map(|id| {
        view! { <span class="with-unit__unit" id=id lang=unit.lang dir=unit.dir>{unit.words}</span> }
            .into_any()
    });
    let help = field.help((!hint.is_empty()).then(|| hint.join(" ")));
    let keys = if is_whole { "numeric" } else { "decimal" };
    let control = line(
        field,
        Line {
            kind: "text",
            keys: Some(keys),
            described: field.described(&[field.help_id(help.is_some()), unit_id], None),
            invalid: field.invalid(None),
            is_required: field.is_required,
            ..Line::default()
        },
    );
    let control = view! { <div class="with-unit">{control}{after}</div> }.into_any();
    field.single(help, control, None)
}

/// A day.
pub(super) fn date(field: &Field<'_>, from: Option<NaiveDate>, to: Option<NaiveDate>) -> AnyView {
    let words = field.survey.words();
    let hint = &words.hint;
    let range = match (from, to) {
        (Some(from), Some(to)) => Some(fill(hint.from_to, &[&words.date(from), &words.date(to)])),
        (Some(from), None) => Some(fill(hint.or_later, &[&words.date(from)])),
        (None, Some(to)) => Some(fill(hint.or_earlier, &[&words.date(to)])),
        (None, None) => None,
    };
    let (least, most) = (from.map(|day| day.to_string()), to.map(|day| day.to_string()));
    one_line(field, range, Line { kind: "date", least, most, ..Line::default() })
}

fn one_line(field: &Field<'_>, hint: Option<String>, rest: Line) -> AnyView {
    let help = field.help(hint);
    let described = field.described(&[field.help_id(help.is_some())], None);
    let invalid = field.invalid(None);
    let control = line(field, Line { described, invalid, is_required: field.is_required, ..rest });
    field.single(help, control, None)
}

/// The field itself.
pub(super) fn line(field: &Field<'_>, line: Line) -> AnyView {
    let Line { part, kind, keys, fills, least, most, list, described, invalid, is_required } = line;
    // Addresses and numbers run from the left in every language.
    let dir = if keys.is_some() { "ltr" } else { "auto" };
    view! {
        <input
            class="input"
            type=kind
            id=field.id(part)
            name=field.name(part)
            value=field.value(part).to_owned()
            placeholder=" "
            dir=dir
            inputmode=keys
            autocomplete=fills.unwrap_or("off")
            min=least
            max=most
            list=list
            required=is_required
            aria-invalid=invalid
            aria-describedby=described
        />
    }
    .into_any()
}

/// Words over several lines.
pub(super) fn long(field: &Field<'_>, limits: &TextLimits) -> AnyView {
    let words = field.survey.words();
    let help =
        field.help(limits.min_chars.map(|least| fill(words.hint.chars_least, &[&words.number(least)])));
    let length = length(field, "", limits.max_chars);
    let described = field.described(&[field.help_id(help.is_some()), Some(length.id)], None);
    let control = area(field, Area { part: "", rows: "6", described, invalid: field.invalid(None) });
    field.single(help, control, Some(length.view))
}

/// What is said of the length of a text.
pub(super) struct Length {
    pub id: String,
    pub view: AnyView,
}

/// How long the text of a part may be, and how much of it is left.
pub(super) fn length(field: &Field<'_>, part: &'static str, most: u32) -> Length {
    let words = field.survey.words();
    let length = u32::try_from(field.value(part).chars().count()).unwrap_or(u32::MAX);
    let number = |number: u32| words.number(number);
    let said = match length {
        0 => fill(words.hint.up_to, &[&number(most)]),
        1.. if length <= most => fill(words.hint.chars_left, &[&number(most), &number(most - length)]),
        _ => fill(words.hint.chars_over, &[&number(most), &number(length - most)]),
    };
    let id = field.id(if part.is_empty() { "length" } else { "words.length" });
    let view = view! { <p class="field__help" id=id.clone()>{said}</p> }.into_any();
    Length { id, view }
}

/// A field of several lines.
pub(super) struct Area {
    pub part: &'static str,
    pub rows: &'static str,
    pub described: Option<String>,
    pub invalid: Option<&'static str>,
}

/// The framework writes an element's text as it is into a textarea, so it is escaped here: a buyer's words must
/// never become markup.
pub(super) fn area(field: &Field<'_>, area: Area) -> AnyView {
    let Area { part, rows, described, invalid } = area;
    let text = field.value(part);
    // A parser swallows one line break at the start; text that begins with one needs two.
    let first = if text.starts_with('\n') { "\n" } else { "" };
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    view! {
        <textarea
            class="input"
            id=field.id(part)
            name=field.name(part)
            rows=rows
            placeholder=" "
            dir="auto"
            required=part.is_empty() && field.is_required
            aria-invalid=invalid
            aria-describedby=described
            inner_html=format!("{first}{escaped}")
        ></textarea>
    }
    .into_any()
}
