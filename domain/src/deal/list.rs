//! The list of deals: what can be asked of it beside the report's filter, and one page of the answer.

mod address;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use address::{Filtered, Misread, Sifted, read_address, sift};

use crate::deal::DealSummary;
use crate::form::clean_text;
use crate::id::CompetitorId;
use crate::report::FilterOptions;
use crate::taxonomy::Theme;

/// Deals on one page.
pub const PAGE_SIZE: u32 = 50;
/// The last page that can be asked for.
const LAST_PAGE: u32 = 20_000;
/// Characters of a search that are looked at.
const LONGEST_SEARCH: usize = 100;

/// The order of the list; deals that are equal in it follow by id.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DealSort {
    /// Newest close first.
    #[default]
    Newest,
    /// Oldest close first.
    Oldest,
    /// Largest home amount first, unknown ones last.
    Largest,
    /// Smallest home amount first, unknown ones last.
    Smallest,
    /// By name.
    Name,
    /// Longest cycle first, unknown ones last.
    Longest,
    /// Shortest cycle first, unknown ones last.
    Shortest,
}

impl DealSort {
    /// Every order.
    pub const ALL: [Self; 7] = [
        Self::Newest,
        Self::Oldest,
        Self::Largest,
        Self::Smallest,
        Self::Name,
        Self::Longest,
        Self::Shortest,
    ];

    /// The word in the address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Largest => "largest",
            Self::Smallest => "smallest",
            Self::Name => "name",
            Self::Longest => "longest",
            Self::Shortest => "shortest",
        }
    }

    /// Reads [`DealSort::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }
}

/// What is asked of the list beside the [`crate::report::ReportFilter`]; every part narrows.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct DealListQuery {
    /// Words to find in the deal's or the account's name, case does not matter.
    #[serde(default)]
    pub search: Option<String>,
    /// Only deals in which a buyer named this theme.
    #[serde(default)]
    pub theme: Option<Theme>,
    /// Only deals in which this competitor was met.
    #[serde(default)]
    pub competitor: Option<CompetitorId>,
    /// `Some(true)`: only deals with an answer; `Some(false)`: only those without.
    #[serde(default)]
    pub answered: Option<bool>,
    /// Only deals that are in the counts but not in the values.
    #[serde(default)]
    pub is_without_amount: bool,
    /// `Some(true)`: only deals whose days from created to closed are known; `Some(false)`: only the others.
    #[serde(default)]
    pub has_cycle: Option<bool>,
    /// Only deals that are open again, which no figure counts; else they are found by a search alone.
    #[serde(default)]
    pub is_open_again: bool,
    /// The order.
    #[serde(default)]
    pub sort: DealSort,
    /// The page, from 1.
    #[serde(default = "first_page")]
    pub page: u32,
}

impl Default for DealListQuery {
    fn default() -> Self {
        Self {
            search: None,
            theme: None,
            competitor: None,
            answered: None,
            is_without_amount: false,
            has_cycle: None,
            is_open_again: false,
            sort: DealSort::default(),
            page: first_page(),
        }
    }
}

const fn first_page() -> u32 {
    1
}

impl DealListQuery {
    /// Reads the pairs of a query string; what is not understood is left out.
    #[must_use]
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        for (name, value) in pairs {
            match name {
                "q" => query.search = Some(clean_text(value, LONGEST_SEARCH)).filter(|text| !text.is_empty()),
                "theme" => query.theme = Theme::from_code(value),
                "competitor" => query.competitor = value.parse().ok(),
                "answered" => {
                    query.answered = match value {
                        "yes" => Some(true),
                        "no" => Some(false),
                        _ => None,
                    };
                }
                "amount" => query.is_without_amount = value == "none",
                "days" => {
                    query.has_cycle = match value {
                        "known" => Some(true),
                        "unknown" => Some(false),
                        _ => None,
                    };
                }
                "open" => query.is_open_again = value == "again",
                "sort" => query.sort = DealSort::from_code(value).unwrap_or_default(),
                "page" => query.page = value.parse().unwrap_or(1).clamp(1, LAST_PAGE),
                _ => {}
            }
        }
        query
    }

    /// The pairs of a query string; defaults are left out.
    #[must_use]
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.search.iter().map(|text| ("q", text.clone())));
        pairs.extend(self.theme.iter().map(|theme| ("theme", theme.code().to_owned())));
        pairs.extend(self.competitor.iter().map(|id| ("competitor", id.to_string())));
        pairs
            .extend(self.answered.iter().map(|yes| ("answered", if *yes { "yes" } else { "no" }.to_owned())));
        if self.is_without_amount {
            pairs.push(("amount", "none".to_owned()));
        }
        pairs.extend(
            self.has_cycle.iter().map(|yes| ("days", if *yes { "known" } else { "unknown" }.to_owned())),
        );
        if self.is_open_again {
            pairs.push(("open", "again".to_owned()));
        }
        if self.sort != DealSort::default() {
            pairs.push(("sort", self.sort.code().to_owned()));
        }
        if self.page != 1 {
            pairs.push(("page", self.page.to_string()));
        }
        pairs
    }

    /// The same query with only what an address could say.
    #[must_use]
    pub fn sane(&self) -> Self {
        let pairs = self.to_pairs();
        Self::from_pairs(pairs.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// How many deals come before the page.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        (if self.page == 0 { 0 } else { self.page - 1 }) as u64 * PAGE_SIZE as u64
    }

    /// The theme that is asked for, if it is all that narrows.
    #[must_use]
    pub fn only_theme(&self) -> Option<Theme> {
        let theme = self.theme?;
        self.is_narrowed_as(Self { theme: Some(theme), ..Self::default() }).then_some(theme)
    }

    /// Whether it lists the same deals, in whatever order and on whatever page.
    fn is_narrowed_as(&self, other: Self) -> bool {
        Self { sort: self.sort, page: self.page, ..other } == *self
    }

    /// Whether what buyers said decides which deals are listed: then only what this reader may read does.
    #[must_use]
    pub const fn reads_answers(&self) -> bool {
        self.theme.is_some() || self.competitor.is_some()
    }

    /// Whether the list is narrowed by more than the report's filter.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.search.is_none()
            && self.theme.is_none()
            && self.competitor.is_none()
            && self.answered.is_none()
            && !self.is_without_amount
            && self.has_cycle.is_none()
            && !self.is_open_again
    }
}

/// One page of the list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DealPage {
    /// When it was read.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub as_of: DateTime<Utc>,
    /// Grows with every change of the tenant's data; an open page asks again when it is behind.
    pub data_version: i64,
    /// The currency of every `_cents`.
    pub home_currency: String,
    /// The deals, at most [`PAGE_SIZE`].
    pub rows: Vec<DealSummary>,
    /// Deals that fit the filter and the query, on all pages.
    pub total: i64,
    /// Their value, in hundredths of the home currency.
    pub total_cents: i64,
    /// The name of the competitor that is asked for, if it exists.
    pub competitor: Option<String>,
    /// Deals that the overview counts for the theme that is asked for, and that are not listed: only answers that this
    /// reader may not read name it in them.
    #[serde(default)]
    pub unlisted: i64,
    /// Deals that fit the filter and the query but are open again, and not listed for that.
    #[serde(default)]
    pub open_again: i64,
    /// What can be filtered by; without quarters there is no deal at all.
    pub options: FilterOptions,
}

impl DealPage {
    /// How many pages there are, at least one.
    #[must_use]
    pub fn pages(&self) -> u32 {
        u32::try_from(self.total.max(0)).unwrap_or(u32::MAX).div_ceil(PAGE_SIZE).clamp(1, LAST_PAGE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_survives_the_address() {
        let query = DealListQuery {
            search: Some("wood & grove".to_owned()),
            theme: Some(Theme::Integrations),
            competitor: Some(CompetitorId::new(uuid::Uuid::from_u128(7))),
            answered: Some(false),
            is_without_amount: true,
            has_cycle: Some(false),
            is_open_again: true,
            sort: DealSort::Longest,
            page: 3,
        };
        let pairs = query.to_pairs();
        assert_eq!(DealListQuery::from_pairs(pairs.iter().map(|(k, v)| (*k, v.as_str()))), query);
        assert!(DealListQuery::default().to_pairs().is_empty());
        assert_eq!(query.offset(), 100);
    }

    #[test]
    fn nonsense_in_the_address_is_left_out() {
        let pairs = [("q", " \0 "), ("theme", "x"), ("competitor", "1"), ("page", "-4"), ("sort", "up")];
        assert_eq!(DealListQuery::from_pairs(pairs), DealListQuery::default());
        assert_eq!(DealListQuery::from_pairs([("page", "0")]).page, 1);
        assert_eq!(DealListQuery::from_pairs([("page", "4000000000")]).page, LAST_PAGE);
    }

    #[test]
    fn a_hand_made_query_asks_for_no_more_than_an_address_could() {
        let made = |search: &str, page| DealListQuery {
            search: Some(search.to_owned()),
            page,
            ..DealListQuery::default()
        };
        // No NUL, which the database refuses; no text without end; no page before the first or behind the last.
        assert_eq!(made(" a\0b\r\n ", 0).sane(), made("ab", 1));
        assert_eq!(made("\0", 1).sane(), DealListQuery::default());
        assert_eq!(made(&"é".repeat(5_000), u32::MAX).sane(), made(&"é".repeat(LONGEST_SEARCH), LAST_PAGE));
        let plain = DealListQuery { theme: Some(Theme::Support), answered: Some(true), ..made("bank", 3) };
        assert_eq!(plain.sane(), plain, "what an address can say stays as it is");
    }

    #[test]
    fn what_a_tile_is_about_is_known_again_whatever_the_order_and_the_page() {
        let theme = DealListQuery { theme: Some(Theme::Support), ..DealListQuery::default() };
        assert_eq!(theme.only_theme(), Some(Theme::Support));
        let sorted = DealListQuery { sort: DealSort::Name, page: 2, ..theme.clone() };
        assert_eq!(sorted.only_theme(), Some(Theme::Support));
        let searched = DealListQuery { search: Some("bank".to_owned()), ..theme };
        assert_eq!(searched.only_theme(), None);
    }
}
