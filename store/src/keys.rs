//! The keys of the platform, all derived from one root key, and what is signed and sealed with them.
//!
//! **Invariant:** what was sealed for one tenant, purpose or host never opens for another.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use domain::id::{InvitationId, ResetId, TenantId};
use domain::link::{LinkPurpose, LinkToken, TokenClaims};
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::clock::{random, system_now};

/// The number of the only root key there is so far; the key id in contexts and tokens.
pub const KEY_ID: u8 = 1;

const FORMAT: u8 = 1;
const NONCE: usize = 24;
const CLAIMS: usize = 36;

/// The derived keys. Cheap to clone; never printed.
#[derive(Clone)]
pub struct Keys(Arc<Derived>);

struct Derived {
    context: [u8; 32],
    link: XChaCha20Poly1305,
    link_nonce: [u8; 32],
    seal: XChaCha20Poly1305,
    device: [u8; 32],
    reset: [u8; 32],
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys([redacted])")
    }
}

impl Keys {
    /// Derives every key from 32 secret bytes.
    #[must_use]
    pub fn from_root(root: &[u8; 32]) -> Self {
        // HKDF with SHA-256 (RFC 5869): extract once, then one block a purpose.
        let secret = hmac(b"winloss", &[root]);
        let derive = |purpose: &str| hmac(&secret, &[purpose.as_bytes(), &[1]]);
        Self(Arc::new(Derived {
            context: derive("tenant context"),
            link: XChaCha20Poly1305::new(&derive("survey link").into()),
            link_nonce: derive("survey link nonce"),
            seal: XChaCha20Poly1305::new(&derive("seal").into()),
            device: derive("known device"),
            reset: derive("password reset"),
        }))
    }

    /// Seals bytes so that only this tenant and purpose opens them.
    #[must_use]
    pub fn seal(&self, tenant: TenantId, purpose: &str, plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE] = random();
        let aad = seal_aad(tenant, purpose);
        let sealed = self
            .0
            .seal
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: plain, aad: &aad })
            .expect("nothing in memory is too long for the cipher");
        [&[FORMAT, KEY_ID], &nonce[..], &sealed].concat()
    }

    /// Opens what [`Keys::seal`] made for the same tenant and purpose.
    #[must_use]
    pub fn open(&self, tenant: TenantId, purpose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let body = sealed.strip_prefix(&[FORMAT, KEY_ID])?;
        let (nonce, msg) = body.split_at_checked(NONCE)?;
        let aad = seal_aad(tenant, purpose);
        self.0.seal.decrypt(XNonce::from_slice(nonce), Payload { msg, aad: &aad }).ok()
    }

    /// Seals the token of a buyer's link, good for one purpose and on one host only. The same claims make the same token, so that a
    /// mail that is sent again carries the same link.
    #[must_use]
    pub fn seal_token(&self, purpose: LinkPurpose, claims: &TokenClaims, host: &str) -> LinkToken {
        let tenant = claims.tenant.uuid().into_bytes();
        let invitation = claims.invitation.uuid().into_bytes();
        let expires = claims.expires.to_be_bytes();
        // The invitation's id is never used twice for one purpose, so neither is the nonce with other claims.
        let word = match purpose {
            // Links in the mailboxes of buyers were made so.
            LinkPurpose::Survey => &b""[..],
            LinkPurpose::Receipt | LinkPurpose::Preferences => purpose.code().as_bytes(),
        };
        let digest = hmac(&self.0.link_nonce, &[&tenant, &invitation, &expires, host.as_bytes(), word]);
        let nonce = &digest[..NONCE];
        let plain = [&tenant[..], &invitation, &expires].concat();
        let sealed = self
            .0
            .link
            .encrypt(XNonce::from_slice(nonce), Payload { msg: &plain, aad: &link_aad(purpose, host) })
            .expect("36 bytes are not too long for the cipher");
        let text = URL_SAFE_NO_PAD.encode([&[FORMAT, KEY_ID], nonce, &sealed].concat());
        LinkToken::parse(&text).expect("base64url of 78 bytes is a plausible token")
    }

    /// Opens a token that was sealed for this purpose and host. Says nothing about expiry or about the invitation's row.
    #[must_use]
    pub fn open_token(&self, purpose: LinkPurpose, token: &LinkToken, host: &str) -> Option<TokenClaims> {
        let bytes = URL_SAFE_NO_PAD.decode(token.as_str()).ok()?;
        let body = bytes.strip_prefix(&[FORMAT, KEY_ID])?;
        let (nonce, msg) = body.split_at_checked(NONCE)?;
        let payload = Payload { msg, aad: &link_aad(purpose, host) };
        let plain = self.0.link.decrypt(XNonce::from_slice(nonce), payload).ok()?;
        let plain: [u8; CLAIMS] = plain.try_into().ok()?;
        Some(TokenClaims {
            tenant: TenantId::new(Uuid::from_slice(&plain[..16]).ok()?),
            invitation: InvitationId::new(Uuid::from_slice(&plain[16..32]).ok()?),
            expires: u32::from_be_bytes(plain[32..].try_into().ok()?),
        })
    }

    /// The proof that somebody with an address of this hash signed in on a device.
    #[must_use]
    pub fn sign_device(&self, address: &[u8; 32], device: &[u8]) -> [u8; 32] {
        hmac(&self.0.device, &[address, device])
    }

    /// Whether this is the proof of [`Keys::sign_device`]; the time it takes tells nothing.
    #[must_use]
    pub fn is_device_of(&self, address: &[u8; 32], device: &[u8], proof: &[u8]) -> bool {
        self.sign_device(address, device).ct_eq(proof).into()
    }

    /// The token of a way to a new password, good on one host only. The same way makes the same token, so that a mail that is sent
    /// again carries the same link, and no row has to keep it.
    #[must_use]
    pub fn sign_reset(&self, reset: ResetId, host: &str) -> String {
        let id = reset.uuid().into_bytes();
        URL_SAFE_NO_PAD.encode([&[FORMAT, KEY_ID], &id[..], &self.reset_proof(&id, host)].concat())
    }

    /// What [`Keys::sign_reset`] made for this host. Says nothing about the row.
    #[must_use]
    pub fn open_reset(&self, token: &str, host: &str) -> Option<ResetId> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (id, proof) = bytes.strip_prefix(&[FORMAT, KEY_ID])?.split_at_checked(16)?;
        let is_ours: bool = self.reset_proof(id, host).ct_eq(proof).into();
        Uuid::from_slice(id).ok().filter(|_| is_ours).map(ResetId::new)
    }

    fn reset_proof(&self, id: &[u8], host: &str) -> [u8; 32] {
        hmac(&self.0.reset, &[id, host.to_ascii_lowercase().as_bytes()])
    }

    /// The signed context that makes one tenant's rows visible for some seconds of real time, where the tenant's
    /// place has not changed since it had this epoch.
    pub(crate) fn sign_context(&self, tenant: TenantId, epoch: i32, seconds: i64) -> String {
        // Real time, never a test's: the database compares it with its own.
        self.sign_context_until((tenant, epoch), KEY_ID, system_now().timestamp() + seconds)
    }

    pub(crate) fn sign_context_until(
        &self,
        (tenant, epoch): (TenantId, i32),
        kid: u8,
        expires: i64,
    ) -> String {
        use std::fmt::Write as _;
        let (tenant, epoch, nonce) =
            (tenant.uuid().hyphenated(), epoch.clamp(0, 99_999_999), u32::from_be_bytes(random()));
        let mut text = format!("v2|{kid:03}|{tenant}|{expires:010}|{epoch:08}{nonce:08x}");
        let signature = hmac(&self.0.context, &[text.as_bytes()]);
        text.push('|');
        for byte in signature {
            write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        }
        text
    }

    /// The context key as the database keeps it: the two pads of HMAC.
    pub(crate) fn context_pads(&self) -> ([u8; 64], [u8; 64]) {
        let (mut inner, mut outer) = ([0x36; 64], [0x5c; 64]);
        for (at, byte) in self.0.context.iter().enumerate() {
            inner[at] ^= byte;
            outer[at] ^= byte;
        }
        (inner, outer)
    }
}

/// SHA-256 of a secret that is only ever compared: what rows keep of keys, sessions and invites.
#[must_use]
pub fn digest(secret: &[u8]) -> [u8; 32] {
    Sha256::digest(secret).into()
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as hmac::Mac>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn seal_aad(tenant: TenantId, purpose: &str) -> Vec<u8> {
    [purpose.as_bytes(), &[0], tenant.uuid().as_bytes()].concat()
}

fn link_aad(purpose: LinkPurpose, host: &str) -> Vec<u8> {
    [purpose.code().as_bytes(), b"\0", &[FORMAT, KEY_ID], host.to_ascii_lowercase().as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::from_root(&[7; 32])
    }

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn claims() -> TokenClaims {
        TokenClaims { tenant: id(1).into(), invitation: id(2).into(), expires: 1_900_000_000 }
    }

    #[test]
    fn a_token_opens_only_whole_on_its_host_and_under_its_key() {
        let token = keys().seal_token(LinkPurpose::Survey, &claims(), "surveys.example");
        assert_eq!(token.as_str().len(), 104);
        assert_eq!(
            token,
            keys().seal_token(LinkPurpose::Survey, &claims(), "surveys.example"),
            "sent again, the link is the same"
        );
        assert_eq!(keys().open_token(LinkPurpose::Survey, &token, "Surveys.Example"), Some(claims()));
        assert_eq!(keys().open_token(LinkPurpose::Survey, &token, "other.example"), None);
        assert_eq!(
            Keys::from_root(&[8; 32]).open_token(LinkPurpose::Survey, &token, "surveys.example"),
            None
        );
        assert!(!token.as_str().contains("00000000"), "no id is legible");
        for purpose in [LinkPurpose::Receipt, LinkPurpose::Preferences] {
            assert_eq!(keys().open_token(purpose, &token, "surveys.example"), None, "{purpose:?}");
            assert_ne!(token, keys().seal_token(purpose, &claims(), "surveys.example"), "{purpose:?}");
        }
    }

    #[test]
    fn no_flipped_bit_and_no_cut_gets_through() {
        let token = keys().seal_token(LinkPurpose::Survey, &claims(), "h");
        let bytes = URL_SAFE_NO_PAD.decode(token.as_str()).expect("base64url");
        for bit in 0..bytes.len() * 8 {
            let mut forged = bytes.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            let forged = LinkToken::parse(&URL_SAFE_NO_PAD.encode(forged)).expect("plausible");
            assert_eq!(keys().open_token(LinkPurpose::Survey, &forged, "h"), None, "bit {bit}");
        }
        for length in 20..token.as_str().len() {
            let cut = LinkToken::parse(&token.as_str()[..length]).expect("plausible");
            assert_eq!(keys().open_token(LinkPurpose::Survey, &cut, "h"), None, "cut to {length}");
        }
    }

    #[test]
    fn sealed_bytes_open_for_their_tenant_and_purpose_only() {
        let sealed = keys().seal(id(1).into(), "draft", b"a buyer's words");
        assert_eq!(keys().open(id(1).into(), "draft", &sealed).as_deref(), Some(&b"a buyer's words"[..]));
        assert_eq!(keys().open(id(2).into(), "draft", &sealed), None);
        assert_eq!(keys().open(id(1).into(), "submission", &sealed), None);
        assert_ne!(sealed, keys().seal(id(1).into(), "draft", b"a buyer's words"), "the nonce is fresh");
        for bit in 0..sealed.len() * 8 {
            let mut forged = sealed.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(keys().open(id(1).into(), "draft", &forged), None, "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert_eq!(keys().open(id(1).into(), "draft", &sealed[..length]), None, "cut to {length}");
        }
    }

    #[test]
    fn a_way_to_a_new_password_opens_only_whole_on_its_host_and_under_its_key() {
        let token = keys().sign_reset(id(3).into(), "feedback.example");
        assert_eq!(keys().open_reset(&token, "Feedback.Example"), Some(id(3).into()));
        assert_eq!(keys().open_reset(&token, "other.example"), None);
        assert_eq!(Keys::from_root(&[8; 32]).open_reset(&token, "feedback.example"), None);
        let bytes = URL_SAFE_NO_PAD.decode(&token).expect("base64url");
        for bit in 0..bytes.len() * 8 {
            let mut forged = bytes.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(
                keys().open_reset(&URL_SAFE_NO_PAD.encode(forged), "feedback.example"),
                None,
                "bit {bit}"
            );
        }
        for length in 0..token.len() {
            assert_eq!(keys().open_reset(&token[..length], "feedback.example"), None, "cut to {length}");
        }
        for nonsense in ["x", "é", "%00", &format!("{token}A")] {
            assert_eq!(keys().open_reset(nonsense, "feedback.example"), None, "{nonsense}");
        }
    }

    #[test]
    fn a_context_is_legible_but_signed() {
        let text = keys().sign_context_until((id(1).into(), 7), 1, 1_900_000_000);
        assert!(text.starts_with("v2|001|00000000-0000-0000-0000-000000000001|1900000000|00000007"));
        assert_eq!(text.len(), 136, "every part has its place");
        assert_eq!(text.rsplit('|').next().map(str::len), Some(64));
        assert!(text.bytes().all(|b| b.is_ascii_digit() || b"abcdefv|-".contains(&b)), "nothing to quote");
    }
}
