//! Calculated values: a start, and steps that are taken in order where their rules hold.

use domain::survey::calculation::{Calculation, Operand, Operation, Step};
use domain::survey::edit::Edit;
use domain::survey::finding::Place;
use domain::survey::fit::has_number;
use domain::survey::{DecimalMark, Number, Template, fresh_key, named, speak};
use leptos::ev;
use leptos::prelude::*;

use super::super::browser;
use super::super::control::Choosable;
use super::super::field::{each, icon_button, select};
use super::super::rule::place::RuleAt;
use super::super::rule::view::rule;
use super::super::state::{EditorState, Part};
use crate::components::icon::Icon;

/// The values.
pub(super) fn values(state: EditorState) -> AnyView {
    let keys = move || {
        state.with_part(Part::Values, |template| {
            template.calculations.iter().map(|one| one.key.clone()).collect()
        })
    };
    let add = move |_| {
        let key = state.with_untracked(|template| fresh_key(template, "value"));
        let place = Place::Calculation { calculation: key.clone() };
        change(state, |all| {
            all.push(Calculation {
                key,
                name: "New value".to_owned(),
                start: Number::ZERO,
                steps: Vec::new(),
            });
        });
        browser::focus_soon(&place.anchor());
    };
    view! {
        <section class="section" aria-labelledby="values-title">
            <h2 class="section__title" id="values-title">
                "Calculated values"
            </h2>
            <p class="section__sub section__title--gap">
                "Numbers that rules can look at, made of answers. Buyers never see them."
            </p>
            <ol class="values">{each(keys, move |key| value(state, key))}</ol>
            <button class="button button--small" type="button" id="add-value" on:click=add>
                <Icon name="plus" />
                "Value"
            </button>
        </section>
    }
    .into_any()
}

/// Changes the values; tells whether it was done.
fn change(state: EditorState, change: impl FnOnce(&mut Vec<Calculation>)) -> bool {
    let mut all = state.with_untracked(|template| template.calculations.clone());
    change(&mut all);
    browser::keep_focus();
    state.try_apply(Edit::ReplaceCalculations(all))
}

fn change_one(state: EditorState, key: &str, with: impl FnOnce(&mut Calculation)) -> bool {
    change(state, |all| {
        if let Some(one) = all.iter_mut().find(|one| one.key == key) {
            with(one);
        }
    })
}

fn value(state: EditorState, key: String) -> AnyView {
    let place = Place::Calculation { calculation: key.clone() };
    let key = StoredValue::new(key);
    let read = move |read: fn(&Calculation) -> String| {
        state
            .with_part(Part::Values, |template| {
                key.with_value(|key| template.calculations.iter().find(|one| one.key == *key).map(read))
            })
            .unwrap_or_default()
    };
    let name = Memo::new(move |_| read(|one| one.name.clone()));
    let start = Memo::new(move |_| read(|one| one.start.to_string()));
    let steps = Memo::new(move |_| read(|one| one.steps.len().to_string()).parse::<usize>().unwrap_or(0));
    let words = Memo::new(move |_| {
        state
            .with(|template| {
                key.with_value(|key| {
                    template
                        .calculations
                        .iter()
                        .find(|one| one.key == *key)
                        .map(|one| speak::calculation(template, one))
                })
            })
            .unwrap_or_default()
    });
    let to_name = move |event: ev::Event| {
        let words = event_target_value(&event);
        key.with_value(|key| change_one(state, key, |one| one.name = words));
    };
    let to_start = move |event: ev::Event| {
        if let Ok(number) = Number::typed(&event_target_value(&event), DecimalMark::Point) {
            key.with_value(|key| change_one(state, key, |one| one.start = number));
        }
    };
    let add = move |_| {
        key.with_value(|key| {
            change_one(state, key, |one| {
                let with = Operand::Number(Number::whole(1));
                one.steps.push(Step { when: None, does: Operation::Add, with });
            })
        });
    };
    let remove = move || {
        let name = name.get_untracked();
        let key = key.get_value();
        if change(state, |all| all.retain(|one| one.key != key)) {
            browser::focus_soon("add-value");
            state.did(format!("Deleted the value “{name}”"));
        }
    };
    let rows = move || (0..steps.get()).map(|at| step(state, key, at)).collect::<Vec<AnyView>>();
    let reading = move || words.with(|words| words.join("; then "));
    let (id, start_id) = (place.anchor(), format!("start-{}", place.anchor()));
    view! {
        <li class="value">
            <div class="row">
                <input
                    class="input value__name"
                    id=id
                    aria-label="Name of the value"
                    autocomplete="off"
                    value=name.get_untracked()
                    prop:value=move || name.get()
                    on:change=to_name
                />
                <label class="row small">
                    "begins at"
                    <input
                        class="input value__number"
                        id=start_id
                        inputmode="decimal"
                        value=start.get_untracked()
                        prop:value=move || start.get()
                        on:change=to_start
                    />
                </label>
                <span class="push"></span>
                {icon_button(format!("delete-{}", place.anchor()), "Delete the value".to_owned(), "trash", remove)}
            </div>
            <ol class="value__steps">{rows}</ol>
            <button class="button button--quiet button--small button--flush" type="button" id=format!("step-{}", place.anchor()) on:click=add>
                <Icon name="plus" />
                "Step"
            </button>
            <p class="small muted">{reading}</p>
        </li>
    }
    .into_any()
}

/// What a step takes, to choose from: a number of its own, answers that are numbers, values before this one.
fn operands(template: &Template, key: &str, step: &Step) -> (Vec<Choosable>, String) {
    let mut options = vec![Choosable::new("number", "this number")];
    for question in template.questions().filter(|one| has_number(&one.kind)) {
        let name = named::question(template, question);
        options.push(
            Choosable::new(format!("q.{}", question.key), format!("the answer to {name}")).under("Answers"),
        );
    }
    for value in template.calculations.iter().take_while(|one| one.key != key) {
        options.push(Choosable::new(format!("v.{}", value.key), value.name.as_str()).under("Values"));
    }
    let chosen = match &step.with {
        Operand::Number(_) => "number".to_owned(),
        Operand::Answer(key) => format!("q.{key}"),
        Operand::Value(key) => format!("v.{key}"),
    };
    if !options.iter().any(|one| one.value == chosen) {
        options.push(
            Choosable::new(chosen.as_str(), format!("{} (not a number before)", &chosen[2..]))
                .under("Values"),
        );
    }
    (options, chosen)
}

const OPERATIONS: [(&str, &str, Operation); 4] = [
    ("add", "Add", Operation::Add),
    ("subtract", "Subtract", Operation::Subtract),
    ("multiply", "Multiply by", Operation::Multiply),
    ("set", "Set it to", Operation::Set),
];

fn step(state: EditorState, key: StoredValue<String>, at: usize) -> AnyView {
    let look = Memo::new(move |_| {
        state.with(|template| {
            key.with_value(|key| {
                let step = template.calculations.iter().find(|one| one.key == *key)?.steps.get(at)?;
                let does =
                    OPERATIONS.iter().find(|(.., one)| *one == step.does).map_or("add", |(code, ..)| code);
                let number =
                    if let Operand::Number(number) = &step.with { Some(number.to_string()) } else { None };
                let (options, chosen) = operands(template, key, step);
                Some((does, options, chosen, number))
            })
        })
    });
    let with_step = move |with: &dyn Fn(&mut Step)| {
        key.with_value(|key| {
            change_one(state, key, |one| {
                if let Some(step) = one.steps.get_mut(at) {
                    with(step);
                }
            });
        });
    };
    let to_operation = Callback::new(move |code: String| {
        if let Some((.., operation)) = OPERATIONS.iter().find(|(one, ..)| *one == code) {
            with_step(&|step| step.does = *operation);
        }
    });
    let to_operand = Callback::new(move |code: String| {
        let with = match code.split_once('.') {
            Some(("q", key)) => Operand::Answer(key.to_owned()),
            Some(("v", key)) => Operand::Value(key.to_owned()),
            _ => Operand::Number(Number::whole(1)),
        };
        with_step(&|step| step.with = with.clone());
    });
    let to_number = move |event: ev::Event| {
        if let Ok(number) = Number::typed(&event_target_value(&event), DecimalMark::Point) {
            with_step(&|step| step.with = Operand::Number(number));
        }
    };
    let remove = move || {
        key.with_value(|key| {
            change_one(state, key, |one| {
                if at < one.steps.len() {
                    one.steps.remove(at);
                }
            })
        });
        browser::focus_soon(&key.with_value(|key| format!("step-calculation-{key}")));
    };
    let id = move |name: &str| key.with_value(|key| format!("{name}-{key}-{at}"));
    let parts = move || {
        let (does, options, chosen, number) = look.get()?;
        let operations = OPERATIONS.map(|(code, label, _)| Choosable::new(code, label));
        let number = number.map(|number| {
            view! {
                <input
                    class="input value__number"
                    id=id("number")
                    aria-label="Number"
                    inputmode="decimal"
                    value=number.clone()
                    prop:value=number
                    on:change=to_number
                />
            }
        });
        Some(view! {
            {select(id("does"), "What it does", "rule__part rule__part--verb", &operations, does, to_operation)}
            {select(id("with"), "With what", "rule__part", &options, &chosen, to_operand)}
            {number}
        })
    };
    view! {
        <li class="value__step">
            <p class="row">{parts} {icon_button(id("delete-step"), "Delete the step".to_owned(), "x", remove)}</p>
            {rule(state, RuleAt::Step(key.get_value(), at))}
        </li>
    }
    .into_any()
}
