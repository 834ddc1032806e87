//! What the tails of coordinates say against asymptotic ends. Each tail is looked at once, for all forms.

use std::cell::OnceCell;

use weak_to_strong::evidence::{Side, TailDoubt, tail_doubt};
use weak_to_strong::numeric::JointMoments;

/// The tails of the watched coordinates of observations.
pub(super) struct Tails<'a> {
    moments: &'a JointMoments,
    /// The doubts about the lower and the upper tail of each coordinate, as far as they were asked for.
    doubts: Vec<[OnceCell<Option<TailDoubt>>; 2]>,
}

impl<'a> Tails<'a> {
    /// The tails of these observations.
    pub(super) fn of(moments: &'a JointMoments) -> Self {
        Self { moments, doubts: moments.mean().iter().map(|_| Default::default()).collect() }
    }

    /// What a tail of a coordinate says; `None` if it says nothing, or if the coordinate is not watched.
    pub(super) fn doubt(&self, coordinate: usize, side: Side) -> Option<TailDoubt> {
        let doubt = || {
            let extremes = self.moments.extremes(coordinate)?;
            tail_doubt(&self.moments.summary(coordinate), extremes, side)
        };
        let [lower, upper] = &self.doubts[coordinate];
        let cell = match side {
            Side::Lower => lower,
            Side::Upper => upper,
        };
        *cell.get_or_init(doubt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A far value on one side only, and a coordinate that is not watched.
    #[test]
    fn each_tail_is_the_one_of_its_coordinate_and_side() {
        let mut moments = JointMoments::watching(2, &[1]);
        (1..=2000).for_each(|i| moments.push(&[f64::from(i), (2000.0 / f64::from(i)).powi(2)]));
        let tails = Tails::of(&moments);
        let extremes = moments.extremes(1).expect("watched");
        for side in [Side::Upper, Side::Lower, Side::Upper] {
            assert_eq!(tails.doubt(1, side), tail_doubt(&moments.summary(1), extremes, side));
            assert_eq!(tails.doubt(0, side), None);
        }
        assert!(tails.doubt(1, Side::Upper).is_some());
    }
}
