//! Random surveys, deals, answers and edits. Keys come from small pools, so that rules often look at something, and
//! sometimes at what is not there, is asked later, or is of another type.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::deal::Outcome;
use domain::response::Attribution;
use domain::survey::answer::{Answer, AnswerSet, Pair, Player, PriceRole, PriceStance, Stage};
use domain::survey::calculation::{Calculation, Operand, Operation, Step};
use domain::survey::condition::{Condition, DealFact};
use domain::survey::kind::{Choice, Kind, Pattern, Row, TextLimits};
use domain::survey::template::{Jump, Meaning, Question, Section, Target, Template};
use domain::survey::{Facts, Language, Number, Text, starter};
use domain::taxonomy::Theme;
use proptest::prelude::*;

const CHOICES: [&str; 4] = ["a", "b", "c", "other"];
const ROWS: [&str; 2] = ["r", "s"];
const COLUMNS: [&str; 4] = ["x", "y", "1", "5"];

pub(crate) fn german() -> Language {
    Language::parse("de").expect("a tag")
}

fn day(number: u8) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1 + u32::from(number % 28)).expect("a day")
}

/// A question's key: of one that is there, most likely.
pub(crate) fn key() -> impl Strategy<Value = String> {
    (0_u8..13).prop_map(|at| if at == 12 { "gone".to_owned() } else { format!("q{at}") })
}

fn keys(all: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    prop::sample::subsequence(all, 0..=2).prop_map(|some| some.into_iter().map(str::to_owned).collect())
}

fn text() -> impl Strategy<Value = Text> {
    let words = prop::sample::select(
        &["", "Why?", "{answer.q1|that}", "{account} {rep} {nobody}", "{", "שלום {answer.q2}", "Warum? 👩‍👩‍👧"][..],
    );
    (words.clone(), words).prop_map(|(own, other)| Text::english(own).and(german(), other))
}

fn row(key: &str, label: &Text) -> Row {
    Row::new(key, label.clone())
}

/// Every kind, with limits that make sense and limits that do not.
pub(crate) fn kind() -> impl Strategy<Value = Kind> {
    let numbers = (0_u8..8, 0_u8..8, any::<bool>(), any::<bool>());
    (0_u8..20, numbers, prop::sample::subsequence(&["a", "b", "c"][..], 0..=3), text(), key()).prop_map(
        |(which, (n, m, yes, other), keys, text, question)| {
            let choices: Vec<Choice> = keys
                .iter()
                .map(|key| Choice {
                    theme: yes.then_some(Theme::Pricing),
                    is_exclusive: *key == "c" && other,
                    ..Choice::new(*key, text.clone())
                })
                .collect();
            let rows: Vec<Row> = ROWS.iter().take(usize::from(n % 3)).map(|key| row(key, &text)).collect();
            let columns = COLUMNS.iter().take(usize::from(m % 4)).map(|key| row(key, &text)).collect();
            let some = |number: u8| yes.then_some(number);
            let limits = TextLimits {
                min_chars: some(n).map(u32::from),
                max_chars: u32::from(m) * 20,
                pattern: (yes && other).then(|| Pattern("A9".to_owned())),
            };
            let number = |number: u8| yes.then(|| Number::whole(i32::from(number) - 3));
            match which {
                0 => Kind::ShortText { limits },
                1 => Kind::LongText { limits },
                2 => Kind::Email,
                3 => Kind::Url,
                4 => Kind::Number { from: number(n), to: number(m), is_whole: other, unit: text },
                5 => Kind::Date { from: some(n).map(day), to: some(m).map(day) },
                6 => Kind::SingleChoice { choices, allows_other: other, is_shuffled: yes },
                7 => Kind::MultipleChoice {
                    choices,
                    allows_other: other,
                    at_least: some(n),
                    at_most: some(m),
                    is_shuffled: yes,
                },
                8 => Kind::Rating { steps: n, low: text.clone(), high: text, has_stars: yes },
                9 => Kind::Nps { low: text.clone(), high: text },
                10 => Kind::Matrix { rows, columns, needs_all: yes },
                11 => Kind::Ranking { choices, places: n, at_least: m, is_shuffled: yes },
                12 => Kind::Consent { statement: text },
                13 => Kind::Statement,
                14 => Kind::CompetitorPick { allows_many: yes },
                15 => Kind::FieldOfPlay { own_rows: n },
                16 => Kind::HeadToHead {
                    criteria: rows,
                    opponent: yes.then_some(question),
                    low: text.clone(),
                    high: text,
                },
                17 => Kind::PriceGap,
                18 => Kind::TurningPoint { moments: choices },
                _ => Kind::WouldHaveChanged { choices, max_chars: u32::from(m) * 10 },
            }
        },
    )
}

fn leaf() -> impl Strategy<Value = Condition> {
    (0_u8..15, key(), keys(&CHOICES), keys(&COLUMNS), (0_u8..7, 0_u8..7, any::<bool>())).prop_map(
        |(which, question, choices, columns, (n, m, yes))| {
            let number = |number: u8| yes.then(|| Number::whole(i32::from(number)));
            let words = if yes { "why" } else { " " }.to_owned();
            match which {
                0 => Condition::Outcome(Outcome::ALL.into_iter().skip(usize::from(n)).collect()),
                1 => Condition::Deal { fact: DealFact::ALL[usize::from(n % 4)], values: choices },
                2 => Condition::Amount { from: yes.then_some(i64::from(n)), below: Some(i64::from(m)) },
                3 => Condition::Answered(question),
                4 | 5 => Condition::Chose { question, choices },
                6 => Condition::Rated { question, from: n, to: m },
                7 => Condition::Between { question, from: number(n), to: number(m) },
                8 => Condition::Contains { question, words },
                9 => Condition::Judged { question, row: ROWS[usize::from(n % 2)].to_owned(), columns },
                10 => Condition::Ranked { question, choices, within: n },
                11 => Condition::Reached { question, stage: Stage::ALL[usize::from(n % 3)] },
                12 => {
                    let roles = PriceRole::ALL.into_iter().skip(usize::from(n % 4)).collect();
                    Condition::Price { question, roles }
                }
                13 => Condition::Picked { question, at_least: n },
                _ => Condition::Value { value: format!("v{}", n % 4), from: number(n), to: number(m) },
            }
        },
    )
}

/// Nested conditions.
pub(crate) fn condition() -> impl Strategy<Value = Condition> {
    leaf().prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Condition::Any),
            inner.prop_map(|one| Condition::Not(Box::new(one))),
        ]
    })
}

/// A question; its key is given where it is put.
pub(crate) fn question() -> impl Strategy<Value = Question> {
    let meaning = prop::sample::select(
        &[Meaning::Reasons, Meaning::TurningPoint, Meaning::Chosen, Meaning::Overall, Meaning::Verbatim][..],
    );
    let rules = (prop::option::weighted(0.4, condition()), prop::option::weighted(0.1, condition()));
    (kind(), rules, any::<bool>(), text(), prop::option::weighted(0.3, meaning)).prop_map(
        |(kind, (show_if, require_if), is_required, text, meaning)| Question {
            help: text.clone(),
            is_required,
            require_if,
            show_if,
            meaning,
            ..Question::new("", text, kind)
        },
    )
}

fn section() -> impl Strategy<Value = Section> {
    let target = (0_u8..7).prop_map(|at| match at {
        6 => Target::End,
        at => Target::Section(format!("s{at}")),
    });
    let jump = (prop::option::weighted(0.7, condition()), target).prop_map(|(when, to)| Jump { when, to });
    (
        prop::collection::vec(question(), 0..4),
        prop::option::weighted(0.3, condition()),
        prop::collection::vec(jump, 0..2),
        text(),
    )
        .prop_map(|(questions, show_if, jumps, title)| Section {
            show_if,
            jumps,
            ..Section::new("", title, questions)
        })
}

fn calculation() -> impl Strategy<Value = Calculation> {
    let with = prop_oneof![
        (-9_i32..9).prop_map(|number| Operand::Number(Number::whole(number))),
        key().prop_map(Operand::Answer),
        (0_u8..4).prop_map(|at| Operand::Value(format!("v{at}"))),
    ];
    let does =
        prop::sample::select(&[Operation::Add, Operation::Subtract, Operation::Multiply, Operation::Set][..]);
    let step = (prop::option::weighted(0.3, condition()), does, with).prop_map(|(when, does, with)| Step {
        when,
        does,
        with,
    });
    prop::collection::vec(step, 0..3).prop_map(|steps| Calculation {
        key: String::new(),
        name: "Value".to_owned(),
        start: Number::whole(1),
        steps,
    })
}

/// A survey whose keys are its own: `s0`, `q0`, `v0` and so on.
pub(crate) fn template() -> impl Strategy<Value = Template> {
    (prop::collection::vec(section(), 0..6), prop::collection::vec(calculation(), 0..3), text()).prop_map(
        |(mut sections, mut calculations, thanks)| {
            let mut number = 0;
            for (at, section) in sections.iter_mut().enumerate() {
                section.key = format!("s{at}");
                for question in &mut section.questions {
                    question.key = format!("q{number}");
                    number += 1;
                }
            }
            for (at, value) in calculations.iter_mut().enumerate() {
                value.key = format!("v{at}");
            }
            Template {
                sections,
                calculations,
                thanks,
                languages: vec![Language::english(), german()],
                attributions: Attribution::ALL.to_vec(),
                ..starter::win_loss()
            }
        },
    )
}

pub(crate) fn facts() -> impl Strategy<Value = Facts> {
    let word = || prop::option::of(prop::sample::select(&CHOICES[..]).prop_map(str::to_owned));
    let outcome = prop::option::weighted(0.9, prop::sample::select(&Outcome::ALL[..]));
    (outcome, word(), word(), word(), prop::option::of(0_i64..700), keys(&CHOICES)).prop_map(
        |(outcome, segment, region, deal_type, home_cents, competitors)| Facts {
            outcome,
            segment,
            region,
            deal_type,
            home_cents,
            competitors,
        },
    )
}

/// An answer of any type.
pub(crate) fn answer() -> impl Strategy<Value = Answer> {
    let words = prop::sample::select(&["", "Why not", "a, b", "x\ny"][..]).prop_map(str::to_owned);
    (0_u8..13, keys(&CHOICES), keys(&COLUMNS), words, (0_u8..8, any::<bool>())).prop_map(
        |(which, keys, columns, words, (n, yes))| {
            let column = columns.first().cloned().unwrap_or_else(|| "x".to_owned());
            let own = yes.then(|| words.clone());
            let picked = keys.first().cloned();
            match which {
                0 => Answer::Chosen { keys, other: own },
                1 => Answer::Rated { value: n },
                2 => Answer::Text { text: words },
                3 => Answer::Number { value: Number::whole(i32::from(n)) },
                4 => Answer::Date { day: day(n) },
                5 => Answer::Judged { rows: BTreeMap::from([(ROWS[usize::from(n % 2)].to_owned(), column)]) },
                6 => Answer::Ranked { keys },
                7 => Answer::Agreed,
                8 => Answer::Vendors { names: keys },
                9 => {
                    let stage = Stage::ALL[usize::from(n % 3)];
                    Answer::Played { vendors: keys.into_iter().map(|name| Player { name, stage }).collect() }
                }
                10 => {
                    let pair = Pair { us: yes.then_some(n), them: Some(n) };
                    Answer::Compared { rows: BTreeMap::from([(ROWS[usize::from(n % 2)].to_owned(), pair)]) }
                }
                11 => Answer::Priced {
                    stance: Some(PriceStance::ALL[usize::from(n % 4)]),
                    percent: yes.then_some(u16::from(n)),
                    role: yes.then_some(PriceRole::ALL[usize::from(n % 3)]),
                },
                _ if yes => Answer::Turned { key: picked, other: own, who: Some(words) },
                _ => Answer::Changed { key: picked, words: own },
            }
        },
    )
}

pub(crate) fn answers() -> impl Strategy<Value = AnswerSet> {
    prop::collection::vec(prop::option::weighted(0.7, answer()), 13).prop_map(|all| {
        let mut answers = AnswerSet::new();
        for (at, answer) in all.into_iter().enumerate() {
            let key = if at == 12 { "gone".to_owned() } else { format!("q{at}") };
            answers.set(key, answer);
        }
        answers
    })
}

/// A posted form for one question `q`.
pub(crate) fn form() -> impl Strategy<Value = Vec<(String, String)>> {
    let part = prop::sample::select(
        &[
            "", ".other", ".r", ".s", ".r.us", ".r.them", ".s.us", ".1", ".2", ".3", ".name.0", ".stage.0",
            ".own.0", ".name.1", ".stage.1", ".percent", ".role", ".who", ".words", ".", ".1.2", "x",
        ][..],
    );
    let value = prop::sample::select(
        &[
            "",
            " ",
            "a",
            "b",
            "c",
            "other",
            "x",
            "y",
            "1",
            "5",
            "9",
            "-3.5",
            "2026-10-30",
            "chosen",
            "final",
            "higher",
            "same",
            "decided",
            "15 %",
            "bo@x.example",
            "www.example.com",
            "A; B\nC",
            " \u{0}ü ",
        ][..],
    );
    let field = (part, value).prop_map(|(part, value)| (format!("q.q{part}"), value.to_owned()));
    prop::collection::vec(field, 0..8)
}
