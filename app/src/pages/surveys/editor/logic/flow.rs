//! The flow as a picture whose sections lead to their place, and as a list that says the same.

use domain::survey::finding::Place;
use domain::survey::flow::{Edge, Flow, Node, OTHERWISE, Stop, flow as drawn};
use leptos::ev;
use leptos::prelude::*;

use super::super::state::EditorState;

/// Sizes of the picture, in pixels.
const COLUMN: usize = 232;
const ROW: usize = 92;
const WIDTH: usize = 208;
const HEIGHT: usize = 52;
const MARGIN: usize = 16;
const LANE: usize = 16;
const APART: usize = 5;
/// Room for words beside the lanes.
const WORDS: usize = 264;
/// As many letters as stand beside a way before the next column begins, and how wide one is; the list has them all.
const LETTERS: usize = 34;
const LETTER: usize = 7;

/// The picture and the list.
pub(super) fn flow(state: EditorState) -> AnyView {
    let flow = Memo::new(move |_| state.with(drawn));
    let picture = move || flow.with(|flow| picture(state, flow));
    let list = move || flow.with(|flow| list(state, flow));
    view! {
        <section class="section section--bare" aria-labelledby="flow-title">
            <h2 class="section__title" id="flow-title">
                "Flow"
            </h2>
            <p class="section__sub section__title--gap">"From the first page to the end; choose a section to edit it."</p>
            <div class="flow" tabindex="0" role="region" aria-label="Picture of the flow">
                {picture}
            </div>
            <details class="fold flow__other">
                <summary>"The same as a list"</summary>
                {list}
            </details>
        </section>
    }
    .into_any()
}

/// A place in the picture: the left upper corner, and the middle.
#[derive(Copy, Clone)]
struct Spot {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

impl Spot {
    fn of(node: &Node) -> Self {
        let (x, y) = (MARGIN + node.column * COLUMN, MARGIN + node.row * ROW);
        match node.is {
            Stop::Section { .. } => Self { x, y, width: WIDTH, height: HEIGHT },
            Stop::Start | Stop::End => Self { x: x + 48, y: y + 8, width: WIDTH - 96, height: HEIGHT - 16 },
            Stop::Fork => Self { x: x + WIDTH / 2 - 10, y: y + HEIGHT / 2 - 10, width: 20, height: 20 },
        }
    }

    const fn middle(self) -> (usize, usize) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }

    /// Where a way enters from the side, and where one leaves to it: one above the other, so that neither hides the
    /// other.
    fn sides(self, node: &Node) -> [(usize, usize); 2] {
        let (right, (_, y)) = (self.x + self.width, self.middle());
        match node.is {
            Stop::Section { .. } => [(right, y - APART), (right, y + APART)],
            // The tip of a fork is as far back as it is up or down.
            Stop::Fork => [(right - APART, y - APART), (right - APART, y + APART)],
            Stop::Start | Stop::End => [(right, y), (right, y)],
        }
    }
}

fn picture(state: EditorState, flow: &Flow) -> AnyView {
    // The words of a way begin in the middle of its column and run on beyond its boxes.
    let lanes_at = MARGIN + flow.columns.max(1) * COLUMN + WIDTH / 2;
    let width = lanes_at + flow.lanes * LANE + if flow.lanes > 0 { WORDS } else { MARGIN };
    let height = MARGIN * 2 + flow.rows.max(1) * ROW - (ROW - HEIGHT);
    // Words beside a lane stand at its beginning, one under the other.
    let mut beside: Vec<usize> = vec![0; flow.nodes.len()];
    let edges: Vec<AnyView> = flow.edges.iter().map(|edge| way(flow, edge, lanes_at, &mut beside)).collect();
    let nodes: Vec<AnyView> = flow.nodes.iter().map(|node| stop(state, node)).collect();
    view! {
        <svg
            class="flow__picture"
            width=width.to_string()
            height=height.to_string()
            viewBox=format!("0 0 {width} {height}")
            role="group"
            aria-label="Flow"
        >
            <defs>
                <marker id="flow-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                    <path class="flow__tip" d="M0 0.5 7.5 4 0 7.5z"></path>
                </marker>
            </defs>
            {edges}
            {nodes}
        </svg>
    }
    .into_any()
}

fn way(flow: &Flow, edge: &Edge, lanes_at: usize, beside: &mut [usize]) -> AnyView {
    let (Some(from), Some(to)) = (flow.nodes.get(edge.from), flow.nodes.get(edge.to)) else {
        return ().into_any();
    };
    let is_last_in_row = flow.nodes.iter().all(|one| one.row != to.row || one.column <= to.column);
    let ([_, leaves], [enters, _]) = (Spot::of(from).sides(from), Spot::of(to).sides(to));
    let (from, to) = (Spot::of(from), Spot::of(to));
    let class = if edge.is_jump { "flow__way flow__way--jump" } else { "flow__way" };
    let (path, x, y, letters) = match edge.lane {
        None => {
            let ((x1, _), (x2, _)) = (from.middle(), to.middle());
            let (y1, y2) = (from.y + from.height, to.y);
            let turn = y1 + (y2.saturating_sub(y1)) / 3;
            let room = if is_last_in_row { (lanes_at - LANE).saturating_sub(x2) / LETTER } else { LETTERS };
            let path = format!("M{x1} {y1}V{turn}H{x2}V{y2}");
            (path, x2 + 8, y2.saturating_sub(8), room.max(LETTERS))
        }
        Some(lane) => {
            let ((x1, y1), (x2, y2)) = (leaves, enters);
            let x = lanes_at + lane * LANE;
            let number = beside.get_mut(edge.from);
            let line = number.map_or(0, |number| {
                *number += 1;
                *number - 1
            });
            let path = format!("M{x1} {y1}H{x}V{y2}H{x2}");
            if line == 0 && edge.words == OTHERWISE {
                // Short enough to stand where it leaves.
                (path, x1 + 16, y1 + 15, LETTERS)
            } else {
                (path, lanes_at + flow.lanes * LANE + 4, y1 + 4 + line * 15, LETTERS)
            }
        }
    };
    let words = (!edge.words.is_empty()).then(|| {
        view! {
            <text class="flow__words" x=x.to_string() y=y.to_string()>
                <title>{edge.words.clone()}</title>
                {shorter(&edge.words, letters)}
            </text>
        }
    });
    view! {
        <path class=class d=path marker-end="url(#flow-arrow)"></path>
        {words}
    }
    .into_any()
}

fn stop(state: EditorState, node: &Node) -> AnyView {
    let spot = Spot::of(node);
    let (x, y) = spot.middle();
    let class = if node.is_reachable { "flow__stop" } else { "flow__stop flow__stop--lost" };
    match &node.is {
        Stop::Fork => {
            let path = format!("M{x} {}L{} {y}L{x} {}L{} {y}z", y - 10, x + 10, y + 10, x - 10);
            view! { <path class=class d=path></path> }.into_any()
        }
        Stop::Start | Stop::End => {
            let words = if node.is == Stop::Start { "Start" } else { "End" };
            view! {
                <rect
                    class=class
                    x=spot.x.to_string()
                    y=spot.y.to_string()
                    width=spot.width.to_string()
                    height=spot.height.to_string()
                    rx="18"
                ></rect>
                <text class="flow__title" x=x.to_string() y=(y + 5).to_string() text-anchor="middle">
                    {words}
                </text>
            }
            .into_any()
        }
        Stop::Section { key, title, questions, ruled } => {
            let place = Place::section(key);
            let questions =
                if *questions == 1 { "1 question".to_owned() } else { format!("{questions} questions") };
            let questions = if *ruled == 0 { questions } else { format!("{questions}, {ruled} with a rule") };
            let lost = if node.is_reachable { "" } else { ", never reached" };
            let by_key = {
                let place = place.clone();
                move |event: ev::KeyboardEvent| {
                    if matches!(event.key().as_str(), "Enter" | " ") {
                        event.prevent_default();
                        state.go(place.clone());
                    }
                }
            };
            view! {
                <g
                    class="flow__section"
                    role="button"
                    tabindex="0"
                    on:click=move |_| state.go(place.clone())
                    on:keydown=by_key
                >
                    <rect
                        class=class
                        x=spot.x.to_string()
                        y=spot.y.to_string()
                        width=spot.width.to_string()
                        height=spot.height.to_string()
                        rx="8"
                    ></rect>
                    <text class="flow__title" x=(spot.x + 12).to_string() y=(spot.y + 22).to_string()>
                        {shorter(title, 28)}
                    </text>
                    <text class="flow__words" x=(spot.x + 12).to_string() y=(spot.y + 40).to_string()>
                        {format!("{questions}{lost}")}
                    </text>
                </g>
            }
            .into_any()
        }
    }
}

fn list(state: EditorState, flow: &Flow) -> AnyView {
    let name = |at: usize| match flow.nodes.get(at).map(|node| &node.is) {
        Some(Stop::Start) => "the start".to_owned(),
        Some(Stop::Section { title, .. }) => format!("“{title}”"),
        Some(Stop::Fork) => "where ways part".to_owned(),
        Some(Stop::End) | None => "the end".to_owned(),
    };
    let row = |(at, node): (usize, &Node)| {
        let ways: Vec<AnyView> = flow
            .edges
            .iter()
            .filter(|edge| edge.from == at)
            .map(|edge| {
                let when = match edge.words.as_str() {
                    "" => "Then".to_owned(),
                    OTHERWISE => "Otherwise".to_owned(),
                    words => format!("When {words}"),
                };
                view! { <li>{format!("{when}: to {}", name(edge.to))}</li> }.into_any()
            })
            .collect();
        let head = match &node.is {
            Stop::Section { key, title, .. } => {
                let place = Place::section(key);
                let lost = if node.is_reachable { "" } else { " (never reached)" };
                view! {
                    <button class="problems__link" type="button" on:click=move |_| state.go(place.clone())>
                        {format!("{title}{lost}")}
                    </button>
                }
                .into_any()
            }
            Stop::Start => "Start".into_any(),
            Stop::Fork => "Here ways part".into_any(),
            Stop::End => "End".into_any(),
        };
        view! {
            <li>
                {head}
                <ul class="plain">{ways}</ul>
            </li>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = flow.nodes.iter().enumerate().map(row).collect();
    view! { <ol class="fold__list flow__list">{rows}</ol> }.into_any()
}

/// At most so many letters.
fn shorter(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let kept: String = words.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fit_beside_their_way() {
        assert_eq!(shorter("otherwise", 36), "otherwise");
        assert_eq!(shorter("the outcome is Lost", 12), "the outcome…");
    }
}
