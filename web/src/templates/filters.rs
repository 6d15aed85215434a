//! Filters that write values the way readers of a language expect them. The work is done in [`super::format`].

use chrono::{DateTime, Utc};
use minijinja::{Environment, Error, ErrorKind};

use super::format;
use crate::i18n::Lang;

pub(super) fn register(environment: &mut Environment<'static>, lang: Lang) {
    environment.add_filter("number", move |value: f64| format::number(lang, value, 0));
    environment.add_filter("credits", move |value: f64| format::credits(lang, value));
    environment.add_filter("bytes", move |value: f64| format::bytes(lang, value));
    environment.add_filter("seconds", move |value: f64| format::seconds(lang, value));
    environment.add_filter("shorten", format::shorten);
    environment.add_filter("date", move |value: &str| {
        Ok::<_, Error>(format::date(lang, time(value)?))
    });
    environment.add_filter("datetime", move |value: &str| {
        Ok::<_, Error>(format::datetime(lang, time(value)?))
    });
}

/// Contexts carry times as RFC 3339 text, the way `chrono` serialises them.
fn time(text: &str) -> Result<DateTime<Utc>, Error> {
    text.parse()
        .map_err(|_| Error::new(ErrorKind::InvalidOperation, format!("{text:?} is not a time")))
}
