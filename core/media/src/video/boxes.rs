//! Boxes: what files of the ISO base media family are made of. Source: ISO/IEC 14496-12:2022, 4.2, read 2026-11-27.

use crate::structure::{ENDS_EARLY, Reader, Reason};

/// One box.
pub(super) struct Piece<'a> {
    /// Its type, such as `moov`.
    pub(super) kind: [u8; 4],
    /// What is in it, behind type and size.
    pub(super) body: &'a [u8],
}

/// The boxes in these bytes, one after the other. Ends after the first error.
pub(super) struct Pieces<'a> {
    rest: &'a [u8],
}

impl<'a> Pieces<'a> {
    pub(super) const fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn take(&mut self) -> Result<Piece<'a>, Reason> {
        let mut reader = Reader::new(self.rest);
        let size = u32::from_be_bytes(reader.array()?);
        let kind = reader.array()?;
        let (size, head) = match size {
            0 => (self.rest.len(), 8),
            1 => {
                let size = u64::from_be_bytes(reader.array()?);
                (usize::try_from(size).map_err(|_| ENDS_EARLY)?, 16)
            }
            size => (size as usize, 8),
        };
        if size < head {
            return Err("a box is shorter than its own head");
        }
        let (piece, rest) = self.rest.split_at_checked(size).ok_or(ENDS_EARLY)?;
        self.rest = rest;
        Ok(Piece {
            kind,
            body: &piece[head..],
        })
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>, Reason>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let taken = self.take();
        if taken.is_err() {
            self.rest = &[];
        }
        Some(taken)
    }
}

/// The first box of a type in these bytes.
pub(super) fn find<'a>(bytes: &'a [u8], kind: &[u8; 4]) -> Result<Option<&'a [u8]>, Reason> {
    for piece in Pieces::of(bytes) {
        let piece = piece?;
        if piece.kind == *kind {
            return Ok(Some(piece.body));
        }
    }
    Ok(None)
}

/// The same, where a file without it is of no use.
pub(super) fn need<'a>(bytes: &'a [u8], kind: &[u8; 4], reason: Reason) -> Result<&'a [u8], Reason> {
    find(bytes, kind)?.ok_or(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(bytes: &[u8]) -> Result<Vec<usize>, Reason> {
        Pieces::of(bytes)
            .map(|piece| piece.map(|piece| piece.body.len()))
            .collect()
    }

    #[test]
    fn sizes_of_all_three_kinds_are_read() {
        assert_eq!(kinds(b"\0\0\0\x0afree..\0\0\0\x08skip"), Ok(vec![2, 0]));
        assert_eq!(kinds(b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x11."), Ok(vec![1]));
        assert_eq!(kinds(b"\0\0\0\0mdat123"), Ok(vec![3]));
        assert_eq!(kinds(b""), Ok(vec![]));
    }

    #[test]
    fn boxes_that_cannot_be_end_the_walk() {
        assert_eq!(kinds(b"\0\0\0\x09free"), Err(ENDS_EARLY));
        assert_eq!(kinds(b"\0\0\0\x08fre"), Err(ENDS_EARLY));
        assert_eq!(kinds(b"\0\0\0\x07free"), Err("a box is shorter than its own head"));
        assert_eq!(
            kinds(b"\0\0\0\x01mdat\xff\xff\xff\xff\xff\xff\xff\xff"),
            Err(ENDS_EARLY)
        );
        assert_eq!(Pieces::of(b"\0\0\0\x07free").count(), 1);
    }
}
