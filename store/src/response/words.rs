//! Answers as their rows keep them: the words of a pooled buyer sealed, everything else legible.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::ResponseId;
use domain::response::Attribution;
use domain::survey::Answer;
use serde_json::Value as Json;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

fn answer_purpose(response: ResponseId, question: &str) -> String {
    format!("answer|{response}|{question}")
}

/// An answer as its row keeps it: what a buyer who chose to be pooled wrote in his own words stays sealed, so that
/// no query can show it, whatever it forgets to ask.
pub(crate) fn kept(
    tenant: &TenantTx,
    response: ResponseId,
    attribution: Attribution,
    question: &str,
    answer: &Answer,
) -> Result<Json, StoreError> {
    if attribution == Attribution::Pooled && answer.is_typed() {
        let sealed = sql::seal(tenant, &answer_purpose(response, question), answer);
        return Ok(serde_json::json!({ "type": "sealed", "sealed": STANDARD.encode(sealed) }));
    }
    Ok(serde_json::to_value(answer)?)
}

/// Before a vendor's name that is sealed.
const SEALED: &str = "sealed:";

fn name_purpose(response: ResponseId) -> String {
    format!("vendor|{response}")
}

/// A vendor's name as its row keeps it: as the buyer typed it, or sealed like his other words.
pub(crate) fn kept_name(
    tenant: &TenantTx,
    response: ResponseId,
    attribution: Attribution,
    name: &str,
) -> String {
    if attribution == Attribution::Pooled {
        let sealed = sql::seal(tenant, &name_purpose(response), &name);
        return format!("{SEALED}{}", STANDARD.encode(sealed));
    }
    name.to_owned()
}

/// A vendor's name out of a row of a pooled answer. Isolation: as with [`unseal`]. What does not open was typed so.
pub(crate) fn unseal_name(tenant: &TenantTx, response: ResponseId, kept: String) -> String {
    let sealed = kept.strip_prefix(SEALED).and_then(|text| STANDARD.decode(text).ok());
    let opened = sealed.and_then(|sealed| sql::open(tenant, &name_purpose(response), &sealed).ok());
    opened.unwrap_or(kept)
}

/// An answer out of its row, unsealed. Isolation: what comes out of here may go to its buyer and back into a row,
/// nowhere else.
pub(crate) fn unseal(
    tenant: &TenantTx,
    response: ResponseId,
    question: &str,
    kept: Json,
) -> Result<Answer, StoreError> {
    if kept.get("type").and_then(Json::as_str) != Some("sealed") {
        return sql::document(kept);
    }
    let sealed = kept.get("sealed").and_then(Json::as_str).and_then(|text| STANDARD.decode(text).ok());
    let sealed = sealed.ok_or_else(|| StoreError::broken("a sealed answer without its seal"))?;
    sql::open(tenant, &answer_purpose(response, question), &sealed)
}

/// An answer out of its row for whoever may only count it: without a word of the buyer's own, sealed or not.
pub(crate) fn countable(
    tenant: &TenantTx,
    response: ResponseId,
    question: &str,
    kept: Json,
) -> Result<Answer, StoreError> {
    Ok(unseal(tenant, response, question, kept)?.without_words())
}
