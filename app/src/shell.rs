//! The HTML document, and the application inside it.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::api::context;
use crate::api::wire::Wire;
use crate::browser;
use crate::components::frame::Frame;
use crate::pages::admin::AdminPage;
use crate::pages::dashboard::DashboardPage;
use crate::pages::deals::DealsPage;
use crate::pages::deals::detail::DealPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::operator::OperatorPage;
use crate::pages::surveys::editor::EditorPage;
use crate::pages::surveys::gallery::GalleryPage;
use crate::pages::surveys::list::SurveysPage;
use crate::pages::surveys::preview::PreviewPage;
use crate::pages::surveys::results::ResultsPage;
use crate::pages::surveys::versions::VersionsPage;

#[cfg(feature = "ssr")]
pub use document::{bare, shell};

/// The members' and operators' pages, all of them: what the server draws.
///
/// Every page waits for its data before the answer begins: it is complete without script, and its status is
/// the right one.
#[component]
pub fn App() -> impl IntoView {
    framed(|| {
        view! {
            <Routes fallback=NotFoundPage>
                <Route path=path!("/app") view=DashboardPage ssr=SsrMode::Async />
                <Route path=path!("/app/deals") view=DealsPage ssr=SsrMode::Async />
                <Route path=path!("/app/deals/:id") view=DealPage ssr=SsrMode::Async />
                <Route path=path!("/admin") view=AdminPage ssr=SsrMode::Async />
                <Route path=path!("/admin/surveys") view=SurveysPage ssr=SsrMode::Async />
                <Route path=path!("/admin/surveys/new") view=GalleryPage ssr=SsrMode::Async />
                <Route path=path!("/admin/surveys/:id/edit") view=EditorPage ssr=SsrMode::Async />
                <Route path=path!("/admin/surveys/:id/preview") view=PreviewPage ssr=SsrMode::Async />
                <Route path=path!("/admin/surveys/:id/results") view=ResultsPage ssr=SsrMode::Async />
                <Route path=path!("/admin/surveys/:id/versions") view=VersionsPage ssr=SsrMode::Async />
                <Route path=path!("/ops") view=OperatorPage ssr=SsrMode::Async />
            </Routes>
        }
        .into_any()
    })
}

/// The pages of [`Bundle::Reports`](crate::routes::Bundle::Reports), in the browser.
///
/// A link to a page of another bundle finds no route here and is loaded from the server; see [`NotFoundPage`].
#[component]
pub fn ReportsApp() -> impl IntoView {
    framed(|| {
        view! {
            <Routes fallback=NotFoundPage>
                <Route path=path!("/app") view=DashboardPage ssr=SsrMode::Async />
                <Route path=path!("/app/deals") view=DealsPage ssr=SsrMode::Async />
                <Route path=path!("/app/deals/:id") view=DealPage ssr=SsrMode::Async />
            </Routes>
        }
        .into_any()
    })
}

/// The pages of [`Bundle::Editor`](crate::routes::Bundle::Editor), in the browser.
#[component]
pub fn EditorApp() -> impl IntoView {
    framed(|| {
        view! {
            <Routes fallback=NotFoundPage>
                <Route path=path!("/admin/surveys/:id/edit") view=EditorPage ssr=SsrMode::Async />
                <Route path=path!("/admin/surveys/:id/preview") view=PreviewPage ssr=SsrMode::Async />
                <Route path=path!("/admin/surveys/:id/versions") view=VersionsPage ssr=SsrMode::Async />
            </Routes>
        }
        .into_any()
    })
}

/// The pages of [`Bundle::Workshop`](crate::routes::Bundle::Workshop), in the browser.
#[component]
pub fn WorkshopApp() -> impl IntoView {
    framed(|| {
        view! {
            <Routes fallback=NotFoundPage>
                <Route path=path!("/admin") view=AdminPage ssr=SsrMode::Async />
                <Route path=path!("/admin/surveys") view=SurveysPage ssr=SsrMode::Async />
                <Route path=path!("/admin/surveys/new") view=GalleryPage ssr=SsrMode::Async />
                <Route path=path!("/admin/surveys/:id/results") view=ResultsPage ssr=SsrMode::Async />
                <Route path=path!("/ops") view=OperatorPage ssr=SsrMode::Async />
            </Routes>
        }
        .into_any()
    })
}

fn framed(routes: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
    provide_meta_context();
    let person = SharedValue::<_, Wire>::new_with_encoding(context::person).into_inner();
    provide_context(person.clone());
    Effect::new(|_| browser::mark_hydrated());
    view! {
        <Router>
            <Frame person=person>{routes()}</Frame>
        </Router>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod document {
    use std::sync::OnceLock;

    use axum::http::request::Parts;
    use leptos::config::LeptosOptions;
    use leptos::nonce::Nonce;
    use leptos::prelude::*;
    use leptos_meta::{HashedStylesheet, MetaTags};

    use super::App;
    use crate::api::context;
    use crate::components::topbar::in_title;
    use crate::routes::{Bundle, is_late};

    /// What `cargo leptos` calls its files.
    const ONE_BUNDLE: &str = "winloss";
    /// Icons and patterns, once in a document.
    const SPRITE: &str = include_str!("components/icon/sprite.svg");

    /// The document of a page that is hydrated.
    pub fn shell(options: LeptosOptions) -> impl IntoView {
        let charts = of_manifest(&options, "charts.js");
        provide_own_nonce();
        view! {
            <!DOCTYPE html>
            <html lang="en" class="framed">
                <head>
                    <Head options=options.clone() />
                    <meta name="winloss:charts" content=charts />
                    <Hydration options=options />
                    <MetaTags />
                </head>
                <body>
                    <App />
                    <div inner_html=SPRITE></div>
                </body>
            </html>
        }
    }

    /// The document of a page that needs neither script nor wasm: sign-in, errors.
    pub fn bare(options: LeptosOptions, title: &str, body: AnyView) -> AnyView {
        // As text it would be followed by a mark of the view, which in a title is text like any other.
        let title = in_title(format!("{title} · winloss"));
        provide_own_nonce();
        leptos_meta::provide_meta_context();
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <Head options=options />
                    <title inner_html=title></title>
                </head>
                <body>
                    {body}
                    <div inner_html=SPRITE></div>
                </body>
            </html>
        }
        .into_any()
    }

    #[component]
    fn Head(options: LeptosOptions) -> impl IntoView {
        let nonce = context::nonce().map(|nonce| nonce.0);
        view! {
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <script src="/theme.js" nonce=nonce></script>
            <HashedStylesheet options=options id="main" />
            <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        }
    }

    /// Starts the application in the browser. The component of Leptos leaves the nonce away where the script is
    /// loaded ahead, and our policy refuses what has none.
    #[component]
    fn Hydration(options: LeptosOptions) -> impl IntoView {
        let nonce = context::nonce().map(|nonce| nonce.0);
        let (bundle, is_late) = use_context::<Parts>().map_or((Bundle::Reports, false), |parts| {
            let path = parts.uri.path();
            (Bundle::of(path), is_late(path, parts.uri.query().unwrap_or_default()))
        });
        let bundle = bundle.name();
        let rest = format!("{bundle}.rest.wasm");
        let rest = manifest(&options).get(&rest).map(|_| of_manifest(&options, &rest));
        let script = of_bundle(&options, bundle, "js");
        let wasm = of_bundle(&options, bundle, "wasm");
        // The second part of the bundle shares everything with the first. One that did not come is asked for again. A
        // page that shows something of it is taken over when it is there.
        let parts = rest.as_ref().map_or_else(String::new, |rest| {
            format!(
                ".then((m) => {{ globalThis.winloss = {{ load() {{ return this.coming ??= \
                 WebAssembly.instantiateStreaming(fetch({rest:?}), {{ m }})\
                 .then(() => {{ this.is_there = true; }}, (cause) => {{ this.coming = undefined; throw cause; }}); \
                 }} }}; return document.querySelector('[data-late]') && winloss.load(); }})"
            )
        });
        // Whoever goes back twice while the code still loads is at another page of the same document, which is not
        // the page that was sent: that one is asked for.
        let start = format!(
            "const is_here = () => location.href.split('#')[0] === document.documentElement.dataset.sent;\n\
             import({script:?}).then((app) => app.default({{ module_or_path: {wasm:?} }}){parts}\
             .then(() => is_here() ? app.hydrate() : location.reload()));"
        );
        let with_rest = rest.filter(|_| is_late).map(|rest| {
            view! { <link rel="preload" href=rest r#as="fetch" r#type="application/wasm" crossorigin="anonymous" /> }
        });
        view! {
            <script nonce=nonce.clone() inner_html="document.documentElement.dataset.sent = location.href.split('#')[0];"></script>
            <link rel="modulepreload" href=script nonce=nonce.clone() />
            <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
            {with_rest}
            <script type="module" nonce=nonce inner_html=start></script>
        }
    }

    /// Leptos gives its inline scripts the nonce of the header that the server sends.
    fn provide_own_nonce() {
        if let Some(nonce) = context::nonce() {
            provide_context(Nonce::from_value(nonce.0));
        }
    }

    /// The address of a file of a bundle; where the site has one bundle for all pages, of that one.
    fn of_bundle(options: &LeptosOptions, bundle: &str, kind: &str) -> String {
        let own = format!("{bundle}.{kind}");
        let has_own = manifest(options).get(&own).is_some();
        of_manifest(options, &if has_own { own } else { format!("{ONE_BUNDLE}.{kind}") })
    }

    /// The address of a built file by its plain name; read once, as a running server has one build.
    fn of_manifest(options: &LeptosOptions, name: &str) -> String {
        let file = manifest(options).get(name).and_then(serde_json::Value::as_str).unwrap_or(name);
        format!("/{}/{file}", options.site_pkg_dir)
    }

    fn manifest(options: &LeptosOptions) -> &'static serde_json::Value {
        static MANIFEST: OnceLock<serde_json::Value> = OnceLock::new();
        MANIFEST.get_or_init(|| {
            let path = format!("{}/{}/manifest.json", options.site_root, options.site_pkg_dir);
            let text = std::fs::read_to_string(&path).unwrap_or_else(|cause| {
                tracing::warn!(path, %cause, "the site has no manifest: no script will be found");
                "{}".to_owned()
            });
            serde_json::from_str(&text).unwrap_or_default()
        })
    }
}
