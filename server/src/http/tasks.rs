//! What a page starts beside its drawing: a panic there ends the request at once.
//!
//! A page that loads something watches it from tasks of its own. When one of them panicked nobody told the page,
//! and it waited until its time was up, only to say that we are not available for a moment.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use any_spawner::{CustomExecutor, Executor, ExecutorError, PinnedFuture, PinnedLocalFuture};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::FutureExt as _;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::error::after_panic;

type Cause = Box<dyn Any + Send>;

tokio::task_local! {
    /// Who waits for the page that is drawn here.
    static PAGE: UnboundedSender<Cause>;
}

/// Tokio, as far as the pages know.
struct Watched;

impl CustomExecutor for Watched {
    fn spawn(&self, task: PinnedFuture<()>) {
        let Ok(page) = PAGE.try_with(Clone::clone) else {
            tokio::spawn(task);
            return;
        };
        tokio::spawn(PAGE.scope(page.clone(), async move {
            if let Err(cause) = AssertUnwindSafe(task).catch_unwind().await {
                // Who is not waiting any more has an answer; the panic's hook logged it.
                page.send(cause).ok();
            }
        }));
    }

    fn spawn_local(&self, task: PinnedLocalFuture<()>) {
        tokio::task::spawn_local(task);
    }

    fn poll_local(&self) {}
}

/// Makes pages start their tasks here; to be called before anything is drawn.
pub(super) fn watch() {
    match Executor::init_custom_executor(Watched) {
        // In tests there are many servers in one process.
        Ok(()) | Err(ExecutorError::AlreadySet) => {}
    }
}

/// Answers a request, or says that a task of its page panicked.
pub(super) async fn answer(request: Request, next: Next) -> Response {
    let (page, mut panicked) = unbounded_channel();
    tokio::select! {
        biased;
        response = PAGE.scope(page, next.run(request)) => response,
        Some(cause) = panicked.recv() => after_panic(cause),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use leptos::prelude::*;
    use tower::ServiceExt as _;

    use super::*;

    /// A page needs milliseconds.
    const LONG: Duration = Duration::from_secs(10);

    async fn status_of(is_good: bool) -> u16 {
        super::watch();
        let page = leptos_axum::render_app_async(move || {
            let loaded = Resource::new(
                || (),
                async |()| {
                    tokio::task::yield_now().await;
                    7
                },
            );
            let draw = move || {
                let number: i32 = loaded.get()?;
                assert!(is_good, "a panic that belongs to the test");
                Some(number)
            };
            view! { <Suspense>{draw}</Suspense> }
        });
        let router: Router = Router::new().route("/", get(page)).layer(from_fn(answer));
        let request = Request::new(Body::empty());
        let answered = tokio::time::timeout(LONG, router.oneshot(request)).await;
        answered.expect("an answer in time").expect("an answer").status().as_u16()
    }

    #[tokio::test]
    async fn a_page_that_panics_after_loading_is_an_error_at_once() {
        // Its effect panicked in a task, and the page waited for it until the time was up: 30 s, and a 503.
        assert_eq!(status_of(false).await, 500);
        assert_eq!(status_of(true).await, 200);
    }
}
