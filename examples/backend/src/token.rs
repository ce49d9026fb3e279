//! Who asks: short-lived tokens that this server signs. `claims.signature`, both base64url; a JSON Web Token is the same
//! with one part more, and its libraries serve as well. What matters is what is in it: who may see what, and until when.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// What a token says of its bearer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Whose it is, and a number of its own.
    pub sub: String,
    pub jti: String,
    /// `owner` and `admin` read, `customer` reads what is their own, `writer` stores; an `agent` does neither.
    pub role: String,
    /// Only this customer's records may be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Seconds since 1970, by this server's clock alone: what time it is at the bearer's does not matter.
    pub exp: u64,
}

/// Signs and checks.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(hidden)")
    }
}

impl Key {
    pub fn new(secret: &[u8]) -> Key {
        Key(Hmac::new_from_slice(secret).expect("a secret of any length makes a key"))
    }

    pub fn sign(&self, claims: &Claims) -> String {
        let claims = BASE64.encode(serde_json::to_vec(claims).expect("claims are texts and a number"));
        let signature = self.0.clone().chain_update(&claims).finalize().into_bytes();
        format!("{claims}.{}", BASE64.encode(signature))
    }

    /// The claims of a token that is ours and has not expired.
    pub fn check(&self, token: &str, now_s: u64) -> Option<Claims> {
        let (claims, signature) = token.split_once('.')?;
        // In constant time, so that a signature cannot be guessed byte by byte.
        self.0.clone().chain_update(claims).verify_slice(&BASE64.decode(signature).ok()?).ok()?;
        let claims: Claims = serde_json::from_slice(&BASE64.decode(claims).ok()?).ok()?;
        (claims.exp > now_s).then_some(claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_and_only_in_time() {
        let claims = Claims { sub: "u1".into(), jti: "1".into(), role: "admin".into(), customer: None, exp: 100 };
        let token = Key::new(b"one").sign(&claims);
        assert_eq!(Key::new(b"one").check(&token, 99), Some(claims));
        assert_eq!(Key::new(b"one").check(&token, 100), None);
        assert_eq!(Key::new(b"two").check(&token, 99), None);
        let forged = format!(
            "{}.{}",
            BASE64.encode(r#"{"sub":"u1","jti":"1","role":"owner","exp":999}"#),
            token.split_once('.').unwrap().1
        );
        assert_eq!(Key::new(b"one").check(&forged, 99), None);
    }
}
