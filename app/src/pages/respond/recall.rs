//! What a survey's texts may recall of the deal: `{tenant}` and `{account}`, and nothing else.

use super::Survey;

impl Survey<'_> {
    /// Puts the names into a text of the template.
    ///
    /// One pass from left to right: braces inside of a name are just letters. The result is text, not HTML; views
    /// escape it like any other.
    #[must_use]
    pub fn recall(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            let (before, from) = rest.split_at(at);
            filled.push_str(before);
            let (name, length) = if from.starts_with("{tenant}") {
                (self.tenant, "{tenant}".len())
            } else if from.starts_with("{account}") {
                (self.account, "{account}".len())
            } else {
                ("{", 1)
            };
            filled.push_str(name);
            rest = &from[length..];
        }
        filled.push_str(rest);
        filled
    }
}
