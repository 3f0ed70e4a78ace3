//! A vendor's name as people write it, made comparable; and the answers that name no vendor.

use deunicode::deunicode;
use unicode_normalization::UnicodeNormalization;

/// Endings that say what a company is in law, not which.
const LEGAL: &[&str] = &[
    "inc",
    "incorporated",
    "llc",
    "llp",
    "ltd",
    "limited",
    "gmbh",
    "mbh",
    "ag",
    "sa",
    "sas",
    "sarl",
    "spa",
    "srl",
    "bv",
    "nv",
    "ab",
    "as",
    "asa",
    "oy",
    "oyj",
    "aps",
    "plc",
    "pty",
    "kg",
    "se",
    "corp",
    "corporation",
    "co",
    "company",
    "kk",
    "pvt",
    "pte",
];

/// Ends of internet names that are not part of the name.
const DOMAINS: &[&str] = &[
    ".co.uk", ".com.au", ".com", ".io", ".ai", ".net", ".org", ".co", ".app", ".so", ".de", ".fr", ".eu",
    ".tech", ".cloud", ".dev",
];

/// Answers that mean "nobody": nothing was bought, or it was built.
const NOBODY: &[&str] = &[
    "none",
    "no",
    "nobody",
    "no one",
    "noone",
    "nothing",
    "n a",
    "na",
    "not applicable",
    "unknown",
    "not known",
    "don t know",
    "dont know",
    "do not know",
    "no idea",
    "tbd",
    "nil",
    "null",
    "other",
    "others",
    "various",
    "no decision",
    "no decision made",
    "undecided",
    "not decided",
    "no vendor",
    "no competitor",
    "no competitors",
    "no competition",
    "no other vendor",
    "no alternative",
    "none of them",
    "none of these",
    "none of the above",
    "did nothing",
    "do nothing",
    "doing nothing",
    "no change",
    "status quo",
    "stay as is",
    "as is",
    "cancelled",
    "canceled",
    "project cancelled",
    "project canceled",
    "budget cut",
    "no budget",
    "postponed",
    "in house",
    "inhouse",
    "in house build",
    "in house tool",
    "in house solution",
    "in house development",
    "internal",
    "internal tool",
    "internal build",
    "internal solution",
    "internal team",
    "internal development",
    "built in house",
    "build in house",
    "built internally",
    "build internally",
    "built it ourselves",
    "build it ourselves",
    "built our own",
    "build our own",
    "built own",
    "own build",
    "own development",
    "own solution",
    "own tool",
    "our own",
    "our own tool",
    "ourselves",
    "did it ourselves",
    "do it ourselves",
    "diy",
    "homegrown",
    "home grown",
    "homegrown tool",
    "home grown tool",
    "custom",
    "custom build",
    "custom built",
    "custom tool",
    "custom solution",
    "custom development",
    "excel",
    "microsoft excel",
    "ms excel",
    "excel sheets",
    "spreadsheet",
    "spreadsheets",
    "google sheets",
    "sheets",
    "paper",
    "pen and paper",
    "manual",
    "manual process",
    "manually",
    "existing",
    "existing tool",
    "existing vendor",
    "existing system",
    "existing solution",
    "current",
    "current tool",
    "current vendor",
    "current system",
    "current provider",
    "current solution",
    "stayed with current vendor",
    "stayed with existing vendor",
    "incumbent",
    "legacy system",
    "prefer not to say",
    "rather not say",
    "cannot say",
    "can t say",
    "confidential",
];

/// The comparable form of a name: "The Söftware-Co., Inc." and "softwareco"'s neighbours meet here.
///
/// Compatibility forms, accents, case, punctuation, internet and legal endings and a leading "the" are gone; what
/// is left are lower-case words with single spaces. Applying it twice changes nothing.
pub fn normalize(raw: &str) -> String {
    let compatible: String = raw.nfkc().collect();
    let plain = deunicode(&compatible).to_lowercase();
    let mut spaced = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        for letter in bare_host(word).chars() {
            match letter {
                letter if letter.is_ascii_alphanumeric() => spaced.push(letter),
                // "S.A.", "O'Reilly": one word.
                '.' | '\'' => {}
                '&' | '+' if spaced.ends_with(char::is_alphanumeric) => spaced.push(letter),
                _ => spaced.push(' '),
            }
        }
        spaced.push(' ');
    }
    let mut words: Vec<&str> = spaced
        .split(' ')
        .map(|word| word.trim_end_matches(['&', '+']))
        .filter(|word| !word.is_empty())
        .collect();
    while words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|word| LEGAL.contains(word)) {
        words.pop();
    }
    words.join(" ")
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
    answer.is_empty() || (answer.len() <= 6 && NOBODY.contains(&answer.join(" ").as_str()))
}

/// "https://www.acme.com/pricing" → "acme".
fn bare_host(word: &str) -> &str {
    let mut host = word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    for scheme in ["https://", "http://", "www."] {
        host = host.strip_prefix(scheme).unwrap_or(host);
    }
    let name = host.split('/').next().unwrap_or(host);
    let mut bare = if host.len() == word.len() && name.len() == host.len() { word } else { host };
    if DOMAINS.iter().any(|domain| name.ends_with(domain)) {
        bare = name;
    }
    while let Some(shorter) =
        DOMAINS.iter().find_map(|domain| bare.strip_suffix(domain)).filter(|name| !name.is_empty())
    {
        bare = shorter;
    }
    bare
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
