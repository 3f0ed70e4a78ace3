//! What each address needs, in one table; `tests/it/endpoints.txt` is its checked-in twin.
//!
//! This is the outer fence: server functions and doors ask for their permission again.

use domain::actor::Permission;

/// What an address needs.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Need {
    /// Anybody may come.
    Nobody,
    /// A session, of whatever role; the server function behind it asks for its own permission.
    SignedIn,
    /// A member whose role has this permission.
    Permission(Permission),
    /// One of ours.
    Operator,
}

const TABLE: [(&str, Need); 11] = [
    ("/account", Need::SignedIn),
    ("/admin", Need::Permission(Permission::ManageMembers)),
    ("/admin/connections", Need::Permission(Permission::ManageConnections)),
    ("/admin/images", Need::Permission(Permission::EditSurveys)),
    ("/admin/surveys", Need::Permission(Permission::EditSurveys)),
    ("/api", Need::SignedIn),
    ("/app", Need::Permission(Permission::ViewReports)),
    ("/app/deals", Need::Permission(Permission::ViewDeals)),
    ("/app/deals.csv", Need::Permission(Permission::ViewDeals)),
    ("/ops", Need::Operator),
    ("/preview", Need::Permission(Permission::EditSurveys)),
];

/// What this path needs: the longest entry that is the path or a folder above it.
#[must_use]
pub fn need_of(path: &str) -> Need {
    TABLE
        .iter()
        .filter(|(prefix, _)| {
            path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
        .max_by_key(|(prefix, _)| prefix.len())
        .map_or(Need::Nobody, |(_, need)| *need)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_entry_decides() {
        assert_eq!(need_of("/app"), Need::Permission(Permission::ViewReports));
        assert_eq!(need_of("/app/events"), Need::Permission(Permission::ViewReports));
        assert_eq!(need_of("/app/deals/1"), Need::Permission(Permission::ViewDeals));
        assert_eq!(need_of("/app/deals.csv"), Need::Permission(Permission::ViewDeals));
        assert_eq!(need_of("/admin/connections/secret"), Need::Permission(Permission::ManageConnections));
        assert_eq!(need_of("/admin/surveys/1/edit"), Need::Permission(Permission::EditSurveys));
        assert_eq!(need_of("/preview/1/start"), Need::Permission(Permission::EditSurveys));
        assert_eq!(need_of("/apple"), Need::Nobody);
        assert_eq!(need_of("/ops/tenants"), Need::Operator);
        assert_eq!(need_of("/login"), Need::Nobody);
    }
}
