//! Every path once, and the addresses that carry a filter.

use domain::deal::{DealListQuery, DealSort, Outcome};
use domain::id::{DealId, ImageId, PreviewId, TemplateId, TenantId};
use domain::report::{Period, ReportFilter};

use crate::pages::surveys::editor::view::View;

/// The overview.
pub const OVERVIEW: &str = "/app";
/// The list of deals.
pub const DEALS: &str = "/app/deals";
/// The list of deals for a spreadsheet.
pub const EXPORT: &str = "/app/deals.csv";
/// The stream that says when the tenant's data changed.
pub const EVENTS: &str = "/app/events";
/// The tenant's set-up.
pub const ADMIN: &str = "/admin";
/// The tenant's surveys.
pub const SURVEYS: &str = "/admin/surveys";
/// The ready surveys, and the other ways to begin one; a post begins it.
pub const NEW_SURVEY: &str = "/admin/surveys/new";
/// Logos; a post keeps one.
pub const IMAGES: &str = "/admin/images";
/// The operator console.
pub const OPERATOR: &str = "/ops";
/// Makes a connection, without script; post only.
pub const CONNECTIONS: &str = "/admin/connections";
/// Makes a new secret, without script; post only.
pub const SECRETS: &str = "/admin/connections/secret";
/// Takes a connection out of use, without script; post only.
pub const RETIREMENTS: &str = "/admin/connections/retire";
/// Gives jobs their tries again, without script; post only.
pub const RETRY: &str = "/ops/retry";
/// Sign-in.
pub const SIGN_IN: &str = "/login";
/// Where a lost password is replaced by a new one.
pub const FORGOT: &str = "/forgot";
/// Sign-out; post only.
pub const SIGN_OUT: &str = "/logout";
/// Another of the person's tenants from now on; post only.
pub const SWITCH: &str = "/account/switch";

/// In the query of what a page sends: the tenant that it was drawn for.
pub const DRAWN_FOR: &str = "of";

/// The part of the product that a page belongs to: its code is one download.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Bundle {
    /// What leaders and reps read.
    Reports,
    /// Where admins and operators set things up.
    Workshop,
    /// Where a survey is written, tried and compared with what it was.
    Editor,
}

impl Bundle {
    /// The bundle of a path.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let is_below =
            |root: &str| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let of_survey = path.strip_prefix(SURVEYS).and_then(|rest| rest.strip_prefix('/')?.split_once('/'));
        match of_survey {
            Some((_, "edit" | "preview" | "versions")) => Self::Editor,
            _ if is_below(ADMIN) || is_below(OPERATOR) => Self::Workshop,
            _ => Self::Reports,
        }
    }

    /// The name of its files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reports => "reports",
            Self::Workshop => "workshop",
            Self::Editor => "editor",
        }
    }
}

/// Whether a page shows at once what comes late, so that the second part of its bundle is better loaded with the first.
#[must_use]
pub fn is_late(path: &str, search: &str) -> bool {
    if !is_editor(path) {
        return Bundle::of(path) == Bundle::Editor;
    }
    let pairs = pairs(search);
    let view = pairs.iter().find(|(name, _)| name == "view").map_or("", |(_, view)| view.as_str());
    View::from_code(view) != View::Questions
}

/// Whether a path is that of a survey's editor, which needs all the room that there is.
#[must_use]
pub fn is_editor(path: &str) -> bool {
    path.strip_prefix(SURVEYS).is_some_and(|rest| rest.ends_with("/edit"))
}

/// By what reasons are counted.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Default)]
pub enum Measure {
    /// By the lost deals that name them.
    #[default]
    Frequency,
    /// By the value that is attributed to them.
    Value,
}

impl Measure {
    /// Reads the pair `reasons=value`.
    #[must_use]
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let is_value = pairs.into_iter().any(|pair| pair == ("reasons", "value"));
        if is_value { Self::Value } else { Self::Frequency }
    }
}

/// The overview with a filter and a measure.
#[must_use]
pub fn overview(filter: &ReportFilter, measure: Measure) -> String {
    let mut pairs = filter.to_pairs();
    if measure == Measure::Value {
        pairs.push(("reasons", "value".to_owned()));
    }
    address(OVERVIEW, &pairs)
}

/// The deals behind a number.
#[must_use]
pub fn deals(filter: &ReportFilter, query: &DealListQuery) -> String {
    let mut pairs = filter.to_pairs();
    pairs.extend(query.to_pairs());
    address(DEALS, &pairs)
}

/// The same deals for a spreadsheet, on one page.
#[must_use]
pub fn export(filter: &ReportFilter, query: &DealListQuery) -> String {
    let mut pairs = filter.to_pairs();
    pairs.extend(DealListQuery { page: 1, ..query.clone() }.to_pairs());
    address(EXPORT, &pairs)
}

/// The deals of a filter with these outcomes only.
#[must_use]
pub fn deals_with(filter: &ReportFilter, outcomes: &[Outcome]) -> String {
    let filter = ReportFilter { outcomes: outcomes.to_vec(), ..filter.clone() };
    deals(&filter, &DealListQuery::default())
}

/// One deal.
#[must_use]
pub fn deal(id: DealId) -> String {
    format!("{DEALS}/{id}")
}

/// A change of one part of what an address says.
#[derive(Clone, Eq, PartialEq, Debug)]
pub enum Refine {
    /// The name has these values and no others.
    Exactly(String, Vec<String>),
    /// The name has this value too.
    With(String, String),
    /// The name does not have this value.
    Less(String, String),
}

impl Refine {
    /// The name has no value.
    #[must_use]
    pub fn without(name: &str) -> Self {
        Self::Exactly(name.to_owned(), Vec::new())
    }

    /// The name has this value.
    #[must_use]
    pub fn only(name: &str, value: impl Into<String>) -> Self {
        Self::Exactly(name.to_owned(), vec![value.into()])
    }

    /// Whether it is a step through the pages of a list, not another list.
    #[must_use]
    pub fn is_step(&self) -> bool {
        matches!(self, Self::Exactly(name, _) if name == "page")
    }
}

/// The address of a page after a change of what it says now; a change of the filter leads to the first page.
#[must_use]
pub fn refined(path: &str, search: &str, refine: &Refine) -> String {
    let mut pairs = pairs(search);
    pairs.retain(|(name, _)| name != "page" || refine.is_step());
    match refine {
        Refine::Exactly(name, values) => {
            // Where the name stood, so that an address changes as little as possible.
            let place = pairs.iter().position(|(one, _)| one == name);
            pairs.retain(|(one, _)| one != name);
            let place = place.unwrap_or(pairs.len()).min(pairs.len());
            pairs.splice(place..place, values.iter().map(|value| (name.clone(), value.clone())));
        }
        Refine::With(name, value) => {
            let pair = (name.clone(), value.clone());
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        Refine::Less(name, value) => pairs.retain(|(one, of)| one != name || of != value),
    }
    pairs.retain(is_telling);
    address(path, &pairs)
}

/// The pairs of a query string that say something: forms also send what is empty and what is so anyway.
#[must_use]
pub fn telling(search: &str) -> Vec<(String, String)> {
    let mut pairs = pairs(search);
    pairs.retain(is_telling);
    pairs
}

fn is_telling((name, value): &(String, String)) -> bool {
    let is_default = match name.as_str() {
        "period" => *value == Period::default().code(),
        "sort" => value == DealSort::default().code(),
        "page" => value == "1",
        other => other.is_empty(),
    };
    !is_default && !value.is_empty()
}

/// What is done with a survey, or shown of it.
#[must_use]
pub fn survey(id: TemplateId, what: &str) -> String {
    format!("{SURVEYS}/{id}/{what}")
}

/// The editor of a survey.
#[must_use]
pub fn survey_editor(id: TemplateId) -> String {
    survey(id, "edit")
}

/// The published versions of a survey.
#[must_use]
pub fn survey_versions(id: TemplateId) -> String {
    survey(id, "versions")
}

/// The results of a survey, of one version by its number or of all together.
#[must_use]
pub fn survey_results(id: TemplateId, version: Option<i32>) -> String {
    let pairs: Vec<_> = version.map(|version| ("version", version.to_string())).into_iter().collect();
    address(&survey(id, "results"), &pairs)
}

/// Where a survey is tried.
#[must_use]
pub fn survey_preview(id: TemplateId) -> String {
    survey(id, "preview")
}

/// An address that a page uses which was drawn for this tenant: the session may work for another one since.
#[must_use]
pub fn drawn_for(tenant: TenantId, path: &str) -> String {
    address(path, &[(DRAWN_FOR, tenant.to_string())])
}

/// The stream of a page.
#[must_use]
pub fn events(tenant: TenantId) -> String {
    drawn_for(tenant, EVENTS)
}

/// A survey as a file.
#[must_use]
pub fn survey_file(id: TemplateId) -> String {
    format!("{SURVEYS}/{id}.json")
}

/// The first page of a try, as the buyer would see it, in the theme of the system or in this one.
#[must_use]
pub fn preview(id: PreviewId, theme: Option<&str>) -> String {
    match theme {
        Some(theme) => format!("/preview/{id}~{theme}"),
        None => format!("/preview/{id}"),
    }
}

/// A logo, for who edits surveys.
#[must_use]
pub fn image(id: ImageId) -> String {
    format!("{IMAGES}/{id}")
}

/// A path with a query string.
#[must_use]
pub fn address<N: AsRef<str>>(path: &str, pairs: &[(N, String)]) -> String {
    let mut text = path.to_owned();
    for (index, (name, value)) in pairs.iter().enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        escape(name.as_ref(), &mut text);
        text.push('=');
        escape(value, &mut text);
    }
    text
}

/// The pairs of a query string, as browsers write them.
#[must_use]
pub fn pairs(search: &str) -> Vec<(String, String)> {
    let pairs = search.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (unescape(name), unescape(value))
        })
        .collect()
}

/// The pairs as the readers of filters want them.
pub fn as_pairs(pairs: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}

/// Reads percent-encoding and pluses back; what is no encoding stays as it is.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let (byte, next) = match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => (u8::try_from(high * 16 + low).unwrap_or(b'%'), &after[2..]),
            (b'+', ..) => (b' ', after),
            _ => (first, after),
        };
        bytes.push(byte);
        rest = next;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Percent-encoding of everything but the unreserved characters.
fn escape(value: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_belongs_to_the_bundle_of_its_part() {
        for path in ["/admin/surveys/1/edit", "/admin/surveys/1/edit?view=logic", "/admin/surveys/1/versions"]
        {
            assert_eq!(Bundle::of(path), Bundle::Editor, "{path}");
        }
        for path in [
            "/admin",
            "/admin/surveys/1?x=/app",
            "/ops#top",
            "/admin/surveys/edit",
            "/admin/surveys/1/2/edit",
        ] {
            assert_eq!(Bundle::of(path), Bundle::Workshop, "{path}");
        }
        for path in ["/app", "/app/deals", "/administration", "/", "/app?next=/admin"] {
            assert_eq!(Bundle::of(path), Bundle::Reports, "{path}");
        }
    }

    #[test]
    fn only_the_questions_of_a_survey_are_there_without_the_second_part() {
        for (path, search) in [
            ("/admin/surveys/1/edit", "view=logic"),
            ("/admin/surveys/1/edit", "?done=x&view=settings"),
            ("/admin/surveys/1/preview", ""),
            ("/admin/surveys/1/versions", "view=questions"),
        ] {
            assert!(is_late(path, search), "{path}?{search}");
        }
        for (path, search) in [
            ("/admin/surveys/1/edit", ""),
            ("/admin/surveys/1/edit", "view=questions"),
            ("/admin/surveys/1/edit", "view=nothing"),
            ("/admin/surveys", "view=logic"),
            ("/app", ""),
        ] {
            assert!(!is_late(path, search), "{path}?{search}");
        }
    }

    #[test]
    fn only_the_editor_of_a_survey_takes_the_room_of_the_sidebar() {
        assert!(is_editor("/admin/surveys/1/edit"));
        for path in ["/admin/surveys", "/admin/surveys/1/preview", "/app/deals/edit"] {
            assert!(!is_editor(path), "{path}");
        }
    }

    #[test]
    fn an_address_keeps_what_a_name_may_contain() {
        let filter = ReportFilter { segments: vec!["Mid & small, Ü".to_owned()], ..Default::default() };
        assert_eq!(
            overview(&filter, Measure::Value),
            "/app?segment=Mid%20%26%20small%2C%20%C3%9C&reasons=value"
        );
        assert_eq!(overview(&ReportFilter::default(), Measure::Frequency), "/app");
    }

    #[test]
    fn a_query_string_is_read_as_browsers_write_it() {
        let read = pairs("?q=50%25+off&segment=%C3%9C&bad=%zz%4&empty&=x");
        let expected = [("q", "50% off"), ("segment", "Ü"), ("bad", "%zz%4"), ("empty", ""), ("", "x")];
        assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(pairs(""), []);
    }

    #[test]
    fn an_address_is_refined_from_what_it_says_now_and_says_no_more_than_it_must() {
        let to = |search: &str, refine: Refine| refined(DEALS, search, &refine);
        // Two chips removed one after the other: what the second link was drawn with does not matter.
        let first = to("?segment=Mid&segment=Big&region=EMEA&q=bank&page=3", Refine::without("segment"));
        assert_eq!(first, "/app/deals?region=EMEA&q=bank");
        assert_eq!(to("region=EMEA&q=bank", Refine::without("region")), "/app/deals?q=bank");
        assert_eq!(to("q=bank", Refine::without("q")), "/app/deals");
        // The default period, and what a form sends empty, say nothing.
        assert_eq!(
            to("period=24m&rep=&outcome=won", Refine::only("period", "12m")),
            "/app/deals?outcome=won"
        );
        assert_eq!(
            to("period=12m&outcome=won", Refine::only("period", "24m")),
            "/app/deals?period=24m&outcome=won"
        );
        let with = |value: &str| Refine::With("region".to_owned(), value.to_owned());
        assert_eq!(to("region=EMEA", with("A & B")), "/app/deals?region=EMEA&region=A%20%26%20B");
        assert_eq!(to("region=EMEA", with("EMEA")), "/app/deals?region=EMEA");
        let less = Refine::Less("region".to_owned(), "EMEA".to_owned());
        assert_eq!(to("region=EMEA&region=NA&segment=EMEA", less), "/app/deals?region=NA&segment=EMEA");
        // Only a step through the pages keeps a page.
        assert_eq!(to("sort=name&page=2", Refine::only("page", "3")), "/app/deals?sort=name&page=3");
        assert_eq!(to("sort=name&page=2", Refine::only("page", "1")), "/app/deals?sort=name");
        assert_eq!(to("sort=name&page=2", Refine::only("sort", "largest")), "/app/deals?sort=largest");
        assert_eq!(to("sort=name&page=2", Refine::only("sort", "newest")), "/app/deals");
    }

    #[test]
    fn the_deals_behind_a_number_carry_the_filter_and_the_outcome() {
        let filter = ReportFilter { regions: vec!["EMEA".to_owned()], ..Default::default() };
        assert_eq!(
            deals_with(&filter, &[Outcome::LostCompetitor, Outcome::LostOther]),
            "/app/deals?region=EMEA&outcome=lost_competitor&outcome=lost_other"
        );
    }
}
