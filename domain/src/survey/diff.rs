//! What changed between two versions, in words: matched by stable keys, so that a moved question is moved and not
//! deleted and added.

mod head;
mod question;
mod setting;

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::finding::{Place, RuleOf};
use super::language::Language;
use super::named;
use super::speak;
use super::template::{Question, Section, Template};
use super::text::Text;

/// One change.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// What changed; of something deleted, where it was.
    pub place: Place,
    /// How, in a sentence.
    pub words: String,
}

/// The changes from the old survey to the new, in the order of the new.
#[must_use]
pub fn diff(old: &Template, new: &Template) -> Vec<Change> {
    if old == new {
        return Vec::new();
    }
    let mut differ = Differ { old, new, found: Vec::new(), translated: Vec::new() };
    head::compare(&mut differ);
    sections(&mut differ);
    values(&mut differ);
    differ.translations();
    differ.found
}

struct Differ<'a> {
    old: &'a Template,
    new: &'a Template,
    found: Vec<Change>,
    /// How many texts were added, changed and taken away in each language but the new survey's own.
    translated: Vec<(Language, [usize; 3])>,
}

/// Longest words that a change repeats.
const LONGEST: usize = 300;

fn quoted(words: &str) -> String {
    format!("“{}”", named::short_to(words, LONGEST))
}

impl Differ<'_> {
    fn add(&mut self, place: Place, words: String) {
        self.found.push(Change { place, words });
    }

    /// Compares a text: in the survey's own language word for word, in the others by number.
    fn text(&mut self, place: &Place, what: &str, old: &Text, new: &Text) {
        if old == new {
            return;
        }
        let own = self.new.language();
        match (old.get(own), new.get(own)) {
            (Some(old), Some(new)) if old != new => {
                self.add(place.clone(), format!("{what} changed from {} to {}.", quoted(old), quoted(new)));
            }
            (Some(old), None) => {
                self.add(place.clone(), format!("{what} was taken away: {}.", quoted(old)));
            }
            (None, Some(new)) => self.add(place.clone(), format!("{what} is new: {}.", quoted(new))),
            (Some(_), Some(_)) | (None, None) => {}
        }
        let own = own.clone();
        for language in old.languages().chain(new.languages().filter(|one| old.get(one).is_none())) {
            if *language == own || old.get(language) == new.get(language) {
                continue;
            }
            let way = match (old.get(language), new.get(language)) {
                (None, _) => 0,
                (Some(_), Some(_)) => 1,
                (Some(_), None) => 2,
            };
            match self.translated.iter_mut().find(|(one, _)| one == language) {
                Some((_, numbers)) => numbers[way] += 1,
                None => {
                    let mut numbers = [0; 3];
                    numbers[way] = 1;
                    self.translated.push((language.clone(), numbers));
                }
            }
        }
    }

    fn translations(&mut self) {
        for (language, numbers) in std::mem::take(&mut self.translated) {
            let name = language.english_name();
            let place = Place::Languages { language: Some(language) };
            let ways = ["translated into", "changed in", "taken away in"];
            for (number, way) in numbers.into_iter().zip(ways).filter(|(number, _)| *number > 0) {
                let texts = named::counted(number, "text was", "texts were");
                self.add(place.clone(), format!("{texts} {way} {name}."));
            }
        }
    }

    /// Compares a rule. `does` is what it does: "shown", "required".
    fn rule(&mut self, of: RuleOf, name: &str, does: &str, old: Option<&Condition>, new: Option<&Condition>) {
        if old == new {
            return;
        }
        let before = old.map(|rule| speak::rule(self.old, rule));
        let now = new.map(|rule| speak::rule(self.new, rule));
        let words = match (before, now) {
            (None, Some(now)) => format!("{name} is now {does} when {now}."),
            (Some(before), Some(now)) => {
                format!("{name} is now {does} when {now}. It was when {before}.")
            }
            (Some(before), None) => {
                format!("{name} has no rule any more. It was {does} when {before}.")
            }
            (None, None) => return,
        };
        self.add(Place::Rule { of }, words);
    }

    /// Says that a plain setting changed.
    fn setting(&mut self, place: &Place, what: &str, old: &str, new: &str) {
        if old != new {
            self.add(place.clone(), format!("{what} changed from {old} to {new}."));
        }
    }
}

fn sections(differ: &mut Differ<'_>) {
    let (old, new) = (differ.old, differ.new);
    for section in old.sections.iter().filter(|one| new.section(&one.key).is_none()) {
        let name = named::section(old, section);
        differ.add(Place::section(&section.key), format!("The section {name} was deleted."));
    }
    let keys = |all: &[Section]| all.iter().map(|one| one.key.clone()).collect::<Vec<_>>();
    let moved = moved(&keys(&old.sections), &keys(&new.sections));
    for section in &new.sections {
        let place = Place::section(&section.key);
        let name = format!("The section {}", named::section(new, section));
        match old.section(&section.key) {
            None => differ.add(place, format!("{name} is new.")),
            Some(before) => {
                if moved.contains(&section.key) {
                    differ.add(place.clone(), format!("{name} was moved."));
                }
                // Both titles follow: to name it by one of them would say it twice.
                differ.text(&place, "The title of a section", &before.title, &section.title);
                let intro = format!("The introduction of the section {}", named::section(new, section));
                differ.text(&place, &intro, &before.intro, &section.intro);
                let of = RuleOf::Section(section.key.clone());
                differ.rule(of, &name, "shown", before.show_if.as_ref(), section.show_if.as_ref());
                jumps(differ, before, section, &name);
            }
        }
        questions(differ, section);
    }
    for question in old.questions().filter(|one| new.question(&one.key).is_none()) {
        let name = named::question(old, question);
        differ.add(Place::question(&question.key), format!("{name} was deleted."));
    }
}

fn jumps(differ: &mut Differ<'_>, old: &Section, new: &Section, name: &str) {
    if old.jumps == new.jumps {
        return;
    }
    let said = |template: &Template, section: &Section| match section.jumps.as_slice() {
        [] => "to the next section".to_owned(),
        jumps => quoted(&jumps.iter().map(|one| speak::jump(template, one)).collect::<Vec<_>>().join("; ")),
    };
    let words =
        format!("{name} goes on otherwise: {}. It was {}.", said(differ.new, new), said(differ.old, old));
    differ.add(Place::section(&new.key), words);
}

/// The questions of a new section.
fn questions(differ: &mut Differ<'_>, section: &Section) {
    let (old, new) = (differ.old, differ.new);
    let was_in = |question: &Question| {
        old.sections.iter().find(|one| one.questions.iter().any(|other| other.key == question.key))
    };
    let here = |all: &[Question]| all.iter().map(|one| one.key.clone()).collect::<Vec<_>>();
    let before = old.section(&section.key).map(|one| here(&one.questions)).unwrap_or_default();
    let moved = moved(&before, &here(&section.questions));
    for question in &section.questions {
        let place = Place::question(&question.key);
        let name = named::question(new, question);
        let Some(from) = was_in(question) else {
            differ.add(place, format!("{name} is new ({}).", question.kind.label()));
            continue;
        };
        if from.key != section.key {
            let words = format!(
                "{name} was moved from the section {} to {}.",
                named::section(old, from),
                named::section(new, section)
            );
            differ.add(place, words);
        } else if moved.contains(&question.key) {
            differ.add(place, format!("{name} was moved within its section."));
        }
        if let Some(before) = old.question(&question.key) {
            question::compare(differ, before, question);
        }
    }
}

fn values(differ: &mut Differ<'_>) {
    let (old, new) = (differ.old, differ.new);
    let place = |key: &str| Place::Calculation { calculation: key.to_owned() };
    for value in &old.calculations {
        if !new.calculations.iter().any(|one| one.key == value.key) {
            let words = format!("The value {} was deleted.", named::value_by_key(old, &value.key));
            differ.add(place(&value.key), words);
        }
    }
    for value in &new.calculations {
        let name = named::value_by_key(new, &value.key);
        let now = quoted(&speak::calculation(new, value).join("; "));
        match old.calculations.iter().find(|one| one.key == value.key) {
            None => differ.add(place(&value.key), format!("The value {name} is new: {now}.")),
            Some(before) if before != value => {
                let before = quoted(&speak::calculation(old, before).join("; "));
                let words = format!("The value {name} is calculated otherwise: {now}. It was {before}.");
                differ.add(place(&value.key), words);
            }
            Some(_) => {}
        }
    }
}

/// The keys that are in both lists and have to be moved to turn the order of the old into that of the new: as few as
/// can be.
fn moved(old: &[String], new: &[String]) -> Vec<String> {
    let places: Vec<(usize, &String)> =
        new.iter().filter_map(|key| Some((old.iter().position(|one| one == key)?, key))).collect();
    // The longest run of places that rises, by where it ends.
    let mut longest: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, (place, _)) in places.iter().enumerate() {
        let before =
            (0..at).filter(|earlier| places[*earlier].0 < *place).max_by_key(|earlier| longest[*earlier].0);
        longest.push((before.map_or(0, |before| longest[before].0) + 1, before));
    }
    let mut stays = vec![false; places.len()];
    let mut at = (0..places.len()).max_by_key(|at| longest[*at].0);
    while let Some(here) = at {
        stays[here] = true;
        at = longest[here].1;
    }
    let moves = places.into_iter().zip(stays).filter(|(_, stays)| !stays);
    moves.map(|((_, key), _)| key.clone()).collect()
}

#[cfg(test)]
mod tests;
