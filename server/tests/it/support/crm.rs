//! A CRM that sends events over Standard Webhooks, well or badly signed.

use axum::body::Body;
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use store::Clock;

use super::TestApp;
use super::browser::{Answer, Browser};

/// A CRM with the key and a secret of a connection.
#[derive(Clone)]
pub(crate) struct Crm {
    browser: Browser,
    clock: Clock,
    pub(crate) key: String,
    pub(crate) secret: String,
}

/// A message as it goes over the wire; tests change what they are about.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) timestamp: String,
    pub(crate) signature: String,
    pub(crate) body: Bytes,
}

impl Crm {
    pub(crate) fn new(app: &TestApp, key: &str, secret: &str) -> Self {
        Self {
            browser: app.browser(),
            clock: app.clock().clone(),
            key: key.to_owned(),
            secret: secret.to_owned(),
        }
    }

    /// The same connection with another secret.
    pub(crate) fn with_secret(&self, secret: &str) -> Self {
        Self { secret: secret.to_owned(), ..self.clone() }
    }

    /// The same CRM, which has the address wrong.
    pub(crate) fn with_key(&self, key: &str) -> Self {
        Self { key: key.to_owned(), ..self.clone() }
    }

    /// A well signed message.
    pub(crate) fn message(&self, id: &str, body: impl Into<Bytes>) -> Message {
        let body = body.into();
        let timestamp = self.clock.now().timestamp().to_string();
        let signature = sign(&self.secret, id, &timestamp, &body);
        Message { id: id.to_owned(), timestamp, signature, body }
    }

    /// Sends a message as it is.
    pub(crate) async fn deliver(&self, message: &Message) -> Answer {
        let headers = [
            ("content-type", "application/json"),
            ("webhook-id", message.id.as_str()),
            ("webhook-timestamp", message.timestamp.as_str()),
            ("webhook-signature", message.signature.as_str()),
        ];
        let path = format!("/hooks/in/{}", self.key);
        self.browser.send(Method::POST, &path, &headers, Body::from(message.body.clone())).await
    }

    /// Signs and sends an event.
    pub(crate) async fn send(&self, id: &str, event: &Value) -> Answer {
        self.deliver(&self.message(id, event.to_string())).await
    }
}

/// `v1,<base64>` of Standard Webhooks.
pub(crate) fn sign(secret: &str, id: &str, timestamp: &str, body: &[u8]) -> String {
    let key = STANDARD.decode(secret.trim_start_matches("whsec_")).unwrap();
    let mut mac = <Hmac<Sha256> as hmac::Mac>::new_from_slice(&key).unwrap();
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// A lost deal with one buyer.
pub(crate) fn lost_deal(external_id: &str) -> Value {
    json!({
        "type": "deal.closed",
        "timestamp": "2026-11-23T09:30:00Z",
        "data": {
            "external_id": external_id,
            "name": "Express Logistics, platform roll-out",
            "account": {"name": "Express Logistics", "domain": "express.example", "industry": "Logistics"},
            "outcome": "lost",
            "outcome_kind": "competitor",
            "amount": "120000.00",
            "currency": "USD",
            "created_at": "2026-04-03T00:00:00Z",
            "closed_at": "2026-11-20T09:29:51Z",
            "segment": "Enterprise",
            "region": "EMEA",
            "owner": {"id": "005xx", "name": "Ada Quist", "email": "ada@tenant.example", "team": "North"},
            "contacts": [{
                "external_id": format!("{external_id}-c1"), "name": "Bo Buyer",
                "email": "bo@express.example", "role": "buyer", "is_primary": true
            }],
            "competitors": ["SFDC", "In-house"],
            "loss_reason": "Price"
        }
    })
}
