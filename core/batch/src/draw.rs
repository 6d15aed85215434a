//! Random choices that come out the same on every machine and with every release.
//!
//! Only the bits of ChaCha8 are used, whose order is fixed by its definition. The ways in which general random number
//! libraries turn bits into choices have changed between releases, so that part is done here.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// What the choices are for: choices for different ends do not depend on each other.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    Sample = 1,
    Wildcards = 2,
}

pub(crate) struct Draws(ChaCha8Rng);

impl Draws {
    /// The choices that belong to this seed, purpose and number; cheap enough to make one for each row.
    pub(crate) fn new(seed: u64, purpose: Purpose, stream: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8] = purpose as u8;
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(stream);
        Self(rng)
    }

    /// A number from 0 to `bound` - 1; 0 for a bound of 0. Uneven by less than `bound` / 2^64.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(bound);
        u64::try_from(wide >> 64).expect("the high half of 128 bits")
    }

    /// An index into a slice of this length; 0 for an empty one.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).expect("less than a length")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_numbers_for_ever() {
        let mut draws = Draws::new(42, Purpose::Sample, 0);
        let drawn: Vec<u64> = (0..8).map(|_| draws.below(1000)).collect();
        assert_eq!(drawn, [524, 151, 498, 845, 982, 867, 168, 154]);
    }

    #[test]
    fn seeds_purposes_and_streams_draw_different_numbers() {
        let first = |seed, purpose, stream| Draws::new(seed, purpose, stream).below(u64::MAX);
        let base = first(1, Purpose::Sample, 0);
        assert_ne!(base, first(2, Purpose::Sample, 0));
        assert_ne!(base, first(1, Purpose::Wildcards, 0));
        assert_ne!(base, first(1, Purpose::Sample, 1));
    }

    #[test]
    fn every_number_below_the_bound_comes_up() {
        let mut draws = Draws::new(7, Purpose::Sample, 0);
        let mut counts = [0; 6];
        for _ in 0..6000 {
            counts[draws.index(6)] += 1;
        }
        assert!(counts.iter().all(|count| (850..1150).contains(count)), "{counts:?}");
    }
}
