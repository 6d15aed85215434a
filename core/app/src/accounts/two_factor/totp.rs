//! Codes of an app, and what an app needs to make them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use rand::TryRng;
use rand::rngs::SysRng;
use totp_rs::{Builder, Totp};

use crate::{Error, Result};

/// As RFC 4226 recommends (section 4, read 2026-11-27).
const SECRET_BYTES: usize = 20;
/// What apps write beside the account's address.
const ISSUER: &str = "AI Image Design Studio";
/// Side of the QR code in pixels of CSS, at least.
const QR_PX: u32 = 232;

/// What an app is told, as a picture and as text. Never stored as it is.
#[derive(Clone)]
pub struct TwoFactorSetup {
    /// The secret in base32, 32 characters.
    pub secret: String,
    /// All of it as an `otpauth:` address.
    pub uri: String,
    /// The address as a QR code, itself an address: `data:image/svg+xml;base64,…`.
    pub qr_code: String,
    /// When another secret is needed.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for TwoFactorSetup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TwoFactorSetup(…)")
    }
}

/// A new secret from the operating system's generator.
pub(super) fn new_secret() -> Result<[u8; SECRET_BYTES]> {
    let mut secret = [0; SECRET_BYTES];
    SysRng.try_fill_bytes(&mut secret).map_err(Error::internal)?;
    Ok(secret)
}

/// What an app is told.
pub(super) fn setup(secret: &[u8], email: &str, expires_at: DateTime<Utc>) -> Result<TwoFactorSetup> {
    let totp = totp(secret, email)?;
    let uri = totp.to_url().map_err(Error::internal)?;
    Ok(TwoFactorSetup {
        secret: totp.secret().to_base32(),
        qr_code: draw(&uri)?,
        uri,
        expires_at,
    })
}

/// The step that a code belongs to: the present one, the one before or the one after.
pub(super) fn step_of(secret: &[u8], code: &str, now: DateTime<Utc>) -> Option<i64> {
    let seconds = u64::try_from(now.timestamp()).ok()?;
    let step = totp(secret, "account").ok()?.check(code, seconds)?;
    i64::try_from(step).ok()
}

fn totp(secret: &[u8], email: &str) -> Result<Totp> {
    Builder::new()
        .with_secret(secret.to_vec())
        .with_issuer(Some(ISSUER))
        .with_account_name(email)
        .build()
        .map_err(Error::internal)
}

fn draw(uri: &str) -> Result<String> {
    let code = QrCode::with_error_correction_level(uri, EcLevel::M).map_err(Error::internal)?;
    let svg = code.render::<svg::Color<'_>>().min_dimensions(QR_PX, QR_PX).build();
    Ok(format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B (read 2026-11-27), the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard_and_may_be_one_step_off() {
        let secret = b"12345678901234567890";
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(step_of(secret, code, at(seconds)), Some(seconds / 30));
            assert_eq!(step_of(secret, code, at(seconds + 30)), Some(seconds / 30));
            assert_eq!(step_of(secret, code, at(seconds - 30)), Some(seconds / 30));
            assert_eq!(step_of(secret, code, at(seconds + 60)), None);
        }
        for code in ["", "28708", "2870820", "abcdef"] {
            assert_eq!(step_of(secret, code, at(59)), None, "{code}");
        }
    }

    #[test]
    fn an_app_is_told_all_it_needs() {
        let at = DateTime::from_timestamp(0, 0).unwrap();
        let setup = setup(b"12345678901234567890", "ada+x@example.org", at).unwrap();
        assert_eq!(setup.secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(
            setup.uri.starts_with("otpauth://totp/AI%20Image%20Design%20Studio:ada"),
            "{}",
            setup.uri
        );
        assert!(setup.uri.contains(&setup.secret) && !format!("{setup:?}").contains(&setup.secret));
        let svg = STANDARD.decode(setup.qr_code.strip_prefix("data:image/svg+xml;base64,").unwrap());
        assert!(String::from_utf8(svg.unwrap()).unwrap().contains("<svg"));
    }
}
