//! Words that change with a number, in the forms that languages have for it.

/// A text with a number in it, `{0}`, in the forms of its language.
///
/// The forms are those of the Unicode plural rules; a language that lacks one repeats its last.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Counted {
    /// For one.
    pub one: &'static str,
    /// For two, where a language has a form of its own for two.
    pub two: &'static str,
    /// For a few: in Arabic 3 to 10, 103 to 110 …
    pub few: &'static str,
    /// For many: in Arabic 11 to 99, 111 to 199 …
    pub many: &'static str,
    /// For every other number.
    pub other: &'static str,
}

impl Counted {
    /// Of a language that tells one from several, as English does.
    #[must_use]
    pub const fn of(one: &'static str, several: &'static str) -> Self {
        Self { one, two: several, few: several, many: several, other: several }
    }

    /// Of a language in which numbers change nothing, as Japanese.
    #[must_use]
    pub const fn always(words: &'static str) -> Self {
        Self::of(words, words)
    }

    /// The form for this number in this language.
    #[must_use]
    pub fn form(&self, language: &str, number: u32) -> &'static str {
        match (language, number) {
            ("ja" | "zh" | "ko" | "vi" | "th" | "id", _) => self.other,
            ("fr" | "pt", 0 | 1) | (_, 1) => self.one,
            ("ar" | "he", 2) => self.two,
            ("ar", _) => match number % 100 {
                3..=10 => self.few,
                11..=99 => self.many,
                _ => self.other,
            },
            _ => self.other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMS: Counted = Counted { one: "one", two: "two", few: "few", many: "many", other: "other" };

    #[test]
    fn each_language_has_its_own_forms() {
        let forms = |language: &str| [0, 1, 2, 3, 10, 11, 99, 100, 102, 103].map(|n| FORMS.form(language, n));
        let plain = ["other", "one", "other", "other", "other", "other", "other", "other", "other", "other"];
        assert_eq!(forms("en"), plain);
        assert_eq!(forms("de"), plain);
        assert_eq!(forms("ja"), ["other"; 10]);
        assert_eq!(FORMS.form("fr", 0), "one");
        assert_eq!(FORMS.form("he", 2), "two");
        let arabic = ["other", "one", "two", "few", "few", "many", "many", "other", "other", "few"];
        assert_eq!(forms("ar"), arabic);
    }
}
