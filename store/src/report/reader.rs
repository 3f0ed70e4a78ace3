//! What the reader behind a door may read.
//!
//! **Invariant:** an answer for leadership is read by those who lead and did not sell the deal themselves: the buyer
//! was told that whoever sold him does not see it. Whether a member sold a deal, now or before, is told by the address and
//! the name that he has at the moment he reads.

use domain::actor::Permission;
use domain::report::snapshot::Reader;
use domain::response::Attribution;

use crate::access::TenantTx;

/// Whether the reader may read the answer `r` about the deal `d`; `$readable` is the parameter with [`readable`].
macro_rules! may_read {
    ($readable:literal) => {
        concat!(
            "(r.attribution = ANY(",
            $readable,
            ") AND NOT ARRAY(SELECT r.attribution || ' of ' || one FROM unnest(d.sellers) AS one) && ",
            $readable,
            ")"
        )
    };
}
pub(crate) use may_read;

/// Which answers the reader behind the door may read: the codes of their attribution, and what of that he may not,
/// as a code and a mark of the one who sold. Pooled answers are read by nobody; they are counted only.
pub(crate) fn readable(tenant: &TenantTx) -> Vec<String> {
    let mut codes = Vec::new();
    if tenant.actor().allows(Permission::ViewNamedAnswers) {
        codes.push(Attribution::Named.code().to_owned());
    }
    if tenant.actor().allows(Permission::ViewLeadershipAnswers) {
        let leadership = Attribution::Leadership.code();
        codes.push(leadership.to_owned());
        codes.extend(tenant.actor().sells_as().iter().map(|own| format!("{leadership} of {own}")));
    }
    codes
}

/// Which answers the reader may have counted however narrow the filter is: everybody those whose buyers are named.
pub(super) fn reader(tenant: &TenantTx) -> Reader<'_> {
    let upto = if tenant.actor().allows(Permission::ViewLeadershipAnswers) {
        Attribution::Leadership
    } else {
        Attribution::Named
    };
    Reader { upto, sells_as: tenant.actor().sells_as() }
}
