//! From what a mail says to its words: one template for each kind and language, laid out as subject, text and HTML.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior, context};
use studio_model::Language;

use super::Content;
use crate::{App, Error, Result};

/// A mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rendered {
    /// One line.
    pub(crate) subject: String,
    /// Plain text.
    pub(crate) text: String,
    /// A whole document.
    pub(crate) html: String,
}

macro_rules! templates {
    ($($kind:literal),* $(,)?) => {
        [$(
            ("en", $kind, include_str!(concat!("../../mails/en/", $kind, ".j2"))),
            ("de", $kind, include_str!(concat!("../../mails/de/", $kind, ".j2"))),
        )*]
    };
}

const TEMPLATES: &[(&str, &str, &str)] = &templates![
    "verify-email",
    "reset-password",
    "password-changed",
    "change-email",
    "email-changed",
    "two-factor-on",
    "two-factor-off",
    "deletion-requested",
    "account-kept",
    "account-deleted",
];

/// The layouts by the ending that decides how values are escaped: in HTML they are, elsewhere they stand as they are.
const LAYOUTS: [(&str, &str); 3] = [
    ("subject", include_str!("../../mails/layout.subject.j2")),
    ("txt", include_str!("../../mails/layout.txt.j2")),
    ("html", include_str!("../../mails/layout.html.j2")),
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.expect("the usual marks"));
    for (ending, layout) in LAYOUTS {
        add(&mut environment, format!("layout.{ending}"), layout);
        for (language, kind, source) in TEMPLATES {
            add(&mut environment, format!("{language}/{kind}.{ending}"), source);
        }
    }
    environment
});

fn add(environment: &mut Environment<'static>, name: String, source: &'static str) {
    environment
        .add_template_owned(name, source)
        .expect("the templates are part of the program, and a test renders each");
}

/// Writes a mail.
///
/// # Errors
/// [`Error::Internal`], always a mistake in a template; a test renders all of them.
pub(crate) fn render(app: &App, language: Language, content: &Content) -> Result<Rendered> {
    let home = app.config.app_url.as_str();
    Ok(Rendered {
        subject: one_line(&lay_out("subject", language, content, home)?),
        text: lay_out("txt", language, content, home)?,
        html: lay_out("html", language, content, home)?,
    })
}

fn lay_out(ending: &str, language: Language, content: &Content, home: &str) -> Result<String> {
    let name = format!("{language}/{}.{ending}", content.kind());
    let template = ENVIRONMENT.get_template(&name).map_err(Error::internal)?;
    let values = context! {
        layout => format!("layout.{ending}"),
        language => language.as_str(),
        home,
        mail => Value::from(Serde(content)),
    };
    template.render(values).map_err(Error::internal)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::content::one_of_each;
    use super::*;

    #[test]
    fn every_mail_is_written_in_every_language() {
        for content in one_of_each("Ada") {
            for language in Language::ALL {
                let part = |ending| lay_out(ending, *language, &content, "https://studio.test/").unwrap();
                let (subject, text, html) = (one_line(&part("subject")), part("txt"), part("html"));
                assert!(subject.len() > 10 && html.contains(&subject), "{subject}\n{html}");
                for words in [&text, &html] {
                    assert!(words.contains("Ada") && words.contains("https:"), "{words}");
                    assert_eq!(words.contains("token=abc"), content.link().is_some(), "{words}");
                }
                assert!(!text.contains("\n\n\n\n") && !text.contains('<'), "{text:?}");
            }
        }
    }

    #[test]
    fn what_a_user_wrote_is_text_in_html_and_never_in_a_subject() {
        for content in one_of_each("<img src=x onerror=alert(1)>\r\nBcc: eve@example.org {{ 7 * 7 }}") {
            let part = |ending| lay_out(ending, Language::En, &content, "https://studio.test/").unwrap();
            assert!(
                !part("html").contains("<img") && part("html").contains("&lt;img"),
                "{}",
                part("html")
            );
            assert!(!part("subject").contains("Bcc") && part("txt").contains("{{ 7 * 7 }}"));
        }
    }
}
