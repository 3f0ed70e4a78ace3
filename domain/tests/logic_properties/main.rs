//! Properties of the survey language on generated surveys, deals and answers.

mod exchange;
mod generate;
mod oracle;
mod simple;

use domain::survey::check::{findings, may_publish, missing};
use domain::survey::diff::diff;
use domain::survey::edit::{Edit, Head, apply, take_back};
use domain::survey::fill::form_of;
use domain::survey::finding::{Level, Place, RuleOf};
use domain::survey::flow::flow;
use domain::survey::history::History;
use domain::survey::join::{check_against, joins};
use domain::survey::logic::{pages_at_most, span};
use domain::survey::template::{Question, Section, Template};
use domain::survey::texts::{TextAt, each_text};
use domain::survey::uses::{Item, uses};
use domain::survey::{AnswerSet, Facts, Language, Text, check_answers, fresh_key, path, read_section, speak};
use proptest::prelude::*;

/// Gives one question the key of another.
fn with_a_twin(mut template: Template, twin: bool) -> Template {
    if twin && let Some(last) = template.sections.last_mut().and_then(|one| one.questions.last_mut()) {
        last.key = "q0".to_owned();
    }
    template
}

fn shown(template: &Template, facts: &Facts, answers: &AnswerSet) -> Vec<(String, Vec<String>)> {
    let path = path(template, facts, answers);
    let keys = |questions: &[&Question]| questions.iter().map(|one| one.key.clone()).collect();
    path.sections().iter().map(|(section, questions)| (section.key.clone(), keys(questions))).collect()
}

/// The answers without those that their questions refuse: an answer of another kind, or one outside of its range, can
/// meet a condition that no valid one meets.
fn valid(template: &Template, facts: &Facts, mut answers: AnswerSet) -> AnswerSet {
    loop {
        let wrong: Vec<String> = {
            let path = path(template, facts, &answers);
            let Err(problems) = check_answers(&path, &answers) else { return answers };
            let asked = path.sections().iter().flat_map(|(_, questions)| questions);
            let is_wrong =
                |key: &&String| answers.get(key.as_str()).is_some() && !problems.of_question(key).is_empty();
            asked.map(|question| &question.key).filter(is_wrong).cloned().collect()
        };
        if wrong.is_empty() {
            return answers;
        }
        for key in wrong {
            answers.set(key.as_str(), None);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn the_evaluator_shows_what_the_rules_say_and_nothing_else(
        template in generate::template(),
        twin in any::<bool>(),
        facts in generate::facts(),
        answers in generate::answers(),
    ) {
        let template = with_a_twin(template, twin);
        prop_assert_eq!(shown(&template, &facts, &answers), oracle::walk(&template, &facts, &answers));
    }

    #[test]
    fn no_way_through_a_survey_is_shorter_or_longer_than_was_promised(
        template in generate::template(),
        facts in generate::facts(),
        answers in generate::answers(),
    ) {
        let span = span(&template, &facts);
        let pages = path(&template, &facts, &answers).sections().len();
        prop_assert!(span.least <= pages && pages <= span.most, "{} in {:?}", pages, span);
    }

    #[test]
    fn from_page_to_page_no_more_pages_come_than_were_said(
        template in generate::template(),
        facts in generate::facts(),
        answers in generate::answers(),
    ) {
        let path = path(&template, &facts, &answers);
        let pages = path.sections().len();
        let said: Vec<usize> =
            (0..pages).map(|at| pages_at_most(&template, &facts, &answers, &path, at)).collect();
        prop_assert!(said.iter().all(|most| *most >= pages), "{} in {:?}", pages, said);
        prop_assert!(said.is_sorted_by(|one, next| one >= next), "{:?}", said);
        prop_assert!(said.first().is_none_or(|first| *first <= span(&template, &facts).most), "{:?}", said);
    }

    #[test]
    fn an_answer_that_is_not_reached_does_not_matter(
        template in generate::template(),
        facts in generate::facts(),
        answers in generate::answers(),
    ) {
        let all = path(&template, &facts, &answers);
        let reached = all.reached(&answers);
        prop_assert_eq!(&path(&template, &facts, &reached), &all);
        prop_assert_eq!(check_answers(&all, &answers), check_answers(&all, &reached));
        prop_assert_eq!(all.reached(&reached), reached);
    }

    #[test]
    fn forward_and_back_lead_over_the_same_sections(
        template in generate::template(),
        facts in generate::facts(),
        answers in generate::answers(),
    ) {
        let path = path(&template, &facts, &answers);
        let Some((first, _)) = path.sections().first() else { return Ok(()) };
        let mut forth = vec![first.key.as_str()];
        while let Some(next) = path.next(forth[forth.len() - 1]) {
            forth.push(&next.key);
        }
        let mut back = vec![forth[forth.len() - 1]];
        while let Some(previous) = path.previous(back[back.len() - 1]) {
            back.push(&previous.key);
        }
        back.reverse();
        prop_assert_eq!(&forth, &back);
        prop_assert_eq!(forth.len(), path.sections().len());
    }

    #[test]
    fn a_form_that_shows_an_answer_is_read_as_that_answer(
        kind in generate::kind(),
        form in generate::form(),
    ) {
        let question = Question::new("q", Text::english("?"), kind);
        let read = |form: &[(String, String)]| read_section(&[&question], |_| false, form).0;
        let answers = read(&form);
        if let Some(answer) = answers.get("q") {
            prop_assert_eq!(&read(&form_of(&question, answer)), &answers);
        }
    }
}

/// An edit of anything in a survey.
fn edit() -> impl Strategy<Value = (u8, usize, usize, Question, Option<domain::survey::Condition>)> {
    (0_u8..12, 0_usize..12, 0_usize..12, generate::question(), prop::option::of(generate::condition()))
}

fn build(
    template: &Template,
    (which, a, b, new, rule): (u8, usize, usize, Question, Option<domain::survey::Condition>),
) -> Option<Edit> {
    let section = |at: usize| Some(template.sections.get(at % template.sections.len().max(1))?.clone());
    let question = |at: usize| template.questions().nth(at % template.questions().count().max(1)).cloned();
    let fresh = Question { key: fresh_key(template, "new question"), ..new };
    Some(match which {
        0 => {
            let key = fresh_key(template, "new section");
            Edit::InsertSection {
                at: a,
                section: Box::new(Section::new(key, Text::english("New"), vec![fresh])),
            }
        }
        1 => Edit::RemoveSection { section: section(a)?.key },
        2 => Edit::MoveSection { section: section(a)?.key, to: b },
        3 => {
            let old = section(a)?;
            let mut head = old.head();
            head.show_if = rule;
            Edit::ReplaceSectionHead { section: old.key, head: Box::new(head) }
        }
        4 => Edit::InsertQuestion { section: section(a)?.key, at: b, question: Box::new(fresh) },
        5 => Edit::RemoveQuestion { question: question(a)?.key },
        6 => Edit::MoveQuestion { question: question(a)?.key, section: section(b)?.key, to: a % 3 },
        7 => Edit::ReplaceQuestion { question: question(a)?.key, with: Box::new(fresh) },
        8 => {
            let old = question(a)?;
            let with = Box::new(Question { key: old.key.clone(), ..fresh });
            Edit::ReplaceQuestion { question: old.key, with }
        }
        9 => Edit::ReplaceHead(Box::new(Head { minutes: 1 + template.minutes % 9, ..Head::of(template) })),
        10 => Edit::ReplaceCalculations(template.calculations.iter().skip(1).cloned().collect()),
        _ => {
            let mut places = Vec::new();
            each_text(template, &mut |owner, field, _| places.push(TextAt::of(owner, field)));
            let at = places[a % places.len()].clone();
            let words = if b % 4 == 0 { String::new() } else { format!("Words {b}") };
            let language = if b % 2 == 0 { Language::english() } else { generate::german() };
            Edit::SetText { at, language, words }
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn an_edit_and_its_inverse_leave_everything_as_it_was(
        template in generate::template(),
        edits in prop::collection::vec(edit(), 1..6),
    ) {
        let mut edited = template.clone();
        let mut history = History::new();
        for choice in edits {
            let before = edited.clone();
            let Some(edit) = build(&edited, choice) else { continue };
            match apply(&mut edited, edit.clone()) {
                Ok(inverse) => {
                    prop_assert_eq!(diff(&before, &edited).is_empty(), before == edited);
                    let mut back = edited.clone();
                    take_back(&mut back, inverse).expect("what was done can be taken back");
                    prop_assert_eq!(&back, &before);
                    edited = before;
                    history.pause();
                    history.apply(&mut edited, edit).expect("it went before");
                }
                Err(_) => prop_assert_eq!(&edited, &before, "what is refused changes nothing"),
            }
        }
        let last = edited.clone();
        while history.undo(&mut edited).is_some() {}
        prop_assert_eq!(&edited, &template);
        while history.redo(&mut edited).is_some() {}
        prop_assert_eq!(&edited, &last);
    }

    #[test]
    fn nothing_that_looks_at_a_survey_panics(
        template in generate::template(),
        twin in any::<bool>(),
        other in generate::template(),
        key in generate::key(),
    ) {
        let template = with_a_twin(template, twin);
        let found = findings(&template);
        prop_assert!(found.is_sorted_by_key(|one| one.level));
        prop_assert_eq!(may_publish(&found), found.iter().all(|one| one.level != Level::Error));
        for text in missing(&template, &generate::german()) {
            prop_assert!(twin || text.at().find_mut(&mut template.clone()).is_some());
        }
        for question in template.questions() {
            if let Some(rule) = &question.show_if {
                prop_assert!(!speak::rule(&template, rule).is_empty());
            }
        }
        for one in uses(&template, &Item::Question { question: key.clone() }) {
            prop_assert!(one.place.question_key() != Some(&key), "nothing uses itself");
        }
        let flow = flow(&template);
        for edge in &flow.edges {
            prop_assert!(flow.nodes[edge.from].row < flow.nodes[edge.to].row, "every way leads on");
            prop_assert!(edge.lane.is_none_or(|lane| lane < flow.lanes));
        }
        prop_assert!(diff(&template, &template).is_empty());
        prop_assert_eq!(diff(&template, &other).is_empty(), template == other);
        prop_assert!(twin || check_against(&[&other, &template], &template).is_empty());
        prop_assert!(joins(&[(1, &template), (2, &other), (3, &template)], &key).len() <= 3);
    }

    #[test]
    fn what_is_called_unreachable_is_never_shown(
        template in generate::template(),
        deals in prop::collection::vec((generate::facts(), generate::answers()), 8),
    ) {
        let found = findings(&template);
        let never: Vec<&Place> = found
            .iter()
            .filter(|one| one.words.contains("is never shown"))
            .map(|one| &one.place)
            .collect();
        for (facts, answers) in deals {
            let answers = valid(&template, &facts, answers);
            for (section, questions) in shown(&template, &facts, &answers) {
                let of_section = Place::Rule { of: RuleOf::Section(section.clone()) };
                prop_assert!(!never.contains(&&of_section) && !never.contains(&&Place::section(&section)));
                for question in questions {
                    let of_question = Place::Rule { of: RuleOf::Question(question.clone()) };
                    prop_assert!(!never.contains(&&of_question), "{}", question);
                }
            }
        }
    }
}
