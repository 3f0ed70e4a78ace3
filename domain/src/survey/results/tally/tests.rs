use super::figures::{numbers, price};
use super::*;
use crate::survey::answer::PriceStance;
use crate::survey::kind::{Choice, Kind};
use crate::survey::number::Number;
use crate::survey::results::Figures;
use crate::survey::starter;
use crate::survey::text::Text;

fn given<'a>(version: i32, answer: &'a Answer, who: Who) -> Given<'a> {
    Given {
        response: ResponseId::new(uuid::Uuid::nil()),
        is_in: true,
        question: "overall",
        version,
        answer,
        who,
        deal: DealId::new(uuid::Uuid::nil()),
        deal_name: "A deal",
        outcome: None,
        submitted_at: DateTime::UNIX_EPOCH,
    }
}

/// The results of the rating, with another scale in the second version.
fn overall(wanted: Option<i32>, given: &[Given<'_>]) -> QuestionResults {
    let old = starter::win_loss();
    let mut new = old.clone();
    new.sections[0].questions[1].kind =
        Kind::Rating { steps: 10, low: Text::new(), high: Text::new(), has_stars: false };
    let versions = [(2, new, 2), (1, old, 1)];
    let all = tally(&versions, wanted, given, &AliasTable::new([]), &BTreeMap::new());
    all.into_iter().find(|one| one.key == "overall").expect("it is asked")
}

#[test]
fn a_scale_that_changed_is_not_mixed_with_the_one_before() {
    let (five, ten) = (Answer::Rated { value: 5 }, Answer::Rated { value: 10 });
    let all = [given(1, &five, Who::Readable), given(2, &ten, Who::Readable), given(2, &five, Who::Readable)];
    let both = overall(None, &all);
    assert_eq!((both.n, both.of, both.is_gone), (2, 2, false), "the newest scale");
    assert!(matches!(both.figures, Figures::Rating { mean: Some(mean), .. } if (mean - 7.5).abs() < 1e-9));
    let first = overall(Some(1), &all);
    assert_eq!((first.n, first.of), (1, 1));
    assert!(matches!(first.figures, Figures::Rating { ref counts, .. } if counts == &[0, 0, 0, 0, 1]));
}

/// The keys of a question's choices, as the results show them.
fn shown(kind: Kind, chosen: &[&str]) -> Vec<String> {
    let mut template = starter::win_loss();
    template.sections[0].questions[1].kind = kind;
    let answer = |key: &&str| Answer::Chosen { keys: vec![(*key).to_owned()], other: None };
    let answers: Vec<Answer> = chosen.iter().map(answer).collect();
    let all: Vec<Given<'_>> = answers.iter().map(|one| given(1, one, Who::Readable)).collect();
    let versions = [(1, template, 9)];
    let all = tally(&versions, None, &all, &AliasTable::new([]), &BTreeMap::new());
    let one = all.into_iter().find(|one| one.key == "overall").expect("it is asked");
    let Figures::Choices { rows, .. } = one.figures else { panic!("choices") };
    rows.into_iter().map(|row| row.key).collect()
}

#[test]
fn choices_stand_by_how_often_they_were_taken_and_a_scale_as_it_was_written() {
    // All stood in the order of the form.
    let choices = || {
        let none = Choice { is_exclusive: true, ..Choice::new("none", Text::english("None")) };
        let mut all = vec![none];
        all.extend(["a", "b", "c"].map(|key| Choice::new(key, Text::english(key))));
        all
    };
    let chosen = ["none", "none", "none", "c", "c", "b"];
    let several = Kind::MultipleChoice {
        choices: choices(),
        allows_other: true,
        at_least: None,
        at_most: None,
        is_shuffled: false,
    };
    assert_eq!(shown(several, &chosen), ["c", "b", "a", "none"]);
    let one = |is_shuffled| Kind::SingleChoice { choices: choices(), allows_other: true, is_shuffled };
    assert_eq!(shown(one(true), &chosen), ["c", "b", "a", "none"], "no scale is shuffled");
    assert_eq!(shown(one(false), &chosen), ["none", "a", "b", "c"], "it may be a scale");
}

#[test]
fn each_kind_of_hidden_answers_needs_a_crowd_of_its_own() {
    let five = Answer::Rated { value: 5 };
    let number = |leadership: usize, pooled: usize| {
        let mut all = vec![given(2, &five, Who::Countable)];
        all.extend(vec![given(2, &five, Who::Leadership); leadership]);
        all.extend(vec![given(2, &five, Who::Pooled); pooled]);
        for (one, id) in all.iter_mut().zip(1..) {
            one.response = ResponseId::new(uuid::Uuid::from_u128(id));
        }
        let found = overall(None, &all);
        (found.n, found.withheld)
    };
    assert_eq!(number(4, 4), (1, 4), "together they would be one");
    assert_eq!(number(5, 4), (6, 0));
    assert_eq!(number(4, 5), (6, 4));
    assert_eq!(number(5, 9), (11, 0), "of the pooled five at once");
    assert_eq!(number(5, 10), (16, 0));
    assert_eq!(number(9, 0), (6, 4), "the ninth would say of whom it is");
}

#[test]
fn a_number_is_shown_as_it_was_typed_to_whoever_may_read_it() {
    let typed: Vec<Answer> = [1_237, 7, 48, 500, 3_191, 25, 25]
        .map(|value| Answer::Number { value: Number::whole(value) })
        .to_vec();
    let shown = |who: [Who; 7]| {
        let all: Vec<Given<'_>> = typed.iter().zip(who).map(|(one, who)| given(1, one, who)).collect();
        match numbers("seats", &all.iter().collect::<Vec<_>>()) {
            Figures::Numbers { ends, quartiles, is_rounded, .. } => {
                let ends = ends.map(|ends| ends.map(|one| one.to_string()));
                (ends, quartiles.expect("some").map(|one| one.to_string()), is_rounded)
            }
            figures => panic!("{figures:?}"),
        }
    };
    let words = |all: [&str; 2]| Some(all.map(str::to_owned));
    let exact = ["25", "48", "1237"].map(str::to_owned);
    assert_eq!(shown([Who::Readable; 7]), (words(["7", "3191"]), exact, false));
    let rounded = ["25", "48", "1200"].map(str::to_owned);
    for hidden in [Who::Pooled, Who::Leadership, Who::Countable] {
        let mut who = [hidden; 7];
        assert_eq!(shown(who), (None, rounded.clone(), true), "the least and the most are somebody's");
        (who[5], who[6]) = (Who::Readable, Who::Readable);
        assert_eq!(shown(who), (words(["25", "25"]), rounded.clone(), true));
    }
}

#[test]
fn the_median_price_of_who_may_not_be_read_is_rounded() {
    let priced: Vec<Answer> = [11, 12, 13, 14, 19]
        .map(|percent| Answer::Priced {
            stance: Some(PriceStance::Higher),
            percent: Some(percent),
            role: None,
        })
        .to_vec();
    let shown = |who: Who| {
        let all: Vec<Given<'_>> = priced.iter().map(|one| given(1, one, who)).collect();
        match price(&all.iter().collect::<Vec<_>>()) {
            Figures::Price { median, .. } => median,
            figures => panic!("{figures:?}"),
        }
    };
    assert_eq!((shown(Who::Readable), shown(Who::Pooled)), (Some(13.0), Some(15.0)));
}

#[test]
fn two_views_of_a_survey_differ_by_whole_fives_of_its_pooled_responses() {
    let sent = |versions: &[i32]| -> Vec<(DateTime<Utc>, ResponseId, i32)> {
        let one = |(at, version): (u32, &i32)| {
            let id = ResponseId::new(uuid::Uuid::from_u128(at.into()));
            (DateTime::UNIX_EPOCH + chrono::Duration::days(at.into()), id, *version)
        };
        (0..).zip(versions).map(one).collect()
    };
    let number = |versions: &[i32], wanted| pooled_in(sent(versions), wanted).len();
    assert_eq!(number(&[1; 4], None), 0);
    assert_eq!((number(&[1; 9], None), number(&[1; 9], Some(1)), number(&[1; 9], Some(2))), (5, 5, 0));
    // Six of the first version and five of the second: the sixth shares its five with four of the others.
    let mixed = [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2];
    assert_eq!((number(&mixed, None), number(&mixed, Some(1)), number(&mixed, Some(2))), (10, 5, 0));
}
