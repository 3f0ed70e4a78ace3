//! Where things go when they are moved, by hand or by keys, and how that is said.

use domain::survey::edit::Edit;
use domain::survey::{Place, Section, Template, named};

/// A move: the edit, and what is said about it.
#[derive(Clone, PartialEq, Debug)]
pub struct Move {
    /// What it does.
    pub edit: Edit,
    /// Where the thing is then.
    pub words: String,
}

/// A way to go.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Way {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

/// The place at which something is dropped.
#[derive(Clone, Eq, PartialEq, Debug)]
pub enum Drop {
    /// Before a question.
    Before(String),
    /// Behind a question.
    Behind(String),
    /// At the beginning of a section.
    Into(String),
}

/// Moves a question one place, at the end of a section into the next one.
#[must_use]
pub fn step_question(template: &Template, key: &str, way: Way) -> Option<Move> {
    let (section, at) = place(template, key)?;
    let here = &template.sections[section];
    match way {
        Way::Up if at > 0 => move_question(template, key, here, at - 1),
        Way::Down if at + 1 < here.questions.len() => move_question(template, key, here, at + 1),
        Way::Up => {
            let before = &template.sections[section.checked_sub(1)?];
            move_question(template, key, before, before.questions.len())
        }
        Way::Down => move_question(template, key, template.sections.get(section + 1)?, 0),
    }
}

/// Moves a question to where it was dropped; nothing when it is there already.
#[must_use]
pub fn drop_question(template: &Template, key: &str, drop: &Drop) -> Option<Move> {
    let from = place(template, key)?;
    let (section, to) = match drop {
        Drop::Before(other) => place(template, other)?,
        Drop::Behind(other) => place(template, other).map(|(section, at)| (section, at + 1))?,
        Drop::Into(section) => (template.sections.iter().position(|one| one.key == *section)?, 0),
    };
    // Its own place is free when it comes.
    let to = if section == from.0 && from.1 < to { to - 1 } else { to };
    if (section, to) == from { None } else { move_question(template, key, &template.sections[section], to) }
}

fn move_question(template: &Template, key: &str, into: &Section, to: usize) -> Option<Move> {
    let others: Vec<_> = into.questions.iter().filter(|one| one.key != key).collect();
    let from = place(template, key)?.0;
    let is_elsewhere = template.sections[from].key != into.key;
    let words = match (to.checked_sub(1).and_then(|before| others.get(before)), others.get(to)) {
        (Some(above), _) => format!("Moved below {}", named::question(template, above)),
        (None, Some(below)) if !is_elsewhere => format!("Moved above {}", named::question(template, below)),
        (None, _) => format!("Moved to the top of {}", named::section(template, into)),
    };
    let edit = Edit::MoveQuestion { question: key.to_owned(), section: into.key.clone(), to };
    Some(Move { edit, words })
}

/// Moves a section one place.
#[must_use]
pub fn step_section(template: &Template, key: &str, way: Way) -> Option<Move> {
    let at = template.sections.iter().position(|section| section.key == key)?;
    let to = match way {
        Way::Up => at.checked_sub(1)?,
        Way::Down => Some(at + 1).filter(|to| *to < template.sections.len())?,
    };
    move_section(template, key, to)
}

/// Moves a section before or behind another one; nothing when it is there already.
#[must_use]
pub fn drop_section(template: &Template, key: &str, other: &str, is_behind: bool) -> Option<Move> {
    let place = |key: &str| template.sections.iter().position(|section| section.key == key);
    let (from, to) = (place(key)?, place(other)? + usize::from(is_behind));
    let to = if from < to { to - 1 } else { to };
    if to == from { None } else { move_section(template, key, to) }
}

fn move_section(template: &Template, key: &str, to: usize) -> Option<Move> {
    let others: Vec<&Section> = template.sections.iter().filter(|one| one.key != key).collect();
    let words = match to.checked_sub(1).and_then(|before| others.get(before)) {
        Some(above) => format!("Moved below {}", named::section(template, above)),
        None => format!("Moved above {}", named::section(template, others.first()?)),
    };
    Some(Move { edit: Edit::MoveSection { section: key.to_owned(), to }, words })
}

/// The place of a question's section, and its own in it.
#[must_use]
pub fn place(template: &Template, key: &str) -> Option<(usize, usize)> {
    let in_section = |section: &Section| section.questions.iter().position(|one| one.key == key);
    template.sections.iter().enumerate().find_map(|(at, section)| Some((at, in_section(section)?)))
}

/// What is open after something was deleted: what came behind it, else what was before it, else its section.
#[must_use]
pub fn beside(template: &Template, question: &str) -> Option<Place> {
    let (section, at) = place(template, question)?;
    let here = &template.sections[section];
    let next = here.questions.get(at + 1).or_else(|| here.questions.get(at.checked_sub(1)?));
    Some(next.map_or_else(|| Place::section(&here.key), |one| Place::question(&one.key)))
}

/// Whether a section, a question or a page of the survey is there.
#[must_use]
pub fn is_there(template: &Template, at: &Place) -> bool {
    match (at.question_key(), at.section_key()) {
        (Some(key), _) => template.question(key).is_some(),
        (None, Some(key)) => template.section(key).is_some(),
        (None, None) => true,
    }
}

/// What is opened in the place of something that goes away: what stands beside it, or the survey's first page.
#[must_use]
pub fn instead(template: &Template, of: &Place) -> Place {
    let beside_section = |key: &str| {
        let at = template.sections.iter().position(|section| section.key == key)?;
        let next = template.sections.get(at + 1).or_else(|| template.sections.get(at.checked_sub(1)?));
        next.map(|section| Place::section(&section.key))
    };
    let found = match (of.question_key(), of.section_key()) {
        (Some(key), _) => beside(template, key),
        (None, Some(key)) => beside_section(key),
        (None, None) => None,
    };
    found.unwrap_or(Place::Survey)
}

/// A list with one of its items in another place.
pub fn shift<T>(items: &mut Vec<T>, from: usize, to: usize) {
    if from < items.len() {
        let item = items.remove(from);
        items.insert(to.min(items.len()), item);
    }
}

#[cfg(test)]
mod tests {
    use domain::survey::edit::apply;
    use domain::survey::starter;

    use super::*;

    fn order(template: &Template) -> Vec<String> {
        let section = |section: &Section| {
            let keys: Vec<&str> = section.questions.iter().map(|one| one.key.as_str()).collect();
            format!("{}: {}", section.key, keys.join(" "))
        };
        template.sections.iter().map(section).collect()
    }

    fn done(template: &Template, moved: Option<Move>) -> (Vec<String>, String) {
        let mut template = template.clone();
        let Some(moved) = moved else { return (order(&template), String::new()) };
        apply(&mut template, moved.edit).expect("it can go there");
        (order(&template), moved.words)
    }

    #[test]
    fn a_question_walks_from_section_to_section_and_back() {
        let template = starter::win_loss();
        assert_eq!(order(&template)[..2], ["decision: clarity overall", "reasons: reasons story"]);
        let (order, words) = done(&template, step_question(&template, "clarity", Way::Down));
        assert_eq!(
            (&*order[0], &*words),
            ("decision: overall clarity", "Moved below “How would you rate working with us overall?”")
        );
        let (order, words) = done(&template, step_question(&template, "overall", Way::Down));
        assert_eq!((&*order[0], &*order[1]), ("decision: clarity", "reasons: overall reasons story"));
        assert_eq!(words, "Moved to the top of “What decided it”");
        let (order, _) = done(&template, step_question(&template, "reasons", Way::Up));
        assert_eq!((&*order[0], &*order[1]), ("decision: clarity overall reasons", "reasons: story"));
        let (_, words) = done(&template, step_question(&template, "overall", Way::Up));
        assert_eq!(words, "Moved above “When did it become clear how you would decide?”");
        assert_eq!(step_question(&template, "clarity", Way::Up), None);
        assert_eq!(step_question(&template, "gone", Way::Up), None);
    }

    #[test]
    fn a_question_lands_where_it_is_dropped() {
        let template = starter::win_loss();
        let drop = |key: &str, drop: Drop| done(&template, drop_question(&template, key, &drop)).0;
        assert_eq!(drop("clarity", Drop::Behind("overall".to_owned()))[0], "decision: overall clarity");
        assert_eq!(drop("overall", Drop::Before("clarity".to_owned()))[0], "decision: overall clarity");
        assert_eq!(drop("clarity", Drop::Behind("reasons".to_owned()))[1], "reasons: reasons clarity story");
        assert_eq!(drop("story", Drop::Into("decision".to_owned()))[0], "decision: story clarity overall");
        for same in [Drop::Before("overall".to_owned()), Drop::Into("decision".to_owned())] {
            assert_eq!(drop_question(&template, "clarity", &same), None);
        }
    }

    #[test]
    fn a_section_moves_among_the_others() {
        let template = starter::win_loss();
        let keys = |moved: Option<Move>| {
            let (order, words) = done(&template, moved);
            (order[0].split(':').next().expect("a key").to_owned(), words)
        };
        let expected = ("reasons".to_owned(), "Moved below “What decided it”".to_owned());
        assert_eq!(keys(step_section(&template, "decision", Way::Down)), expected);
        assert_eq!(keys(drop_section(&template, "decision", "reasons", true)), expected);
        assert_eq!(drop_section(&template, "decision", "reasons", false), None);
        assert_eq!(step_section(&template, "decision", Way::Up), None);
    }

    #[test]
    fn what_is_open_next_is_near() {
        let template = starter::win_loss();
        assert_eq!(beside(&template, "clarity"), Some(Place::question("overall")));
        assert_eq!(beside(&template, "overall"), Some(Place::question("clarity")));
        assert_eq!(beside(&template, "tipped"), Some(Place::section("turning")));
        let mut items = vec![1, 2, 3];
        shift(&mut items, 0, 2);
        assert_eq!(items, [2, 3, 1]);
        shift(&mut items, 9, 0);
        assert_eq!(items, [2, 3, 1]);
    }
}
