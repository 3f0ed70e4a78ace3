//! What holds for any name and any text when competitors are looked for.

use domain::competitor::{AliasTable, Match, Resolution, famous, is_nobody, normalize, well_known};
use domain::id::CompetitorId;
use proptest::prelude::*;
use std::sync::LazyLock;
use uuid::Uuid;

static TABLE: LazyLock<AliasTable> = LazyLock::new(|| {
    AliasTable::new(well_known().iter().zip(0..).map(|((name, aliases), number)| {
        let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        (CompetitorId::new(Uuid::from_u128(number)), (*name).to_owned(), aliases)
    }))
});

/// Vendors' names between what surrounds names in real answers.
fn naming_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Salesforce",
        "salesforce.com",
        "SF",
        "sf",
        "Sales-force",
        "HubSpot\u{2019}s",
        "Notion",
        "notion",
        "SAP",
        "Åcme",
        "e\u{301}",
        "\u{202E}",
        "\u{1F469}\u{200D}\u{1F4BB}",
        "\0",
        "İ",
        "ﬁ",
        ".",
        ",",
        "(",
        ")",
        "/",
        "\n",
        "and",
        "価格",
    ]);
    prop::collection::vec(pieces, 0..16).prop_map(|pieces| pieces.join(" "))
}

/// Pieces of names in many scripts, with what stands around them in law.
fn native_name() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "株式会社",
        "有限公司",
        "股份有限公司",
        "(株)",
        "㈱",
        "株",
        "有",
        "주",
        "주식회사",
        "用友",
        "網絡",
        "网络",
        "華",
        "ｿﾆｰ",
        "・",
        "ー",
        "삼성",
        "SAP",
        "ＳＡＰ",
        "Inc.",
        "Ltd",
        "the ",
        "C++",
        "#",
        "&",
        ".com",
        "www.",
        "™",
        "®",
        "é",
        "e\u{301}",
        "\u{ad}",
        "\u{202e}",
        "Я",
        "ß",
        "ﬁ",
        "①",
        "ㄅ",
        "々",
        "𠮷",
        "豈",
        " ",
        "'",
        "’",
        "שלום",
        "ไทย",
        "⁺",
    ]);
    prop::collection::vec(pieces, 0..7).prop_map(|pieces| pieces.concat())
}

/// Whether the second name to come is taken for the first.
fn is_one(known: &str, raw: &str) -> bool {
    let table = AliasTable::new([(CompetitorId::new(Uuid::from_u128(1)), known.to_owned(), vec![])]);
    matches!(table.resolve(raw), Resolution::Known { .. })
}

/// Each of these was taken for the other, whichever came first: only the likeness of the letters was looked at.
#[test]
fn names_that_are_merely_alike_are_two_whichever_came_first() {
    for (one, other) in [
        ("Acme North", "Acme South"),
        ("Sage 100", "Sage 300"),
        ("Infor", "Inform"),
        ("Inform", "Informa"),
        ("Informa", "Informatica"),
        ("Company A", "Company B"),
        ("CompanyA", "CompanyB"),
        ("First Data", "First Date"),
        ("Microsoft Dynamics 365", "Microsoft Dynamics 360"),
        ("Competitor 1", "Competitor 2"),
        ("Competitor 1", "Competitor 10"),
        ("Competitor1", "Competitor2"),
        ("Vendor 1 International Holdings Ltd", "Vendor 128 International Holdings Ltd"),
        ("Vendor 12 International Holdings Ltd", "Vendor 21 International Holdings Ltd"),
        ("Highspot", "Hightouch"),
        ("Clari", "Clarity"),
        ("Capital One", "Capitol One"),
        ("Siemens Digital Industries Software", "Siemens Digital Industries Services"),
    ] {
        assert!(!is_one(one, other), "{one}: {other}");
        assert!(!is_one(other, one), "{other}: {one}");
    }
}

#[test]
fn misspelt_names_are_one_whichever_came_first() {
    for (one, other) in [
        ("Salesforce", "Salesforce Inc."),
        ("Contosoft", "Contosfot"),
        ("Contosoft GmbH", "ContoSoft"),
        ("Fabrikam Robotics", "Fabrikam Roboitcs"),
        ("Fabrikam Robotics", "Fabrikamm Robotics"),
        ("Northwind Traders 365", "Nortwind Traders 365"),
    ] {
        assert!(is_one(one, other), "{one}: {other}");
        assert!(is_one(other, one), "{other}: {one}");
    }
    for raw in ["Salesfroce", "Salesforce Inc.", "SFDC", "salesforcce"] {
        assert!(
            is_one("Salesforce", raw) || famous(raw).is_some_and(|(name, _)| name == "Salesforce"),
            "{raw}"
        );
    }
    for raw in ["Hubspott", "Hub Spot", "HUBSPOT, Inc."] {
        assert!(is_one("HubSpot", raw), "{raw}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn normalizing_twice_changes_nothing(raw in ".{0,60}") {
        let once = normalize(&raw);
        prop_assert_eq!(normalize(&once), once.clone());
        prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
    }

    #[test]
    fn normalizing_a_name_in_any_script_twice_changes_nothing(raw in native_name()) {
        let once = normalize(&raw);
        prop_assert_eq!(normalize(&once), once.clone());
        prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
    }

    #[test]
    fn any_answer_is_resolved_soundly(raw in prop_oneof![".{0,40}", native_name()]) {
        is_nobody(&raw);
        match TABLE.resolve(&raw) {
            Resolution::Known { how: Match::Fuzzy(score), .. } => prop_assert!((0.80..=1.0).contains(&score)),
            Resolution::Proposed { score, .. } => prop_assert!((0.80..=1.0).contains(&score)),
            Resolution::Known { .. } | Resolution::Unknown => {}
        }
    }

    #[test]
    fn names_with_other_numbers_are_two(
        words in prop::collection::vec("[A-Za-z]{1,12}", 0..3),
        one in 0..200_u32,
        other in 0..200_u32,
        is_apart in any::<bool>(),
    ) {
        prop_assume!(one != other);
        let gap = if is_apart { " " } else { "" };
        let name = |number: u32| format!("Vendor {}{gap}{number}", words.join(" "));
        prop_assert!(!is_one(&name(one), &name(other)), "{} {}", name(one), name(other));
    }

    #[test]
    fn names_with_another_whole_word_are_two(
        words in prop::collection::vec("[a-z]{4,12}", 1..3),
        one in prop::sample::select(vec!["north", "south", "a", "b", "data", "date", "cloud", "group"]),
        other in prop::sample::select(vec!["north", "south", "a", "b", "data", "date", "cloud", "group"]),
    ) {
        prop_assume!(one != other);
        let words = words.join(" ");
        let (one, other) = (format!("{words} {one}"), format!("{words} {other}"));
        prop_assert!(!is_one(&one, &other), "{} {}", one, other);
    }

    #[test]
    fn who_is_whose_slip_does_not_depend_on_who_came_first(one in "[a-c]{6,9}", other in "[a-c]{6,9}") {
        prop_assert_eq!(is_one(&one, &other), is_one(&other, &one));
    }

    #[test]
    fn two_swapped_letters_of_a_long_word_are_a_slip(word in "[a-z]{7,12}", at in 1..6_usize) {
        let mut letters: Vec<char> = word.chars().collect();
        letters.swap(at, at + 1);
        let swapped: String = letters.into_iter().collect();
        prop_assume!(famous(&word).is_none() && famous(&swapped).is_none());
        prop_assert!(is_one(&word, &swapped));
    }

    #[test]
    fn a_name_survives_case_spaces_and_legal_form(
        index in 0..well_known().len(),
        ending in prop::sample::select(vec!["", " Inc.", ", LLC", " GmbH", "  "]),
    ) {
        let raw = format!("  {}{ending}", well_known()[index].0.to_uppercase());
        let competitor = CompetitorId::new(Uuid::from_u128(index as u128));
        let resolution = TABLE.resolve(&raw);
        let is_known = matches!(resolution, Resolution::Known { competitor: found, .. } if found == competitor);
        prop_assert!(is_known, "{}: {:?}", raw, resolution);
    }

    #[test]
    fn mentions_lie_in_the_text_and_do_not_overlap(text in prop_oneof![naming_text(), ".{0,120}"]) {
        let mut end = 0;
        for mention in TABLE.mentions(&text) {
            prop_assert!(mention.span.start >= end && mention.span.start < mention.span.end);
            prop_assert!(text.get(mention.span.start..mention.span.end).is_some());
            end = mention.span.end;
        }
    }
}

#[test]
fn a_hundred_kilobytes_of_anything_are_searched() {
    for piece in ["the ", "Notion. ", ".com"] {
        let text = piece.repeat(100_000 / piece.len());
        TABLE.mentions(&text);
        TABLE.resolve(&text);
        is_nobody(&text);
    }
}
