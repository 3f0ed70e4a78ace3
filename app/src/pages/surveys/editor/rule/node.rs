//! A rule as the editor handles it: groups and what is in them, each with a path.
//!
//! Conditions have a negation that can stand anywhere; here it belongs to what it negates, as people say it. A rule
//! survives the way here and back: what it means never changes.

use domain::survey::Condition;

use super::subject::Subject;

/// A part of a rule.
#[derive(Clone, PartialEq, Debug)]
pub enum Node {
    /// Several parts.
    Group {
        /// How many of them must hold.
        mode: Mode,
        /// The parts.
        inner: Vec<Node>,
    },
    /// One condition.
    Leaf {
        /// Whether it must hold, or must not.
        holds: bool,
        /// The condition; never a group or a negation.
        of: Condition,
    },
}

/// How many of a group must hold.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Mode {
    /// All of them.
    All,
    /// One at least.
    Any,
    /// None of them.
    None,
    /// Not all of them.
    NotAll,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::All, Self::Any, Self::None, Self::NotAll];

    /// Its name in code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
            Self::None => "none",
            Self::NotAll => "not_all",
        }
    }

    /// Reads [`Mode::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Before what is in the group.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::All => "all of these",
            Self::Any => "any of these",
            Self::None => "none of these",
            Self::NotAll => "not all of these",
        }
    }

    /// Between what is in the group.
    #[must_use]
    pub const fn joint(self) -> &'static str {
        match self {
            Self::All | Self::NotAll => "and",
            Self::Any | Self::None => "or",
        }
    }

    const fn negated(self) -> Self {
        match self {
            Self::All => Self::NotAll,
            Self::Any => Self::None,
            Self::None => Self::Any,
            Self::NotAll => Self::All,
        }
    }
}

impl Node {
    /// A rule to be edited; its root is a group of which all or any must hold.
    #[must_use]
    pub fn root(condition: &Condition) -> Self {
        match Self::of(condition, true) {
            root @ Self::Group { mode: Mode::All | Mode::Any, .. } => root,
            other => Self::Group { mode: Mode::All, inner: vec![other] },
        }
    }

    fn of(condition: &Condition, holds: bool) -> Self {
        let group = |mode: Mode, inner: &[Condition]| Self::Group {
            mode: if holds { mode } else { mode.negated() },
            inner: inner.iter().map(|one| Self::of(one, true)).collect(),
        };
        match condition {
            Condition::Not(inner) => Self::of(inner, !holds),
            Condition::All(inner) => group(Mode::All, inner),
            Condition::Any(inner) => group(Mode::Any, inner),
            leaf => Self::Leaf { holds, of: leaf.clone() },
        }
    }

    /// The rule of a root; none when nothing is in it.
    #[must_use]
    pub fn rule(&self) -> Option<Condition> {
        match self {
            Self::Group { inner, .. } if inner.is_empty() => None,
            Self::Group { mode: Mode::All | Mode::Any, inner } if inner.len() == 1 => {
                Some(inner[0].condition())
            }
            whole => Some(whole.condition()),
        }
    }

    fn condition(&self) -> Condition {
        match self {
            Self::Leaf { holds: true, of } => of.clone(),
            Self::Leaf { holds: false, of } => Condition::Not(Box::new(of.clone())),
            Self::Group { mode, inner } => {
                let inner: Vec<Condition> = inner.iter().map(Self::condition).collect();
                match mode {
                    Mode::All => Condition::All(inner),
                    Mode::Any => Condition::Any(inner),
                    Mode::None => Condition::Not(Box::new(Condition::Any(inner))),
                    Mode::NotAll => Condition::Not(Box::new(Condition::All(inner))),
                }
            }
        }
    }

    /// What its conditions look at.
    #[must_use]
    pub fn subjects(&self) -> Vec<Subject> {
        match self {
            Self::Group { inner, .. } => inner.iter().flat_map(Self::subjects).collect(),
            Self::Leaf { of, .. } => Subject::of(of).into_iter().collect(),
        }
    }

    /// The part at a path, to be changed.
    pub fn at_mut(&mut self, path: &[usize]) -> Option<&mut Self> {
        match path.split_first() {
            None => Some(self),
            Some((first, rest)) => match self {
                Self::Group { inner, .. } => inner.get_mut(*first)?.at_mut(rest),
                Self::Leaf { .. } => None,
            },
        }
    }

    /// Takes the part at a path away, and groups that become empty with it.
    pub fn remove(&mut self, path: &[usize]) {
        let Some((last, above)) = path.split_last() else { return };
        if let Some(Self::Group { inner, .. }) = self.at_mut(above)
            && *last < inner.len()
        {
            inner.remove(*last);
            if inner.is_empty() {
                self.remove(above);
            }
        }
    }

    /// Puts a part at the end of the group at a path.
    pub fn push(&mut self, path: &[usize], node: Self) {
        if let Some(Self::Group { inner, .. }) = self.at_mut(path) {
            inner.push(node);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(key: &str) -> Condition {
        Condition::Answered(key.to_owned())
    }

    fn not(condition: Condition) -> Condition {
        Condition::Not(Box::new(condition))
    }

    #[test]
    fn a_rule_survives_the_editor() {
        let all = Condition::All(vec![answered("a"), not(answered("b"))]);
        let any = Condition::Any(vec![all.clone(), not(Condition::Any(vec![answered("c")]))]);
        for rule in [answered("a"), not(answered("a")), all.clone(), any, not(all)] {
            assert_eq!(Node::root(&rule).rule(), Some(rule));
        }
        assert_eq!(Node::root(&not(not(answered("a")))).rule(), Some(answered("a")));
    }

    #[test]
    fn parts_come_and_go_by_path() {
        let rule = Condition::All(vec![answered("a"), Condition::Any(vec![answered("b")])]);
        let mut root = Node::root(&rule);
        root.push(&[1], Node::Leaf { holds: false, of: answered("c") });
        let more =
            Condition::All(vec![answered("a"), Condition::Any(vec![answered("b"), not(answered("c"))])]);
        assert_eq!(root.rule(), Some(more));
        root.remove(&[1, 0]);
        root.remove(&[1, 0]);
        assert_eq!(root.rule(), Some(answered("a")), "an empty group goes with its last part");
        root.remove(&[0]);
        assert_eq!(root.rule(), None);
        root.remove(&[7, 7]);
        assert_eq!(root.at_mut(&[0]), None);
    }
}
