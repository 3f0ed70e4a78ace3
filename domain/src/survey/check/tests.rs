use super::*;
use crate::color::Color;
use crate::deal::Outcome;
use crate::response::Attribution;
use crate::survey::calculation::{Calculation, Operand, Operation, Step};
use crate::survey::catalogue;
use crate::survey::condition::Condition;
use crate::survey::finding::{Place, RuleOf};
use crate::survey::kind::{Choice, Kind, Pattern, TextLimits};
use crate::survey::language::Language;
use crate::survey::number::Number;
use crate::survey::starter;
use crate::survey::template::{Jump, Meaning, Question, Section, Target};
use crate::survey::text::Text;

fn key(key: &str) -> String {
    key.to_owned()
}

fn answered(question: &str) -> Condition {
    Condition::Answered(key(question))
}

/// The findings of the starter after a change, that the starter itself does not have.
fn after(change: impl FnOnce(&mut Template)) -> Vec<Finding> {
    let mut template = starter::in_english();
    let before = findings(&template);
    change(&mut template);
    findings(&template).into_iter().filter(|one| !before.contains(one)).collect()
}

/// The only error after a change: its anchor and its words.
fn error(change: impl FnOnce(&mut Template)) -> (String, String) {
    let found = after(change);
    let errors: Vec<&Finding> = found.iter().filter(|one| one.level == Level::Error).collect();
    assert_eq!(errors.len(), 1, "{found:#?}");
    (errors[0].place.anchor(), errors[0].words.clone())
}

fn warning(change: impl FnOnce(&mut Template)) -> (String, String) {
    let found = after(change);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].level, Level::Warning);
    (found[0].place.anchor(), found[0].words.clone())
}

fn clarity(template: &mut Template) -> &mut Question {
    &mut template.sections[0].questions[0]
}

fn kind(template: &mut Template, kind: Kind) {
    template.sections[5].questions.push(Question::new("new", Text::english("New?"), kind));
}

#[test]
fn the_starter_has_no_error_and_no_warning() {
    let found = findings(&starter::in_english());
    assert!(found.iter().all(|one| one.level == Level::Note), "{found:#?}");
    assert!(may_publish(&found));
}

#[test]
fn nobody_is_promised_one_thing_on_the_first_page_and_asked_again_in_a_question() {
    let choices = Attribution::ALL.map(|one| Choice::new(one.code(), Text::english(one.code()))).to_vec();
    let (place, words) = error(|one| {
        let kind = Kind::SingleChoice { choices, allows_other: false, is_shuffled: false };
        let question = Question::new("name", Text::english("Who may see your name?"), kind);
        one.sections[0].questions.push(Question { meaning: Some(Meaning::Attribution), ..question });
    });
    assert_eq!(place, "notice");
    assert!(words.ends_with("Take the question out."), "{words}");
}

#[test]
fn what_is_missing_at_the_head_is_said() {
    for (change, words) in [
        ((|one| one.name = " ".to_owned()) as fn(&mut Template), "The survey needs a name."),
        (|one| one.title = Text::new(), "The survey needs a title."),
        (|one| one.minutes = 0, "Say how many minutes the survey takes."),
        (|one| one.attributions.clear(), "Offer buyers at least one choice about who sees their name."),
        (
            |one| one.attributions = vec![Attribution::Named, Attribution::Named],
            "A choice about the buyer’s name is offered twice.",
        ),
        (|one| one.notice.retention_months = 0, "Say after how many months answers are erased."),
        (
            |one| one.notice.url = "javascript:alert(1)".to_owned(),
            "The address of the full privacy notice is not a web address.",
        ),
        (|one| one.format = 3, "The survey was written by a newer winloss (format 3)."),
        (|one| one.languages.push(Language::english()), "English is listed twice."),
        (|one| one.languages.clear(), "The survey needs a language."),
    ] {
        assert_eq!(error(change).1, words);
    }
    let yellow = Color::parse("#ffee00").expect("a colour");
    let (place, words) = warning(|one| one.branding.accent = Some(yellow));
    assert_eq!(place, "branding");
    assert!(words.starts_with("#ffee00 is hard to read on white. Buyers see #"), "{words}");
}

#[test]
fn a_comparison_takes_the_other_vendor_from_who_was_chosen() {
    let compare = |opponent: &'static str| {
        move |one: &mut Template| {
            let mut question = catalogue::blank(one, "head_to_head").expect("it is a kind");
            if let Kind::HeadToHead { opponent: other, .. } = &mut question.kind {
                *other = Some(key(opponent));
            }
            one.minutes = 9;
            one.sections[5].questions.push(question);
        }
    };
    assert!(after(compare("chosen")).is_empty());
    assert!(error(compare("story")).1.ends_with("in which no vendor is named."));
    assert!(error(compare("gone")).1.ends_with("looks at a question that does not exist."));
    assert!(error(compare("compared")).1.ends_with("looks at the answer to the question itself."));
    assert!(warning(compare("considered")).1.contains("in which several can be named"));
    let beside = warning(|one| {
        compare("chosen")(one);
        let question = one.sections[5].questions.remove(1);
        one.sections[4].questions.push(question);
    });
    assert!(beside.1.contains("takes the other vendor from its own page"), "{beside:?}");
    assert_eq!(warning(|one| one.thanks = Text::new()).0, "thanks");
}

#[test]
fn keys_are_checked() {
    let (place, words) = error(|one| one.sections[0].key = key("review"));
    assert_eq!(place, "section-review");
    assert!(words.contains("the address of a page that every survey has"), "{words}");
    assert!(error(|one| one.sections[0].key = key("a.b")).1.contains("cannot be a section’s key"));
    assert!(error(|one| clarity(one).key = key("q.x")).1.contains("cannot be a question’s key"));
    assert_eq!(
        error(|one| one.sections[1].questions[1].key = key("clarity")).1,
        "Two questions have the key “clarity”."
    );
    assert_eq!(error(|one| one.sections[1].key = key("decision")).1, "Two sections have the key “decision”.");
    let choice = |choice: &'static str| {
        move |one: &mut Template| clarity(one).kind.choices_mut().expect("it has")[0].key = key(choice)
    };
    assert_eq!(error(choice("late")).1, "Two choices have the key “late”.");
    assert!(error(choice("other")).1.starts_with("“other” is the key of the buyer’s own words."));
}

#[test]
fn every_kind_says_what_it_needs() {
    let choices = |number: usize| -> Vec<Choice> {
        (0..number).map(|at| Choice::new(format!("c{at}"), Text::english(format!("C {at}")))).collect()
    };
    let text = |min_chars, max_chars, pattern: Option<&str>| Kind::ShortText {
        limits: TextLimits { min_chars, max_chars, pattern: pattern.map(|one| Pattern(one.to_owned())) },
    };
    let number = |from: &str, to: &str, is_whole| {
        let read = |text: &str| Some(Number::parse(text).expect("a number"));
        Kind::Number { from: read(from), to: read(to), is_whole, unit: Text::new() }
    };
    let many = |number, at_least, at_most| Kind::MultipleChoice {
        choices: choices(number),
        allows_other: false,
        at_least,
        at_most,
        is_shuffled: false,
    };
    let days = |from: Option<i32>, to: Option<i32>| {
        let day = |year: i32| chrono::NaiveDate::from_ymd_opt(year, 1, 1).expect("a day");
        Kind::Date { from: from.map(day), to: to.map(day) }
    };
    for good in [text(None, 5, Some("9 A")), days(Some(1), Some(9999)), days(None, None)] {
        let found = after(|one| kind(one, good.clone()));
        assert!(may_publish(&found), "{found:#?}");
    }
    let ranking =
        |places, at_least| Kind::Ranking { choices: choices(3), places, at_least, is_shuffled: false };
    for (bad, words) in [
        (text(None, 0, None), "needs a longest answer of 1 to 20,000 characters"),
        (text(Some(9), 5, None), "asks for a longer answer than it allows"),
        (text(None, 5, Some("")), "has an empty pattern, which only an empty answer has"),
        (text(None, 5, Some("999999")), "has a pattern whose length its limits forbid"),
        // Answers are trimmed, so that nobody could finish.
        (
            text(None, 5, Some(" 9")),
            "has a pattern with a space at its beginning or end, where no answer has one",
        ),
        (
            text(None, 5, Some("A\u{3000}")),
            "has a pattern with a space at its beginning or end, where no answer has one",
        ),
        (
            text(None, 5, Some("   ")),
            "has a pattern with a space at its beginning or end, where no answer has one",
        ),
        (text(None, 5, Some("9\u{7}9")), "has a pattern with letters that no answer has"),
        (text(None, 5, Some("9\n9")), "has a pattern of several lines, and takes one line"),
        (days(Some(10_000), None), "has a day outside of the years 1 to 9999, which nobody can enter"),
        (days(Some(2026), Some(10_000)), "has a day outside of the years 1 to 9999, which nobody can enter"),
        (days(None, Some(0)), "has a day outside of the years 1 to 9999, which nobody can enter"),
        (days(Some(-1), None), "has a day outside of the years 1 to 9999, which nobody can enter"),
        (days(Some(2027), Some(2026)), "takes no day: the first is after the last"),
        (number("2", "1", false), "takes no number: the smallest is above the largest"),
        (number("1.2", "1.8", true), "takes only whole numbers, and there is none between its limits"),
        (many(1, None, None), "needs at least 2 choices"),
        (many(201, None, None), "has more than 200 choices"),
        (many(3, Some(4), None), "asks for more choices than can be chosen, which is 3"),
        (many(3, Some(3), Some(2)), "asks for more choices than can be chosen, which is 2"),
        (many(3, None, Some(0)), "lets nothing be chosen"),
        (ranking(0, 0), "has no place to fill"),
        (ranking(4, 1), "has more places than choices"),
        (ranking(2, 3), "asks for more places than it has"),
        (Kind::FieldOfPlay { own_rows: 11 }, "has more than 10 rows for other vendors"),
        (Kind::Matrix { rows: vec![], columns: vec![], needs_all: false }, "needs 1 to 50 rows"),
    ] {
        let found = after(|one| kind(one, bad.clone()));
        let expected = format!("“New?” {words}.");
        assert!(
            found.iter().any(|one| one.level == Level::Error && one.words == expected),
            "{bad:?} {found:#?}"
        );
    }
    for entry in catalogue::ENTRIES {
        let good = catalogue::blank_kind(entry.code, &Language::english()).expect(entry.code);
        let found = after(|one| kind(one, good));
        assert!(may_publish(&found), "{found:#?}");
    }
}

#[test]
fn rules_look_back_at_what_is_there() {
    let of_section =
        |condition: Condition| move |one: &mut Template| one.sections[1].show_if = Some(condition);
    let section = "The rule that shows the section “What decided it”";
    for (condition, words) in [
        (answered("gone"), "looks at a question that does not exist"),
        (answered("reasons"), "looks at “What spoke against choosing us?”, which is asked only later"),
        (
            Condition::Chose { question: key("clarity"), choices: vec![key("gone")] },
            "looks for a choice that “When did it become clear how you would decide?” does not have any more",
        ),
        (
            Condition::Chose { question: key("overall"), choices: vec![key("gone")] },
            "looks for something in “How would you rate working with us overall?” that a question of the kind \
             “Rating” never says",
        ),
        (
            Condition::Value { value: key("gone"), from: None, to: None },
            "looks at a value that does not exist",
        ),
    ] {
        let (place, said) = error(of_section(condition));
        assert_eq!((place.as_str(), said), ("rule-section-reasons", format!("{section} {words}.")));
    }
    let (place, words) = error(|one| clarity(one).require_if = Some(answered("clarity")));
    assert_eq!(place, "rule-required-clarity");
    assert!(words.ends_with("looks at the answer to the question itself."), "{words}");
    // A rule of the same page may look at what stands above it.
    assert!(after(|one| one.sections[0].questions[1].show_if = Some(answered("clarity"))).is_empty());
}

#[test]
fn jumps_lead_forward_to_a_section_that_exists() {
    let jump = |to: &'static str| {
        move |one: &mut Template| {
            one.sections[1].jumps =
                vec![Jump { when: Some(answered("story")), to: Target::Section(key(to)) }];
        }
    };
    for (to, words) in [
        ("decision", "leads back to the section “The decision”: the survey would go round in a circle"),
        ("reasons", "leads to the section itself: the survey would go round in a circle"),
        ("nowhere", "leads to a section that does not exist"),
    ] {
        let (place, said) = error(jump(to));
        assert_eq!(
            (place.as_str(), said),
            ("jump-reasons-0", format!("A jump out of the section “What decided it” {words}."))
        );
    }
    assert!(after(jump("vendors")).is_empty());
    let (place, words) = error(|one| {
        one.sections[0].jumps = vec![
            Jump { when: Some(answered("clarity")), to: Target::Section(key("vendors")) },
            Jump { when: Some(Condition::Any(vec![])), to: Target::End },
        ];
    });
    assert_eq!(place, "jump-decision-1");
    assert!(words.contains("is never taken: nobody can have: never"), "{words}");
}

#[test]
fn values_look_back_too() {
    let value = |key: &str, operand: Operand| Calculation {
        key: key.to_owned(),
        name: key.to_uppercase(),
        start: Number::ZERO,
        steps: vec![Step { when: None, does: Operation::Add, with: operand }],
    };
    let (_, words) = error(|one| one.calculations = vec![value("a", Operand::Value(key("a")))]);
    assert_eq!(words, "The value “A” looks at itself.");
    let (_, words) = error(|one| {
        one.calculations =
            vec![value("a", Operand::Value(key("b"))), value("b", Operand::Number(Number::ZERO))];
    });
    assert_eq!(words, "The value “A” looks at “B”, which is calculated only after it.");
    let (_, words) = error(|one| one.calculations = vec![value("a", Operand::Answer(key("story")))]);
    assert!(words.ends_with("whose answer is no number."), "{words}");
    // Through another value it looks at a rating on the same page that comes later.
    let (place, words) = error(|one| {
        one.calculations =
            vec![value("a", Operand::Answer(key("overall"))), value("b", Operand::Value(key("a")))];
        clarity(one).show_if = Some(Condition::Value { value: key("b"), from: None, to: Some(Number::ZERO) });
    });
    assert_eq!(place, "rule-question-clarity");
    assert!(words.ends_with("looks at “B”, and that at “How would you rate working with us overall?”, which is asked only later."), "{words}");
}

#[test]
fn what_cannot_be_reached_is_an_error() {
    let to = |key: &str| Target::Section(key.to_owned());
    let found = after(|one| one.sections[0].jumps = vec![Jump { when: None, to: to("strengths") }]);
    let errors: Vec<&str> = found.iter().map(|one| one.words.as_str()).collect();
    assert_eq!(
        errors,
        [
            "The section “What decided it” is never shown: every way jumps past it.",
            "The section “The turning point” is never shown: nobody can have: “What spoke against choosing us?” has at least 2 choices of the list.",
        ]
    );
    let (place, words) = error(|one| {
        one.sections[4].questions[1].show_if = Some(Condition::All(vec![
            Condition::Outcome(vec![Outcome::Won]),
            Condition::Outcome(vec![Outcome::LostOther]),
        ]));
    });
    assert_eq!(place, "rule-question-chosen");
    assert!(
        words.ends_with(
            "is never shown: nobody can have: the outcome is Won, and the outcome is Lost, other reason."
        ),
        "{words}"
    );
    let (place, words) =
        error(|one| one.sections[1].questions[1].show_if = Some(Condition::Outcome(vec![Outcome::Won])));
    assert_eq!(place, "rule-question-story");
    assert!(words.ends_with("its rule and that of its section exclude each other."), "{words}");
    let (place, words) = error(|one| {
        one.sections[0].jumps = vec![Jump {
            when: Some(Condition::Outcome(vec![Outcome::Won])),
            to: Target::Section(key("vendors")),
        }];
    });
    assert_eq!(place, "rule-section-strengths");
    assert!(words.ends_with("where its rule holds, a jump before it leads past it."), "{words}");
}

#[test]
fn a_condition_that_looks_for_nothing_yet_says_what_is_missing() {
    // In an "or" nobody said anything; alone it was said that nobody could have it.
    let chose = || Condition::Chose { question: "clarity".to_owned(), choices: Vec::new() };
    for rule in [chose(), Condition::Any(vec![answered("clarity"), chose()])] {
        let (place, words) = error(|one| one.sections[1].questions[1].show_if = Some(rule));
        assert_eq!(place, "rule-question-story");
        assert!(words.starts_with("The rule that shows “If you could change one thing"), "{words}");
        assert!(words.ends_with("is not finished. Choose an answer."), "{words}");
    }
}

#[test]
fn an_outcome_without_questions_is_a_warning() {
    let found = after(|one| {
        one.sections.truncate(2);
        one.sections.remove(0);
    });
    assert!(
        found.contains(&Finding::warning(Place::Survey, "After “Won” this survey asks nothing.")),
        "{found:#?}"
    );
}

#[test]
fn texts_exist_in_the_own_language_and_missing_translations_are_listed() {
    let german = Language::parse("de").expect("a tag");
    let (place, words) =
        error(|one| clarity(one).text = Text::of(Language::parse("de").expect("a tag"), "Wann?"));
    assert_eq!(place, "question-clarity");
    assert!(words.ends_with("is missing in English, the survey’s own language."), "{words}");
    let (place, words) = error(|one| clarity(one).text = Text::new());
    assert_eq!(
        (place.as_str(), words.as_str()),
        ("question-clarity", "A question (One choice) asks nothing yet.")
    );

    let mut template = starter::in_english();
    template.languages.push(german.clone());
    let all = missing(&template, &german).len();
    template.sections[0].questions[0].text.set(german.clone(), "Wann?");
    assert_eq!(missing(&template, &german).len(), all - 1);
    let first = &missing(&template, &german)[0];
    assert_eq!((first.place.clone(), first.own.as_str()), (Place::Survey, "How did you decide?"));
    let found = findings(&template);
    let expected = format!("{} texts are missing in German. Buyers read English there.", all - 1);
    assert!(found.contains(&Finding::warning(Place::Languages { language: Some(german) }, expected)));
    assert!(may_publish(&found));
}

#[test]
fn recalls_are_checked_in_every_language() {
    let hint = |words: &'static str| {
        move |one: &mut Template| one.sections[4].questions[0].help = Text::english(words)
    };
    assert!(after(hint("You said {answer.clarity|so}. {account}")).is_empty());
    for (words, said) in [
        ("{answer.gone}", "recalls a question that does not exist."),
        (
            "{answer.improve}",
            "recalls “What should we have done better while you were deciding?”, which is asked only later.",
        ),
        ("{answer.considered}", "recalls the answer to the question itself."),
        ("{rep}", "tells the buyer “Who sold”. Allow that in the settings first, or take it out."),
    ] {
        let (place, found) = error(hint(words));
        assert_eq!(place, "question-considered");
        assert_eq!(found, format!("The hint of “Whom else did you look at seriously?” {said}"));
    }
    let (_, words) = warning(hint("{acount}"));
    assert!(words.ends_with("has {acount} in it, which buyers will see as it stands."), "{words}");
    let (_, words) = warning(|one| one.sections[0].questions[1].help = Text::english("{answer.clarity}"));
    assert!(words.contains("recalls an answer of its own page"), "{words}");
    assert!(error(|one| one.intro = Text::english("{answer.clarity}")).1.contains("asked only later"));
    assert!(after(|one| one.thanks = Text::english("Thanks for {answer.improve}.")).is_empty());
}

#[test]
fn reports_say_what_they_cannot_count() {
    let (_, words) = warning(|one| {
        let again = Question { key: key("again"), ..one.sections[0].questions[1].clone() };
        one.sections[5].questions.push(again);
    });
    assert!(words.starts_with("Reports count only one answer for the overall rating"), "{words}");
    let (_, words) = warning(|one| clarity(one).meaning = Some(Meaning::Reasons));
    assert!(words.ends_with("has 5 choices without a theme, which reports cannot count."), "{words}");
    let found = after(|one| one.sections.retain(|section| section.key == "decision"));
    let notes = found.iter().filter(|one| one.level == Level::Note).count();
    assert_eq!(notes, 3, "no reasons, no vendors, no words: {found:#?}");
}

#[test]
fn a_long_survey_is_a_warning() {
    let found = after(|one| {
        for at in 0..12 {
            let kind = Kind::LongText { limits: TextLimits::up_to(100) };
            one.sections[5].questions.push(Question::new(
                format!("q{at}"),
                Text::english(format!("Q {at}?")),
                kind,
            ));
        }
    });
    assert!(
        found.iter().any(|one| one.words.starts_with("Some buyers are asked 20 questions.")),
        "{found:#?}"
    );
    assert!(found.iter().any(|one| one.words.starts_with("The first page promises 3 min")), "{found:#?}");
}

#[test]
fn too_much_of_anything_is_an_error_and_ends_quickly() {
    let mut deep = answered("clarity");
    for _ in 0..20 {
        deep = Condition::Not(Box::new(deep));
    }
    let (place, _) = error(|one| one.sections[1].show_if = Some(deep));
    assert_eq!(place, "rule-section-reasons");
    let wide = Condition::All(vec![answered("clarity"); 2001]);
    assert_eq!(
        error(|one| one.sections[1].show_if = Some(wide)).1,
        "The survey has more than 2,000 conditions."
    );
    let found = after(|one| {
        for at in 0..10 {
            one.sections[0].questions.push(Question {
                help: Text::english("x".repeat(150_000)),
                ..Question::new(format!("q{at}"), Text::english(format!("Q {at}?")), Kind::Email)
            });
        }
    });
    assert!(found.iter().any(|one| one.words.starts_with("The survey is larger than 1 MB.")));
    assert!(found.iter().any(|one| one.words.ends_with("is longer than 5,000 characters.")));
}

#[test]
fn a_survey_of_thousands_of_pages_or_languages_is_too_large_and_no_work() {
    // The time grew with the cube of the pages: with 15,000, which fit into a draft, it was hours.
    let found = after(|one| {
        for at in 0..15_000 {
            let question = Question::new(format!("q{at}"), Text::english("?"), Kind::Email);
            one.sections.push(Section::new(format!("s{at}"), Text::english("Page"), vec![question]));
        }
    });
    let says = |found: &[Finding], words: &str| found.iter().any(|one| one.words == words);
    assert!(says(&found, "The survey has more than 100 sections."), "{:?}", &found[..3]);
    assert!(!may_publish(&found));
    let found = after(|one| {
        let letters = || b'a'..=b'z';
        for (first, second, third) in
            letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| (a, b, c))))
        {
            let tag = String::from_utf8(vec![first, second, third]).expect("letters");
            one.languages.extend(Language::parse(&tag));
        }
    });
    assert!(says(&found, "The survey has more than 40 languages."), "{:?}", &found[..3]);
}

#[test]
fn errors_come_first_and_callers_of_old_get_them_by_anchor() {
    let mut template = starter::in_english();
    template.languages.push(Language::parse("de").expect("a tag"));
    template.sections[1].show_if = Some(answered("gone"));
    let found = findings(&template);
    assert_eq!(found[0].place, Place::Rule { of: RuleOf::Section(key("reasons")) });
    assert!(found.is_sorted_by_key(|one| one.level));
    let errors = check_template(&template).expect_err("it has an error");
    assert_eq!(errors.of_field("rule-section-reasons").len(), 1);
    assert_eq!(errors.iter().count(), 1);
}
