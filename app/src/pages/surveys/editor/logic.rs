//! The logic of the whole survey: its flow as a picture and as a list, every rule in words, and the calculated values.

mod flow;
mod value;

use domain::survey::finding::{Place, RuleOf};
use domain::survey::{Template, named, speak};
use leptos::prelude::*;

use super::state::EditorState;
use crate::components::icon::Icon;

/// The view.
#[inline(never)]
pub(super) fn late_logic(state: EditorState) -> AnyView {
    view! {
        <main class="panel logic" id="main">
            <h1 class="visually-hidden">"Logic"</h1>
            {flow::flow(state)}
            {rules(state)}
            {value::values(state)}
        </main>
    }
    .into_any()
}

/// A rule in words.
#[derive(Clone, PartialEq)]
struct Spoken {
    place: Place,
    words: String,
}

/// Every rule of a survey, in its order.
fn spoken(template: &Template) -> Vec<Spoken> {
    let mut found = Vec::new();
    let mut add = |place: Place, words: String| found.push(Spoken { place, words });
    for section in &template.sections {
        let name = named::section(template, section);
        if let Some(rule) = &section.show_if {
            let place = Place::Rule { of: RuleOf::Section(section.key.clone()) };
            add(place, format!("The section {name} is shown when {}.", speak::rule(template, rule)));
        }
        for question in &section.questions {
            let name = named::question(template, question);
            if let Some(rule) = &question.show_if {
                let place = Place::Rule { of: RuleOf::Question(question.key.clone()) };
                add(place, format!("{name} is shown when {}.", speak::rule(template, rule)));
            }
            if let Some(rule) = &question.require_if {
                let place = Place::Rule { of: RuleOf::Required(question.key.clone()) };
                add(place, format!("{name} must be answered when {}.", speak::rule(template, rule)));
            }
        }
        for (at, jump) in section.jumps.iter().enumerate() {
            let place = Place::Jump { section: section.key.clone(), at };
            add(place, format!("After the section {name}: {}.", lower(&speak::jump(template, jump))));
        }
    }
    found
}

/// In the middle of a sentence.
fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn rules(state: EditorState) -> AnyView {
    let all = Memo::new(move |_| state.with(spoken));
    let list = move || {
        let all = all.get();
        if all.is_empty() {
            return view! {
                <p class="small muted">
                    "Everybody sees everything. A rule is made where a section or a question is edited."
                </p>
            }
            .into_any();
        }
        let row = |one: Spoken| {
            let place = one.place;
            view! {
                <li class="problems__item">
                    <Icon name="branch" />
                    <button class="problems__link" type="button" on:click=move |_| state.go(place.clone())>
                        {one.words}
                    </button>
                </li>
            }
            .into_any()
        };
        let rows: Vec<AnyView> = all.into_iter().map(row).collect();
        view! { <ul class="problems__list">{rows}</ul> }.into_any()
    };
    view! {
        <section class="section" aria-labelledby="rules-title">
            <h2 class="section__title section__title--gap" id="rules-title">
                "Rules"
            </h2>
            {list}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::survey::starter;
    use domain::survey::template::{Jump, Target};

    use super::*;

    #[test]
    fn every_rule_is_read_aloud_and_leads_to_its_place() {
        let mut template = starter::win_loss();
        template.sections[0].jumps.push(Jump { when: None, to: Target::End });
        let rules = spoken(&template);
        let words: Vec<&str> = rules.iter().map(|rule| rule.words.as_str()).collect();
        assert_eq!(words[0], "After the section “The decision”: go to the end.");
        assert!(
            words[1].starts_with("The section “What decided it” is shown when the outcome is Lost"),
            "{words:?}"
        );
        assert_eq!(rules[1].place, Place::Rule { of: RuleOf::Section("reasons".to_owned()) });
        assert_eq!(rules.len(), 6, "{words:?}");
    }
}
