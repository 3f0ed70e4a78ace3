//! What is wrong with a form, above it: takes the focus, and leads to each place.

use leptos::prelude::*;

use super::field::{part_label, target};
use super::{SectionForm, Survey};

/// The summary; nothing when nothing is wrong.
pub(super) fn summary(form: &SectionForm<'_>) -> Option<AnyView> {
    let survey = form.survey;
    let words = survey.words();
    let findings: Vec<AnyView> = form
        .questions
        .iter()
        .flat_map(|question| form.problems.of_question(&question.key).iter().map(move |one| (question, one)))
        .map(|(question, problem)| {
            let at = target(question, problem.part.as_deref(), form.vendors);
            let asked = survey.say(&question.text);
            let ends = asked
                .words
                .trim_end()
                .ends_with(|last: char| last.is_ascii_punctuation() || "؟？。…".contains(last));
            let between = if ends { " " } else { ": " };
            let asked = asked.view();
            let part = problem
                .part
                .as_deref()
                .and_then(|part| part_label(survey, question, part))
                .map(|label| view! { {label.view()}": " });
            let message = words.wrong(&problem.what);
            view! { <li><a href=format!("#{at}")>{asked}{between}{part}{message}</a></li> }.into_any()
        })
        .collect();
    let number = u32::try_from(findings.len()).unwrap_or(u32::MAX);
    (number > 0).then(|| list(survey, number, findings))
}

/// The summary of a form with one question in which nothing was chosen. `at` is the first control's id.
pub(super) fn missing(survey: Survey<'_>, at: &str, what: &str) -> AnyView {
    let finding = view! { <li><a href=format!("#{at}")>{what.to_owned()}</a></li> };
    list(survey, 1, vec![finding.into_any()])
}

fn list(survey: Survey<'_>, number: u32, findings: Vec<AnyView>) -> AnyView {
    let words = survey.words();
    view! {
        <div class="errors" role="alert" tabindex="-1" autofocus=true aria-labelledby="errors">
            <h2 id="errors">{words.count(&words.form.problems, number)}</h2>
            <ul>{findings}</ul>
        </div>
    }
    .into_any()
}
