use super::*;
use crate::survey::kind::{Pattern, Row};
use crate::survey::text::Text;

#[test]
fn an_answer_of_another_type_never_fits() {
    let row = Row::new("r", Text::english("r"));
    let kinds = [
        Kind::Email,
        Kind::PriceGap,
        Kind::Statement,
        Kind::Nps { low: Text::new(), high: Text::new() },
        Kind::Matrix { rows: vec![row.clone()], columns: vec![row], needs_all: false },
        Kind::FieldOfPlay { own_rows: 1 },
        Kind::Consent { statement: Text::new() },
    ];
    for kind in kinds {
        let question = Question::new("q", Text::english("?"), kind);
        let mut problems = Problems::new();
        check_answer(&question, Some(&Answer::Ranked { keys: vec![] }), true, &mut problems);
        assert_eq!(problems.of_question("q"), [Wrong::DoesNotFit.whole()], "{:?}", question.kind);
    }
}

#[test]
fn texts_keep_their_limits_and_their_shape() {
    let limits =
        TextLimits { min_chars: Some(3), max_chars: 7, pattern: Some(Pattern("AA-9999".to_owned())) };
    let question = Question::new("q", Text::english("?"), Kind::ShortText { limits });
    let wrong = |text: &str| {
        let mut problems = Problems::new();
        check_answer(&question, Some(&Answer::Text { text: text.to_owned() }), false, &mut problems);
        problems.of_question("q").iter().map(|one| one.what.clone()).collect::<Vec<_>>()
    };
    assert_eq!(wrong("PO-2026"), []);
    assert_eq!(wrong("PO"), [Wrong::TooShort(3), Wrong::NotOfShape("AA-1111".to_owned())]);
    assert_eq!(wrong("PO-20261"), [Wrong::TooLong(7), Wrong::NotOfShape("AA-1111".to_owned())]);
    assert_eq!(wrong("👩‍👩‍👧👩‍👩‍👧").len(), 2, "characters are counted, not bytes");
}

#[test]
fn where_every_row_says_something_already_the_problem_says_what_to_choose() {
    let wrong = |kind: Kind| {
        let mut problems = Problems::new();
        check_answer(&Question::new("q", Text::english("?"), kind), None, true, &mut problems);
        problems.of_question("q").to_vec()
    };
    assert_eq!(wrong(Kind::FieldOfPlay { own_rows: 1 }), [Wrong::NoVendor.whole()]);
    assert_eq!(wrong(Kind::Email), [Wrong::Missing.whole()]);
}
