//! How long the survey is: the most questions that one buyer is asked, and the time that takes.

use super::MANY_QUESTIONS;
use crate::deal::Outcome;
use crate::survey::finding::{Finding, Place};
use crate::survey::reach::Reach;
use crate::survey::reading::question_seconds;
use crate::survey::template::{Question, Template};

/// A way through the survey.
#[derive(Copy, Clone, Default)]
struct Way {
    questions: usize,
    seconds: usize,
}

pub(super) fn check(template: &Template, reach: &Reach<'_>, found: &mut Vec<Finding>) {
    let longest = longest(template, reach);
    if longest.questions > MANY_QUESTIONS {
        let words = format!(
            "Some buyers are asked {} questions. Above {MANY_QUESTIONS}, many give up.",
            longest.questions
        );
        found.push(Finding::warning(Place::Survey, words));
    }
    let minutes = longest.seconds.div_ceil(60);
    // Half a minute more than promised is nothing to complain about.
    if longest.seconds > usize::from(template.minutes) * 60 + 30 && template.minutes > 0 {
        let words = format!(
            "The first page promises {} min, and the longest way through takes about {minutes} min.",
            template.minutes
        );
        found.push(Finding::warning(Place::Survey, words));
    }
}

/// The longest way after any outcome; questions that exclude each other by answers both count.
fn longest(template: &Template, reach: &Reach<'_>) -> Way {
    let costs: Vec<Way> = reach.order().questions.iter().map(|question| cost(template, question)).collect();
    let mut longest = Way::default();
    for outcome in Outcome::ALL {
        let way = after(reach, outcome, &costs);
        longest.questions = longest.questions.max(way.questions);
        longest.seconds = longest.seconds.max(way.seconds);
    }
    longest
}

/// The longest way after one outcome, found from the end.
fn after(reach: &Reach<'_>, outcome: Outcome, costs: &[Way]) -> Way {
    let sections = reach.sections.len();
    let mut from = vec![Way::default(); sections + 1];
    for (at, section) in reach.sections.iter().enumerate().rev() {
        let mut here = Way::default();
        let starts = &reach.order().starts;
        let own = costs.iter().enumerate().take(starts[at + 1]).skip(starts[at]);
        for (_, cost) in own.filter(|(position, _)| reach.is_shown_after(*position, outcome)) {
            here.questions += cost.questions;
            here.seconds += cost.seconds;
        }
        let jumps = section.jumps.iter().map(|(_, to)| to.unwrap_or(sections));
        let next = (section.goes_on || section.is_skippable).then_some(at + 1);
        let mut rest = Way::default();
        for to in jumps.chain(next) {
            rest.questions = rest.questions.max(from[to].questions);
            rest.seconds = rest.seconds.max(from[to].seconds);
        }
        from[at] = Way { questions: here.questions + rest.questions, seconds: here.seconds + rest.seconds };
    }
    from[0]
}

/// What a question costs the buyer.
fn cost(template: &Template, question: &Question) -> Way {
    Way {
        questions: usize::from(question.takes_answer()),
        seconds: question_seconds(question, template.language()) as usize,
    }
}
