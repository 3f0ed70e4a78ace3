//! One thing that can be set, as a value: rules and settings are lists of these, drawn by one piece of code.
//!
//! What a person sets comes back as text: the value that was chosen, the number as it was typed, `yes` or nothing, and
//! of several that were chosen one on each line.

/// One thing that can be set.
#[derive(Clone, Eq, PartialEq, Debug)]
pub enum Control {
    /// One of several.
    Choose {
        /// What there is.
        options: Vec<Choosable>,
        /// What is chosen.
        value: String,
    },
    /// Yes or no.
    Tick(bool),
    /// A number, or none.
    Number {
        /// As it is typed.
        value: String,
        /// What stands there while there is none.
        empty: &'static str,
    },
    /// A few words.
    Words {
        /// The words.
        value: String,
        /// What stands there while there are none.
        empty: &'static str,
    },
    /// A day, as in forms: `2026-10-12`.
    Day(String),
    /// Any of several.
    Several {
        /// What there is.
        options: Vec<Choosable>,
        /// What is chosen.
        chosen: Vec<String>,
        /// Whether others can be added in words.
        is_open: bool,
    },
}

/// Something that can be chosen.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Choosable {
    /// What it is called in code.
    pub value: String,
    /// What people read.
    pub label: String,
    /// The heading that it stands under, if under any.
    pub group: &'static str,
}

impl Choosable {
    /// Without a heading.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), group: "" }
    }

    /// Under a heading.
    #[must_use]
    pub fn under(self, group: &'static str) -> Self {
        Self { group, ..self }
    }
}

/// The text of a box that is ticked.
pub const YES: &str = "yes";

impl Control {
    /// One of several.
    pub fn choose(options: Vec<Choosable>, value: impl Into<String>) -> Self {
        Self::Choose { options, value: value.into() }
    }

    /// A number that may be missing.
    pub fn number(value: Option<impl ToString>, empty: &'static str) -> Self {
        Self::Number { value: value.map(|value| value.to_string()).unwrap_or_default(), empty }
    }

    /// Any of several.
    #[must_use]
    pub const fn several(options: Vec<Choosable>, chosen: Vec<String>) -> Self {
        Self::Several { options, chosen, is_open: false }
    }

    /// What is set, in words: what a closed picker shows.
    #[must_use]
    pub fn words(&self) -> String {
        let label = |options: &[Choosable], value: &String| {
            options
                .iter()
                .find(|one| one.value == *value)
                .map_or_else(|| value.clone(), |one| one.label.clone())
        };
        match self {
            Self::Choose { options, value } => label(options, value),
            Self::Tick(is_on) => if *is_on { "yes" } else { "no" }.to_owned(),
            Self::Number { value, .. } | Self::Words { value, .. } | Self::Day(value) => value.clone(),
            Self::Several { options, chosen, .. } => {
                let labels: Vec<String> = chosen.iter().map(|value| label(options, value)).collect();
                match labels.split_last() {
                    None => "choose…".to_owned(),
                    Some((last, [])) => last.clone(),
                    Some((last, others)) => format!("{} or {last}", others.join(", ")),
                }
            }
        }
    }
}

/// The lines of a text that somebody set: several that were chosen.
#[must_use]
pub fn several(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Several that are chosen, after one more was chosen or one less.
#[must_use]
pub fn toggled(chosen: &[String], value: &str, is_on: bool) -> String {
    let mut lines: Vec<&str> = chosen.iter().map(String::as_str).filter(|one| *one != value).collect();
    if is_on {
        lines.push(value);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_said_in_words() {
        let options = vec![Choosable::new("won", "Won"), Choosable::new("lost", "Lost")];
        let some = |chosen: &[&str]| {
            Control::several(options.clone(), chosen.iter().map(|one| (*one).to_owned()).collect()).words()
        };
        assert_eq!(some(&[]), "choose…");
        assert_eq!(some(&["won"]), "Won");
        assert_eq!(some(&["won", "lost", "gone"]), "Won, Lost or gone");
        assert_eq!(Control::choose(options.clone(), "lost").words(), "Lost");
    }

    #[test]
    fn a_choice_is_added_and_taken_away() {
        let chosen = several("a\n\n b \n");
        assert_eq!(chosen, ["a", "b"]);
        assert_eq!(toggled(&chosen, "c", true), "a\nb\nc");
        assert_eq!(toggled(&chosen, "a", true), "b\na");
        assert_eq!(toggled(&chosen, "a", false), "b");
    }
}
