//! From the SDK's errors to ours.

use std::{error::Error as StdError, fmt::Debug};

use aws_sdk_s3::{
    config::http::HttpResponse,
    error::{DisplayErrorContext, ProvideErrorMetadata, SdkError},
};

use crate::{Error, error::Source};

/// An error, before it is known what a missing thing means at this call.
#[derive(Debug)]
pub(super) enum Fault {
    /// The object or the bucket is not there.
    NotFound(Source),
    /// The range lies outside the object.
    Range,
    /// Anything else.
    Other(Error),
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Other(error) => error,
            Fault::NotFound(source) => denied("the bucket is missing".to_owned(), source),
            Fault::Range => Self::invalid("the service refuses the range"),
        }
    }
}

impl<E> From<SdkError<E, HttpResponse>> for Fault
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        let (status, code) = match &error {
            SdkError::ServiceError(answer) => (answer.raw().status().as_u16(), answer.err().code().map(str::to_owned)),
            SdkError::ConstructionFailure(_) => {
                return Self::Other(invalid("the request cannot be built", cause(error)));
            }
            _ => return Self::Other(Error::Unavailable(cause(error))),
        };
        answered(status, code.as_deref(), cause(error))
    }
}

/// What an answer means. The code decides where it is more precise than the status.
/// Source: AWS, "Error responses", list of error codes, read 2026-11-23; MinIO and Ceph for the full ones.
fn answered(status: u16, code: Option<&str>, source: Source) -> Fault {
    let says = format!("{} (HTTP {status})", code.unwrap_or("no code"));
    Fault::Other(match (status, code) {
        (_, Some("QuotaExceeded" | "XMinioStorageFull" | "XMinioAdminBucketQuotaExceeded")) | (507, _) => {
            Error::Full(source)
        }
        (_, Some("NoSuchBucket")) => denied(format!("there is no such bucket: {says}"), source),
        (404, _) => return Fault::NotFound(source),
        (416, _) => return Fault::Range,
        (408 | 429 | 500.., _) | (_, Some("RequestTimeout" | "SlowDown")) => Error::Unavailable(source),
        (401 | 403 | 301 | 307, _) => denied(format!("the service says {says}"), source),
        (_, Some("AuthorizationHeaderMalformed")) => denied(format!("is the region right? {says}"), source),
        _ => invalid(&format!("the service says {says}"), source),
    })
}

fn denied(reason: String, source: Source) -> Error {
    Error::Denied {
        reason,
        source: Some(source),
    }
}

fn invalid(reason: &str, source: Source) -> Error {
    Error::Invalid {
        reason: reason.to_owned(),
        source: Some(source),
    }
}

/// The SDK's errors say little by themselves: keeps the sentence with all causes in it.
fn cause<E: StdError + Send + Sync + 'static>(error: SdkError<E, HttpResponse>) -> Source {
    DisplayErrorContext(error).to_string().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, code: Option<&str>) -> &'static str {
        match answered(status, code, "test".into()) {
            Fault::NotFound(_) => "not found",
            Fault::Range => "range",
            Fault::Other(Error::Full(_)) => "full",
            Fault::Other(Error::Unavailable(_)) => "unavailable",
            Fault::Other(Error::Denied { .. }) => "denied",
            Fault::Other(Error::RangeNotSatisfiable { .. } | Error::Invalid { .. }) => "invalid",
        }
    }

    #[test]
    fn answers_are_sorted_by_what_helps() {
        for (status, code, expected) in [
            (404, None, "not found"),
            (404, Some("NoSuchKey"), "not found"),
            (404, Some("NoSuchBucket"), "denied"),
            (416, Some("InvalidRange"), "range"),
            (403, Some("SignatureDoesNotMatch"), "denied"),
            (401, None, "denied"),
            (301, Some("PermanentRedirect"), "denied"),
            (400, Some("AuthorizationHeaderMalformed"), "denied"),
            (429, None, "unavailable"),
            (500, Some("InternalError"), "unavailable"),
            (503, Some("SlowDown"), "unavailable"),
            (400, Some("RequestTimeout"), "unavailable"),
            (507, Some("XMinioStorageFull"), "full"),
            (403, Some("QuotaExceeded"), "full"),
            (400, Some("EntityTooLarge"), "invalid"),
        ] {
            assert_eq!(check(status, code), expected, "{status} {code:?}");
        }
    }
}
