//! Sums in an order that does not depend on the processor.

use weak_to_strong::kernel::{Kernel, vectorised};

use crate::number::{Number, greater};

/// Partial sums side by side; a multiple of any vector length.
const LANES: usize = 16;

/// Joins numbers: those at places of equal remainder by 16 first, one after the other, and then these 16 by halves.
#[inline(always)]
fn joined<T: Number>(mut lanes: [T; LANES], join: impl Fn(T, T) -> T) -> T {
    for half in [8, 4, 2, 1] {
        for lane in 0..half {
            lanes[lane] = join(lanes[lane], lanes[lane + half]);
        }
    }
    lanes[0]
}

/// Σ aᵢbᵢ.
#[inline(always)]
pub(super) fn dot<T: Number>(a: &[T], b: &[T]) -> T {
    let mut lanes = [T::ZERO; LANES];
    let (a, a_rest) = a.as_chunks::<LANES>();
    let (b, b_rest) = b.as_chunks::<LANES>();
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            lanes[lane] = a[lane].mul_add(b[lane], lanes[lane]);
        }
    }
    for (lane, (a, b)) in lanes.iter_mut().zip(a_rest.iter().zip(b_rest)) {
        *lane = a.mul_add(*b, *lane);
    }
    joined(lanes, |a, b| a + b)
}

/// Σ aᵢ of a number of numbers that 16 divides.
#[inline(always)]
pub(super) fn sum<T: Number>(numbers: &[T]) -> T {
    let mut lanes = [T::ZERO; LANES];
    for numbers in numbers.as_chunks::<LANES>().0 {
        for lane in 0..LANES {
            lanes[lane] += numbers[lane];
        }
    }
    joined(lanes, |a, b| a + b)
}

/// The greatest of a number of numbers that 16 divides.
#[inline(always)]
pub(super) fn greatest<T: Number>(numbers: &[T]) -> T {
    let mut lanes = [T::from_f64(f64::NEG_INFINITY); LANES];
    for numbers in numbers.as_chunks::<LANES>().0 {
        for lane in 0..LANES {
            lanes[lane] = greater(numbers[lane], lanes[lane]);
        }
    }
    joined(lanes, greater)
}

/// How many numbers a row must have for [`sum`] and [`greatest`].
pub(super) fn padded(count: usize) -> usize {
    count.next_multiple_of(LANES)
}

/// Adds all rows of a matrix to `total`, one after the other.
pub(crate) fn add_rows<T: Number>(matrix: &[T], total: &mut [T]) {
    struct AddRows<'a, T>(&'a [T], &'a mut [T]);
    impl<T: Number> Kernel for AddRows<'_, T> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            for row in self.0.chunks_exact(self.1.len()) {
                for (total, number) in self.1.iter_mut().zip(row) {
                    *total += *number;
                }
            }
        }
    }
    vectorised(AddRows(matrix, total));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_summed_exactly() {
        let numbers: Vec<f64> = (0..48).map(|i| f64::from(i * i % 37)).collect();
        let expected: f64 = numbers.iter().sum();
        assert_eq!((sum(&numbers), greatest(&numbers)), (expected, 36.0));
        let squares: f64 = numbers[..37].iter().map(|x| x * x).sum();
        assert_eq!(dot(&numbers[..37], &numbers[..37]), squares);
        let mut total = [1.0; 3];
        add_rows(&[1.0, 2.0, 3.0, 10.0, 20.0, 30.0], &mut total);
        assert_eq!(total, [12.0, 23.0, 34.0]);
    }
}
