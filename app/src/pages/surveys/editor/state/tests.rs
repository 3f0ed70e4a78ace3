use domain::deal::Outcome;
use domain::id::TemplateId;
use domain::survey::texts::{TextAt, TextField};
use domain::survey::{Audience, Text, starter};
use uuid::Uuid;

use super::*;

/// Does something with an editor of the standard survey.
fn editing(with: impl FnOnce(EditorState)) {
    let owner = Owner::new();
    owner.with(|| {
        let survey = SurveyHead {
            id: TemplateId::new(Uuid::nil()),
            number: 0,
            audience: Audience::Buyer,
            outcomes: Outcome::ALL.to_vec(),
            is_archived: false,
            live_keys: Vec::new(),
        };
        with(EditorState::new(survey, starter::win_loss(), findings(&starter::win_loss())));
    });
}

fn write(question: &str, words: &str) -> Edit {
    let at = TextAt { place: Place::question(question), field: TextField::Question };
    Edit::SetText { at, language: Language::english(), words: words.to_owned() }
}

fn title(state: EditorState, question: &str) -> String {
    let english = [Language::english()];
    state.with_question(question, |one| one.text.words(&english).to_owned()).unwrap_or_default()
}

#[test]
fn what_is_done_can_be_undone_and_done_again() {
    editing(|state| {
        assert!(state.try_apply(write("clarity", "When?")));
        assert_eq!(title(state, "clarity"), "When?");
        assert_eq!(state.undo_label().as_deref(), Some("wrote “Question” in English"));
        state.undo();
        assert_eq!(title(state, "clarity"), "When did it become clear how you would decide?");
        assert_eq!(state.said(), "Undone: wrote “Question” in English");
        state.redo();
        assert_eq!(title(state, "clarity"), "When?");
        assert_eq!(state.redo_label(), None);
    });
}

#[test]
fn when_what_is_open_is_taken_back_what_stood_beside_it_opens() {
    editing(|state| {
        let clarity =
            state.with_untracked(|template| template.question("clarity").cloned()).expect("it is there");
        let section = state.with_untracked(|template| {
            let of = |section: &&Section| section.questions.iter().any(|one| one.key == "clarity");
            template.sections.iter().find(of).expect("its section").clone()
        });
        let at = section.questions.iter().position(|one| one.key == "clarity").expect("its place");
        let added = Question { key: "added".to_owned(), ..clarity };
        let section = section.key;
        assert!(state.try_apply(Edit::InsertQuestion { section, at, question: Box::new(added) }));
        state.select(Place::question("added"));
        state.undo();
        assert_eq!(state.selected.get_untracked(), Place::question("clarity"));
        state.redo();
        assert_eq!(state.selected.get_untracked(), Place::question("clarity"), "nothing jumps");
    });
}

#[test]
fn what_is_used_is_not_deleted_and_its_users_are_named() {
    editing(|state| {
        assert!(!state.try_apply(Edit::RemoveQuestion { question: "overall".to_owned() }));
        let refusal = state.refusal().expect("somebody uses it");
        assert!(refusal.words.starts_with("Not deleted “How would you rate"), "{}", refusal.words);
        assert!(!refusal.users.is_empty());
        assert!(!title(state, "overall").is_empty(), "it is still there");
    });
}

#[test]
fn only_who_looks_at_a_part_is_told_of_its_change() {
    editing(|state| {
        let look = |key: &'static str| {
            let looked = StoredValue::new(0);
            let memo = Memo::new(move |_| {
                looked.update_value(|times| *times += 1);
                title(state, key)
            });
            (memo, looked)
        };
        let ((own, own_looked), (other, other_looked)) = (look("clarity"), look("overall"));
        assert!(!own.get_untracked().is_empty() && !other.get_untracked().is_empty());
        state.apply(write("clarity", "When?")).expect("it is there");
        assert_eq!(own.get_untracked(), "When?");
        assert!(!other.get_untracked().is_empty());
        assert_eq!((own_looked.get_value(), other_looked.get_value()), (2, 1));
    });
}

#[test]
fn problems_are_found_when_they_are_looked_for() {
    editing(|state| {
        assert!(state.findings().is_empty());
        let silent = state.with_question("clarity", |one| Question { text: Text::new(), ..one.clone() });
        let with = Box::new(silent.expect("it is there"));
        state.apply(Edit::ReplaceQuestion { question: "clarity".to_owned(), with }).expect("nobody minds");
        state.look_over();
        assert_eq!(worst(&state.findings()), Some(Level::Error));
        state.undo();
        state.look_over();
        assert_eq!(worst(&state.findings()), None);
    });
}
