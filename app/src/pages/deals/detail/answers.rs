//! The answers this reader may see: what was said, and what was read in it.

use domain::actor::Permission;
use domain::deal::DealDetail;
use domain::response::{AnswerView, AnsweredQuestion, Attribution};
use domain::survey::Audience;
use domain::taxonomy::Theme;
use leptos::prelude::*;

use super::why::mood;
use crate::api::context::Person;
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::theme::ThemeLabel;
use crate::components::time::Moment;
use crate::format;
use crate::order::sorted;

pub(super) fn section(deal: &DealDetail) -> AnyView {
    let (buyers, sellers): (Vec<_>, Vec<_>) =
        deal.answers.iter().partition(|answer| answer.voice == Audience::Buyer);
    let has_none = buyers.is_empty() && deal.withheld_answers == 0 && deal.withdrawn_answers == 0;
    let has_cards = !buyers.is_empty();
    let cards = buyers.into_iter().map(card).collect_view();
    let empty = has_none.then(|| {
        view! {
            <Empty
                icon="voice"
                title="No buyer has answered yet"
                text="An answer appears here within seconds of the buyer’s send."
            />
        }
    });
    let withheld = (deal.withheld_answers > 0).then(|| {
        let count = i64::from(deal.withheld_answers);
        let more = if has_cards { " more" } else { "" };
        let (is, they) = if count == 1 { ("is", "it counts") } else { ("are", "they count") };
        let role = use_context::<Option<Person>>().flatten().and_then(|person| person.role);
        // Whom a role shows no answer at all, the buyers have not asked to be hidden from.
        let why = match role.is_some_and(|role| role.allows(Permission::ViewNamedAnswers)) {
            true => "to you, as the buyer asked",
            false => "to your role",
        };
        view! {
            <p class="notice notice--below">
                <Icon name="lock" />
                <span>
                    {format!(
                        "{}{more} {is} not open {why}; {they} in totals.",
                        format::counted(count, "answer", "answers"),
                    )}
                </span>
            </p>
        }
    });
    let withdrawn = (deal.withdrawn_answers > 0).then(|| {
        let count = i64::from(deal.withdrawn_answers);
        let verb = if count == 1 { "was" } else { "were" };
        view! {
            <p class="notice notice--below">
                <Icon name="lock" />
                <span>
                    {format!("{} {verb} withdrawn by the buyer.", format::counted(count, "answer", "answers"))}
                </span>
            </p>
        }
    });
    view! {
        <section class="section" aria-labelledby="answers">
            <div class="section__head">
                <h2 class="section__title" id="answers">
                    "Answers"
                </h2>
            </div>
            <div class="stack stack--tight">{cards}</div>
            {empty}
            {withheld}
            {withdrawn}
        </section>
        {from_sellers(&sellers)}
    }
    .into_any()
}

/// What those who sold say of the deal, apart from the buyers' answers.
fn from_sellers(answers: &[&AnswerView]) -> Option<AnyView> {
    let cards = answers.iter().map(|answer| card(answer)).collect_view();
    let section = || {
        view! {
            <section class="section" aria-labelledby="sellers">
                <div class="section__head">
                    <div>
                        <h2 class="section__title" id="sellers">
                            "What the seller says"
                        </h2>
                        <p class="section__sub">"It is counted in no report of buyers’ answers."</p>
                    </div>
                </div>
                <div class="stack stack--tight">{cards}</div>
            </section>
        }
        .into_any()
    };
    (!answers.is_empty()).then(section)
}

fn card(answer: &AnswerView) -> AnyView {
    let (icon, who_sees) = match answer.attribution {
        Attribution::Named => ("person", "Named"),
        Attribution::Leadership => ("eye", "Leadership only"),
        Attribution::Pooled => ("lock", "In totals only"),
    };
    let name = answer.buyer.clone();
    let somebody = match answer.voice {
        Audience::Buyer => "a buyer",
        Audience::Sales => "a seller",
    };
    let label = format!("Answer of {}", name.as_deref().unwrap_or(somebody));
    let corrected = answer.corrected_at.map(|at| view! { " · corrected " <Moment at=at /> });
    let avatar = name.as_ref().map(|name| {
        view! {
            <span class="avatar" aria-hidden="true">
                {format::initials(name)}
            </span>
        }
    });
    let title = answer.buyer_title.as_ref().map(|title| format!(", {title}"));
    let overall = answer.overall.map(|overall| format!(" · {overall} of 5 overall"));
    let (said, chosen): (Vec<_>, Vec<_>) = answer.answers.iter().partition(|question| question.is_verbatim);
    let is_empty = said.is_empty() && chosen.is_empty();
    let said = said.into_iter().map(|question| asked(question, answer)).collect_view();
    let chosen = (!chosen.is_empty()).then(|| {
        let pairs = chosen
            .into_iter()
            .map(|question| {
                view! {
                    <dt>{question.question.clone()}</dt>
                    <dd>{question.answer.clone()}</dd>
                }
            })
            .collect_view();
        view! { <dl class="facts facts--answers">{pairs}</dl> }
    });
    view! {
        <article class="card" aria-label=label>
            <header class="card__head">
                {avatar}
                <p>
                    <b>{name.unwrap_or_else(|| somebody.replacen('a', "A", 1))}</b>
                    {title}
                </p>
                <span class="badge">
                    <Icon name=icon />
                    {who_sees}
                </span>
                <span class="tiny faint push">
                    <Moment at=answer.submitted_at />
                    {corrected}
                    {overall}
                </span>
            </header>
            {said}
            {chosen}
            {is_empty.then(|| view! { <p class="answer muted">"Sent without answering any question."</p> })}
        </article>
    }
    .into_any()
}

fn asked(question: &AnsweredQuestion, answer: &AnswerView) -> AnyView {
    let codes = codes(question, answer);
    let codes = (!codes.is_empty()).then(|| view! { <ul class="answer__codes">{codes}</ul> });
    view! {
        <div class="answer">
            <p class="answer__question">{question.question.clone()}</p>
            <p class="answer__text">{marked(question)}</p>
            {codes}
        </div>
    }
    .into_any()
}

/// What was read in the words, with the words that triggered it.
fn codes(question: &AnsweredQuestion, answer: &AnswerView) -> Vec<AnyView> {
    let mut themes: Vec<Theme> = Vec::new();
    let length = question.answer.chars().count();
    for (theme, start, end) in &question.evidence {
        if start < end && *start < length && !themes.contains(theme) {
            themes.push(*theme);
        }
    }
    let code = |theme: Theme| {
        let words = question.evidence.iter().filter(|(of, ..)| *of == theme);
        let words = words.map(|(_, start, end)| format!("“{}”", part(&question.answer, *start, *end)));
        let words = words.collect::<Vec<_>>().join(", ");
        let mood = answer.themes.iter().find(|view| view.theme == theme).map(|view| mood(view.sentiment));
        let mood = mood.map(|mood| format!("{mood} · ")).unwrap_or_default();
        view! {
            <li>
                <ThemeLabel theme=theme />
                <br />
                {format!("{mood}read in {words}")}
            </li>
        }
        .into_any()
    };
    themes.into_iter().map(code).collect()
}

/// The characters from `start` to `end`.
fn part(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end.saturating_sub(start)).collect()
}

/// The text with the parts marked that triggered a theme; overlapping parts are marked once.
fn marked(question: &AnsweredQuestion) -> Vec<AnyView> {
    let evidence = sorted(question.evidence.iter().copied(), |(_, start, end)| (*start, *end));
    let length = question.answer.chars().count();
    let mut at = 0;
    let mut parts = Vec::new();
    for (theme, start, end) in evidence {
        let end = end.min(length);
        if start < at || start >= end {
            continue;
        }
        parts.push(part(&question.answer, at, start).into_any());
        let words = part(&question.answer, start, end);
        parts.push(
            view! {
                <mark class=format::theme_class("trigger", theme) title=theme.label()>
                    {words}
                </mark>
            }
            .into_any(),
        );
        at = end;
    }
    parts.push(part(&question.answer, at, length).into_any());
    parts
}
