//! Email addresses.

use crate::FieldError;

/// Longest address in bytes (RFC 5321 section 4.5.3.1.3, less the angle brackets; read 2026-11-20).
const MAX_BYTES: usize = 254;
/// Longest part before the @ in bytes (RFC 5321 section 4.5.3.1.1; read 2026-11-20).
const MAX_LOCAL_BYTES: usize = 64;

/// The form in which an address is stored and compared: trimmed and lower case.
#[must_use]
pub(super) fn normalise(email: &str) -> String {
    email.trim().to_ascii_lowercase()
}

/// Normalises an address that somebody registers. Only plain ASCII addresses with a dotted domain are taken; an
/// internationalised domain is written in its `xn--` form.
///
/// # Errors
/// A complaint about `email`.
pub(super) fn parse(email: &str) -> Result<String, FieldError> {
    let email = normalise(email);
    if is_valid(&email) {
        Ok(email)
    } else {
        Err(FieldError::new(
            "email",
            "Enter an email address such as ada@example.org.",
        ))
    }
}

fn is_valid(email: &str) -> bool {
    let Some((local, domain)) = email.rsplit_once('@') else {
        return false;
    };
    email.len() <= MAX_BYTES && is_local_part(local) && is_domain(domain)
}

fn is_local_part(local: &str) -> bool {
    (1..=MAX_LOCAL_BYTES).contains(&local.len())
        && local.split('.').all(|atom| !atom.is_empty())
        && local
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte))
}

fn is_domain(domain: &str) -> bool {
    domain.contains('.') && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_trimmed_and_lowered() {
        assert_eq!(
            parse(" Ada.Lovelace+art@Example.ORG ").unwrap(),
            "ada.lovelace+art@example.org"
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.org", "a".repeat(65));
        let very_long = format!("a@{}example.org", "label.".repeat(45));
        for email in [
            "",
            "@",
            "ada",
            "ada@",
            "@example.org",
            "ada@localhost",
            "a b@example.org",
            "ada@exa mple.org",
            "ada@example..org",
            ".ada@example.org",
            "ada@-example.org",
            "ada@exämple.org",
            "ada@example.org\r\nbcc: x@y.z",
            &long,
            &very_long,
        ] {
            assert_eq!(parse(email).unwrap_err().field, "email", "{email:?}");
        }
    }
}
