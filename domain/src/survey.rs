//! The survey language: a template is a value, and one evaluator decides what a buyer sees.
//!
//! The cast: a [`Template`] has sections (pages), a section has questions, a question has a [`Kind`].
//! Sections and questions may carry a [`Condition`] over earlier answers and the deal. [`logic::path`] says which
//! sections and questions are reached; [`check`] says whether answers are valid and whether a template may be
//! published. Choices may carry a theme or an outcome, so that the structured answer needs no text mining.

pub mod answer;
pub mod check;
pub mod logic;
pub mod starter;
pub mod template;

pub use answer::{Answer, AnswerSet};
pub use check::{check_answers, check_template, read_section};
pub use logic::{Facts, Path, path};
pub use template::{Choice, Condition, Kind, Meaning, Question, Section, Template};
