//! Arithmetic of prices. All amounts are integers in micro-dollars (1 USD = 1,000,000).

use crate::Price;

/// A price that is known exactly: so much for each image.
pub fn microdollars_per_image(microdollars: u64, images: u32) -> Price {
    let total = microdollars * u64::from(images);
    Price {
        low_microdollars: total,
        expected_microdollars: total,
        high_microdollars: total,
        basis: format!("{} × {}", count(u64::from(images), "image"), dollars(microdollars)),
    }
}

/// A price per megapixel, each image rounded up to whole megapixels.
///
/// Whether a megapixel is 1,048,576 pixels or 1,000,000 is not written down by the provider, and a picture of 1024×1024 is one or two
/// of them accordingly: the expected price takes the former, the high one (which is held) the latter.
pub fn per_megapixel(microdollars: u64, images: u32, width: u32, height: u32) -> Price {
    let expected = binary_megapixels(width, height);
    let high = decimal_megapixels(width, height);
    let at_most = if high > expected {
        format!(" (at most {high})")
    } else {
        String::new()
    };
    let images = u64::from(images);
    Price {
        low_microdollars: microdollars * images * expected,
        expected_microdollars: microdollars * images * expected,
        high_microdollars: microdollars * images * high,
        basis: format!(
            "{} × {expected} MP{at_most} × {}",
            count(images, "image"),
            dollars(microdollars)
        ),
    }
}

/// Megapixels of 1,048,576 pixels, rounded up; at least 1.
pub fn binary_megapixels(width: u32, height: u32) -> u64 {
    pixels(width, height).div_ceil(1 << 20).max(1)
}

/// Megapixels of 1,000,000 pixels, rounded up; at least 1.
pub fn decimal_megapixels(width: u32, height: u32) -> u64 {
    pixels(width, height).div_ceil(1_000_000).max(1)
}

/// What the provider says it billed, in micro-dollars: `units` (may be fractional) at a price for one unit. `None` when the
/// count makes no sense.
pub fn billed(units: Option<f64>, microdollars: u64) -> Option<u64> {
    /// Far above any job; keeps the product within what a float holds exactly.
    const MAX_UNITS: f64 = 1_000_000.0;
    let units = units.filter(|units| (0.0..=MAX_UNITS).contains(units))?;
    Some((units * microdollars as f64).round() as u64)
}

/// `$0.025`.
pub fn dollars(microdollars: u64) -> String {
    let text = format!("{}.{:06}", microdollars / 1_000_000, microdollars % 1_000_000);
    let short = text.trim_end_matches('0');
    let digits = short.len().max(text.len() - 4);
    format!("${}", &text[..digits])
}

fn pixels(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height)
}

fn count(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_image_is_rounded_up_to_whole_megapixels() {
        let price = per_megapixel(25_000, 4, 1024, 768);
        assert_eq!(price.expected_microdollars, 100_000);
        assert_eq!(price.high_microdollars, 100_000);
        assert_eq!(price.basis, "4 images × 1 MP × $0.025");
        assert_eq!(per_megapixel(25_000, 1, 1536, 1024).expected_microdollars, 50_000);
    }

    #[test]
    fn a_doubtful_megapixel_widens_the_range() {
        let price = per_megapixel(25_000, 1, 1024, 1024);
        assert_eq!((price.low_microdollars, price.high_microdollars), (25_000, 50_000));
        assert_eq!(price.basis, "1 image × 1 MP (at most 2) × $0.025");
    }

    #[test]
    fn dollars_have_two_to_six_decimals() {
        for (microdollars, text) in [
            (25_000, "$0.025"),
            (1_110, "$0.00111"),
            (1_500_000, "$1.50"),
            (2_000_000, "$2.00"),
            (1, "$0.000001"),
        ] {
            assert_eq!(dollars(microdollars), text);
        }
    }

    #[test]
    fn nonsense_counts_of_units_are_not_believed() {
        assert_eq!(billed(Some(1.5), 1_000), Some(1_500));
        for units in [None, Some(-1.0), Some(f64::NAN), Some(f64::INFINITY), Some(1e9)] {
            assert_eq!(billed(units, 1_000), None);
        }
    }
}
