use super::*;
use crate::survey::condition::Condition;
use crate::survey::starter;
use crate::survey::template::Jump;

/// The picture as text: a line for each way.
fn drawn(flow: &Flow) -> Vec<String> {
    let name = |at: usize| match &flow.nodes[at].is {
        Stop::Start => "start".to_owned(),
        Stop::Section { key, .. } => key.clone(),
        Stop::Fork => format!("fork {at}"),
        Stop::End => "end".to_owned(),
    };
    let line = |edge: &Edge| format!("{} -> {} [{}]", name(edge.from), name(edge.to), edge.words);
    flow.edges.iter().map(line).collect()
}

#[test]
fn won_and_lost_stand_side_by_side_and_everything_leads_to_the_end() {
    let flow = flow(&starter::win_loss());
    let place = |key: &str| {
        let is_it = |node: &&Node| matches!(&node.is, Stop::Section { key: own, .. } if own == key);
        flow.nodes.iter().find(is_it).map(|node| (node.row, node.column)).expect(key)
    };
    // A turning point is asked only of those with reasons, and those are not asked for strengths.
    assert_eq!(place("turning").0, place("strengths").0);
    assert_eq!((place("turning").1, place("strengths").1), (0, 1));
    assert!(flow.nodes.iter().all(|node| node.is_reachable));
    assert_eq!(flow.columns, 2);
    for (at, node) in flow.nodes.iter().enumerate() {
        let leads_on = flow.edges.iter().any(|edge| edge.from == at && flow.nodes[edge.to].row > node.row);
        assert_eq!(leads_on, node.is != Stop::End, "{node:?}");
    }
    // Two ways around something, of which one begins where the other ends.
    let beside: Vec<(Option<usize>, usize, usize)> = flow
        .edges
        .iter()
        .filter(|edge| edge.lane.is_some())
        .map(|edge| (edge.lane, flow.nodes[edge.from].row, flow.nodes[edge.to].row))
        .collect();
    assert!(beside.iter().any(|(_, from, _)| beside.iter().any(|(_, _, to)| from == to)), "{beside:?}");
    for (at, (lane, from, to)) in beside.iter().enumerate() {
        let others = beside.iter().enumerate().filter(|(other, (same, ..))| *other != at && same == lane);
        for (_, (_, start, end)) in others {
            assert!(to < start || end < from, "they touch in a lane: {beside:?}");
        }
    }
}

#[test]
fn jumps_run_in_lanes_that_do_not_cross_in_one_row() {
    let mut template = starter::win_loss();
    template.sections.retain(|section| section.show_if.is_none());
    let to = |key: &str| Target::Section(key.to_owned());
    let more = crate::survey::Section::new("more", crate::survey::Text::english("More"), vec![]);
    template.sections.push(more);
    template.sections[0].jumps = vec![
        Jump { when: Some(Condition::Answered("clarity".to_owned())), to: to("more") },
        Jump { when: None, to: Target::End },
    ];
    let flow = flow(&template);
    assert_eq!(
        drawn(&flow),
        [
            "start -> decision []",
            "vendors -> more []",
            "more -> end []",
            "decision -> more [“When did it become clear how you would decide?” is answered]",
            "decision -> end [otherwise]",
        ]
    );
    let lanes: Vec<Option<usize>> = flow.edges.iter().map(|edge| edge.lane).collect();
    assert_eq!(lanes, [None, None, None, Some(0), Some(1)]);
    assert_eq!(flow.lanes, 2);
    let unreachable: Vec<bool> = flow.nodes.iter().map(|node| node.is_reachable).collect();
    assert_eq!(unreachable, [true, true, false, true, true], "every way jumps past the vendors");
}

#[test]
fn a_survey_without_sections_is_a_start_and_an_end() {
    let mut template = starter::win_loss();
    template.sections.clear();
    assert_eq!(drawn(&flow(&template)), ["start -> end []"]);
}

#[test]
fn a_section_that_another_jumps_to_stands_below_it() {
    let mut template = starter::win_loss();
    // These two exclude each other, and would stand side by side.
    template.sections[2].jumps = vec![Jump { when: None, to: Target::Section("strengths".to_owned()) }];
    let flow = flow(&template);
    for edge in &flow.edges {
        assert!(flow.nodes[edge.from].row < flow.nodes[edge.to].row, "{edge:?}");
    }
}
