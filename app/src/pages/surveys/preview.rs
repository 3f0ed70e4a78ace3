//! A survey tried as a sample deal: the buyer's real pages in a frame, and what reports would be told beside them.
//!
//! Nothing of a try is ever an answer: it lies in a table of its own, for the member who began it.

use domain::deal::Outcome;
use domain::id::{PreviewId, TemplateId};
use domain::survey::sample::Sample;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_params_map};

use super::tabs::{Tab, tabs};
use crate::api::survey::preview::{Fact, Running, Stop, Tryout, load_tryout};
use crate::components::form;
use crate::components::icon::Icon;
use crate::components::late::late;
use crate::components::loaded::{Loaded, load};
use crate::components::outcome::DealOutcome;
use crate::components::segmented::{Item, Segmented};
use crate::components::skeleton::survey_skeleton;
use crate::components::topbar::Topbar;
use crate::format;
use crate::routes::{self, Refine};

/// How the frame is shown; the address says it.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct Looks {
    /// On what it is looked at.
    pub device: Device,
    /// In which theme.
    pub theme: Theme,
}

/// On what a survey is looked at.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub enum Device {
    /// 390 pixels wide.
    #[default]
    Phone,
    /// 768 pixels wide.
    Tablet,
    /// As wide as there is room.
    Full,
}

/// In which theme a survey is looked at.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub enum Theme {
    /// Light.
    #[default]
    Light,
    /// Dark.
    Dark,
}

impl Looks {
    /// Reads them from an address.
    fn of(pairs: &[(String, String)]) -> Self {
        let value =
            |name: &str| pairs.iter().find(|(one, _)| one == name).map_or("", |(_, value)| value.as_str());
        Self {
            device: match value("device") {
                "tablet" => Device::Tablet,
                "full" => Device::Full,
                _ => Device::Phone,
            },
            theme: if value("theme") == "dark" { Theme::Dark } else { Theme::Light },
        }
    }

    const fn codes(self) -> (&'static str, &'static str) {
        let device = match self.device {
            Device::Phone => "phone",
            Device::Tablet => "tablet",
            Device::Full => "full",
        };
        (device, if matches!(self.theme, Theme::Dark) { "dark" } else { "light" })
    }

    fn class(self) -> String {
        let (device, theme) = self.codes();
        format!("device device--{device} device--{theme}")
    }
}

/// Loads the survey in the address, and the try in it.
#[component]
pub fn PreviewPage() -> impl IntoView {
    late(late_preview)
}

#[inline(never)]
fn late_preview() -> AnyView {
    let params = use_params_map();
    let search = use_location().search;
    let asked = Memo::new(move |_| {
        let id = params.with(|params| params.get("id")?.parse::<TemplateId>().ok());
        let pairs = search.with(|search| routes::pairs(search));
        let preview = pairs.iter().find(|(name, _)| name == "try");
        (id, preview.and_then(|(_, value)| value.parse::<PreviewId>().ok()))
    });
    let tryout = load(move || asked.get(), |(id, preview)| load_tryout(id, preview));
    let looks = Memo::new(move |_| search.with(|search| Looks::of(&routes::pairs(search))));
    let page =
        move |tryout: Tryout| view! { <TryoutPage tryout=tryout looks=looks.get_untracked() /> }.into_any();
    let also = Signal::derive(move || {
        looks.track();
    });
    view! {
        <Loaded
            resource=tryout
            title="Preview"
            skeleton=ViewFnOnce::from(move || {
                let tabs = asked.with_untracked(|(id, _)| id.map(|id| tabs(id, Tab::Preview))).into_any();
                survey_skeleton("Preview", tabs, 0)
            })
            page=page
            also=also
        />
    }
    .into_any()
}

/// The page of a given try.
#[component]
pub fn TryoutPage(
    /// What was loaded.
    tryout: Tryout,
    /// How the frame is shown.
    looks: Looks,
) -> impl IntoView {
    let body = match &tryout.running {
        Some(running) => {
            let now = RwSignal::new(running.clone());
            view! {
                <div class="tryout">
                    {frame(&tryout, running, looks, now)}
                    <aside class="tryout__told stack stack--tight" aria-label="What becomes of it">
                        {move || now.with(told)} {move || now.with(path)} {begin(&tryout)}
                    </aside>
                </div>
            }
            .into_any()
        }
        None => view! { <div class="tryout__begin">{begin(&tryout)}</div> }.into_any(),
    };
    view! {
        <Topbar title=tryout.survey.name.clone() above=(routes::SURVEYS, "Surveys") />
        <main class="page stack stack--tight" id="main">
            {tabs(tryout.survey.id, Tab::Preview)}
            <h1 class="visually-hidden">"Preview"</h1>
            {body}
        </main>
    }
    .into_any()
}

fn address(tryout: &Tryout, running: &Running, looks: Looks) -> String {
    let (device, theme) = looks.codes();
    let pairs = [("try", running.id.to_string()), ("device", device.to_owned()), ("theme", theme.to_owned())];
    routes::address(&routes::survey_preview(tryout.survey.id), &pairs)
}

/// The buyer's pages. What becomes of the answers is loaded on its own whenever the frame shows another page: drawing
/// the frame anew would begin it anew.
fn frame(tryout: &Tryout, running: &Running, looks: Looks, now: RwSignal<Running>) -> AnyView {
    let (survey, preview) = (tryout.survey.id, running.id);
    let stepped = move |_| {
        spawn_local(async move {
            if let Ok(Tryout { running: Some(running), .. }) = load_tryout(Some(survey), Some(preview)).await
            {
                // The page may be gone by then.
                now.try_set(running);
            }
        });
    };
    let item = |word, name, to: Looks, code: &str| Item {
        word,
        href: address(tryout, running, to),
        refine: Refine::only(name, code),
        is_current: looks == to,
    };
    let device = |word, device| {
        let to = Looks { device, ..looks };
        item(word, "device", to, to.codes().0)
    };
    let theme = |word, theme| {
        let to = Looks { theme, ..looks };
        item(word, "theme", to, to.codes().1)
    };
    let path = routes::survey_preview(tryout.survey.id);
    let devices = vec![
        device("Phone", Device::Phone),
        device("Tablet", Device::Tablet),
        device("Full width", Device::Full),
    ];
    let themes = vec![theme("Light", Theme::Light), theme("Dark", Theme::Dark)];
    let outdated = running.is_outdated.then(|| {
        view! {
            <p class="notice">
                <Icon name="cycle" />
                <span>"The draft was changed since this try began. Begin again to see it."</span>
            </p>
        }
    });
    let source = routes::preview(running.id, Some(looks.codes().1));
    let alone = source.clone();
    view! {
        <section class="tryout__frame" aria-labelledby="frame">
            <div class="tryout__bar">
                <h2 class="section__title" id="frame">
                    "As a buyer of " <span dir="auto">{running.sample.account.clone()}</span>
                </h2>
                <Segmented label="Device" path=path.clone() items=devices />
                <Segmented label="Theme" path items=themes />
                <a href=alone target="_blank" rel="external">
                    "Open alone"
                </a>
            </div>
            {outdated}
            <div class=looks.class()>
                <iframe
                    class="device__screen"
                    src=source
                    title="The survey as the buyer sees it"
                    on:load=stepped
                ></iframe>
            </div>
            <p class="small faint">
                "Answers given here are kept for a day, for you alone, and enter no report. "
                <a href=address(tryout, running, looks) rel="external">
                    "Load again"
                </a>
            </p>
        </section>
    }
    .into_any()
}

fn told(running: &Running) -> AnyView {
    let fact = |fact: &Fact| {
        let values =
            fact.values.iter().map(|value| view! { <span dir="auto">{value.clone()}</span> }).collect_view();
        view! {
            <dt>{fact.label.clone()}</dt>
            <dd class="tryout__values">{values}</dd>
        }
    };
    let state = if running.missing.is_empty() {
        view! { <p class="section__sub">"It could be sent as it is."</p> }.into_any()
    } else {
        let missing =
            running.missing.iter().map(|one| view! { <li dir="auto">{one.clone()}</li> }).collect_view();
        view! {
            <details class="result__more">
                <summary>
                    {format!(
                        "{} missing before it could be sent",
                        format::counted(
                            i64::try_from(running.missing.len()).unwrap_or(0),
                            "answer is",
                            "answers are",
                        ),
                    )}
                </summary>
                <ul class="plain small">{missing}</ul>
            </details>
        }
        .into_any()
    };
    let answered = i64::try_from(running.answered).unwrap_or(0);
    view! {
        <section class="section section--bare" aria-labelledby="told">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="told">
                        "What reports would be told"
                    </h2>
                    <p class="section__sub">
                        {format!("By {} so far", format::counted(answered, "answer", "answers"))}
                    </p>
                </div>
            </div>
            {state}
            <dl class="facts gap-top">{running.told.iter().map(fact).collect_view()}</dl>
        </section>
    }
    .into_any()
}

fn path(running: &Running) -> AnyView {
    let stop = |stop: &Stop| {
        let shown = i64::try_from(stop.shown).unwrap_or(0);
        let hidden = i64::try_from(stop.hidden).unwrap_or(0);
        let words = match (stop.is_skipped, hidden) {
            (true, _) => "left out".to_owned(),
            (false, 0) => format::counted(shown, "question", "questions"),
            (false, hidden) => {
                format!("{}, {hidden} left out", format::counted(shown, "question", "questions"))
            }
        };
        let class = if stop.is_skipped { "way__stop way__stop--skipped" } else { "way__stop" };
        view! {
            <li class=class>
                <span dir="auto">{stop.title.clone()}</span>
                <span class="faint">{words}</span>
            </li>
        }
    };
    view! {
        <section class="section" aria-labelledby="way">
            <h2 class="section__title section__title--gap" id="way">
                "The way so far"
            </h2>
            <ol class="way">{running.path.iter().map(stop).collect_view()}</ol>
        </section>
    }
    .into_any()
}

/// Chooses the deal and the language; a form that needs no script.
fn begin(tryout: &Tryout) -> AnyView {
    let (title, level) = match &tryout.running {
        Some(_) => ("Begin again", "section"),
        None => ("Try it as a sample deal", "section section--bare"),
    };
    let chosen = tryout.running.as_ref().map(|running| &running.sample);
    // Begins with a deal that it would be sent after.
    let fits = |sample: &Sample| sample.facts.outcome.is_some_and(|one| tryout.outcomes.contains(&one));
    let first = tryout.samples.iter().position(fits).unwrap_or(0);
    let samples = tryout
        .samples
        .iter()
        .enumerate()
        .map(|(at, sample)| {
            let is_chosen = match chosen {
                Some(chosen) => chosen.deal == sample.deal && chosen.facts.outcome == sample.facts.outcome,
                None => at == first,
            };
            choice(sample, is_chosen)
        })
        .collect_view();
    let current = tryout.running.as_ref().and_then(|running| running.language.clone());
    let languages = tryout
        .languages
        .iter()
        .map(|language| {
            let name = language.english_name();
            view! {
                <option value=language.to_string() selected=current.as_ref() == Some(language)>
                    {name}
                </option>
            }
        })
        .collect_view();
    let action = routes::survey_preview(tryout.survey.id);
    view! {
        <section class=level aria-labelledby="begin">
            <h2 class="section__title" id="begin">
                {title}
            </h2>
            <p class="section__sub section__title--gap">
                "Names and rules are filled from the deal. Nothing is sent to anybody."
            </p>
            <form class="stack stack--tight" method="post" action=form::own(&action)>
                <fieldset class="samples">
                    <legend class="field__label">"Deal"</legend>
                    {samples}
                </fieldset>
                <label class="field field--plain">
                    <span class="field__label">"Language"</span>
                    <select class="input" name="language">
                        {languages}
                    </select>
                </label>
                <p>
                    <button class="button button--primary">"Begin"</button>
                </p>
            </form>
        </section>
    }
    .into_any()
}

fn choice(sample: &Sample, is_chosen: bool) -> AnyView {
    let outcome = sample.facts.outcome.unwrap_or(Outcome::Won);
    let value = match sample.deal {
        Some(deal) => deal.to_string(),
        None => outcome.code().to_owned(),
    };
    let competitor = sample.facts.competitors.first().cloned();
    let made_up = sample.deal.is_none().then_some("made up");
    // Most deals are named after their account.
    let account = (!sample.deal_name.contains(&sample.account)).then(|| sample.account.clone());
    view! {
        <label class="samples__one">
            <input class="radio" type="radio" name="sample" value=value checked=is_chosen required />
            <span>
                <b dir="auto">{sample.deal_name.clone()}</b>
                <span class="samples__facts">
                    <DealOutcome outcome=sample.facts.outcome competitor=competitor />
                    <span dir="auto">{account}</span>
                    {made_up}
                </span>
            </span>
        </label>
    }
    .into_any()
}
