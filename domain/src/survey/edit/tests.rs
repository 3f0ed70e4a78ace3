use super::*;
use crate::survey::finding::Place;
use crate::survey::kind::{Kind, TextLimits};
use crate::survey::starter;
use crate::survey::template::Target;

fn english() -> Language {
    Language::english()
}

/// Applies an edit and takes it back; gives the survey in between.
fn there_and_back(edit: Edit) -> Template {
    let before = starter::win_loss();
    let mut template = before.clone();
    let back = apply(&mut template, edit).expect("nothing stands against it");
    let after = template.clone();
    assert_ne!(after, before);
    apply(&mut template, back).expect("it fits");
    assert_eq!(template, before);
    after
}

fn refused(template: &mut Template, edit: Edit) -> Refused {
    let before = template.clone();
    let refused = apply(template, edit).expect_err("it is refused");
    assert_eq!(*template, before, "nothing was changed");
    refused
}

fn key(key: &str) -> String {
    key.to_owned()
}

#[test]
fn every_edit_can_be_taken_back() {
    let starter = starter::win_loss();
    let section = Section::new("new", Text::english("New"), vec![]);
    let question = Box::new(Question::new("new", Text::english("New?"), Kind::Email));
    there_and_back(Edit::InsertSection { at: 99, section: Box::new(section) });
    there_and_back(Edit::RemoveSection { section: key("vendors") });
    let after = there_and_back(Edit::MoveSection { section: key("vendors"), to: 0 });
    assert_eq!(after.sections[0].key, "vendors");
    let head =
        SectionHead { jumps: vec![Jump { when: None, to: Target::End }], ..starter.sections[0].head() };
    there_and_back(Edit::ReplaceSectionHead { section: key("decision"), head: Box::new(head) });
    there_and_back(Edit::InsertQuestion { section: key("vendors"), at: 1, question });
    there_and_back(Edit::RemoveQuestion { question: key("story") });
    let after = there_and_back(Edit::MoveQuestion { question: key("story"), section: key("reasons"), to: 0 });
    assert_eq!(after.sections[1].questions[0].key, "story");
    there_and_back(Edit::MoveQuestion { question: key("story"), section: key("decision"), to: 9 });
    let with = Question { is_required: true, ..starter.question("story").expect("there").clone() };
    there_and_back(Edit::ReplaceQuestion { question: key("story"), with: Box::new(with) });
    there_and_back(Edit::ReplaceHead(Box::new(Head { minutes: 9, ..Head::of(&starter) })));
    let value = Calculation { key: key("v"), name: key("V"), start: Default::default(), steps: vec![] };
    there_and_back(Edit::ReplaceCalculations(vec![value]));
    for (place, field) in [
        (Place::Survey, TextField::Title),
        (Place::Thanks, TextField::ThanksAfter(Outcome::Won)),
        (Place::Choice { question: key("clarity"), choice: key("early") }, TextField::Help),
    ] {
        let at = TextAt { place, field };
        there_and_back(Edit::SetText { at, language: english(), words: key("Other words") });
    }
}

#[test]
fn what_is_used_is_not_deleted_and_the_users_are_named() {
    let mut template = starter::win_loss();
    let Refused::InUse(users) = refused(&mut template, Edit::RemoveQuestion { question: key("overall") })
    else {
        panic!("it is used");
    };
    assert_eq!(users.len(), 1);
    assert_eq!(users[0].words, "The rule that shows the section “Working with us”");
    let edit = Edit::RemoveSection { section: key("decision") };
    assert_eq!(refused(&mut template, edit), Refused::InUse(users), "its question is");
    // A rule of the same section goes with it.
    template.sections[5].questions[0].show_if = Some(Condition::Answered(key("other_one")));
    template.sections[5].questions.insert(
        0,
        Question::new("other_one", Text::english("?"), Kind::ShortText { limits: TextLimits::up_to(9) }),
    );
    apply(&mut template, Edit::RemoveSection { section: key("experience") }).expect("nobody else uses it");
    apply(&mut template, Edit::RemoveQuestion { question: key("overall") }).expect("not used any more");
}

#[test]
fn a_changed_question_keeps_what_rules_look_at() {
    let mut template = starter::win_loss();
    let chose = Condition::Chose { question: key("clarity"), choices: vec![key("late")] };
    template.sections[5].show_if = Some(chose);
    let old = template.question("clarity").expect("there").clone();
    let changed = |change: &dyn Fn(&mut Question)| {
        let mut with = old.clone();
        change(&mut with);
        Edit::ReplaceQuestion { question: key("clarity"), with: Box::new(with) }
    };
    let drop = |gone: &'static str| {
        changed(&move |question| {
            question.kind.choices_mut().expect("it has").retain(|choice| choice.key != gone);
        })
    };
    assert!(matches!(refused(&mut template, drop("late")), Refused::InUse(users) if users.len() == 1));
    apply(&mut template, drop("early")).expect("no rule looks at it");
    for edit in [changed(&|one| one.kind = Kind::Email), changed(&|one| one.key = key("clear"))] {
        assert!(matches!(refused(&mut template, edit), Refused::InUse(_)));
    }
    let choices = old.kind.choices().to_vec();
    let ranking = Kind::Ranking { choices, places: 2, at_least: 1, is_shuffled: false };
    apply(&mut template, changed(&|one| one.kind = ranking.clone())).expect("it still has the choice");
}

#[test]
fn what_is_not_there_is_said_and_no_key_is_given_twice() {
    let mut template = starter::win_loss();
    for edit in [
        Edit::RemoveQuestion { question: key("gone") },
        Edit::MoveQuestion { question: key("story"), section: key("gone"), to: 0 },
        Edit::RemoveSection { section: key("gone") },
        Edit::MoveSection { section: key("gone"), to: 0 },
        Edit::SetText {
            at: TextAt { place: Place::Survey, field: TextField::Unit },
            language: english(),
            words: key("x"),
        },
    ] {
        assert_eq!(refused(&mut template, edit), Refused::NotThere);
    }
    let question = Box::new(template.question("story").expect("there").clone());
    let edit = Edit::InsertQuestion { section: key("vendors"), at: 0, question: question.clone() };
    assert_eq!(refused(&mut template, edit), Refused::KeyTaken(key("story")));
    let edit = Edit::ReplaceQuestion { question: key("clarity"), with: question };
    assert_eq!(refused(&mut template, edit), Refused::KeyTaken(key("story")));
    let copy = duplicate(&template, "story").expect("it is there");
    apply(&mut template, copy).expect("it has a key of its own");
    assert_eq!(template.sections[1].questions[2].key, "story_2");
}
