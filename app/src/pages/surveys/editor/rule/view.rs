//! A rule as a sentence whose parts are controls: what is looked at, how, and for what.

use std::sync::Arc;
use std::time::Duration;

use domain::survey::{Condition, Template, fit, speak};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::browser;
use super::super::control::Choosable;
use super::super::field::{control, icon_button, select};
use super::super::state::{EditorState, Timer};
use super::leaf::{self, Knob};
use super::node::{Mode, Node};
use super::place::RuleAt;
use super::subject::{Subject, subjects};
use crate::api::survey::editor::{Effect as Measured, measure_rule};
use crate::components::icon::Icon;
use crate::components::late::{inset, soon};

/// How long a rule must stay as it is before its effect is asked for.
const QUIET: Duration = Duration::from_millis(700);
/// How deep groups can be put into each other here; what is imported may be deeper.
const DEEPEST: usize = 3;

/// A rule that is there, as it is drawn.
#[derive(Clone, PartialEq)]
struct Drawn {
    lines: Vec<Line>,
    subjects: Arc<Vec<Choosable>>,
    reading: String,
    /// The rule, if it is finished and looks at nothing but the deal.
    of_deals: Option<Condition>,
    shows_amount: bool,
}

/// A line of the sentence.
#[derive(Clone, PartialEq)]
struct Line {
    path: Vec<usize>,
    joint: Joint,
    is: What,
}

#[derive(Clone, PartialEq)]
enum What {
    Leaf {
        subject: String,
        verb: String,
        verbs: Vec<Choosable>,
        knobs: Vec<Knob>,
        /// What is still to be said, if anything.
        missing: Option<&'static str>,
    },
    Group(Mode),
    /// The end of a group: where more is added to it.
    End,
}

/// What stands before a line.
#[derive(Copy, Clone, PartialEq)]
enum Joint {
    /// Nothing: it is the first.
    First,
    /// "and" or "or", to be chosen: it is the second.
    Choose(Mode),
    /// "and" or "or".
    Word(&'static str),
}

/// The rule at a place, to be read and changed.
pub(in super::super) fn rule(state: EditorState, at: RuleAt) -> AnyView {
    let at = StoredValue::new(at);
    let is_there = Memo::new(move |_| at.with_value(|at| state.with(|template| at.read(template).is_some())));
    let body = move || {
        if is_there.get() { inset(before, move || late_rule(state, at)) } else { missing(state, at) }
    };
    let anchor = at.with_value(RuleAt::anchor);
    view! {
        <section class="rule" id=anchor tabindex="-1" aria-label=move || at.with_value(title)>
            {body}
        </section>
    }
    .into_any()
}

/// That there is a rule.
fn before() -> AnyView {
    view! {
        <p class="rule__head" role="status">
            <Icon name="branch" />
            <b>"Rule"</b>
            <span class="faint">"Loading…"</span>
        </p>
    }
    .into_any()
}

/// A rule as controls.
#[inline(never)]
fn late_rule(state: EditorState, at: StoredValue<RuleAt>) -> AnyView {
    let drawn = Memo::new(move |_| {
        at.with_value(|at| {
            state.with(|template| at.read(template).map(|rule| draw(template, state, at, rule)))
        })
    });
    let body = move || drawn.get().map(|drawn| there(state, at, drawn));
    let effect = effect(drawn);
    view! {
        {body}
        {effect}
    }
    .into_any()
}

fn title(at: &RuleAt) -> &'static str {
    match at {
        RuleAt::ShowSection(_) => "Rule of the section",
        RuleAt::ShowQuestion(_) => "Rule of the question",
        RuleAt::Require(_) => "Rule for a required answer",
        RuleAt::Jump(..) => "Rule of the jump",
        RuleAt::Step(..) => "Rule of the step",
    }
}

fn draw(template: &Template, state: EditorState, at: &RuleAt, rule: &Condition) -> Drawn {
    let mut looks_at = Vec::new();
    rule.visit(&mut |one| looks_at.push(one));
    let subjects = Arc::new(subjects(template, at, &looks_at));
    let mut lines = Vec::new();
    if let Node::Group { mode, inner } = Node::root(rule) {
        flatten(template, state, mode, &inner, &[], &mut lines);
    }
    let is_finished = looks_at.iter().all(|one| fit::missing(one).is_none());
    let is_of_deals = is_finished && rule.questions().is_empty() && rule.values().is_empty();
    let shows_amount = looks_at.iter().any(|one| matches!(one, Condition::Amount { .. }));
    Drawn {
        lines,
        subjects,
        reading: format!("{} {}", at.verb(), speak::rule(template, rule)),
        of_deals: is_of_deals.then(|| rule.clone()),
        shows_amount,
    }
}

fn flatten(
    template: &Template,
    state: EditorState,
    mode: Mode,
    inner: &[Node],
    above: &[usize],
    lines: &mut Vec<Line>,
) {
    for (at, node) in inner.iter().enumerate() {
        let path: Vec<usize> = above.iter().copied().chain([at]).collect();
        let joint = match at {
            0 => Joint::First,
            1 => Joint::Choose(mode),
            _ => Joint::Word(mode.joint()),
        };
        match node {
            Node::Leaf { holds, of } => {
                let is = What::Leaf {
                    subject: Subject::of(of).map(|subject| subject.code()).unwrap_or_default(),
                    verb: leaf::verb_code(leaf::verb(template, of), *holds),
                    verbs: leaf::choosable_verbs(template, of),
                    knobs: state.words(|words| leaf::knobs(template, words, of)),
                    missing: fit::missing(of),
                };
                lines.push(Line { path, joint, is });
            }
            Node::Group { mode, inner } => {
                lines.push(Line { path: path.clone(), joint, is: What::Group(*mode) });
                flatten(template, state, *mode, inner, &path, lines);
                lines.push(Line { path, joint: Joint::First, is: What::End });
            }
        }
    }
}

/// The offer to make a rule where there is none.
fn missing(state: EditorState, at: StoredValue<RuleAt>) -> AnyView {
    let (words, offer) = at.with_value(|at| match at {
        RuleAt::ShowSection(_) | RuleAt::ShowQuestion(_) => ("Always shown", "Show it only when…"),
        RuleAt::Require(_) => ("", "Require an answer when…"),
        RuleAt::Jump(..) => ("Always", "Only when…"),
        RuleAt::Step(..) => ("Always", "Only when…"),
    });
    let begin = move |_| soon(move || late_begin(state, at), move |why| state.note(why));
    view! {
        <p class="rule__head">
            <Icon name="branch" />
            {(!words.is_empty()).then(|| view! { <span class="faint">{words}</span> })}
            <button class="button button--quiet button--small" type="button" on:click=begin>
                {offer}
            </button>
        </p>
    }
    .into_any()
}

fn there(state: EditorState, at: StoredValue<RuleAt>, drawn: Drawn) -> AnyView {
    let Drawn { lines, subjects, reading, .. } = drawn;
    let verb = at.with_value(RuleAt::verb);
    let anchor = at.with_value(RuleAt::anchor);
    let lines: Vec<AnyView> =
        lines.into_iter().map(|line| self::line(state, at, line, &subjects, verb)).collect();
    let more = move |_| add(state, at, &[]);
    let group = move |_| add_group(state, at, &[]);
    let drop_rule = move |_| {
        edit(state, at, |_, root| *root = Node::Group { mode: Mode::All, inner: Vec::new() });
        browser::focus_soon(&at.with_value(RuleAt::anchor));
    };
    view! {
        <p class="rule__head">
            <Icon name="branch" />
            <b>"Rule"</b>
            <span class="faint">"Read aloud, it is what will happen"</span>
            <button
                class="button button--quiet button--small push"
                type="button"
                id=format!("drop-{anchor}")
                on:click=drop_rule
            >
                "Delete the rule"
            </button>
        </p>
        <ol class="rule__lines">{lines}</ol>
        <p class="row small">
            <button class="button button--quiet button--small button--flush" type="button" id=format!("more-{anchor}") on:click=more>
                <Icon name="plus" />
                "Condition"
            </button>
            <button class="button button--quiet button--small" type="button" id=format!("group-{anchor}") on:click=group>
                <Icon name="plus" />
                "Group"
            </button>
        </p>
        <p class="rule__reading small muted">{reading}</p>
    }
    .into_any()
}

fn control_id(at: StoredValue<RuleAt>, path: &[usize], name: &str) -> String {
    let path: Vec<String> = path.iter().map(ToString::to_string).collect();
    format!("{}-{}-{name}", at.with_value(RuleAt::anchor), path.join("-"))
}

fn line(
    state: EditorState,
    at: StoredValue<RuleAt>,
    line: Line,
    subjects: &[Choosable],
    verb: &'static str,
) -> AnyView {
    let Line { path, joint, is } = line;
    let depth = path.len().to_string();
    let path = StoredValue::new(path);
    let id = |name: &str| path.with_value(|path| control_id(at, path, name));
    let is_end = is == What::End;
    let before = match joint {
        _ if is_end => ().into_any(),
        Joint::First if path.with_value(Vec::len) == 1 => view! { <span>{verb}</span> }.into_any(),
        Joint::First => ().into_any(),
        Joint::Word(word) => view! { <span>{word}</span> }.into_any(),
        Joint::Choose(mode) => {
            let options = [Choosable::new("and", "and"), Choosable::new("or", "or")];
            let set = Callback::new(move |word: String| {
                let path = path.get_value();
                let above = path[..path.len().saturating_sub(1)].to_vec();
                edit(state, at, move |_, root| join(root, &above, &word));
            });
            select(id("joint"), "And, or or", "rule__part rule__part--verb", &options, mode.joint(), set)
        }
    };
    let body = match is {
        What::Leaf { subject, verb, verbs, knobs, missing } => {
            let parts = leaf_line(state, at, path, (subject, verb, verbs, knobs), subjects);
            let missing = missing.map(|words| {
                view! { <span class="rule__missing"><Icon name="warn" />{words}</span> }
            });
            view! { {parts} {missing} }.into_any()
        }
        What::Group(mode) => {
            let options = Mode::ALL.map(|mode| Choosable::new(mode.code(), mode.label()));
            let set = Callback::new(move |code: String| {
                let path = path.get_value();
                edit(state, at, move |_, root| {
                    if let (Some(Node::Group { mode, .. }), Some(new)) =
                        (root.at_mut(&path), Mode::from_code(&code))
                    {
                        *mode = new;
                    }
                });
            });
            let parts = select(
                id("mode"),
                "How many must hold",
                "rule__part rule__part--verb",
                &options,
                mode.code(),
                set,
            );
            view! { {parts} {take_away(state, at, path, "Delete the group")} }.into_any()
        }
        What::End => {
            let add_here = move |_| add(state, at, &path.get_value());
            let can_nest = path.with_value(Vec::len) < DEEPEST;
            let nest = can_nest.then(|| {
                view! {
                    <button
                        class="button button--quiet button--small"
                        type="button"
                        id=id("nest")
                        on:click=move |_| add_group(state, at, &path.get_value())
                    >
                        "Group"
                    </button>
                }
            });
            view! {
                <button class="button button--quiet button--small button--flush" type="button" id=id("add") on:click=add_here>
                    <Icon name="plus" />
                    "Condition in the group"
                </button>
                {nest}
            }
            .into_any()
        }
    };
    view! { <li class="rule__line" data-depth=depth>{before} {body}</li> }.into_any()
}

type Leaf = (String, String, Vec<Choosable>, Vec<Knob>);

fn leaf_line(
    state: EditorState,
    at: StoredValue<RuleAt>,
    path: StoredValue<Vec<usize>>,
    (subject, verb, verbs, knobs): Leaf,
    subjects: &[Choosable],
) -> AnyView {
    let id = |name: &str| path.with_value(|path| control_id(at, path, name));
    let to_subject = Callback::new(move |code: String| {
        let path = path.get_value();
        edit(state, at, move |template, root| {
            if let (Some(Node::Leaf { of, .. }), Some(subject)) =
                (root.at_mut(&path), Subject::from_code(&code))
            {
                *of = leaf::blank(template, &subject);
            }
        });
    });
    let to_verb = Callback::new(move |code: String| {
        let path = path.get_value();
        edit(state, at, move |template, root| {
            if let Some(Node::Leaf { holds, of }) = root.at_mut(&path)
                && let Some((must, new)) = leaf::with_verb(template, of, &code)
            {
                (*holds, *of) = (must, new);
            }
        });
    });
    let knob = |Knob { name, label, before, control: shown }: Knob| {
        let set = Callback::new(move |text: String| {
            let path = path.get_value();
            edit(state, at, move |_, root| {
                if let Some(Node::Leaf { of, .. }) = root.at_mut(&path) {
                    *of = leaf::turn(of, name, &text);
                }
            });
        });
        let control = control(id(name), label, shown, set);
        view! { <span class="rule__object">{before} {control}</span> }.into_any()
    };
    let knobs: Vec<AnyView> = knobs.into_iter().map(knob).collect();
    view! {
        {select(id("subject"), "What is looked at", "rule__part", subjects, &subject, to_subject)}
        {select(id("verb"), "How", "rule__part rule__part--verb", &verbs, &verb, to_verb)}
        {knobs}
        {take_away(state, at, path, "Delete the condition")}
    }
    .into_any()
}

fn take_away(
    state: EditorState,
    at: StoredValue<RuleAt>,
    path: StoredValue<Vec<usize>>,
    label: &'static str,
) -> AnyView {
    let id = path.with_value(|path| control_id(at, path, "delete"));
    icon_button(id, label.to_owned(), "x", move || {
        let path = path.get_value();
        let here = path.clone();
        edit(state, at, move |_, root| root.remove(&here));
        let before = path.last().map_or(0, |last| last.saturating_sub(1));
        let next: Vec<usize> = path[..path.len().saturating_sub(1)].iter().copied().chain([before]).collect();
        let is_left = at.with_value(|at| state.with_untracked(|template| at.read(template).is_some()));
        browser::focus_soon(&if is_left {
            control_id(at, &next, "subject")
        } else {
            at.with_value(RuleAt::anchor)
        });
    })
}

/// "and" or "or" between the parts of a group.
fn join(root: &mut Node, path: &[usize], word: &str) {
    if let Some(Node::Group { mode, .. }) = root.at_mut(path) {
        *mode = match (*mode, word) {
            (Mode::All | Mode::Any, "or") => Mode::Any,
            (Mode::All | Mode::Any, _) => Mode::All,
            (Mode::None | Mode::NotAll, "or") => Mode::None,
            (Mode::None | Mode::NotAll, _) => Mode::NotAll,
        };
    }
}

fn edit(state: EditorState, at: StoredValue<RuleAt>, change: impl FnOnce(&Template, &mut Node)) {
    let edit = at.with_value(|at| {
        state.with_untracked(|template| {
            let mut root = match at.read(template) {
                Some(rule) => Node::root(rule),
                None => Node::Group { mode: Mode::All, inner: Vec::new() },
            };
            change(template, &mut root);
            at.write(template, root.rule())
        })
    });
    if let Some(edit) = edit {
        browser::keep_focus();
        state.try_apply(edit);
    }
}

fn add(state: EditorState, at: StoredValue<RuleAt>, path: &[usize]) {
    let mut new = path.to_vec();
    edit(state, at, |template, root| {
        let of = at.with_value(|at| leaf::next(template, at, &[&*root]));
        root.push(path, Node::Leaf { holds: true, of });
        if let Some(Node::Group { inner, .. }) = root.at_mut(path) {
            new.push(inner.len().saturating_sub(1));
        }
    });
    browser::focus_soon(&control_id(at, &new, "subject"));
}

#[inline(never)]
fn late_begin(state: EditorState, at: StoredValue<RuleAt>) {
    add(state, at, &[]);
}

fn add_group(state: EditorState, at: StoredValue<RuleAt>, path: &[usize]) {
    edit(state, at, |template, root| {
        let leaf = |so_far: &[&Node]| Node::Leaf {
            holds: true,
            of: at.with_value(|at| leaf::next(template, at, so_far)),
        };
        let first = leaf(&[&*root]);
        let second = leaf(&[&*root, &first]);
        root.push(path, Node::Group { mode: Mode::Any, inner: vec![first, second] });
    });
}

/// For how many of the deals that closed lately a rule about deals would have held.
fn effect(drawn: Memo<Option<Drawn>>) -> AnyView {
    let found = RwSignal::new(None::<Measured>);
    let wait = Timer::new();
    let of_deals =
        Memo::new(move |_| drawn.with(|drawn| drawn.as_ref().and_then(|drawn| drawn.of_deals.clone())));
    Effect::new(move |_| {
        found.set(None);
        if let Some(rule) = of_deals.get() {
            wait.start(QUIET, move || {
                spawn_local(async move {
                    // Without an answer nothing is said: it is a hint and no more.
                    if let Ok(measured) = measure_rule(rule).await {
                        found.try_set(Some(measured));
                    }
                });
            });
        }
    });
    let words = move || {
        let measured = found.get().filter(|found| found.of > 0)?;
        let amount = drawn.with(|drawn| drawn.as_ref().is_some_and(|drawn| drawn.shows_amount));
        let never = if amount { " Buyers never see the amount." } else { "" };
        let text =
            format!("Would have held for {} of the last {} deals.{never}", measured.holds, measured.of);
        Some(view! { <p class="small faint">{text}</p> })
    };
    view! { {words} }.into_any()
}
