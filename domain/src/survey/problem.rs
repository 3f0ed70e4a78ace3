//! What is wrong with an answer, before it is put into words of the buyer's language.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::number::Number;

/// One thing that is wrong with an answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Problem {
    /// What.
    pub what: Wrong,
    /// The part of the question it is about: a row, a place, `other`; the whole when absent.
    pub part: Option<String>,
}

/// What can be wrong with an answer.
#[derive(Clone, PartialEq, Debug)]
pub enum Wrong {
    /// It is required and missing.
    Missing,
    /// A row of it is required and missing.
    RowMissing,
    /// "Something else" was ticked without saying what.
    OtherMissing,
    /// A choice that does not exist here.
    NoSuchChoice,
    /// More than one where one is asked for.
    OneOnly,
    /// Fewer than these.
    TooFew(u8),
    /// More than these.
    TooMany(u8),
    /// A choice that excludes others, with others.
    Exclusive,
    /// Not one of the numbers of the scale.
    NotOnScale,
    /// Longer than these characters.
    TooLong(u32),
    /// Shorter than these characters.
    TooShort(u32),
    /// Not of this shape; with an example.
    NotOfShape(String),
    /// Not an e-mail address.
    NotAnEmail,
    /// Not a web address.
    NotAUrl,
    /// Not a number.
    NotANumber,
    /// Not a whole number.
    NotWhole,
    /// Smaller than this.
    TooSmall(Number),
    /// Larger than this.
    TooLarge(Number),
    /// Not a day.
    NotADay,
    /// Before this day.
    TooEarly(NaiveDate),
    /// After this day.
    TooLate(NaiveDate),
    /// The same choice on two places.
    Twice,
    /// A place left empty before one that is filled.
    Gap,
    /// More than one vendor was marked as chosen.
    TwoChosen,
    /// A vendor was marked without a name.
    NameMissing,
    /// No vendor was said to have come anywhere.
    NoVendor,
    /// More vendors than these.
    TooManyVendors(u8),
    /// A distance in per cent that cannot be.
    NoSuchPercent,
    /// An answer of another type.
    DoesNotFit,
}

impl Wrong {
    /// The problem of a whole question.
    #[must_use]
    pub const fn whole(self) -> Problem {
        Problem { what: self, part: None }
    }

    /// The problem of a part.
    #[must_use]
    pub fn of(self, part: impl Into<String>) -> Problem {
        Problem { what: self, part: Some(part.into()) }
    }
}

/// Problems by the key of their question; empty means valid.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Problems(BTreeMap<String, Vec<Problem>>);

impl Problems {
    /// Nothing wrong yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one, unless the very same is there.
    pub fn add(&mut self, question: &str, problem: Problem) {
        let all = self.0.entry(question.to_owned()).or_default();
        if !all.contains(&problem) {
            all.push(problem);
        }
    }

    /// What is wrong with one answer.
    #[must_use]
    pub fn of_question(&self, question: &str) -> &[Problem] {
        self.0.get(question).map_or(&[], Vec::as_slice)
    }

    /// Every problem with its question.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Problem)> {
        self.0.iter().flat_map(|(question, all)| all.iter().map(move |one| (question.as_str(), one)))
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when nothing is wrong.
    ///
    /// # Errors
    /// The problems themselves.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl std::fmt::Display for Problems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, (question, problem)) in self.iter().enumerate() {
            let comma = if at > 0 { "; " } else { "" };
            // No answer in here: this goes into logs.
            let name = format!("{:?}", problem.what);
            let name = name.split(['(', ' ']).next().unwrap_or_default();
            write!(f, "{comma}{question}: {name}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
