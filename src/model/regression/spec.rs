//! Teacher–student regression problems as a file describes them.

use nalgebra::{DMatrix, DVector};

use super::problem::RegressionParts;
use super::{RegressionError, RegressionProblem};
use crate::model::MOST_DIMENSIONS;

/// A description of a teacher–student regression problem, as `problem.regression` in a file gives it. It is not yet checked.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegressionSpec {
    /// Teacher and student are fitted in two subspaces that overlap.
    Subspaces(SubspacesSpec),
    /// The teacher is fitted along one direction only, and misses a part of the truth.
    Projection(ProjectionSpec),
}

/// Two subspaces with a given overlap, and a truth in both.
///
/// Both subspaces hold the direction of the truth. All other principal angles are equal. The dimension of the whole space has no effect.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubspacesSpec {
    /// r, the length of the truth.
    pub signal: f64,
    /// σ, the noise of the labels that the teacher is fitted to.
    pub noise: f64,
    /// d_w, the dimension of the teacher's subspace.
    pub teacher_dim: usize,
    /// d_s, the dimension of the student's subspace.
    pub student_dim: usize,
    /// The overlap dimension ‖V_sᵀV_w‖²_F, from 1 (only the truth's direction is shared) to min(d_w, d_s).
    pub overlap: f64,
}

/// A teacher that is fitted along one direction, and a student that is fitted in all directions. The student's prompts may emphasise one
/// direction.
///
/// The truth f* has length 1, and its projection on the teacher's direction has the given squared error. The student's prompts have variance
/// `emphasis` along one direction, and 1 across it. Along this direction a student that shrinks comes nearest to the truth.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectionSpec {
    /// d, the dimension of the prompt.
    pub dim: usize,
    /// L = |Pf* − f*|², the squared error of the projection.
    pub error: f64,
    /// Variance of the student's prompts along the emphasised direction.
    pub emphasis: f64,
}

impl RegressionProblem {
    /// Checks a description and builds the problem.
    ///
    /// # Errors
    ///
    /// [`RegressionError`], which names the key, its value and the remedy.
    pub fn new(spec: &RegressionSpec) -> Result<Self, RegressionError> {
        Self::up_to(MOST_DIMENSIONS, spec)
    }

    /// As [`RegressionProblem::new`], but with the limit `most_dimensions` instead of [`MOST_DIMENSIONS`].
    ///
    /// # Errors
    ///
    /// [`RegressionError`], which names the key, its value and the remedy.
    pub fn up_to(most_dimensions: usize, spec: &RegressionSpec) -> Result<Self, RegressionError> {
        let dimension = |key: &'static str, value: usize, least: usize| {
            if value < least {
                Err(RegressionError::TooFewDimensions { key, value, least })
            } else if value > most_dimensions {
                Err(RegressionError::TooManyDimensions { key, value, most: most_dimensions })
            } else {
                Ok(())
            }
        };
        match spec {
            RegressionSpec::Subspaces(spec) => {
                dimension("subspaces.teacher_dim", spec.teacher_dim, 1)?;
                dimension("subspaces.student_dim", spec.student_dim, 1)?;
                spec.problem()
            }
            RegressionSpec::Projection(spec) => {
                dimension("projection.dim", spec.dim, 2)?;
                spec.problem()
            }
        }
    }
}

impl SubspacesSpec {
    fn problem(&self) -> Result<RegressionProblem, RegressionError> {
        for (key, value) in [("subspaces.signal", self.signal), ("subspaces.noise", self.noise)] {
            if !(value.is_finite() && value >= 0.0) {
                let expected = "a finite number, 0 or more";
                return Err(RegressionError::OutOfRange { key, value, expected, example: 0.5 });
            }
        }
        let smaller = self.teacher_dim.min(self.student_dim);
        if !(1.0..=smaller as f64).contains(&self.overlap) {
            return Err(RegressionError::OverlapOutOfRange { overlap: self.overlap, most: smaller });
        }
        let mut overlap = DMatrix::zeros(self.student_dim, self.teacher_dim);
        let cosine = ((self.overlap - 1.0) / (smaller.max(2) - 1) as f64).sqrt();
        (0..smaller).for_each(|angle| overlap[(angle, angle)] = if angle == 0 { 1.0 } else { cosine });
        let truth = |dim: usize| {
            let mut truth = DVector::zeros(dim);
            truth[0] = self.signal;
            truth
        };
        Ok(RegressionProblem::from_parts(RegressionParts {
            signal: self.signal,
            noise: self.noise,
            truth_for_teacher: truth(self.teacher_dim),
            truth_for_student: truth(self.student_dim),
            overlap,
            student_variances: DVector::from_element(self.student_dim, 1.0),
        }))
    }
}

impl ProjectionSpec {
    fn problem(&self) -> Result<RegressionProblem, RegressionError> {
        if !(0.0..=1.0).contains(&self.error) {
            let (key, value, expected) = ("projection.error", self.error, "from 0 to 1");
            return Err(RegressionError::OutOfRange { key, value, expected, example: 0.25 });
        }
        if !(self.emphasis.is_finite() && self.emphasis > 0.0) {
            let (key, value, expected) = ("projection.emphasis", self.emphasis, "a positive, finite number");
            return Err(RegressionError::OutOfRange { key, value, expected, example: 1.0 });
        }
        let kept = (1.0 - self.error).sqrt();
        let truth_angle = self.error.sqrt().atan2(kept);
        let nearest_angle = nearest_angle(self.error);
        // The student's first coordinate is the emphasised direction, its second the other one in the plane of teacher and truth.
        let in_plane = |angle: f64| {
            let mut vector = DVector::zeros(self.dim);
            (vector[0], vector[1]) = (angle.cos(), angle.sin());
            vector
        };
        let teacher = in_plane(-nearest_angle);
        let mut student_variances = DVector::from_element(self.dim, 1.0);
        student_variances[0] = self.emphasis;
        Ok(RegressionProblem::from_parts(RegressionParts {
            signal: 1.0,
            noise: 0.0,
            truth_for_teacher: DVector::from_element(1, kept),
            truth_for_student: in_plane(truth_angle - nearest_angle),
            overlap: DMatrix::from_column_slice(self.dim, 1, teacher.as_slice()),
            student_variances,
        }))
    }
}

/// The angle, from the teacher, of the point u of {At : 0 ⪯ A ⪯ I} that is nearest to the truth.
///
/// The set is the ball with diameter from 0 to t = (√(1 − L), 0), so with c = t/2
///
/// ```text
/// u = c + |c|·(f* − c)/|f* − c|,   f* = (√(1 − L), √L)
/// ```
fn nearest_angle(error: f64) -> f64 {
    let centre = 0.5 * (1.0 - error).sqrt();
    let towards_truth = (centre, error.sqrt());
    let distance = towards_truth.0.hypot(towards_truth.1);
    (towards_truth.1 / distance).atan2(1.0 + towards_truth.0 / distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subspaces() -> SubspacesSpec {
        SubspacesSpec { signal: 2.0, noise: 0.5, teacher_dim: 3, student_dim: 4, overlap: 1.5 }
    }

    #[test]
    fn subspaces_have_their_overlap_and_hold_the_truth() {
        let problem = RegressionProblem::new(&RegressionSpec::Subspaces(subspaces())).expect("a problem");
        assert!((problem.overlap().norm_squared() - 1.5).abs() < 1e-15);
        assert_eq!((problem.teacher_dim(), problem.student_dim()), (3, 4));
        assert!(problem.holds_truth());
        assert_eq!(problem.overlap() * problem.truth_for_teacher(), *problem.truth_for_student());
    }

    /// L = 1/4: the truth and the teacher's prediction lie as they should, and the nearest point u of the ball is on the emphasised axis.
    #[test]
    fn a_projection_has_its_error() {
        let spec = ProjectionSpec { dim: 3, error: 0.25, emphasis: 9.0 };
        let problem = RegressionProblem::new(&RegressionSpec::Projection(spec)).expect("a problem");
        let teacher = problem.overlap() * problem.truth_for_teacher();
        assert!(((&teacher - problem.truth_for_student()).norm_squared() - 0.25).abs() < 1e-15);
        assert!((problem.projection_error() - 0.25).abs() < 1e-15 && !problem.holds_truth());
        // On the axis the points of the ball reach up to u = (uᵀt)/|u|, the first coordinate of t.
        let nearest = DVector::from_vec(vec![teacher[0], 0.0, 0.0]);
        let bound = 0.5 * (1.75f64.sqrt() - 0.75f64.sqrt());
        assert!(((nearest - problem.truth_for_student()).norm() - bound).abs() < 1e-15);
    }

    #[test]
    fn nonsense_is_named() {
        let refused = |spec: RegressionSpec| RegressionProblem::new(&spec).expect_err("no problem").to_string();
        let with = |change: fn(&mut SubspacesSpec)| {
            let mut spec = subspaces();
            change(&mut spec);
            refused(RegressionSpec::Subspaces(spec))
        };
        assert!(
            with(|spec| spec.overlap = 3.5).contains("overlap = 3.5")
                && with(|spec| spec.overlap = 0.5).contains("1 to 3")
        );
        assert!(with(|spec| spec.noise = -1.0).contains("subspaces.noise = -1"));
        assert!(with(|spec| spec.teacher_dim = 0).contains("teacher_dim = 0"));
        let projection =
            |dim, error, emphasis| refused(RegressionSpec::Projection(ProjectionSpec { dim, error, emphasis }));
        assert!(projection(1, 0.5, 1.0).contains("projection.dim = 1"));
        assert!(projection(2, 1.5, 1.0).contains("projection.error = 1.5"));
        assert!(projection(2, 0.5, 0.0).contains("projection.emphasis = 0"));
    }
}
