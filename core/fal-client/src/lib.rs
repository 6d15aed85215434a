#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test"))]
#![doc = include_str!("../README.md")]

mod billing;
mod cancel;
mod classify;
mod client;
mod config;
mod data_uri;
mod download;
mod endpoint;
mod error;
mod history;
mod result;
mod secret;
mod sse;
mod status;
mod stream;
mod submit;
mod text;
mod transport;
mod upload;
mod urls;
pub mod webhook;

pub use self::{
    billing::{BillingAnswer, BillingEvent, BillingQuery},
    cancel::CancelOutcome,
    classify::{FieldError, Kind, ProviderError, Retry, TimeLimit, classify},
    client::FalClient,
    config::{ConfigError, FalConfig, Limits, Timeouts},
    data_uri::{INLINE_MAX_BYTES, data_uri},
    download::Media,
    endpoint::{EndpointId, EndpointIdError},
    error::Error,
    history::{HistoryMatch, HistoryQuery},
    result::{BillableUnits, Output, ResultOutcome},
    secret::{Secret, SecretError},
    status::{Completion, LogLine, Logs, Status},
    submit::{
        Accepted, MIN_START_TIMEOUT, Priority, Refusal, ServerRetries, SubmitOptions, SubmitOutcome, UnknownCause,
    },
    text::ProviderText,
    transport::{Sent, TransportCause, TransportError},
    upload::{UPLOAD_MAX_BYTES, UploadFile},
    urls::RequestUrls,
};
