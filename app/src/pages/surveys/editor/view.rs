//! The views of the editor, each with its word in the address.

use domain::survey::finding::Place;

/// A view of the editor.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub enum View {
    /// Outline, canvas, settings.
    #[default]
    Questions,
    /// The picture of the flow, the rules, the values.
    Logic,
    /// The grid of texts.
    Languages,
    /// How the pages look.
    Branding,
    /// What surrounds the questions.
    Settings,
}

impl View {
    /// Every view, in the order of the tabs.
    pub const ALL: [Self; 5] =
        [Self::Questions, Self::Logic, Self::Languages, Self::Branding, Self::Settings];

    /// The word in the address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Questions => "questions",
            Self::Logic => "logic",
            Self::Languages => "languages",
            Self::Branding => "branding",
            Self::Settings => "settings",
        }
    }

    /// Reads [`View::code`] back; anything else is the questions.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|view| view.code() == code).unwrap_or_default()
    }

    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Questions => "Questions",
            Self::Logic => "Logic",
            Self::Languages => "Languages",
            Self::Branding => "Branding",
            Self::Settings => "Settings",
        }
    }

    /// The view in which a place is changed.
    #[must_use]
    pub const fn of(place: &Place) -> Self {
        match place {
            Place::Survey
            | Place::Thanks
            | Place::Section { .. }
            | Place::Question { .. }
            | Place::Choice { .. }
            | Place::Row { .. }
            | Place::Column { .. }
            | Place::Rule { .. }
            | Place::Jump { .. } => Self::Questions,
            Place::Calculation { .. } => Self::Logic,
            Place::Languages { .. } => Self::Languages,
            Place::Branding => Self::Branding,
            Place::Notice => Self::Settings,
        }
    }
}

/// What is to be opened for a place: the section or question that it is part of.
#[must_use]
pub fn opened(place: &Place) -> Option<Place> {
    match (place.question_key(), place.section_key(), place) {
        (Some(question), ..) => Some(Place::question(question)),
        (None, Some(section), _) => Some(Place::section(section)),
        (None, None, Place::Survey | Place::Thanks) => Some(place.clone()),
        (None, None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::survey::finding::RuleOf;

    use super::*;

    #[test]
    fn every_place_is_found_in_a_view() {
        for view in View::ALL {
            assert_eq!(View::from_code(view.code()), view);
        }
        assert_eq!(View::from_code("nothing"), View::Questions);
        let choice = Place::Choice { question: "why".to_owned(), choice: "a".to_owned() };
        assert_eq!((View::of(&choice), opened(&choice)), (View::Questions, Some(Place::question("why"))));
        let rule = Place::Rule { of: RuleOf::Section("price".to_owned()) };
        assert_eq!(opened(&rule), Some(Place::section("price")));
        assert_eq!((View::of(&Place::Branding), opened(&Place::Branding)), (View::Branding, None));
    }
}
