//! How much a picture may ask of us.

/// Bounds checked before decoding. A file of some kilobytes can claim a picture of gigabytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest file in bytes; default 64 MiB: a 16-bit PNG of 16 megapixels with hardly any compression.
    pub max_file_bytes: u64,
    /// Most pixels (width times height); default 100,000,000. Decoding takes 3 to 8 bytes a pixel.
    pub max_pixels: u64,
    /// Longest side in pixels; default 16,384, the most that WebP and common graphics cards take.
    pub max_side_px: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 64 * 1024 * 1024,
            max_pixels: 100_000_000,
            max_side_px: 16_384,
        }
    }
}

/// Bytes a pixel can take while decoding: four channels of 16 bits.
const MAX_BYTES_PER_PIXEL: u64 = 8;

impl Limits {
    /// Whether a picture of this size may be decoded.
    pub(crate) fn allow(&self, width: u32, height: u32) -> bool {
        let pixels = u64::from(width) * u64::from(height);
        width.max(height) <= self.max_side_px && pixels <= self.max_pixels
    }

    /// The same bounds for the decoders, so that a header that lies to us cannot make them allocate more.
    pub(crate) fn for_decoder(&self) -> image::Limits {
        let mut limits = image::Limits::no_limits();
        limits.max_image_width = Some(self.max_side_px);
        limits.max_image_height = Some(self.max_side_px);
        limits.max_alloc = Some(self.max_pixels.saturating_mul(MAX_BYTES_PER_PIXEL));
        limits
    }
}
