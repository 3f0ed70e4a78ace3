//! What changed about one question.

use super::setting::settings;
use super::{Differ, moved};
use crate::survey::finding::{Place, RuleOf};
use crate::survey::kind::{Choice, Row};
use crate::survey::named;
use crate::survey::template::{Meaning, Question};
use crate::survey::text::Text;
use crate::survey::texts::{Owner, TextField, each_text_of};
use crate::taxonomy::Theme;

pub(super) fn compare(differ: &mut Differ<'_>, old: &Question, new: &Question) {
    if old == new {
        return;
    }
    let place = Place::question(&new.key);
    let name = named::question(differ.new, new);
    // Both wordings follow: to name the question by one of them would say it twice.
    differ.text(&place, "The wording of a question", &old.text, &new.text);
    differ.text(&place, &format!("The hint of {name}"), &old.help, &new.help);
    if old.is_required != new.is_required {
        let now = if new.is_required { "is required now" } else { "is not required any more" };
        differ.add(place.clone(), format!("{name} {now}."));
    }
    let of = |of: fn(String) -> RuleOf| of(new.key.clone());
    differ.rule(of(RuleOf::Question), &name, "shown", old.show_if.as_ref(), new.show_if.as_ref());
    differ.rule(of(RuleOf::Required), &name, "required", old.require_if.as_ref(), new.require_if.as_ref());
    let (before, now) = (meaning(old.meaning), meaning(new.meaning));
    differ.setting(&place, &format!("What {name} tells the reports"), before, now);
    if old.kind.code() == new.kind.code() {
        kind_texts(differ, old, new, &name);
        let before = settings(differ.old, &old.kind);
        for ((what, before), (_, now)) in before.into_iter().zip(settings(differ.new, &new.kind)) {
            differ.setting(&place, &format!("{what} of {name}"), &before, &now);
        }
    } else {
        let words = format!("{name} was “{}” and is “{}” now.", old.kind.label(), new.kind.label());
        differ.add(place, words);
    }
    choices(differ, old, new, &name);
    let row = |row: &str| Place::Row { question: new.key.clone(), row: row.to_owned() };
    rows(differ, "row", row, &name, (old.kind.rows(), new.kind.rows()));
    let column = |column: &str| Place::Column { question: new.key.clone(), column: column.to_owned() };
    rows(differ, "column", column, &name, (old.kind.columns(), new.kind.columns()));
}

const fn meaning(meaning: Option<Meaning>) -> &'static str {
    match meaning {
        Some(Meaning::Reasons) => "the reasons",
        Some(Meaning::TurningPoint) => "the reason that weighed most",
        Some(Meaning::Considered) => "who was considered",
        Some(Meaning::Chosen) => "who was chosen",
        Some(Meaning::Verbatim) => "the buyer’s own words",
        Some(Meaning::Attribution) => "who sees the name",
        Some(Meaning::Overall) => "the overall rating",
        None => "nothing special",
    }
}

/// The texts that a kind has itself, such as the ends of a scale.
fn kind_texts(differ: &mut Differ<'_>, old: &Question, new: &Question, name: &str) {
    let before = own_texts(old);
    for (field, now) in own_texts(new) {
        let of_before = before.iter().find(|(one, _)| *one == field);
        let none = Text::new();
        let place = Place::question(&new.key);
        differ.text(
            &place,
            &format!("“{}” of {name}", field.label()),
            of_before.map_or(&none, |(_, text)| text),
            now,
        );
    }
}

fn own_texts(question: &Question) -> Vec<(TextField, &Text)> {
    let mut found = Vec::new();
    each_text_of(question, &mut |owner, field, text| {
        let is_own =
            matches!(field, TextField::Low | TextField::High | TextField::Unit | TextField::Statement);
        if is_own && matches!(owner, Owner::Question(_)) {
            found.push((field, text));
        }
    });
    found
}

fn choices(differ: &mut Differ<'_>, old: &Question, new: &Question, name: &str) {
    let place = |choice: &str| Place::Choice { question: new.key.clone(), choice: choice.to_owned() };
    let said = |words: &Text| super::quoted(words.words(&differ.new.languages));
    let (mut gone, mut fresh) = (Vec::new(), Vec::new());
    for choice in old.kind.choices().iter().filter(|one| new.kind.choice(&one.key).is_none()) {
        gone.push((choice.key.clone(), format!("{name} offers {} no more.", said(&choice.label))));
    }
    for choice in new.kind.choices().iter().filter(|one| old.kind.choice(&one.key).is_none()) {
        fresh.push((choice.key.clone(), format!("{name} offers {}.", said(&choice.label))));
    }
    for (key, words) in gone.into_iter().chain(fresh) {
        differ.add(place(&key), words);
    }
    for choice in new.kind.choices() {
        let Some(before) = old.kind.choice(&choice.key) else { continue };
        let at = place(&choice.key);
        let label = named::quoted(choice.label.words(&differ.new.languages));
        differ.text(&at, &format!("A choice of {name}"), &before.label, &choice.label);
        differ.text(&at, &format!("The hint of the choice {label} of {name}"), &before.help, &choice.help);
        let theme = |theme: Option<Theme>| theme.map_or("nothing", Theme::label);
        let (was, is) = (theme(before.theme), theme(choice.theme));
        differ.setting(&at, &format!("What the choice {label} of {name} counts as"), was, is);
        if before.is_exclusive != choice.is_exclusive {
            let now =
                if choice.is_exclusive { "excludes the others now" } else { "excludes the others no more" };
            differ.add(at, format!("The choice {label} of {name} {now}."));
        }
    }
    let keys = |all: &[Choice]| all.iter().map(|one| one.key.clone()).collect::<Vec<_>>();
    if !moved(&keys(old.kind.choices()), &keys(new.kind.choices())).is_empty() {
        differ.add(Place::question(&new.key), format!("The choices of {name} are in another order."));
    }
}

fn rows(
    differ: &mut Differ<'_>,
    what: &str,
    place: impl Fn(&str) -> Place,
    name: &str,
    (old, new): (&[Row], &[Row]),
) {
    let find = |rows: &[Row], key: &str| rows.iter().position(|row| row.key == key);
    for row in old.iter().filter(|row| find(new, &row.key).is_none()) {
        let label = super::quoted(row.label.words(&differ.new.languages));
        differ.add(place(&row.key), format!("{name} lost the {what} {label}."));
    }
    for row in new {
        match find(old, &row.key) {
            None => {
                let label = super::quoted(row.label.words(&differ.new.languages));
                differ.add(place(&row.key), format!("{name} has the new {what} {label}."));
            }
            Some(before) => {
                differ.text(&place(&row.key), &format!("A {what} of {name}"), &old[before].label, &row.label);
            }
        }
    }
    let keys = |all: &[Row]| all.iter().map(|one| one.key.clone()).collect::<Vec<_>>();
    if !moved(&keys(old), &keys(new)).is_empty() {
        let first = new.first().map_or("", |row| row.key.as_str());
        differ.add(place(first), format!("The {what}s of {name} are in another order."));
    }
}
