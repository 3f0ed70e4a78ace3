//! Takes from a document what can be read, member by member, and reports the rest.

use serde_json::{Map, Value};

use super::Remark;
use super::shape::{KINDS, LONGEST, LONGEST_WORDS, Member, Need, OUTCOMES, SURVEY, Shape};
use super::spot::Spots;
use crate::color::Color;
use crate::survey::check::DEEPEST_READ;
use crate::survey::finding::Level;
use crate::survey::kind::can_be_typed;
use crate::survey::language::Language;
use crate::survey::named;
use crate::survey::number::Number;

/// What JSON calls an object.
const GROUP: &str = "a group of named values";
/// Most findings of a report; a file that is wrong everywhere needs no more.
const MOST_FINDINGS: usize = 200;

pub(super) struct Cleaner {
    report: Vec<Remark>,
    /// How many findings were too many.
    more: usize,
    /// What paths are called.
    spots: Spots,
    /// The language of plain words.
    own: Language,
    /// The paths of members that are there more than once.
    repeated: Vec<String>,
    /// Where it reads.
    path: String,
    /// In how many conditions.
    depth: usize,
}

/// Why a value cannot be read.
struct Complaint {
    /// Its path.
    path: String,
    /// What is wrong with it: "should be a list and is true".
    words: String,
}

impl Cleaner {
    pub(super) const fn new(own: Language, spots: Spots, repeated: Vec<String>, report: Vec<Remark>) -> Self {
        Self { report, more: 0, spots, own, repeated, path: String::new(), depth: 0 }
    }

    /// Everything of a survey that can be read.
    pub(super) fn survey(&mut self, value: Value) -> Option<Value> {
        match self.clean(value, &SURVEY) {
            Ok(value) => Some(value),
            Err(complaint) => {
                self.lost(&complaint);
                None
            }
        }
    }

    pub(super) fn into_report(mut self) -> Vec<Remark> {
        if self.more > 0 {
            let words = format!("And {}.", named::counted(self.more, "more finding", "more findings"));
            self.report.push(Remark::new(Level::Note, words));
        }
        self.report
    }

    fn say(&mut self, remark: Remark) {
        if self.report.len() < MOST_FINDINGS {
            self.report.push(remark);
        } else {
            self.more += 1;
        }
    }

    /// Says something of what is at the path: "was cut: it was too long".
    fn say_here(&mut self, level: Level, words: &str) {
        let remark = Remark::at(level, &self.spots, &self.path, words);
        self.say(remark);
    }

    fn lost(&mut self, complaint: &Complaint) {
        let Complaint { path, words } = complaint;
        let gone = if *path == self.path {
            "It was left out.".to_owned()
        } else {
            format!("Left out: {}.", self.spots.said(&self.path).lost())
        };
        let remark = Remark::at(Level::Error, &self.spots, path, &format!("{words}. {gone}"));
        self.say(remark);
    }

    fn complaint(&self, words: String) -> Complaint {
        Complaint { path: self.path.clone(), words }
    }

    /// Does something one step further in the document.
    fn inside<T>(&mut self, step: &str, does: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        if length > 0 && !step.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(step);
        let result = does(self);
        self.path.truncate(length);
        result
    }

    fn wrong(&self, expected: &str, found: &Value) -> Complaint {
        self.complaint(format!("should be {expected} and is {}", described(found)))
    }

    /// Whether a member is there more than once, here or further inside.
    fn is_repeated(&self) -> bool {
        self.repeated.iter().any(|path| {
            path.strip_prefix(&self.path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    }

    fn clean(&mut self, value: Value, shape: &'static Shape) -> Result<Value, Complaint> {
        // Half a rule is another rule: what is read whole or not at all is not there twice.
        let is_whole = matches!(shape, Shape::Variant(_) | Shape::List { is_strict: true, .. });
        if is_whole && self.is_repeated() {
            return Err(self.complaint("has something in it more than once".to_owned()));
        }
        match (shape, value) {
            (Shape::Text, value) => self.text(value),
            (Shape::Words, Value::String(words)) => Ok(Value::String(self.words(words, LONGEST_WORDS))),
            (Shape::Words, other) => Err(self.wrong("a text", &other)),
            (Shape::Flag, Value::Bool(flag)) => Ok(Value::Bool(flag)),
            (Shape::Flag, other) => Err(self.wrong("true or false", &other)),
            (Shape::Whole(most), value) => match value.as_u64() {
                Some(number) if number <= *most => Ok(value),
                Some(_) | None if *most < u64::from(u32::MAX) => {
                    Err(self.wrong(&format!("a whole number from 0 to {most}"), &value))
                }
                Some(_) | None => Err(self.wrong("a whole number", &value)),
            },
            (Shape::Signed, value) => match value.as_i64() {
                Some(_) => Ok(value),
                None => Err(self.wrong("a whole number", &value)),
            },
            (Shape::Number, value) => {
                let written = match &value {
                    Value::String(text) => Number::parse(text).ok(),
                    Value::Number(number) => Number::parse(&number.to_string()).ok(),
                    Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
                };
                let expected = "a number with at most twelve digits and three decimals";
                written.map(|one| Value::String(one.to_string())).ok_or_else(|| self.wrong(expected, &value))
            }
            (Shape::Day, value) => {
                let is_day = |text: &str| text.parse().is_ok_and(can_be_typed);
                self.checked(value, is_day, "a day like 2026-10-30")
            }
            (Shape::Color, value) => {
                self.checked(value, |text| Color::parse(text).is_ok(), "a colour like #1f5b4a")
            }
            (Shape::Language, value) => {
                let is_tag = |text: &str| Language::parse(text).is_ok();
                self.checked(value, is_tag, "a language like \"de\" or \"pt-BR\"")
            }
            (Shape::OneOf(words), value) => {
                let expected = format!("one of {}", words.join(", "));
                self.checked(value, |text| words.contains(&text), &expected)
            }
            (Shape::List { of, most, is_strict }, Value::Array(all)) => self.list(all, of, *most, *is_strict),
            (Shape::List { .. }, other) => Err(self.wrong("a list", &other)),
            (Shape::Object(members), value) => self.object(value, members),
            (Shape::Variant(variants), value) => self.variant(value, variants),
            (Shape::Kind, value) => self.kind(value),
            (Shape::ByOutcome, value) => self.by_outcome(value),
            (Shape::Like(shape), value) => self.clean(value, shape),
            (Shape::Nothing | Shape::Dropped(_), value) => Ok(value),
        }
    }

    fn checked(
        &self,
        value: Value,
        is_good: impl Fn(&str) -> bool,
        expected: &str,
    ) -> Result<Value, Complaint> {
        if value.as_str().is_some_and(is_good) { Ok(value) } else { Err(self.wrong(expected, &value)) }
    }

    /// Words without control characters, and not too long.
    fn words(&mut self, words: String, most: usize) -> String {
        let is_kept = |c: char| !c.is_control() || c == '\n' || c == '\t';
        let unified =
            if words.contains('\r') { words.replace("\r\n", "\n").replace('\r', "\n") } else { words };
        let kept: String = unified.chars().filter(|c| is_kept(*c)).take(most).collect();
        if kept.len() < unified.len() {
            let is_long = unified.chars().filter(|c| is_kept(*c)).count() > most;
            let what =
                if is_long { "was cut: it was too long." } else { "had letters in it that cannot be shown." };
            self.say_here(Level::Warning, what);
        }
        kept
    }

    /// Plain words are in the survey's own language.
    fn text(&mut self, value: Value) -> Result<Value, Complaint> {
        let all = match value {
            Value::String(words) => Map::from_iter([(self.own.as_str().to_owned(), Value::String(words))]),
            Value::Object(all) => all,
            other => return Err(self.wrong("a text, or texts by language", &other)),
        };
        let mut kept = Map::new();
        for (tag, words) in all {
            self.inside(&short(&tag), |inner| match (Language::parse(&tag), words) {
                (Ok(language), Value::String(words)) => {
                    let words = inner.words(words, LONGEST);
                    kept.insert(language.as_str().to_owned(), Value::String(words));
                }
                (Ok(_), other) => inner.lost(&inner.wrong("a text", &other)),
                (Err(_), _) => {
                    inner.lost(&inner.complaint("should be named by a language like \"de\"".to_owned()))
                }
            });
        }
        Ok(Value::Object(kept))
    }

    fn list(
        &mut self,
        all: Vec<Value>,
        of: &'static Shape,
        most: usize,
        is_strict: bool,
    ) -> Result<Value, Complaint> {
        let number = all.len();
        let mut kept = Vec::new();
        for (at, value) in all.into_iter().enumerate().take(most) {
            let cleaned = self.inside(&format!("[{at}]"), |inner| match inner.clean(value, of) {
                Err(complaint) if !is_strict => {
                    inner.lost(&complaint);
                    Ok(None)
                }
                cleaned => cleaned.map(Some),
            });
            kept.extend(cleaned?);
        }
        if number > most {
            let words = format!("would be {number}, and at most {most} are allowed");
            if is_strict {
                return Err(self.complaint(words));
            }
            self.say_here(Level::Error, &format!("{words}. The rest was left out."));
        }
        Ok(Value::Array(kept))
    }

    fn object(&mut self, value: Value, members: &'static [Member]) -> Result<Value, Complaint> {
        let Value::Object(all) = value else { return Err(self.wrong(GROUP, &value)) };
        self.members(all, members).map(Value::Object)
    }

    fn members(
        &mut self,
        mut all: Map<String, Value>,
        members: &'static [Member],
    ) -> Result<Map<String, Value>, Complaint> {
        let mut kept = Map::new();
        for member in members {
            let found = all.remove(member.name).filter(|value| !value.is_null());
            let cleaned = match (found, &member.shape) {
                (Some(_), Shape::Dropped(why)) => {
                    self.say(Remark::new(Level::Note, *why));
                    None
                }
                (Some(value), shape) => {
                    self.inside(member.name, |inner| match inner.clean(value, shape) {
                        Ok(value) => Ok(Some(value)),
                        Err(complaint) if matches!(member.need, Need::Strict | Need::Needed) => {
                            Err(complaint)
                        }
                        Err(complaint) => {
                            inner.lost(&complaint);
                            Ok(None)
                        }
                    })?
                }
                (None, _) if member.need == Need::Needed => {
                    return Err(self.inside(member.name, |inner| inner.complaint("is missing".to_owned())));
                }
                (None, _) => None,
            };
            if let Some(value) =
                cleaned.or_else(|| (member.need == Need::Filled).then(|| empty(&member.shape)))
            {
                kept.insert(member.name.to_owned(), value);
            }
        }
        for name in all.keys() {
            self.inside(&short(name), |inner| {
                inner.say_here(Level::Note, "is not known here and was left out.");
            });
        }
        Ok(kept)
    }

    fn variant(
        &mut self,
        value: Value,
        variants: &'static [(&'static str, Shape)],
    ) -> Result<Value, Complaint> {
        let find = |name: &str| variants.iter().find(|(one, _)| *one == name).map(|(_, shape)| shape);
        let names = || variants.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let mut all = match value {
            Value::String(word) if matches!(find(&word), Some(Shape::Nothing)) => {
                return Ok(Value::String(word));
            }
            Value::Object(all) if all.len() == 1 => all,
            other => return Err(self.wrong(&format!("one of {}", names()), &other)),
        };
        let name = all.keys().next().cloned().unwrap_or_default();
        let Some(shape) = find(&name).filter(|shape| !matches!(shape, Shape::Nothing)) else {
            return Err(self.complaint(format!("should be one of {} and is “{}”", names(), short(&name))));
        };
        let inner = all.remove(&name).unwrap_or_default();
        if self.depth == DEEPEST_READ {
            return Err(self.complaint(format!("is nested more than {DEEPEST_READ} deep")));
        }
        self.depth += 1;
        let cleaned = self.inside(&name, |cleaner| cleaner.clean(inner, shape));
        self.depth -= 1;
        Ok(Value::Object(Map::from_iter([(name, cleaned?)])))
    }

    fn kind(&mut self, value: Value) -> Result<Value, Complaint> {
        let Value::Object(mut all) = value else { return Err(self.wrong(GROUP, &value)) };
        let code = all.remove("type").unwrap_or_default();
        let known = KINDS.iter().find(|(one, _)| Some(*one) == code.as_str());
        let Some((_, members)) = known else {
            return Err(self.inside("type", |inner| inner.wrong("one that we know", &code)));
        };
        let mut kept = self.members(all, members)?;
        kept.insert("type".to_owned(), code);
        Ok(Value::Object(kept))
    }

    fn by_outcome(&mut self, value: Value) -> Result<Value, Complaint> {
        let Value::Object(all) = value else { return Err(self.wrong("texts by outcome", &value)) };
        let mut kept = Map::new();
        for (outcome, text) in all {
            self.inside(&short(&outcome), |inner| {
                if !OUTCOMES.contains(&outcome.as_str()) {
                    inner.lost(&inner.complaint("should be named by an outcome".to_owned()));
                    return;
                }
                match inner.text(text) {
                    Ok(text) => drop(kept.insert(outcome.clone(), text)),
                    Err(complaint) => inner.lost(&complaint),
                }
            });
        }
        Ok(Value::Object(kept))
    }
}

/// What a member begins as.
fn empty(shape: &Shape) -> Value {
    match shape {
        Shape::Text | Shape::Object(_) | Shape::ByOutcome => Value::Object(Map::new()),
        Shape::List { .. } => Value::Array(Vec::new()),
        Shape::Whole(_) | Shape::Signed => Value::from(0),
        Shape::Words
        | Shape::Flag
        | Shape::Number
        | Shape::Day
        | Shape::Color
        | Shape::Language
        | Shape::OneOf(_)
        | Shape::Variant(_)
        | Shape::Kind
        | Shape::Like(_)
        | Shape::Nothing
        | Shape::Dropped(_) => Value::String(String::new()),
    }
}

/// A value in words.
fn described(value: &Value) -> String {
    match value {
        Value::Null => "missing".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => format!("the number {}", short(&number.to_string())),
        Value::String(text) => format!("the text {}", named::quoted(text)),
        Value::Array(all) => format!("a list of {}", all.len()),
        Value::Object(_) => GROUP.to_owned(),
    }
}

/// A name of the file's in our words: without control characters, and short.
fn short(name: &str) -> String {
    let kept: String = name.chars().filter(|c| !c.is_control()).collect();
    named::short(&kept)
}
