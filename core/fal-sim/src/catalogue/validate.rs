//! Checks a body against a model's parameters, the way the provider's models do: when the job runs, all errors at once,
//! in the shape of pydantic 2. Lenient where pydantic is: `"28"` is a whole number, `1` is a flag.
//! Unknown fields are ignored, as most of the provider's models do.

use serde_json::{Map, Value, json};

use super::params::{DEFAULT_SIDE, Kind, MAX_SIDE, NAMED_SIZES, Param};
use crate::errors::Item;

/// A checked body with defaults filled in.
#[derive(Clone, Debug)]
pub(crate) struct Inputs(Map<String, Value>);

impl Inputs {
    /// The text of a field, empty when absent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// The seed as it was given, if it was.
    pub(crate) fn seed(&self) -> Option<Value> {
        self.0.get("seed").cloned()
    }

    /// A whole number, if the field is there.
    pub(crate) fn int(&self, name: &str) -> Option<i128> {
        let value = self.0.get(name)?;
        value
            .as_i64()
            .map(i128::from)
            .or_else(|| value.as_u64().map(i128::from))
    }

    /// A number, if the field is there.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.0.get(name)?.as_f64()
    }

    /// A flag, false when absent.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The objects of a list, none when it is absent.
    pub(crate) fn list(&self, name: &str) -> impl Iterator<Item = Self> {
        let items = self.0.get(name).and_then(Value::as_array);
        let objects = items.into_iter().flatten().filter_map(Value::as_object);
        objects.cloned().map(Self)
    }

    /// The first word of a list of words, empty when there is none.
    pub(crate) fn first_word(&self, name: &str) -> &str {
        let first = self.0.get(name).and_then(|words| words.get(0));
        first.and_then(Value::as_str).unwrap_or_default()
    }

    /// Width and height in pixels, if the model has a size field.
    pub(crate) fn size(&self, name: &str) -> Option<(u32, u32)> {
        let value = self.0.get(name)?;
        let side = |key| {
            value
                .get(key)
                .and_then(Value::as_u64)
                .and_then(|side| u32::try_from(side).ok())
        };
        Some((side("width")?, side("height")?))
    }
}

/// Checks `body` against `params`.
///
/// # Errors
/// Every broken rule, in the order of the parameters.
pub(crate) fn validate(params: &[Param], body: &Value) -> Result<Inputs, Vec<Item>> {
    let mut errors = Vec::new();
    let checked = check_object(params, body, &[json!("body")], &mut errors);
    if errors.is_empty() {
        Ok(Inputs(checked))
    } else {
        Err(errors)
    }
}

fn check_object(params: &[Param], body: &Value, loc: &[Value], errors: &mut Vec<Item>) -> Map<String, Value> {
    let mut checked = Map::new();
    let Some(fields) = body.as_object() else {
        errors.push(
            Item::new(
                loc,
                "model_attributes_type",
                "Input should be a valid dictionary or object to extract fields from",
            )
            .input(body),
        );
        return checked;
    };
    for param in params {
        let at = [loc, &[json!(param.name)]].concat();
        match fields
            .get(param.name)
            .filter(|value| !value.is_null() || param.required)
        {
            None if param.required => errors.push(Item::new(&at, "missing", "Field required").input(body)),
            None => {
                if let Some(default) = &param.default {
                    checked.insert(param.name.to_owned(), normal_default(&param.kind, default));
                }
            }
            Some(value) => match check(&param.kind, value, &at) {
                Ok(value) => {
                    checked.insert(param.name.to_owned(), value);
                }
                Err(mut found) => errors.append(&mut found),
            },
        }
    }
    checked
}

/// Defaults are stored checked: a named size becomes width and height.
fn normal_default(kind: &Kind, default: &Value) -> Value {
    check(kind, default, &[]).unwrap_or_else(|_| default.clone())
}

fn check(kind: &Kind, value: &Value, loc: &[Value]) -> Result<Value, Vec<Item>> {
    match kind {
        Kind::Text => check_text(value, loc),
        Kind::Int { ge, le } => check_int(value, *ge, *le, loc),
        Kind::Number { ge, le } => check_number(value, *ge, *le, loc),
        Kind::Flag => check_flag(value, loc),
        Kind::OneOf(words) => check_word(value, words, loc),
        Kind::NumberWord(words) => check_number_word(value, words, loc),
        Kind::Size => check_size(value, loc),
        Kind::List(fields) => check_list(value, loc, |item, loc| {
            let mut errors = Vec::new();
            let checked = check_object(fields, item, loc, &mut errors);
            if errors.is_empty() {
                Ok(Value::Object(checked))
            } else {
                Err(errors)
            }
        }),
        Kind::Words => check_list(value, loc, check_text),
    }
}

fn check_text(value: &Value, loc: &[Value]) -> Result<Value, Vec<Item>> {
    if value.is_string() {
        return Ok(value.clone());
    }
    Err(vec![
        Item::new(loc, "string_type", "Input should be a valid string").input(value),
    ])
}

fn check_int(value: &Value, ge: Option<i64>, le: Option<i64>, loc: &[Value]) -> Result<Value, Vec<Item>> {
    let number = parse_int(value, loc)?;
    let as_i128 = number
        .as_i64()
        .map(i128::from)
        .or_else(|| number.as_u64().map(i128::from))
        .unwrap_or_default();
    if let Some(le) = le.filter(|le| as_i128 > i128::from(*le)) {
        let item = Item::new(
            loc,
            "less_than_equal",
            &format!("Input should be less than or equal to {le}"),
        );
        return Err(vec![item.input(value).ctx(json!({ "le": le }))]);
    }
    if let Some(ge) = ge.filter(|ge| as_i128 < i128::from(*ge)) {
        let item = Item::new(
            loc,
            "greater_than_equal",
            &format!("Input should be greater than or equal to {ge}"),
        );
        return Err(vec![item.input(value).ctx(json!({ "ge": ge }))]);
    }
    Ok(number)
}

fn parse_int(value: &Value, loc: &[Value]) -> Result<Value, Vec<Item>> {
    let fail = |kind, msg| Err(vec![Item::new(loc, kind, msg).input(value)]);
    match value {
        Value::Number(number) if number.is_i64() || number.is_u64() => Ok(value.clone()),
        Value::Number(number) => match number
            .as_f64()
            .filter(|float| float.fract() == 0.0 && float.abs() < 9e15)
        {
            Some(float) => Ok(json!(float as i64)),
            None => fail(
                "int_from_float",
                "Input should be a valid integer, got a number with a fractional part",
            ),
        },
        Value::String(text) => match text.trim().parse::<i64>() {
            Ok(number) => Ok(json!(number)),
            Err(_) => fail(
                "int_parsing",
                "Input should be a valid integer, unable to parse string as an integer",
            ),
        },
        Value::Bool(flag) => Ok(json!(i64::from(*flag))),
        _ => fail("int_type", "Input should be a valid integer"),
    }
}

fn check_number(value: &Value, ge: f64, le: f64, loc: &[Value]) -> Result<Value, Vec<Item>> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse::<f64>().ok().filter(|float| float.is_finite()),
        Value::Bool(flag) => Some(f64::from(u8::from(*flag))),
        _ => {
            return Err(vec![
                Item::new(loc, "float_type", "Input should be a valid number").input(value),
            ]);
        }
    };
    let Some(number) = number else {
        let msg = "Input should be a valid number, unable to parse string as a number";
        return Err(vec![Item::new(loc, "float_parsing", msg).input(value)]);
    };
    if number > le {
        let item = Item::new(
            loc,
            "less_than_equal",
            &format!("Input should be less than or equal to {le}"),
        );
        return Err(vec![item.input(value).ctx(json!({ "le": le }))]);
    }
    if number < ge {
        let item = Item::new(
            loc,
            "greater_than_equal",
            &format!("Input should be greater than or equal to {ge}"),
        );
        return Err(vec![item.input(value).ctx(json!({ "ge": ge }))]);
    }
    Ok(json!(number))
}

fn check_flag(value: &Value, loc: &[Value]) -> Result<Value, Vec<Item>> {
    let text = match value {
        Value::Bool(_) => return Ok(value.clone()),
        Value::String(text) => text.to_ascii_lowercase(),
        Value::Number(number) => number.to_string(),
        _ => {
            return Err(vec![
                Item::new(loc, "bool_type", "Input should be a valid boolean").input(value),
            ]);
        }
    };
    match text.as_str() {
        "1" | "true" | "t" | "yes" | "y" | "on" => Ok(json!(true)),
        "0" | "false" | "f" | "no" | "n" | "off" => Ok(json!(false)),
        _ => {
            let msg = "Input should be a valid boolean, unable to interpret input";
            Err(vec![Item::new(loc, "bool_parsing", msg).input(value)])
        }
    }
}

fn check_word(value: &Value, words: &[&str], loc: &[Value]) -> Result<Value, Vec<Item>> {
    if value.as_str().is_some_and(|word| words.contains(&word)) {
        return Ok(value.clone());
    }
    let expected = expected_words(words);
    let item = Item::new(loc, "literal_error", &format!("Input should be {expected}"));
    Err(vec![item.input(value).ctx(json!({ "expected": expected }))])
}

/// Stored as a number, so that it counts like any other.
fn check_number_word(value: &Value, words: &[&str], loc: &[Value]) -> Result<Value, Vec<Item>> {
    let text = value
        .as_u64()
        .map_or_else(|| value.clone(), |number| json!(number.to_string()));
    let word = check_word(&text, words, loc)?;
    let number = word.as_str().and_then(|word| word.parse::<i64>().ok());
    Ok(number.map_or(word, Value::from))
}

/// `'a', 'b' or 'c'`, as pydantic lists literals.
fn expected_words(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    match quoted.split_last() {
        Some((last, head)) if !head.is_empty() => format!("{} or {last}", head.join(", ")),
        _ => quoted.concat(),
    }
}

/// A size is a union of an object and a word, so a value that is neither yields one error for each side.
fn check_size(value: &Value, loc: &[Value]) -> Result<Value, Vec<Item>> {
    if let Some(name) = value.as_str()
        && let Some((_, width, height)) = NAMED_SIZES.iter().find(|(known, ..)| *known == name)
    {
        return Ok(json!({ "width": width, "height": height }));
    }
    let object_loc = [loc, &[json!("ImageSize")]].concat();
    let Some(fields) = value.as_object() else {
        let names: Vec<&str> = NAMED_SIZES.iter().map(|(name, ..)| *name).collect();
        let msg = "Input should be a valid dictionary or object to extract fields from";
        let mut errors = vec![Item::new(&object_loc, "model_attributes_type", msg).input(value)];
        errors.extend(check_word(value, &names, loc).err().unwrap_or_default());
        return Err(errors);
    };
    let mut errors = Vec::new();
    let mut sides = Map::new();
    for side in ["width", "height"] {
        let given = fields.get(side).cloned().unwrap_or_else(|| json!(DEFAULT_SIDE));
        let at = [object_loc.as_slice(), &[json!(side)]].concat();
        match check_side(&given, &at) {
            Ok(value) => drop(sides.insert(side.to_owned(), value)),
            Err(mut found) => errors.append(&mut found),
        }
    }
    if errors.is_empty() {
        Ok(Value::Object(sides))
    } else {
        Err(errors)
    }
}

fn check_side(value: &Value, loc: &[Value]) -> Result<Value, Vec<Item>> {
    let number = check_int(value, None, Some(MAX_SIDE), loc)?;
    if number.as_i64().is_some_and(|side| side > 0) {
        return Ok(number);
    }
    let item = Item::new(loc, "greater_than", "Input should be greater than 0");
    Err(vec![item.input(value).ctx(json!({ "gt": 0 }))])
}

fn check_list(
    value: &Value,
    loc: &[Value],
    check_one: impl Fn(&Value, &[Value]) -> Result<Value, Vec<Item>>,
) -> Result<Value, Vec<Item>> {
    let Some(items) = value.as_array() else {
        return Err(vec![
            Item::new(loc, "list_type", "Input should be a valid list").input(value),
        ]);
    };
    let mut errors = Vec::new();
    let mut checked = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match check_one(item, &[loc, &[json!(index)]].concat()) {
            Ok(value) => checked.push(value),
            Err(mut found) => errors.append(&mut found),
        }
    }
    if errors.is_empty() {
        Ok(Value::Array(checked))
    } else {
        Err(errors)
    }
}
