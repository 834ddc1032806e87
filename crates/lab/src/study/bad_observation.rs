//! Observations that cannot be used.

use std::fmt;

use crate::quantity::Undefined;
use weak_to_strong::evidence::Interval;

/// An observation that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BadObservation {
    /// Index of the job.
    pub job: usize,
    /// Index of the replicate within the job.
    pub replicate: u64,
    /// The coordinate of its observation.
    pub coordinate: usize,
    /// What is wrong with it.
    pub fault: ObservationFault,
}

/// What is wrong with an observation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ObservationFault {
    /// It is infinite or not a number.
    NotFinite,
    /// It lies outside the range that its quantity declares.
    OutOfRange {
        /// The observed value.
        value: f64,
        /// The declared range.
        range: Interval,
    },
}

impl fmt::Display for ObservationFault {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::NotFinite => formatter.write_str("is not a finite number"),
            Self::OutOfRange { value, range: Interval { lower, upper } } => {
                write!(formatter, "is {value}, outside the range [{lower}, {upper}] that its quantity declares")
            }
        }
    }
}

impl ObservationFault {
    /// The fault of this value of a coordinate that must lie in `range`; `None` if there is none.
    pub(super) fn of(value: f64, range: &Interval) -> Option<Self> {
        if value >= range.lower && value <= range.upper && value.is_finite() {
            return None;
        }
        Some(if value.is_finite() { Self::OutOfRange { value, range: *range } } else { Self::NotFinite })
    }
}

/// A coordinate, and what is wrong there.
pub(super) type Fault = (usize, ObservationFault);

/// The observation, or the first coordinate that cannot be used because it is not finite or outside its range.
pub(super) fn usable<'a>(drawn: Result<&'a [f64], Undefined>, ranges: &[Interval]) -> Result<&'a [f64], Fault> {
    let observation = drawn.map_err(|undefined| (undefined.coordinate, ObservationFault::NotFinite))?;
    let is_inside =
        |(value, range): (&f64, &Interval)| *value >= range.lower && *value <= range.upper && value.is_finite();
    if observation.iter().zip(ranges).all(is_inside) {
        return Ok(observation);
    }
    let faults = observation.iter().zip(ranges).map(|(value, range)| ObservationFault::of(*value, range));
    match faults.enumerate().find_map(|(coordinate, fault)| Some((coordinate, fault?))) {
        None => Ok(observation),
        Some(fault) => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_apart() {
        let range = Interval { lower: 0.0, upper: f64::INFINITY };
        assert_eq!(ObservationFault::of(3.0, &range), None);
        assert_eq!(ObservationFault::of(f64::NAN, &range), Some(ObservationFault::NotFinite));
        assert_eq!(ObservationFault::of(f64::INFINITY, &range), Some(ObservationFault::NotFinite));
        let below = ObservationFault::of(-1.0, &range).expect("a fault");
        assert_eq!(below.to_string(), "is -1, outside the range [0, inf] that its quantity declares");
    }
}
