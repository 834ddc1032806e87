//! Counts of numbers in buckets of nearly fixed relative width.

use std::collections::BTreeMap;

/// The bits of a number's fraction that tell its bucket. Each power of 2 is cut into 2⁸ buckets of equal width.
const FRACTION_BITS: u32 = 8;

/// The lower bits, which do not.
const DROPPED_BITS: u32 = f64::MANTISSA_DIGITS - 1 - FRACTION_BITS;

/// The greatest index of a bucket of finite numbers.
const GREATEST_INDEX: i32 = (f64::INFINITY.to_bits() >> DROPPED_BITS) as i32;

/// How many of some finite numbers lie in each of fixed buckets.
///
/// A bucket of numbers above 0 holds its lower edge, and not its upper one. Its width is between 1/512 and 1/256 of its numbers. Buckets below 0 are their
/// mirror images, and 0 has a bucket of its own. The counts are those of the numbers that were added, whatever the order in which they were added and
/// merged.
///
/// ```
/// use weak_to_strong::numeric::Histogram;
/// let mut histogram = Histogram::default();
/// [1.0, 0.0, 1.0].iter().for_each(|x| histogram.push(*x));
/// let last = histogram.buckets().last().expect("a bucket");
/// assert_eq!((last.least, last.greatest, last.count), (1.0, 1.0 + 1.0 / 256.0, 2));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Counts above 0 by the index of the bucket: 0 for the number 0, and 1 for the least numbers above it.
    counts: BTreeMap<i32, u64>,
}

/// One bucket of a histogram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// No number of the bucket is below this.
    pub least: f64,
    /// No number of the bucket is above this; ∞ for the bucket of the greatest numbers.
    pub greatest: f64,
    /// How many numbers it holds.
    pub count: u64,
}

impl Histogram {
    /// Adds a finite number.
    pub fn push(&mut self, number: f64) {
        *self.counts.entry(index(number)).or_insert(0) += 1;
    }

    /// Adds all numbers of `other`.
    pub fn merge(&mut self, other: &Self) {
        other.counts.iter().for_each(|(index, count)| *self.counts.entry(*index).or_insert(0) += count);
    }

    /// Returns the buckets that hold numbers, in ascending order.
    pub fn buckets(&self) -> impl Iterator<Item = Bucket> {
        self.counts.iter().map(|(index, count)| {
            let (near, far) = (lower_edge(index.unsigned_abs()), upper_edge(index.unsigned_abs()));
            let (least, greatest) = if *index < 0 { (-far, -near) } else { (near, far) };
            Bucket { least, greatest, count: *count }
        })
    }

    /// Returns how many numbers were added; `None` if they are more than 2⁶⁴.
    pub fn count(&self) -> Option<u64> {
        self.counts.values().try_fold(0u64, |sum, count| sum.checked_add(*count))
    }

    /// Appends the number of buckets, and for each its index and its count, as little-endian bits.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend((self.counts.len() as u64).to_le_bytes());
        for (index, count) in &self.counts {
            bytes.extend(index.to_le_bytes());
            bytes.extend(count.to_le_bytes());
        }
    }

    /// Reads what [`Histogram::write`] wrote from the front of these bytes. Returns `None` if they are not counts of ascending buckets.
    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (buckets, mut rest) = bytes.split_first_chunk()?;
        let mut counts = BTreeMap::new();
        for _ in 0..u64::from_le_bytes(*buckets) {
            let (index, after) = rest.split_first_chunk()?;
            let (count, after) = after.split_first_chunk()?;
            let (index, count) = (i32::from_le_bytes(*index), u64::from_le_bytes(*count));
            let is_next = counts.last_key_value().is_none_or(|(last, _)| *last < index);
            if !is_next || index.abs() > GREATEST_INDEX || count == 0 {
                return None;
            }
            counts.insert(index, count);
            rest = after;
        }
        *bytes = rest;
        Some(Self { counts })
    }
}

/// The index of the bucket of a number. It grows with the number.
fn index(number: f64) -> i32 {
    if number == 0.0 {
        return 0;
    }
    let distance = (number.abs().to_bits() >> DROPPED_BITS) as i32 + 1;
    if number < 0.0 { -distance } else { distance }
}

/// The end of a bucket that is nearer to 0.
fn lower_edge(index: u32) -> f64 {
    f64::from_bits(u64::from(index.saturating_sub(1)) << DROPPED_BITS)
}

/// The end of a bucket that is farther from 0.
fn upper_edge(index: u32) -> f64 {
    f64::from_bits(u64::from(index) << DROPPED_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn histogram_of(numbers: &[f64]) -> Histogram {
        let mut histogram = Histogram::default();
        numbers.iter().for_each(|x| histogram.push(*x));
        histogram
    }

    fn number() -> impl Strategy<Value = f64> {
        prop_oneof![
            Just(0.0),
            Just(-0.0),
            Just(f64::MAX),
            -3.0..3.0f64,
            prop::num::f64::NORMAL,
            prop::num::f64::SUBNORMAL
        ]
    }

    proptest! {
        /// Every number lies in the bucket where it is counted, and buckets are narrow. Subnormal numbers share the bucket nearest to 0.
        #[test]
        fn a_bucket_holds_its_numbers(x in number()) {
            let bucket = histogram_of(&[x]).buckets().next().expect("a bucket");
            prop_assert!(bucket.least <= x && x <= bucket.greatest && bucket.count == 1, "{x:e} {bucket:?}");
            let narrow = bucket.greatest - bucket.least <= x.abs() / 256.0;
            prop_assert!(narrow || x.abs() < 1e-305 || bucket.greatest.is_infinite() || bucket.least.is_infinite());
        }

        /// Buckets of greater numbers lie above those of smaller ones.
        #[test]
        fn buckets_ascend_with_their_numbers(one in number(), other in number()) {
            prop_assert!(one >= other || index(one) <= index(other));
            let edges: Vec<_> = histogram_of(&[one, other]).buckets().map(|b| (b.least, b.greatest)).collect();
            prop_assert!(edges.windows(2).all(|pair| pair[0].1 <= pair[1].0));
        }

        /// Whatever the order and the parts, the bits are the same.
        #[test]
        fn a_union_is_a_function_of_its_parts(
            numbers in prop::collection::vec(number(), 0..300), cuts in prop::collection::vec(0.0..1.0f64, 2),
        ) {
            let cut = |share: f64| (share * numbers.len() as f64) as usize;
            let (first, last) = (cut(cuts[0].min(cuts[1])), cut(cuts[0].max(cuts[1])));
            let mut merged = histogram_of(&numbers[last..]);
            merged.merge(&histogram_of(&numbers[..first]));
            merged.merge(&histogram_of(&numbers[first..last]));
            let bytes_of = |histogram: &Histogram| {
                let mut bytes = Vec::new();
                histogram.write(&mut bytes);
                bytes
            };
            let bytes = bytes_of(&merged);
            prop_assert_eq!(&bytes, &bytes_of(&histogram_of(&numbers)));
            prop_assert_eq!(merged.count(), Some(numbers.len() as u64));
            let mut rest = &bytes[..];
            prop_assert_eq!(Histogram::read(&mut rest), Some(merged));
            prop_assert!(rest.is_empty());
        }
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let mut bytes = Vec::new();
        histogram_of(&[1.0, 2.0]).write(&mut bytes);
        assert_eq!(Histogram::read(&mut &bytes[..bytes.len() - 1]), None);
        let with = |place: usize, new: &[u8]| {
            let mut bytes = bytes.clone();
            bytes[place..][..new.len()].copy_from_slice(new);
            Histogram::read(&mut &bytes[..])
        };
        assert!(with(0, &[2]).is_some());
        // Too many buckets, a count of 0, an index twice, and one beyond all finite numbers.
        assert_eq!(with(0, &[255; 8]), None);
        assert_eq!(with(12, &[0; 8]), None);
        assert_eq!(with(20, &index(1.0).to_le_bytes()), None);
        assert_eq!(with(20, &(GREATEST_INDEX + 1).to_le_bytes()), None);
    }
}
