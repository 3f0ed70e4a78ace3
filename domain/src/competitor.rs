//! Which competitor a buyer means: "SFDC", "SF", "Sales force" and "salesforce.com" are one.
//!
//! The cast: a tenant's *competitor* has a name and *aliases*; the *alias table* holds them all, normalised.
//! A structured field ("which vendor did you choose?") is *resolved*: exactly, by alias, or by an obvious slip of the pen.
//! Likeness only proposes, to a person: who is merely alike counts as a competitor of his own.
//! A free text is searched for *mentions*, and there likeness counts for nothing.
//!
//! **Invariant:** the table belongs to one tenant; what one tenant calls whom never reaches another.

mod name;
mod proposal;
mod script;
mod similarity;
mod vendor;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

use crate::classify::{Folded, Span, fold, sentences};
use crate::id::CompetitorId;
pub use name::{is_nobody, normalize, spoken};
pub use proposal::Proposal;
pub use vendor::{Vendor, famous, well_known};

/// Names of up to this many letters count in a free text only in capitals: "SF" is a vendor, "sf" a city.
const SHORT: usize = 3;

/// Names of Chinese, Japanese or Korean letters count in the middle of a text from this length on: shorter ones are
/// parts of ordinary words.
const LEAST_NATIVE: usize = 3;

/// An answer longer than this is a text, not a name: it is not compared letter by letter.
const LONGEST_NAME: usize = 120;

/// Vendor names that are ordinary words: in a text they count only with a capital, and not where every
/// sentence has one.
static ORDINARY: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("competitor/ordinary.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// Names that always have a capital, vendor or not; in a text they count only in a longer form.
const NEVER_ALONE: &[&str] =
    &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "bob", "amazon"];

/// One other name of a competitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// Whose name it is.
    pub competitor: CompetitorId,
    /// The name as somebody wrote it.
    pub alias: String,
}

/// How a name was recognised.
#[derive(Copy, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// It is the competitor's own name.
    Exact,
    /// It is one of the aliases.
    Alias,
    /// It is one of the names with a slip of the pen; the likeness, from 0 to 1.
    Fuzzy(f64),
}

/// Whom a structured answer means.
#[derive(Copy, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// This competitor.
    Known {
        /// Whom.
        competitor: CompetitorId,
        /// How that is known.
        how: Match,
    },
    /// Probably this competitor: a person should say.
    Proposed {
        /// Whom.
        competitor: CompetitorId,
        /// The likeness, from 0 to 1.
        score: f64,
    },
    /// Nobody in the table.
    Unknown,
}

/// A competitor named in a free text.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Who.
    pub competitor: CompetitorId,
    /// Where.
    pub span: Span,
}

/// All names of one tenant's competitors, ready to be looked up.
#[derive(Clone, Debug)]
pub struct AliasTable {
    /// By normalised name, and by the same without spaces.
    names: HashMap<String, (CompetitorId, Match)>,
    /// The normalised names long enough to be compared by likeness.
    comparable: Vec<(String, CompetitorId)>,
    /// Who is written in a script without letters of ours, by how it sounds.
    sounds: HashMap<String, Vec<CompetitorId>>,
    search: AhoCorasick,
    patterns: Vec<Pattern>,
    /// Who is not searched for in texts.
    unsearched: HashSet<CompetitorId>,
}

/// One name to be searched for in free texts.
#[derive(Clone, Debug)]
struct Pattern {
    folded: String,
    competitor: CompetitorId,
    demand: Demand,
    /// Whether it counts in the middle of other letters: Chinese and Japanese have no spaces between words.
    is_anywhere: bool,
}

/// What a name must look like in a text to count.
#[derive(Copy, Clone, Debug, PartialEq)]
enum Demand {
    Nothing,
    /// A capital, and not the one that begins a sentence.
    Capital,
    /// Capitals (or digits) only.
    Capitals,
}

impl AliasTable {
    /// Builds the table from each competitor's name and aliases.
    ///
    /// Where two competitors share a name, a competitor's own name wins over an alias, and the earlier entry
    /// over the later one.
    pub fn new(entries: impl IntoIterator<Item = (CompetitorId, String, Vec<String>)>) -> Self {
        let entries: Vec<_> = entries.into_iter().collect();
        let own = entries.iter().map(|(competitor, name, _)| (*competitor, name.as_str(), Match::Exact));
        let other = entries.iter().flat_map(|(competitor, _, aliases)| {
            aliases.iter().map(|alias| (*competitor, alias.as_str(), Match::Alias))
        });
        let mut names = HashMap::new();
        let mut comparable = Vec::new();
        let mut sounds: HashMap<String, Vec<CompetitorId>> = HashMap::new();
        let mut patterns: Vec<Pattern> = Vec::new();
        let mut searched = HashSet::new();
        for (competitor, written, how) in own.chain(other) {
            let normal = normalize(written);
            if normal.is_empty() {
                continue;
            }
            let compact = normal.replace(' ', "");
            if let Some(sound) = script::sound(&normal) {
                let all = sounds.entry(sound).or_default();
                if !all.contains(&competitor) {
                    all.push(competitor);
                }
            } else if !names.contains_key(&normal) && compact.chars().count() >= similarity::LEAST_LETTERS {
                comparable.push((normal.clone(), competitor));
            }
            names.entry(normal.clone()).or_insert((competitor, how));
            names.entry(compact).or_insert((competitor, Match::Alias));
            for folded in [fold(written), normal] {
                if folded.chars().count() > 1 && !is_nobody(&folded) && searched.insert(folded.clone()) {
                    patterns.extend(Pattern::new(folded, competitor));
                }
            }
        }
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(patterns.iter().map(|pattern| &pattern.folded))
            .expect("a tenant's names fit a search automaton");
        Self { names, comparable, sounds, search, patterns, unsearched: HashSet::new() }
    }

    /// The same without searching texts for these: a name that a stranger typed may be an ordinary word.
    #[must_use]
    pub fn without_mentions_of(mut self, these: impl IntoIterator<Item = CompetitorId>) -> Self {
        self.unsearched.extend(these);
        self
    }

    /// Whom an answer to "which vendor?" means.
    pub fn resolve(&self, raw: &str) -> Resolution {
        let normal = normalize(raw);
        if let Some(known) = self.known(&normal) {
            return known;
        }
        if normal.is_empty() || normal.len() > LONGEST_NAME || is_nobody(raw) {
            return Resolution::Unknown;
        }
        if let Some(known) = self.known(&normalize(spoken(raw))) {
            return known;
        }
        if let Some(competitor) = self.sounds_like(&normal) {
            return Resolution::Proposed { competitor, score: similarity::PART };
        }
        // One character of Chinese is a word: what differs in one is another name.
        if normal.contains(script::is_native) {
            return Resolution::Unknown;
        }
        if let Some(competitor) = self.meant(&normal) {
            let score = self.likely(&normal).map_or(1.0, |(score, _)| score);
            return Resolution::Known { competitor, how: Match::Fuzzy(score) };
        }
        match self.likely(&normal) {
            Some((score, competitor)) if score >= similarity::PROPOSE => {
                Resolution::Proposed { competitor, score }
            }
            Some(_) | None => Resolution::Unknown,
        }
    }

    fn known(&self, normal: &str) -> Option<Resolution> {
        let found = self.names.get(normal).or_else(|| self.names.get(&normal.replace(' ', "")));
        found.map(|(competitor, how)| Resolution::Known { competitor: *competitor, how: *how })
    }

    /// Whose name that is with a slip of the pen; nobody when it may be two, or when a well-known vendor is called so.
    fn meant(&self, normal: &str) -> Option<CompetitorId> {
        let mut meant = self
            .comparable
            .iter()
            .filter(|(name, _)| similarity::is_slip(normal, name))
            .map(|(_, competitor)| *competitor);
        let one = meant.next()?;
        let is_one = meant.all(|other| other == one) && vendor::exactly(normal).is_none();
        is_one.then_some(one)
    }

    /// Who has the name most like that, and how like it is.
    fn likely(&self, normal: &str) -> Option<(f64, CompetitorId)> {
        // However alike the letters are, "Lotus+" is not "Lotus".
        let signs = name::signs(normal);
        let comparable = self.comparable.iter().filter(|(name, _)| name::signs(name) == signs);
        let mut best: Option<(f64, CompetitorId)> = None;
        for (name, competitor) in comparable {
            let score = similarity::likeness(normal, name);
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, *competitor));
            }
        }
        best
    }

    /// Who is called so in another script, or by characters that sound so: "Huawei" is perhaps 华为.
    fn sounds_like(&self, normal: &str) -> Option<CompetitorId> {
        let compact = || normal.replace(' ', "");
        let sound = script::sound(normal);
        let written =
            sound.as_ref().and_then(|sound| self.names.get(sound)).map(|(competitor, _)| *competitor);
        // Of several that sound so none is meant more than the others.
        let only = |all: &Vec<CompetitorId>| all.first().copied().filter(|_| all.len() == 1);
        let spoken = self.sounds.get(&sound.unwrap_or_else(compact)).map(only);
        match (written, spoken) {
            (Some(one), None) => Some(one),
            (None, Some(one)) => one,
            (Some(one), Some(other)) => Some(one).filter(|one| other == Some(*one)),
            (None, None) => None,
        }
    }

    /// Every competitor named in a free text, in order, without overlaps.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        if self.patterns.is_empty() {
            return Vec::new();
        }
        let folded = Folded::new(text);
        let mut found: Vec<(usize, usize, usize)> = self
            .search
            .find_overlapping_iter(&folded.text)
            .filter(|found| {
                let pattern = &self.patterns[found.pattern().as_usize()];
                (pattern.is_anywhere || folded.is_whole(found.start(), found.end()))
                    && !self.unsearched.contains(&pattern.competitor)
            })
            .map(|found| (found.start(), found.end(), found.pattern().as_usize()))
            .collect();
        found.sort_by_key(|(start, end, pattern)| (*start, std::cmp::Reverse(*end), *pattern));
        let mut openings: Option<HashSet<usize>> = None;
        let mut mentions = Vec::new();
        let mut taken = 0;
        for (start, end, pattern) in found {
            let pattern = &self.patterns[pattern];
            let span = folded.span(start, end);
            let words = span.of(text);
            let is_meant = match pattern.demand {
                Demand::Nothing => true,
                Demand::Capitals => !words.contains(char::is_lowercase),
                Demand::Capital => {
                    let openings = openings.get_or_insert_with(|| first_words(text));
                    words.starts_with(char::is_uppercase)
                        && (span.of(text) == text.trim() || !openings.contains(&span.start))
                }
            };
            if start >= taken && is_meant {
                mentions.push(Mention { competitor: pattern.competitor, span });
                taken = end;
            }
        }
        mentions
    }
}

impl Pattern {
    /// How a name is searched for; `None` if it means nothing in a text.
    fn new(folded: String, competitor: CompetitorId) -> Option<Self> {
        if NEVER_ALONE.contains(&folded.as_str()) {
            return None;
        }
        let demand = if ORDINARY.contains(folded.as_str()) {
            Demand::Capital
        } else if folded.chars().count() <= SHORT {
            Demand::Capitals
        } else {
            Demand::Nothing
        };
        let is_anywhere = folded.chars().count() >= LEAST_NATIVE && folded.chars().all(script::is_native);
        Some(Self { folded, competitor, demand, is_anywhere })
    }
}

/// Where the first word of each sentence stands.
fn first_words(text: &str) -> HashSet<usize> {
    sentences(text)
        .into_iter()
        .filter_map(|sentence| Some(sentence.start + sentence.of(text).find(char::is_alphanumeric)?))
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> CompetitorId {
        CompetitorId::new(Uuid::from_u128(number))
    }

    /// Competitor `n` is the n-th well-known vendor.
    fn table() -> AliasTable {
        AliasTable::new(well_known().iter().enumerate().map(|(index, (name, aliases))| {
            (id(index as u128), (*name).to_owned(), aliases.iter().map(|alias| (*alias).to_owned()).collect())
        }))
    }

    fn vendor(name: &str) -> CompetitorId {
        id(well_known().iter().position(|(known, _)| *known == name).expect("a well-known vendor") as u128)
    }

    fn named<'a>(table: &AliasTable, text: &'a str) -> Vec<&'a str> {
        table.mentions(text).into_iter().map(|mention| mention.span.of(text)).collect()
    }

    #[test]
    fn all_names_of_salesforce_are_one() {
        let table = table();
        let salesforce = vendor("Salesforce");
        for raw in [
            "SFDC",
            "SF",
            "sf",
            "Salesforce",
            "salesforce.com",
            "Sales force",
            "SALES-FORCE",
            "Salesforce, Inc.",
            "Salesfroce",
            "Salesforse",
            "We went with Salesforce.",
            "www.salesforce.com",
        ] {
            let resolution = table.resolve(raw);
            assert!(
                matches!(resolution, Resolution::Known { competitor, .. } if competitor == salesforce),
                "{raw}: {resolution:?}"
            );
        }
        assert_eq!(
            table.resolve("Salesforce"),
            Resolution::Known { competitor: salesforce, how: Match::Exact }
        );
        assert_eq!(table.resolve("sfdc"), Resolution::Known { competitor: salesforce, how: Match::Alias });
        assert!(
            matches!(table.resolve("Salesfroce"), Resolution::Known { how: Match::Fuzzy(s), .. } if s >= 0.92)
        );
    }

    #[test]
    fn every_well_known_name_finds_its_vendor() {
        let table = table();
        for (name, aliases) in well_known() {
            for written in std::iter::once(name).chain(*aliases) {
                let resolution = table.resolve(written);
                assert!(
                    matches!(resolution, Resolution::Known { competitor, .. } if competitor == vendor(name)),
                    "{written}: {resolution:?}"
                );
            }
        }
    }

    #[test]
    fn likeness_only_proposes_what_a_slip_does_not_explain() {
        let table = table();
        let Resolution::Proposed { competitor, .. } = table.resolve("something like Salesforce") else {
            panic!("a name within an answer is a proposal");
        };
        assert_eq!(competitor, vendor("Salesforce"));
        for raw in ["Zohu", "Acme Widgets", "none", "in-house", "", "\0", "built it ourselves", "Xyzzy"] {
            assert_eq!(table.resolve(raw), Resolution::Unknown, "{raw}");
        }
    }

    #[test]
    fn two_equally_likely_vendors_are_not_guessed_between() {
        let table = AliasTable::new([
            (id(1), "Brightmove".to_owned(), vec![]),
            (id(2), "Brightmive".to_owned(), vec![]),
        ]);
        assert!(matches!(table.resolve("Brightmve"), Resolution::Proposed { .. }));
        assert!(
            matches!(table.resolve("Brigthmive"), Resolution::Known { competitor, .. } if competitor == id(2))
        );
    }

    #[test]
    fn a_well_known_vendor_is_no_slip_of_another_name() {
        let table =
            AliasTable::new([(id(1), "Zenndesk".to_owned(), vec![]), (id(2), "Datadoog".to_owned(), vec![])]);
        for raw in ["Zendesk", "Datadog"] {
            assert!(!matches!(table.resolve(raw), Resolution::Known { .. }), "{raw}");
        }
    }

    #[test]
    fn who_is_not_searched_for_is_known_by_name_all_the_same() {
        let entries = [(id(1), "Better price".to_owned(), vec![]), (id(2), "Contoso".to_owned(), vec![])];
        let table = AliasTable::new(entries).without_mentions_of([id(1)]);
        assert_eq!(named(&table, "Contoso had the better price"), ["Contoso"]);
        assert!(
            matches!(table.resolve("better price"), Resolution::Known { competitor, .. } if competitor == id(1))
        );
    }

    #[test]
    fn a_name_of_ones_own_wins_over_anothers_alias() {
        let table = AliasTable::new([
            (id(1), "Acme".to_owned(), vec!["Zenith".to_owned()]),
            (id(2), "Zenith".to_owned(), vec![]),
        ]);
        assert_eq!(table.resolve("zenith"), Resolution::Known { competitor: id(2), how: Match::Exact });
    }

    #[test]
    fn mentions_are_whole_words_in_any_case() {
        let table = table();
        assert_eq!(
            named(&table, "salesforce's reporting beat Hub-Spot; unhubspotty"),
            ["salesforce", "Hub-Spot"]
        );
        assert_eq!(
            named(&table, "We moved to Salesforce.com and Microsoft Dynamics."),
            ["Salesforce.com", "Microsoft Dynamics"]
        );
    }

    #[test]
    fn short_names_count_in_capitals_only() {
        let table = table();
        assert_eq!(named(&table, "SF won over SAP, though we sit in sf and Sf; no sap."), ["SF", "SAP"]);
    }

    #[test]
    fn ordinary_words_are_no_vendors() {
        let table = table();
        assert_eq!(
            named(&table, "Close to the end we had no notion of the box. On Monday we met Bob."),
            [""; 0]
        );
        assert_eq!(
            named(&table, "In the end we chose Notion over Box and Monday.com."),
            ["Notion", "Box", "Monday.com"]
        );
        assert_eq!(named(&table, "Notion"), ["Notion"]);
    }

    #[test]
    fn names_that_sound_alike_are_proposed_and_never_taken_for_each_other() {
        let table = AliasTable::new([
            (id(1), "华为技术有限公司".to_owned(), vec!["华为".to_owned()]),
            (id(2), "Yonyou".to_owned(), vec![]),
            (id(3), "金蝶".to_owned(), vec![]),
            (id(4), "锦蝶".to_owned(), vec![]),
        ]);
        let known = |raw: &str| match table.resolve(raw) {
            Resolution::Known { competitor, .. } => Some(competitor),
            Resolution::Proposed { .. } | Resolution::Unknown => None,
        };
        assert_eq!(known("華為"), Some(id(1)));
        assert_eq!(known("华为 技术"), Some(id(1)));
        for (raw, competitor) in [("Huawei", id(1)), ("华维", id(1))] {
            let proposed = matches!(table.resolve(raw), Resolution::Proposed { competitor: one, .. } if one == competitor);
            assert!(proposed, "{raw}: {:?}", table.resolve(raw));
        }
        // Two that sound alike are not guessed between; and one other character is another name.
        for raw in ["Jindie", "用友", "华为技木", "腾讯"] {
            assert_eq!(table.resolve(raw), Resolution::Unknown, "{raw}");
        }
    }

    #[test]
    fn a_name_is_found_in_a_text_without_spaces_unless_it_is_part_of_ordinary_words() {
        let table = AliasTable::new([
            (id(1), "用友网络".to_owned(), vec!["用友".to_owned()]),
            (id(2), "삼성전자".to_owned(), vec![]),
        ]);
        assert_eq!(named(&table, "最后我们选择了用友网络，因为便宜。"), ["用友网络"]);
        assert_eq!(named(&table, "他们用友好的方式说：用友！"), ["用友"]);
        assert_eq!(named(&table, "우리는 삼성전자를 골랐다."), ["삼성전자"]);
    }

    #[test]
    fn an_empty_table_knows_nobody() {
        let table = AliasTable::new([]);
        assert_eq!(table.resolve("Salesforce"), Resolution::Unknown);
        assert_eq!(table.mentions("Salesforce"), []);
    }
}
