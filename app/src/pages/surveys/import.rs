//! A survey from a file: what is in it is said before anything is made.

use domain::id::TemplateId;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::closure::Closure;

use super::words;
use crate::api::ApiError;
use crate::api::survey::exchange::{ImportReport, Imported, check_import, import_survey};
use crate::browser;
use crate::components::icon::Icon;
use crate::format;
use crate::routes;

/// The largest file that is read, in bytes; what is larger is not even sent.
const LARGEST_FILE: u32 = 2_000_000;
const FILE_ID: &str = "import-file";

/// What reads a file, and what came of it.
#[derive(Copy, Clone)]
pub(super) struct Import {
    text: RwSignal<String>,
    too_large: RwSignal<bool>,
    check: Action<String, Result<ImportReport, ApiError>>,
    make: Action<String, Result<TemplateId, ApiError>>,
}

impl Import {
    /// Nothing was chosen yet.
    pub(super) fn new() -> Self {
        let check = Action::new(|text: &String| check_import(text.clone()));
        let make = Action::new(|text: &String| import_survey(text.clone()));
        let navigate = use_navigate();
        Effect::new(move |_| {
            if let Some(Ok(survey)) = make.value().get() {
                navigate(&routes::survey_editor(survey), Default::default());
            }
        });
        Self { text: RwSignal::new(String::new()), too_large: RwSignal::new(false), check, make }
    }

    fn chosen(self, event: &ev::Event) {
        let Some(input) = event.target() else { return };
        let read = Closure::once_into_js(move |text: Option<String>| {
            self.too_large.set(text.is_none());
            if let Some(text) = text {
                self.text.set(text.clone());
                self.check.dispatch(text);
            }
        });
        browser::read_file(&input, LARGEST_FILE, &read);
    }

    /// The section of the page that takes a file.
    pub(super) fn section(self) -> AnyView {
        view! {
            <section class="offer" aria-labelledby="import">
                <h2 class="section__title" id="import">
                    "From a file"
                </h2>
                <p class="offer__about">
                    "A survey that was exported here or by another workspace of winloss, as JSON. You see what is in it first."
                </p>
                <noscript>
                    <p class="notice">
                        <span>"Reading a file needs JavaScript. The ready surveys do without."</span>
                    </p>
                </noscript>
                <div class="field field--plain needs-script">
                    <label class="field__label" for=FILE_ID>
                        "JSON file, at most 2 MB"
                    </label>
                    <input
                        class="input"
                        id=FILE_ID
                        type="file"
                        accept=".json,application/json"
                        on:change=move |event| self.chosen(&event)
                    />
                </div>
                <div role="status">{move || self.report()}</div>
            </section>
        }
        .into_any()
    }

    fn report(self) -> AnyView {
        if self.too_large.get() {
            return problem(
                "The file is larger than 2 MB. No survey of ours is: is it the right one?".to_owned(),
            );
        }
        match (self.check.value().get(), self.make.value().get()) {
            (_, Some(Err(error))) => problem(format!("Nothing was made: {error}.")),
            (Some(Err(error)), _) => problem(format!("The file could not be checked: {error}.")),
            (Some(Ok(report)), _) => self.checked(&report),
            (None, _) => ().into_any(),
        }
    }

    fn checked(self, report: &ImportReport) -> AnyView {
        let Some(found) = &report.found else {
            return view! {
                <div class="import">
                    {problem("There is no survey in this file. Nothing was made.".to_owned())}
                    {words::findings(&report.findings)}
                </div>
            }
            .into_any();
        };
        view! {
            <div class="import">
                <p>
                    <b dir="auto">{found.name.clone()}</b>
                    <br />
                    <span class="muted">{figures(found)}</span>
                </p>
                <p class="small">{words::found(&report.findings)} ". Nothing was made yet."</p>
                {words::findings(&report.findings)}
                {to_solve(report.to_solve)}
                <button
                    class="button button--primary"
                    type="button"
                    aria-busy=move || self.make.pending().get().then_some("true")
                    on:click=move |_| {
                        self.make.dispatch(self.text.get_untracked());
                    }
                >
                    "Make a draft of it"
                </button>
            </div>
        }
        .into_any()
    }
}

/// What keeps the survey from being published as it is.
fn to_solve(number: usize) -> Option<AnyView> {
    (number > 0).then(|| {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let problems = format::counted(number, "problem", "problems");
        view! {
            <p class="notice">
                <Icon name="warn" />
                <span>{format!("{problems} to solve in the editor before it can be published.")}</span>
            </p>
        }
        .into_any()
    })
}

fn figures(found: &Imported) -> String {
    let counted =
        |number: usize, one: &str, many: &str| format::counted(i64::try_from(number).unwrap_or(0), one, many);
    format!(
        "{}, {}, in {}",
        counted(found.sections, "page", "pages"),
        counted(found.questions, "question", "questions"),
        found.languages.join(", ")
    )
}

fn problem(text: String) -> AnyView {
    view! {
        <p class="notice notice--problem">
            <Icon name="warn" />
            <span>{text}</span>
        </p>
    }
    .into_any()
}
