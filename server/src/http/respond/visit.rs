//! What a request says of its reader: the address's query, the languages, and the nonce of its page.

use std::convert::Infallible;

use app::api::context::Nonce;
use app::pages::respond::Voice;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use domain::survey::language::{accepted, negotiate};
use domain::survey::{Language, Template, Words};

/// A request for a page, without its body.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    /// Its headers.
    pub(super) headers: HeaderMap,
    /// What lets its page carry the tenant's colours.
    pub(super) nonce: String,
    query: String,
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self {
            headers: parts.headers.clone(),
            nonce: parts.extensions.get::<Nonce>().map_or_else(String::new, |nonce| nonce.0.clone()),
            query: parts.uri.query().unwrap_or_default().to_owned(),
        })
    }
}

impl Visit {
    /// Whether the query has this word, alone or with a value.
    pub(super) fn has(&self, name: &str) -> bool {
        self.query.split('&').any(|pair| pair.split('=').next() == Some(name))
    }

    /// A value of the query as it stands: ours need no decoding.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// The same, asking for this language.
    pub(super) fn asking_for(&self, language: &Language) -> Self {
        Self { query: format!("lang={language}"), ..self.clone() }
    }

    /// The language that the address asks for.
    pub(super) fn asked_language(&self) -> Option<Language> {
        self.value("lang").and_then(|tag| Language::parse(tag).ok())
    }

    /// The languages of the browser, most wanted first.
    fn accepted(&self) -> Vec<Language> {
        let header = self.headers.get(header::ACCEPT_LANGUAGE);
        header.and_then(|value| value.to_str().ok()).map(accepted).unwrap_or_default()
    }

    /// The language in which a survey is read: as the address asks, as the buyer chose before, as the browser likes
    /// it, else the survey's own.
    pub(super) fn voice(&self, template: &Template, chosen: Option<&Language>) -> Voice {
        let there = &template.languages;
        let asked = self.asked_language();
        let chosen = asked
            .as_ref()
            .and_then(|one| negotiate(there, std::slice::from_ref(one)))
            .or_else(|| chosen.and_then(|one| negotiate(there, std::slice::from_ref(one))));
        let language = chosen.or_else(|| negotiate(there, &self.accepted())).unwrap_or(template.language());
        Voice::new(language, template.language())
    }

    /// The language of a page that shows nothing of a survey.
    pub(super) fn own_voice(&self) -> Voice {
        let wanted: Vec<Language> = self.asked_language().into_iter().chain(self.accepted()).collect();
        let spoken = Words::languages();
        negotiate(&spoken, &wanted).map_or_else(|| Voice::of(&Language::english()), Voice::of)
    }
}

#[cfg(test)]
mod tests {
    use domain::survey::starter;

    use super::*;

    fn visit(query: &str, header: &str) -> Visit {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, header.parse().expect("a header"));
        Visit { headers, nonce: String::new(), query: query.to_owned() }
    }

    fn language(tag: &str) -> Language {
        Language::parse(tag).expect(tag)
    }

    #[test]
    fn the_address_comes_before_the_choice_and_the_choice_before_the_browser() {
        let mut template = starter::win_loss();
        template.languages = ["en", "de", "fr"].map(language).into();
        let read = |query: &str, chosen: Option<&str>, header: &str| {
            let chosen = chosen.map(language);
            visit(query, header).voice(&template, chosen.as_ref()).language().to_string()
        };
        assert_eq!(read("lang=fr", Some("de"), "en"), "fr");
        assert_eq!(read("", Some("de"), "fr"), "de");
        assert_eq!(read("change", None, "it, fr;q=0.5"), "fr");
        assert_eq!(read("lang=it", None, "ja"), "en", "what is not there is as if not asked");
        assert_eq!(read("lang=<script>", Some("xx"), ""), "en");
    }

    #[test]
    fn words_of_the_query_are_found_whole() {
        let visit = visit("change&from=review&elsewhere=", "");
        assert!(visit.has("change") && visit.has("elsewhere") && !visit.has("else"));
        assert_eq!(visit.value("from"), Some("review"));
        assert_eq!(visit.value("fro"), None);
    }
}
