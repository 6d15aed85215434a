//! What surrounds every page: language, theme, who is signed in.

use serde::Serialize;

use crate::i18n::Lang;

/// The frame of a page, the same for all pages of one request.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// The language of every text on the page.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
    /// An IANA name in which times are shown; none means the browser's.
    pub time_zone: Option<String>,
    /// The path of this page without its query; marks the current entry of the navigation.
    pub path: String,
    /// Who is signed in.
    pub user: Option<UserBadge>,
    /// Goes into the hidden field `csrf` of every form and into the header `X-CSRF-Token` of every htmx request.
    pub csrf: String,
    /// The simulator stands in for the provider; the page says that its images are procedural.
    pub demo_provider: bool,
    /// Jobs of the user that wait or run.
    pub running_jobs: u32,
    /// Notifications that the user has not read, counted up to 100.
    pub unread: u32,
    /// What is different about the keys of pages, as the body's `data-keys` tells it; usually empty.
    pub shortcuts: String,
    /// The studio's version, such as `0.1.0`.
    pub version: String,
}

impl Frame {
    /// The frame for a visitor of whom nothing is known; for error pages without a session or a database.
    #[must_use]
    pub fn anonymous(lang: Lang, path: impl Into<String>) -> Self {
        Self {
            lang,
            theme: Theme::Auto,
            time_zone: None,
            path: path.into(),
            user: None,
            csrf: String::new(),
            demo_provider: false,
            running_jobs: 0,
            unread: 0,
            shortcuts: String::new(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// The signed-in user as the top bar shows them.
#[derive(Debug, Clone, Serialize)]
pub struct UserBadge {
    /// Display name; may be empty, then the address is shown.
    pub name: String,
    pub email: String,
    /// The address of the user's picture.
    pub avatar_url: Option<String>,
    /// What may still be spent, in credits.
    pub credits: f64,
    /// Is shown the pages for administrators.
    pub is_admin: bool,
}

/// The colour theme, by its value in the cookie [`Theme::COOKIE`] and in `<html data-theme>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// What the system prefers, contrast included. Has no `data-theme`.
    #[default]
    Auto,
    Light,
    Dark,
    HcLight,
    HcDark,
}

impl Theme {
    /// Every theme in the order of the menu.
    pub const ALL: [Self; 5] = [Self::Auto, Self::Light, Self::Dark, Self::HcLight, Self::HcDark];
    /// The cookie that keeps a visitor's choice. Not a secret; scripts may write it.
    pub const COOKIE: &'static str = "theme";

    /// The name in the cookie, in forms and in HTML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::HcLight => "hc-light",
            Self::HcDark => "hc-dark",
        }
    }

    /// The theme of that name; [`Theme::Auto`] for anything else.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|theme| theme.name() == name)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_serialised_by_its_name() {
        for theme in Theme::ALL {
            assert_eq!(serde_json::to_value(theme).unwrap(), theme.name());
            assert_eq!(Theme::from_name(theme.name()), theme);
        }
        assert_eq!(Theme::from_name("neon"), Theme::Auto);
    }
}
