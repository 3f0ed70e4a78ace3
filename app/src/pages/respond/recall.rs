//! The words of the template as the buyer reads them, with what they recall.

use domain::survey::recall::Memory;
use domain::survey::{AnswerSet, Names, Text};

use super::Survey;

impl Survey<'_> {
    /// Reads a text of the template and puts the names into it.
    ///
    /// The result is text, not HTML; views escape it like any other.
    #[must_use]
    pub fn recall(&self, text: &Text) -> String {
        let languages = [self.template.language()];
        let names =
            Names { tenant: self.tenant.to_owned(), account: self.account.to_owned(), ..Names::default() };
        let answers = AnswerSet::new();
        let memory =
            Memory { template: self.template, names: &names, answers: &answers, languages: &languages };
        memory.fill(text.read(&languages).words)
    }
}
