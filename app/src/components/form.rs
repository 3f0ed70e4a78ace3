//! Where members' forms are posted to without script.

use leptos::prelude::use_context;

use crate::api::context::Person;
use crate::routes;

/// The address of a form for the tenant that this page is drawn for; it is refused once its person works for another one.
#[must_use]
pub fn own(path: &str) -> String {
    let tenant = use_context::<Option<Person>>().flatten().and_then(|person| person.tenant_id);
    tenant.map_or_else(|| path.to_owned(), |tenant| routes::drawn_for(tenant, path))
}
