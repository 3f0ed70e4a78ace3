//! Where everything stands: what is asked before what.

use std::collections::BTreeMap;

use crate::survey::template::{Question, Template};

/// The places of sections, questions and values; of two with one key, the first.
pub(in crate::survey) struct Order<'a> {
    /// Every question in the order of the survey; its place here is its position.
    pub(in crate::survey) questions: Vec<&'a Question>,
    /// The position of the first question of each section, and behind them the number of questions.
    pub(in crate::survey) starts: Vec<usize>,
    by_question: BTreeMap<&'a str, usize>,
    by_section: BTreeMap<&'a str, usize>,
    by_value: BTreeMap<&'a str, usize>,
}

impl<'a> Order<'a> {
    pub(in crate::survey) fn of(template: &'a Template) -> Self {
        let mut order = Self {
            questions: Vec::new(),
            starts: Vec::new(),
            by_question: BTreeMap::new(),
            by_section: BTreeMap::new(),
            by_value: BTreeMap::new(),
        };
        for (at, section) in template.sections.iter().enumerate() {
            order.by_section.entry(&section.key).or_insert(at);
            order.starts.push(order.questions.len());
            for question in &section.questions {
                order.by_question.entry(&question.key).or_insert(order.questions.len());
                order.questions.push(question);
            }
        }
        order.starts.push(order.questions.len());
        for (at, value) in template.calculations.iter().enumerate() {
            order.by_value.entry(&value.key).or_insert(at);
        }
        order
    }

    /// The position of a question.
    pub(in crate::survey) fn question(&self, key: &str) -> Option<usize> {
        self.by_question.get(key).copied()
    }

    /// The place of a section among the sections.
    pub(in crate::survey) fn section(&self, key: &str) -> Option<usize> {
        self.by_section.get(key).copied()
    }

    /// The place of a value among the values.
    pub(in crate::survey) fn value(&self, key: &str) -> Option<usize> {
        self.by_value.get(key).copied()
    }
}
