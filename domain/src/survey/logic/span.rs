//! How many pages a survey can have for a deal, before anything was answered: the first page promises no fewer than
//! come.

use std::collections::BTreeSet;

use crate::survey::chance::{Chance, chance};
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
    let mut before = Before { facts, asked: BTreeSet::new() };
    let sections: Vec<Seen> = template
        .sections
        .iter()
        .enumerate()
        .map(|(at, section)| {
            let shown = before.show(section);
            Seen { shown, out: before.ways_out(template, at, section) }
        })
        .collect();
    // From the end, as every way leads forward.
    let mut from = vec![Span { least: 0, most: 0 }; sections.len() + 1];
    for (at, Seen { shown, out }) in sections.iter().enumerate().rev() {
        let mut ways = Vec::new();
        if *shown != Chance::Always {
            ways.push(from[at + 1]);
        }
        if *shown != Chance::Never {
            ways.extend(out.iter().map(|to| Span { least: from[*to].least + 1, most: from[*to].most + 1 }));
        }
        let least = ways.iter().map(|way| way.least).min().unwrap_or(0);
        let most = ways.iter().map(|way| way.most).max().unwrap_or(0);
        from[at] = Span { least, most };
    }
    from[0]
}

/// A section, as far as the deal decides about it.
struct Seen {
    /// Whether something of it is shown.
    shown: Chance,
    /// Where it can lead once it was shown.
    out: Vec<usize>,
}

/// What is known before anything was answered.
struct Before<'a> {
    facts: &'a Facts,
    /// The questions so far that can be asked at all: no other has an answer.
    asked: BTreeSet<&'a str>,
}

impl<'a> Before<'a> {
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
        chance(rule, self.facts, &self.asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::Outcome;
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
}
