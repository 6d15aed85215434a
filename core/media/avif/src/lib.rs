//! AVIF stills, written fast: the settings that thumbnails want, on one core.
//!
//! A crate of its own because the coder is generic: whoever calls it compiles all of it, and that takes a while.
//!
//! Why not `ravif`: it stores colour at full resolution and tunes for the eye. With colour at half resolution (as in
//! nearly every JPEG) and tuning for plain error, pictures of 1024, 512 and 256 pixels a side together take 0.39 s of
//! one core instead of 1.0 s, in about the same bytes at a luma error within 0.5 dB (release build, both at their
//! fastest; coder without assembly, which would need one more tool to build).

mod av1;
mod planes;

use avif_serialize::{Aviffy, constants::MatrixCoefficients};

use planes::Planes;

/// Pixels, row by row without gaps.
#[derive(Clone, Copy, Debug)]
pub enum Pixels<'a> {
    /// Red, green, blue, 8 bits each.
    Rgb(&'a [u8]),
    /// Red, green, blue, alpha, 8 bits each; colours not multiplied by alpha.
    Rgba(&'a [u8]),
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The pixels are not `width` × `height`, or there are none.
    #[error("{bytes} bytes are not {width} × {height} pixels")]
    Size {
        /// Bytes given.
        bytes: usize,
        /// Width given in pixels.
        width: usize,
        /// Height given in pixels.
        height: usize,
    },
    /// The coder refused; longest side: 65,535 pixels.
    #[error("the AV1 coder failed: {0}")]
    Coder(String),
}

/// Writes a picture as AVIF: 8 bits, sRGB, colour at half resolution, alpha only if given.
///
/// `quantizer` is AV1's, 0 (near lossless) to 255; 120 suits thumbnails.
///
/// # Errors
/// [`Error::Size`] and [`Error::Coder`], as described there.
pub fn encode(pixels: Pixels<'_>, width: usize, height: usize, quantizer: u8) -> Result<Vec<u8>, Error> {
    let (bytes, channels) = match pixels {
        Pixels::Rgb(bytes) => (bytes, 3),
        Pixels::Rgba(bytes) => (bytes, 4),
    };
    let expected = width.checked_mul(height).and_then(|count| count.checked_mul(channels));
    if bytes.is_empty() || expected != Some(bytes.len()) {
        return Err(Error::Size {
            bytes: bytes.len(),
            width,
            height,
        });
    }
    let color = av1::encode(&Planes::color(bytes, channels, width), quantizer)?;
    let alpha = match pixels {
        Pixels::Rgb(_) => None,
        Pixels::Rgba(bytes) => Some(av1::encode(&Planes::alpha(bytes, width), quantizer)?),
    };
    Ok(wrap(&color, alpha.as_deref(), width, height))
}

/// Puts the coded pictures into the container. The sides were checked by the coder.
fn wrap(color: &[u8], alpha: Option<&[u8]>, width: usize, height: usize) -> Vec<u8> {
    let side = |pixels| u32::try_from(pixels).expect("AV1 has sides of at most 16 bits");
    Aviffy::new()
        .set_seq_profile(0)
        .set_chroma_subsampling((true, true))
        .set_matrix_coefficients(MatrixCoefficients::Bt601)
        .to_vec(color, alpha, side(width), side(height), 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(width: usize, height: usize) {
        let rgba: Vec<u8> = (0..width * height * 4).map(|index| (index * 7 % 251) as u8).collect();
        let opaque = encode(Pixels::Rgb(&rgba[..width * height * 3]), width, height, 120);
        let clear = encode(Pixels::Rgba(&rgba), width, height, 120);
        for file in [opaque, clear] {
            let file = file.unwrap();
            assert_eq!(&file[4..12], b"ftypavif", "{width} × {height}");
            assert!(has_size(&file, width, height), "{width} × {height}");
        }
    }

    /// Looks for the `ispe` box: version and flags, width, height.
    fn has_size(file: &[u8], width: usize, height: usize) -> bool {
        let side = |pixels: usize| u32::try_from(pixels).unwrap().to_be_bytes();
        let wanted = [b"ispe".as_slice(), &[0; 4], &side(width), &side(height)].concat();
        file.windows(wanted.len()).any(|window| window == wanted)
    }

    #[test]
    fn all_shapes_are_written() {
        for (width, height) in [
            (1, 1),
            (1, 2),
            (2, 1),
            (3, 5),
            (1, 1024),
            (1024, 1),
            (17, 16),
            (64, 64),
            (129, 255),
        ] {
            check(width, height);
        }
    }

    #[test]
    fn all_quantizers_work() {
        for quantizer in [0, 1, 60, 255] {
            assert!(
                encode(Pixels::Rgb(&[200; 3 * 32 * 32]), 32, 32, quantizer).is_ok(),
                "{quantizer}"
            );
        }
    }

    #[test]
    fn pixels_that_do_not_fit_are_refused() {
        for (bytes, width, height) in [(0, 0, 0), (12, 2, 3), (11, 2, 2), (3, usize::MAX, 2)] {
            let result = encode(Pixels::Rgb(&vec![0; bytes]), width, height, 120);
            assert!(matches!(result, Err(Error::Size { .. })), "{width} × {height}");
        }
    }

    #[test]
    fn sides_beyond_the_format_are_refused() {
        let result = encode(Pixels::Rgb(&vec![0; 3 * 70_000]), 70_000, 1, 120);
        assert!(matches!(result, Err(Error::Coder(_))), "{result:?}");
    }
}
