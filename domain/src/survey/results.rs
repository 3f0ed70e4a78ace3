//! Results of a survey: how far buyers came, and what was answered, question by question.
//!
//! A stable key joins the versions: the newest says what a question is called, older ones add what it has lost.
//!
//! **Invariant:** answers that this reader may not read are counted only in a crowd of [`LEAST_WITHHELD`], and their
//! words are shown nowhere. Those meant for leaders are counted for a question from that many on, and of a single version
//! only where every version has that many or none. Pooled responses enter in fives, the first that were sent first, and
//! a five either whole or in no figure at all, the funnel and the times included ([`pooled_in`]); within those that are
//! in, each question counts in fives of its own. A number that somebody typed is shown to whoever may read it; of the
//! others there are quartiles, rounded, and nothing else: the least of five is one buyer's own. How many are left out is told nowhere, so that one pooled response more
//! changes nothing, or five come at once.
//!
//! [`LEAST_WITHHELD`]: crate::report::snapshot::LEAST_WITHHELD

mod tally;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::audience::Audience;
use super::number::Number;
use crate::deal::Outcome;
use crate::id::{DealId, TemplateId};

pub use tally::{Given, Who, pooled_in, tally};

/// Most quotes of one question.
pub const MOST_QUOTES: usize = 50;

/// The results of a survey, of one version or of all together.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Results {
    /// The survey.
    pub survey: TemplateId,
    /// Its name.
    pub name: String,
    /// Who answers it.
    pub audience: Audience,
    /// The number of the version; absent for all together.
    pub version: Option<i32>,
    /// How far those came who were invited.
    pub funnel: Funnel,
    /// The answers that were read so far, as far as they are counted here.
    pub answers: i64,
    /// Every question that takes an answer, in the order of the newest version.
    pub questions: Vec<QuestionResults>,
}

/// How far those came who were invited.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Funnel {
    /// The mail went out, or the link was used.
    pub invited: i64,
    /// Began.
    pub started: i64,
    /// Did not begin yet, and still can.
    pub unopened: i64,
    /// Began, did not send, and still can.
    pub under_way: i64,
    /// Began and saved no page, and can send no more.
    pub left_at_start: i64,
    /// The pages, in the order of the newest version.
    pub sections: Vec<SectionStep>,
    /// Sent.
    pub sent: i64,
    /// From the start to the send, the median in seconds.
    pub median_seconds: Option<i64>,
    /// Of how many answers it is the median.
    pub timed: i64,
}

/// One page in the funnel. Rules skip pages, so a later one may have been saved more often.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SectionStep {
    /// The section's key.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// When it is shown, in words, where it is not always.
    pub shown_when: Option<String>,
    /// How many saved it by its button.
    pub saved: i64,
    /// How many saved it last, and can send no more.
    pub left: i64,
    /// From the page before it (or the start) to its first save, the median in seconds.
    pub median_seconds: Option<i64>,
    /// Of how many saves it is the median.
    pub timed: i64,
}

/// What one question was answered with.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct QuestionResults {
    /// Its stable key.
    pub key: String,
    /// What is asked.
    pub text: String,
    /// The code of its kind.
    pub kind: String,
    /// Whether no current version asks it any more.
    pub is_gone: bool,
    /// How many answers are counted here.
    pub n: i64,
    /// Of how many answers to the survey, as far as they were asked it.
    pub of: i64,
    /// How many answers meant for leaders are left out because too few of them would be told by it.
    pub withheld: i64,
    /// The figures.
    pub figures: Figures,
    /// Words that this reader may read, the newest first.
    pub quotes: Vec<Quote>,
}

/// The figures of a question.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Figures {
    /// How often each was chosen.
    Choices {
        /// By choice, the most often taken first and what excludes all others last; those of a scale in the order of
        /// the form.
        rows: Vec<Count>,
        /// Something of the buyer's own.
        other: i64,
    },
    /// How often each step was given, from 1 on.
    Rating {
        /// By step.
        counts: Vec<i64>,
        /// The mean.
        mean: Option<f64>,
    },
    /// How often each recommendation was given, from 0 on.
    Nps {
        /// By recommendation.
        counts: Vec<i64>,
        /// Per cent who gave 9 or 10, less per cent who gave 6 or less.
        score: Option<f64>,
    },
    /// How often each step was given to each row.
    Matrix {
        /// The steps of the scale.
        columns: Vec<String>,
        /// The rows.
        rows: Vec<MatrixRow>,
    },
    /// How each was ranked.
    Ranking {
        /// By choice, in the order of the form.
        rows: Vec<Ranked>,
    },
    /// Where the numbers lie.
    Numbers {
        /// What is counted.
        unit: String,
        /// The least and the most of those that may be read.
        ends: Option<[Number; 2]>,
        /// First quartile, median, third quartile of all that are counted.
        quartiles: Option<[Number; 3]>,
        /// Whether the quartiles are rounded to two digits, as some are counted that may not be read.
        is_rounded: bool,
    },
    /// How many days fell into each month.
    Dates {
        /// `2026-11` and how many, the earliest first.
        months: Vec<(String, i64)>,
    },
    /// How far each vendor came.
    Vendors {
        /// The vendors, the one met most often first.
        rows: Vec<VendorCount>,
        /// Names of buyers who may not be read, that are no competitors of the tenant's.
        unnamed: i64,
    },
    /// Us and the chosen vendor by criterion.
    HeadToHead {
        /// By criterion.
        rows: Vec<Compared>,
    },
    /// How our price stood.
    Price {
        /// Lower, same, higher, cannot say.
        stances: [i64; 4],
        /// It decided, was only named, played no part.
        roles: [i64; 3],
        /// Per cent above (or below) the others, in bands of ten.
        gaps: Vec<GapBand>,
        /// The median gap; the nearest multiple of five where some are counted that may not be read.
        median: Option<f64>,
    },
    /// How many agreed.
    Agreed,
    /// How many answered; what they wrote is among the quotes, or in no report.
    Words,
}

/// A choice and how often it was taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Count {
    /// Its key.
    pub key: String,
    /// What buyers read.
    pub label: String,
    /// How often.
    pub n: i64,
}

/// A row of a matrix.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MatrixRow {
    /// Its key.
    pub key: String,
    /// What buyers read.
    pub label: String,
    /// How often each step was given, in the order of the columns.
    pub counts: Vec<i64>,
}

/// A choice in a ranking.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ranked {
    /// Its key.
    pub key: String,
    /// What buyers read.
    pub label: String,
    /// How often it was ranked at all.
    pub n: i64,
    /// How often it was first.
    pub first: i64,
    /// Its mean place where it was ranked.
    pub mean_place: Option<f64>,
}

/// A vendor and how far it came.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct VendorCount {
    /// The competitor's name, or the buyer's words.
    pub name: String,
    /// Looked at and no more.
    pub considered: i64,
    /// In the final and not chosen.
    pub finalist: i64,
    /// Chosen.
    pub chosen: i64,
}

impl VendorCount {
    /// How often it was met at all.
    #[must_use]
    pub const fn met(&self) -> i64 {
        self.considered + self.finalist + self.chosen
    }
}

/// A criterion of a head-to-head.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Compared {
    /// Its key.
    pub key: String,
    /// What buyers read.
    pub label: String,
    /// Our mean and of how many.
    pub us: (Option<f64>, i64),
    /// The chosen vendor's mean and of how many.
    pub them: (Option<f64>, i64),
}

/// How many prices lay in a band.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GapBand {
    /// From this many per cent; negative is cheaper.
    pub from: i32,
    /// To less than this many.
    pub below: i32,
    /// How many.
    pub n: i64,
}

/// Words of a buyer, and where they come from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// The deal.
    pub deal: DealId,
    /// Its name.
    pub deal_name: String,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// When the answer was sent.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub submitted_at: DateTime<Utc>,
}
