//! What holds for any name and any text when competitors are looked for.

use domain::competitor::{AliasTable, Match, Resolution, is_nobody, normalize, well_known};
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
            Resolution::Known { how: Match::Fuzzy(score), .. } => prop_assert!((0.92..=1.0).contains(&score)),
            Resolution::Proposed { score, .. } => prop_assert!((0.80..=1.0).contains(&score)),
            Resolution::Known { .. } | Resolution::Unknown => {}
        }
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
