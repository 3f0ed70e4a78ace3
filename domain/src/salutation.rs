//! How a person and a company are spoken to and of, out of what a CRM keeps in the fields for their names.
//!
//! Such a field may hold a name, a title and a name, the two parts of a name turned round, an e-mail address, the id of
//! a record, or nothing. What is not surely a name is left out: nobody minds "Hello," and everybody minds "Hello MR,".

/// What stands before names, in lower case and without its points.
const TITLES: &[&str] = &[
    // English.
    "mr",
    "mister",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "doctor",
    "prof",
    "professor",
    "sir",
    "madam",
    // German, Dutch.
    "herr",
    "herrn",
    "frau",
    "fräulein",
    "dhr",
    "mevr",
    "mw",
    "meneer",
    "mevrouw",
    "heer",
    "drs",
    // French.
    "m",
    "mm",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "mademoiselle",
    // Spanish, Portuguese.
    "sr",
    "sra",
    "srta",
    "señor",
    "señora",
    "señorita",
    "senhor",
    "senhora",
    "dra",
    // Italian.
    "sig",
    "sigra",
    "signor",
    "signore",
    "signora",
    "signorina",
    "dott",
    "dottssa",
];

/// Titles that are names without their point.
const TITLES_WITH_POINT: &[&str] = &["avv", "d", "fr", "hon", "hr", "ing", "ir", "mag", "me", "rev"];

/// What a person is called where others read it; nothing when all that is known is an address or an id.
#[must_use]
pub fn called(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_address = name.contains('@');
    let is_id = words.len() == 1 && name.contains(|letter: char| letter.is_ascii_digit());
    let says_something = name.contains(char::is_alphabetic);
    (says_something && !is_address && !is_id).then(|| words.join(" "))
}

/// What a person is greeted with: the whole name, or nothing where it begins with a title or is turned round, since
/// nobody can say what of it is the name.
#[must_use]
pub fn greeted(name: &str) -> Option<String> {
    let name = called(name)?;
    let first = name.split(' ').next().unwrap_or_default();
    let is_turned = name.contains([',', ';', '、', '،']);
    (!is_turned && !is_title(first)).then_some(name)
}

/// What a company is called where its people read it: nothing when a deal's name or id stands in for it.
#[must_use]
pub fn company<'a>(account: &'a str, deal: &str, external_id: &str) -> Option<&'a str> {
    let account = account.trim();
    (!account.is_empty() && account != deal.trim() && account != external_id.trim()).then_some(account)
}

/// "Dr.", "MR", "M.", "Sig.ra", "Dr.med.", but not "Mag", who is a person.
fn is_title(word: &str) -> bool {
    let lower = word.to_lowercase();
    let whole = lower.replace('.', "");
    let (first, has_point) = lower.split_once('.').map_or((&*lower, false), |(first, _)| (first, true));
    TITLES.contains(&&*whole)
        || (has_point && (TITLES.contains(&first) || TITLES_WITH_POINT.contains(&first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_greeted_whole() {
        for (name, greeting) in [
            ("Bo Buyer", "Bo Buyer"),
            ("  Bo \t Buyer ", "Bo Buyer"),
            ("BO VAN DER BUYER", "BO VAN DER BUYER"),
            ("Elena", "Elena"),
            ("山田 太郎", "山田 太郎"),
            ("علي حسن", "علي حسن"),
            ("Françoise d’Arc-Mme", "Françoise d’Arc-Mme"),
            ("Drew Miller", "Drew Miller"),
            ("Mara Dr", "Mara Dr"),
            ("Ing Wen", "Ing Wen"),
            ("J. Doe", "J. Doe"),
            ("John Smith 3rd", "John Smith 3rd"),
        ] {
            assert_eq!(greeted(name).as_deref(), Some(greeting), "{name}");
        }
    }

    #[test]
    fn what_is_not_surely_a_name_greets_nobody() {
        for name in [
            "",
            "  ",
            "-",
            "?",
            "Mr. Bo Buyer",
            "MR. BO VAN DER BUYER",
            "mrs Buyer",
            "Ms. Buyer",
            "Dr. Buyer",
            "DR Buyer",
            "Prof. Dr. Buyer",
            "Herr Müller",
            "Herr. Müller",
            "Frau Dr. Müller",
            "M. Dupont",
            "Mme Dupont",
            "Mlle. Dupont",
            "Sr. García",
            "Sra García",
            "Sr",
            "Sig.ra Rossi",
            "Dott. Rossi",
            "Dr.med. Weber",
            "Mag. Weber",
            "Dhr. de Vries",
            "Müller, Anna",
            "Buyer, Jr.",
            "Bo Buyer, PhD",
            "bo@express.example",
            "Bo <bo@express.example>",
            "0067F000003pmdWQAQ",
            "MINbb48a",
            "42",
        ] {
            assert_eq!(greeted(name), None, "{name}");
        }
    }

    #[test]
    fn others_read_what_somebody_is_called_with_the_title() {
        assert_eq!(called("Dr.  Ada Quist").as_deref(), Some("Dr. Ada Quist"));
        assert_eq!(called("Quist, Ada").as_deref(), Some("Quist, Ada"));
        for name in ["", "ada@northwind.example", "005xx0000012345", "7"] {
            assert_eq!(called(name), None, "{name}");
        }
    }

    #[test]
    fn a_company_is_never_the_name_or_the_id_of_a_deal() {
        assert_eq!(company(" Express Logistics ", "Roll-out", "D-1"), Some("Express Logistics"));
        assert_eq!(company("D-1", "D-1", "D-1"), None);
        assert_eq!(company("Roll-out", "Roll-out", "D-1"), None);
        assert_eq!(company("D-1", "Roll-out", "D-1"), None, "the deal got its name later");
        assert_eq!(company(" ", "Roll-out", "D-1"), None);
    }
}
