//! The canvas: the page that is open, with its questions; each can be opened and is edited in its place.

use domain::deal::Outcome;
use domain::survey::edit::Edit;
use domain::survey::finding::Place;
use domain::survey::named;
use domain::survey::template::{Jump, Target};
use domain::survey::texts::{TextAt, TextField};
use leptos::html;
use leptos::prelude::*;

use super::add;
use super::arrange::Way;
use super::control::Choosable;
use super::field::{Look, each, icon_button, select, text};
use super::outline::{OUTLINE_ID, by_hand, dropped_question, move_section, remove_section};
use super::properties::PROPERTIES_ID;
use super::question::card;
use super::rule::place::RuleAt;
use super::rule::view::rule;
use super::state::{EditorState, Part};
use crate::components::icon::Icon;
use crate::components::late::inset;

/// What the canvas shows.
#[derive(Clone, Eq, PartialEq)]
enum Page {
    First,
    Section(String),
    Last,
    /// There is no section yet.
    Nothing,
}

/// The canvas.
pub(super) fn canvas(state: EditorState) -> AnyView {
    let page =
        Memo::new(move |_| state.with_part(Part::Order, |template| open(template, &state.selected.get())));
    let typed = RwSignal::new(String::new());
    let body = move || match page.get() {
        Page::First => first(state),
        Page::Section(key) => section(state, &key, typed),
        Page::Last => last(state),
        Page::Nothing => nothing(state),
    };
    view! {
        <main class="workbench__canvas" id="main">
            <p class="row narrow-only">
                <button class="button button--small" type="button" popovertarget=OUTLINE_ID>
                    "Outline"
                </button>
                <button class="button button--small" type="button" popovertarget=PROPERTIES_ID>
                    "Settings"
                </button>
            </p>
            {languages(state)}
            <div class="canvas">{body}</div>
            {add::menu(state, typed)}
        </main>
    }
    .into_any()
}

/// The page that belongs to what is selected; the first one when that is gone.
fn open(template: &domain::survey::Template, selected: &Place) -> Page {
    let of_question = selected.question_key().and_then(|key| {
        template.sections.iter().find(|section| section.questions.iter().any(|one| one.key == key))
    });
    let section = of_question.or_else(|| template.section(selected.section_key()?));
    match (section, selected) {
        (Some(section), _) => Page::Section(section.key.clone()),
        (None, Place::Survey | Place::Notice) => Page::First,
        (None, Place::Thanks) => Page::Last,
        (None, _) => template.sections.first().map_or(Page::Nothing, |one| Page::Section(one.key.clone())),
    }
}

/// The language in which texts are written, where there are several.
fn languages(state: EditorState) -> AnyView {
    let all = Memo::new(move |_| state.with_part(Part::Head, |template| template.languages.clone()));
    let draw = move || {
        let all = all.get();
        if all.len() < 2 {
            return ().into_any();
        }
        let options: Vec<Choosable> =
            all.iter().map(|one| Choosable::new(one.as_str(), one.own_name())).collect();
        let set = Callback::new(move |tag: String| {
            if let Ok(language) = domain::survey::Language::parse(&tag) {
                state.pause();
                state.language.set(language);
            }
        });
        let value = state.language.with(ToString::to_string);
        view! {
            <label class="canvas__language small">
                <span class="faint">"Texts in"</span>
                {select("language".to_owned(), "Language of the texts", "input", &options, &value, set)}
            </label>
        }
        .into_any()
    };
    view! { <div>{draw}</div> }.into_any()
}

fn field(state: EditorState, place: Place, field: TextField, label: &str, empty: &'static str) -> AnyView {
    let id = format!("{}-{}", place.anchor(), label.to_ascii_lowercase().replace(' ', "-"));
    let look = Look { label: label.to_owned(), class: "input", empty, has_lines: true, id: id.clone() };
    view! {
        <div class="field field--plain">
            <label class="field__label" for=id>
                {label.to_owned()}
            </label>
            {text(state, TextAt { place, field }, look)}
        </div>
    }
    .into_any()
}

fn first(state: EditorState) -> AnyView {
    let title = text(
        state,
        TextAt { place: Place::Survey, field: TextField::Title },
        Look {
            label: "Title of the survey".to_owned(),
            class: "input input--heading",
            empty: "How did you decide?",
            has_lines: false,
            id: Place::Survey.anchor(),
        },
    );
    view! {
        <h1 class="visually-hidden">"Welcome and who will see it"</h1>
        <p class="small faint">"The buyer’s first page"</p>
        {title}
        {field(state, Place::Survey, TextField::Intro, "Introduction", "Why you ask, in a sentence or two")}
        <p class="small muted">
            "How long it takes, the choice about the name and the privacy notice are in the "
            <a href="?view=settings">"settings"</a>
            "."
        </p>
    }
    .into_any()
}

fn last(state: EditorState) -> AnyView {
    let after = Outcome::ALL.into_iter().map(|outcome| {
        let of = TextField::ThanksAfter(outcome);
        field(state, Place::Thanks, of, of.label(), "The same")
    });
    let thanks = text(
        state,
        TextAt { place: Place::Thanks, field: TextField::Thanks },
        Look {
            label: "Thanks".to_owned(),
            class: "input input--heading",
            empty: "Thank you.",
            has_lines: true,
            id: Place::Thanks.anchor(),
        },
    );
    view! {
        <h1 class="visually-hidden">"Thanks, by outcome"</h1>
        <p class="small faint">"The buyer’s last page"</p>
        {thanks}
        {after.collect_view()}
    }
    .into_any()
}

fn nothing(state: EditorState) -> AnyView {
    view! {
        <div class="empty">
            <Icon name="text" class="empty__mark" />
            <h1>"Nothing is asked yet"</h1>
            <p>"Questions stand in sections: each is a page of the survey."</p>
            <p class="row">
                <button
                    class="button button--primary"
                    type="button"
                    on:click=move |_| super::outline::add_section(state)
                >
                    "Add a section"
                </button>
            </p>
        </div>
    }
    .into_any()
}

fn section(state: EditorState, key: &str, typed: RwSignal<String>) -> AnyView {
    let place = Place::section(key);
    let stands = {
        let key = key.to_owned();
        Memo::new(move |_| {
            state.with_part(Part::Order, |template| {
                let at = template.sections.iter().position(|one| one.key == key).unwrap_or(0);
                (at + 1, template.sections.len())
            })
        })
    };
    let title = text(
        state,
        TextAt { place: place.clone(), field: TextField::Title },
        Look {
            label: "Heading of the section".to_owned(),
            class: "input input--heading",
            empty: "Heading",
            has_lines: false,
            id: place.anchor(),
        },
    );
    let intro = text(
        state,
        TextAt { place, field: TextField::Intro },
        Look {
            label: "What stands under the heading".to_owned(),
            class: "input input--bare",
            empty: "A sentence under the heading",
            has_lines: true,
            id: format!("intro-{key}"),
        },
    );
    let keys = {
        let key = key.to_owned();
        move || {
            state.with_part(Part::Order, |template| {
                template.section(&key).map_or_else(Vec::new, |section| {
                    section.questions.iter().map(|question| question.key.clone()).collect()
                })
            })
        }
    };
    let is_empty = {
        let keys = keys.clone();
        move || keys().is_empty().then(|| view! { <p class="small faint">"No question yet."</p> })
    };
    let list = NodeRef::<html::Ol>::new();
    by_hand(list, move |row, target, where_to| dropped_question(state, &row, &target, &where_to));
    Effect::new(move |_| {
        if let Some(list) = list.get() {
            super::browser::hold_still(list.as_ref());
        }
    });
    let button = |name: &str, label: &str, icon: &'static str, act: fn(EditorState, &str)| {
        let key = key.to_owned();
        icon_button(format!("{name}-section-{key}"), label.to_owned(), icon, move || act(state, &key))
    };
    let heading = {
        let key = key.to_owned();
        move || state.with_section(&key, |section| section.title.words(&[state.language.get()]).to_owned())
    };
    view! {
        <div class="canvas__head">
            <p class="small faint">{move || stands.with(|(at, of)| format!("Section {at} of {of}"))}</p>
            <span class="push"></span>
            {button("up", "Move the section up", "up-arrow", |state, key| move_section(state, key, Way::Up))}
            {button("down", "Move the section down", "down-arrow", |state, key| move_section(state, key, Way::Down))}
            {button("delete", "Delete the section", "trash", remove_section)}
        </div>
        <h1 class="visually-hidden">{heading}</h1>
        {title}
        {intro}
        {rule(state, RuleAt::ShowSection(key.to_owned()))}
        <ol class="canvas__questions" node_ref=list>
            {each(keys, move |key| card(state, key))}
        </ol>
        {is_empty}
        {add::button(typed)}
        {jumps(state, key)}
    }
    .into_any()
}

/// Where a section goes on.
fn jumps(state: EditorState, section: &str) -> AnyView {
    let key = StoredValue::new(section.to_owned());
    let number = Memo::new(move |_| {
        key.with_value(|key| state.with_section(key, |section| section.jumps.len())).unwrap_or(0)
    });
    let rows = move || {
        let rows: Vec<AnyView> =
            (0..number.get()).map(|at| inset(before, move || late_jump(state, key, at))).collect();
        rows
    };
    let add = move |_| {
        change_jumps(state, key, |jumps| jumps.push(Jump { when: None, to: Target::End }));
        super::browser::focus_soon(&format!("to-{}-{}", key.get_value(), number.get_untracked()));
    };
    let words = move || {
        if number.get() == 0 {
            "It goes on with the next section."
        } else {
            "Else it goes on with the next section."
        }
    };
    view! {
        <section class="jumps" aria-label="After this section">
            <h2 class="tiny faint">"After this section"</h2>
            <ol class="jumps__list">{rows}</ol>
            <p class="row small">
                <span class="faint">{words}</span>
                <button class="button button--quiet button--small" type="button" id=move || format!("jump-{}", key.get_value()) on:click=add>
                    <Icon name="plus" />
                    "Jump"
                </button>
            </p>
        </section>
    }
    .into_any()
}

/// That there is a jump.
fn before() -> AnyView {
    view! {
        <li class="jumps__item small faint" role="status">
            "Loading…"
        </li>
    }
    .into_any()
}

#[inline(never)]
fn late_jump(state: EditorState, section: StoredValue<String>, at: usize) -> AnyView {
    let look = Memo::new(move |_| {
        state.track(Part::Order);
        section.with_value(|key| {
            state.with(|template| {
                let own = template.sections.iter().position(|one| one.key == *key)?;
                let to = match &template.sections[own].jumps.get(at)?.to {
                    Target::Section(key) => format!("s.{key}"),
                    Target::End => "end".to_owned(),
                };
                let mut options: Vec<Choosable> = template.sections[own + 1..]
                    .iter()
                    .map(|one| Choosable::new(format!("s.{}", one.key), named::section(template, one)))
                    .collect();
                options.push(Choosable::new("end", "the end"));
                if !options.iter().any(|one| one.value == to) {
                    let gone = to.strip_prefix("s.").unwrap_or(&to);
                    options.push(Choosable::new(
                        to.as_str(),
                        format!("{} (not after this one)", named::section_by_key(template, gone)),
                    ));
                }
                Some((options, to))
            })
        })
    });
    let set = Callback::new(move |to: String| {
        let to = match to.strip_prefix("s.") {
            Some(key) => Target::Section(key.to_owned()),
            None => Target::End,
        };
        change_jumps(state, section, |jumps| {
            if let Some(jump) = jumps.get_mut(at) {
                jump.to = to;
            }
        });
    });
    let remove = move || {
        change_jumps(state, section, |jumps| {
            if at < jumps.len() {
                jumps.remove(at);
            }
        });
        super::browser::focus_soon(&format!("jump-{}", section.get_value()));
    };
    let id = section.with_value(|key| format!("to-{key}-{at}"));
    let target = move || {
        let (options, to) = look.get()?;
        Some(select(id.clone(), "Where it goes on", "rule__part", &options, &to, set))
    };
    let delete = section.with_value(|key| format!("delete-jump-{key}-{at}"));
    view! {
        <li class="jumps__item">
            <p class="row">
                <span>"Go to"</span>
                {target}
                {icon_button(delete, "Delete the jump".to_owned(), "x", remove)}
            </p>
            {rule(state, RuleAt::Jump(section.get_value(), at))}
        </li>
    }
    .into_any()
}

fn change_jumps(state: EditorState, section: StoredValue<String>, change: impl FnOnce(&mut Vec<Jump>)) {
    let head = section
        .with_value(|key| state.with_untracked(|template| template.section(key).map(|one| one.head())));
    if let Some(mut head) = head {
        change(&mut head.jumps);
        super::browser::keep_focus();
        state.try_apply(Edit::ReplaceSectionHead { section: section.get_value(), head: Box::new(head) });
    }
}
