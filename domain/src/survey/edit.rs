//! Changes to a survey's draft, each with the change that takes it back.
//!
//! An edit either happens as a whole or is refused and changes nothing. What somebody uses is not deleted: the edit
//! is refused with the list of its users. Keys are unique; an edit that would make two the same is refused.

mod check;

use std::collections::BTreeMap;

use super::branding::Branding;
use super::calculation::Calculation;
use super::condition::Condition;
use super::key::fresh_key;
use super::language::Language;
use super::named;
use super::template::{Jump, Notice, Question, RecallRights, Section, Template};
use super::text::Text;
use super::texts::{TextAt, TextField};
use super::uses::Use;
use crate::deal::Outcome;
use crate::response::Attribution;

/// A change to a survey.
#[derive(Clone, PartialEq, Debug)]
pub enum Edit {
    /// Puts a section among the others.
    InsertSection {
        /// Its place; the end when there are fewer.
        at: usize,
        /// The section with its questions.
        section: Box<Section>,
    },
    /// Deletes a section with its questions.
    RemoveSection {
        /// Its key.
        section: String,
    },
    /// Moves a section.
    MoveSection {
        /// Its key.
        section: String,
        /// Its new place among the others.
        to: usize,
    },
    /// Changes everything of a section but its questions.
    ReplaceSectionHead {
        /// Its key so far.
        section: String,
        /// What it becomes.
        head: Box<SectionHead>,
    },
    /// Puts a question into a section.
    InsertQuestion {
        /// The section's key.
        section: String,
        /// Its place; the end when there are fewer.
        at: usize,
        /// The question.
        question: Box<Question>,
    },
    /// Deletes a question.
    RemoveQuestion {
        /// Its key.
        question: String,
    },
    /// Moves a question, also to another section.
    MoveQuestion {
        /// Its key.
        question: String,
        /// The key of the section that it moves to.
        section: String,
        /// Its new place among the others there.
        to: usize,
    },
    /// Changes a question.
    ReplaceQuestion {
        /// Its key so far.
        question: String,
        /// What it becomes.
        with: Box<Question>,
    },
    /// Changes what surrounds the sections.
    ReplaceHead(Box<Head>),
    /// Changes the calculated values.
    ReplaceCalculations(Vec<Calculation>),
    /// Writes one text in one language; no words take it away.
    SetText {
        /// Which text.
        at: TextAt,
        /// In which language.
        language: Language,
        /// The new words.
        words: String,
    },
}

/// A section without its questions.
#[derive(Clone, PartialEq, Debug)]
pub struct SectionHead {
    /// Stable key, part of the address.
    pub key: String,
    /// The heading.
    pub title: Text,
    /// What stands under it.
    pub intro: Text,
    /// Shown only when this holds.
    pub show_if: Option<Condition>,
    /// Where it goes on.
    pub jumps: Vec<Jump>,
}

/// A survey without its sections and values.
#[derive(Clone, PartialEq, Debug)]
pub struct Head {
    /// The name members know it by.
    pub name: String,
    /// The languages, its own first.
    pub languages: Vec<Language>,
    /// The heading of the first page.
    pub title: Text,
    /// Why we ask.
    pub intro: Text,
    /// Minutes an average buyer needs.
    pub minutes: u8,
    /// What the last page says.
    pub thanks: Text,
    /// What it says after some outcomes.
    pub thanks_by_outcome: BTreeMap<Outcome, Text>,
    /// The choices about the name.
    pub attributions: Vec<Attribution>,
    /// What texts may recall.
    pub recall: RecallRights,
    /// How the pages look.
    pub branding: Branding,
    /// The privacy notice.
    pub notice: Notice,
}

/// Why an edit was refused.
#[derive(Clone, Eq, PartialEq, Debug, thiserror::Error)]
pub enum Refused {
    /// What it deletes is used by these.
    #[error("is used in {} places", .0.len())]
    InUse(Vec<Use>),
    /// What it changes does not exist.
    #[error("is not there any more")]
    NotThere,
    /// Something else has this key.
    #[error("the key \"{0}\" is taken")]
    KeyTaken(String),
}

/// Applies an edit and returns the one that takes it back.
///
/// # Errors
/// When something in the survey uses what would be gone, or what is changed does not exist. Nothing is changed then.
pub fn apply(template: &mut Template, edit: Edit) -> Result<Edit, Refused> {
    check::check(template, &edit)?;
    take_back(template, edit)
}

/// Applies an edit that [`apply`] returned. It is not asked who uses what: things become as they were.
///
/// # Errors
/// When what is changed does not exist. Nothing is changed then.
pub fn take_back(template: &mut Template, edit: Edit) -> Result<Edit, Refused> {
    match edit {
        Edit::InsertSection { at, section } => {
            let key = section.key.clone();
            template.sections.insert(at.min(template.sections.len()), *section);
            Ok(Edit::RemoveSection { section: key })
        }
        Edit::RemoveSection { section } => {
            let at = section_place(template, &section)?;
            let section = Box::new(template.sections.remove(at));
            Ok(Edit::InsertSection { at, section })
        }
        Edit::MoveSection { section, to } => {
            let from = section_place(template, &section)?;
            let moved = template.sections.remove(from);
            template.sections.insert(to.min(template.sections.len()), moved);
            Ok(Edit::MoveSection { section, to: from })
        }
        Edit::ReplaceSectionHead { section, head } => {
            let at = section_place(template, &section)?;
            let key = head.key.clone();
            let head = Box::new(template.sections[at].replace_head(*head));
            Ok(Edit::ReplaceSectionHead { section: key, head })
        }
        Edit::InsertQuestion { section, at, question } => {
            let key = question.key.clone();
            let place = section_place(template, &section)?;
            insert(&mut template.sections[place], at, *question);
            Ok(Edit::RemoveQuestion { question: key })
        }
        Edit::RemoveQuestion { question } => {
            let (place, at) = question_place(template, &question)?;
            let section = &mut template.sections[place];
            let question = Box::new(section.questions.remove(at));
            Ok(Edit::InsertQuestion { section: section.key.clone(), at, question })
        }
        Edit::MoveQuestion { question, section, to } => {
            let (from, at) = question_place(template, &question)?;
            let into = section_place(template, &section)?;
            let moved = template.sections[from].questions.remove(at);
            insert(&mut template.sections[into], to, moved);
            let section = template.sections[from].key.clone();
            Ok(Edit::MoveQuestion { question, section, to: at })
        }
        Edit::ReplaceQuestion { question, with } => {
            let (place, at) = question_place(template, &question)?;
            let key = with.key.clone();
            let old = std::mem::replace(&mut template.sections[place].questions[at], *with);
            Ok(Edit::ReplaceQuestion { question: key, with: Box::new(old) })
        }
        Edit::ReplaceHead(head) => {
            let old = Head::of(template);
            head.put_into(template);
            Ok(Edit::ReplaceHead(Box::new(old)))
        }
        Edit::ReplaceCalculations(calculations) => {
            let old = std::mem::replace(&mut template.calculations, calculations);
            Ok(Edit::ReplaceCalculations(old))
        }
        Edit::SetText { at, language, words } => set_text(template, at, language, words),
    }
}

fn set_text(template: &mut Template, at: TextAt, language: Language, words: String) -> Result<Edit, Refused> {
    if let TextField::ThanksAfter(outcome) = at.field {
        // These come and go with their words, so the whole head says best how it was.
        let old = Head::of(template);
        let text = at.find_mut(template).ok_or(Refused::NotThere)?;
        text.set(language, words);
        if text.is_empty() {
            template.thanks_by_outcome.remove(&outcome);
        }
        return Ok(Edit::ReplaceHead(Box::new(old)));
    }
    let text = at.find_mut(template).ok_or(Refused::NotThere)?;
    let old = text.get(&language).unwrap_or_default().to_owned();
    text.set(language.clone(), words);
    Ok(Edit::SetText { at, language, words: old })
}

fn insert(section: &mut Section, at: usize, question: Question) {
    section.questions.insert(at.min(section.questions.len()), question);
}

fn section_place(template: &Template, key: &str) -> Result<usize, Refused> {
    template.sections.iter().position(|section| section.key == key).ok_or(Refused::NotThere)
}

/// The place of a question's section, and its own in it.
fn question_place(template: &Template, key: &str) -> Result<(usize, usize), Refused> {
    let in_section = |section: &Section| section.questions.iter().position(|one| one.key == key);
    let mut sections = template.sections.iter().enumerate();
    sections.find_map(|(place, section)| Some((place, in_section(section)?))).ok_or(Refused::NotThere)
}

impl Section {
    /// It without its questions.
    #[must_use]
    pub fn head(&self) -> SectionHead {
        SectionHead {
            key: self.key.clone(),
            title: self.title.clone(),
            intro: self.intro.clone(),
            show_if: self.show_if.clone(),
            jumps: self.jumps.clone(),
        }
    }

    fn replace_head(&mut self, head: SectionHead) -> SectionHead {
        SectionHead {
            key: std::mem::replace(&mut self.key, head.key),
            title: std::mem::replace(&mut self.title, head.title),
            intro: std::mem::replace(&mut self.intro, head.intro),
            show_if: std::mem::replace(&mut self.show_if, head.show_if),
            jumps: std::mem::replace(&mut self.jumps, head.jumps),
        }
    }
}

impl Head {
    /// What surrounds the sections of a survey.
    #[must_use]
    pub fn of(template: &Template) -> Self {
        Self {
            name: template.name.clone(),
            languages: template.languages.clone(),
            title: template.title.clone(),
            intro: template.intro.clone(),
            minutes: template.minutes,
            thanks: template.thanks.clone(),
            thanks_by_outcome: template.thanks_by_outcome.clone(),
            attributions: template.attributions.clone(),
            recall: template.recall,
            branding: template.branding.clone(),
            notice: template.notice.clone(),
        }
    }

    fn put_into(self, template: &mut Template) {
        template.name = self.name;
        template.languages = self.languages;
        template.title = self.title;
        template.intro = self.intro;
        template.minutes = self.minutes;
        template.thanks = self.thanks;
        template.thanks_by_outcome = self.thanks_by_outcome;
        template.attributions = self.attributions;
        template.recall = self.recall;
        template.branding = self.branding;
        template.notice = self.notice;
    }
}

impl Edit {
    /// What it does, in a few words after "Undo:"; asked before it is applied.
    #[must_use]
    pub fn label(&self, template: &Template) -> String {
        let section = |key: &str| named::section_by_key(template, key);
        let question = |key: &str| named::question_by_key(template, key);
        match self {
            Self::InsertSection { section, .. } => {
                format!("added the section {}", named::section(template, section))
            }
            Self::RemoveSection { section: key } => format!("deleted the section {}", section(key)),
            Self::MoveSection { section: key, .. } => format!("moved the section {}", section(key)),
            Self::ReplaceSectionHead { section: key, .. } => format!("changed the section {}", section(key)),
            Self::InsertQuestion { question, .. } => format!("added {}", named::question(template, question)),
            Self::RemoveQuestion { question: key } => format!("deleted {}", question(key)),
            Self::MoveQuestion { question: key, .. } => format!("moved {}", question(key)),
            Self::ReplaceQuestion { question: key, .. } => format!("changed {}", question(key)),
            Self::ReplaceHead(_) => "changed the survey’s settings".to_owned(),
            Self::ReplaceCalculations(_) => "changed the values".to_owned(),
            Self::SetText { at, language, .. } => {
                format!("wrote “{}” in {}", at.field.label(), language.english_name())
            }
        }
    }
}

/// The edit that puts a copy of a question behind it, with a key of its own.
#[must_use]
pub fn duplicate(template: &Template, question: &str) -> Option<Edit> {
    let (place, at) = question_place(template, question).ok()?;
    let section = &template.sections[place];
    let mut copy = section.questions[at].clone();
    copy.key = fresh_key(template, question);
    Some(Edit::InsertQuestion { section: section.key.clone(), at: at + 1, question: Box::new(copy) })
}

#[cfg(test)]
mod tests;
