use super::*;
use crate::survey::kind::{Choice, TextLimits};
use crate::survey::problem::Problem;
use crate::survey::text::Text;

fn question(kind: Kind) -> Question {
    Question { is_required: true, ..Question::new("q", Text::english("?"), kind) }
}

fn form(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn read(kind: Kind, fields: &[(&str, &str)]) -> (Option<Answer>, Vec<Problem>) {
    let question = question(kind);
    let (answers, problems) = read_section(&[&question], |one| one.is_required, &form(fields));
    (answers.get("q").cloned(), problems.of_question("q").to_vec())
}

fn choices(keys: &[&str]) -> Vec<Choice> {
    keys.iter().map(|key| Choice::new(*key, Text::english(*key))).collect()
}

fn ranking() -> Kind {
    Kind::Ranking { choices: choices(&["a", "b", "c"]), places: 3, at_least: 1, is_shuffled: false }
}

fn rows(keys: &[&str]) -> Vec<Row> {
    keys.iter().map(|key| Row::new(*key, Text::english(*key))).collect()
}

#[test]
fn only_fields_of_the_question_itself_are_read() {
    let kind = Kind::ShortText { limits: TextLimits::up_to(20) };
    assert_eq!(read(kind.clone(), &[("q2", "x"), ("qq", "y"), ("q.q2", "z")]).1, [Wrong::Missing.whole()]);
    let (answer, problems) = read(kind, &[("q.q", " a\r\nb ")]);
    assert_eq!((answer, problems), (Some(Answer::Text { text: "a b".to_owned() }), vec![]));
}

#[test]
fn a_ranking_is_read_from_its_places_and_gaps_and_repeats_are_named() {
    let ranked =
        |keys: &[&str]| Some(Answer::Ranked { keys: keys.iter().map(|key| (*key).to_owned()).collect() });
    assert_eq!(
        read(ranking(), &[("q.q.1", "b"), ("q.q.2", "a"), ("q.q.3", "")]),
        (ranked(&["b", "a"]), vec![])
    );
    let (answer, problems) = read(ranking(), &[("q.q.1", "b"), ("q.q.2", "b")]);
    assert_eq!((answer, problems), (ranked(&["b", "b"]), vec![Wrong::Twice.of("2")]));
    let (_, problems) = read(ranking(), &[("q.q.2", "b")]);
    assert_eq!(problems, [Wrong::Gap.of("1")]);
    let (_, problems) = read(ranking(), &[("q.q.1", "forged")]);
    assert_eq!(problems, [Wrong::NoSuchChoice.whole()]);
    assert_eq!(read(ranking(), &[("q.q.4", "a")]).1, [Wrong::Missing.whole()], "there is no fourth place");
}

#[test]
fn a_matrix_is_read_row_by_row() {
    let kind = Kind::Matrix { rows: rows(&["r1", "r2"]), columns: rows(&["bad", "good"]), needs_all: true };
    let (answer, problems) = read(kind.clone(), &[("q.q.r1", "good"), ("q.q.r3", "good")]);
    let judged = BTreeMap::from([("r1".to_owned(), "good".to_owned())]);
    assert_eq!((answer, problems), (Some(Answer::Judged { rows: judged }), vec![Wrong::RowMissing.of("r2")]));
    assert_eq!(read(kind, &[("q.q.r1", "forged"), ("q.q.r2", "bad")]).1, [Wrong::NoSuchChoice.whole()]);
}

#[test]
fn the_field_of_play_keeps_the_words_and_the_farthest_stage() {
    let kind = Kind::FieldOfPlay { own_rows: 2 };
    let fields = [
        ("q.q.name.0", "Acme"),
        ("q.q.stage.0", "final"),
        ("q.q.name.1", "Globex"),
        ("q.q.name.2", "acme"),
        ("q.q.stage.2", "chosen"),
        ("q.q.own.3", "1"),
        ("q.q.name.3", " SFDC "),
    ];
    let player = |name: &str, stage| Player { name: name.to_owned(), stage };
    let vendors = vec![player("Acme", Stage::Chosen), player("SFDC", Stage::Considered)];
    assert_eq!(read(kind.clone(), &fields), (Some(Answer::Played { vendors }), vec![]));
    let two =
        [("q.q.name.0", "A"), ("q.q.stage.0", "chosen"), ("q.q.name.1", "B"), ("q.q.stage.1", "chosen")];
    assert_eq!(read(kind.clone(), &two).1, [Wrong::TwoChosen.whole()]);
    assert_eq!(read(kind, &[("q.q.stage.0", "final")]).1, [Wrong::NameMissing.of("name.0")]);
}

#[test]
fn a_price_gap_forgets_a_distance_that_makes_no_sense() {
    let priced = |stance, percent, role| Some(Answer::Priced { stance, percent, role });
    let (answer, problems) =
        read(Kind::PriceGap, &[("q.q", "higher"), ("q.q.percent", "15 %"), ("q.q.role", "decided")]);
    let expected = priced(Some(PriceStance::Higher), Some(15), Some(PriceRole::Decided));
    assert_eq!((answer, problems), (expected, vec![]));
    let (answer, _) = read(Kind::PriceGap, &[("q.q", "same"), ("q.q.percent", "15"), ("q.q.role", "named")]);
    assert_eq!(answer, priced(Some(PriceStance::Same), None, Some(PriceRole::Named)));
    let (_, problems) =
        read(Kind::PriceGap, &[("q.q", "lower"), ("q.q.percent", "150"), ("q.q.role", "named")]);
    assert_eq!(problems, [Wrong::NoSuchPercent.of("percent")], "nobody is 150 per cent cheaper");
    let (_, problems) = read(Kind::PriceGap, &[("q.q", "lower")]);
    assert_eq!(problems, [Wrong::Missing.of("role")]);
    assert_eq!(read(Kind::PriceGap, &[("q.q", "forged")]).1, [Wrong::NoSuchChoice.whole()]);
}

#[test]
fn a_head_to_head_takes_either_side_alone() {
    let kind = Kind::HeadToHead {
        criteria: rows(&["use", "price"]),
        opponent: None,
        low: Text::new(),
        high: Text::new(),
    };
    let (answer, problems) =
        read(kind.clone(), &[("q.q.use.us", "4"), ("q.q.use.them", "2"), ("q.q.price.us", "5")]);
    let pair = |us, them| Pair { us, them };
    let expected = BTreeMap::from([
        ("price".to_owned(), pair(Some(5), None)),
        ("use".to_owned(), pair(Some(4), Some(2))),
    ]);
    assert_eq!((answer, problems), (Some(Answer::Compared { rows: expected }), vec![]));
    assert_eq!(read(kind, &[("q.q.use.us", "9")]).1, [Wrong::NotOnScale.of("use")]);
}

#[test]
fn days_and_numbers_are_read_as_people_write_them() {
    let date = Kind::Date { from: NaiveDate::from_ymd_opt(2026, 1, 1), to: None };
    let day = NaiveDate::from_ymd_opt(2026, 10, 30).expect("a day");
    for text in ["2026-10-30", "30.10.2026"] {
        assert_eq!(read(date.clone(), &[("q.q", text)]), (Some(Answer::Date { day }), vec![]));
    }
    for text in ["31.02.2026", "30.10.26", "26-10-30", "+12026-10-30"] {
        assert_eq!(read(date.clone(), &[("q.q", text)]).1, [Wrong::NotADay.whole()], "{text}");
    }
    assert!(matches!(read(date, &[("q.q", "2025-10-30")]).1[0].what, Wrong::TooEarly(_)));
    let number = Kind::Number { from: Some(Number::whole(1)), to: None, is_whole: true, unit: Text::new() };
    // It was read as one and a quarter whatever the page's language.
    let thousand = (Some(Answer::Number { value: Number::whole(1_250) }), vec![]);
    for form in
        [&[("q.q", "1,250")][..], &[("mark", "."), ("q.q", "1,250")], &[("q.q", "1.250"), ("mark", ",")]]
    {
        assert_eq!(read(number.clone(), form), thousand, "{form:?}");
    }
    let german = [("mark", ","), ("q.q", "1,250")];
    assert_eq!(read(number.clone(), &german).1, [Wrong::NotWhole.whole()], "a comma is a decimal there");
    assert_eq!(read(number.clone(), &[("q.q", "0")]).1, [Wrong::TooSmall(Number::whole(1)).whole()]);
    assert_eq!(read(number, &[("q.q", "many")]).1, [Wrong::NotANumber.whole()], "and not missing as well");
}

#[test]
fn what_is_too_long_comes_back_whole_and_is_said_to_be() {
    let long = "x".repeat(260);
    let address = format!("https://example.com/{long}");
    assert_eq!(read(Kind::Url, &[("q.q", &address)]), (Some(Answer::Text { text: address }), vec![]));
    let endless = format!("https://example.com/{}", "x".repeat(2_000));
    assert_eq!(read(Kind::Url, &[("q.q", &endless)]).1, [Wrong::TooLong(2_000).whole()]);
    assert_eq!(read(Kind::Email, &[("q.q", &format!("{long}@x.example"))]).1, [Wrong::NotAnEmail.whole()]);
    let choice = Kind::SingleChoice { choices: choices(&["a"]), allows_other: true, is_shuffled: false };
    for (kind, fields) in [
        (choice, vec![("q.q", "other"), ("q.q.other", long.as_str())]),
        (Kind::CompetitorPick { allows_many: true }, vec![("q.q", "Contoso"), ("q.q.other", long.as_str())]),
        (Kind::FieldOfPlay { own_rows: 3 }, vec![("q.q.name.0", long.as_str()), ("q.q.stage.0", "chosen")]),
    ] {
        let (answer, problems) = read(kind, &fields);
        assert_eq!(problems, [Wrong::TooLong(200).whole()], "{answer:?}");
        assert!(serde_json::to_string(&answer).expect("json").contains(&long), "{answer:?}");
    }
}

#[test]
fn addresses_are_checked() {
    assert_eq!(read(Kind::Email, &[("q.q", "bo@x")]).1, [Wrong::NotAnEmail.whole()]);
    assert!(read(Kind::Email, &[("q.q", "Bo@Express.example")]).1.is_empty());
    for good in ["www.example.com", "https://example.com:8080/a?b#c", "bücher.example/ä"] {
        assert!(read(Kind::Url, &[("q.q", good)]).1.is_empty(), "{good}");
    }
    for bad in ["javascript:alert(1)", "example", "https://", "a b.example", "ftp://example.com"] {
        assert_eq!(read(Kind::Url, &[("q.q", bad)]).1, [Wrong::NotAUrl.whole()], "{bad}");
    }
}

#[test]
fn an_exclusive_choice_stands_alone() {
    let mut choices = choices(&["a", "b", "none"]);
    choices[2].is_exclusive = true;
    let kind = Kind::MultipleChoice {
        choices,
        allows_other: true,
        at_least: Some(2),
        at_most: Some(2),
        is_shuffled: false,
    };
    assert!(read(kind.clone(), &[("q.q", "none")]).1.is_empty());
    assert_eq!(read(kind.clone(), &[("q.q", "none"), ("q.q", "a")]).1, [Wrong::Exclusive.whole()]);
    assert_eq!(read(kind.clone(), &[("q.q", "a")]).1, [Wrong::TooFew(2).whole()]);
    let three = [("q.q", "a"), ("q.q", "b"), ("q.q", "other"), ("q.q.other", "x")];
    assert_eq!(read(kind.clone(), &three).1, [Wrong::TooMany(2).whole()]);
    let without_words = [("q.q", "a"), ("q.q", "b"), ("q.q", "other")];
    assert_eq!(read(kind, &without_words).1, [Wrong::OtherMissing.of("other")]);
}

#[test]
fn a_consent_is_given_or_missing() {
    let kind = Kind::Consent { statement: Text::english("I agree") };
    assert_eq!(read(kind.clone(), &[("q.q", "yes")]), (Some(Answer::Agreed), vec![]));
    for other in ["no", "on", "0", "Yes, but"] {
        assert_eq!(
            read(kind.clone(), &[("q.q", other)]),
            (None, vec![Wrong::NoSuchChoice.whole()]),
            "{other}"
        );
    }
    assert_eq!(read(kind, &[]).1, [Wrong::Missing.whole()]);
}
