//! How many pages a survey can have for a deal: before anything was answered, as the first page promises no fewer than
//! come, and on a page, as what is left may become less while somebody answers and never more.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::{Path, Walk};
use crate::survey::answer::AnswerSet;
use crate::survey::chance::{Chance, chance_with};
use crate::survey::condition::Condition;
use crate::survey::facts::Facts;
use crate::survey::template::{Section, Target, Template};

/// How many pages can come.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Span {
    /// As few as this.
    pub least: usize,
    /// As many as this.
    pub most: usize,
}

impl Span {
    /// Whether the answers change nothing about it.
    #[must_use]
    pub const fn is_sure(self) -> bool {
        self.least == self.most
    }
}

/// The pages of the shortest and of the longest way through a survey, whatever is answered.
///
/// **Invariant:** no path for these facts is shorter or longer. Rules that exclude each other by answers both count, so
/// the longest way may be one that nobody takes.
#[must_use]
pub fn span(template: &Template, facts: &Facts) -> Span {
    Before { facts, asked: BTreeSet::new(), settled: None }.ways_from(template, 0)
}

/// How many pages there are at most on a buyer's way, when he is on that page of it.
///
/// What he answered on the pages before is settled; anything may still be answered on this one and those after it.
///
/// **Invariant:** it is no smaller than the path, and from page to page it never grows.
#[must_use]
pub fn pages_at_most(
    template: &Template,
    facts: &Facts,
    answers: &AnswerSet,
    path: &Path<'_>,
    position: usize,
) -> usize {
    let Some((here, _)) = path.sections().get(position) else { return path.sections().len() };
    let Some(at) = template.sections.iter().position(|one| one.key == here.key) else {
        return path.sections().len();
    };
    let passed = path.sections().iter().take(position).flat_map(|(_, questions)| questions.iter().copied());
    let settled = Walk {
        template,
        facts,
        answers,
        questions: passed.map(|question| question.key.as_str()).collect(),
        places: None,
        values: RefCell::default(),
    };
    let before = Before { facts, asked: BTreeSet::new(), settled: Some(settled) };
    (position + before.ways_from(template, at).most).max(path.sections().len())
}

/// The shortest and the longest way on from the first of these sections, which come in their order.
fn spans(sections: &[Seen], first: usize) -> Span {
    // From the end, as every way leads forward.
    let mut from = vec![Span { least: 0, most: 0 }; sections.len() + 1];
    for (at, Seen { shown, out }) in sections.iter().enumerate().rev() {
        let mut ways = Vec::new();
        if *shown != Chance::Always {
            ways.push(from[at + 1]);
        }
        if *shown != Chance::Never {
            let on = |to: &usize| from[*to - first];
            ways.extend(out.iter().map(on).map(|way| Span { least: way.least + 1, most: way.most + 1 }));
        }
        let least = ways.iter().map(|way| way.least).min().unwrap_or(0);
        let most = ways.iter().map(|way| way.most).max().unwrap_or(0);
        from[at] = Span { least, most };
    }
    from[0]
}

/// A section, as far as the deal decides about it.
struct Seen {
    /// Whether something of it is shown; `None` where the answers decide.
    shown: Chance,
    /// Where it can lead once it was shown.
    out: Vec<usize>,
}

/// What is known before the rest is answered.
struct Before<'a, 'b> {
    facts: &'b Facts,
    /// The questions from here on that can be asked at all: no other has an answer, but for those that are settled.
    asked: BTreeSet<&'a str>,
    /// The questions of the pages before, with what was answered.
    settled: Option<Walk<'a, 'b>>,
}

impl<'a> Before<'a, '_> {
    /// The pages of the shortest and of the longest way on from a section.
    fn ways_from(mut self, template: &'a Template, first: usize) -> Span {
        let sections: Vec<Seen> = template
            .sections
            .iter()
            .enumerate()
            .skip(first)
            .map(|(at, section)| {
                let shown = self.show(section);
                Seen { shown, out: self.ways_out(template, at, section) }
            })
            .collect();
        spans(&sections, first)
    }

    /// Whether something of a section is shown; what can be asked on it, later rules can look at.
    fn show(&mut self, section: &'a Section) -> Chance {
        let rule = self.chance(section.show_if.as_ref());
        let mut something = Chance::Never;
        for question in &section.questions {
            let shown = rule.min(self.chance(question.show_if.as_ref()));
            if shown != Chance::Never {
                self.asked.insert(&question.key);
            }
            something = something.max(shown);
        }
        something
    }

    /// Where a section that was shown can lead.
    fn ways_out(&self, template: &Template, at: usize, section: &Section) -> Vec<usize> {
        let mut ways = Vec::new();
        for jump in &section.jumps {
            let taken = self.chance(jump.when.as_ref());
            if taken == Chance::Never {
                continue;
            }
            ways.push(match &jump.to {
                Target::End => template.sections.len(),
                Target::Section(key) => {
                    let to = template.sections.iter().position(|one| one.key == *key);
                    to.filter(|to| *to > at).unwrap_or(at + 1)
                }
            });
            if taken == Chance::Always {
                return ways;
            }
        }
        ways.push(at + 1);
        ways
    }

    fn chance(&self, rule: Option<&Condition>) -> Chance {
        let of_answer = |question: &str, condition: &Condition| match self
            .settled
            .as_ref()
            .filter(|walk| walk.questions.contains(question))
        {
            Some(walk) => Chance::of(walk.holds(condition)),
            None if self.asked.contains(question) => Chance::Depends,
            None => Chance::Never,
        };
        chance_with(rule, self.facts, &of_answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::Outcome;
    use crate::survey::answer::Answer;
    use crate::survey::logic::path;
    use crate::survey::starter;
    use crate::survey::template::Jump;

    fn facts(outcome: Outcome) -> Facts {
        Facts { outcome: Some(outcome), ..Facts::default() }
    }

    #[test]
    fn what_the_deal_decides_is_sure_and_what_answers_decide_is_a_span() {
        let mut template = starter::win_loss();
        for section in &mut template.sections {
            section.show_if = None;
            section.jumps.clear();
            section.questions.iter_mut().for_each(|one| one.show_if = None);
        }
        let of = |template: &Template, outcome| {
            let Span { least, most } = span(template, &facts(outcome));
            (least, most)
        };
        assert_eq!(of(&template, Outcome::Won), (6, 6));
        template.sections[1].show_if = Some(Condition::Outcome(vec![Outcome::LostOther]));
        assert_eq!(of(&template, Outcome::Won), (5, 5));
        assert_eq!(of(&template, Outcome::LostOther), (6, 6));
        let answered = || Some(Condition::Answered("clarity".to_owned()));
        template.sections[2].show_if = answered();
        assert_eq!(of(&template, Outcome::Won), (4, 5));
        template.sections[3].questions.iter_mut().for_each(|one| one.show_if = answered());
        assert_eq!(of(&template, Outcome::Won), (3, 5));
        template.sections[4].show_if = Some(Condition::Answered("reasons".to_owned()));
        assert_eq!(of(&template, Outcome::Won), (2, 4), "nobody who won was asked for it");
        assert_eq!(of(&template, Outcome::LostOther), (3, 6));
        template.sections[0].jumps = vec![Jump { when: answered(), to: Target::End }];
        assert_eq!(of(&template, Outcome::Won), (1, 4));
        template.sections[0].jumps = vec![Jump { when: None, to: Target::End }];
        assert_eq!(of(&template, Outcome::Won), (1, 1));
    }

    #[test]
    fn from_page_to_page_there_are_no_more_to_come_than_were_said() {
        // It said "1 of 3", then "2 of 4", then "3 of 5": the end ran away from whoever came nearer.
        let template = starter::win_loss();
        let chosen = |keys: &[&str]| {
            Some(Answer::Chosen { keys: keys.iter().map(|key| (*key).to_owned()).collect(), other: None })
        };
        let (one, two) = (&["pricing"][..], &["pricing", "timing"][..]);
        for (rating, reasons, expected) in [
            (2, two, vec![5, 5, 5, 5, 5]),
            (2, one, vec![5, 5, 4, 4]),
            (5, two, vec![5, 4, 4, 4]),
            (5, one, vec![5, 4, 3]),
        ] {
            let facts = facts(Outcome::LostCompetitor);
            let mut answers = AnswerSet::new();
            let mut said = Vec::new();
            for position in 0.. {
                let path = path(&template, &facts, &answers);
                let Some((here, _)) = path.sections().get(position) else { break };
                said.push(pages_at_most(&template, &facts, &answers, &path, position));
                match here.key.as_str() {
                    "decision" => {
                        answers.set("clarity", chosen(&["trial"]));
                        answers.set("overall", Some(Answer::Rated { value: rating }));
                    }
                    "reasons" => answers.set("reasons", chosen(reasons)),
                    _ => {}
                }
            }
            assert_eq!(said, expected, "rated {rating}");
        }
    }
}
