//! Where somebody stands in a survey and where he goes next; pure, over the template and the answers.

use domain::survey::{
    Answer, AnswerSet, Kind, Language, Meaning, Path, Problems, Question, Section, check_answers, path,
    read_section,
};

use super::desk::Desk;
use super::form::Form;

/// The page before the send.
pub(super) const REVIEW: &str = "review";
/// The page for who goes on later.
pub(super) const SAVED: &str = "saved";

/// The position of the first section with something missing or wrong, or `None` when the survey can be sent.
pub(super) fn first_open(path: &Path<'_>, answers: &AnswerSet) -> Option<usize> {
    let problems = check_answers(path, answers).err()?;
    first_with(path, &problems)
}

/// The position of the first section that a problem is about.
pub(super) fn first_with(path: &Path<'_>, problems: &Problems) -> Option<usize> {
    path.sections()
        .iter()
        .position(|(_, questions)| questions.iter().any(|one| !problems.of_question(&one.key).is_empty()))
}

/// The page on which the survey goes on: its first one while nothing is answered, also when everything on it is
/// optional; then the first open section, or the review.
pub(super) fn go_on<'a>(path: &Path<'a>, answers: &AnswerSet) -> &'a str {
    let at = if answers.is_empty() { Some(0) } else { first_open(path, answers) };
    match at.and_then(|at| path.sections().get(at)) {
        Some((section, _)) => &section.key,
        None => REVIEW,
    }
}

/// The page for somebody who comes back: the one after the last that he answered, as he may not have seen it though
/// nothing on it is required; an open one before it comes first.
pub(super) fn resume<'a>(path: &Path<'a>, answers: &AnswerSet) -> &'a str {
    let is_answered = |(_, questions): &(&Section, Vec<&Question>)| {
        questions.iter().any(|one| answers.get(&one.key).is_some())
    };
    let next = path.sections().iter().rposition(is_answered).map_or(0, |last| last + 1);
    let at = first_open(path, answers).map_or(next, |open| open.min(next));
    path.sections().get(at).map_or(REVIEW, |(section, _)| &section.key)
}

/// The page that somebody comes back to, if it is one of this survey's.
pub(super) fn known_page(desk: &Desk<'_>, page: &str) -> Option<String> {
    let is_known = [REVIEW, SAVED].contains(&page) || desk.template.section(page).is_some();
    is_known.then(|| page.to_owned())
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
pub(super) fn place(desk: &Desk<'_>, path: &Path<'_>, answers: &AnswerSet, key: &str) -> Place {
    match path.position(key) {
        Some(at) if first_open(path, answers).is_none_or(|open| at <= open) => Place::Open(at),
        Some(_) => Place::Elsewhere,
        None if desk.template.section(key).is_some() => Place::Elsewhere,
        None => Place::Nowhere,
    }
}

/// What the button that was pressed wants.
#[derive(Clone, Eq, PartialEq, Debug)]
pub(super) enum Wish {
    /// To go on.
    Next,
    /// To go back.
    Back,
    /// To stop for now.
    Later,
    /// To read on in another language.
    Language(Language),
    /// One more row for a vendor in this question.
    MoreRows(String),
}

impl Wish {
    /// Reads the button; one that is not known goes on.
    pub(super) fn of(form: &Form) -> Self {
        match form.first("go").unwrap_or_default() {
            "back" => Self::Back,
            "later" => Self::Later,
            other => match other.split_once(':') {
                Some(("lang", tag)) => Language::parse(tag).map_or(Self::Next, Self::Language),
                Some(("row", question)) => Self::MoreRows(question.to_owned()),
                Some(_) | None => Self::Next,
            },
        }
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
    pub(super) problems: Problems,
    /// The whole draft with these answers.
    pub(super) merged: AnswerSet,
    /// What is reached with them.
    pub(super) path: Path<'a>,
}

impl<'a> Posted<'a> {
    /// Reads a form for this section; `None` if the survey has no such section.
    ///
    /// A question that is not on the path is not read: a forged post cannot answer what is not asked.
    pub(super) fn read(desk: &Desk<'a>, draft: &AnswerSet, key: &str, form: &Form) -> Option<Self> {
        let (template, facts) = (desk.template, desk.facts);
        let section = template.section(key)?;
        let asked: Vec<&str> = form.first("asked").unwrap_or_default().split(' ').collect();
        let asked = section.questions.iter().filter(|one| asked.contains(&one.key.as_str()));
        let on_page: Vec<&Question> = asked.collect();
        // What is reached may depend on what is posted with it, so it is read once to see the path and then again.
        let (all, _) = read_section(&on_page, |_| false, form.fields());
        let reached = path(template, facts, &merge(draft, &on_page, &all));
        let questions: Vec<&Question> = on_page.into_iter().filter(|one| reached.shows(&one.key)).collect();
        let (answers, problems) = read_section(&questions, |one| reached.requires(&one.key), form.fields());
        let merged = merge(draft, &questions, &answers);
        let path = path(template, facts, &merged);
        Some(Self { section, questions, answers, problems, merged, path })
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

    /// The page that "Next" leads to once the answers are valid. `before` is the draft before them.
    pub(super) fn next(&self, desk: &Desk<'_>, before: &AnswerSet, is_change: bool) -> String {
        let elsewhere = || format!("{}?elsewhere", go_on(&self.path, &self.merged));
        let Some(position) = self.path.position(&self.section.key) else { return elsewhere() };
        if self.has_more() {
            let change = if is_change { "&change" } else { "" };
            return format!("{}?more{change}", self.section.key);
        }
        if first_open(&self.path, &self.merged).is_some_and(|open| open < position) {
            return elsewhere();
        }
        if is_change {
            let known = path(desk.template, desk.facts, before);
            let is_new = |section: &&Section| known.position(&section.key).is_none();
            return match self.path.sections().iter().map(|(section, _)| *section).find(is_new) {
                // A section that the change brought up was never seen, even if nothing in it is required.
                Some(section) => section.key.clone(),
                None => go_on(&self.path, &self.merged).to_owned(),
            };
        }
        self.path.next(&self.section.key).map_or_else(|| REVIEW.to_owned(), |section| section.key.clone())
    }

    /// The page that "Back" leads to.
    pub(super) fn back(&self) -> String {
        match (self.path.previous(&self.section.key), self.path.position(&self.section.key)) {
            (Some(section), _) => section.key.clone(),
            (None, Some(_)) => self.section.key.clone(),
            (None, None) => go_on(&self.path, &self.merged).to_owned(),
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
