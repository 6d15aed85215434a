//! The signature of a notice: `Stripe-Signature: t=<seconds>,v1=<hex>[,v1=<hex>…]`, an HMAC-SHA256 of `<seconds>.<body>`.
//!
//! Other schemes than `v1` are ignored, as the guide asks: an older one would be a way around.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderName};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::NoticeError;

const HEADER: HeaderName = HeaderName::from_static("stripe-signature");
/// How far the time of a signature may be from ours: the tolerance of Stripe's own libraries, in seconds.
const TOLERANCE_S: i64 = 300;

/// Believes a body that one of `secrets` signed within the last five minutes.
pub(super) fn verify(
    headers: &HeaderMap,
    body: &[u8],
    secrets: &[String],
    now: DateTime<Utc>,
) -> Result<(), NoticeError> {
    let header = headers.get(HEADER).and_then(|value| value.to_str().ok());
    let parts: Vec<(&str, &str)> = header
        .ok_or(NoticeError::Signature)?
        .split(',')
        .filter_map(|part| part.trim().split_once('='))
        .collect();
    let of = |name: &'static str| parts.iter().filter(move |part| part.0 == name).map(|part| part.1);
    let signed_at = of("t").next().ok_or(NoticeError::Signature)?;
    let seconds: i64 = signed_at.parse().map_err(|_| NoticeError::Signature)?;
    let is_ours = secrets.iter().any(|secret| {
        let expected = sign(secret, signed_at, body);
        of("v1").any(|given| hex::decode(given).is_ok_and(|given| given.ct_eq(&expected).into()))
    });
    if !is_ours {
        return Err(NoticeError::Signature);
    }
    if now.timestamp().abs_diff(seconds) > TOLERANCE_S.unsigned_abs() {
        return Err(NoticeError::Age);
    }
    Ok(())
}

fn sign(secret: &str, signed_at: &str, body: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(signed_at.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made with `printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac whsec_test`.
    const KNOWN: &str = "38877139021993b830af32feea6e18a8da83eb2f6e49ee50bd9e4cf4ca4d3789";

    fn check(header: &str, body: &str, now: i64) -> Result<(), NoticeError> {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, header.parse().unwrap());
        let secrets = ["whsec_other".to_owned(), "whsec_test".to_owned()];
        let now = DateTime::from_timestamp(now, 0).unwrap();
        verify(&headers, body.as_bytes(), &secrets, now)
    }

    #[test]
    fn only_what_one_of_the_secrets_signed_a_moment_ago_is_believed() {
        let (body, now) = (r#"{"a":1}"#, 1_700_000_000);
        let good = format!("t={now},v1={KNOWN}");
        assert_eq!(check(&good, body, now), Ok(()));
        assert_eq!(check(&good, body, now + 300), Ok(()));
        assert_eq!(check(&format!("t={now}, v0=00, v1=00, v1={KNOWN}"), body, now), Ok(()));
        assert_eq!(check(&good, body, now + 301), Err(NoticeError::Age));
        assert_eq!(check(&good, body, now - 301), Err(NoticeError::Age));
        for (header, body) in [
            (good.clone(), r#"{"a":2}"#),
            (format!("t={},v1={KNOWN}", now + 1), body),
            (format!("t={now},v0={KNOWN}"), body),
            (format!("v1={KNOWN}"), body),
            (format!("t={now},v1={}", &KNOWN[..62]), body),
            (format!("t={}0,v1={KNOWN}", i64::MAX), body),
            (String::new(), body),
        ] {
            assert_eq!(check(&header, body, now), Err(NoticeError::Signature), "{header}");
        }
        assert_eq!(
            verify(&HeaderMap::new(), b"", &["whsec_test".to_owned()], Utc::now()),
            Err(NoticeError::Signature)
        );
    }
}
