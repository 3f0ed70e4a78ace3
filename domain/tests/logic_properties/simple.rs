//! Surveys that are small enough to try every deal and every answer: what no finding calls unreachable is reached.

use domain::deal::Outcome;
use domain::survey::answer::Answer;
use domain::survey::check::{findings, may_publish};
use domain::survey::kind::{Choice, Kind};
use domain::survey::template::{Jump, Question, Section, Target, Template};
use domain::survey::{AnswerSet, Condition, Facts, Text, path, starter};
use proptest::prelude::*;

/// How many questions such a survey has.
const QUESTIONS: usize = 4;

fn text(words: &str) -> Text {
    Text::english(words)
}

fn kind(is_rating: bool) -> Kind {
    if is_rating {
        return Kind::Rating { steps: 2, low: text("Bad"), high: text("Good"), has_stars: false };
    }
    let choices = vec![Choice::new("a", text("A")), Choice::new("b", text("B"))];
    Kind::SingleChoice { choices, allows_other: false, is_shuffled: false }
}

/// Which condition, on which question, with which choice or rating, after which outcome, and whether it holds.
type Literal = (u8, usize, bool, usize, bool);

/// Literals, of which all must hold or any.
type Rule = (bool, Vec<Literal>);

fn rule() -> impl Strategy<Value = Option<Rule>> {
    let literal = (0_u8..4, 0_usize..QUESTIONS, any::<bool>(), 0_usize..4, any::<bool>());
    prop::option::weighted(0.6, (any::<bool>(), prop::collection::vec(literal, 1..4)))
}

/// The kinds alternate, so that a rule can be made to fit.
const fn is_rating(at: usize) -> bool {
    at % 2 == 1
}

/// The rule over the questions before this one.
fn build((needs_all, literals): &Rule, before: usize) -> Condition {
    let literal = |(which, question, first, outcome, holds): &Literal| {
        let at = question % before.max(1);
        let question = format!("q{at}");
        let leaf = match which {
            0 => Condition::Outcome(vec![Outcome::ALL[*outcome]]),
            _ if before == 0 => Condition::Outcome(Outcome::ALL[*outcome..].to_vec()),
            1 => Condition::Answered(question),
            _ if is_rating(at) => {
                let value = 2 - u8::from(*first);
                Condition::Rated { question, from: value, to: value }
            }
            _ => Condition::Chose { question, choices: vec![if *first { "a" } else { "b" }.to_owned()] },
        };
        if *holds { leaf } else { Condition::Not(Box::new(leaf)) }
    };
    let all = literals.iter().map(literal).collect();
    if *needs_all { Condition::All(all) } else { Condition::Any(all) }
}

/// Three sections, of which the first has two questions; the first question of a section is always asked when the
/// section is shown. And one jump in all, to the end or over a section.
fn template() -> impl Strategy<Value = Template> {
    let jump = prop::option::of((0_usize..2, rule(), any::<bool>()));
    (rule(), prop::collection::vec(rule(), 3), jump).prop_map(|(of_question, of_sections, jump)| {
        let ask = |at: usize| {
            let rule = of_question.as_ref().filter(|_| at == 1);
            let question = Question::new(format!("q{at}"), text(&format!("Q{at}?")), kind(is_rating(at)));
            Question { show_if: rule.map(|rule| build(rule, at)), ..question }
        };
        // The first question of each section, and the number of all.
        let starts = [0, 2, 3, QUESTIONS];
        let section = |at: usize| {
            let questions = (starts[at]..starts[at + 1]).map(ask).collect();
            let section = Section::new(format!("s{at}"), text(&format!("S{at}")), questions);
            Section { show_if: of_sections[at].as_ref().map(|rule| build(rule, starts[at])), ..section }
        };
        let mut sections: Vec<Section> = (0..3).map(section).collect();
        if let Some((from, when, is_end)) = jump {
            let to = if is_end { Target::End } else { Target::Section("s2".to_owned()) };
            let when = when.map(|rule| build(&rule, starts[from + 1]));
            sections[from].jumps = vec![Jump { when, to }];
        }
        Template { sections, ..starter::win_loss() }
    })
}

/// Every deal with every combination of answers.
fn everything(template: &Template) -> Vec<(Facts, AnswerSet)> {
    let mut all = Vec::new();
    let outcomes = Outcome::ALL.into_iter().map(Facts::of).chain([Facts::default()]);
    for facts in outcomes {
        for number in 0..3_usize.pow(u32::try_from(QUESTIONS).expect("few")) {
            let mut answers = AnswerSet::new();
            for (at, question) in template.questions().enumerate() {
                let which = number / 3_usize.pow(u32::try_from(at).expect("few")) % 3;
                let answer = match (&question.kind, which) {
                    (_, 0) => None,
                    (Kind::Rating { .. }, value) => {
                        Some(Answer::Rated { value: u8::try_from(value).expect("small") })
                    }
                    (_, value) => {
                        let keys = vec![if value == 1 { "a" } else { "b" }.to_owned()];
                        Some(Answer::Chosen { keys, other: None })
                    }
                };
                answers.set(&question.key, answer);
            }
            all.push((facts.clone(), answers));
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn what_may_be_published_is_reached_by_somebody(template in template()) {
        prop_assume!(may_publish(&findings(&template)));
        let mut unseen: Vec<&str> = template.questions().map(|one| one.key.as_str()).collect();
        for (facts, answers) in everything(&template) {
            let path = path(&template, &facts, &answers);
            unseen.retain(|key| !path.shows(key));
        }
        prop_assert_eq!(unseen, Vec::<&str>::new());
    }
}
