//! A vendor's name as people write it, made comparable; and the answers that name no vendor.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::script::{is_letter, plain};

/// Endings that say what a company is in law, not which.
const LEGAL: &str = "\
    inc incorporated llc llp ltd limited gmbh mbh ag sa sas sarl spa srl bv nv ab as asa oy oyj aps \
    plc pty kg se corp corporation co company kk pvt pte";

/// The same in Chinese, Japanese and Korean, where it stands at either end of the name, without a space; the longer
/// before the shorter.
const NATIVE_LEGAL: &[&str] =
    &["股份有限公司", "有限责任公司", "有限公司", "株式会社", "有限会社", "合同会社", "주식회사", "유한회사"];

/// The short forms, which are words of their own: `㈱`.
const NATIVE_SHORT: &[&str] = &["株", "有", "주", "유"];

/// Ends of internet names that are not part of the name.
const DOMAINS: &[&str] = &[
    ".co.uk", ".com.au", ".com", ".io", ".ai", ".net", ".org", ".co", ".app", ".so", ".de", ".fr", ".eu",
    ".tech", ".cloud", ".dev",
];

/// Answers that mean "nobody": nothing was bought, or it was built.
static NOBODY: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("nobody.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// The comparable form of a name: "The Söftware-Co., Inc." and "softwareco"'s neighbours meet here.
///
/// Compatibility forms, accents, case, punctuation, internet and legal endings and a leading "the" are gone;
/// what is left are lower-case words with single spaces. The signs at the end of "C++" and "C#" are part of the name.
/// Chinese, Japanese and Korean letters stay as they are (see [`super::script`]).
/// Applying it twice changes nothing.
pub fn normalize(raw: &str) -> String {
    let mut name = shorter(raw);
    // What is taken away may uncover what is not part of the name either: "(株) The Acme".
    loop {
        let again = shorter(&name);
        if again.len() >= name.len() {
            return name;
        }
        name = again;
    }
}

/// A name without what stands around it.
fn shorter(raw: &str) -> String {
    let plain = plain(raw);
    let mut spaced = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        let word = bare_host(word);
        for (at, letter) in word.char_indices() {
            match letter {
                letter if is_letter(letter) => spaced.push(letter),
                // "S.A.", "O'Reilly": one word.
                '.' | '\'' => {}
                '&' if spaced.ends_with(char::is_alphanumeric) => spaced.push(letter),
                // "C++" is not "C#".
                '+' | '#' if is_named(&spaced) && is_end(&word[at..]) => spaced.push(letter),
                '+' if spaced.ends_with(char::is_alphanumeric) && goes_on(&word[at + 1..]) => {
                    spaced.push(letter)
                }
                _ => spaced.push(' '),
            }
        }
        spaced.push(' ');
    }
    let words: Vec<&str> =
        spaced.split(' ').map(|word| word.trim_end_matches('&')).filter(|word| !word.is_empty()).collect();
    let articles = words.iter().take_while(|word| **word == "the").count().min(words.len().saturating_sub(1));
    let mut words = &words[articles..];
    while let [name @ .., ending] = words
        && !name.is_empty()
        && (LEGAL.split(' ').any(|legal| legal == *ending) || NATIVE_SHORT.contains(ending))
    {
        words = name;
    }
    while let [opening, name @ ..] = words
        && !name.is_empty()
        && NATIVE_SHORT.contains(opening)
    {
        words = name;
    }
    without_native_form(&words.join(" ")).to_owned()
}

/// A name without what it is in law; as it is when there is nothing else.
fn without_native_form(name: &str) -> &str {
    let ends = NATIVE_LEGAL.iter().flat_map(|legal| [name.strip_suffix(legal), name.strip_prefix(legal)]);
    ends.flatten().map(str::trim).find(|rest| !rest.is_empty()).unwrap_or(name)
}

/// Whether only signs follow in this part of a word: the full stops and the apostrophes that are left out do not count.
fn is_end(rest: &str) -> bool {
    !goes_on(rest.trim_start_matches(['+', '#', '.', '\'']))
}

/// Whether the word goes on with a letter or a digit.
fn goes_on(rest: &str) -> bool {
    rest.trim_start_matches(['.', '\'']).starts_with(char::is_alphanumeric)
}

/// The signs at the ends of the words of a comparable name.
pub(super) fn signs(normal: &str) -> String {
    normal.split(' ').map(|word| &word[word.trim_end_matches(['+', '#']).len()..]).collect()
}

/// Whether what was read so far ends with a word, or with a word and the signs of its end.
fn is_named(read: &str) -> bool {
    read.trim_end_matches(['+', '#']).ends_with(char::is_alphanumeric)
}

/// Whether an answer to "which vendor?" names none: no decision, built in house, stayed as it was.
pub fn is_nobody(raw: &str) -> bool {
    let mut spoken = String::with_capacity(raw.len());
    for letter in raw.nfkc().flat_map(char::to_lowercase) {
        spoken.push(if letter.is_alphanumeric() { letter } else { ' ' });
    }
    let words: Vec<&str> = spoken.split_whitespace().collect();
    let answer = match words.as_slice() {
        ["we", rest @ ..]
        | ["went", "with", rest @ ..]
        | ["an", rest @ ..]
        | ["a", rest @ ..]
        | ["the", rest @ ..] => rest,
        words => words,
    };
    let answer = match answer {
        ["decided", "to", rest @ ..] | ["chose", "to", rest @ ..] => rest,
        words => words,
    };
    // No such answer is long: do not join a page.
    answer.is_empty() || (answer.len() <= 6 && NOBODY.contains(answer.join(" ").as_str()))
}

/// How people begin who say a name in a sentence.
const OPENINGS: &[&str] = &[
    "we went with ",
    "went with ",
    "we chose ",
    "we picked ",
    "we selected ",
    "we bought ",
    "we took ",
    "we are going with ",
    "we're going with ",
];

/// The name that is said in a short sentence: "Acme" of "We went with Acme".
pub fn spoken(raw: &str) -> &str {
    let raw = raw.trim();
    let opens =
        |opening: &&&str| raw.get(..opening.len()).is_some_and(|start| start.eq_ignore_ascii_case(opening));
    OPENINGS.iter().find(opens).map_or(raw, |opening| raw[opening.len()..].trim_start())
}

/// Takes the internet off a word: `https://www.acme.com/pricing` is "acme".
fn bare_host(word: &str) -> &str {
    let mut host = word.trim_matches(|letter: char| !is_letter(letter));
    for scheme in ["https://", "http://", "www."] {
        host = host.strip_prefix(scheme).unwrap_or(host);
    }
    let host = host.split('/').next().unwrap_or(host);
    let shorter =
        |name: &str| DOMAINS.iter().find_map(|domain| host[..name.len()].strip_suffix(domain)).map(str::len);
    let mut bare = host;
    while let Some(length) = shorter(bare).filter(|length| *length > 0) {
        bare = &host[..length];
    }
    if bare.len() < host.len() { bare } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_meet() {
        for raw in [
            "Salesforce",
            " SALESFORCE, Inc.",
            "salesforce.com",
            "https://www.salesforce.com/crm",
            "The Salesforce Co.",
            "Sälesforce",
        ] {
            assert_eq!(normalize(raw), "salesforce", "{raw}");
        }
        assert_eq!(normalize("Monday.com Ltd."), "monday");
        assert_eq!(normalize("Bullhorn S.A."), "bullhorn");
        assert_eq!(normalize("AT&T"), "at&t");
        assert_eq!(normalize("Ernst & Young"), "ernst young");
        assert_eq!(normalize("Sales-force"), "sales force");
        assert_eq!(normalize("ＳＡＰ　ＳＥ"), "sap");
        assert_eq!(normalize("AS"), "as");
        assert_eq!(normalize("Outreach/Salesloft"), "outreach salesloft");
        assert_eq!(normalize("  \u{0} ?! "), "");
    }

    #[test]
    fn names_in_scripts_without_capitals_are_compared_as_they_are_written() {
        // They were compared by their sound: 华为 and 华维 were one vendor, and so were 日立 and 力立.
        for (left, right) in
            [("华为", "华维"), ("日立", "立日"), ("金蝶", "金碟"), ("삼성", "삼송"), ("ソニー", "ソニィ")]
        {
            assert_ne!(normalize(left), normalize(right), "{left} {right}");
        }
        for (raw, name) in [
            ("用友網絡", "用友网络"),
            (" 用友网络科技股份有限公司", "用友网络科技"),
            ("華為技術有限公司", "华为技术"),
            ("株式会社日立製作所", "日立制作所"),
            ("㈱日立製作所", "日立制作所"),
            ("日立製作所 (株)", "日立制作所"),
            ("ｿﾆｰ", "ソニー"),
            ("ソニー・グループ株式会社", "ソニー グループ"),
            ("주식회사 카카오", "카카오"),
            ("카카오(주)", "카카오"),
            ("SAP日本株式会社", "sap日本"),
            ("用友.com", "用友"),
            ("株式会社", "株式会社"),
            ("有限公司 Ltd.", "有限公司"),
        ] {
            assert_eq!(normalize(raw), name, "{raw}");
            assert_eq!(normalize(name), name, "{raw}, again");
        }
    }

    #[test]
    fn marks_and_letters_that_nobody_sees_are_no_part_of_a_name() {
        // "Acme™" was "acmetm", and "Acme®" was "acme r".
        for raw in [
            "Acme™",
            "Acme®",
            "©Acme",
            "Ac\u{ad}me",
            "\u{202e}Acme\u{200b}",
            "Acme \u{1f984}",
            "A\u{301}cme",
            "ＡＣＭＥ",
        ] {
            assert_eq!(normalize(raw), "acme", "{raw:?}");
        }
        assert_eq!(normalize("O’Reilly"), normalize("O'Reilly"));
        assert_eq!(normalize("Яндекс"), "iandeks");
    }

    #[test]
    fn the_signs_at_the_end_of_a_name_are_part_of_it() {
        // All of them were "c", and one competitor.
        for (raw, name) in [
            ("C", "c"),
            ("C++", "c++"),
            ("C#", "c#"),
            ("c# Inc.", "c#"),
            ("The C++ Company", "c++"),
            ("Lotus+", "lotus+"),
            ("Dash#", "dash#"),
            ("Canal+ Group", "canal+ group"),
            ("A+B", "a+b"),
            ("A++B", "a b"),
            ("A#B", "a b"),
            ("C#.Net", "c#"),
            ("C++/C#", "c++ c#"),
            // Nothing before them: these are punctuation as before.
            ("#1 Software", "1 software"),
            ("+Plus", "plus"),
            ("Acme + Sons", "acme sons"),
            ("Acme # 1", "acme 1"),
            ("AT&T", "at&t"),
            ("Smith & ", "smith"),
            ("R&", "r"),
        ] {
            assert_eq!(normalize(raw), name, "{raw}");
            assert_eq!(normalize(name), name, "{raw}, again");
        }
    }

    #[test]
    fn a_name_is_taken_out_of_the_sentence_that_says_it() {
        for (raw, name) in [
            (" We went with Acme. ", "Acme."),
            ("went with  Acme", "Acme"),
            ("We went with", "We went with"),
            ("We Chose You", "You"),
            ("Wexford", "Wexford"),
            ("Wé went with Acme", "Wé went with Acme"),
            ("", ""),
        ] {
            assert_eq!(spoken(raw), name, "{raw}");
        }
    }

    #[test]
    fn nobody_is_recognised_and_somebody_is_not() {
        for raw in [
            "In-house",
            "none",
            "None.",
            "N/A",
            "no decision",
            "We built it ourselves",
            "Excel",
            "",
            " - ",
            "don't know",
            "DIY",
            "We decided to do nothing",
            "a spreadsheet",
            "Status quo",
        ] {
            assert!(is_nobody(raw), "{raw}");
        }
        for raw in [
            "Salesforce",
            "Nobl9",
            "Other World Computing",
            "Internal Systems GmbH",
            "Noname",
            "Custom Ink",
            "Excelsior",
        ] {
            assert!(!is_nobody(raw), "{raw}");
        }
    }
}
