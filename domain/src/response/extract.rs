//! The first step: structured fields out of the raw answers.

use serde::{Deserialize, Serialize};

use super::{Attribution, Submission};
use crate::deal::Outcome;
use crate::survey::answer::{Answer, Pair, Player, PriceRole, PriceStance, Stage};
use crate::survey::kind::Kind;
use crate::survey::template::{Meaning, Question};
use crate::survey::{AnswerSet, Facts, Problems, Template, check_answers, path};
use crate::taxonomy::Theme;

/// A valid submission with its structured fields pulled out.
#[derive(Clone, PartialEq, Debug)]
pub struct Extracted {
    submission: Submission,
    attribution: Attribution,
    outcome: Option<Outcome>,
    reasons: Vec<Theme>,
    are_ranked: bool,
    turning_point: Option<Theme>,
    vendors: Vec<Player>,
    overall: Option<u8>,
    recommendation: Option<u8>,
    price: Option<Price>,
    turn: Option<Turn>,
    change: Option<Theme>,
    ratings: Vec<CriterionRating>,
    texts: Vec<OpenText>,
}

/// How our price stood beside the others', as the buyer said it.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct Price {
    /// Where it stood.
    pub stance: Option<PriceStance>,
    /// Per cent above (positive) or below (negative) the others.
    pub gap: Option<i16>,
    /// What part it played.
    pub role: Option<PriceRole>,
}

/// The moment that turned the decision.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Turn {
    /// The moment's key; absent when it was put in the buyer's own words.
    pub moment: Option<String>,
}

/// One criterion of a head-to-head.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct CriterionRating {
    /// The question's stable key.
    pub question: String,
    /// The criterion's stable key.
    pub criterion: String,
    /// Our rating and the chosen vendor's.
    pub pair: Pair,
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
pub struct NotExtractable(#[from] pub Problems);

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
    let shown: Vec<&Question> = path.questions().collect();
    let with =
        |meaning: Meaning| shown.iter().filter(move |question| question.meaning == Some(meaning)).copied();
    let asked = with(Meaning::Attribution)
        .filter_map(|question| keys(answers, question).first().and_then(|key| Attribution::from_code(key)))
        .max();
    // Who chose twice meant the more careful choice; a survey that does not ask promises nothing, so the most careful
    // reading that still helps holds.
    let attribution = submission.attribution.max(asked).unwrap_or(Attribution::Leadership);
    let of_reasons = || with(Meaning::Reasons).filter(|question| !keys(answers, question).is_empty());
    let reasons = distinct(of_reasons().flat_map(|question| themes(answers, question)));
    let are_ranked = of_reasons().any(|question| matches!(question.kind, Kind::Ranking { .. }));
    let turning_point = with(Meaning::TurningPoint).find_map(|q| themes(answers, q).first().copied());
    let given = |question: &&Question| answers.get(&question.key);
    let price = shown.iter().find_map(|question| given(question).and_then(price));
    let turn = shown.iter().find_map(|question| given(question).and_then(turn));
    let change = shown
        .iter()
        .filter(|question| matches!(question.kind, Kind::WouldHaveChanged { .. }))
        .find_map(|question| themes(answers, question).first().copied());
    let recommendation = shown
        .iter()
        .filter(|question| matches!(question.kind, Kind::Nps { .. }))
        .find_map(|question| rated(answers, question));
    let vendors = vendors(answers, &shown);
    let overall = shown.iter().filter(|one| tells_overall(one)).find_map(|question| rated(answers, question));
    let ratings = shown.iter().flat_map(|question| ratings(answers, question)).collect();
    let texts = shown.iter().filter_map(|question| open_text(answers, question)).collect();
    Ok(Extracted {
        attribution,
        outcome: facts.outcome,
        reasons,
        are_ranked,
        turning_point,
        vendors,
        overall,
        recommendation,
        price,
        turn,
        change,
        ratings,
        texts,
        submission,
    })
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

    /// How the deal had ended when the answer was given: what the reasons are reasons for.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// The reasons the buyer chose, the turning point first.
    #[must_use]
    pub fn reasons(&self) -> Vec<Theme> {
        distinct(self.turning_point.into_iter().chain(self.reasons.iter().copied()))
    }

    /// Whether the buyer put the reasons in an order, or said which weighed most.
    #[must_use]
    pub fn are_weighed(&self) -> bool {
        self.are_ranked || self.turning_point.is_some()
    }

    /// The vendors that the buyer named where vendors are asked for, the farthest first, in his words.
    #[must_use]
    pub fn vendors(&self) -> &[Player] {
        &self.vendors
    }

    /// The overall rating.
    #[must_use]
    pub fn overall(&self) -> Option<u8> {
        self.overall
    }

    /// How likely the buyer would recommend us, 0 to 10.
    #[must_use]
    pub fn recommendation(&self) -> Option<u8> {
        self.recommendation
    }

    /// How our price stood.
    #[must_use]
    pub fn price(&self) -> Option<Price> {
        self.price
    }

    /// The moment that turned the decision.
    #[must_use]
    pub fn turn(&self) -> Option<&Turn> {
        self.turn.as_ref()
    }

    /// The theme of what would have changed the decision.
    #[must_use]
    pub fn change(&self) -> Option<Theme> {
        self.change
    }

    /// Us and the chosen vendor by criterion.
    #[must_use]
    pub fn ratings(&self) -> &[CriterionRating] {
        &self.ratings
    }

    /// The free texts.
    #[must_use]
    pub fn texts(&self) -> &[OpenText] {
        &self.texts
    }
}

fn keys<'a>(answers: &'a AnswerSet, question: &Question) -> &'a [String] {
    answers.get(&question.key).map_or(&[], Answer::keys)
}

fn themes(answers: &AnswerSet, question: &Question) -> Vec<Theme> {
    keys(answers, question).iter().filter_map(|key| question.kind.choice(key)?.theme).collect()
}

fn rated(answers: &AnswerSet, question: &Question) -> Option<u8> {
    match answers.get(&question.key) {
        Some(Answer::Rated { value }) => Some(*value),
        Some(_) | None => None,
    }
}

/// Surveys of the first format say it by the question's key.
fn tells_overall(question: &Question) -> bool {
    question.meaning == Some(Meaning::Overall) || (question.meaning.is_none() && question.key == "overall")
}

/// Who was named, and how far each came: said by the kind of the question, or by its meaning.
fn vendors(answers: &AnswerSet, shown: &[&Question]) -> Vec<Player> {
    let mut players: Vec<Player> = Vec::new();
    for question in shown.iter().filter(|question| question.kind.names_vendors()) {
        let named = answers.get(&question.key).map(Answer::vendors).unwrap_or_default();
        for mut player in named {
            if question.meaning == Some(Meaning::Chosen) {
                player.stage = Stage::Chosen;
            }
            match players.iter_mut().find(|one| one.name.to_lowercase() == player.name.to_lowercase()) {
                Some(known) => known.stage = known.stage.max(player.stage),
                None => players.push(player),
            }
        }
    }
    players.sort_by_key(|player| std::cmp::Reverse(player.stage));
    players
}

fn price(answer: &Answer) -> Option<Price> {
    let Answer::Priced { stance, percent, role } = answer else { return None };
    let gap = percent.and_then(|percent| i16::try_from(percent).ok()).and_then(|percent| match stance {
        Some(PriceStance::Higher) => Some(percent),
        Some(PriceStance::Lower) => Some(-percent),
        Some(PriceStance::Same | PriceStance::Unknown) | None => None,
    });
    let gap = gap.or_else(|| (*stance == Some(PriceStance::Same)).then_some(0));
    Some(Price { stance: *stance, gap, role: *role })
}

fn turn(answer: &Answer) -> Option<Turn> {
    let Answer::Turned { key, .. } = answer else { return None };
    Some(Turn { moment: key.clone() })
}

fn ratings(answers: &AnswerSet, question: &Question) -> Vec<CriterionRating> {
    let Some(Answer::Compared { rows }) = answers.get(&question.key) else { return Vec::new() };
    let rating = |(criterion, pair): (&String, &Pair)| CriterionRating {
        question: question.key.clone(),
        criterion: criterion.clone(),
        pair: *pair,
    };
    rows.iter().map(rating).collect()
}

/// The words of an answer that a classifier can read; e-mail and web addresses are none.
fn open_text(answers: &AnswerSet, question: &Question) -> Option<OpenText> {
    let text = |words: &String| OpenText { question: question.key.clone(), text: words.clone() };
    match answers.get(&question.key) {
        Some(Answer::Text { text: words }) if question.kind.takes_words() => Some(text(words)),
        Some(
            Answer::Chosen { other: Some(words), .. }
            | Answer::Changed { words: Some(words), .. }
            | Answer::Turned { other: Some(words), .. },
        ) => Some(text(words)),
        Some(_) | None => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{DealId, InvitationId, SubmissionId, VersionId};
    use crate::survey::{Choice, Kind, Question, Text, starter};

    /// A survey that asks who sees the name in a question, answered by the shortest way through it.
    fn read(on_the_page: Option<Attribution>, in_the_question: Option<Attribution>) -> Attribution {
        let mut template = starter::win_loss();
        for question in template.sections.iter_mut().flat_map(|section| &mut section.questions) {
            question.is_required = false;
        }
        let choices = Attribution::ALL.map(|one| Choice::new(one.code(), Text::english(one.code()))).to_vec();
        let kind = Kind::SingleChoice { choices, allows_other: false, is_shuffled: false };
        let question = Question::new("name", Text::english("Who may see your name?"), kind);
        template.sections[0].questions.push(Question { meaning: Some(Meaning::Attribution), ..question });
        let mut answers = AnswerSet::new();
        if let Some(said) = in_the_question {
            answers.set("name", Some(Answer::Chosen { keys: vec![said.code().to_owned()], other: None }));
        }
        let id = uuid::Uuid::from_u128(1);
        let submission = Submission {
            id: SubmissionId::new(id),
            invitation: InvitationId::new(id),
            deal: DealId::new(id),
            version: VersionId::new(id),
            answers,
            attribution: on_the_page,
            started_at: None,
            submitted_at: chrono::DateTime::UNIX_EPOCH,
        };
        extract(&template, &Facts::default(), submission).expect("nothing is required").attribution()
    }

    #[test]
    fn of_two_choices_about_the_name_the_more_careful_one_holds() {
        use Attribution::{Leadership, Named, Pooled};
        assert_eq!(read(Some(Named), Some(Pooled)), Pooled);
        assert_eq!(read(Some(Pooled), Some(Named)), Pooled);
        assert_eq!(read(Some(Named), Some(Leadership)), Leadership);
        assert_eq!(read(Some(Named), None), Named);
        assert_eq!(read(None, Some(Named)), Named);
        assert_eq!(read(None, None), Leadership);
    }
}
