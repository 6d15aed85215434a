//! Functions that templates may call: `t`, `entry`, `icon`, `path`.

use std::sync::Arc;

use fluent_templates::fluent_bundle::FluentValue;
use minijinja::{
    Environment, Error, ErrorKind, Value,
    value::{Kwargs, ValueKind},
};

use crate::{
    assets::Manifest,
    i18n::{self, Lang, MessageArgs},
    paths,
};

pub(super) fn register(environment: &mut Environment<'static>, lang: Lang, manifest: &Arc<Manifest>) {
    environment.add_function("t", move |key: &str, args: Kwargs| translate(lang, key, &args));
    let entries = Arc::clone(manifest);
    environment.add_function("entry", move |source: &str| super::value(entries.entry(source)));
    let icons = manifest.file("icons.svg").unwrap_or_default();
    environment.add_function("icon", move |name: &str, class: Option<&str>| icon(&icons, name, class));
    environment.add_function("path", |name: &str, id: Option<&str>| {
        paths::named(name, id.unwrap_or_default()).ok_or_else(|| fault(format!("there is no path named {name:?}")))
    });
}

/// `t("image-count", count=3)`: the message in the environment's language. A missing key is an error.
fn translate(lang: Lang, key: &str, args: &Kwargs) -> Result<String, Error> {
    let mut values = MessageArgs::new();
    for name in args.args() {
        values.insert(name.to_owned().into(), fluent_value(&args.get::<Value>(name)?));
    }
    i18n::message(lang, key, &values).ok_or_else(|| fault(format!("there is no message {key:?} in {}", lang.tag())))
}

/// Numbers stay numbers, so that plural rules see them.
fn fluent_value(value: &Value) -> FluentValue<'static> {
    match (value.kind(), f64::try_from(value.clone())) {
        (ValueKind::Number, Ok(number)) => FluentValue::from(number),
        _ => FluentValue::from(value.to_string()),
    }
}

/// `icon("trash-2")`: a decorative symbol of the sprite. The name beside it, or `aria-label`, says what it means.
fn icon(sprite: &str, name: &str, class: Option<&str>) -> Value {
    let class = class.unwrap_or("icon");
    Value::from_safe_string(format!(
        r##"<svg class="{class}" aria-hidden="true"><use href="{sprite}#{name}"></use></svg>"##
    ))
}

fn fault(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}
