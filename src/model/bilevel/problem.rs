//! The bi-level problem as a file describes it, and checked.

use super::BilevelError;

/// What a learner sees of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BilevelFeatures {
    /// d, the number of coordinates.
    pub dim: usize,
    /// h, the eigenvalue of the favoured coordinate. All others have the eigenvalue 1.
    pub favoured: f64,
}

/// A description of a bi-level problem, as `problem.bilevel` in a file gives it. It is not yet checked.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BilevelSpec {
    /// What the teacher sees.
    pub teacher: BilevelFeatures,
    /// What the student sees: all coordinates of its teacher, and more.
    pub student: BilevelFeatures,
}

/// A teacher and a student that interpolate signs with least norm.
///
/// Nothing has the size of a dimension, so dimensions may be as large as a whole number can be.
///
/// ```
/// use weak_to_strong::model::{BilevelFeatures, BilevelProblem, BilevelSpec};
///
/// let teacher = BilevelFeatures { dim: 256, favoured: 2.0 };
/// let student = BilevelFeatures { dim: 4096, favoured: 128.0 };
/// let problem = BilevelProblem::new(&BilevelSpec { teacher, student })?;
/// // Interpolations of n labels are drawn in n + 2 coordinates or more.
/// assert_eq!(problem.teacher().most_labels(), 254);
/// # Ok::<(), weak_to_strong::model::BilevelError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct BilevelProblem {
    spec: BilevelSpec,
}

/// Coordinates that the reduction in law sets apart: the favoured one, and the direction of the other labeller.
const SET_APART: usize = 2;

/// Products of coefficients stay finite.
const LARGEST_EIGENVALUE: f64 = 1e100;

impl BilevelFeatures {
    /// The most labels of which an interpolation is drawn, d − 2.
    pub fn most_labels(&self) -> usize {
        self.dim - SET_APART
    }

    fn check(&self, learner: &'static str) -> Result<(), BilevelError> {
        let least = SET_APART + 1;
        if self.dim < least {
            return Err(BilevelError::TooFewDimensions { learner, dim: self.dim, least });
        }
        if !(0.0..=LARGEST_EIGENVALUE).contains(&self.favoured) {
            return Err(BilevelError::EigenvalueOutOfRange { learner, value: self.favoured });
        }
        Ok(())
    }
}

impl BilevelProblem {
    /// Checks a description and makes the problem.
    ///
    /// # Errors
    ///
    /// [`BilevelError`], which names the key, its value and the remedy.
    pub fn new(spec: &BilevelSpec) -> Result<Self, BilevelError> {
        spec.teacher.check("teacher")?;
        spec.student.check("student")?;
        let (student, teacher) = (spec.student.dim, spec.teacher.dim);
        if student < teacher {
            return Err(BilevelError::StudentSeesLess { student, teacher });
        }
        Ok(Self { spec: *spec })
    }

    /// What the teacher sees.
    pub fn teacher(&self) -> &BilevelFeatures {
        &self.spec.teacher
    }

    /// What the student sees.
    pub fn student(&self) -> &BilevelFeatures {
        &self.spec.student
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_named() {
        let refused = |change: fn(&mut BilevelSpec)| {
            let features = BilevelFeatures { dim: 8, favoured: 2.0 };
            let mut spec = BilevelSpec { teacher: features, student: features };
            change(&mut spec);
            BilevelProblem::new(&spec).expect_err("no problem").to_string()
        };
        assert!(refused(|spec| spec.teacher.dim = 2).contains("bilevel.teacher.dim = 2: must be a whole number, 3"));
        assert!(refused(|spec| spec.student.dim = 7).contains("bilevel.student.dim = 7"));
        assert!(refused(|spec| spec.student.favoured = -1.0).contains("bilevel.student.favoured = -1"));
        assert!(refused(|spec| spec.teacher.favoured = f64::NAN).contains("bilevel.teacher.favoured = NaN"));
        assert!(refused(|spec| spec.teacher.favoured = f64::INFINITY).contains("favoured = inf"));
    }
}
