//! `login`, `logout` and `whoami`.

use std::io::{self, BufRead as _, IsTerminal as _};

use anyhow::Context as _;
use clap::Args;
use serde_json::json;
use studio_client::{ApiKey, Client};
use url::Url;

use super::connect::{Common, parse_url};
use super::context::Context;
use super::failure::Failure;
use super::profiles::{self, Profile, Profiles};
use super::table::facts;
use super::text::{credits, plain};

#[derive(Debug, Args)]
pub(crate) struct LoginOptions {
    /// Where the studio is, such as https://studio.example.org.
    #[arg(value_name = "URL")]
    server: Option<String>,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct LogoutOptions {
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct WhoamiOptions {
    #[command(flatten)]
    pub(super) common: Common,
}

/// Reads a key from standard input, checks it and keeps it.
///
/// # Errors
/// When the studio does not take it; nothing is kept then.
pub(super) async fn log_in(options: LoginOptions, context: &Context) -> Result<(), Failure> {
    let common = &options.common;
    let server = options.server.as_ref().or(common.url.as_ref());
    let server = server.ok_or_else(|| Failure::Usage("say where the studio is: `studio login URL`".to_owned()))?;
    let url = parse_url(server)?;
    if !is_private(&url) {
        eprintln!("warning: {url} is not encrypted; whoever is on the way can read the key");
    }
    let key = tokio::task::block_in_place(read_key)?;
    let user = Client::new(url.clone(), Some(key.clone()))?.me().await?;
    let path = profiles::path()?;
    let mut stored = Profiles::read(&path)?;
    stored.set(&common.profile, &Profile { url: url.clone(), key });
    stored.write(&path)?;
    let document = json!({"profile": common.profile, "url": url, "user": user});
    context.result(&document, || format!("logged in at {url} as {}", plain(&user.email)))
}

/// Forgets a login.
///
/// # Errors
/// When there is none of this name.
pub(super) fn log_out(options: &LogoutOptions, context: &Context) -> Result<(), Failure> {
    let (path, name) = (profiles::path()?, &options.common.profile);
    let mut stored = Profiles::read(&path)?;
    if !stored.remove(name) {
        return Err(Failure::Usage(format!("there is no login `{name}`")));
    }
    stored.write(&path)?;
    context.result(&json!({"profile": name}), || {
        format!("the key of `{name}` is forgotten here")
    })
}

/// Says whose key it is.
///
/// # Errors
/// When the studio does not take it.
pub(super) async fn who_am_i(options: &WhoamiOptions, context: &Context) -> Result<(), Failure> {
    let client = options.common.connect()?;
    let (user, balance) = (client.me().await?, client.balance().await?);
    let document = json!({"url": client.base(), "user": user, "balance": balance});
    context.result(&document, || {
        facts(&[
            ("account", plain(&user.email)),
            ("name", plain(&user.name)),
            ("role", plain(&user.role)),
            ("studio", client.base().to_string()),
            ("to spend", credits(balance.credits)),
            ("set aside", credits(balance.held_credits)),
        ])
    })
}

/// From the terminal without showing it, otherwise the first line of what is piped in.
fn read_key() -> Result<ApiKey, Failure> {
    let text = if io::stdin().is_terminal() {
        rpassword::prompt_password("API key: ").context("the key cannot be read")?
    } else {
        let mut line = String::new();
        io::stdin()
            .lock()
            .read_line(&mut line)
            .context("the key cannot be read")?;
        line
    };
    ApiKey::parse(&text).map_err(|why| Failure::Usage(format!("that is no API key: {why}")))
}

/// Nobody on the way can read what is sent there.
fn is_private(url: &Url) -> bool {
    let is_here = match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    };
    url.scheme() == "https" || is_here
}
