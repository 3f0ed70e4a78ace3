//! How long a survey takes: what must be read, and what must be thought about.
//!
//! What the deal decides is decided; what an answer might still hide counts, so the figure is an upper bound for an
//! average reader, not a promise. Rules are read with three values: they hold, they cannot hold, or it depends on
//! answers.

use std::collections::BTreeSet;

use super::chance::{Chance, chance};
use super::facts::Facts;
use super::kind::{Kind, Row};
use super::language::Language;
use super::template::{Question, Section, Target, Template};
use super::text::Text;
use super::texts::each_text_of;

/// Words that an average reader of a questionnaire takes in per minute.
const WORDS_A_MINUTE: u32 = 200;
/// Seconds to decide on one choice.
const CHOICE: u32 = 6;
/// Seconds to write a line.
const LINE: u32 = 15;
/// Seconds to write an answer of some sentences.
const SENTENCES: u32 = 40;
/// Seconds to judge one thing on a scale, in a row of many.
const JUDGEMENT: u32 = 3;

/// Seconds that an average buyer needs at most for a deal like this, in the survey's own language.
#[must_use]
pub fn reading_seconds(template: &Template, facts: &Facts) -> u32 {
    let mut time = Time::new(template.language());
    time.read(&template.title);
    time.read(&template.intro);
    for (section, questions) in reachable(template, facts) {
        time.read(&section.title);
        time.read(&section.intro);
        questions.into_iter().for_each(|question| time.answer(question));
    }
    time.total()
}

/// Seconds to read and answer one question, in this language.
#[must_use]
pub fn question_seconds(question: &Question, language: &Language) -> u32 {
    let mut time = Time::new(language);
    time.answer(question);
    time.total()
}

/// The same in minutes, as a buyer is told: at least one.
#[must_use]
pub fn reading_minutes(template: &Template, facts: &Facts) -> u32 {
    reading_seconds(template, facts).div_ceil(60).max(1)
}

/// What a buyer may reach in a deal like this, whatever the answers.
fn reachable<'a>(template: &'a Template, facts: &Facts) -> Vec<(&'a Section, Vec<&'a Question>)> {
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(section) = template.sections.get(at) {
        at += 1;
        let shown = chance(section.show_if.as_ref(), facts, &asked);
        if shown == Chance::Never {
            continue;
        }
        let mut questions = Vec::new();
        let mut is_certain = false;
        for question in &section.questions {
            let here = chance(question.show_if.as_ref(), facts, &asked);
            if here > Chance::Never && asked.insert(&question.key) {
                questions.push(question);
                is_certain |= here == Chance::Always;
            }
        }
        if questions.is_empty() {
            continue;
        }
        found.push((section, questions));
        if is_certain && shown == Chance::Always {
            at = way_out(template, section, facts, &asked).filter(|to| *to > at).unwrap_or(at);
        }
    }
    found
}

/// Where a section is left to, if it is never left straight on: of several ways the one that skips least.
fn way_out(template: &Template, section: &Section, facts: &Facts, asked: &BTreeSet<&str>) -> Option<usize> {
    let mut nearest = usize::MAX;
    for jump in &section.jumps {
        let taken = chance(jump.when.as_ref(), facts, asked);
        if taken > Chance::Never {
            // A jump to nowhere is no jump.
            nearest = nearest.min(place(template, &jump.to)?);
        }
        if taken == Chance::Always {
            return Some(nearest);
        }
    }
    None
}

fn place(template: &Template, target: &Target) -> Option<usize> {
    match target {
        Target::End => Some(template.sections.len()),
        Target::Section(key) => template.sections.iter().position(|section| section.key == *key),
    }
}

/// What was read and done so far.
struct Time<'a> {
    language: &'a Language,
    half_words: u32,
    seconds: u32,
}

impl<'a> Time<'a> {
    const fn new(language: &'a Language) -> Self {
        Self { language, half_words: 0, seconds: 0 }
    }

    fn read(&mut self, text: &Text) {
        let more = half_words(text.read(&[self.language]).words);
        self.half_words = self.half_words.saturating_add(more);
    }

    fn answer(&mut self, question: &Question) {
        each_text_of(question, &mut |_, _, text| self.read(text));
        self.seconds = self.seconds.saturating_add(answering(&question.kind));
    }

    fn total(&self) -> u32 {
        let reading = self.half_words.saturating_mul(60).div_ceil(2 * WORDS_A_MINUTE);
        self.seconds.saturating_add(reading)
    }
}

/// Seconds to think and press or write, beside reading.
fn answering(kind: &Kind) -> u32 {
    match kind {
        Kind::Statement => 0,
        Kind::SingleChoice { .. }
        | Kind::MultipleChoice { .. }
        | Kind::CompetitorPick { .. }
        | Kind::Rating { .. }
        | Kind::Nps { .. }
        | Kind::Consent { .. } => CHOICE,
        // Two decisions: which, and in what order; how far, and what part; which, and who or how.
        Kind::Ranking { .. }
        | Kind::FieldOfPlay { .. }
        | Kind::PriceGap
        | Kind::TurningPoint { .. }
        | Kind::WouldHaveChanged { .. } => 2 * CHOICE,
        Kind::Matrix { rows, .. } => JUDGEMENT.saturating_mul(count(rows)),
        Kind::HeadToHead { criteria, opponent, .. } => {
            let sides = if opponent.is_some() { 2 } else { 1 };
            (sides * JUDGEMENT).saturating_mul(count(criteria))
        }
        Kind::ShortText { .. } | Kind::Email | Kind::Url | Kind::Number { .. } | Kind::Date { .. } => LINE,
        Kind::LongText { .. } => SENTENCES,
    }
}

fn count(rows: &[Row]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

/// Half words, because scripts without spaces (Chinese, Japanese, Thai) have about two letters to a word.
fn half_words(text: &str) -> u32 {
    let is_wide =
        |c: char| matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}');
    let wide = text.chars().filter(|c| is_wide(*c)).count();
    let spaced = text.split(|c: char| c.is_whitespace() || is_wide(c));
    let words = spaced.filter(|word| word.contains(char::is_alphanumeric)).count();
    u32::try_from(wide + 2 * words).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
