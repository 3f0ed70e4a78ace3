//! The survey as text, for browsers without script: it can be read, and says why it cannot be edited.

use domain::id::TemplateId;
use domain::survey::{Language, Template, Text, speak};

use super::about::{self, Shown};
use crate::routes;

/// The markup for inside of a `noscript`; the browser with script never looks at it.
#[must_use]
pub(super) fn read_only(survey: TemplateId, template: &Template) -> String {
    if !cfg!(feature = "ssr") {
        return String::new();
    }
    let own = template.language();
    let languages: [&Language; 1] = [own];
    let say = |text: &Text| recalled(template, text.read(&languages).words);
    let mut markup = String::from(
        "<main class=\"page page--narrow stack\" id=\"main\"><p class=\"notice\">Editing needs JavaScript, which is off here. The \
         survey can still be read, tried, and compared.</p><p class=\"row\">",
    );
    for (href, word) in [
        (routes::survey_preview(survey), "Preview"),
        (routes::survey_versions(survey), "Versions"),
        (routes::survey_results(survey, None), "Results"),
        (routes::survey_file(survey), "Export"),
    ] {
        markup.push_str(&format!("<a class=\"button\" href=\"{href}\">{word}</a>"));
    }
    markup.push_str("</p>");
    markup.push_str(&format!(
        "<header><h1>{}</h1><p>{}</p></header>",
        say(&template.title),
        say(&template.intro)
    ));
    for section in &template.sections {
        markup.push_str(&format!("<section class=\"section\"><h2>{}</h2>", say(&section.title)));
        if let Some(rule) = &section.show_if {
            markup.push_str(&format!(
                "<p class=\"small muted\">Shown when {}.</p>",
                escaped(&speak::rule(template, rule))
            ));
        }
        for question in &section.questions {
            let rule = question
                .show_if
                .as_ref()
                .map(|rule| format!(" · shown when {}", speak::rule(template, rule)));
            markup.push_str(&format!(
                "<article class=\"question\"><p class=\"question__kind\">{}{}</p><h3>{}</h3><p class=\"small muted\">{}</p></article>",
                escaped(&about::line(question)),
                escaped(&rule.unwrap_or_default()),
                say(&question.text),
                escaped(&about::answers(question, &languages)),
            ));
        }
        markup.push_str("</section>");
    }
    markup.push_str(&format!(
        "<section class=\"section\"><h2>End</h2><p>{}</p></section></main>",
        say(&template.thanks)
    ));
    markup
}

/// A text with the names of what it recalls.
fn recalled(template: &Template, words: &str) -> String {
    about::shown(template, words)
        .iter()
        .map(|part| match part {
            Shown::Words(words) => escaped(words),
            Shown::Recall(name) => format!("<span class=\"recall\">{}</span>", escaped(name)),
        })
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use domain::survey::starter;

    use super::*;

    #[test]
    fn everything_that_is_asked_can_be_read_without_script() {
        let mut template = starter::win_loss();
        template.sections[0].title = Text::english("<script>alert(1)</script>");
        let survey = TemplateId::new(uuid::Uuid::nil());
        let markup = read_only(survey, &template);
        assert!(
            markup.contains("Editing needs JavaScript") && markup.contains(&routes::survey_preview(survey))
        );
        assert!(!markup.contains("<script>") && markup.contains("&lt;script&gt;"));
        for question in template.questions() {
            let words = recalled(&template, question.text.words(&template.languages));
            assert!(markup.contains(&words), "{words}");
        }
        template.thanks = Text::english("Thank you, {contact|friend}.");
        let markup = read_only(survey, &template);
        let named = "Thank you, <span class=\"recall\">the buyer’s name</span>.";
        assert!(markup.contains(named), "{markup}");
    }
}
