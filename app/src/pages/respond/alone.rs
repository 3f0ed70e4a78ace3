//! One question by itself, as its author looks at it: a piece of markup with the buyer's style sheet, no document.

use chrono::DateTime;
use domain::survey::template::RecallRights;
use domain::survey::{AnswerSet, Audience, Language, Names, Question, Seed, Template, starter};
use leptos::prelude::*;

use super::field::{Field, question};
use super::fields::Fields;
use super::icon::sprite;
use super::said::Voice;
use super::{Site, Survey, Vendors};

/// A question that is looked at by itself.
#[derive(Clone, Debug)]
pub struct Alone {
    /// The question.
    pub question: Question,
    /// The language it is read in.
    pub language: Language,
    /// The survey's own language.
    pub own: Language,
    /// What its texts may recall.
    pub recall: RecallRights,
    /// Who asks.
    pub tenant: String,
    /// The vendors that the tenant knows.
    pub vendors: Vec<String>,
}

/// The question with nothing filled in, as it looks to an example of a buyer.
#[must_use]
pub fn alone(site: &Site, one: &Alone) -> String {
    let template = Template { recall: one.recall, ..around(one) };
    let voice = Voice::new(&one.language, &one.own);
    let (names, answers, fields) = (example(&one.tenant), AnswerSet::new(), Fields::default());
    let survey = Survey {
        base: "",
        template: &template,
        audience: Audience::Buyer,
        voice: &voice,
        names: &names,
        answers: &answers,
        attribution: None,
        seller: None,
        privacy_contact: None,
        logo: None,
        preferences: None,
        expires_at: DateTime::UNIX_EPOCH,
        correctable_until: None,
        mark: "",
        seed: Seed::default(),
        nonce: "",
    };
    let vendors = Vendors { listed: one.vendors.iter().take(4).cloned().collect(), suggested: Vec::new() };
    let field = Field {
        survey,
        question: &one.question,
        is_required: one.question.is_required,
        fields: &fields,
        problems: &[],
        vendors: &vendors,
        has_more_rows: false,
    };
    let (lang, dir) = (voice.page().to_string(), voice.page().is_from_the_right().then_some("rtl"));
    Owner::new().with(|| {
        let view = view! {
            <link rel="stylesheet" href=site.stylesheet.clone()/>
            <div class="buyer" lang=lang dir=dir>{sprite()}{question(&field)}</div>
        };
        view.to_html().replace("<!>", "")
    })
}

/// A survey around the question, for what its texts need of one.
fn around(one: &Alone) -> Template {
    let mut languages = vec![one.own.clone()];
    if one.language != one.own {
        languages.push(one.language.clone());
    }
    Template { languages, sections: Vec::new(), ..starter::win_loss() }
}

/// A buyer who never was.
fn example(tenant: &str) -> Names {
    let word = |word: &str| word.to_owned();
    Names {
        tenant: word(tenant),
        account: word("Example company"),
        contact: word("Alex"),
        product: word("Example product"),
        competitor: word("the other vendor"),
        closed: word("last month"),
        rep: word("Sam Seller"),
        amount: word("100,000"),
    }
}

#[cfg(test)]
mod tests {
    use domain::survey::{Text, catalogue};

    use super::*;

    #[test]
    fn every_kind_is_drawn_by_itself_and_nothing_that_is_written_is_markup() {
        let template = starter::win_loss();
        let site = Site { stylesheet: "/pkg/survey.css".to_owned(), sheet: "".into(), script: String::new() };
        for entry in catalogue::ENTRIES {
            let mut question = catalogue::blank(&template, entry.code).expect(entry.code);
            question.text = Text::english("<b>{account}</b>?");
            let one = Alone {
                question,
                language: Language::english(),
                own: Language::english(),
                recall: RecallRights::default(),
                tenant: "Northwind".to_owned(),
                vendors: vec!["Contoso".to_owned()],
            };
            let markup = alone(&site, &one);
            assert!(markup.starts_with("<link rel=\"stylesheet\" href=\"/pkg/survey.css\""), "{markup}");
            assert!(markup.contains("&lt;b&gt;Example company&lt;/b&gt;?"), "{}: {markup}", entry.code);
            assert!(!markup.contains("style="), "{}: the policy forbids style attributes", entry.code);
        }
    }
}
