//! One question with its field, its help and its errors: what all kinds have in common.
//!
//! The cast: a [`Field`] is a question with what is filled in and what is wrong; a *part* is a field of its own in it
//! (a row, a place, the words under "something else"), with a name (`q.key.part`) and an id (`q-key-part`). Each
//! group of kinds has a file under `field/`.

mod choice;
mod decision;
mod duel;
mod matrix;
mod pick;
mod play;
mod rank;
mod scale;
mod text;

use domain::survey::logic::OTHER;
use domain::survey::problem::Problem;
use domain::survey::{Kind, Question, Text};
use leptos::prelude::*;

use super::fields::Fields;
use super::icon::icon;
use super::said::Said;
use super::{Survey, Vendors, fields};

/// A question to be shown.
#[derive(Copy, Clone)]
pub(super) struct Field<'a> {
    pub survey: Survey<'a>,
    pub question: &'a Question,
    pub is_required: bool,
    pub fields: &'a Fields,
    pub problems: &'a [Problem],
    pub vendors: &'a Vendors,
    /// Whether one more row for a vendor was asked for.
    pub has_more_rows: bool,
}

/// The question as its kind is asked.
pub(super) fn question(field: &Field<'_>) -> AnyView {
    match &field.question.kind {
        Kind::ShortText { limits } => text::short(field, limits),
        Kind::LongText { limits } => text::long(field, limits),
        Kind::Email => text::email(field),
        Kind::Url => text::url(field),
        Kind::Number { from, to, is_whole, unit } => text::number(field, *from, *to, *is_whole, unit),
        Kind::Date { from, to } => text::date(field, *from, *to),
        Kind::SingleChoice { allows_other, .. } => choice::single(field, *allows_other),
        Kind::MultipleChoice { allows_other, at_least, at_most, .. } => {
            choice::multiple(field, *allows_other, *at_least, *at_most)
        }
        Kind::Rating { steps, low, high, has_stars } => scale::rating(field, *steps, low, high, *has_stars),
        Kind::Nps { low, high } => scale::recommendation(field, low, high),
        Kind::Matrix { rows, columns, needs_all } => matrix::matrix(field, rows, columns, *needs_all),
        Kind::Ranking { places, at_least, .. } => rank::ranking(field, *places, *at_least),
        Kind::Consent { statement } => choice::consent(field, statement),
        Kind::Statement => statement(field),
        Kind::CompetitorPick { allows_many } => pick::vendors(field, *allows_many),
        Kind::FieldOfPlay { own_rows } => play::field_of_play(field, *own_rows),
        Kind::HeadToHead { criteria, low, high, .. } => duel::head_to_head(field, criteria, low, high),
        Kind::PriceGap => decision::price_gap(field),
        Kind::TurningPoint { moments } => decision::turning_point(field, moments),
        Kind::WouldHaveChanged { choices, max_chars } => {
            decision::would_have_changed(field, choices, *max_chars)
        }
    }
}

/// What a part is called on the page, for a problem that is about it alone.
pub(super) fn part_label(survey: Survey<'_>, question: &Question, part: &str) -> Option<Said> {
    let row = question.kind.rows().iter().find(|row| row.key == part);
    let place = || match (&question.kind, part.parse::<usize>()) {
        (Kind::Ranking { .. }, Ok(place)) => Some(rank::label(survey, place)),
        _ => None,
    };
    row.map(|row| survey.say(&row.label)).or_else(|| place().map(Said::ours))
}

/// The id of the control that a problem is about.
pub(super) fn target(question: &Question, part: Option<&str>, vendors: &Vendors) -> String {
    let first_row = || question.kind.rows().first().map_or("", |row| row.key.as_str());
    let part = match (&question.kind, part) {
        (Kind::Matrix { .. }, None) => first_row().to_owned(),
        (Kind::HeadToHead { .. }, part) => format!("{}.us", part.unwrap_or_else(first_row)),
        (Kind::Ranking { .. }, None) => "1".to_owned(),
        (Kind::FieldOfPlay { .. }, None) if vendors.rows().is_empty() => "name.0".to_owned(),
        (Kind::FieldOfPlay { .. }, None) => "stage.0".to_owned(),
        (Kind::CompetitorPick { .. }, None) if vendors.listed.is_empty() => OTHER.to_owned(),
        (Kind::WouldHaveChanged { choices, .. }, None) if choices.is_empty() => "words".to_owned(),
        (_, part) => part.unwrap_or_default().to_owned(),
    };
    id_of(&question.key, &part)
}

fn id_of(key: &str, part: &str) -> String {
    if part.is_empty() { format!("q-{key}") } else { format!("q-{key}-{}", part.replace('.', "-")) }
}

impl Field<'_> {
    /// The id of a part; of the question itself when the part is empty.
    fn id(&self, part: &str) -> String {
        id_of(&self.question.key, part)
    }

    /// The name of a part's field.
    fn name(&self, part: &str) -> String {
        if part.is_empty() {
            fields::field(&self.question.key)
        } else {
            fields::part(&self.question.key, part)
        }
    }

    /// What is filled in there.
    fn value(&self, part: &str) -> &str {
        self.fields.first(&self.name(part))
    }

    fn class(&self) -> &'static str {
        if self.problems.is_empty() { "field" } else { "field field--error" }
    }

    /// The question, and whether an answer is wanted.
    fn label(&self) -> AnyView {
        let wanted = self.survey.wanted(self.is_required);
        view! {
            {self.survey.say(&self.question.text).view()}" "<span class="field__optional">{wanted}</span>
        }
        .into_any()
    }

    /// The author's help, and what the field itself has to say.
    fn help(&self, more: Option<String>) -> Option<AnyView> {
        let own = (!self.question.help.is_empty()).then(|| self.survey.say(&self.question.help).view());
        if own.is_none() && more.is_none() {
            return None;
        }
        let between = (own.is_some() && more.is_some()).then_some(" ");
        Some(view! { <p class="field__help" id=self.id("help")>{own}{between}{more}</p> }.into_any())
    }

    /// Whether there is something wrong with this part.
    fn is_wrong(&self, part: Option<&str>) -> bool {
        self.problems.iter().any(|problem| problem.part.as_deref() == part)
    }

    /// What is wrong with the whole, or with a part.
    fn error(&self, part: Option<&str>) -> Option<AnyView> {
        let words = self.survey.words();
        let here = self.problems.iter().filter(|problem| problem.part.as_deref() == part);
        let said: Vec<String> = here.map(|problem| words.wrong(&problem.what)).collect();
        (!said.is_empty()).then(|| {
            let id = self.error_id(part);
            view! {
                <p class="field__error" id=id>
                    {icon("warn")}
                    <span><span class="visually-hidden">{words.frame.error}</span>{said.join(" ")}</span>
                </p>
            }
            .into_any()
        })
    }

    fn error_id(&self, part: Option<&str>) -> String {
        match part {
            None => self.id("error"),
            Some(part) => self.id(&format!("{part}.error")),
        }
    }

    /// What describes a control, by id: these, and what is wrong with the part.
    fn described(&self, others: &[Option<String>], part: Option<&str>) -> Option<String> {
        let error = self.is_wrong(part).then(|| self.error_id(part));
        let ids: Vec<String> = others.iter().cloned().chain([error]).flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn help_id(&self, has_help: bool) -> Option<String> {
        has_help.then(|| self.id("help"))
    }

    fn invalid(&self, part: Option<&str>) -> Option<&'static str> {
        self.is_wrong(part).then_some("true")
    }

    /// A group of controls with its legend.
    fn group(&self, help: Option<String>, controls: AnyView) -> AnyView {
        self.group_of(self.class().to_owned(), help, controls)
    }

    fn group_of(&self, class: String, help: Option<String>, controls: AnyView) -> AnyView {
        let help = self.help(help);
        let described = self.described(&[self.help_id(help.is_some())], None);
        view! {
            <fieldset class=class aria-describedby=described>
                <legend class="field__label">{self.label()}</legend>
                {help}
                {self.error(None)}
                {controls}
            </fieldset>
        }
        .into_any()
    }

    /// One control with its label.
    fn single(&self, help: Option<AnyView>, control: AnyView, below: Option<AnyView>) -> AnyView {
        view! {
            <div class=self.class()>
                <label class="field__label" for=self.id("")>{self.label()}</label>
                {help}
                {self.error(None)}
                {control}
                {below}
            </div>
        }
        .into_any()
    }

    /// One of several answers of a part, as a card of which every place can be pressed.
    fn card(&self, card: Card) -> AnyView {
        let Card { kind, part, value, id, label, help } = card;
        let name = self.name(&part);
        let is_checked = self.fields.has(&name, &value);
        // Where words of the buyer's own will do as well, no single control is required.
        let takes_either = matches!(self.question.kind, Kind::WouldHaveChanged { .. });
        let is_required = kind == "radio" && self.is_required && !takes_either;
        let help = (!help.is_empty())
            .then(|| view! { <span class="choice__help" lang=help.lang dir=help.dir>{help.words}</span> });
        view! {
            <label class="choice">
                <input type=kind id=id name=name value=value checked=is_checked required=is_required/>
                <span class="choice__label" lang=label.lang dir=label.dir>{label.words}</span>
                {help}
            </label>
        }
        .into_any()
    }

    /// A way back to no answer, which a radio button does not have by itself.
    fn none(&self, part: &str) -> Option<AnyView> {
        let can_take_back = !self.is_required && self.fields.is_filled(&self.name(part));
        can_take_back.then(|| {
            let name = self.name(part);
            let words = self.survey.words().hint.no_answer;
            view! { <label class="choice choice--none"><input type="radio" name=name value=""/><span class="choice__label">{words}</span></label> }
                .into_any()
        })
    }

    fn say(&self, text: &Text) -> Said {
        self.survey.say(text)
    }
}

/// One of several answers.
struct Card {
    /// `radio` or `checkbox`.
    kind: &'static str,
    part: String,
    value: String,
    id: Option<String>,
    label: Said,
    help: Said,
}

impl Card {
    /// A card of the question's own field.
    fn of(kind: &'static str, value: impl Into<String>, label: Said) -> Self {
        Self { kind, part: String::new(), value: value.into(), id: None, label, help: Said::ours("") }
    }
}

/// Words to read.
fn statement(field: &Field<'_>) -> AnyView {
    let text = field.say(&field.question.text);
    let help = field.say(&field.question.help);
    let help = (!help.is_empty()).then(|| view! { <p lang=help.lang dir=help.dir>{help.words}</p> });
    view! {
        <div class="field">
            <h2 class="field__label" lang=text.lang dir=text.dir>{text.words}</h2>
            {help}
        </div>
    }
    .into_any()
}

/// The vendor that a comparison is with, if the buyer chose one.
pub(super) fn opponent<'a>(survey: Survey<'a>, question: &Question) -> Option<&'a str> {
    let Kind::HeadToHead { opponent, .. } = &question.kind else { return None };
    survey.chosen_vendor(opponent.as_deref()?)
}
