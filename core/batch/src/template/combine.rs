//! Which value of each list comes together with which others.

use std::collections::HashMap;

use crate::{
    draw::{Draws, Purpose},
    spec::Combine,
};

/// The combinations of lists with these lengths, one after the other; nothing is held but what a sample has drawn.
pub(super) struct Combinations {
    lens: Vec<usize>,
    order: Order,
    next: u64,
    count: u64,
}

enum Order {
    Product,
    Zip,
    /// A shuffle that is done only as far as it is read: the places that no longer hold their own number.
    Shuffled {
        draws: Draws,
        moved: HashMap<u64, u64>,
        product: u64,
    },
    Independent(Draws),
}

/// Every value with every other; `u64::MAX` also for more.
pub(super) fn product(lens: impl Iterator<Item = usize>) -> u64 {
    lens.fold(1, |product: u64, len| product.saturating_mul(len as u64))
}

impl Combinations {
    /// `count` combinations of lists that each have a value, and that are equally long for a zip.
    pub(super) fn new(lens: Vec<usize>, combine: Combine, count: u64) -> Self {
        let product = product(lens.iter().copied());
        let order = match combine {
            Combine::Product => Order::Product,
            Combine::Zip => Order::Zip,
            Combine::Sample { seed, .. } => {
                let draws = Draws::new(seed, Purpose::Sample, 0);
                if count <= product && product < u64::MAX {
                    let moved = HashMap::new();
                    Order::Shuffled { draws, moved, product }
                } else {
                    Order::Independent(draws)
                }
            }
        };
        let next = 0;
        Self {
            lens,
            order,
            next,
            count,
        }
    }

    /// The index into each list.
    pub(super) fn next(&mut self) -> Option<Vec<usize>> {
        let place = self.next;
        if place >= self.count {
            return None;
        }
        self.next += 1;
        Some(match &mut self.order {
            Order::Product => digits(&self.lens, place),
            Order::Zip => vec![usize::try_from(place).ok()?; self.lens.len()],
            Order::Independent(draws) => self.lens.iter().map(|len| draws.index(*len)).collect(),
            Order::Shuffled { draws, moved, product } => {
                // A step of the Fisher-Yates shuffle: swap this place with a random one that is not yet passed.
                let other = place + draws.below(*product - place);
                let here = moved.remove(&place).unwrap_or(place);
                let drawn = if other == place {
                    here
                } else {
                    moved.insert(other, here).unwrap_or(other)
                };
                digits(&self.lens, drawn)
            }
        })
    }
}

/// The place as a number with a digit for each list, the last one changing fastest.
fn digits(lens: &[usize], mut place: u64) -> Vec<usize> {
    let mut digits = vec![0; lens.len()];
    for (digit, len) in digits.iter_mut().zip(lens).rev() {
        let len = *len as u64;
        *digit = usize::try_from(place % len).expect("less than a length");
        place /= len;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(lens: &[usize], combine: Combine, count: u64) -> Vec<Vec<usize>> {
        let mut combinations = Combinations::new(lens.to_vec(), combine, count);
        std::iter::from_fn(|| combinations.next()).collect()
    }

    #[test]
    fn the_last_list_changes_fastest() {
        let expected = [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]];
        assert_eq!(all(&[2, 3], Combine::Product, 6), expected);
        assert_eq!(all(&[2, 2], Combine::Zip, 2), [[0, 0], [1, 1]]);
    }

    #[test]
    fn a_sample_of_everything_is_everything_once() {
        let mut drawn = all(&[4, 5], Combine::Sample { size: 20, seed: 3 }, 20);
        let in_order = all(&[4, 5], Combine::Product, 20);
        assert_ne!(drawn, in_order);
        drawn.sort();
        assert_eq!(drawn, in_order);
    }

    #[test]
    fn every_combination_is_as_likely_as_the_others_to_come_first() {
        let mut counts = [0; 4];
        for seed in 0..4000 {
            let first = &all(&[2, 2], Combine::Sample { size: 1, seed }, 1)[0];
            counts[first[0] * 2 + first[1]] += 1;
        }
        assert!(counts.iter().all(|count| (880..1120).contains(count)), "{counts:?}");
    }

    #[test]
    fn a_sample_may_come_from_more_than_can_be_counted() {
        let drawn = all(&[10; 30], Combine::Sample { size: 5, seed: 1 }, 5);
        assert_eq!(drawn.len(), 5);
        assert!(drawn.iter().all(|digits| digits.len() == 30));
        assert_ne!(drawn[0], drawn[1]);
    }
}
