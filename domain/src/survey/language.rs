//! Languages of a survey, and the choice between them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::number::DecimalMark;

/// A language tag as in BCP 47, of the shapes `de`, `pt-BR` and `zh-Hant-TW`.
#[derive(Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

/// The text is no language tag.
#[derive(Copy, Clone, Eq, PartialEq, Debug, thiserror::Error)]
#[error("is not a language tag like \"de\" or \"pt-BR\"")]
pub struct NotALanguage;

/// Languages with their own names, as the builder offers them.
const NAMES: &[(&str, &str, &str)] = &[
    ("ar", "العربية", "Arabic"),
    ("bg", "Български", "Bulgarian"),
    ("cs", "Čeština", "Czech"),
    ("da", "Dansk", "Danish"),
    ("de", "Deutsch", "German"),
    ("el", "Ελληνικά", "Greek"),
    ("en", "English", "English"),
    ("es", "Español", "Spanish"),
    ("et", "Eesti", "Estonian"),
    ("fa", "فارسی", "Persian"),
    ("fi", "Suomi", "Finnish"),
    ("fr", "Français", "French"),
    ("he", "עברית", "Hebrew"),
    ("hi", "हिन्दी", "Hindi"),
    ("hr", "Hrvatski", "Croatian"),
    ("hu", "Magyar", "Hungarian"),
    ("id", "Bahasa Indonesia", "Indonesian"),
    ("it", "Italiano", "Italian"),
    ("ja", "日本語", "Japanese"),
    ("ko", "한국어", "Korean"),
    ("lt", "Lietuvių", "Lithuanian"),
    ("lv", "Latviešu", "Latvian"),
    ("nb", "Norsk bokmål", "Norwegian"),
    ("nl", "Nederlands", "Dutch"),
    ("pl", "Polski", "Polish"),
    ("pt", "Português", "Portuguese"),
    ("ro", "Română", "Romanian"),
    ("sk", "Slovenčina", "Slovak"),
    ("sl", "Slovenščina", "Slovenian"),
    ("sv", "Svenska", "Swedish"),
    ("th", "ไทย", "Thai"),
    ("tr", "Türkçe", "Turkish"),
    ("uk", "Українська", "Ukrainian"),
    ("ur", "اردو", "Urdu"),
    ("vi", "Tiếng Việt", "Vietnamese"),
    ("zh", "中文", "Chinese"),
];

/// Languages that write a comma before decimals.
const WITH_COMMAS: [&str; 38] = [
    "af", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr", "gl", "hr",
    "hu", "hy", "id", "is", "it", "ka", "kk", "lt", "lv", "mk", "nb", "nl", "no", "pl", "pt", "ro", "ru",
    "sv", "tr", "uk", "vi",
];

/// Languages that are written from right to left, unless their tag names a script.
const FROM_THE_RIGHT: &[&str] = &["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

impl Language {
    /// Reads a tag, whatever its case and whether it has dashes or underscores.
    ///
    /// # Errors
    /// When the text is not of the shape.
    pub fn parse(text: &str) -> Result<Self, NotALanguage> {
        let text = text.trim().replace('_', "-");
        let mut parts = text.split('-');
        let base = parts.next().unwrap_or_default().to_ascii_lowercase();
        let is_base = (2..=3).contains(&base.len()) && base.bytes().all(|byte| byte.is_ascii_lowercase());
        let mut tag = if is_base { base } else { return Err(NotALanguage) };
        let mut part = parts.next();
        if let Some(script) =
            part.filter(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
        {
            tag.push('-');
            tag.push_str(&script[..1].to_ascii_uppercase());
            tag.push_str(&script[1..].to_ascii_lowercase());
            part = parts.next();
        }
        if let Some(region) = part {
            let is_region = (region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_alphabetic()))
                || (region.len() == 3 && region.bytes().all(|byte| byte.is_ascii_digit()));
            if !is_region {
                return Err(NotALanguage);
            }
            tag.push('-');
            tag.push_str(&region.to_ascii_uppercase());
        }
        if parts.next().is_some() { Err(NotALanguage) } else { Ok(Self(tag)) }
    }

    /// English, in which every text of ours exists.
    #[must_use]
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// German, in which our ready surveys exist beside English.
    #[must_use]
    pub fn german() -> Self {
        Self("de".to_owned())
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without region and script: `pt` of `pt-BR`.
    #[must_use]
    pub fn base(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub fn is_from_the_right(&self) -> bool {
        match self.0.split('-').nth(1) {
            Some("Latn" | "Cyrl") => false,
            Some("Arab" | "Hebr" | "Thaa" | "Syrc") => true,
            Some(_) | None => FROM_THE_RIGHT.contains(&self.base()),
        }
    }

    /// What its speakers write before decimals, as the Unicode CLDR has it for `decimal`.
    #[must_use]
    pub fn decimal_mark(&self) -> DecimalMark {
        let writes_points = ["de-CH", "de-LI", "es-MX", "es-US", "es-419", "it-CH"];
        let is_exception = writes_points.iter().any(|tag| tag.eq_ignore_ascii_case(&self.0));
        if !is_exception && WITH_COMMAS.contains(&self.base()) {
            DecimalMark::Comma
        } else {
            DecimalMark::Point
        }
    }

    /// What its speakers call it: "Deutsch", "Português (BR)".
    #[must_use]
    pub fn own_name(&self) -> String {
        self.named(|(_, own, _)| own)
    }

    /// What it is called in English: "German", "Portuguese (BR)".
    #[must_use]
    pub fn english_name(&self) -> String {
        self.named(|(_, _, english)| english)
    }

    fn named(&self, of: impl Fn(&(&'static str, &'static str, &'static str)) -> &'static str) -> String {
        let known = NAMES.iter().find(|(code, ..)| *code == self.base());
        match (known, self.0.split_once('-')) {
            (Some(name), None) => of(name).to_owned(),
            (Some(name), Some((_, rest))) => format!("{} ({rest})", of(name)),
            (None, _) => self.0.clone(),
        }
    }

    /// The languages that are offered by name, in the order of their English names.
    #[must_use]
    pub fn offered() -> Vec<Self> {
        let mut names: Vec<_> = NAMES.iter().collect();
        names.sort_by_key(|(.., english)| *english);
        names.into_iter().map(|(code, ..)| Self((*code).to_owned())).collect()
    }
}

/// The best of `there` for somebody who wants these languages, most wanted first: the same tag, else the same
/// language in whatever region (`es-MX` is content with `es-ES`).
#[must_use]
pub fn negotiate<'a>(there: &'a [Language], wanted: &[Language]) -> Option<&'a Language> {
    wanted.iter().find_map(|wish| {
        let same = there.iter().find(|one| *one == wish);
        let plain = there.iter().find(|one| one.as_str() == wish.base());
        same.or(plain).or_else(|| there.iter().find(|one| one.base() == wish.base()))
    })
}

/// The languages of an `Accept-Language` header, most wanted first.
#[must_use]
pub fn accepted(header: &str) -> Vec<Language> {
    let mut wanted: Vec<(u16, Language)> = header
        .split(',')
        .take(32)
        .filter_map(|part| {
            let mut pieces = part.split(';');
            let language = Language::parse(pieces.next()?).ok()?;
            let quality = pieces.find_map(|piece| piece.trim().strip_prefix("q="));
            let weight = quality.map_or(Some(1000), thousandths)?;
            (weight > 0).then_some((weight, language))
        })
        .collect();
    wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    wanted.into_iter().map(|(_, language)| language).collect()
}

/// `0.8` as 800.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    let value = whole.parse::<u16>().ok()?.checked_mul(1000)? + part.parse::<u16>().ok()?;
    (value <= 1000).then_some(value)
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Language {
    type Error = NotALanguage;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(all: &[&str]) -> Vec<Language> {
        all.iter().map(|tag| Language::parse(tag).expect(tag)).collect()
    }

    #[test]
    fn a_tag_is_read_in_any_case() {
        for (text, tag) in
            [("DE", "de"), ("pt_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419")]
        {
            assert_eq!(Language::parse(text).expect(text).as_str(), tag);
        }
        for bad in ["", "d", "deutsch", "de-", "de-DE-x", "de-1", "*", "<b>"] {
            assert_eq!(Language::parse(bad), Err(NotALanguage), "{bad}");
        }
    }

    #[test]
    fn the_browser_gets_the_nearest_language_there_is() {
        let there = tags(&["en", "de", "es-ES", "pt-BR"]);
        let choose = |header: &str| negotiate(&there, &accepted(header)).map(Language::as_str);
        assert_eq!(choose("es-MX,en;q=0.5"), Some("es-ES"));
        assert_eq!(choose("de-CH, de;q=0.9, en;q=0.1"), Some("de"));
        assert_eq!(choose("fr, en;q=0.2, pt;q=0.7"), Some("pt-BR"));
        assert_eq!(choose("fr"), None);
        assert_eq!(choose("de;q=0, *;q=0.5"), None);
        assert_eq!(choose("nonsense;;q=;,"), None);
    }

    #[test]
    fn the_direction_follows_language_and_script() {
        for (tag, from_the_right) in
            [("ar", true), ("he-IL", true), ("en", false), ("ku-Arab", true), ("ur-Latn", false)]
        {
            assert_eq!(Language::parse(tag).expect(tag).is_from_the_right(), from_the_right, "{tag}");
        }
    }

    #[test]
    fn names_are_in_the_language_itself() {
        assert_eq!(tags(&["de"])[0].own_name(), "Deutsch");
        assert_eq!(tags(&["pt-BR"])[0].english_name(), "Portuguese (BR)");
        assert_eq!(tags(&["gsw"])[0].own_name(), "gsw");
    }
}
