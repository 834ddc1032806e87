//! The smallest and the largest of many numbers.

use std::cmp::Ordering;

/// How many of the smallest and of the largest numbers are kept.
pub const KEPT_EXTREMES: usize = 256;

/// The [`KEPT_EXTREMES`] smallest and largest of all numbers that were added. They are a function of these numbers, whatever the order in which they
/// were added and merged.
#[derive(Clone, Debug, Default)]
pub struct Extremes {
    smallest: Vec<f64>,
    largest: Vec<f64>,
    /// Numbers that are not sorted in yet.
    waiting: Vec<f64>,
}

impl Extremes {
    /// Adds a number.
    pub(super) fn push(&mut self, number: f64) {
        self.waiting.push(number);
        self.sort_in_if_many();
    }

    /// Adds all numbers of `other`.
    pub(super) fn merge(&mut self, other: &Self) {
        if !other.smallest.is_empty() {
            self.smallest = merged(&self.smallest, &other.smallest, f64::total_cmp);
            self.largest = merged(&self.largest, &other.largest, from_above);
        }
        let kept = [&self.smallest, &self.largest].map(|list| list.get(KEPT_EXTREMES - 1).copied());
        let [Some(low), Some(high)] = kept else {
            self.waiting.extend(&other.waiting);
            return self.sort_in_if_many();
        };
        // Most numbers are no extremes, and need no sorting to know that.
        let is_extreme = |number: &&f64| number.total_cmp(&low).is_lt() || number.total_cmp(&high).is_gt();
        self.waiting.extend(other.waiting.iter().filter(is_extreme));
        self.sort_in_if_many();
    }

    fn sort_in_if_many(&mut self) {
        if self.waiting.len() >= 2 * KEPT_EXTREMES {
            self.sort_in();
        }
    }

    /// Returns the smallest numbers, in ascending order.
    pub fn smallest(&self) -> Vec<f64> {
        self.settled().smallest
    }

    /// Returns the largest numbers, in descending order.
    pub fn largest(&self) -> Vec<f64> {
        self.settled().largest
    }

    fn settled(&self) -> Self {
        let mut settled = self.clone();
        settled.sort_in();
        settled
    }

    fn sort_in(&mut self) {
        let mut new = std::mem::take(&mut self.waiting);
        new.sort_by(f64::total_cmp);
        self.smallest = merged(&self.smallest, &new, f64::total_cmp);
        new.reverse();
        self.largest = merged(&self.largest, &new, from_above);
    }

    /// Appends their number and both lists, as little-endian bits.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        let Self { smallest, largest, .. } = self.settled();
        bytes.extend((smallest.len() as u64).to_le_bytes());
        bytes.extend(smallest.iter().chain(&largest).flat_map(|number| number.to_le_bytes()));
    }

    /// Reads what [`Extremes::write`] wrote from the front of these bytes. Returns `None` if they are not sorted lists.
    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (count, rest) = bytes.split_first_chunk()?;
        let count = usize::try_from(u64::from_le_bytes(*count)).ok().filter(|count| *count <= KEPT_EXTREMES)?;
        let (numbers, rest) = rest.split_at_checked(16 * count)?;
        *bytes = rest;
        let numbers: Vec<f64> = numbers.as_chunks().0.iter().map(|number| f64::from_le_bytes(*number)).collect();
        let (smallest, largest) = numbers.split_at(count);
        let sorted = smallest.is_sorted_by(|a, b| a.total_cmp(b).is_le())
            && largest.is_sorted_by(|a, b| from_above(a, b).is_le());
        sorted.then(|| Self { smallest: smallest.to_vec(), largest: largest.to_vec(), waiting: Vec::new() })
    }
}

impl PartialEq for Extremes {
    fn eq(&self, other: &Self) -> bool {
        let (one, other) = (self.settled(), other.settled());
        one.smallest == other.smallest && one.largest == other.largest
    }
}

fn from_above(a: &f64, b: &f64) -> Ordering {
    b.total_cmp(a)
}

/// Merges two sorted lists and keeps the first entries.
fn merged(one: &[f64], other: &[f64], order: fn(&f64, &f64) -> Ordering) -> Vec<f64> {
    let (mut i, mut j) = (0, 0);
    let mut kept = Vec::with_capacity((one.len() + other.len()).min(KEPT_EXTREMES));
    while kept.len() < KEPT_EXTREMES {
        match (one.get(i), other.get(j)) {
            (Some(a), Some(b)) if order(a, b).is_le() => (kept.push(*a), i += 1).1,
            (_, Some(b)) => (kept.push(*b), j += 1).1,
            (Some(a), None) => (kept.push(*a), i += 1).1,
            (None, None) => break,
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn extremes_of(numbers: &[f64]) -> Extremes {
        let mut extremes = Extremes::default();
        numbers.iter().for_each(|x| extremes.push(*x));
        extremes
    }

    proptest! {
        /// Whatever the order and the parts, they are the ends of the sorted list.
        #[test]
        fn extremes_are_those_of_the_union(
            numbers in prop::collection::vec(-1e3..1e3f64, 0..1500),
            cuts in prop::collection::vec(0.0..1.0f64, 2),
        ) {
            let cut = |share: f64| (share * numbers.len() as f64) as usize;
            let (first, last) = (cut(cuts[0].min(cuts[1])), cut(cuts[0].max(cuts[1])));
            let mut found = extremes_of(&numbers[last..]);
            found.merge(&extremes_of(&numbers[..first]));
            found.merge(&extremes_of(&numbers[first..last]));
            let mut sorted = numbers.clone();
            sorted.sort_by(f64::total_cmp);
            let kept = numbers.len().min(KEPT_EXTREMES);
            prop_assert_eq!(&found.smallest()[..], &sorted[..kept]);
            sorted.reverse();
            prop_assert_eq!(&found.largest()[..], &sorted[..kept]);
            let mut bytes = Vec::new();
            found.write(&mut bytes);
            let mut rest = &bytes[..];
            prop_assert_eq!(Extremes::read(&mut rest), Some(found));
            prop_assert!(rest.is_empty());
        }
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let mut bytes = Vec::new();
        extremes_of(&[1.0, 2.0]).write(&mut bytes);
        assert_eq!(Extremes::read(&mut &bytes[..bytes.len() - 1]), None);
        bytes[..8].copy_from_slice(&1000u64.to_le_bytes());
        assert_eq!(Extremes::read(&mut &bytes[..]), None);
        bytes[..8].copy_from_slice(&2u64.to_le_bytes());
        bytes[8..16].copy_from_slice(&3f64.to_le_bytes());
        assert_eq!(Extremes::read(&mut &bytes[..]), None);
    }
}
