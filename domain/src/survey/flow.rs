//! A survey as a picture: sections in rows, the ways between them, and what is said on each way.
//!
//! Everything is in whole rows, columns and lanes, so that a view only multiplies. Sections whose rules exclude each
//! other stand side by side. Before sections with rules there is a point where ways part; a way that leads past
//! something, or jumps, runs in a lane of its own beside the rows.

use super::named;
use super::reach::{Reach, Verdict, Way};
use super::speak;
use super::template::{Jump, Target, Template};

/// Most sections that stand side by side.
const WIDEST: usize = 4;

/// The picture.
#[derive(Clone, Eq, PartialEq, Default, Debug)]
pub struct Flow {
    /// What is drawn, from the start to the end.
    pub nodes: Vec<Node>,
    /// The ways between.
    pub edges: Vec<Edge>,
    /// How many rows there are.
    pub rows: usize,
    /// How many columns the widest row has.
    pub columns: usize,
    /// How many lanes run beside them.
    pub lanes: usize,
}

/// One thing in the picture.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Node {
    /// What it is.
    pub is: Stop,
    /// Its row, from 0.
    pub row: usize,
    /// Its column, from 0.
    pub column: usize,
    /// Whether any buyer comes here.
    pub is_reachable: bool,
}

/// What stands at a place of the picture.
#[derive(Clone, Eq, PartialEq, Debug)]
pub enum Stop {
    /// The first page.
    Start,
    /// A section.
    Section {
        /// Its key.
        key: String,
        /// Its heading.
        title: String,
        /// How many questions it has.
        questions: usize,
        /// How many of them a rule shows or leaves out.
        ruled: usize,
    },
    /// A point where ways part.
    Fork,
    /// The review: nothing more is asked.
    End,
}

/// A way from one thing to another.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Edge {
    /// From which node.
    pub from: usize,
    /// To which node.
    pub to: usize,
    /// When it is taken, in words; empty when always.
    pub words: String,
    /// Whether it is a jump.
    pub is_jump: bool,
    /// The lane in which it runs; absent when it leads straight into the next row.
    pub lane: Option<usize>,
}

/// What a way says that is taken when no other is.
pub const OTHERWISE: &str = "otherwise";

/// Draws a survey.
#[must_use]
pub fn flow(template: &Template) -> Flow {
    let reach = Reach::of(template);
    let mut drawing = Drawing { template, flow: Flow::default(), open: Vec::new(), at: Vec::new() };
    let start = drawing.node(Stop::Start, 0, true);
    drawing.open.push((start, String::new()));
    let mut ways = reach.sections.as_slice();
    while !ways.is_empty() {
        let (group, rest) = ways.split_at(side_by_side(&reach, ways));
        drawing.group(&reach, group);
        ways = rest;
    }
    let end = drawing.node(Stop::End, 0, true);
    drawing.close(end);
    drawing.jumps(end);
    drawing.flow.rows = drawing.row();
    drawing.reachable();
    drawing.lanes();
    drawing.flow
}

/// How many of the next sections exclude each other by their rules, and do not jump to each other; one at least.
fn side_by_side(reach: &Reach<'_>, ways: &[Way<'_>]) -> usize {
    let fits = |at: usize| {
        let section = ways[at].section;
        let Some(own) = &section.show_if else { return false };
        ways[..at].iter().map(|way| way.section).all(|other| {
            let leads_here = |jump: &Jump| matches!(&jump.to, Target::Section(key) if *key == section.key);
            let excludes = other.show_if.as_ref().is_some_and(|rule| reach.exclude_each_other(rule, own));
            excludes && !other.jumps.iter().any(leads_here)
        })
    };
    let most = ways.len().min(WIDEST);
    (1..most).find(|at| !fits(*at)).unwrap_or(most)
}

struct Drawing<'a> {
    template: &'a Template,
    flow: Flow,
    /// Ways that lead to whatever comes next, and what they say.
    open: Vec<(usize, String)>,
    /// The node of each section.
    at: Vec<usize>,
}

impl Drawing<'_> {
    /// The next free row.
    fn row(&self) -> usize {
        self.flow.nodes.last().map_or(0, |node| node.row + 1)
    }

    /// Adds a node: a new row, or a further column of the last one.
    fn node(&mut self, is: Stop, column: usize, is_reachable: bool) -> usize {
        let row = if column == 0 { self.row() } else { self.row() - 1 };
        self.flow.columns = self.flow.columns.max(column + 1);
        self.flow.nodes.push(Node { is, row, column, is_reachable });
        self.flow.nodes.len() - 1
    }

    fn edge(&mut self, from: usize, to: usize, words: String, is_jump: bool) {
        self.flow.edges.push(Edge { from, to, words, is_jump, lane: None });
    }

    /// Leads every open way to a node.
    fn close(&mut self, to: usize) {
        for (from, words) in std::mem::take(&mut self.open) {
            self.edge(from, to, words, false);
        }
    }

    /// Draws one section, or several side by side.
    fn group(&mut self, reach: &Reach<'_>, group: &[Way<'_>]) {
        let rules: Vec<_> = group.iter().filter_map(|way| way.section.show_if.as_ref()).collect();
        let fork = (!rules.is_empty()).then(|| self.node(Stop::Fork, 0, false));
        if let Some(fork) = fork {
            self.close(fork);
        }
        let mut next = Vec::new();
        for (column, way) in group.iter().enumerate() {
            let section = way.section;
            let asked = || section.questions.iter().filter(|question| question.takes_answer());
            let is = Stop::Section {
                key: section.key.clone(),
                title: named::words(self.template, &section.title, "Without a title"),
                questions: asked().count(),
                ruled: asked().filter(|question| question.show_if.is_some()).count(),
            };
            let node = self.node(is, column, way.verdict == Verdict::Shown);
            self.at.push(node);
            match (fork, &section.show_if) {
                (Some(fork), Some(rule)) => {
                    self.edge(fork, node, speak::rule(self.template, rule), false);
                }
                _ => self.close(node),
            }
            if section.jumps.iter().all(|jump| jump.when.is_some()) {
                let words = if section.jumps.is_empty() { "" } else { OTHERWISE };
                next.push((node, words.to_owned()));
            }
        }
        if let Some(fork) = fork
            && reach.can_all_fail(&rules)
        {
            next.push((fork, OTHERWISE.to_owned()));
        }
        self.open = next;
    }

    /// Draws the jumps, now that every section has its node.
    fn jumps(&mut self, end: usize) {
        let template = self.template;
        for (place, section) in template.sections.iter().enumerate() {
            let is_alone = section.jumps.first().is_some_and(|jump| jump.when.is_none());
            for jump in &section.jumps {
                let to = match &jump.to {
                    Target::End => Some(end),
                    Target::Section(key) => template
                        .sections
                        .iter()
                        .position(|one| one.key == *key)
                        .filter(|to| *to > place)
                        .map(|to| self.at[to]),
                };
                let Some(to) = to else { continue };
                let words = match &jump.when {
                    Some(when) => speak::rule(template, when),
                    None if is_alone => String::new(),
                    None => OTHERWISE.to_owned(),
                };
                self.edge(self.at[place], to, words, true);
                if jump.when.is_none() {
                    break;
                }
            }
        }
    }

    /// Forks and the end are reached when something leads there.
    fn reachable(&mut self) {
        for at in 1..self.flow.nodes.len() {
            if !matches!(self.flow.nodes[at].is, Stop::Section { .. }) {
                let mut into = self.flow.edges.iter().filter(|edge| edge.to == at);
                let is_reachable = into.any(|edge| self.flow.nodes[edge.from].is_reachable);
                self.flow.nodes[at].is_reachable = is_reachable;
            }
        }
    }

    /// Gives every way that is not straight the innermost lane that is free along it, its ends included, the shortest
    /// first: one that began where another ends would look like its continuation.
    fn lanes(&mut self) {
        let Flow { nodes, edges, lanes, .. } = &mut self.flow;
        let mut long: Vec<(usize, usize, usize)> = edges
            .iter()
            .enumerate()
            .map(|(at, edge)| (nodes[edge.from].row, nodes[edge.to].row, at))
            .filter(|(from, to, at)| from + 1 < *to || edges[*at].is_jump)
            .collect();
        long.sort_by_key(|(from, to, at)| (to - from, *from, *at));
        // The rows that are taken in each lane.
        let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
        for (from, to, at) in long {
            let is_free =
                |lane: &Vec<(usize, usize)>| lane.iter().all(|(start, end)| to < *start || *end < from);
            let lane = taken.iter().position(is_free).unwrap_or_else(|| {
                taken.push(Vec::new());
                taken.len() - 1
            });
            taken[lane].push((from, to));
            edges[at].lane = Some(lane);
        }
        *lanes = taken.len();
    }
}

#[cfg(test)]
mod tests;
