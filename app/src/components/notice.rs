//! An error in words: what happened, what was kept, what to do.

use leptos::prelude::*;

use super::icon::Icon;
use crate::api::ApiError;
use crate::routes;

/// The words for an error: icon, title and what to do.
fn words(error: &ApiError) -> (&'static str, &'static str, String) {
    match error {
        ApiError::Unauthenticated => {
            ("lock", "Your session has ended", "Sign in again; the address keeps your filter.".to_owned())
        }
        ApiError::Forbidden => (
            "lock",
            "This is not open to your role",
            "Somebody who is an admin of your workspace can give you access.".to_owned(),
        ),
        ApiError::NotFound | ApiError::Gone => (
            "search",
            "We cannot find this",
            "It may have been removed, or the link is not complete.".to_owned(),
        ),
        ApiError::Switched => (
            "branch",
            "You switched to another workspace",
            "This page is of the one before, so nothing was loaded and nothing was changed.".to_owned(),
        ),
        ApiError::Suspended => (
            "lock",
            "This workspace is suspended",
            "Nothing is lost. Please talk to whoever runs the platform for you.".to_owned(),
        ),
        ApiError::Invalid(errors) => ("warn", "This could not be used", errors.to_string()),
        ApiError::Conflict => {
            ("warn", "Somebody was faster", "This was changed in the meantime. Load it again.".to_owned())
        }
        ApiError::RateLimited => {
            ("warn", "One moment please", "These were many requests. Wait a minute.".to_owned())
        }
        ApiError::Unavailable | ApiError::Transport => (
            "warn",
            "The figures did not come through",
            "Your filter is kept. It usually works again within a minute.".to_owned(),
        ),
        ApiError::Internal { reference } => (
            "warn",
            "Something of ours went wrong",
            format!("Your filter is kept. Tell us {reference} if it stays."),
        ),
    }
}

/// The list in which something would be that was not found, and the words that lead there.
fn above(path: &str) -> (&'static str, &'static str) {
    let lists = [(routes::SURVEYS, "Go to the surveys"), (routes::DEALS, "Go to the deals")];
    let own = lists.into_iter().find(|(list, _)| path.starts_with(list));
    own.unwrap_or((routes::OVERVIEW, "Go to the overview"))
}

/// A page in place of the one that could not be loaded.
#[component]
pub fn ErrorPage(
    /// What happened.
    error: ApiError,
    /// The page's address.
    path: String,
    /// Loads again.
    retry: Callback<()>,
) -> impl IntoView {
    let (icon, title, text) = words(&error);
    let way_on = match error {
        ApiError::Unauthenticated => {
            view! { <a class="button button--primary" href=routes::SIGN_IN rel="external">"Sign in"</a> }
                .into_any()
        }
        // Where the start is depends on the person, so the server decides.
        ApiError::Forbidden => {
            view! { <a class="button" href="/" rel="external">"Go to the start page"</a> }.into_any()
        }
        ApiError::NotFound | ApiError::Gone => {
            let (href, words) = above(&path);
            view! { <a class="button" href=href>{words}</a> }.into_any()
        }
        // Where the start is depends on the person, so the server decides; what is here may not be there.
        ApiError::Switched => view! {
            <a class="button button--primary" href="/" rel="external">
                "Go on in the other one"
            </a>
        }
        .into_any(),
        ApiError::Suspended => view! {
            <form method="post" action=routes::SIGN_OUT>
                <button class="button">"Sign out"</button>
            </form>
        }
        .into_any(),
        _ => view! { <button class="button" on:click=move |_| retry.run(())>"Try again"</button> }.into_any(),
    };
    view! {
        <div class="empty empty--page" role="alert">
            <Icon name=icon class="empty__mark" />
            <h2>{title}</h2>
            <p>{text}</p>
            <div class="row">{way_on}</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_found_leads_to_the_list_it_would_be_in() {
        assert_eq!(above("/admin/surveys/1/edit").0, routes::SURVEYS);
        assert_eq!(above("/app/deals/1").0, routes::DEALS);
        assert_eq!(above("/app").0, routes::OVERVIEW);
    }
}
