//! A section about to be shown: from the answers, or from what was just posted.

use app::pages::respond::{Fields, Notice, SectionForm, Site, Vendors, section};
use domain::survey::logic::pages_at_most;
use domain::survey::{AnswerSet, Path, Problems, Question, path};

use super::desk::Desk;
use super::form::Form;
use super::step::{Place, Posted, Wish, go_on, place};
use super::visit::Visit;
use super::{desk, step};

/// A section about to be shown.
pub(super) struct View<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) path: Path<'a>,
    pub(super) position: usize,
    pub(super) answers: AnswerSet,
    /// The draft's revision that it shows.
    pub(super) revision: i32,
    /// Whether the reader came from the review.
    pub(super) is_change: bool,
    pub(super) notice: Option<Notice>,
    pub(super) problems: Problems,
    /// What was just posted: what could not be read is shown as it was typed.
    pub(super) typed: Option<&'a Form>,
    /// The question in which one more row was asked for.
    pub(super) more_rows: Option<String>,
}

/// What an address leads to.
pub(super) enum Found<'a> {
    /// A section to be shown.
    Section(Box<View<'a>>),
    /// Another page of the survey.
    Go(String),
    /// No page; the survey goes on there.
    Nowhere(String),
}

/// What a posted section leads to, once it is kept.
pub(super) enum Turn {
    /// Another page of the survey.
    Go(String),
    /// The same page, with what is wrong.
    Wrong,
    /// The same page with one more row in this question.
    MoreRows(String),
    /// The same page in this language, which is to be kept.
    Speak(domain::survey::Language),
}

/// The section with this key, if these answers lead there.
pub(super) fn find<'a>(
    desk: &'a Desk<'a>,
    answers: AnswerSet,
    revision: i32,
    key: &str,
    visit: &Visit,
) -> Found<'a> {
    let path = path(desk.template, desk.facts, &answers);
    let position = match place(desk, &path, &answers, key) {
        Place::Open(position) => position,
        Place::Elsewhere => return Found::Go(format!("{}?elsewhere", go_on(&path, &answers))),
        Place::Nowhere => return Found::Nowhere(go_on(&path, &answers).to_owned()),
    };
    let notices = [("more", Notice::More), ("elsewhere", Notice::Elsewhere), ("shared", Notice::Shared)];
    let notice = notices.into_iter().find(|(name, _)| visit.has(name)).map(|(_, notice)| notice);
    Found::Section(Box::new(View {
        desk,
        path,
        position,
        answers,
        revision,
        is_change: visit.has("change"),
        notice,
        problems: Problems::new(),
        typed: None,
        more_rows: None,
    }))
}

/// What a posted section leads to. `before` is the draft before it.
pub(super) fn turn(desk: &Desk<'_>, posted: &Posted<'_>, before: &AnswerSet, form: &Form) -> Turn {
    let is_on_path = posted.path.position(&posted.section.key).is_some();
    match Wish::of(form) {
        Wish::Back => Turn::Go(posted.back()),
        Wish::Later => Turn::Go(step::SAVED.to_owned()),
        Wish::Language(language) if is_on_path && desk.template.languages.contains(&language) => {
            Turn::Speak(language)
        }
        Wish::MoreRows(question) if is_on_path => Turn::MoreRows(question),
        Wish::Next | Wish::Language(_) | Wish::MoreRows(_) if posted.problems.is_empty() => {
            Turn::Go(posted.next(desk, before, form.first("change").is_some()))
        }
        Wish::Next | Wish::Language(_) | Wish::MoreRows(_) => Turn::Wrong,
    }
}

impl<'a> View<'a> {
    /// The section that was just posted, as it was typed.
    pub(super) fn of_posted(desk: &'a Desk<'a>, posted: Posted<'a>, form: &'a Form, revision: i32) -> Self {
        Self {
            desk,
            position: posted.path.position(&posted.section.key).unwrap_or_default(),
            path: posted.path,
            answers: posted.merged,
            revision,
            is_change: form.first("change").is_some(),
            notice: None,
            problems: posted.problems,
            typed: Some(form),
            more_rows: None,
        }
    }

    fn questions(&self) -> &[&'a Question] {
        self.path.sections().get(self.position).map_or(&[], |(_, questions)| questions)
    }

    /// Whether vendors are asked for, so that they must be known.
    pub(super) fn names_vendors(&self) -> bool {
        self.questions().iter().any(|question| question.kind.names_vendors())
    }

    /// The page; `page` is a name for this rendering of it. Nothing where the survey has no section at all.
    pub(super) fn render(&self, site: &Site, vendors: &Vendors, page: &str) -> Option<String> {
        let (here, _) = self.path.sections().get(self.position)?;
        let narrowed: Vec<Question> =
            self.questions().iter().map(|one| step::narrow(one, &self.path, &self.answers)).collect();
        let questions: Vec<&Question> = narrowed.iter().collect();
        let fields = match self.typed {
            Some(form) => Fields::of_posted(&questions, form.fields()),
            None => Fields::of_answers(&questions, &self.answers, vendors),
        };
        let reached = self.path.reached(&self.answers);
        Some(section(
            site,
            &SectionForm {
                survey: self.desk.survey(&reached),
                section: here,
                questions: &questions,
                path: &self.path,
                fields: &fields,
                problems: &self.problems,
                vendors,
                more_rows: self.more_rows.as_deref(),
                number: self.position + 1,
                of: pages_at_most(
                    self.desk.template,
                    self.desk.facts,
                    &self.answers,
                    &self.path,
                    self.position,
                ),
                is_change: self.is_change,
                notice: self.notice,
                revision: self.revision,
                page,
            },
        ))
    }
}

/// A name for one rendering of a page.
pub(super) fn page_name(random: [u8; 8]) -> String {
    format!("{:016x}", u64::from_be_bytes(random))
}

/// No vendors: for sections that ask for none.
pub(super) fn no_vendors() -> Vendors {
    desk::vendors(&[], Vec::new(), Vec::new())
}
