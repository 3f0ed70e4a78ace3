//! One section of the survey as a form: what was typed, what is wrong with it, and where it goes on.

use domain::survey::{Problems, Question, Section, Words};
use leptos::prelude::*;

use super::document::{Document, icon};
use super::fields::Fields;
use super::question::{QuestionField, question};
use super::{Site, Survey, date};

/// Why the buyer sees a page that he has just sent.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Notice {
    /// His answers brought up questions that were not on it before.
    More,
    /// He wanted a section that the survey does not have, or not yet.
    Elsewhere,
}

/// One section to be answered.
#[derive(Copy, Clone, Debug)]
pub struct SectionForm<'a> {
    /// What every page knows.
    pub survey: Survey<'a>,
    /// The section.
    pub section: &'a Section,
    /// The questions that are shown on it.
    pub questions: &'a [&'a Question],
    /// What is filled in.
    pub fields: &'a Fields,
    /// What is wrong with it.
    pub errors: &'a Problems,
    /// The vendors to pick from.
    pub vendors: &'a [String],
    /// Its place among the sections, from 1.
    pub number: usize,
    /// How many sections there are, as far as it is known now.
    pub of: usize,
    /// Whether the buyer came from the review and goes back to it.
    pub is_change: bool,
    /// What to say above the form.
    pub notice: Option<Notice>,
    /// The draft's revision that the page was made from.
    pub revision: i32,
    /// This rendering of the form.
    pub page: &'a str,
}

/// The page with one section.
#[must_use]
pub fn section(site: &Site, form: &SectionForm<'_>) -> String {
    let heading = form.survey.recall(&form.section.title);
    let has_errors = !form.errors.is_empty();
    let title = if has_errors { format!("Error: {heading}") } else { heading.clone() };
    let fields: Vec<AnyView> = form.questions.iter().map(|one| field(form, one)).collect();
    let address = format!("/survey/{}", form.section.key);
    let until = format!(
        "What you enter is kept when you press a button. You can close this page and go on with the same link until {}.",
        date(form.survey.expires_at)
    );
    let main = view! {
        {has_errors.then(|| summary(form))}
        <div>
            {progress(form.number, form.of)}
            <h1 dir="auto">{heading}</h1>
        </div>
        {form.notice.filter(|_| !has_errors).map(notice)}
        <form
            class="stack"
            method="post"
            action=address
            novalidate=true
            data-autosave=format!("/survey/autosave/{}", form.section.key)
        >
            {hidden(form)}
            {fields}
            <div class="stack stack--tight">
                {buttons(form)}
                <p class="field__help">{until}</p>
                <p
                    class="field__help"
                    role="status"
                    data-autosave-status=""
                    data-saved="Saved."
                    data-failed="Not saved yet: press a button to save."
                ></p>
            </div>
        </form>
    };
    Document { title, survey: Some(form.survey), main: main.into_any(), foot: None, has_script: true }
        .render(site)
}

fn field(form: &SectionForm<'_>, one: &Question) -> AnyView {
    question(&QuestionField {
        survey: form.survey,
        question: one,
        fields: form.fields,
        errors: &messages(form, one),
        vendors: form.vendors,
    })
}

fn messages(form: &SectionForm<'_>, one: &Question) -> Vec<String> {
    let words = Words::of(form.survey.template.language());
    form.errors.of_question(&one.key).iter().map(|problem| words.wrong(&problem.what)).collect()
}

/// What tells the server which page this was.
fn hidden(form: &SectionForm<'_>) -> AnyView {
    let asked = form.questions.iter().map(|one| one.key.as_str()).collect::<Vec<_>>().join(" ");
    view! {
        <input type="hidden" name="survey" value=form.survey.mark.to_owned()/>
        <input type="hidden" name="asked" value=asked/>
        <input type="hidden" name="revision" value=form.revision.to_string()/>
        <input type="hidden" name="page" value=form.page.to_owned()/>
        {form.is_change.then(|| view! { <input type="hidden" name="change" value="1"/> })}
    }
    .into_any()
}

/// The first button is the one that Enter presses.
fn buttons(form: &SectionForm<'_>) -> AnyView {
    let next = match (form.is_change, form.number == form.of) {
        (true, _) => "Save and review",
        (false, true) => "Review your answers",
        (false, false) => "Next",
    };
    let back = (form.number > 1)
        .then(|| view! { <button class="button" name="go" value="back">{icon("left")}"Back"</button> });
    view! {
        <div class="buttons">
            <button class="button button--primary" name="go" value="next">{next}</button>
            {back}
            <button class="button button--quiet" name="go" value="later">"Save and finish later"</button>
        </div>
    }
    .into_any()
}

fn progress(number: usize, of: usize) -> AnyView {
    let steps: Vec<AnyView> = (1..=of)
        .map(|step| view! { <li data-done=(step <= number).then_some("")></li> }.into_any())
        .collect();
    view! {
        <div class="progress">
            <p><b>{format!("{number} of {of}")}</b></p>
            <ol class="progress__steps" aria-hidden="true">{steps}</ol>
        </div>
    }
    .into_any()
}

fn notice(notice: Notice) -> AnyView {
    let words = match notice {
        Notice::More => "Your answer is saved. It brought up one more question on this page.",
        Notice::Elsewhere => {
            "That page is not open to you now. Your answers are kept; this is where you go on."
        }
    };
    view! { <p class="notice" role="status">{icon("info")}<span>{words}</span></p> }.into_any()
}

fn summary(form: &SectionForm<'_>) -> AnyView {
    let findings: Vec<AnyView> = form
        .errors
        .iter()
        .filter_map(|(key, problem)| {
            let message = Words::of(form.survey.template.language()).wrong(&problem.what);
            let question = form.questions.iter().find(|one| one.key == key)?;
            let at = super::question::target(question, form.fields, form.vendors);
            let words = format!("{} {message}", form.survey.recall(&question.text));
            Some(view! { <li dir="auto"><a href=format!("#{at}")>{words}</a></li> }.into_any())
        })
        .collect();
    let heading = match findings.len() {
        1 => "One thing needs a change".to_owned(),
        several => format!("{several} things need a change"),
    };
    view! {
        <div class="errors" role="alert" tabindex="-1" autofocus=true aria-labelledby="errors">
            <h2 id="errors">{heading}</h2>
            <ul>{findings}</ul>
        </div>
    }
    .into_any()
}
