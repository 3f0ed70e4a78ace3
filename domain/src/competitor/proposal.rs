//! Competitors that may be one, for a person to say: each counts by itself until then.
//!
//! They follow from the names and are not kept: whichever name came first, and whatever was thought of it then, the
//! same pairs are found.

use std::collections::BTreeMap;

use super::{AliasTable, name, similarity};
use crate::id::CompetitorId;

/// Two competitors that may be one.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Proposal {
    /// One of them.
    pub one: CompetitorId,
    /// The other.
    pub other: CompetitorId,
    /// The likeness of their names, from 0 to 1.
    pub score: f64,
}

impl AliasTable {
    /// The pairs of competitors with names that look or sound alike, the likest first.
    #[must_use]
    pub fn proposals(&self) -> Vec<Proposal> {
        let mut pairs: BTreeMap<(CompetitorId, CompetitorId), f64> = BTreeMap::new();
        let mut propose = |one: CompetitorId, other: CompetitorId, score: f64| {
            if one != other && score >= similarity::PROPOSE {
                let best = pairs.entry((one.min(other), one.max(other))).or_insert(score);
                *best = best.max(score);
            }
        };
        for (at, (left, one)) in self.comparable.iter().enumerate() {
            for (right, other) in &self.comparable[at + 1..] {
                if name::signs(left) == name::signs(right) {
                    propose(*one, *other, similarity::likeness(left, right));
                }
            }
        }
        for (sound, spoken) in &self.sounds {
            let written = self.names.get(sound).map(|(competitor, _)| *competitor);
            let all: Vec<CompetitorId> = spoken.iter().copied().chain(written).collect();
            for (at, one) in all.iter().enumerate() {
                all[at + 1..].iter().for_each(|other| propose(*one, *other, similarity::PART));
            }
        }
        let mut proposals: Vec<Proposal> =
            pairs.into_iter().map(|((one, other), score)| Proposal { one, other, score }).collect();
        // The sort is stable: pairs that are as likely stay in the order of their ids.
        proposals.sort_by(|a, b| b.score.total_cmp(&a.score));
        proposals
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn pairs(names: &[&str]) -> Vec<(u128, u128)> {
        let entries = names.iter().zip(0..);
        let table = AliasTable::new(entries.map(|(name, number)| {
            (CompetitorId::new(Uuid::from_u128(number)), (*name).to_owned(), Vec::new())
        }));
        table
            .proposals()
            .iter()
            .map(|pair| (pair.one.uuid().as_u128(), pair.other.uuid().as_u128()))
            .collect()
    }

    #[test]
    fn likely_names_are_proposed_whichever_came_first() {
        assert_eq!(pairs(&["Highspot", "Contoso", "Hightouch"]), [(0, 2)]);
        assert_eq!(pairs(&["Hightouch", "Contoso", "Highspot"]), [(0, 2)]);
        assert_eq!(pairs(&["Acme North", "Acme South"]), [(0, 1)]);
        assert_eq!(pairs(&["Huawei", "华为", "腾讯"]), [(0, 1)]);
        assert_eq!(pairs(&["华为", "华维"]), [(0, 1)]);
        assert_eq!(pairs(&["Contoso", "Fabrikam", "Zoho", "Zoom", "Lotus+", "Lotus"]), []);
    }
}
