//! One answer as a member reads it: the questions in words, and what was told in fields of its own.

use std::collections::BTreeMap;

use domain::classify::Span;
use domain::id::ResponseId;
use domain::response::{
    AnswerView, AnsweredQuestion, Attribution, Price, RatingView, ThemeView, TurningPointView,
};
use domain::survey::answer::{PriceRole, PriceStance};
use domain::survey::{Answer, Audience, Kind, Language, Question, Reader, Template, Words};
use domain::taxonomy::Theme;
use sea_orm::QueryResult;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::error::StoreError;
use crate::sql;

/// A theme as its row says it.
#[derive(Deserialize)]
struct ThemeRow {
    theme: String,
    source: String,
    sentiment: Option<f32>,
    /// The question and the bytes of its text.
    evidence: Vec<(String, Span)>,
}

/// A row of the answers of a deal.
pub(super) fn view(row: &QueryResult) -> Result<AnswerView, StoreError> {
    let attribution: String = row.try_get_by_index(1)?;
    let overall: Option<i16> = row.try_get_by_index(3)?;
    let template: Template = sql::document(row.try_get_by_index(4)?)?;
    let given: Option<Json> = row.try_get_by_index(7)?;
    let given: BTreeMap<String, Answer> = given.map(sql::document).transpose()?.unwrap_or_default();
    let themes: Option<Json> = row.try_get_by_index(8)?;
    let themes: Vec<ThemeRow> = themes.map(sql::document).transpose()?.unwrap_or_default();
    let voice: String = row.try_get_by_index(9)?;
    let recommendation: Option<i16> = row.try_get_by_index(12)?;
    let opponent: Option<String> = row.try_get_by_index(16)?;
    Ok(AnswerView {
        response: ResponseId::new(row.try_get_by_index(0)?),
        buyer: row.try_get_by_index(5)?,
        buyer_title: row.try_get_by_index(6)?,
        voice: Audience::from_code(&voice).unwrap_or_default(),
        attribution: Attribution::from_code(&attribution).unwrap_or(Attribution::Pooled),
        submitted_at: row.try_get_by_index(2)?,
        corrected_at: row.try_get_by_index(10)?,
        language: row.try_get_by_index(11)?,
        overall: overall.and_then(|value| u8::try_from(value).ok()),
        recommendation: recommendation.and_then(|value| u8::try_from(value).ok()),
        price: price(row)?,
        turning_point: template
            .questions()
            .find_map(|question| turning_point(&template, question, given.get(&question.key)?)),
        ratings: template
            .questions()
            .filter_map(|question| {
                Some(ratings(&template, question, given.get(&question.key)?, opponent.as_deref()))
            })
            .flatten()
            .collect(),
        answers: template
            .questions()
            .filter_map(|question| answered(&template, question, given.get(&question.key)?, &themes))
            .collect(),
        themes: themes
            .iter()
            .filter_map(|row| {
                Some(ThemeView {
                    theme: Theme::from_code(&row.theme)?,
                    is_structured: row.source == "buyer",
                    sentiment: row.sentiment.unwrap_or(0.0),
                })
            })
            .collect(),
    })
}

fn price(row: &QueryResult) -> Result<Option<Price>, StoreError> {
    let stance: Option<String> = row.try_get_by_index(13)?;
    let role: Option<String> = row.try_get_by_index(15)?;
    let price = Price {
        stance: stance.as_deref().and_then(PriceStance::from_code),
        gap: row.try_get_by_index(14)?,
        role: role.as_deref().and_then(PriceRole::from_code),
    };
    Ok((price.stance.is_some() || price.role.is_some()).then_some(price))
}

fn turning_point(template: &Template, question: &Question, answer: &Answer) -> Option<TurningPointView> {
    let Answer::Turned { key, other, who } = answer else { return None };
    let label = key.as_ref().map(|key| {
        let choice = question.kind.choice(key);
        choice.map_or_else(|| key.clone(), |choice| choice.label.words(&template.languages).to_owned())
    });
    let moment = label.or_else(|| other.clone()).unwrap_or_default();
    (!moment.is_empty() || who.is_some()).then(|| TurningPointView { moment, who: who.clone() })
}

/// The criteria of a head-to-head, in the order of the form.
fn ratings(
    template: &Template,
    question: &Question,
    answer: &Answer,
    opponent: Option<&str>,
) -> Vec<RatingView> {
    let (Kind::HeadToHead { criteria, .. }, Answer::Compared { rows }) = (&question.kind, answer) else {
        return Vec::new();
    };
    criteria
        .iter()
        .filter_map(|criterion| {
            let pair = rows.get(&criterion.key)?;
            Some(RatingView {
                criterion: criterion.label.words(&template.languages).to_owned(),
                us: pair.us,
                them: pair.them,
                opponent: opponent.map(str::to_owned),
            })
        })
        .collect()
}

fn answered(
    template: &Template,
    question: &Question,
    answer: &Answer,
    themes: &[ThemeRow],
) -> Option<AnsweredQuestion> {
    let is_verbatim = matches!(answer, Answer::Text { .. });
    let languages: Vec<&Language> = template.languages.iter().collect();
    let reader = Reader { words: Words::of(&Language::english()), languages: &languages };
    let answer = match answer {
        Answer::Text { text } => text.clone(),
        other => reader.line(question, other),
    };
    if answer.is_empty() {
        return None;
    }
    let evidence = if is_verbatim { evidence(question, &answer, themes) } else { Vec::new() };
    Some(AnsweredQuestion {
        key: question.key.clone(),
        question: question.text.words(&template.languages).to_owned(),
        answer,
        is_verbatim,
        evidence,
    })
}

/// The parts of a text that triggered a theme, as ranges of characters, in the order of the text.
fn evidence(question: &Question, text: &str, themes: &[ThemeRow]) -> Vec<(Theme, usize, usize)> {
    let characters = |bytes: usize| text.get(..bytes).map(|part| part.chars().count());
    let mut parts: Vec<(Theme, usize, usize)> = themes
        .iter()
        .filter_map(|row| Some((Theme::from_code(&row.theme)?, &row.evidence)))
        .flat_map(|(theme, parts)| parts.iter().map(move |part| (theme, part)))
        .filter(|(_, (key, _))| *key == question.key)
        .filter_map(|(theme, (_, span))| Some((theme, characters(span.start)?, characters(span.end)?)))
        .collect();
    parts.sort_by_key(|(theme, start, end)| (*start, *end, *theme));
    parts
}
