//! The survey language: a template is a value, and one evaluator decides what a buyer sees.
//!
//! The cast: a [`Template`] has sections (pages), a section has questions, a question has a [`Kind`]. Texts exist in
//! several languages ([`Text`]). Sections and questions may carry a [`Condition`] over earlier answers, the deal and
//! calculated values; a section may jump. [`path`] says which sections and questions are reached; [`check_answers`]
//! says whether answers are valid; [`check_template`] whether a template may be published. Choices may carry a theme,
//! and the win-loss kinds have typed answers, so that what the buyer chose needs no text mining. [`ready`] has six
//! questionnaires, [`starter`] the one that a new tenant gets.
//!
//! The tools of the builder: [`findings`] says what is wrong, each with its [`Place`]; an [`Edit`] changes a draft and
//! can be taken back ([`History`]), and is refused when it deletes what somebody [`uses`](fn@uses); [`speak`] says
//! rules in words, [`flow`] draws them, [`diff`] compares versions and [`join`] says which of them can be counted
//! together; [`exchange`] writes and reads files.

pub mod answer;
pub mod audience;
pub mod blank;
pub mod branding;
pub mod calculation;
pub mod catalogue;
mod chance;
pub mod check;
pub mod condition;
pub mod diff;
pub mod edit;
pub mod exchange;
pub mod facts;
pub mod fill;
pub mod finding;
pub mod fit;
pub mod flow;
pub mod history;
pub mod join;
pub mod key;
pub mod kind;
pub mod language;
pub mod logic;
pub mod named;
pub mod number;
pub mod order;
pub mod problem;
mod reach;
pub mod read;
pub mod reading;
pub mod ready;
pub mod recall;
mod reference;
pub mod results;
pub mod sample;
pub mod say;
pub mod shelf;
pub mod speak;
pub mod starter;
pub mod template;
pub mod text;
pub mod texts;
pub mod uses;
pub mod validate;
pub mod words;

pub use answer::{Answer, AnswerSet};
pub use audience::Audience;
pub use check::{check_template, findings, may_publish, missing};
pub use condition::Condition;
pub use edit::{Edit, Refused, apply};
pub use facts::{Facts, Names};
pub use finding::{Finding, Level, Place};
pub use history::History;
pub use key::fresh_key;
pub use kind::{Choice, Kind, Row};
pub use language::Language;
pub use logic::{Path, path};
pub use number::{DecimalMark, Number};
pub use order::{Seed, ordered};
pub use problem::{Problem, Problems, Wrong};
pub use read::{MARK, read_section};
pub use say::Reader;
pub use template::{Jump, Meaning, Question, Section, Target, Template};
pub use text::Text;
pub use uses::{Item, Use, uses};
pub use validate::check_answers;
pub use words::Words;
