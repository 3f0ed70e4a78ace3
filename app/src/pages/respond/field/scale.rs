//! Questions that are answered on a scale of numbers: ratings, as numbers or as stars, and recommendations.

use domain::survey::Text;
use domain::survey::kind::MOST_LIKELY;
use domain::survey::words::fill;
use leptos::prelude::*;

use super::Field;
use crate::pages::respond::said::Said;

/// From 1 to so many.
pub(super) fn rating(field: &Field<'_>, steps: u8, low: &Text, high: &Text, has_stars: bool) -> AnyView {
    let ends = Ends::new(field, 1, steps, low, high);
    let class = match (has_stars, steps) {
        (true, _) => "scale scale--stars",
        (false, ..=5) => "scale",
        (false, _) => "scale scale--long",
    };
    scale(field, class, &ends, has_stars)
}

/// From 0 to 10.
pub(super) fn recommendation(field: &Field<'_>, low: &Text, high: &Text) -> AnyView {
    scale(field, "scale scale--long", &Ends::new(field, 0, MOST_LIKELY, low, high), false)
}

/// A scale with what its ends mean.
pub(super) struct Ends {
    first: u8,
    last: u8,
    low: Said,
    high: Said,
}

impl Ends {
    pub(super) fn new(field: &Field<'_>, first: u8, last: u8, low: &Text, high: &Text) -> Self {
        Self { first, last, low: field.say(low), high: field.say(high) }
    }

    /// A step as it is read out: "1 of 5, poor".
    fn label(&self, field: &Field<'_>, step: u8) -> Said {
        let words = field.survey.words();
        let end = match step {
            _ if step == self.first => &self.low,
            _ if step == self.last => &self.high,
            _ => &Said::ours(""),
        };
        let (step, last) = (step.to_string(), self.last.to_string());
        if end.is_empty() {
            return Said::ours(fill(words.said.of, &[&step, &last]));
        }
        Said { words: fill(words.hint.scale_end, &[&step, &last, &end.words]), ..end.clone() }
    }

    /// What the ends mean, for the eye; the steps themselves say it to the ear.
    pub(super) fn view(&self) -> Option<AnyView> {
        let has_any = !self.low.is_empty() || !self.high.is_empty();
        has_any.then(|| {
            let (low, high) = (self.low.clone(), self.high.clone());
            view! {
                <p class="scale__ends" aria-hidden="true">
                    <span lang=low.lang dir=low.dir>{low.words}</span>
                    <span lang=high.lang dir=high.dir>{high.words}</span>
                </p>
            }
            .into_any()
        })
    }

    /// The same as a key above several scales: "1 poor, 5 excellent".
    pub(super) fn key(&self) -> Option<AnyView> {
        let has_any = !self.low.is_empty() || !self.high.is_empty();
        has_any.then(|| {
            let end = |number: u8, said: &Said| {
                let said = said.clone();
                (!said.is_empty()).then(|| view! { <span><b>{number.to_string()}</b>" "{said.view()}</span> })
            };
            view! {
                <p class="scale__ends scale__ends--key" aria-hidden="true">
                    {end(self.first, &self.low)}{end(self.last, &self.high)}
                </p>
            }
            .into_any()
        })
    }

    /// The steps of a part, each a radio button that looks like a key.
    pub(super) fn cells(&self, field: &Field<'_>, part: &str, is_required: bool, has_stars: bool) -> AnyView {
        let name = field.name(part);
        let cells: Vec<AnyView> = (self.first..=self.last)
            .map(|step| {
                let label = self.label(field, step);
                let value = step.to_string();
                let id = (step == self.first).then(|| field.id(part));
                let is_checked = field.fields.has(&name, &value);
                let face = if has_stars { "★".to_owned() } else { value.clone() };
                view! {
                    <label class="scale__cell">
                        <input
                            type="radio"
                            id=id
                            name=name.clone()
                            value=value
                            aria-label=label.words
                            lang=label.lang
                            checked=is_checked
                            required=is_required
                        />
                        <span aria-hidden=has_stars.then_some("true")>{face}</span>
                    </label>
                }
                .into_any()
            })
            .collect();
        view! { <div class="scale__cells">{cells}</div> }.into_any()
    }
}

fn scale(field: &Field<'_>, class: &'static str, ends: &Ends, has_stars: bool) -> AnyView {
    let controls = view! {
        <div class=class>{ends.cells(field, "", field.is_required, has_stars)}{ends.view()}</div>
        {field.none("")}
    };
    field.group(None, controls.into_any())
}
