//! The last page before the send: all answers by section, each with a way to change it, and who will see them.

use domain::survey::words::fill;
use domain::survey::{Answer, AnswerSet, Path, Question, Reader, Section};
use leptos::prelude::*;

use super::document::{Document, Foot, Switch};
use super::icon::icon;
use super::{Site, Survey};

/// What is about to be sent.
#[derive(Copy, Clone, Debug)]
pub struct Review<'a> {
    /// What every page knows.
    pub survey: Survey<'a>,
    /// What was asked.
    pub path: &'a Path<'a>,
    /// What was answered.
    pub answers: &'a AnswerSet,
    /// Whether it corrects an answer that was sent before.
    pub is_correction: bool,
}

/// The page with all answers.
#[must_use]
pub fn review(site: &Site, review: &Review<'_>) -> String {
    let survey = review.survey;
    let words = &survey.words().review;
    let last = review.path.sections().last().map(|(section, _)| survey.address(&section.key));
    let back =
        last.map(|last| view! { <a class="button" href=last>{icon("back")}{survey.words().form.back}</a> });
    let (lead, send) = if review.is_correction {
        (words.lead_correction, words.send_correction)
    } else {
        (words.lead, words.send)
    };
    let main = view! {
        <div>
            <h1>{words.heading}</h1>
            <p class="lead">{lead}</p>
        </div>
        <div class="review">{answers(survey, review.path, review.answers, true)}{sharing(survey)}</div>
        <form method="post" action=survey.address("send")>
            <input type="hidden" name="survey" value=survey.mark.to_owned()/>
            <div class="buttons"><button class="button button--primary">{send}</button>{back}</div>
        </form>
    };
    Document {
        title: words.heading.to_owned(),
        voice: survey.voice,
        survey: Some(survey),
        main: main.into_any(),
        switch: Switch::Form("review".to_owned()),
        foot: Foot { has_privacy: true, ..Foot::default() },
        has_script: false,
    }
    .render(site)
}

/// All answers by section; with links to change them where they still can be changed here.
pub(super) fn answers(
    survey: Survey<'_>,
    path: &Path<'_>,
    answers: &AnswerSet,
    can_change: bool,
) -> Vec<AnyView> {
    let part = |(section, questions): &(&Section, Vec<&Question>)| {
        part(survey, section, questions, answers, can_change)
    };
    path.sections().iter().filter_map(part).collect()
}

fn part(
    survey: Survey<'_>,
    section: &Section,
    questions: &[&Question],
    answers: &AnswerSet,
    can_change: bool,
) -> Option<AnyView> {
    let items: Vec<AnyView> = questions
        .iter()
        .filter(|question| question.takes_answer())
        .map(|question| item(survey, question, answers))
        .collect();
    if items.is_empty() {
        return None;
    }
    let words = &survey.words().review;
    let heading = survey.say(&section.title);
    let change = can_change.then(|| {
        let whole = fill(words.change_what, &[&heading.words]);
        let address = survey.address(&format!("{}?change", section.key));
        view! { <a href=address aria-label=whole>{words.change}</a> }
    });
    Some(
        view! {
            <section class="review__section">
                <div class="review__head">
                    <h2 lang=heading.lang dir=heading.dir>{heading.words}</h2>
                    {change}
                </div>
                <dl>{items}</dl>
            </section>
        }
        .into_any(),
    )
}

fn item(survey: Survey<'_>, question: &Question, answers: &AnswerSet) -> AnyView {
    let asked = survey.say(&question.text);
    let answered = answers.get(&question.key).map(|answer| lines(survey, question, answer).join("\n"));
    let answer = match answered.filter(|words| !words.is_empty()) {
        Some(words) => view! { <dd dir="auto">{words}</dd> }.into_any(),
        None => view! { <dd class="review__none">{survey.words().review.not_answered}</dd> }.into_any(),
    };
    view! { <div class="review__item"><dt lang=asked.lang dir=asked.dir>{asked.words}</dt>{answer}</div> }
        .into_any()
}

/// An answer in the words the buyer saw; a comparison with the names that stood above it.
fn lines(survey: Survey<'_>, question: &Question, answer: &Answer) -> Vec<String> {
    let languages = survey.voice.languages();
    let reader = Reader { words: survey.words(), languages: &languages };
    let Answer::Compared { rows } = answer else { return reader.lines(question, answer) };
    let them = super::field::opponent(survey, question).unwrap_or_default();
    let side = |name: &str, value: Option<u8>| {
        value.map(|value| survey.fill(survey.words().hint.side, &[name, &value.to_string()]))
    };
    let line = |row: &domain::survey::Row| {
        let pair = rows.get(&row.key)?;
        let them = side(them, pair.them).filter(|_| !them.is_empty());
        let sides: Vec<String> = [side(survey.tenant(), pair.us), them].into_iter().flatten().collect();
        let label = survey.say(&row.label).words;
        Some(fill(survey.words().hint.side, &[&label, &sides.join(", ")]))
    };
    question.kind.rows().iter().filter_map(line).collect()
}

/// Who will see it, with a way to change that.
fn sharing(survey: Survey<'_>) -> Option<AnyView> {
    let attribution = survey.shared_as()?;
    let words = survey.words();
    let change = (survey.offered().len() > 1).then(|| {
        let whole = fill(words.review.change_what, &[words.sharing.change]);
        view! { <a href=survey.address("who-sees?from=review") aria-label=whole>{words.review.change}</a> }
    });
    Some(
        view! {
            <section class="review__section">
                <div class="review__head"><h2>{words.sharing.change}</h2>{change}</div>
                <dl>
                    <div class="review__item">
                        <dt>{words.sharing.name(attribution)}</dt>
                        <dd>{survey.fill(words.sharing.meaning(survey.audience, attribution), &[survey.tenant()])}</dd>
                    </div>
                </dl>
            </section>
        }
        .into_any(),
    )
}
