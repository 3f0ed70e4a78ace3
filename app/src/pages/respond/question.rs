//! One question with its field, its help and its errors, for each kind of question.

use domain::survey::logic::OTHER;
use domain::survey::{Choice, Kind, Question, Text};
use leptos::prelude::*;

use super::Survey;
use super::document::icon;
use super::fields::{Fields, field, part};
use crate::format::count;

/// A question to be shown.
#[derive(Copy, Clone)]
pub(super) struct QuestionField<'a> {
    pub survey: Survey<'a>,
    pub question: &'a Question,
    pub fields: &'a Fields,
    pub errors: &'a [String],
    pub vendors: &'a [String],
}

/// The question's label or legend, field, help and errors.
pub(super) fn question(one: &QuestionField<'_>) -> AnyView {
    match &one.question.kind {
        Kind::SingleChoice { choices, allows_other, .. } => single(one, choices, *allows_other),
        Kind::MultipleChoice { choices, allows_other, at_most, .. } => {
            multiple(one, choices, *allows_other, *at_most)
        }
        Kind::Rating { steps, low, high, .. } => rating(one, *steps, low, high),
        Kind::LongText { limits } => long_text(one, limits.max_chars),
        Kind::CompetitorPick { allows_many } => vendors(one, *allows_many),
        Kind::ShortText { .. }
        | Kind::Email
        | Kind::Url
        | Kind::Number { .. }
        | Kind::Date { .. }
        | Kind::Nps { .. }
        | Kind::Matrix { .. }
        | Kind::Ranking { .. }
        | Kind::Consent { .. }
        | Kind::Statement
        | Kind::FieldOfPlay { .. }
        | Kind::HeadToHead { .. }
        | Kind::PriceGap
        | Kind::TurningPoint { .. }
        | Kind::WouldHaveChanged { .. } => one.group(None, ().into_any()),
    }
}

/// The id of the control that a link in the error summary leads to.
pub(super) fn target(question: &Question, fields: &Fields, vendors: &[String]) -> String {
    let wants_words = fields.has(&field(&question.key), OTHER)
        && fields.first(&part(&question.key, OTHER)).trim().is_empty()
        && match question.kind {
            Kind::SingleChoice { allows_other, .. } | Kind::MultipleChoice { allows_other, .. } => {
                allows_other
            }
            Kind::CompetitorPick { .. } => !vendors.is_empty(),
            _ => false,
        };
    if wants_words { format!("{}-other", id(&question.key)) } else { id(&question.key) }
}

fn id(key: &str) -> String {
    format!("q-{key}")
}

impl QuestionField<'_> {
    fn id(&self) -> String {
        id(&self.question.key)
    }

    /// The first choice carries the question's id, so that links lead to it.
    fn choice_id(&self, at: usize) -> Option<String> {
        (at == 0).then(|| self.id())
    }

    fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    fn class(&self) -> &'static str {
        if self.has_errors() { "field field--error" } else { "field" }
    }

    /// Whether an answer is wanted, in words.
    fn label(&self) -> AnyView {
        let wanted = if self.question.is_required { " (required)" } else { " (optional)" };
        let text = self.survey.recall(&self.question.text);
        view! { <span dir="auto">{text}</span><span class="field__optional">{wanted}</span> }.into_any()
    }

    fn help(&self, more: Option<String>) -> Option<AnyView> {
        let own =
            Some(&self.question.help).filter(|help| !help.is_empty()).map(|help| self.survey.recall(help));
        let text = match (own, more) {
            (None, None) => return None,
            (Some(one), None) | (None, Some(one)) => one,
            (Some(own), Some(more)) => format!("{own} {more}"),
        };
        let id = format!("{}-help", self.id());
        Some(view! { <p class="field__help" id=id dir="auto">{text}</p> }.into_any())
    }

    fn problems(&self) -> Option<AnyView> {
        self.has_errors().then(|| {
            let id = format!("{}-error", self.id());
            let text = self.errors.join(" ");
            view! {
                <p class="field__error" id=id>
                    {icon("warn")}<span><span class="visually-hidden">"Error: "</span>{text}</span>
                </p>
            }
            .into_any()
        })
    }

    /// What describes the field, by id.
    fn described_by(&self, has_help: bool) -> Option<String> {
        let mut ids = Vec::new();
        if has_help {
            ids.push(format!("{}-help", self.id()));
        }
        if self.has_errors() {
            ids.push(format!("{}-error", self.id()));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self) -> Option<&'static str> {
        self.has_errors().then_some("true")
    }

    /// A group of choices with its legend.
    fn group(&self, help: Option<String>, controls: AnyView) -> AnyView {
        let help = self.help(help);
        let described = self.described_by(help.is_some());
        view! {
            <fieldset class=self.class() aria-describedby=described>
                <legend class="field__label">{self.label()}</legend>
                {help}
                {self.problems()}
                {controls}
            </fieldset>
        }
        .into_any()
    }

    fn choice(&self, at: usize, kind: &'static str, value: &str, label: String) -> AnyView {
        let is_checked = self.fields.has(&field(&self.question.key), value);
        let is_required = kind == "radio" && self.question.is_required;
        view! {
            <label class="choice">
                <input
                    type=kind
                    id=self.choice_id(at)
                    name=field(&self.question.key)
                    value=value.to_owned()
                    checked=is_checked
                    required=is_required
                />
                <span class="choice__label" dir="auto">{label}</span>
            </label>
        }
        .into_any()
    }

    /// The last choice and the words of the buyer's own that belong to it.
    fn other(
        &self,
        at: usize,
        kind: &'static str,
        label: &'static str,
        ask: &'static str,
        lines: bool,
    ) -> AnyView {
        let id = format!("{}-other", self.id());
        let card = self.choice(at, kind, OTHER, label.to_owned());
        let is_asked = self.fields.has(&field(&self.question.key), OTHER);
        let control = own_words(OwnWords {
            id: id.clone(),
            name: part(&self.question.key, OTHER),
            text: self.fields.first(&part(&self.question.key, OTHER)).to_owned(),
            lines,
            invalid: self.invalid().filter(|_| is_asked),
            described: self.described_by(false).filter(|_| is_asked),
        });
        view! {
            {card}
            <div class="choice__more field"><label class="field__help" for=id>{ask}</label>{control}</div>
        }
        .into_any()
    }

    /// A way back to no answer, which a radio button does not have by itself.
    fn none(&self) -> Option<AnyView> {
        let can_take_back = !self.question.is_required && self.fields.is_filled(&field(&self.question.key));
        can_take_back.then(|| self.choice(usize::MAX, "radio", "", "No answer".to_owned()))
    }
}

fn single(one: &QuestionField<'_>, choices: &[Choice], allows_other: bool) -> AnyView {
    let cards = cards(one, choices, "radio");
    let other =
        allows_other.then(|| one.other(choices.len(), "radio", "Something else", "What was it?", false));
    let controls = view! { <div class="choices">{cards}{other}{one.none()}</div> };
    one.group(None, controls.into_any())
}

fn multiple(one: &QuestionField<'_>, choices: &[Choice], allows_other: bool, at_most: Option<u8>) -> AnyView {
    let cards = cards(one, choices, "checkbox");
    let other =
        allows_other.then(|| one.other(choices.len(), "checkbox", "Something else", "What was it?", false));
    let controls = view! { <div class="choices">{cards}{other}</div> };
    let limit = match at_most {
        Some(1) => "At most one.".to_owned(),
        Some(most) => format!("At most {most}."),
        None => "As many as you like.".to_owned(),
    };
    // A help that names the number already says it.
    let says_it = at_most.is_some() && !one.question.help.is_empty();
    one.group((!says_it).then_some(limit), controls.into_any())
}

fn cards(one: &QuestionField<'_>, choices: &[Choice], kind: &'static str) -> Vec<AnyView> {
    let card =
        |(at, choice): (usize, &Choice)| one.choice(at, kind, &choice.key, one.survey.recall(&choice.label));
    choices.iter().enumerate().map(card).collect()
}

fn rating(one: &QuestionField<'_>, steps: u8, low: &Text, high: &Text) -> AnyView {
    let (low, high) = (one.survey.recall(low), one.survey.recall(high));
    let cells: Vec<AnyView> = (1..=steps)
        .map(|step| {
            let words = match step {
                1 if !low.is_empty() => format!("1 of {steps}, {low}"),
                _ if step == steps && !high.is_empty() => format!("{step} of {steps}, {high}"),
                _ => format!("{step} of {steps}"),
            };
            view! {
                <label class="scale__cell">
                    <input
                        type="radio"
                        id=one.choice_id(usize::from(step) - 1)
                        name=field(&one.question.key)
                        value=step.to_string()
                        aria-label=words
                        checked=one.fields.has(&field(&one.question.key), &step.to_string())
                        required=one.question.is_required
                    />
                    <span>{step.to_string()}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let class = if steps > 5 { "scale scale--eleven" } else { "scale" };
    let controls = view! {
        <div class=class>
            <div class="scale__cells">{cells}</div>
            <p class="scale__ends" aria-hidden="true"><span>{low}</span><span>{high}</span></p>
        </div>
        {one.none().map(|none| view! { <div class="choices">{none}</div> })}
    };
    one.group(None, controls.into_any())
}

fn long_text(one: &QuestionField<'_>, max_chars: u32) -> AnyView {
    let help = one.help(None);
    let text = one.fields.first(&field(&one.question.key));
    let length_id = format!("{}-length", one.id());
    let described = match one.described_by(help.is_some()) {
        Some(ids) => format!("{ids} {length_id}"),
        None => length_id.clone(),
    };
    let length = length_words(text.chars().count(), max_chars);
    let control = textarea(
        Textarea {
            id: one.id(),
            name: field(&one.question.key),
            rows: "6",
            invalid: one.invalid(),
            described,
        },
        text,
        one.question.is_required,
    );
    view! {
        <div class=one.class()>
            <label class="field__label" for=one.id()>{one.label()}</label>
            {help}
            {one.problems()}
            {control}
            <p class="field__help" id=length_id>{length}</p>
        </div>
    }
    .into_any()
}

/// The remaining length in words.
fn length_words(length: usize, max_chars: u32) -> String {
    let (length, most) = (i64::try_from(length).unwrap_or(i64::MAX), i64::from(max_chars));
    match length {
        0 => format!("Up to {} characters.", count(most)),
        1.. if length <= most => format!("Up to {} characters, {} left.", count(most), count(most - length)),
        _ => format!("Up to {} characters; this is {} too long.", count(most), count(length - most)),
    }
}

fn vendors(one: &QuestionField<'_>, allows_many: bool) -> AnyView {
    if one.vendors.is_empty() {
        return free_vendors(one, allows_many);
    }
    let kind = if allows_many { "checkbox" } else { "radio" };
    let mut cards: Vec<AnyView> =
        one.vendors.iter().enumerate().map(|(at, name)| one.choice(at, kind, name, name.clone())).collect();
    let (label, ask) =
        if allows_many { ("Others", "Which ones? One on each line.") } else { ("Another one", "Which one?") };
    cards.push(one.other(one.vendors.len(), kind, label, ask, allows_many));
    let none = if allows_many { None } else { one.none() };
    let controls = view! { <div class="choices">{cards}{none}</div> };
    one.group(None, controls.into_any())
}

/// Without a list there are only words.
fn free_vendors(one: &QuestionField<'_>, allows_many: bool) -> AnyView {
    let help = one.help(Some(if allows_many { "One on each line." } else { "One name." }.to_owned()));
    let control = own_words(OwnWords {
        id: one.id(),
        name: part(&one.question.key, OTHER),
        text: one.fields.first(&part(&one.question.key, OTHER)).to_owned(),
        lines: allows_many,
        invalid: one.invalid(),
        described: one.described_by(help.is_some()),
    });
    view! {
        <div class=one.class()>
            <label class="field__label" for=one.id()>{one.label()}</label>
            {help}
            {one.problems()}
            {control}
        </div>
    }
    .into_any()
}

/// A short field for words of the buyer's own.
struct OwnWords {
    id: String,
    name: String,
    text: String,
    lines: bool,
    invalid: Option<&'static str>,
    described: Option<String>,
}

fn own_words(field: OwnWords) -> AnyView {
    let OwnWords { id, name, text, lines, invalid, described } = field;
    if lines {
        let described = described.unwrap_or_default();
        return textarea(Textarea { id, name, rows: "3", invalid, described }, &text, false);
    }
    view! {
        <input
            class="input"
            type="text"
            id=id
            name=name
            value=text
            placeholder=" "
            dir="auto"
            autocomplete="off"
            aria-invalid=invalid
            aria-describedby=described
        />
    }
    .into_any()
}

struct Textarea {
    id: String,
    name: String,
    rows: &'static str,
    invalid: Option<&'static str>,
    described: String,
}

/// The framework writes an element's text as it is into a textarea, so it is escaped here: a buyer's words must
/// never become markup.
fn textarea(field: Textarea, text: &str, is_required: bool) -> AnyView {
    let Textarea { id, name, rows, invalid, described } = field;
    let described = (!described.is_empty()).then_some(described);
    // A parser swallows one line break at the start; text that begins with one needs two.
    let first = if text.starts_with('\n') { "\n" } else { "" };
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    view! {
        <textarea
            class="input"
            id=id
            name=name
            rows=rows
            placeholder=" "
            dir="auto"
            required=is_required
            aria-invalid=invalid
            aria-describedby=described
            inner_html=format!("{first}{escaped}")
        ></textarea>
    }
    .into_any()
}
