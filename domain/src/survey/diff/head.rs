//! What changed around the sections.

use super::{Differ, quoted};
use crate::deal::Outcome;
use crate::survey::finding::Place;
use crate::survey::language::Language;
use crate::survey::named;
use crate::survey::text::Text;
use crate::survey::texts::TextField;

pub(super) fn compare(differ: &mut Differ<'_>) {
    let (old, new) = (differ.old, differ.new);
    let survey = Place::Survey;
    differ.setting(&survey, "The name of the survey", &quoted(&old.name), &quoted(&new.name));
    differ.text(&survey, "The title of the survey", &old.title, &new.title);
    differ.text(&survey, "The introduction", &old.intro, &new.intro);
    let minutes = |number: u8| format!("{number} min");
    differ.setting(&survey, "The time it takes", &minutes(old.minutes), &minutes(new.minutes));
    languages(differ);
    differ.text(&Place::Thanks, "What the last page says", &old.thanks, &new.thanks);
    let none = Text::new();
    for outcome in Outcome::ALL {
        let of = |all: &std::collections::BTreeMap<Outcome, Text>| all.get(&outcome).cloned();
        let (before, now) = (of(&old.thanks_by_outcome), of(&new.thanks_by_outcome));
        let what = TextField::ThanksAfter(outcome).label();
        differ.text(&Place::Thanks, what, before.as_ref().unwrap_or(&none), now.as_ref().unwrap_or(&none));
    }
    rights(differ);
    branding(differ);
    notice(differ);
}

fn languages(differ: &mut Differ<'_>) {
    let (old, new) = (differ.old, differ.new);
    let place = |language: &Language| Place::Languages { language: Some(language.clone()) };
    for language in new.languages.iter().filter(|one| !old.languages.contains(one)) {
        differ.add(place(language), format!("The survey can be answered in {}.", language.english_name()));
    }
    for language in old.languages.iter().filter(|one| !new.languages.contains(one)) {
        let words = format!("The survey cannot be answered in {} any more.", language.english_name());
        differ.add(place(language), words);
    }
    let all = Place::Languages { language: None };
    let name = |language: &Language| language.english_name();
    differ.setting(&all, "The survey’s own language", &name(old.language()), &name(new.language()));
}

fn rights(differ: &mut Differ<'_>) {
    let (old, new) = (differ.old, differ.new);
    let offered = |all: &[crate::response::Attribution]| {
        let names: Vec<String> = all.iter().map(|one| one.code().to_owned()).collect();
        if names.is_empty() { "none".to_owned() } else { named::listed(&names, "and") }
    };
    let (before, now) = (offered(&old.attributions), offered(&new.attributions));
    differ.setting(&Place::Notice, "The offered choices about the name", &before, &now);
    let allowed = |is_allowed: bool| if is_allowed { "allowed" } else { "not allowed" };
    let (before, now) = (old.recall, new.recall);
    differ.setting(&Place::Survey, "Recalling the amount", allowed(before.amount), allowed(now.amount));
    differ.setting(&Place::Survey, "Recalling who sold", allowed(before.rep), allowed(now.rep));
}

fn branding(differ: &mut Differ<'_>) {
    let (old, new) = (&differ.old.branding, &differ.new.branding);
    let place = Place::Branding;
    let color =
        |color: Option<crate::color::Color>| color.map_or_else(|| "ours".to_owned(), |one| one.to_string());
    differ.setting(&place, "The accent colour", &color(old.accent), &color(new.accent));
    differ.setting(&place, "The colour of the bar", &color(old.bar), &color(new.bar));
    differ.setting(&place, "The size of the letters", old.size.code(), new.size.code());
    match (&old.logo, &new.logo) {
        (None, Some(_)) => differ.add(place, "The pages have a logo.".to_owned()),
        (Some(_), None) => differ.add(place, "The pages have no logo any more.".to_owned()),
        (Some(before), Some(now)) if before != now => {
            differ.add(place, "The logo is another one.".to_owned());
        }
        (Some(_), Some(_)) | (None, None) => {}
    }
}

fn notice(differ: &mut Differ<'_>) {
    let (old, new) = (&differ.old.notice, &differ.new.notice);
    let place = Place::Notice;
    let or_you = |name: &str| if name.trim().is_empty() { "your company".to_owned() } else { quoted(name) };
    differ.setting(&place, "Who is responsible", &or_you(&old.controller), &or_you(&new.controller));
    differ.text(&place, "What the answers are used for", &old.purpose, &new.purpose);
    differ.text(&place, "Who sees the answers", &old.readers, &new.readers);
    let months = |number: u16| named::counted(usize::from(number), "month", "months");
    let (before, now) = (months(old.retention_months), months(new.retention_months));
    differ.setting(&place, "How long answers are kept", &before, &now);
    let or_none = |url: &str| if url.trim().is_empty() { "none".to_owned() } else { url.to_owned() };
    differ.setting(&place, "The address of the full notice", &or_none(&old.url), &or_none(&new.url));
}
