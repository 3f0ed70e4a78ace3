//! The first step: structured fields out of the raw answers.

use super::{Attribution, Submission};
use crate::survey::template::{Choice, Kind, Meaning, Question};
use crate::survey::{Answer, AnswerSet, Facts, Template, check_answers, path};
use crate::taxonomy::Theme;

/// A valid submission with its structured fields pulled out.
#[derive(Clone, PartialEq, Debug)]
pub struct Extracted {
    submission: Submission,
    attribution: Attribution,
    reasons: Vec<Theme>,
    turning_point: Option<Theme>,
    considered: Vec<String>,
    chosen: Vec<String>,
    overall: Option<u8>,
    texts: Vec<OpenText>,
}

/// A free text of a buyer.
#[derive(Clone, PartialEq, Debug)]
pub struct OpenText {
    /// The question's stable key.
    pub question: String,
    /// The words.
    pub text: String,
}

/// The answers do not satisfy the version they were given to.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
#[error("the answers do not fit the survey: {0}")]
pub struct NotExtractable(#[from] pub crate::form::FieldErrors);

/// Pulls the structured fields out; answers that branching made unreachable are dropped.
///
/// # Errors
/// When the answers are not valid for this version of the survey.
pub fn extract(
    template: &Template,
    facts: &Facts,
    mut submission: Submission,
) -> Result<Extracted, NotExtractable> {
    let path = path(template, facts, &submission.answers);
    check_answers(&path, &submission.answers)?;
    submission.answers = path.reached(&submission.answers);
    let answers = &submission.answers;
    let shown: Vec<&Question> = path.sections().iter().flat_map(|(_, all)| all.iter().copied()).collect();
    let with =
        |meaning: Meaning| shown.iter().filter(move |question| question.meaning == Some(meaning)).copied();

    let attribution = with(Meaning::Attribution)
        .find_map(|question| {
            chosen_keys(answers, question).first().and_then(|key| Attribution::from_code(key))
        })
        // A survey that does not ask promises nothing, so the most careful reading holds.
        .unwrap_or(Attribution::Leadership);
    let reasons = distinct(with(Meaning::Reasons).flat_map(|question| themes(answers, question)));
    let turning_point = with(Meaning::TurningPoint).find_map(|q| themes(answers, q).first().copied());
    let considered = distinct(with(Meaning::Considered).flat_map(|question| vendors(answers, question)));
    let chosen = distinct(with(Meaning::Chosen).flat_map(|question| vendors(answers, question)));
    let overall = shown.iter().find(|q| q.key == "overall").and_then(|q| match answers.get(&q.key) {
        Some(Answer::Rated { value }) => Some(*value),
        Some(Answer::Chosen { .. } | Answer::Text { .. } | Answer::Vendors { .. }) | None => None,
    });
    let texts = shown.iter().filter_map(|question| open_text(answers, question)).collect();
    Ok(Extracted { attribution, reasons, turning_point, considered, chosen, overall, texts, submission })
}

impl Extracted {
    /// The submission, with the reached answers only.
    #[must_use]
    pub fn submission(&self) -> &Submission {
        &self.submission
    }

    /// What the buyer chose about the name.
    #[must_use]
    pub fn attribution(&self) -> Attribution {
        self.attribution
    }

    /// The reasons the buyer chose, the turning point first.
    #[must_use]
    pub fn reasons(&self) -> Vec<Theme> {
        distinct(self.turning_point.into_iter().chain(self.reasons.iter().copied()))
    }

    /// Whether the buyer said which reason weighed most.
    #[must_use]
    pub fn has_turning_point(&self) -> bool {
        self.turning_point.is_some()
    }

    /// Whom the buyer looked at, in his words.
    #[must_use]
    pub fn considered(&self) -> &[String] {
        &self.considered
    }

    /// Whom the buyer chose, in his words.
    #[must_use]
    pub fn chosen(&self) -> &[String] {
        &self.chosen
    }

    /// The overall rating.
    #[must_use]
    pub fn overall(&self) -> Option<u8> {
        self.overall
    }

    /// The free texts.
    #[must_use]
    pub fn texts(&self) -> &[OpenText] {
        &self.texts
    }
}

fn chosen_keys<'a>(answers: &'a AnswerSet, question: &Question) -> &'a [String] {
    match answers.get(&question.key) {
        Some(Answer::Chosen { keys, .. }) => keys,
        Some(Answer::Rated { .. } | Answer::Text { .. } | Answer::Vendors { .. }) | None => &[],
    }
}

fn themes(answers: &AnswerSet, question: &Question) -> Vec<Theme> {
    let choices: &[Choice] = match &question.kind {
        Kind::SingleChoice { choices, .. } | Kind::MultipleChoice { choices, .. } => choices,
        Kind::Rating { .. } | Kind::LongText { .. } | Kind::CompetitorPick { .. } => &[],
    };
    let keys = chosen_keys(answers, question);
    keys.iter().filter_map(|key| choices.iter().find(|choice| choice.key == *key)?.theme).collect()
}

fn vendors(answers: &AnswerSet, question: &Question) -> Vec<String> {
    match answers.get(&question.key) {
        Some(Answer::Vendors { names }) => names.clone(),
        Some(Answer::Chosen { .. } | Answer::Rated { .. } | Answer::Text { .. }) | None => Vec::new(),
    }
}

fn open_text(answers: &AnswerSet, question: &Question) -> Option<OpenText> {
    let text = match answers.get(&question.key)? {
        Answer::Text { text } => text.clone(),
        Answer::Chosen { other, .. } => other.clone()?,
        Answer::Rated { .. } | Answer::Vendors { .. } => return None,
    };
    Some(OpenText { question: question.key.clone(), text })
}

fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut kept = Vec::new();
    for one in all {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}
