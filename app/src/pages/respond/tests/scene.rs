//! What the tests begin with: a survey, what was answered, and the pages of it.

use chrono::{DateTime, Utc};
use domain::deal::Outcome;
use domain::response::Attribution;
use domain::survey::logic::span;
use domain::survey::{
    AnswerSet, Audience, Facts, Language, Names, Problems, Seed, Template, path, read_section, starter,
};

use crate::pages::respond::{
    Fields, Landing, Notice, Review, SectionForm, Site, Survey, Vendors, Voice, landing, review, section,
};

/// A survey with a question of every kind, in three languages of which one is far from complete.
pub(super) fn kinds() -> Template {
    serde_json::from_str(include_str!("kinds.json")).expect("a template")
}

pub(super) fn site() -> Site {
    Site {
        stylesheet: "/pkg/survey.1.css".to_owned(),
        sheet: "".into(),
        script: "/pkg/respond.1.js".to_owned(),
    }
}

pub(super) fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

pub(super) fn language(tag: &str) -> Language {
    Language::parse(tag).expect(tag)
}

pub(super) fn strings(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

/// A survey on somebody's desk.
pub(super) struct Scene {
    pub template: Template,
    pub voice: Voice,
    pub names: Names,
    pub facts: Facts,
    pub answers: AnswerSet,
    pub vendors: Vendors,
    pub attribution: Option<Attribution>,
    pub base: &'static str,
    pub audience: Audience,
    pub more_rows: Option<&'static str>,
    pub notice: Option<Notice>,
}

impl Scene {
    /// The survey that new tenants have.
    pub(super) fn starter() -> Self {
        Self::of(starter::win_loss(), "en")
    }

    /// The survey with every kind of question, read in a language.
    pub(super) fn kinds(tag: &str) -> Self {
        Self::of(kinds(), tag)
    }

    pub(super) fn of(template: Template, tag: &str) -> Self {
        let voice = Voice::new(&language(tag), template.language());
        let names = Names {
            tenant: "North & <Wind>".to_owned(),
            account: "{tenant} Ltd".to_owned(),
            contact: "Elena".to_owned(),
            competitor: "Contoso".to_owned(),
            closed: "September 2026".to_owned(),
            ..Names::default()
        };
        Self {
            template,
            voice,
            names,
            facts: Facts::of(Outcome::LostCompetitor),
            answers: AnswerSet::new(),
            vendors: Vendors {
                listed: strings(&["Contoso", "Fabrikam"]),
                suggested: strings(&["Contoso", "Fabrikam", "FB"]),
            },
            attribution: None,
            audience: Audience::Buyer,
            base: "/survey",
            more_rows: None,
            notice: None,
        }
    }

    pub(super) fn survey(&self) -> Survey<'_> {
        Survey {
            base: self.base,
            template: &self.template,
            audience: self.audience,
            voice: &self.voice,
            names: &self.names,
            answers: &self.answers,
            attribution: self.attribution,
            seller: Some("Grace Okafor"),
            privacy_contact: None,
            logo: None,
            preferences: Some("/u/PREFERENCES"),
            expires_at: at("2026-10-30T00:00:00Z"),
            correctable_until: None,
            mark: "0123456789ab",
            seed: Seed(7),
            nonce: "NONCE",
        }
    }

    /// The page of a section, filled in from the answers.
    pub(super) fn section(&self, key: &str) -> String {
        self.draw(key, None, &Problems::new())
    }

    /// The page of a section with what is wrong with it.
    pub(super) fn with_problems(&self, key: &str, problems: &Problems) -> String {
        self.draw(key, None, problems)
    }

    /// The page of a section as it comes back when this was posted.
    pub(super) fn posted(&self, key: &str, form: &[(&str, &str)]) -> String {
        let form: Vec<(String, String)> =
            form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let path = path(&self.template, &self.facts, &self.answers);
        let at = path.position(key).expect("the section is reached");
        let (_, questions) = &path.sections()[at];
        let (_, problems) = read_section(questions, |one| path.requires(&one.key), &form);
        self.draw(key, Some(&form), &problems)
    }

    fn draw(&self, key: &str, form: Option<&[(String, String)]>, problems: &Problems) -> String {
        let path = path(&self.template, &self.facts, &self.answers);
        let at = path.position(key).expect("the section is reached");
        let (here, questions) = &path.sections()[at];
        let fields = match form {
            Some(form) => Fields::of_posted(questions, form),
            None => Fields::of_answers(questions, &self.answers, &self.vendors),
        };
        section(
            &site(),
            &SectionForm {
                survey: self.survey(),
                section: here,
                questions,
                path: &path,
                fields: &fields,
                problems,
                vendors: &self.vendors,
                more_rows: self.more_rows,
                number: at + 1,
                of: path.sections().len(),
                is_change: false,
                notice: self.notice,
                revision: 3,
                page: "p1",
            },
        )
    }

    pub(super) fn landing(&self) -> String {
        landing(
            &site(),
            &Landing {
                survey: self.survey(),
                sender: None,
                account: Some(&self.names.account),
                closed_at: at("2026-09-04T00:00:00Z"),
                pages: span(&self.template, &self.facts),
                has_started: false,
                can_wait: true,
                problem: None,
            },
        )
    }

    pub(super) fn review(&self) -> String {
        let path = path(&self.template, &self.facts, &self.answers);
        let review_of =
            Review { survey: self.survey(), path: &path, answers: &self.answers, is_correction: false };
        review(&site(), &review_of)
    }
}

pub(super) fn count(page: &str, what: &str) -> usize {
    page.matches(what).count()
}

/// With `WINLOSS_PAGES` set to a folder at build time, the rendered pages are kept for looking at.
pub(super) fn keep(name: &str, html: &str) {
    let Some(folder) = option_env!("WINLOSS_PAGES") else { return };
    let page = html.replace("/pkg/survey.1.css", "survey.css").replace("/pkg/respond.1.js", "respond.js");
    std::fs::write(format!("{folder}/buyer-{name}.html"), page).expect("a folder to write to");
}

/// The field with this label or legend, up to the next question.
pub(super) fn field<'a>(page: &'a str, words: &str) -> &'a str {
    let at = page.find(words).unwrap_or_else(|| panic!("no {words} in {page}"));
    let end = page[at..].find("class=\"field__label\"").map_or(page.len(), |end| at + end);
    &page[at..end]
}
