//! The video track of an MP4 file. Source: ISO/IEC 14496-12:2022, 8, and 14496-15:2022, 5, read 2026-11-27.
//!
//! Everything is found by walking; tables are read entry by entry, never allocated by the number they announce.

use super::boxes::{Pieces, find, need};
use crate::Error;
use crate::structure::{ENDS_EARLY, Reader, Reason};

/// Brands of files that hold their video in the plain way.
const BRANDS: [&[u8; 4]; 14] = [
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41", b"mp42", b"avc1",
    b"M4V ", b"MSNV",
];

/// Bytes of a visual sample entry before the boxes in it.
const VISUAL_ENTRY_BYTES: usize = 78;

/// The first video track of a file.
pub(super) struct Track<'a> {
    /// As the track says; the stream itself is asked again before it is decoded.
    pub(super) width: u32,
    pub(super) height: u32,
    /// At least 1.
    pub(super) duration_ms: u64,
    /// At least 1.
    pub(super) frames: u32,
    /// The `avcC` box: what the decoder must know beforehand.
    pub(super) config: &'a [u8],
    /// The first frame.
    pub(super) first_frame: &'a [u8],
}

/// Whether a file says that it is an MP4 video.
pub(super) fn is_mp4(bytes: &[u8]) -> bool {
    let Some(Ok(first)) = Pieces::of(bytes).next() else {
        return false;
    };
    let known = |brand: &[u8]| BRANDS.iter().any(|known| known.as_slice() == brand);
    // Major brand, its version, then compatible ones.
    let mut words = first.body.chunks_exact(4);
    first.kind == *b"ftyp" && (words.next().is_some_and(known) || words.skip(1).any(known))
}

/// Finds the track, having walked through the whole file.
pub(super) fn read(bytes: &[u8]) -> Result<Track<'_>, Error> {
    let moov = find_moov(bytes).map_err(Error::corrupt_video)?;
    let media = find_media(moov).map_err(Error::corrupt_video)?;
    let tables = media.tables().map_err(Error::corrupt_video)?;
    let entry = tables.entry().map_err(Error::corrupt_video)?;
    let coding = entry.coding.as_slice();
    if coding != b"avc1" && coding != b"avc3" {
        let coding = coding.escape_ascii().to_string();
        return Err(Error::Coding { coding });
    }
    tables.track(bytes, &media, &entry).map_err(Error::corrupt_video)
}

/// The description of the file. All boxes of the file are walked through, so that one that is cut off is noticed.
fn find_moov(bytes: &[u8]) -> Result<&[u8], Reason> {
    let mut moov = None;
    for piece in Pieces::of(bytes) {
        let piece = piece?;
        match &piece.kind {
            b"moov" => moov = moov.or(Some(piece.body)),
            b"moof" => return Err("it is made of fragments"),
            _ => {}
        }
    }
    moov.ok_or("it has no description (moov)")
}

/// The media of the first video track.
struct Media<'a> {
    body: &'a [u8],
    /// Units of time in a second, at least 1.
    timescale: u32,
}

fn find_media(moov: &[u8]) -> Result<Media<'_>, Reason> {
    for piece in Pieces::of(moov) {
        let piece = piece?;
        if piece.kind != *b"trak" {
            continue;
        }
        let body = need(piece.body, b"mdia", "a track has no media (mdia)")?;
        let handler = need(body, b"hdlr", "a track does not say what it is (hdlr)")?;
        if handler.get(8..12) == Some(b"vide") {
            let timescale = timescale(need(body, b"mdhd", "the track has no time (mdhd)")?)?;
            return Ok(Media { body, timescale });
        }
    }
    Err("it has no video track")
}

/// Units in a second, behind two dates of four bytes each, or of eight in version 1.
fn timescale(mdhd: &[u8]) -> Result<u32, Reason> {
    let mut reader = Reader::new(mdhd);
    let [version, ..] = reader.array::<4>()?;
    reader.take(if version == 0 { 8 } else { 16 })?;
    match u32::from_be_bytes(reader.array()?) {
        0 => Err("its seconds have no parts"),
        timescale => Ok(timescale),
    }
}

impl<'a> Media<'a> {
    fn tables(&self) -> Result<Tables<'a>, Reason> {
        let minf = need(self.body, b"minf", "the track has no information (minf)")?;
        need(minf, b"stbl", "the track has no tables (stbl)").map(Tables)
    }
}

/// The tables of a track.
struct Tables<'a>(&'a [u8]);

/// How the frames are coded.
struct Entry<'a> {
    coding: [u8; 4],
    body: &'a [u8],
}

impl<'a> Tables<'a> {
    /// The first description of frames; a track whose coding changes on the way is shown by its first.
    fn entry(&self) -> Result<Entry<'a>, Reason> {
        let mut reader = self.table(b"stsd")?;
        reader.array::<4>()?;
        let first = Pieces::of(reader.rest()).next().ok_or(ENDS_EARLY)??;
        Ok(Entry {
            coding: first.kind,
            body: first.body,
        })
    }

    fn track(&self, file: &'a [u8], media: &Media<'_>, entry: &Entry<'a>) -> Result<Track<'a>, Reason> {
        let (head, boxes) = entry.body.split_at_checked(VISUAL_ENTRY_BYTES).ok_or(ENDS_EARLY)?;
        let side = |at: usize| u32::from(u16::from_be_bytes([head[at], head[at + 1]]));
        let (frames, first_bytes) = self.sizes()?;
        let start = usize::try_from(self.first_offset()?).map_err(|_| ENDS_EARLY)?;
        let first_frame = file.get(start..).and_then(|file| file.get(..first_bytes));
        Ok(Track {
            width: side(24),
            height: side(26),
            duration_ms: (self.duration()?.saturating_mul(1000) / u64::from(media.timescale)).max(1),
            frames,
            config: find(boxes, b"avcC")?.ok_or("its coding is not described (avcC)")?,
            first_frame: first_frame.ok_or(ENDS_EARLY)?,
        })
    }

    /// A table, behind version and flags.
    fn table(&self, kind: &[u8; 4]) -> Result<Reader<'a>, Reason> {
        let mut reader = Reader::new(need(self.0, kind, "one of the track's tables is missing")?);
        reader.array::<4>()?;
        Ok(reader)
    }

    /// The number of frames and the bytes of the first.
    fn sizes(&self) -> Result<(u32, usize), Reason> {
        let mut reader = self.table(b"stsz")?;
        let all_alike = u32::from_be_bytes(reader.array()?);
        let frames = u32::from_be_bytes(reader.array()?);
        if frames == 0 {
            return Err("it has no frames");
        }
        let first = match all_alike {
            0 => u32::from_be_bytes(reader.array()?),
            size => size,
        };
        Ok((frames, first as usize))
    }

    /// Where the first frame begins in the file: where the first chunk does.
    fn first_offset(&self) -> Result<u64, Reason> {
        let (mut reader, is_long) = match find(self.0, b"stco")? {
            Some(_) => (self.table(b"stco")?, false),
            None => (self.table(b"co64")?, true),
        };
        if u32::from_be_bytes(reader.array()?) == 0 {
            return Err("its frames are nowhere");
        }
        if is_long {
            reader.array().map(u64::from_be_bytes)
        } else {
            reader.array().map(u32::from_be_bytes).map(u64::from)
        }
    }

    /// The sum of what all frames last, in units of the track.
    fn duration(&self) -> Result<u64, Reason> {
        let mut reader = self.table(b"stts")?;
        let entries = u32::from_be_bytes(reader.array()?);
        let mut sum = 0_u64;
        for _ in 0..entries {
            let [frames, each] = [reader.array()?, reader.array()?].map(u32::from_be_bytes);
            sum = sum.saturating_add(u64::from(frames) * u64::from(each));
        }
        Ok(sum)
    }
}
