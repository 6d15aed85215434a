//! The values of an enumeration as options: their names, and the shape of picture sizes.

use super::{
    CUSTOM, FieldOption,
    property::{Property, as_text, humanise},
};

/// The options of `property`, with `custom` at the end when it takes a free picture size.
pub(super) fn options(property: &Property<'_>) -> Vec<FieldOption> {
    let mut list: Vec<_> = property
        .choices()
        .into_iter()
        .map(|(value, title)| option(property, as_text(value), title))
        .collect();
    let has_custom = list.iter().any(|option| option.value == CUSTOM);
    if property.size_schema().is_some() && !has_custom {
        list.push(option(property, CUSTOM.to_owned(), None));
    }
    list
}

fn option(property: &Property<'_>, value: String, title: Option<&str>) -> FieldOption {
    let pixels = pixels(property, &value);
    let ratio = pixels.map(reduced).or_else(|| ratio(&value));
    let label = match ratio.filter(|_| pixels.is_some()) {
        Some((width, height)) => format!("{width}:{height}"),
        None => hinted(property, &value)
            .or(title)
            .map_or_else(|| label(&value), str::to_owned),
    };
    let pixels = pixels.map_or_else(String::new, |(width, height)| format!("{width} × {height}"));
    FieldOption {
        value,
        label,
        ratio,
        pixels,
    }
}

/// The pixels that the hint `sizes` gives for a value.
fn pixels(property: &Property<'_>, value: &str) -> Option<(u32, u32)> {
    let side = |index: usize| {
        u32::try_from(property.hint("sizes")[value][index].as_u64()?)
            .ok()
            .filter(|side| *side > 0)
    };
    side(0).zip(side(1))
}

/// The name that the hint `options` gives for a value.
fn hinted<'a>(property: &Property<'a>, value: &str) -> Option<&'a str> {
    let options = property.hint("options").as_array()?;
    options.iter().find(|option| as_text(&option["value"]) == value)?["label"].as_str()
}

/// 1024 by 768 is 4 by 3.
fn reduced((width, height): (u32, u32)) -> (u32, u32) {
    let (mut a, mut b) = (width, height);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    (width / a, height / a)
}

/// `landscape_16_9` reads `Landscape 16:9`, `jpeg` reads `JPEG`, `euler_a` reads `Euler a`.
fn label(value: &str) -> String {
    const ACRONYMS: [&str; 5] = ["jpeg", "png", "webp", "ddim", "lcm"];
    if ACRONYMS.contains(&value) {
        return value.to_uppercase();
    }
    match (named_ratio(value), value) {
        (_, "square") => "1:1".to_owned(),
        (_, "square_hd") => "1:1 HD".to_owned(),
        (Some((width, height)), _) => format!("{width}:{height}"),
        (None, _) if value.contains(':') => value.to_owned(),
        (None, _) => humanise(value),
    }
}

/// The shape a size stands for: `16:9`, `square_hd`, `portrait_4_3`, `1024x768`.
fn ratio(value: &str) -> Option<(u32, u32)> {
    if value.starts_with("square") {
        return Some((1, 1));
    }
    named_ratio(value).or_else(|| {
        let (width, height) = value.split_once([':', 'x'])?;
        let (width, height) = (width.parse().ok()?, height.parse().ok()?);
        (width > 0 && height > 0).then(|| reduced((width, height)))
    })
}

/// The provider names the long side first, also for upright pictures: `portrait_4_3` is 3 wide and 4 high.
/// Source: `ImageSize` of the fal models, <https://fal.ai/models/fal-ai/flux/dev/api>, read 2026-11-23.
fn named_ratio(value: &str) -> Option<(u32, u32)> {
    let (name, sides) = value.split_once('_')?;
    let (long, short) = sides.split_once('_')?;
    let (long, short) = (long.parse().ok()?, short.parse().ok()?);
    match name {
        "landscape" => Some((long, short)),
        "portrait" => Some((short, long)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn hints_name_the_values_and_tell_their_pixels() {
        let schema = json!({
            "enum": ["square", "portrait_16_9", "custom"],
            "x-ui": {
                "sizes": { "square": [512, 512], "portrait_16_9": [576, 1024] },
                "options": [{ "value": "square", "label": "Square 1:1" }, { "value": "custom", "label": "Free" }],
            },
        });
        let found: Vec<_> = options(&Property {
            name: "image_size",
            schema: &schema,
        })
        .into_iter()
        .map(|option| (option.label, option.ratio, option.pixels))
        .collect();
        let expected = [
            ("1:1".to_owned(), Some((1, 1)), "512 × 512".to_owned()),
            ("9:16".to_owned(), Some((9, 16)), "576 × 1024".to_owned()),
            ("Free".to_owned(), None, String::new()),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn sizes_have_a_shape_and_a_short_name() {
        let cases = [
            ("square_hd", Some((1, 1)), "1:1 HD"),
            ("portrait_4_3", Some((3, 4)), "3:4"),
            ("landscape_16_9", Some((16, 9)), "16:9"),
            ("21:9", Some((7, 3)), "21:9"),
            ("1024x768", Some((4, 3)), "1024x768"),
            ("auto", None, "Auto"),
            ("0:1", None, "0:1"),
            ("png", None, "PNG"),
            ("euler_a", None, "Euler a"),
        ];
        for (value, shape, name) in cases {
            assert_eq!((ratio(value), label(value).as_str()), (shape, name), "{value}");
        }
    }
}
