//! When two JSON inputs are the same input.

use serde_json::{Number, Value};

/// Equality that ignores the order of keys and how a number is written.
pub(super) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => equal_numbers(a, b),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

/// Whole numbers are compared exactly, so that two seeds above 2^53 stay two; a fraction makes both fractions.
fn equal_numbers(a: &Number, b: &Number) -> bool {
    a == b || (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn inputs_are_compared_by_value() {
        let same = [
            (
                json!({"a": 1, "b": [1, {"c": null}]}),
                json!({"b": [1.0, {"c": null}], "a": 1}),
            ),
            (json!(7.0), json!(7)),
            (json!(0.1), json!(0.1)),
        ];
        let other = [
            (json!({"a": 1}), json!({"a": 1, "b": null})),
            (json!([1, 2]), json!([2, 1])),
            (json!("1"), json!(1)),
            (json!(196_619_188_014_358_660_u64), json!(196_619_188_014_358_661_u64)),
            (json!(1), json!(true)),
        ];
        assert!(same.iter().all(|(a, b)| equal(a, b) && equal(b, a)));
        assert!(other.iter().all(|(a, b)| !equal(a, b) && !equal(b, a)));
    }
}
