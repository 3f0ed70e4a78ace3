//! The last page before the send: all answers by section, each with a way to change it.

use domain::survey::{AnswerSet, Path, Question, Reader, Section, Words};
use leptos::prelude::*;

use super::document::{Document, icon};
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
}

/// The page with all answers.
#[must_use]
pub fn review(site: &Site, review: &Review<'_>) -> String {
    let survey = review.survey;
    let sections: Vec<AnyView> =
        review.path.sections().iter().map(|(section, questions)| part(review, section, questions)).collect();
    let last = review.path.sections().last().map(|(section, _)| format!("/survey/{}", section.key));
    let back = last.map(|last| view! { <a class="button" href=last>{icon("left")}"Back"</a> });
    let main = view! {
        <div>
            <h1>"Review your answers"</h1>
            <p class="lead">"Nothing is sent yet. Once you send, the answers cannot be changed with this link."</p>
        </div>
        <div class="review">{sections}</div>
        <form method="post" action="/survey/send">
            <input type="hidden" name="survey" value=survey.mark.to_owned()/>
            <div class="buttons"><button class="button button--primary">"Send my answers"</button>{back}</div>
        </form>
    };
    let title = "Review your answers".to_owned();
    Document { title, survey: Some(survey), main: main.into_any(), foot: None, has_script: false }
        .render(site)
}

fn part(review: &Review<'_>, section: &Section, questions: &[&Question]) -> AnyView {
    let heading = review.survey.recall(&section.title);
    let items: Vec<AnyView> = questions.iter().map(|question| item(review, question)).collect();
    let about = format!(" {heading}");
    view! {
        <section class="review__section">
            <div class="review__head">
                <h2 dir="auto">{heading}</h2>
                <a href=format!("/survey/{}?change", section.key)>
                    "Change"<span class="visually-hidden">{about}</span>
                </a>
            </div>
            <dl>{items}</dl>
        </section>
    }
    .into_any()
}

fn item(review: &Review<'_>, question: &Question) -> AnyView {
    let asked = review.survey.recall(&question.text);
    let answered = review.answers.get(&question.key).map(|answer| {
        let languages = [review.survey.template.language()];
        let reader = Reader { words: Words::of(languages[0]), languages: &languages };
        reader.lines(question, answer).join("\n")
    });
    let answer = match answered.filter(|words| !words.is_empty()) {
        Some(words) => view! { <dd dir="auto">{words}</dd> }.into_any(),
        None => view! { <dd class="review__none">"Not answered"</dd> }.into_any(),
    };
    view! { <div class="review__item"><dt dir="auto">{asked}</dt>{answer}</div> }.into_any()
}
