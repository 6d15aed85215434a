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
    let hinted = property.hint("labels")[&value].as_str();
    let label = hinted.or(title).map_or_else(|| label(&value), str::to_owned);
    FieldOption { ratio: ratio(&value), label, value }
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
        (width > 0 && height > 0).then_some((width, height))
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
    use super::*;

    #[test]
    fn sizes_have_a_shape_and_a_short_name() {
        let cases = [
            ("square_hd", Some((1, 1)), "1:1 HD"),
            ("portrait_4_3", Some((3, 4)), "3:4"),
            ("landscape_16_9", Some((16, 9)), "16:9"),
            ("21:9", Some((21, 9)), "21:9"),
            ("1024x768", Some((1024, 768)), "1024x768"),
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
