//! Every text of a survey with its address, so that translating, counting, recalling and editing see the same ones.

use serde::{Deserialize, Serialize};

use super::finding::Place;
use super::kind::Kind;
use super::template::{Question, Section, Template};
use super::text::Text;
use crate::deal::Outcome;

/// The address of a text.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct TextAt {
    /// What it belongs to.
    pub place: Place,
    /// Which of its texts.
    pub field: TextField,
}

/// Which text of a place.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextField {
    /// The heading of the first page or of a section.
    Title,
    /// What stands under it.
    Intro,
    /// The question itself.
    Question,
    /// The hint under a question or a choice.
    Help,
    /// What a choice, a row or a column says.
    Label,
    /// What the low end of a scale means.
    Low,
    /// What the high end of a scale means.
    High,
    /// What a number counts.
    Unit,
    /// What is agreed to.
    Statement,
    /// What the last page says.
    Thanks,
    /// What it says instead after an outcome.
    ThanksAfter(Outcome),
    /// What the answers are used for.
    Purpose,
    /// Who else will see the answers.
    Readers,
}

impl TextField {
    /// What the builder calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Intro => "Introduction",
            Self::Question => "Question",
            Self::Help => "Hint",
            Self::Label => "Label",
            Self::Low => "Low end of the scale",
            Self::High => "High end of the scale",
            Self::Unit => "Unit",
            Self::Statement => "Statement",
            Self::Thanks => "Thanks",
            Self::ThanksAfter(Outcome::Won) => "Thanks after a won deal",
            Self::ThanksAfter(Outcome::LostCompetitor) => "Thanks after a deal lost to a competitor",
            Self::ThanksAfter(Outcome::LostNoDecision) => "Thanks after no decision",
            Self::ThanksAfter(Outcome::LostOther) => "Thanks after a deal lost for another reason",
            Self::Purpose => "What the answers are used for",
            Self::Readers => "Who sees the answers",
        }
    }

    /// Whether a survey without it cannot be published.
    #[must_use]
    pub const fn is_needed(self) -> bool {
        matches!(self, Self::Title | Self::Question | Self::Label | Self::Statement)
    }
}

/// What a text belongs to, borrowed from the survey.
#[derive(Copy, Clone, Debug)]
pub enum Owner<'a> {
    /// The first page.
    Survey,
    /// The last page.
    Thanks,
    /// The privacy notice.
    Notice,
    /// A section.
    Section(&'a Section),
    /// A question.
    Question(&'a Question),
    /// A choice, by its key.
    Choice(&'a Question, &'a str),
    /// A row or a criterion, by its key.
    Row(&'a Question, &'a str),
    /// A column, by its key.
    Column(&'a Question, &'a str),
}

impl Owner<'_> {
    /// The place of it.
    #[must_use]
    pub fn place(self) -> Place {
        match self {
            Self::Survey => Place::Survey,
            Self::Thanks => Place::Thanks,
            Self::Notice => Place::Notice,
            Self::Section(section) => Place::section(&section.key),
            Self::Question(question) => Place::question(&question.key),
            Self::Choice(question, choice) => {
                Place::Choice { question: question.key.clone(), choice: choice.to_owned() }
            }
            Self::Row(question, row) => Place::Row { question: question.key.clone(), row: row.to_owned() },
            Self::Column(question, column) => {
                Place::Column { question: question.key.clone(), column: column.to_owned() }
            }
        }
    }
}

/// Calls `with` for every text of the survey, in the order in which a buyer meets them.
pub fn each_text<'a>(template: &'a Template, with: &mut dyn FnMut(Owner<'a>, TextField, &'a Text)) {
    with(Owner::Survey, TextField::Title, &template.title);
    with(Owner::Survey, TextField::Intro, &template.intro);
    with(Owner::Notice, TextField::Purpose, &template.notice.purpose);
    with(Owner::Notice, TextField::Readers, &template.notice.readers);
    for section in &template.sections {
        with(Owner::Section(section), TextField::Title, &section.title);
        with(Owner::Section(section), TextField::Intro, &section.intro);
        for question in &section.questions {
            each_text_of(question, with);
        }
    }
    with(Owner::Thanks, TextField::Thanks, &template.thanks);
    for (outcome, text) in &template.thanks_by_outcome {
        with(Owner::Thanks, TextField::ThanksAfter(*outcome), text);
    }
}

/// Calls `with` for every text of a question.
pub fn each_text_of<'a>(question: &'a Question, with: &mut dyn FnMut(Owner<'a>, TextField, &'a Text)) {
    let owner = Owner::Question(question);
    with(owner, TextField::Question, &question.text);
    with(owner, TextField::Help, &question.help);
    for (field, text) in own_texts(&question.kind).into_iter().flatten() {
        with(owner, field, text);
    }
    for choice in question.kind.choices() {
        with(Owner::Choice(question, &choice.key), TextField::Label, &choice.label);
        with(Owner::Choice(question, &choice.key), TextField::Help, &choice.help);
    }
    for row in question.kind.rows() {
        with(Owner::Row(question, &row.key), TextField::Label, &row.label);
    }
    for column in question.kind.columns() {
        with(Owner::Column(question, &column.key), TextField::Label, &column.label);
    }
}

/// The texts that a kind has itself.
fn own_texts(kind: &Kind) -> [Option<(TextField, &Text)>; 2] {
    match kind {
        Kind::Rating { low, high, .. } | Kind::Nps { low, high } | Kind::HeadToHead { low, high, .. } => {
            [Some((TextField::Low, low)), Some((TextField::High, high))]
        }
        Kind::Number { unit, .. } => [Some((TextField::Unit, unit)), None],
        Kind::Consent { statement } => [Some((TextField::Statement, statement)), None],
        Kind::ShortText { .. }
        | Kind::LongText { .. }
        | Kind::Email
        | Kind::Url
        | Kind::Date { .. }
        | Kind::SingleChoice { .. }
        | Kind::MultipleChoice { .. }
        | Kind::Matrix { .. }
        | Kind::Ranking { .. }
        | Kind::Statement
        | Kind::CompetitorPick { .. }
        | Kind::FieldOfPlay { .. }
        | Kind::PriceGap
        | Kind::TurningPoint { .. }
        | Kind::WouldHaveChanged { .. } => [None, None],
    }
}

impl TextAt {
    /// The address of a text that was met.
    #[must_use]
    pub fn of(owner: Owner<'_>, field: TextField) -> Self {
        Self { place: owner.place(), field }
    }

    /// The text there; `None` where there is none.
    #[must_use]
    pub fn find<'a>(&self, template: &'a Template) -> Option<&'a Text> {
        let mut found = None;
        let mut look = |owner: Owner<'a>, field: TextField, text: &'a Text| {
            if field == self.field && owner.place() == self.place {
                found = Some(text);
            }
        };
        if let Some(question) = self.place.question_key() {
            each_text_of(template.question(question)?, &mut look);
            return found;
        }
        match (&self.place, self.field) {
            (Place::Survey, TextField::Title) => Some(&template.title),
            (Place::Survey, TextField::Intro) => Some(&template.intro),
            (Place::Thanks, TextField::Thanks) => Some(&template.thanks),
            (Place::Thanks, TextField::ThanksAfter(outcome)) => template.thanks_by_outcome.get(&outcome),
            (Place::Notice, TextField::Purpose) => Some(&template.notice.purpose),
            (Place::Notice, TextField::Readers) => Some(&template.notice.readers),
            (Place::Section { section }, TextField::Title) => Some(&template.section(section)?.title),
            (Place::Section { section }, TextField::Intro) => Some(&template.section(section)?.intro),
            _ => None,
        }
    }

    /// The text there, to be changed; `None` where there is none. The thanks after an outcome begin empty.
    pub fn find_mut<'a>(&self, template: &'a mut Template) -> Option<&'a mut Text> {
        let field = self.field;
        match &self.place {
            Place::Survey => pick(
                field,
                [(TextField::Title, &mut template.title), (TextField::Intro, &mut template.intro)],
            ),
            Place::Thanks => match field {
                TextField::ThanksAfter(outcome) => {
                    Some(template.thanks_by_outcome.entry(outcome).or_default())
                }
                field => pick(field, [(TextField::Thanks, &mut template.thanks)]),
            },
            Place::Notice => {
                let notice = &mut template.notice;
                pick(
                    field,
                    [(TextField::Purpose, &mut notice.purpose), (TextField::Readers, &mut notice.readers)],
                )
            }
            Place::Section { section } => {
                let section = template.sections.iter_mut().find(|one| one.key == *section)?;
                pick(field, [(TextField::Title, &mut section.title), (TextField::Intro, &mut section.intro)])
            }
            Place::Question { question } => {
                let question = template.question_mut(question)?;
                match field {
                    TextField::Question => Some(&mut question.text),
                    TextField::Help => Some(&mut question.help),
                    field => own_text_mut(&mut question.kind, field),
                }
            }
            Place::Choice { question, choice } => {
                let choices = template.question_mut(question)?.kind.choices_mut()?;
                let choice = choices.iter_mut().find(|one| one.key == *choice)?;
                pick(field, [(TextField::Label, &mut choice.label), (TextField::Help, &mut choice.help)])
            }
            Place::Row { question, row } => {
                let rows = template.question_mut(question)?.kind.rows_mut()?;
                let row = rows.iter_mut().find(|one| one.key == *row)?;
                pick(field, [(TextField::Label, &mut row.label)])
            }
            Place::Column { question, column } => {
                let columns = template.question_mut(question)?.kind.columns_mut()?;
                let column = columns.iter_mut().find(|one| one.key == *column)?;
                pick(field, [(TextField::Label, &mut column.label)])
            }
            Place::Rule { .. }
            | Place::Jump { .. }
            | Place::Calculation { .. }
            | Place::Languages { .. }
            | Place::Branding => None,
        }
    }
}

fn pick<const N: usize>(field: TextField, texts: [(TextField, &mut Text); N]) -> Option<&mut Text> {
    texts.into_iter().find(|(one, _)| *one == field).map(|(_, text)| text)
}

fn own_text_mut(kind: &mut Kind, field: TextField) -> Option<&mut Text> {
    if let Kind::Rating { low, high, .. } | Kind::Nps { low, high } | Kind::HeadToHead { low, high, .. } =
        kind
    {
        return pick(field, [(TextField::Low, low), (TextField::High, high)]);
    }
    if let Kind::Number { unit: text, .. } = kind {
        return pick(field, [(TextField::Unit, text)]);
    }
    if let Kind::Consent { statement } = kind {
        return pick(field, [(TextField::Statement, statement)]);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::catalogue;
    use crate::survey::starter;

    #[test]
    fn every_text_that_is_met_is_found_at_its_address() {
        let mut template = starter::win_loss();
        for entry in catalogue::ENTRIES {
            let question = catalogue::blank(&template, entry.code).expect(entry.code);
            template.sections[0].questions.push(question);
        }
        template.thanks_by_outcome.insert(Outcome::Won, Text::english("Thank you for choosing us."));
        let mut met: Vec<(TextAt, Text)> = Vec::new();
        each_text(&template, &mut |owner, field, text| met.push((TextAt::of(owner, field), text.clone())));
        assert!(met.len() > 150);
        for (at, text) in met {
            assert_eq!(at.find(&template), Some(&text), "{at:?}");
            assert_eq!(at.find_mut(&mut template).as_deref(), Some(&text), "{at:?}");
        }
    }
}
