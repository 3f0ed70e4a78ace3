use serde_json::json;

use super::*;
use crate::deal::Outcome;
use crate::id::ImageId;
use crate::survey::answer::{PriceRole, Stage};
use crate::survey::branding::{FontSize, Logo};
use crate::survey::calculation::{Calculation, Operand, Operation, Step};
use crate::survey::catalogue;
use crate::survey::condition::{Condition, DealFact};
use crate::survey::finding::Level;
use crate::survey::kind::{Kind, Pattern, TextLimits};
use crate::survey::number::Number;
use crate::survey::starter;
use crate::survey::template::{Jump, Question, Target};
use crate::survey::text::Text;
use crate::taxonomy::Theme;

fn key(key: &str) -> String {
    key.to_owned()
}

/// A survey with everything in it that a document can have.
fn full() -> Template {
    let mut template = starter::win_loss();
    for entry in catalogue::ENTRIES {
        let question = catalogue::blank(&template, entry.code).expect(entry.code);
        template.sections[0].questions.push(question);
    }
    let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 1);
    let number = Some(Number::parse("-1.5").expect("a number"));
    let question = || key("clarity");
    let ask = |key: &str, kind: Kind| Question {
        help: Text::english("{account}"),
        is_required: true,
        require_if: Some(Condition::Not(Box::new(Condition::Answered(question())))),
        ..Question::new(key, Text::english(key), kind)
    };
    let pattern = Some(Pattern(key("AA-9")));
    let limits = TextLimits { min_chars: Some(1), max_chars: 20, pattern };
    let all = vec![
        Condition::Any(vec![]),
        Condition::Outcome(Outcome::ALL.to_vec()),
        Condition::Deal { fact: DealFact::DealType, values: vec![key("Renewal")] },
        Condition::Amount { from: Some(-1), below: Some(5) },
        Condition::Chose { question: question(), choices: vec![key("late")] },
        Condition::Picked { question: question(), at_least: 2 },
        Condition::Rated { question: question(), from: 1, to: 2 },
        Condition::Between { question: question(), from: number, to: number },
        Condition::Contains { question: question(), words: key("x") },
        Condition::Judged { question: question(), row: key("r"), columns: vec![key("c")] },
        Condition::Ranked { question: question(), choices: vec![key("late")], within: 2 },
        Condition::Reached { question: question(), stage: Stage::Final },
        Condition::Price { question: question(), roles: vec![PriceRole::NoPart] },
        Condition::Value { value: key("v"), from: number, to: None },
    ];
    let section = &mut template.sections[5];
    section.intro = Text::english("Intro").and(Language::parse("de").expect("a tag"), "Einleitung");
    section.questions.push(ask("shape", Kind::ShortText { limits }));
    section.questions.push(ask(
        "range",
        Kind::Number { from: number, to: number, is_whole: false, unit: Text::english("seats") },
    ));
    section.questions.push(ask("days", Kind::Date { from: day, to: day }));
    section.jumps = vec![
        Jump { when: Some(Condition::All(all)), to: Target::End },
        Jump { when: None, to: Target::Section(key("decision")) },
    ];
    if let Some(choices) = section.questions[0].kind.choices_mut() {
        choices[0].is_exclusive = true;
    }
    for question in template.sections.iter_mut().flat_map(|section| &mut section.questions) {
        match &mut question.kind {
            Kind::HeadToHead { opponent, .. } => *opponent = Some(key("chosen")),
            Kind::SingleChoice { choices, is_shuffled, .. } => {
                *is_shuffled = true;
                choices[0].theme = Some(Theme::Timing);
                choices[0].help = Text::english("hint");
                choices[0].is_exclusive = true;
            }
            Kind::MultipleChoice { at_least, at_most, .. } => (*at_least, *at_most) = (Some(1), Some(2)),
            Kind::Rating { has_stars, .. } => *has_stars = true,
            _ => {}
        }
    }
    let step = |with| Step { when: Some(Condition::Answered(question())), does: Operation::Multiply, with };
    template.calculations = vec![Calculation {
        key: key("v"),
        name: key("V"),
        start: Number::whole(3),
        steps: vec![
            step(Operand::Number(Number::whole(1))),
            step(Operand::Answer(question())),
            step(Operand::Value(key("w"))),
        ],
    }];
    template.thanks_by_outcome.insert(Outcome::LostOther, Text::english("Thanks."));
    template.recall.amount = true;
    template.branding.accent = Some(crate::color::Color::BLACK);
    template.branding.bar = Some(crate::color::Color::WHITE);
    template.branding.size = FontSize::Larger;
    template.notice.controller = key("Northwind");
    template.notice.purpose = Text::english("To learn");
    template.notice.readers = Text::english("Us");
    template.notice.url = key("https://northwind.example/privacy");
    template
}

fn read_json(value: &Value) -> Import {
    import(value.to_string().as_bytes())
}

/// The starter as a document, changed; what comes of it.
fn changed(change: impl FnOnce(&mut Value)) -> (Template, Vec<String>) {
    let mut file: Value = serde_json::from_str(&export(&starter::win_loss())).expect("JSON");
    change(&mut file["survey"]);
    let import = read_json(&file);
    (import.template.expect("a survey"), import.report.into_iter().map(|one| one.words).collect())
}

fn refused(bytes: &[u8]) -> String {
    let import = import(bytes);
    assert_eq!(import.template, None);
    assert_eq!(import.report.len(), 1);
    assert_eq!(import.report[0].level, Level::Error);
    import.report[0].words.clone()
}

#[test]
fn everything_that_is_written_is_read_back() {
    for template in [starter::win_loss(), full()] {
        let import = import(export(&template).as_bytes());
        assert_eq!(import.report, []);
        assert_eq!(import.template, Some(template));
    }
}

#[test]
fn a_logo_of_somebody_else_is_not_taken_over() {
    let mut template = starter::win_loss();
    let image = ImageId::new(uuid::Uuid::from_u128(7));
    template.branding.logo = Some(Logo { image, width: 10, height: 10, alt: key("Northwind") });
    let import = import(export(&template).as_bytes());
    assert_eq!(import.report.len(), 1);
    assert_eq!(import.report[0].level, Level::Note);
    template.branding.logo = None;
    assert_eq!(import.template, Some(template));
}

#[test]
fn what_is_no_survey_is_refused_in_one_sentence() {
    assert_eq!(refused(&vec![b' '; LARGEST_FILE + 1]), "The file is larger than 2 MB, so it was not read.");
    assert_eq!(refused(b"\xff\xfe{}"), "The file is not text (UTF-8).");
    assert_eq!(refused(b" \n"), "The file is empty.");
    assert_eq!(refused(b"{\n\"sections\":["), "The file is cut off: it ends within line 2.");
    assert_eq!(refused(b"{x}"), "The file is not JSON: key must be a string at line 1 column 2.");
    for other in
        ["{}", "[]", "7", "null", r#"{"type":"survey","questions":[]}"#, r#"{"type":"winloss.survey"}"#]
    {
        assert_eq!(refused(other.as_bytes()), "The file is JSON, and not a survey of winloss.", "{other}");
    }
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000));
    assert_eq!(refused(deep.as_bytes()), "The file is nested too deeply, so it was not read.");
    let newer = json!({"type": MARK, "format": 3, "survey": {"sections": [], "shiny": true}});
    assert_eq!(
        refused(newer.to_string().as_bytes()),
        "The file was written by a newer winloss (format 3, and we read up to 2), so it was not read."
    );
    for format in [json!(0), json!(-1), json!("2"), json!(1.5), json!(99_999_999_999_u64)] {
        let file = json!({"type": MARK, "survey": {"format": format, "sections": []}});
        assert!(refused(file.to_string().as_bytes()).contains("so it was not read"), "{format}");
    }
}

#[test]
fn older_documents_and_bare_ones_are_read() {
    let old = json!({
        "format": 1, "name": "Old", "title": "Why?", "intro": "", "minutes": 2, "thanks": "Thanks",
        "sections": [{"key": "s", "title": "S", "questions": [
            {"key": "q", "text": "Q?", "kind": {"type": "long_text", "max_chars": 100}}
        ]}]
    });
    let import = read_json(&old);
    let template = import.template.expect("a survey");
    assert_eq!((template.format, &template.title), (2, &Text::english("Why?")));
    assert_eq!(import.report.iter().filter(|one| one.level == Level::Note).count(), 2);
    let german = json!({"languages": ["de"], "title": "Warum?", "sections": []});
    let title = read_json(&german).template.expect("a survey").title;
    assert_eq!(
        title,
        Text::of(Language::parse("de").expect("a tag"), "Warum?"),
        "plain words are in the own language"
    );
}

#[test]
fn a_member_that_is_there_twice_is_an_error_that_names_it() {
    // The last one won, and nobody was told what the file lost.
    let read = |text: &str| {
        let import = import(text.as_bytes());
        let words: Vec<String> = import.report.iter().map(|one| one.words.clone()).collect();
        let errors = import.report.iter().filter(|one| one.level == Level::Error).count();
        (import.template.expect("a survey"), words, errors)
    };
    let question = r#"{"key": "q", "text": {"en": "Q?", "en": "Why?"}, "kind": {"type": "email"}}"#;
    let twice = format!(
        r#"{{"type": "winloss.survey", "survey": {{"name": "A", "name": "B", "sections": [],
            "sections": [{{"key": "s", "title": "S", "questions": [{question}]}}]}}}}"#
    );
    let (template, words, errors) = read(&twice);
    let said =
        |spot: &str| format!("{spot} is there more than once. What came before the last was not read.");
    assert_eq!(
        words,
        [
            said("The survey: the name"),
            said("The survey: the sections"),
            said("Question 1: the wording in English")
        ]
    );
    assert_eq!(errors, 3);
    assert_eq!(
        (template.name.as_str(), template.sections[0].questions[0].text.words(&[Language::english()])),
        ("B", "Why?")
    );
}

#[test]
fn a_rule_with_a_member_twice_is_not_read_by_halves() {
    let rule =
        r#"{"all": [{"outcome": ["won"]}, {"rated": {"question": "a", "from": 1, "from": 2, "to": 5}}]}"#;
    let text = format!(
        r#"{{"sections": [{{"key": "s", "title": "S", "show_if": {rule}, "questions": [
            {{"key": "q", "text": "Q?", "kind": {{"type": "email"}}, "show_if": {{"outcome": ["won"]}}}}]}}]}}"#
    );
    let import = import(text.as_bytes());
    let section = &import.template.expect("a survey").sections[0];
    assert_eq!(section.show_if, None);
    assert_eq!(section.questions[0].show_if, Some(Condition::Outcome(vec![Outcome::Won])));
    let errors = import.report.iter().filter(|one| one.level == Level::Error).map(|one| &*one.words);
    assert_eq!(
        errors.collect::<Vec<_>>(),
        [
            "Section 1: its rule is there more than once. What came before the last was not read.",
            "Section 1: its rule has something in it more than once. It was left out.",
        ]
    );
}

#[test]
fn a_file_that_says_everything_twice_is_not_read() {
    let all = (0..100).map(|n| format!("\"m{n}\": 1, \"m{n}\": 2")).collect::<Vec<_>>().join(", ");
    let words = "The file has many members more than once, so it was not read.";
    assert_eq!(refused(format!("{{\"sections\": [], {all}}}").as_bytes()), words);
}

#[test]
fn a_day_outside_of_the_calendar_is_not_read() {
    for day in ["+10000-01-01", "-0001-01-01", "0000-12-31"] {
        let (template, report) = changed(|survey| {
            survey["sections"][0]["questions"][0]["kind"] = json!({"type": "date", "to": day});
        });
        assert_eq!(template.sections[0].questions[0].kind, Kind::Date { from: None, to: None });
        let words = format!(
            "Question 1: the largest should be a day like 2026-10-30 and is the text “{day}”. It was left out."
        );
        assert!(report.contains(&words), "{report:#?}");
    }
}

#[test]
fn what_is_broken_is_left_out_as_narrowly_as_possible() {
    let (template, report) = changed(|survey| {
        let question = &mut survey["sections"][0]["questions"][0];
        question["kind"]["choices"][1] = json!(5);
        question["kind"]["choices"][2]["theme"] = json!("weather");
        question["is_required"] = json!("maybe");
        question["show_if"] = json!({"all": [{"answered": "overall"}, {"answered": 5}]});
    });
    assert_eq!(
        report,
        [
            "Question 1: “required” should be true or false and is the text “maybe”. It was left out.".to_owned(),
            "Question 1: its rule should be a text and is the number 5. Left out: its rule.".to_owned(),
            "Question 1, choice 2: it should be a group of named values and is the number 5. It was left out."
                .to_owned(),
            format!(
                "Question 1, choice 3: the theme should be one of {} and is the text “weather”. It was left out.",
                shape::THEMES.join(", ")
            ),
        ]
    );
    let question = &template.sections[0].questions[0];
    assert_eq!(question.kind.choices().len(), 4);
    assert_eq!(question.show_if, None, "half a rule is another rule");
    assert!(!question.is_required);

    let (template, report) = changed(|survey| {
        survey["sections"][0]["questions"][0]["kind"]["type"] = json!("picture");
        survey["sections"][1]["jumps"] =
            json!([{"when": {"answered": []}, "to": "end"}, {"to": {"section": "vendors"}}]);
        survey["sections"][2] = json!("none");
        survey["minutes"] = json!(-3);
    });
    assert_eq!(template.sections.len(), 5);
    assert_eq!(template.sections[0].questions.len(), 1);
    assert_eq!(template.sections[1].jumps, [Jump { when: None, to: Target::Section(key("vendors")) }]);
    assert_eq!(template.minutes, 0);
    assert_eq!(report.len(), 4, "{report:#?}");
    assert!(report.contains(&"Question 1: the kind should be one that we know and is the text “picture”. Left out: question 1.".to_owned()), "{report:#?}");
}

#[test]
fn what_is_wrong_is_said_in_words_of_the_survey_and_the_path_beside_them() {
    // The path was all that was said: "sections[1].questions[0].kind should be …".
    let mut file: Value = serde_json::from_str(&export(&starter::win_loss())).expect("JSON");
    file["survey"]["sections"][1]["questions"][0]["kind"]["choices"][1]["theme"] = json!(7);
    let report = read_json(&file).report;
    let [remark] = report.as_slice() else { panic!("one remark: {report:#?}") };
    assert!(
        remark.words.starts_with("Question 3, choice 2: the theme should be one of "),
        "{}",
        remark.words
    );
    assert_eq!(remark.path.as_deref(), Some("sections[1].questions[0].kind.choices[1].theme"));
}

#[test]
fn what_we_do_not_know_is_named_and_left_out() {
    let (template, report) = changed(|survey| {
        survey["shiny"] = json!({"a": 1});
        survey["sections"][0]["questions"][0]["kind"]["colour\u{0}"] = json!("red");
    });
    assert_eq!(template, starter::win_loss());
    assert_eq!(
        report,
        [
            "Question 1: “colour” is not known here and was left out.",
            "The survey: “shiny” is not known here and was left out.",
        ]
    );
}

#[test]
fn keys_are_repaired_and_everybody_who_looks_at_them_is_told() {
    let mut original = full();
    for question in original.sections.iter_mut().flat_map(|section| &mut section.questions) {
        question.show_if = None;
    }
    let text =
        export(&original).replace("\"clarity\"", "\"Wann, bitte?\"").replace("\"late\"", "\"Too late\"");
    let import = import(text.as_bytes());
    let template = import.template.expect("a survey");
    let expected =
        export(&original).replace("\"clarity\"", "\"wann_bitte\"").replace("\"late\"", "\"too_late\"");
    assert_eq!(export(&template), expected);
    let words: Vec<&str> = import.report.iter().map(|one| one.words.as_str()).collect();
    assert_eq!(
        words,
        [
            "The question “When did it become clear how you would decide?” had the key “Wann, bitte?”, which cannot be used. It is “wann_bitte” now.",
            "The choice “At the very end” of “When did it become clear how you would decide?” had the key “Too late”, which cannot be used. It is “too_late” now.",
        ]
    );
    assert!(import.report.iter().all(|one| one.level == Level::Warning));

    let (template, report) = changed(|survey| {
        survey["sections"][1]["key"] = json!("decision");
        survey["sections"][2]["key"] = json!("review");
        survey["sections"][3]["questions"][0]["key"] = json!("reasons");
        survey["sections"][3]["questions"][1].as_object_mut().expect("an object").remove("key");
    });
    assert_eq!(
        report,
        [
            "The section “What decided it” had the key “decision” of another. Its key is “decision_2” now.",
            "The section “The turning point” had the key “review”, which cannot be used. It is “review_2” now.",
            "The question “What spoke for choosing us?” had the key “reasons” of another. Its key is “reasons_2” now.",
            "The question “What nearly stopped you from choosing us?” had no key. It has “what_nearly_stopped_you_from” now.",
        ]
    );
    assert_eq!(
        template.sections[2].show_if,
        Some(Condition::Picked { question: key("reasons"), at_least: 2 }),
        "the first keeps its users"
    );
}

#[test]
fn too_much_is_cut() {
    let (template, report) = changed(|survey| {
        let choices: Vec<Value> =
            (0..10_000).map(|at| json!({"key": format!("c{at}"), "label": "L"})).collect();
        survey["sections"][0]["questions"][0]["kind"]["choices"] = json!(choices);
        survey["title"] = json!("x".repeat(6_000));
        survey["intro"] = json!("a\u{0}b\r\nc");
    });
    assert_eq!(template.sections[0].questions[0].kind.choices().len(), 200);
    let english = Language::english();
    assert_eq!(template.title.get(&english).map(str::len), Some(5_000));
    assert_eq!(template.intro.get(&english), Some("ab\nc"));
    assert_eq!(
        report,
        [
            "The survey: the title in English was cut: it was too long.",
            "The survey: the introduction in English had letters in it that cannot be shown.",
            "Question 1: the choices would be 10000, and at most 200 are allowed. The rest was left out.",
        ]
    );
    let (_, report) = changed(|survey| survey["sections"] = json!(vec![7; 90]));
    assert_eq!(report.len(), 90);
    let (_, report) = changed(|survey| {
        let questions = json!({"key": "s", "title": "S", "questions": vec![json!(7); 400]});
        survey["sections"] = json!([questions]);
    });
    assert_eq!(report.len(), 201);
    assert_eq!(report[200], "And 200 more findings.");
    let (template, report) = changed(|survey| {
        let question = |at: usize| json!({"key": format!("q{at}"), "text": "Q?", "kind": {"type": "email"}});
        let section = |at: usize| json!({"key": format!("s{at}"), "title": "S", "questions": (0..300).map(|q| question(at * 300 + q)).collect::<Vec<_>>()});
        survey["sections"] = json!((0..2).map(section).collect::<Vec<_>>());
    });
    assert_eq!(template.questions().count(), 500);
    assert_eq!(report, ["The survey has 600 questions, and at most 500 are allowed. The rest was left out."]);
}

#[test]
fn codes_in_the_shapes_are_all_that_there_are() {
    assert_eq!(shape::THEMES, Theme::ALL.map(Theme::code));
    assert_eq!(shape::OUTCOMES, Outcome::ALL.map(Outcome::code));
    let kinds: Vec<&str> = shape::KINDS.iter().map(|(code, _)| *code).collect();
    assert!(catalogue::ENTRIES.iter().all(|entry| kinds.contains(&entry.code)));
    assert_eq!(kinds.len(), catalogue::ENTRIES.len());
}
