//! Reads one posted section: the fields of a form by name, into answers to the questions shown on it.
//!
//! Fields are named `q.<key>`, with a part behind it where a question has several: `.other` (words of the buyer's
//! own), `.<row>` (a row of a matrix), `.<row>.us` and `.<row>.them` (a head-to-head), `.1`, `.2` … (places of a
//! ranking), `.name.<n>` and `.stage.<n>` (the field of play), `.percent` and `.role` (a price gap), `.who` (a
//! turning point), `.words` (what would have changed it). Numbers are read with the mark before decimals that the field
//! [`MARK`] names, as the page's language has it.
//! Fields that belong to no shown question are ignored: a forged post cannot answer what is not asked.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use super::answer::{Answer, AnswerSet, Pair, Player, PriceRole, PriceStance, Stage};
use super::kind::{Kind, Row};
use super::logic::{AGREED, OTHER};
use super::number::{DecimalMark, Number};
use super::problem::{Problems, Wrong};
use super::template::Question;
use super::validate::{MOST_VENDORS, check_answer};
use crate::form::clean_text;

/// Longest text that is read at all: far more than any question allows, so that a text that is too long comes back
/// whole with its problem.
const LONGEST_READ: usize = 200_000;
/// The field that names the mark which the page's language has before decimals.
pub const MARK: &str = "mark";
/// Rows of the field of play that are read.
const MOST_PLAYERS: usize = 60;

/// Reads the posted answers to these questions. `is_required` says which must be answered.
///
/// The answers as far as they could be read come with what is wrong with them.
#[must_use]
pub fn read_section(
    questions: &[&Question],
    is_required: impl Fn(&Question) -> bool,
    form: &[(String, String)],
) -> (AnswerSet, Problems) {
    let mut answers = AnswerSet::new();
    let mut problems = Problems::new();
    let mark = form.iter().find(|(name, _)| name == MARK).and_then(|(_, mark)| DecimalMark::from_code(mark));
    let mark = mark.unwrap_or(DecimalMark::Point);
    for question in questions.iter().filter(|question| question.takes_answer()) {
        let posted = Posted::new(&question.key, form, mark);
        let answer = read_answer(question, &posted, &mut problems);
        // What could not even be read has said so; "missing" beside it would be one complaint too many.
        let asks = is_required(question) && problems.of_question(&question.key).is_empty();
        check_answer(question, answer.as_ref(), asks, &mut problems);
        answers.set(&question.key, answer);
    }
    (answers, problems)
}

/// The fields of one question by part; the question itself is the part "".
struct Posted<'a> {
    parts: BTreeMap<&'a str, Vec<&'a str>>,
    mark: DecimalMark,
}

impl<'a> Posted<'a> {
    fn new(key: &str, form: &'a [(String, String)], mark: DecimalMark) -> Self {
        let mut parts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, value) in form {
            let Some(rest) = name.strip_prefix("q.").and_then(|name| name.strip_prefix(key)) else {
                continue;
            };
            let part = if rest.is_empty() { Some("") } else { rest.strip_prefix('.') };
            if let Some(part) = part {
                parts.entry(part).or_default().push(value);
            }
        }
        Self { parts, mark }
    }

    /// All values of a part.
    fn all(&self, part: &str) -> &[&'a str] {
        self.parts.get(part).map_or(&[], Vec::as_slice)
    }

    /// The first value of a part, if it is not blank.
    fn first(&self, part: &str) -> Option<&'a str> {
        self.all(part).iter().copied().find(|value| !value.trim().is_empty())
    }

    /// A text of any length.
    fn text(&self, part: &str) -> Option<String> {
        let text = clean_text(self.first(part)?, LONGEST_READ);
        (!text.is_empty()).then_some(text)
    }
}

fn read_answer(question: &Question, posted: &Posted<'_>, problems: &mut Problems) -> Option<Answer> {
    let key = question.key.as_str();
    match &question.kind {
        Kind::SingleChoice { .. } | Kind::MultipleChoice { .. } => chosen(question, posted, problems),
        Kind::ShortText { .. } => {
            let text = posted.text("")?.replace('\n', " ");
            Some(Answer::Text { text })
        }
        Kind::LongText { .. } => Some(Answer::Text { text: posted.text("")? }),
        Kind::Email | Kind::Url => Some(Answer::Text { text: posted.text("")? }),
        Kind::Number { .. } => match Number::typed(posted.first("")?, posted.mark) {
            Ok(value) => Some(Answer::Number { value }),
            Err(_) => complain(problems, key, Wrong::NotANumber),
        },
        Kind::Date { .. } => match read_day(posted.first("")?) {
            Some(day) => Some(Answer::Date { day }),
            None => complain(problems, key, Wrong::NotADay),
        },
        Kind::Rating { .. } | Kind::Nps { .. } => match posted.first("")?.parse() {
            Ok(value) => Some(Answer::Rated { value }),
            Err(_) => complain(problems, key, Wrong::NotOnScale),
        },
        Kind::Matrix { rows, .. } => judged(rows, posted),
        Kind::Ranking { places, .. } => ranked(key, *places, posted, problems),
        Kind::Consent { .. } => match posted.first("")? {
            AGREED => Some(Answer::Agreed),
            _ => complain(problems, key, Wrong::NoSuchChoice),
        },
        Kind::Statement => None,
        Kind::CompetitorPick { allows_many } => vendors(*allows_many, posted),
        Kind::FieldOfPlay { .. } => played(key, posted, problems),
        Kind::HeadToHead { criteria, .. } => compared(criteria, posted),
        Kind::PriceGap => priced(key, posted, problems),
        Kind::TurningPoint { .. } => turned(key, posted, problems),
        Kind::WouldHaveChanged { .. } => {
            let picked = posted.first("").map(str::to_owned);
            let words = posted.text("words");
            (picked.is_some() || words.is_some()).then_some(Answer::Changed { key: picked, words })
        }
    }
}

fn complain(problems: &mut Problems, key: &str, wrong: Wrong) -> Option<Answer> {
    problems.add(key, wrong.whole());
    None
}

fn chosen(question: &Question, posted: &Posted<'_>, problems: &mut Problems) -> Option<Answer> {
    let allows_other = question.kind.allows_other();
    let mut keys: Vec<String> = Vec::new();
    for value in posted.all("").iter().filter(|value| !value.is_empty() && **value != OTHER) {
        if !keys.iter().any(|key| key == value) {
            keys.push((*value).to_owned());
        }
    }
    let ticked = posted.all("").contains(&OTHER);
    let words = posted.text(OTHER).filter(|_| allows_other);
    if ticked && words.is_none() && allows_other {
        problems.add(&question.key, Wrong::OtherMissing.of(OTHER));
    }
    // Words left over beside another radio button do not count.
    let is_single = matches!(question.kind, Kind::SingleChoice { .. });
    let words = words.filter(|_| !is_single || keys.is_empty());
    (!keys.is_empty() || words.is_some()).then_some(Answer::Chosen { keys, other: words })
}

/// A day as date fields post it, or as people write it: `2026-10-30`, `30.10.2026`.
fn read_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(text, "%d.%m.%Y"))
        .ok()?;
    // A year of two digits is nobody's year 26, and which century is meant is not ours to say.
    (1000..=9999).contains(&day.year()).then_some(day)
}

fn judged(rows: &[Row], posted: &Posted<'_>) -> Option<Answer> {
    let judged: BTreeMap<String, String> =
        rows.iter().filter_map(|row| Some((row.key.clone(), posted.first(&row.key)?.to_owned()))).collect();
    (!judged.is_empty()).then_some(Answer::Judged { rows: judged })
}

fn ranked(key: &str, places: u8, posted: &Posted<'_>, problems: &mut Problems) -> Option<Answer> {
    let mut keys: Vec<String> = Vec::new();
    let mut is_open = None;
    for place in 1..=places {
        let part = place.to_string();
        match posted.first(&part) {
            None => is_open = is_open.or(Some(part)),
            Some(value) => {
                if let Some(open) = is_open.take() {
                    problems.add(key, Wrong::Gap.of(open));
                }
                if keys.iter().any(|one| one == value) {
                    problems.add(key, Wrong::Twice.of(part));
                }
                keys.push(value.to_owned());
            }
        }
    }
    (!keys.is_empty()).then_some(Answer::Ranked { keys })
}

fn vendors(allows_many: bool, posted: &Posted<'_>) -> Option<Answer> {
    let listed: Vec<&str> = posted.all("").iter().copied().filter(|value| *value != OTHER).collect();
    // Where one vendor is asked for and one of the list is chosen, words left over in the free field do not count.
    let reads_free = allows_many || listed.iter().all(|name| name.trim().is_empty());
    let free = posted.first(OTHER).filter(|_| reads_free).unwrap_or("");
    let mut names: Vec<String> = Vec::new();
    // Free text may hold several names: one a line, or with commas or semicolons between.
    for name in listed.into_iter().chain(free.split(['\n', ',', ';'])) {
        let name = clean_text(name, LONGEST_READ);
        if !name.is_empty() && !names.contains(&name) && names.len() <= MOST_VENDORS {
            names.push(name);
        }
    }
    (!names.is_empty()).then_some(Answer::Vendors { names })
}

fn played(key: &str, posted: &Posted<'_>, problems: &mut Problems) -> Option<Answer> {
    let mut players: Vec<Player> = Vec::new();
    for row in 0..MOST_PLAYERS {
        let (name, stage) = (format!("name.{row}"), format!("stage.{row}"));
        let marked = posted.first(&stage).and_then(Stage::from_code);
        let named = posted.text(&name);
        // A name typed without a mark was at least looked at; a name of our list that nobody marked was not.
        let is_own = posted.first(&format!("own.{row}")).is_some();
        match (named, marked) {
            (Some(name), Some(stage)) => add_player(&mut players, Player { name, stage }),
            (Some(name), None) if is_own => {
                add_player(&mut players, Player { name, stage: Stage::Considered })
            }
            (None, Some(_)) => problems.add(key, Wrong::NameMissing.of(name)),
            (Some(_) | None, None) => {}
        }
    }
    (!players.is_empty()).then_some(Answer::Played { vendors: players })
}

/// The same vendor on two rows is one that came as far as the farther row says.
fn add_player(players: &mut Vec<Player>, player: Player) {
    match players.iter_mut().find(|one| one.name.to_lowercase() == player.name.to_lowercase()) {
        Some(known) => known.stage = known.stage.max(player.stage),
        None => players.push(player),
    }
}

fn compared(criteria: &[Row], posted: &Posted<'_>) -> Option<Answer> {
    let side = |row: &Row, side: &str| {
        posted.first(&format!("{}.{side}", row.key)).map(|value| value.parse::<u8>().unwrap_or(0))
    };
    let rows: BTreeMap<String, Pair> = criteria
        .iter()
        .map(|row| (row.key.clone(), Pair { us: side(row, "us"), them: side(row, "them") }))
        .filter(|(_, pair)| *pair != Pair::default())
        .collect();
    (!rows.is_empty()).then_some(Answer::Compared { rows })
}

fn priced(key: &str, posted: &Posted<'_>, problems: &mut Problems) -> Option<Answer> {
    let stance = posted.first("").map(PriceStance::from_code);
    let role = posted.first("role").map(PriceRole::from_code);
    if stance == Some(None) {
        problems.add(key, Wrong::NoSuchChoice.whole());
    }
    if role == Some(None) {
        problems.add(key, Wrong::NoSuchChoice.of("role"));
    }
    let (stance, role) = (stance.flatten(), role.flatten());
    // A distance makes sense only above or below; what was typed before the mind was changed is let go.
    let typed = posted.first("percent").filter(|_| stance.is_some_and(PriceStance::has_distance));
    let percent = typed.and_then(|text| {
        let number = Number::typed(text.trim().trim_end_matches('%'), posted.mark).ok();
        let read = number.filter(|one| one.is_whole()).and_then(|one| u16::try_from(one.truncated()).ok());
        if read.is_none() {
            problems.add(key, Wrong::NoSuchPercent.of("percent"));
        }
        read
    });
    (stance.is_some() || role.is_some()).then_some(Answer::Priced { stance, percent, role })
}

fn turned(key: &str, posted: &Posted<'_>, problems: &mut Problems) -> Option<Answer> {
    let picked = posted.first("").filter(|value| *value != OTHER).map(str::to_owned);
    let words = posted.text(OTHER).filter(|_| picked.is_none());
    if posted.all("").contains(&OTHER) && picked.is_none() && words.is_none() {
        problems.add(key, Wrong::OtherMissing.of(OTHER));
    }
    let who = posted.text("who");
    let has_any = picked.is_some() || words.is_some() || who.is_some();
    has_any.then_some(Answer::Turned { key: picked, other: words, who })
}

#[cfg(test)]
mod tests;
