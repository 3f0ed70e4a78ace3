//! What surrounds the sections: the name, the languages, the choices about the name, the look, the notice.

use super::{LARGEST_DOCUMENT, MOST_LANGUAGES};
use crate::color::Color;
use crate::survey::finding::{Finding, Place};
use crate::survey::language::Language;
use crate::survey::template::{Meaning, Template};
use crate::survey::validate::is_url;

pub(super) fn check(template: &Template, found: &mut Vec<Finding>) {
    let mut error = |place: Place, words: String| found.push(Finding::error(place, words));
    if template.format > Template::FORMAT {
        error(
            Place::Survey,
            format!("The survey was written by a newer winloss (format {}).", template.format),
        );
    }
    if template.name.trim().is_empty() {
        error(Place::Survey, "The survey needs a name.".to_owned());
    }
    if template.minutes == 0 {
        error(Place::Survey, "Say how many minutes the survey takes.".to_owned());
    }
    // A template that cannot be written down cannot be too large.
    let size = serde_json::to_string(template).map_or(0, |text| text.len());
    if size > LARGEST_DOCUMENT {
        error(
            Place::Survey,
            "The survey is larger than 1 MB. Shorten its texts or take out choices.".to_owned(),
        );
    }
    if template.thanks.is_empty() {
        found.push(Finding::warning(Place::Thanks, "The last page says nothing. Thank the buyer."));
    }
    languages(&template.languages, found);
    attributions(template, found);
    branding(template, found);
    notice(template, found);
}

fn languages(languages: &[Language], found: &mut Vec<Finding>) {
    if languages.is_empty() {
        found.push(Finding::error(Place::Languages { language: None }, "The survey needs a language."));
    }
    if languages.len() > MOST_LANGUAGES {
        let words = format!("The survey has more than {MOST_LANGUAGES} languages.");
        found.push(Finding::error(Place::Languages { language: None }, words));
    }
    for (at, language) in languages.iter().enumerate() {
        if languages[..at].contains(language) {
            let words = format!("{} is listed twice.", language.english_name());
            found.push(Finding::error(Place::Languages { language: Some(language.clone()) }, words));
        }
    }
}

fn attributions(template: &Template, found: &mut Vec<Finding>) {
    let offered = &template.attributions;
    let asks = template.questions().any(|question| question.meaning == Some(Meaning::Attribution));
    if offered.iter().enumerate().any(|(at, one)| offered[..at].contains(one)) {
        found.push(Finding::error(Place::Notice, "A choice about the buyer’s name is offered twice."));
    }
    if offered.is_empty() && !asks {
        let words = "Offer buyers at least one choice about who sees their name.";
        found.push(Finding::error(Place::Notice, words));
    }
    if !offered.is_empty() && asks {
        let words = "Buyers would be told on the first page who sees their name, and choose again in a question. \
                     Take the question out.";
        found.push(Finding::error(Place::Notice, words));
    }
}

fn branding(template: &Template, found: &mut Vec<Finding>) {
    let mut warning = |words: String| found.push(Finding::warning(Place::Branding, words));
    if let Some(accent) = template.branding.accent.filter(|accent| !accent.is_legible_on(Color::WHITE)) {
        let corrected = accent.legible_on(Color::WHITE);
        warning(format!("{accent} is hard to read on white. Buyers see {corrected} instead."));
    }
    if let Some(logo) = &template.branding.logo {
        if logo.alt.trim().is_empty() {
            warning("Say what the logo shows, for those who do not see it.".to_owned());
        }
        if logo.width == 0 || logo.height == 0 {
            warning("The logo has no size. Upload it again.".to_owned());
        }
    }
}

fn notice(template: &Template, found: &mut Vec<Finding>) {
    let notice = &template.notice;
    if notice.retention_months == 0 {
        let words = "Say after how many months answers are erased.";
        found.push(Finding::error(Place::Notice, words));
    }
    if !notice.url.trim().is_empty() && !is_url(notice.url.trim()) {
        let words = "The address of the full privacy notice is not a web address.";
        found.push(Finding::error(Place::Notice, words));
    }
}
