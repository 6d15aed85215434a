//! Where what is done comes from.

use std::net::IpAddr;

use studio_model::ApiKeyId;
use tokio::task_local;

/// The longest description of a browser that is kept, in characters.
const MAX_USER_AGENT_CHARS: usize = 500;

task_local! {
    static ORIGIN: Origin;
}

/// Where a request comes from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Address of the other end.
    pub ip_address: Option<IpAddr>,
    /// What the browser or program calls itself; cut to 500 characters.
    pub user_agent: Option<String>,
    /// The key that it came with.
    pub key_id: Option<ApiKeyId>,
    /// Its name in the log.
    pub request_id: Option<String>,
}

impl Origin {
    /// Runs the use cases of one request; what they write into the audit log comes from here.
    pub async fn around<F: Future>(mut self, request: F) -> F::Output {
        self.user_agent = self.user_agent.map(|text| {
            let printable = text.chars().filter(|c| *c != '\0');
            printable.take(MAX_USER_AGENT_CHARS).collect()
        });
        ORIGIN.scope(self, request).await
    }

    /// Where the present request comes from; nowhere outside of one.
    pub(super) fn present() -> Self {
        ORIGIN.try_with(Self::clone).unwrap_or_default()
    }
}
