//! The platform's mail texts: a subject, a plain text and an HTML text each, rendered strictly.
//!
//! HTML escapes everything but `link`, which is made of the configured address and a token or id of ours.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

use super::MailError;

/// Far more than a mail needs, and a stop for one that never ends.
const FUEL: u64 = 100_000;

macro_rules! texts {
    ($($name:literal),+ $(,)?) => {
        [
            ("layout.html", include_str!("templates/layout.html")),
            $(
                (concat!($name, "/subject.txt"), include_str!(concat!("templates/", $name, "/subject.txt"))),
                (concat!($name, "/body.txt"), include_str!(concat!("templates/", $name, "/body.txt"))),
                (concat!($name, "/body.html"), include_str!(concat!("templates/", $name, "/body.html"))),
            )+
        ]
    };
}

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_fuel(Some(FUEL));
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    templates.set_syntax(syntax.expect("the usual delimiters"));
    templates.set_auto_escape_callback(|name| {
        if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
    });
    for (name, text) in texts!["alert", "invitation", "welcome"] {
        templates.add_template(name, text).expect("our own templates parse");
    }
    templates
});

/// The three texts of a mail.
pub(super) struct Texts {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
}

pub(super) fn render(name: &str, values: &impl Serialize) -> Result<Texts, MailError> {
    let values = Value::from(Serde(values));
    let part = |file: &str| -> Result<String, MailError> {
        let template = TEMPLATES.get_template(&format!("{name}/{file}"));
        template
            .and_then(|template| template.render(values.clone()))
            .map_err(|error| MailError::Broken(Box::new(error)))
    };
    Ok(Texts {
        subject: part("subject.txt")?.trim().to_owned(),
        text: part("body.txt")?,
        html: part("body.html")?,
    })
}
