//! Which studio, and with which key.

use std::path::Path;

use anyhow::Context as _;
use clap::Args;
use studio_client::{ApiKey, Client};
use url::Url;

use super::failure::Failure;
use super::profiles::{self, Profile, Profiles};

/// The key, for programs that get their secrets by the environment. There is no option for it: others see those.
const KEY: &str = "STUDIO_API_KEY";

/// What all commands take.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Print JSON, also of errors.
    #[arg(long, global = true, help_heading = "Connection and output")]
    pub(super) json: bool,
    /// Which of the stored logins to use.
    #[arg(
        long,
        global = true,
        env = "STUDIO_PROFILE",
        default_value = "default",
        value_name = "NAME",
        help_heading = "Connection and output"
    )]
    pub(super) profile: String,
    /// Where the studio is. Default: where the login was made. STUDIO_API_KEY is the key for it.
    #[arg(
        long,
        global = true,
        env = "STUDIO_URL",
        value_name = "URL",
        help_heading = "Connection and output"
    )]
    pub(super) url: Option<String>,
}

impl Common {
    /// A client of the studio that is meant. Contacts nobody.
    ///
    /// # Errors
    /// When there is no login for it.
    pub(super) fn connect(&self) -> Result<Client, Failure> {
        let profile = self.chosen(&profiles::path()?)?;
        Ok(Client::new(profile.url, Some(profile.key))?)
    }

    fn chosen(&self, file: &Path) -> Result<Profile, Failure> {
        let url = self.url.as_deref().map(parse_url).transpose()?;
        let key = key_of_the_environment()?;
        if let (Some(url), Some(key)) = (&url, &key) {
            return Ok(Profile {
                url: url.clone(),
                key: key.clone(),
            });
        }
        let stored = Profiles::read(file)?.find(&self.profile)?;
        match (url, key, stored) {
            (None, key, Some(stored)) => Ok(Profile {
                key: key.unwrap_or(stored.key),
                url: stored.url,
            }),
            (Some(url), _, Some(stored)) if url == stored.url => Ok(stored),
            // A key never goes to another studio than the one it was stored for.
            (Some(url), ..) => Err(Failure::Usage(format!(
                "there is no key for {url}: set {KEY}, or run `studio login {url} --profile NAME`"
            ))),
            (None, ..) => Err(Failure::Usage(format!(
                "no studio is known as `{}`: run `studio login URL`, or set STUDIO_URL and {KEY}",
                self.profile
            ))),
        }
    }
}

/// The address of a studio, ending with a slash so that equal ones are equal.
///
/// # Errors
/// When it is none.
pub(super) fn parse_url(text: &str) -> Result<Url, Failure> {
    let url = Url::parse(text)
        .ok()
        .filter(|url| url.has_host() && url.scheme().starts_with("http"));
    let mut url = url.ok_or_else(|| {
        Failure::Usage(format!(
            "`{text}` is no address of a studio; it begins with https:// or http://"
        ))
    })?;
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(Failure::Usage(
            "the address of a studio has no user, query or fragment".to_owned(),
        ));
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

fn key_of_the_environment() -> Result<Option<ApiKey>, Failure> {
    let Some(text) = std::env::var_os(KEY).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let text = text
        .to_str()
        .context("it is no text")
        .map_err(|_| no_key("it is no text"))?;
    ApiKey::parse(text).map(Some).map_err(no_key)
}

fn no_key(why: &str) -> Failure {
    Failure::Usage(format!("{KEY} holds no API key: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked_and_made_comparable() {
        assert_eq!(
            parse_url("https://example.org/studio").unwrap().as_str(),
            "https://example.org/studio/"
        );
        for wrong in [
            "example.org",
            "ftp://example.org",
            "https://ada:pw@example.org",
            "https://example.org/?a=b",
            "",
        ] {
            assert!(matches!(parse_url(wrong), Err(Failure::Usage(_))), "{wrong}");
        }
    }
}
