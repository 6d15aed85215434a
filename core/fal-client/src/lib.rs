#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]
#![doc = include_str!("../README.md")]

mod cancel;
mod classify;
mod client;
mod config;
mod endpoint;
mod error;
mod result;
mod secret;
mod sse;
mod status;
mod stream;
mod submit;
mod text;
mod transport;
mod urls;

pub use self::{
    cancel::CancelOutcome,
    classify::{FieldError, Kind, ProviderError, Retry, TimeLimit, classify},
    client::FalClient,
    config::{ConfigError, FalConfig, Limits, Timeouts},
    endpoint::{EndpointId, EndpointIdError},
    error::Error,
    result::{BillableUnits, Output, ResultOutcome},
    secret::{Secret, SecretError},
    status::{Completion, LogLine, Logs, Status},
    submit::{
        Accepted, MIN_START_TIMEOUT, Priority, Refusal, ServerRetries, SubmitOptions, SubmitOutcome, UnknownCause,
    },
    text::ProviderText,
    transport::{Sent, TransportCause, TransportError},
    urls::RequestUrls,
};
