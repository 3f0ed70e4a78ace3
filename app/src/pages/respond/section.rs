//! One section of the survey as a form: what was typed, what is wrong with it, and where it goes on.

use domain::survey::words::fill;
use domain::survey::{Kind, MARK, Path, Problems, Question, Section};
use leptos::prelude::*;

use super::document::{Document, FORM, Foot, Switch};
use super::field::{Field, question};
use super::fields::Fields;
use super::icon::icon;
use super::summary::summary;
use super::{Site, Survey, Vendors};

/// The id of the list that completes the names of vendors.
pub(super) const VENDORS: &str = "vendors";

/// Why the buyer sees a page that he has just sent.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Notice {
    /// His answers brought up questions that were not on it before.
    More,
    /// He wanted a section that the survey does not have, or not yet.
    Elsewhere,
    /// Who may see his name was changed.
    Shared,
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
    /// The way through the survey, which says what must be answered.
    pub path: &'a Path<'a>,
    /// What is filled in.
    pub fields: &'a Fields,
    /// What is wrong with it.
    pub problems: &'a Problems,
    /// The vendors to pick from.
    pub vendors: &'a Vendors,
    /// The question in which one more row was asked for.
    pub more_rows: Option<&'a str>,
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
    let survey = form.survey;
    let words = survey.words();
    let heading = survey.say(&form.section.title);
    let summary = summary(form);
    let has_errors = summary.is_some();
    let title =
        if has_errors { fill(words.frame.error_title, &[&heading.words]) } else { heading.words.clone() };
    let intro = (!form.section.intro.is_empty()).then(|| {
        let intro = survey.say(&form.section.intro);
        view! { <p class="lead" lang=intro.lang dir=intro.dir>{intro.words}</p> }
    });
    let fields: Vec<AnyView> = form.questions.iter().map(|one| field(form, one)).collect();
    let kept = match survey.correction() {
        Some(says) => says.join(" "),
        None => fill(words.form.kept, &[&survey.until()]),
    };
    let main = view! {
        {summary}
        <div>
            {progress(form)}
            <h1 lang=heading.lang dir=heading.dir>{heading.words}</h1>
            {intro}
        </div>
        {form.notice.filter(|_| !has_errors).map(|one| notice(survey, one))}
        <form
            id=FORM
            class="stack"
            method="post"
            action=survey.address(&form.section.key)
            novalidate=true
            data-autosave=survey.address(&format!("autosave/{}", form.section.key))
        >
            {hidden(form)}
            {fields}
            {names(form)}
            <div class="stack stack--tight">
                {buttons(form)}
                <p class="field__help">{kept}</p>
                <p
                    class="field__help"
                    role="status"
                    data-autosave-status=""
                    data-saved=words.form.saved
                    data-failed=words.form.not_saved
                ></p>
            </div>
        </form>
    };
    Document {
        title,
        voice: survey.voice,
        survey: Some(survey),
        main: main.into_any(),
        switch: Switch::Buttons,
        foot: Foot { says: Vec::new(), sharing_from: Some(form.section.key.clone()), has_privacy: true },
        has_script: true,
    }
    .render(site)
}

fn field(form: &SectionForm<'_>, one: &Question) -> AnyView {
    question(&Field {
        survey: form.survey,
        question: one,
        is_required: form.path.requires(&one.key),
        fields: form.fields,
        problems: form.problems.of_question(&one.key),
        vendors: form.vendors,
        has_more_rows: form.more_rows == Some(one.key.as_str()),
    })
}

/// What tells the server which page this was.
fn hidden(form: &SectionForm<'_>) -> AnyView {
    let asked = form.questions.iter().map(|one| one.key.as_str()).collect::<Vec<_>>().join(" ");
    // "1,000" is a thousand or one, as the buyer's language has it.
    let is_number = |one: &&Question| matches!(one.kind, Kind::Number { .. } | Kind::PriceGap);
    let mark = form.questions.iter().any(is_number).then(|| form.survey.voice.language().decimal_mark());
    view! {
        <input type="hidden" name="survey" value=form.survey.mark.to_owned()/>
        <input type="hidden" name="asked" value=asked/>
        <input type="hidden" name="revision" value=form.revision.to_string()/>
        <input type="hidden" name="page" value=form.page.to_owned()/>
        {mark.map(|mark| view! { <input type="hidden" name=MARK value=mark.code()/> })}
        {form.is_change.then(|| view! { <input type="hidden" name="change" value="1"/> })}
    }
    .into_any()
}

/// The names that complete what is typed, once for all fields.
fn names(form: &SectionForm<'_>) -> Option<AnyView> {
    let is_typed = |one: &&Question| {
        matches!(one.kind, Kind::FieldOfPlay { .. } | Kind::CompetitorPick { allows_many: false })
    };
    let has_any = form.questions.iter().any(is_typed);
    has_any.then(|| {
        let options: Vec<AnyView> = form
            .vendors
            .suggested
            .iter()
            .map(|name| view! { <option value=name.clone()></option> }.into_any())
            .collect();
        view! { <datalist id=VENDORS>{options}</datalist> }.into_any()
    })
}

/// The first button is the one that Enter presses.
fn buttons(form: &SectionForm<'_>) -> AnyView {
    let words = &form.survey.words().form;
    let next = match (form.is_change, form.number == form.of) {
        (true, _) => words.save,
        (false, true) => words.to_review,
        (false, false) => words.next,
    };
    let back = (form.number > 1).then(|| {
        view! { <button class="button" name="go" value="back">{icon("back")}{words.back}</button> }
    });
    view! {
        <div class="buttons">
            <button class="button button--primary" name="go" value="next">{next}</button>
            {back}
            <button class="button button--quiet" name="go" value="later">{words.later}</button>
        </div>
    }
    .into_any()
}

fn progress(form: &SectionForm<'_>) -> AnyView {
    let words = form.survey.words();
    let (number, of) = (form.number, form.of);
    let steps: Vec<AnyView> = (1..=of)
        .map(|step| view! { <li data-done=(step <= number).then_some("")></li> }.into_any())
        .collect();
    let minutes = usize::from(form.survey.template.minutes.max(1));
    let left = (minutes * (of + 1).saturating_sub(number)).div_ceil(of.max(1)).max(1);
    let left = words.count(&words.form.left, u32::try_from(left).unwrap_or(u32::MAX));
    let place = fill(words.form.progress, &[&number.to_string(), &of.to_string()]);
    view! {
        <div class="progress">
            <p><b>{place}</b>" · "{left}</p>
            <ol class="progress__steps" aria-hidden="true">{steps}</ol>
        </div>
    }
    .into_any()
}

fn notice(survey: Survey<'_>, notice: Notice) -> AnyView {
    let words = survey.words();
    let said = match notice {
        Notice::More => words.form.more,
        Notice::Elsewhere => words.form.elsewhere,
        Notice::Shared => words.sharing.kept,
    };
    view! { <p class="notice" role="status">{icon("info")}<span>{said}</span></p> }.into_any()
}
