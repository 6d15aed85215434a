//! What owners may say about their pictures: names, descriptions, notes and ratings.

/// Characters of a picture's name at most.
pub const MAX_IMAGE_NAME: usize = 200;

/// Characters of the text that stands for a picture at most.
pub const MAX_ALT_TEXT: usize = 1000;

/// Characters of the notes on a picture at most.
pub const MAX_IMAGE_NOTES: usize = 10_000;

/// A rating as it is stored; `None` outside 1 to 5.
#[must_use]
pub fn rating(stars: i64) -> Option<i16> {
    i16::try_from(stars).ok().filter(|stars| (1..=5).contains(stars))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_are_1_to_5() {
        assert_eq!(
            [0, 1, 5, 6, -1, 70_000].map(rating),
            [None, Some(1), Some(5), None, None, None]
        );
    }
}
