//! Why a command did not do what was asked, and the exit code of each reason.

use std::io;
use std::process::ExitCode;

use serde_json::json;
use studio_client::Error;

use super::text::plain;

/// The reasons, apart as far as a script acts differently.
#[derive(Debug)]
pub(super) enum Failure {
    /// What was asked for makes no sense as it was typed.
    Usage(String),
    /// The studio refused, or there is none.
    Studio(Error),
    /// The studio did what it was asked, and it did not end well.
    Ended(String),
    /// The studio would refuse; it was not asked.
    WouldRefuse(String),
    /// This computer is the reason.
    Local(anyhow::Error),
    /// Nobody reads what is printed, such as after `| head`.
    NobodyReads,
}

impl Failure {
    /// Prints the reason on standard error; as JSON when results are printed so.
    pub(super) fn tell(&self, json: bool) -> ExitCode {
        let code = self.exit_code();
        match self {
            Self::NobodyReads => {}
            _ if json => eprintln!("{}", self.document(code)),
            _ => self.tell_people(),
        }
        ExitCode::from(code)
    }

    fn exit_code(&self) -> u8 {
        match self {
            Self::NobodyReads => 0,
            Self::Ended(_) | Self::Local(_) => 1,
            Self::Usage(_) => 2,
            Self::WouldRefuse(_) => 3,
            Self::Studio(error) => match error.problem().map(|problem| problem.status) {
                Some(401 | 403) => 4,
                Some(429 | 500..) | None => 5,
                Some(_) => 3,
            },
        }
    }

    /// A stable word.
    fn code(&self) -> &str {
        match self {
            Self::Usage(_) => "usage",
            Self::Ended(_) => "ended_badly",
            Self::WouldRefuse(_) => "invalid",
            Self::Local(_) => "local",
            Self::NobodyReads => "",
            Self::Studio(Error::Refused(problem)) => &problem.code,
            Self::Studio(Error::Unreachable { .. }) => "unreachable",
            Self::Studio(Error::Broken(_)) => "connection_broken",
            Self::Studio(Error::Unexpected { .. }) => "not_a_studio",
            Self::Studio(Error::Setup(_)) => "no_tls",
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Usage(words) | Self::Ended(words) | Self::WouldRefuse(words) => words.clone(),
            Self::Local(error) => format!("{error:#}"),
            Self::NobodyReads => String::new(),
            Self::Studio(error) => with_causes(error),
        }
    }

    fn document(&self, exit_code: u8) -> serde_json::Value {
        let problem = match self {
            Self::Studio(error) => error.problem(),
            _ => None,
        };
        json!({"error": {
            "code": self.code(),
            "message": self.message(),
            "exit_code": exit_code,
            "fields": problem.map(|problem| &problem.errors[..]).unwrap_or_default(),
            "request_id": problem.map(|problem| &problem.request_id),
        }})
    }

    fn tell_people(&self) {
        eprintln!("error: {}", plain(&self.message()));
        let Self::Studio(error) = self else { return };
        let Some(problem) = error.problem() else { return };
        for field in &problem.errors {
            eprintln!("  {}: {}", plain(&field.field), plain(&field.message));
        }
        match problem.code.as_str() {
            "unauthenticated" | "unknown_key" => eprintln!("`studio login` takes another key."),
            _ if problem.status >= 500 => eprintln!("  request {}", plain(&problem.request_id)),
            _ => {}
        }
    }
}

/// An error of the client with what led to it, since a refused connection and an unknown host call for different things.
fn with_causes(error: &Error) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let more = error.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        cause = error.source();
    }
    words
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Studio(error)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Local(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::NobodyReads,
            _ => Self::Local(error.into()),
        }
    }
}
