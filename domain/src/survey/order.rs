//! The order in which a buyer sees choices: shuffled for each buyer anew, and the same whenever he comes back.

use sha2::{Digest as _, Sha256};

use super::kind::{Choice, Kind, SOMETHING_ELSE};

/// What makes a buyer's order his own; taken from the invitation.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Default)]
pub struct Seed(pub u128);

/// The choices of a question in the order that this buyer sees. "Something else" and exclusive choices ("none of
/// these") stay last: they make sense only after the others.
#[must_use]
pub fn ordered<'a>(kind: &'a Kind, question: &str, seed: Seed) -> Vec<&'a Choice> {
    let choices = kind.choices();
    let is_shuffled = match kind {
        Kind::SingleChoice { is_shuffled, .. }
        | Kind::MultipleChoice { is_shuffled, .. }
        | Kind::Ranking { is_shuffled, .. } => *is_shuffled,
        Kind::ShortText { .. }
        | Kind::LongText { .. }
        | Kind::Email
        | Kind::Url
        | Kind::Number { .. }
        | Kind::Date { .. }
        | Kind::Rating { .. }
        | Kind::Nps { .. }
        | Kind::Matrix { .. }
        | Kind::Consent { .. }
        | Kind::Statement
        | Kind::CompetitorPick { .. }
        | Kind::FieldOfPlay { .. }
        | Kind::HeadToHead { .. }
        | Kind::PriceGap
        | Kind::TurningPoint { .. }
        | Kind::WouldHaveChanged { .. } => false,
    };
    let mut shown: Vec<&Choice> = choices.iter().collect();
    if is_shuffled {
        shown.sort_by_cached_key(|choice| {
            let is_last = (choice.is_exclusive, choice.key == SOMETHING_ELSE);
            (is_last, place(seed, question, &choice.key))
        });
    }
    shown
}

fn place(seed: Seed, question: &str, choice: &str) -> [u8; 8] {
    let mut hash = Sha256::new();
    hash.update(seed.0.to_be_bytes());
    hash.update(question.as_bytes());
    hash.update([0]);
    hash.update(choice.as_bytes());
    let mut place = [0; 8];
    place.copy_from_slice(&hash.finalize()[..8]);
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::text::Text;

    fn kind() -> Kind {
        let mut choices: Vec<Choice> = ["a", "b", SOMETHING_ELSE, "c", "none", "d"]
            .map(|key| Choice::new(key, Text::english(key)))
            .into();
        choices[4].is_exclusive = true;
        Kind::MultipleChoice {
            choices,
            allows_other: false,
            at_least: None,
            at_most: None,
            is_shuffled: true,
        }
    }

    #[test]
    fn each_buyer_has_an_order_that_stays_put() {
        let kind = kind();
        let order = |seed| -> Vec<String> {
            ordered(&kind, "q", Seed(seed)).iter().map(|choice| choice.key.clone()).collect()
        };
        assert_eq!(order(7), order(7));
        let orders: std::collections::BTreeSet<_> = (0..200).map(order).collect();
        assert_eq!(orders.len(), 24, "every order of four comes up");
        assert!(orders.iter().all(|order| order[4] == SOMETHING_ELSE && order[5] == "none"));
    }
}
