//! Turns an answer that a plugin can read into one that it perhaps cannot: as a tree, and then as text.

use serde_json::{Map, Number, Value, json};

use super::rng::Rng;

/// Numbers at which careless code breaks.
const NUMBERS: [&str; 10] = [
    "0",
    "-1",
    "0.5",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "18446744073709551616",
    "1e308",
    "-1e308",
    "1e-320",
];

/// Texts at which careless code breaks; many stand where an address was.
const TEXTS: [&str; 12] = [
    "",
    " ",
    "\u{0}",
    "\u{202e}\u{fffd}",
    "https://evil.example/picture.png",
    "http://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "ftp://files.example/picture.png",
    "javascript:alert(1)",
    "data:image/png;base64,AAAA",
    "input://0",
    "https://",
];

/// Pictures that an answer claims to have when it lies about their number.
const CLAIMED_IMAGES: usize = 1_000_000;

/// One mutated body. Most keep the shape of `seed`, so that the reading code is reached.
pub(super) fn body(rng: &mut Rng, seed: &str) -> String {
    let Ok(mut tree) = serde_json::from_str::<Value>(seed) else {
        return text(rng, seed.to_owned());
    };
    for _ in 0..=rng.below(3) {
        let steps = rng.below(6);
        mutate(rng, &mut tree, steps);
    }
    let written = tree.to_string();
    if rng.below(3) == 0 { text(rng, written) } else { written }
}

/// A result that claims a million pictures.
pub(super) fn a_million_images() -> String {
    let picture = r#"{"url":"https://files.example/x.png"},"#;
    let list = picture.repeat(CLAIMED_IMAGES);
    format!(r#"{{"images":[{}]}}"#, list.trim_end_matches(','))
}

/// Walks at most `steps` down a random way and changes what is there.
fn mutate(rng: &mut Rng, value: &mut Value, steps: usize) {
    if steps > 0 {
        match value {
            Value::Array(items) if !items.is_empty() => {
                let index = rng.below(items.len());
                return mutate(rng, &mut items[index], steps - 1);
            }
            Value::Object(members) if !members.is_empty() => {
                let index = rng.below(members.len());
                let member = members.values_mut().nth(index).expect("the index is below the length");
                return mutate(rng, member, steps - 1);
            }
            _ => {}
        }
    }
    change(rng, value);
}

fn change(rng: &mut Rng, value: &mut Value) {
    match value {
        Value::Array(items) => change_list(rng, items),
        Value::Object(members) => change_members(rng, members),
        other => *other = replacement(rng),
    }
}

fn change_list(rng: &mut Rng, items: &mut Vec<Value>) {
    match rng.below(4) {
        0 => items.clear(),
        1 => items.push(replacement(rng)),
        2 if !items.is_empty() => {
            let copies = 1 + rng.below(200);
            let item = items[rng.below(items.len())].clone();
            items.extend(std::iter::repeat_n(item, copies));
        }
        _ => {
            items.pop();
        }
    }
}

fn change_members(rng: &mut Rng, members: &mut Map<String, Value>) {
    let names: Vec<String> = members.keys().cloned().collect();
    match rng.below(3) {
        0 if !names.is_empty() => {
            members.remove(rng.pick(&names));
        }
        1 if !names.is_empty() => {
            let value = replacement(rng);
            members.insert(rng.pick(&names).clone(), value);
        }
        _ => {
            let name = rng.pick(&["images", "image", "seed", "detail", "timings", "prompt", "unknown"]);
            let value = replacement(rng);
            members.insert((*name).to_owned(), value);
        }
    }
}

fn replacement(rng: &mut Rng) -> Value {
    match rng.below(8) {
        0 => Value::Null,
        1 => Value::Bool(rng.below(2) == 0),
        2 | 3 => number(rng),
        4 | 5 => json!(rng.pick(&TEXTS)),
        6 => json!("x".repeat(rng.below(100_000))),
        _ => nested(rng),
    }
}

fn number(rng: &mut Rng) -> Value {
    let written = rng.pick(&NUMBERS);
    // What no JSON number of this library holds stays a text.
    written.parse::<Number>().map_or_else(|_| json!(written), Value::Number)
}

fn nested(rng: &mut Rng) -> Value {
    let depth = 1 + rng.below(100);
    (0..depth).fold(json!({}), |inner, level| {
        if level % 2 == 0 {
            json!([inner])
        } else {
            json!({"images": inner})
        }
    })
}

/// Damage that leaves no JSON, or other JSON than before.
fn text(rng: &mut Rng, mut text: String) -> String {
    let at = text.floor_char_boundary(rng.below(text.len() + 1));
    match rng.below(5) {
        0 => text.truncate(at),
        1 => text.insert(at, *rng.pick(&['"', '{', '[', ',', '\\', '\u{0}', '9'])),
        2 => text.push_str("}trailing"),
        3 => text = text.replacen("\"https:", "\"\\ud800https:", 1),
        _ => text = text.replacen(':', ":99999999999999999999999999", 1 + rng.below(2)),
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &str = r#"{"images": [{"url": "https://files.example/x.png", "width": 10}], "seed": 7}"#;

    #[test]
    fn a_seed_gives_the_same_bodies_again_and_another_seed_gives_others() {
        let run = |seed| {
            let mut rng = Rng::new(seed);
            (0..50).map(|_| body(&mut rng, SEED)).collect::<Vec<_>>()
        };
        assert_eq!(run(1), run(1));
        assert_ne!(run(1), run(2));
    }

    #[test]
    fn bodies_differ_some_can_be_read_and_some_cannot() {
        let mut rng = Rng::new(3);
        let bodies: Vec<String> = (0..300).map(|_| body(&mut rng, SEED)).collect();
        let readable = bodies
            .iter()
            .filter(|body| serde_json::from_str::<Value>(body).is_ok())
            .count();
        assert!((100..300).contains(&readable), "{readable} of 300 are JSON");
        assert!(bodies.iter().any(|body| body.contains("evil.example")));
        let different: std::collections::BTreeSet<_> = bodies.iter().collect();
        assert!(different.len() > 200, "{}", different.len());
    }

    #[test]
    fn the_million_is_a_million() {
        assert_eq!(a_million_images().matches("url").count(), CLAIMED_IMAGES);
    }
}
