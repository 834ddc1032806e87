//! Numbers that start where a cache line does.

use std::ops::{Deref, DerefMut};

/// Bytes of a cache line, and of the longest vectors.
const LINE: usize = 64;

/// A list of numbers that starts at a cache line. So no vector of the processor lies across two cache lines, which would cost two loads.
#[derive(Debug)]
pub struct AlignedNumbers {
    /// The numbers, and before and after them what it takes to start on a line; a vector keeps its place in memory as long as it lives.
    numbers: Vec<f64>,
    first: usize,
    count: usize,
}

impl AlignedNumbers {
    /// Changes the count of numbers. If the count was another one, all numbers become zero.
    pub fn resize(&mut self, count: usize) {
        if count != self.count {
            *self = aligned_zeros(count);
        }
    }
}

/// Returns `count` zeros.
pub(crate) fn aligned_zeros(count: usize) -> AlignedNumbers {
    let numbers = vec![0.0; count + LINE / size_of::<f64>() - 1];
    AlignedNumbers { first: numbers.as_ptr().align_offset(LINE), numbers, count }
}

impl Deref for AlignedNumbers {
    type Target = [f64];

    #[inline(always)]
    fn deref(&self) -> &[f64] {
        &self.numbers[self.first..][..self.count]
    }
}

impl DerefMut for AlignedNumbers {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [f64] {
        &mut self.numbers[self.first..][..self.count]
    }
}

impl Clone for AlignedNumbers {
    fn clone(&self) -> Self {
        let mut copy = aligned_zeros(self.count);
        copy.copy_from_slice(self);
        copy
    }

    fn clone_from(&mut self, source: &Self) {
        self.resize(source.count);
        self.copy_from_slice(source);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts_on_a_line(numbers: &AlignedNumbers) -> bool {
        (numbers.as_ptr() as usize).is_multiple_of(LINE)
    }

    #[test]
    fn they_start_on_a_line_wherever_memory_is_given() {
        let mut kept = Vec::new();
        for count in 0..100 {
            let mut numbers = aligned_zeros(count);
            assert!(numbers.len() == count && starts_on_a_line(&numbers));
            numbers.fill(count as f64);
            let copy = numbers.clone();
            assert!(*copy == *numbers && starts_on_a_line(&copy));
            kept.push((numbers, copy));
        }
        let (mut one, source) = (aligned_zeros(1), &kept[70].0);
        one.clone_from(source);
        assert!(*one == **source && starts_on_a_line(&one));
        one.resize(70);
        assert_eq!(*one, **source);
        one.resize(8);
        assert!(*one == [0.0; 8] && starts_on_a_line(&one));
    }
}
