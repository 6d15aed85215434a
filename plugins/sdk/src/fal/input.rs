//! Parameters as the provider's input.

use serde::Serialize;
use serde_json::Value;

use crate::Error;

/// The parameters under their own names, which are the provider's, without those of `ours`: fields of the form that the provider
/// does not know, or not as they are there.
///
/// # Errors
/// [`Error::Internal`] when they are no object.
pub fn input_of(params: &impl Serialize, ours: &[&str]) -> Result<Value, Error> {
    match serde_json::to_value(params) {
        Ok(Value::Object(mut fields)) => {
            fields.retain(|name, _| !ours.contains(&name.as_str()));
            Ok(Value::Object(fields))
        }
        Ok(other) => Err(Error::Internal(format!("parameters are an object, not {other}"))),
        Err(error) => Err(Error::Internal(error.to_string())),
    }
}
