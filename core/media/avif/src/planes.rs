//! From RGB to luma and chroma. Source: ITU-R BT.601-7, section 2.5.1, full range, read 2026-11-23.

/// Weights of red and blue in luma; green has the rest.
const RED: f32 = 0.299;
const BLUE: f32 = 0.114;

/// One picture split into planes: luma, or luma and two of chroma at half the width and height, rounded up.
pub(crate) struct Planes {
    pub(crate) width: usize,
    pub(crate) height: usize,
    planes: Vec<Vec<u8>>,
}

impl Planes {
    /// The colours of pixels with `channels` bytes each.
    pub(crate) fn color(pixels: &[u8], channels: usize, width: usize) -> Self {
        let height = pixels.len() / channels / width;
        let luma = pixels.chunks_exact(channels).map(|pixel| byte(luma(pixel))).collect();
        let mut chroma = [Vec::new(), Vec::new()];
        for rows in pixels.chunks(channels * width * 2) {
            for x in (0..width).step_by(2) {
                let [blue, red] = chroma_of_block(rows, channels, width, x);
                chroma[0].push(blue);
                chroma[1].push(red);
            }
        }
        let [blue, red] = chroma;
        Self {
            width,
            height,
            planes: vec![luma, blue, red],
        }
    }

    /// The alpha of RGBA pixels, as luma.
    pub(crate) fn alpha(pixels: &[u8], width: usize) -> Self {
        let alpha: Vec<u8> = pixels.chunks_exact(4).map(|pixel| pixel[3]).collect();
        Self {
            width,
            height: alpha.len() / width,
            planes: vec![alpha],
        }
    }

    pub(crate) const fn has_color(&self) -> bool {
        self.planes.len() > 1
    }

    /// Each plane as rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = &[u8]>> {
        self.planes.iter().enumerate().map(|(index, plane)| {
            let width = if index == 0 { self.width } else { self.width.div_ceil(2) };
            plane.chunks_exact(width)
        })
    }
}

fn luma(pixel: &[u8]) -> f32 {
    RED * f32::from(pixel[0]) + (1.0 - RED - BLUE) * f32::from(pixel[1]) + BLUE * f32::from(pixel[2])
}

/// Mean chroma of the 2 × 2 block at `x` of two rows; at an odd edge, of what there is.
fn chroma_of_block(rows: &[u8], channels: usize, width: usize, x: usize) -> [u8; 2] {
    let (mut blue, mut red, mut count) = (0.0, 0.0, 0.0);
    for row in rows.chunks_exact(channels * width) {
        for pixel in row.chunks_exact(channels).skip(x).take(2) {
            let luma = luma(pixel);
            blue += f32::from(pixel[2]) - luma;
            red += f32::from(pixel[0]) - luma;
            count += 1.0;
        }
    }
    [
        byte(128.0 + blue / count * 0.5 / (1.0 - BLUE)),
        byte(128.0 + red / count * 0.5 / (1.0 - RED)),
    ]
}

/// Rounds; the cast saturates, so that nothing wraps.
fn byte(value: f32) -> u8 {
    value.round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_has_no_color() {
        let planes = Planes::color(&[77; 3 * 4], 3, 2);
        assert_eq!(planes.planes, [vec![77; 4], vec![128], vec![128]]);
    }

    #[test]
    fn primaries_convert_as_the_standard_says() {
        for (pixel, expected) in [
            ([255, 0, 0], [76, 85, 255]),
            ([0, 255, 0], [150, 44, 21]),
            ([0, 0, 255], [29, 255, 107]),
        ] {
            let planes = Planes::color(&pixel, 3, 1);
            assert_eq!(planes.planes.concat(), expected, "{pixel:?}");
        }
    }

    #[test]
    fn odd_sides_round_up() {
        let planes = Planes::color(&[9; 4 * 5 * 3], 4, 5);
        let lengths: Vec<_> = planes.planes.iter().map(Vec::len).collect();
        assert_eq!((planes.height, lengths), (3, vec![15, 6, 6]));
    }

    #[test]
    fn alpha_stands_alone() {
        let planes = Planes::alpha(&[1, 2, 3, 40, 5, 6, 7, 80], 1);
        assert_eq!(
            (planes.planes.concat(), planes.height, planes.has_color()),
            (vec![40, 80], 2, false)
        );
    }
}
