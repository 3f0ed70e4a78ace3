//! Whether the logins that the settings name are the application's: the rules of the catalogue look at `wl_app`, and
//! say nothing of a superuser who serves in its place.

use std::collections::BTreeMap;

use crate::access::Transaction;
use crate::error::StoreError;
use crate::pools::Pool;

const LOGIN: &str = include_str!("login.sql");

/// Logins that must not serve, with the reason: the settings that name them.
#[derive(Default)]
pub(crate) struct Logins(BTreeMap<(String, String), Vec<String>>);

impl Logins {
    /// Looks at the login of a pool, and says whether it may serve; `setting` is where it is set.
    pub(crate) async fn ask(&mut self, pool: &Pool, setting: String) -> Result<bool, StoreError> {
        let transaction = Transaction::begin(pool, "begin read only; set local app.ctx = ''").await?;
        let Some(row) = transaction.one(LOGIN, []).await? else { return Ok(false) };
        let (login, reason): (String, Option<String>) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let Some(reason) = reason else { return Ok(true) };
        self.0.entry((login, reason)).or_default().push(setting);
        Ok(false)
    }

    /// A fault for each login, in words that say what to change.
    pub(crate) fn faults(self) -> impl Iterator<Item = String> {
        self.0.into_iter().map(|((login, reason), settings)| {
            let settings = settings.join(" and ");
            format!(
                "{settings}: the login {login} {reason}, so that nothing keeps tenants apart: sign in as wl_app there"
            )
        })
    }
}
