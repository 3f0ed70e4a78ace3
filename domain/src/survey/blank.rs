//! The survey that is begun from nothing: one page, one open question, and what every survey has.

use std::collections::BTreeMap;

use super::branding::Branding;
use super::kind::{Kind, TextLimits};
use super::language::Language;
use super::template::{Meaning, Notice, Question, RecallRights, Section, Template};
use super::text::Text;
use crate::response::Attribution;

/// A survey that somebody goes on writing.
#[must_use]
pub fn blank(name: &str) -> Template {
    let words = Kind::LongText { limits: TextLimits::up_to(4000) };
    let text = Text::english("What decided it for you, in your own words?");
    let mut question = Question::new("words", text, words);
    question.meaning = Some(Meaning::Verbatim);
    Template {
        format: Template::FORMAT,
        name: name.to_owned(),
        languages: vec![Language::english()],
        title: Text::english("Your decision about {product|us}"),
        intro: Text::english("Thank you for taking the time: what you say helps {tenant|us} to do better."),
        minutes: 1,
        sections: vec![Section::new("decision", Text::english("Your decision"), vec![question])],
        calculations: Vec::new(),
        thanks: Text::english("Thank you. Every answer is read."),
        thanks_by_outcome: BTreeMap::new(),
        attributions: Attribution::ALL.to_vec(),
        recall: RecallRights::default(),
        branding: Branding::default(),
        notice: Notice {
            purpose: Text::english("To learn why decisions like yours are made, and to improve."),
            readers: Text::new(),
            ..Notice::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::check_template;

    #[test]
    fn a_survey_begun_from_nothing_could_be_published() {
        assert_eq!(check_template(&blank("New survey")), Ok(()));
    }
}
