//! A page's one resource: a frame of the final size while it loads, the page, or an error in words.
//!
//! Inside, what is asked for and what comes back have no types: every page shares one kind of resource, which is a
//! tenth of what members' browsers would load otherwise. Outside, [`Loading`] knows its type.

use std::any::Any;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use leptos_router::hooks::use_location;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::late::late;
use super::notice::ErrorPage;
use super::topbar::Topbar;
use crate::api::ApiError;
use crate::api::wire::{Unreadable, Wire, read, write};

/// A page's one resource.
pub struct Loading<T> {
    resource: Resource<Answer, Wire>,
    of: PhantomData<fn() -> T>,
}

impl<T> Copy for Loading<T> {}

impl<T> Clone for Loading<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Loading<T> {
    /// Loads it again.
    pub fn refetch(self) {
        self.resource.refetch();
    }
}

/// What a server function answered.
#[derive(Clone)]
struct Answer(Result<Document, ApiError>);

/// A value that was loaded: as the server function gave it, or as the text that came with the page.
#[derive(Clone)]
enum Document {
    Value {
        value: Arc<dyn Any + Send + Sync>,
        /// Only the server writes documents; the browser is spared the code.
        #[cfg(feature = "ssr")]
        write: fn(&dyn Any) -> String,
    },
    Text(Arc<str>),
}

impl Document {
    fn of<T: Serialize + Send + Sync + 'static>(value: T) -> Self {
        Self::Value {
            value: Arc::new(value),
            #[cfg(feature = "ssr")]
            write: |value| value.downcast_ref::<T>().map(write).unwrap_or_default(),
        }
    }

    fn get<T: Clone + DeserializeOwned + 'static>(&self) -> Result<T, ApiError> {
        match self {
            Self::Value { value, .. } => value.downcast_ref::<T>().cloned().ok_or(ApiError::Transport),
            Self::Text(text) => read(text).map_err(|_| ApiError::Transport),
        }
    }

    fn text(&self) -> String {
        match self {
            #[cfg(feature = "ssr")]
            Self::Value { value, write } => write(&**value),
            #[cfg(not(feature = "ssr"))]
            Self::Value { .. } => String::new(),
            Self::Text(text) => text.as_ref().to_owned(),
        }
    }
}

/// Marks an answer that is an error; any other begins as JSON does.
const ERROR: char = '!';

impl Encoder<Answer> for Wire {
    type Error = Unreadable;
    type Encoded = String;

    fn encode(answer: &Answer) -> Result<String, Unreadable> {
        Ok(match &answer.0 {
            Ok(document) => document.text(),
            Err(error) => format!("{ERROR}{}", write(error)),
        })
    }
}

impl Decoder<Answer> for Wire {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(text: &str) -> Result<Answer, Unreadable> {
        Ok(Answer(match text.strip_prefix(ERROR) {
            Some(error) => Err(read(error)?),
            None => Ok(Document::Text(text.into())),
        }))
    }
}

/// What was asked for, and whether it changed.
#[derive(Clone)]
struct Asked {
    value: Arc<dyn Any + Send + Sync>,
    is_same: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        (self.is_same)(&*self.value, &*other.value)
    }
}

type Coming = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// Loads from a server function whenever what is asked for changes.
pub fn load<S, T, F>(
    asked: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Loading<T>
where
    S: Send + Sync + Clone + PartialEq + 'static,
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + Send + 'static,
{
    let is_same = |one: &dyn Any, other: &dyn Any| {
        one.downcast_ref::<S>().zip(other.downcast_ref::<S>()).is_some_and(|(one, other)| one == other)
    };
    let asked = Box::new(move || Asked { value: Arc::new(asked()), is_same });
    let fetch = Box::new(move |asked: Asked| -> Coming {
        let coming = asked.value.downcast_ref::<S>().cloned().map(&fetch);
        Box::pin(async move {
            Answer(match coming {
                Some(coming) => coming.await.map(Document::of),
                None => Err(ApiError::Transport),
            })
        })
    });
    Loading { resource: resource(asked, fetch), of: PhantomData }
}

fn resource(
    asked: Box<dyn Fn() -> Asked + Send + Sync>,
    fetch: Box<dyn Fn(Asked) -> Coming + Send + Sync>,
) -> Resource<Answer, Wire> {
    Resource::new_with_options(asked, fetch, false)
}

/// Draws a resource; what is shown stays, dimmed, while it is loaded again.
#[component]
pub fn Loaded<T, V>(
    /// The resource; nothing else on the page may read it.
    resource: Loading<T>,
    /// The page's name, for the time until it is there.
    title: &'static str,
    /// What stands there while it loads.
    skeleton: ViewFnOnce,
    /// Draws the page.
    page: V,
    /// What else the page depends on; a change draws it again from the same data.
    #[prop(optional)]
    also: Option<Signal<()>>,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    let page = Arc::new(move |document: &Document| document.get().map(&page));
    draw(resource.resource, title, skeleton, page, also)
}

type Page = dyn Fn(&Document) -> Result<AnyView, ApiError> + Send + Sync;

fn draw(
    resource: Resource<Answer, Wire>,
    title: &'static str,
    skeleton: ViewFnOnce,
    page: Arc<Page>,
    also: Option<Signal<()>>,
) -> AnyView {
    let (is_pending, set_pending) = signal(false);
    let retry = Callback::new(move |()| resource.refetch());
    let path = use_location().pathname;
    // Drawn as one piece and without reactive parts inside, so that new data are patched into the elements that
    // are there: focus, open panels and the place on the page stay.
    let draw = move || {
        if let Some(also) = also {
            also.track();
        }
        let page = page.clone();
        Suspend::new(async move {
            match resource.await.0.and_then(|document| page(&document)) {
                Ok(page) => page,
                Err(error) => late(move || late_problem(title, error.clone(), path.get_untracked(), retry)),
            }
        })
    };
    // On the server the signal would be set from a task of its own, after the page is gone if its reader left early.
    #[cfg(feature = "ssr")]
    let (body, _) = (view! { <Transition fallback=skeleton>{draw}</Transition> }, set_pending);
    #[cfg(not(feature = "ssr"))]
    let body = view! { <Transition fallback=skeleton set_pending=set_pending>{draw}</Transition> };
    view! { <div data-stale=move || is_pending.get().then_some("")>{body}</div> }.into_any()
}

/// A page that could not be loaded.
#[inline(never)]
fn late_problem(title: &'static str, error: ApiError, path: String, retry: Callback<()>) -> AnyView {
    view! {
        <Topbar title=title />
        <main class="page" id="main">
            <ErrorPage error=error path=path retry=retry />
        </main>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_with_the_page_and_is_read_as_what_it_was() {
        for answer in [Ok(vec![1_u8, 2]), Err(ApiError::NotFound)] {
            let given = Answer(answer.clone().map(Document::of));
            let text = <Wire as Encoder<Answer>>::encode(&given).expect("plain data");
            let come = <Wire as Decoder<Answer>>::decode(&text).expect("the same");
            assert_eq!(come.0.and_then(|document| document.get::<Vec<u8>>()), answer);
            assert_eq!(given.0.and_then(|document| document.get::<Vec<u8>>()), answer);
        }
        let other = Document::of(7_u8);
        assert_eq!(other.get::<String>(), Err(ApiError::Transport), "a value of another type is none");
    }

    #[test]
    fn a_question_is_asked_again_only_when_it_changed() {
        let ask = |value: u8| Asked {
            value: Arc::new(value),
            is_same: |one, other| one.downcast_ref::<u8>() == other.downcast_ref::<u8>(),
        };
        assert!(ask(1) == ask(1));
        assert!(ask(1) != ask(2));
    }
}
