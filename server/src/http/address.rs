//! One view, one address: a form without script also sends what is empty and what is so anyway, such as the default
//! period. Whoever comes with that is sent to the address that says the same in fewer words.

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};

/// Sends a page's reader to the plain form of its address.
pub(super) async fn shorten(request: Request, next: Next) -> Response {
    let uri = request.uri();
    if request.method() == Method::GET
        && [app::routes::OVERVIEW, app::routes::DEALS].contains(&uri.path())
        && let Some(search) = uri.query()
        && let Some(address) = shorter(uri.path(), search)
    {
        return Redirect::to(&address).into_response();
    }
    next.run(request).await
}

/// The address without what it need not say; `None` when there is nothing of that.
fn shorter(path: &str, search: &str) -> Option<String> {
    let telling = app::routes::telling(search);
    (telling.len() < app::routes::pairs(search).len()).then(|| app::routes::address(path, &telling))
}

#[cfg(test)]
mod tests {
    use super::shorter;

    #[test]
    fn what_need_not_be_said_is_left_out_and_then_there_is_nothing_more_to_leave_out() {
        let short = |search: &str| shorter("/app/deals", search);
        assert_eq!(short("q=&period=12m&region=EMEA").as_deref(), Some("/app/deals?region=EMEA"));
        assert_eq!(short("period=12m").as_deref(), Some("/app/deals"));
        assert_eq!(short("period=12m&q=a+%26%20b").as_deref(), Some("/app/deals?q=a%20%26%20b"));
        for plain in ["", "region=EMEA", "period=24m&q=a%20b", "x=%ff&%00=1", "sort=name&page=2"] {
            assert_eq!(short(plain), None, "{plain}");
        }
    }
}
