//! Where a buyer stands in the survey and where he goes next; pure, over the template and the answers.

use domain::survey::{
    Answer, AnswerSet, Facts, Kind, Meaning, Path, Problems, Question, Section, Template, check_answers,
    path, read_section,
};

use super::form::Form;

/// The review's address.
pub(super) const REVIEW: &str = "/survey/review";

/// The address of a section.
pub(super) fn address(section: &str) -> String {
    format!("/survey/{section}")
}

/// The position of the first section with something missing or wrong, or `None` when the survey can be sent.
pub(super) fn first_open(path: &Path<'_>, answers: &AnswerSet) -> Option<usize> {
    let errors = check_answers(path, answers).err()?;
    first_with(path, &errors)
}

/// The position of the first section that an error is about.
pub(super) fn first_with(path: &Path<'_>, errors: &Problems) -> Option<usize> {
    path.sections()
        .iter()
        .position(|(_, questions)| questions.iter().any(|one| !errors.of_question(&one.key).is_empty()))
}

/// Where the survey goes on: the first open section, or the review.
pub(super) fn go_on(path: &Path<'_>, answers: &AnswerSet) -> String {
    match first_open(path, answers).and_then(|at| path.sections().get(at)) {
        Some((section, _)) => address(&section.key),
        None => REVIEW.to_owned(),
    }
}

/// What an address with a section's key leads to.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(super) enum Place {
    /// The section at this position can be shown.
    Open(usize),
    /// It exists, but not for these answers, or not yet.
    Elsewhere,
    /// The survey has no such section.
    Nowhere,
}

/// What a section's key leads to.
pub(super) fn place(template: &Template, path: &Path<'_>, answers: &AnswerSet, key: &str) -> Place {
    match path.position(key) {
        Some(at) if first_open(path, answers).is_none_or(|open| at <= open) => Place::Open(at),
        Some(_) => Place::Elsewhere,
        None if template.sections.iter().any(|section| section.key == key) => Place::Elsewhere,
        None => Place::Nowhere,
    }
}

/// A posted section, read against the survey.
#[derive(Debug)]
pub(super) struct Posted<'a> {
    /// The section.
    pub(super) section: &'a Section,
    /// The questions it answers: those that were on the page and are still reached.
    pub(super) questions: Vec<&'a Question>,
    /// The answers to them, as far as they could be read; what is invalid is among them, so that nothing is lost.
    pub(super) answers: AnswerSet,
    /// What is wrong with them.
    pub(super) errors: Problems,
    /// The whole draft with these answers.
    pub(super) merged: AnswerSet,
    /// What is reached with them.
    pub(super) path: Path<'a>,
}

impl<'a> Posted<'a> {
    /// Reads a form for this section; `None` if the survey has no such section.
    ///
    /// A question that is not on the path is not read: a forged post cannot answer what is not asked.
    pub(super) fn read(
        template: &'a Template,
        facts: &Facts,
        draft: &AnswerSet,
        key: &str,
        form: &Form,
    ) -> Option<Self> {
        let section = template.sections.iter().find(|section| section.key == key)?;
        let asked: Vec<&str> = form.first("asked").unwrap_or_default().split(' ').collect();
        let asked = section.questions.iter().filter(|one| asked.contains(&one.key.as_str()));
        let on_page: Vec<&Question> = asked.collect();
        // What is reached may depend on what is posted with it, so it is read once to see the path and then again.
        let (all, _) = read_section(&on_page, |_| false, form.fields());
        let reached = path(template, facts, &merge(draft, &on_page, &all));
        let questions: Vec<&Question> = on_page.into_iter().filter(|one| reached.shows(&one.key)).collect();
        let (answers, errors) = read_section(&questions, |one| reached.requires(&one.key), form.fields());
        let merged = merge(draft, &questions, &answers);
        let path = path(template, facts, &merged);
        Some(Self { section, questions, answers, errors, merged, path })
    }

    /// The keys of the questions.
    pub(super) fn keys(&self) -> Vec<String> {
        self.questions.iter().map(|one| one.key.clone()).collect()
    }

    /// Whether the answers brought up questions on the same page.
    fn has_more(&self) -> bool {
        self.path.position(&self.section.key).and_then(|at| self.path.sections().get(at)).is_some_and(
            |(_, shown)| shown.iter().any(|one| !self.questions.iter().any(|own| own.key == one.key)),
        )
    }

    /// Where "Next" leads once the answers are valid. `before` is the draft before them.
    pub(super) fn next(
        &self,
        template: &Template,
        facts: &Facts,
        before: &AnswerSet,
        is_change: bool,
    ) -> String {
        let Some(position) = self.path.position(&self.section.key) else {
            return format!("{}?elsewhere", go_on(&self.path, &self.merged));
        };
        if self.has_more() {
            let change = if is_change { "&change" } else { "" };
            return format!("{}?more{change}", address(&self.section.key));
        }
        match first_open(&self.path, &self.merged) {
            Some(open) if open < position => return format!("{}?elsewhere", go_on(&self.path, &self.merged)),
            Some(_) | None => {}
        }
        if is_change {
            let known = path(template, facts, before);
            let is_new = |section: &&Section| known.position(&section.key).is_none();
            return match self.path.sections().iter().map(|(section, _)| *section).find(is_new) {
                // A section that the change brought up was never seen, even if nothing in it is required.
                Some(section) => address(&section.key),
                None => go_on(&self.path, &self.merged),
            };
        }
        self.path.next(&self.section.key).map_or_else(|| REVIEW.to_owned(), |section| address(&section.key))
    }

    /// Where "Back" leads.
    pub(super) fn back(&self) -> String {
        match (self.path.previous(&self.section.key), self.path.position(&self.section.key)) {
            (Some(section), _) => address(&section.key),
            (None, Some(_)) => address(&self.section.key),
            (None, None) => go_on(&self.path, &self.merged),
        }
    }
}

/// The question as it is shown: which reason weighed most is asked among those that the buyer gave.
pub(super) fn narrow(question: &Question, path: &Path<'_>, answers: &AnswerSet) -> Question {
    let mut question = question.clone();
    if question.meaning == Some(Meaning::TurningPoint) {
        let asked = path.sections().iter().flat_map(|(_, questions)| questions);
        let reasons = asked.filter(|one| one.meaning == Some(Meaning::Reasons)).map(|one| one.key.as_str());
        let given: Vec<&String> =
            reasons.chain([question.key.as_str()]).flat_map(|key| chosen(answers, key)).collect();
        if let Kind::SingleChoice { choices, .. } = &mut question.kind
            && choices.iter().any(|choice| given.contains(&&choice.key))
        {
            choices.retain(|choice| given.contains(&&choice.key));
        }
    }
    question
}

fn chosen<'a>(answers: &'a AnswerSet, question: &str) -> &'a [String] {
    answers.get(question).map_or(&[], Answer::keys)
}

fn merge(draft: &AnswerSet, questions: &[&Question], answers: &AnswerSet) -> AnswerSet {
    let mut merged = draft.clone();
    for question in questions {
        merged.set(question.key.as_str(), answers.get(&question.key).cloned());
    }
    merged
}

#[cfg(test)]
mod tests;
