//! Where rules stand: whose they are, what they can look at, and the edit that changes one.

use domain::survey::calculation::Calculation;
use domain::survey::edit::Edit;
use domain::survey::finding::{Place, RuleOf};
use domain::survey::{Condition, Question, Section, Template};

/// Where a rule stands.
#[derive(Clone, Eq, PartialEq, Debug)]
pub enum RuleAt {
    /// It shows a section.
    ShowSection(String),
    /// It shows a question.
    ShowQuestion(String),
    /// It requires the answer to a question.
    Require(String),
    /// It takes a jump, by its place among those of a section.
    Jump(String, usize),
    /// It takes a step of a value.
    Step(String, usize),
}

impl RuleAt {
    /// The place that problems name.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Self::ShowSection(key) => Place::Rule { of: RuleOf::Section(key.clone()) },
            Self::ShowQuestion(key) => Place::Rule { of: RuleOf::Question(key.clone()) },
            Self::Require(key) => Place::Rule { of: RuleOf::Required(key.clone()) },
            Self::Jump(section, at) => Place::Jump { section: section.clone(), at: *at },
            Self::Step(key, _) => Place::Calculation { calculation: key.clone() },
        }
    }

    /// The id of the rule in the page.
    #[must_use]
    pub fn anchor(&self) -> String {
        match self {
            Self::Step(_, at) => format!("{}-{at}", self.place().anchor()),
            Self::ShowSection(_) | Self::ShowQuestion(_) | Self::Require(_) | Self::Jump(..) => {
                self.place().anchor()
            }
        }
    }

    /// What happens when it holds, before "when".
    #[must_use]
    pub const fn verb(&self) -> &'static str {
        match self {
            Self::ShowSection(_) => "Show this section when",
            Self::ShowQuestion(_) => "Show this question when",
            Self::Require(_) => "Require an answer when",
            Self::Jump(..) => "when",
            Self::Step(..) => "when",
        }
    }

    /// The rule there.
    #[must_use]
    pub fn read<'a>(&self, template: &'a Template) -> Option<&'a Condition> {
        match self {
            Self::ShowSection(key) => template.section(key)?.show_if.as_ref(),
            Self::ShowQuestion(key) => template.question(key)?.show_if.as_ref(),
            Self::Require(key) => template.question(key)?.require_if.as_ref(),
            Self::Jump(section, at) => template.section(section)?.jumps.get(*at)?.when.as_ref(),
            Self::Step(key, at) => value(template, key)?.steps.get(*at)?.when.as_ref(),
        }
    }

    /// The edit that puts another rule there, or none.
    #[must_use]
    pub fn write(&self, template: &Template, rule: Option<Condition>) -> Option<Edit> {
        match self {
            Self::ShowSection(key) => {
                let mut head = template.section(key)?.head();
                head.show_if = rule;
                Some(Edit::ReplaceSectionHead { section: key.clone(), head: Box::new(head) })
            }
            Self::ShowQuestion(key) => {
                let with = Question { show_if: rule, ..template.question(key)?.clone() };
                Some(Edit::ReplaceQuestion { question: key.clone(), with: Box::new(with) })
            }
            Self::Require(key) => {
                let with = Question { require_if: rule, ..template.question(key)?.clone() };
                Some(Edit::ReplaceQuestion { question: key.clone(), with: Box::new(with) })
            }
            Self::Jump(section, at) => {
                let mut head = template.section(section)?.head();
                head.jumps.get_mut(*at)?.when = rule;
                Some(Edit::ReplaceSectionHead { section: section.clone(), head: Box::new(head) })
            }
            Self::Step(key, at) => {
                let mut values = template.calculations.clone();
                values.iter_mut().find(|one| one.key == *key)?.steps.get_mut(*at)?.when = rule;
                Some(Edit::ReplaceCalculations(values))
            }
        }
    }

    /// The questions that are asked before it is looked at.
    #[must_use]
    pub fn earlier<'a>(&self, template: &'a Template) -> Vec<&'a Question> {
        let before_section = |key: &str| {
            let before = template.sections.iter().take_while(|one| one.key != key);
            before.flat_map(|section| &section.questions).collect()
        };
        match self {
            Self::ShowSection(key) => before_section(key),
            Self::ShowQuestion(key) | Self::Require(key) => {
                template.questions().take_while(|one| one.key != *key).collect()
            }
            Self::Jump(key, _) => {
                let mut found: Vec<&Question> = before_section(key);
                found.extend(
                    template.section(key).iter().flat_map(|section: &&'a Section| &section.questions),
                );
                found
            }
            Self::Step(..) => template.questions().collect(),
        }
    }

    /// The values that it can look at.
    #[must_use]
    pub fn earlier_values<'a>(&self, template: &'a Template) -> &'a [Calculation] {
        let all = template.calculations.as_slice();
        match self {
            Self::Step(key, _) => {
                let own = all.iter().position(|one| one.key == *key).unwrap_or(all.len());
                &all[..own]
            }
            Self::ShowSection(_) | Self::ShowQuestion(_) | Self::Require(_) | Self::Jump(..) => all,
        }
    }
}

fn value<'a>(template: &'a Template, key: &str) -> Option<&'a Calculation> {
    template.calculations.iter().find(|one| one.key == key)
}

#[cfg(test)]
mod tests {
    use domain::survey::edit::apply;
    use domain::survey::starter;
    use domain::survey::template::{Jump, Target};

    use super::*;

    #[test]
    fn a_rule_is_read_where_it_was_written() {
        let mut template = starter::win_loss();
        template.sections[0].jumps.push(Jump { when: None, to: Target::End });
        let places = [
            RuleAt::ShowSection("experience".to_owned()),
            RuleAt::ShowQuestion("story".to_owned()),
            RuleAt::Require("story".to_owned()),
            RuleAt::Jump("decision".to_owned(), 0),
        ];
        let rule = Condition::Answered("clarity".to_owned());
        for place in places {
            let edit = place.write(&template, Some(rule.clone())).expect("the place is there");
            apply(&mut template, edit).expect("nobody minds");
            assert_eq!(place.read(&template), Some(&rule), "{place:?}");
            let edit = place.write(&template, None).expect("the place is there");
            apply(&mut template, edit).expect("nobody minds");
            assert_eq!(place.read(&template), None, "{place:?}");
        }
    }

    #[test]
    fn a_rule_looks_only_at_what_was_asked_before() {
        let template = starter::win_loss();
        let keys = |at: RuleAt| at.earlier(&template).iter().map(|one| one.key.clone()).collect::<Vec<_>>();
        assert_eq!(keys(RuleAt::ShowSection("reasons".to_owned())), ["clarity", "overall"]);
        assert_eq!(keys(RuleAt::ShowQuestion("overall".to_owned())), ["clarity"]);
        assert_eq!(keys(RuleAt::Jump("decision".to_owned(), 0)), ["clarity", "overall"]);
    }
}
