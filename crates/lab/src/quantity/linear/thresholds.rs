//! Means that do not exist: interpolation of noisy labels near as many labels as coordinates.

use super::cell::{Cell, Norm};
use super::plan::{Observed, Plan};
use super::world::World;
use crate::quantity::QuantityError;
use weak_to_strong::model::Features;

/// The mean of tr (XᵀX)⁺ is infinite for |n − d| ≤ 1, and so is its variance for |n − d| ≤ 3.
const NEAR: f64 = 3.0;

/// Refuses a cell whose mean or whose interval does not exist.
pub(super) fn check(plan: &Plan, cell: &Cell) -> Result<(), QuantityError> {
    let world = &plan.world;
    if cell.norm == Norm::Identity && plan.has_units() {
        return Err(QuantityError::NoCoordinates);
    }
    let teacher_counts = match plan.observed {
        Observed::TeacherRisk | Observed::Misfit => true,
        Observed::StudentRisk => cell.mixing != 0.0 && !plan.is_one_fit(),
        Observed::DesignedRisk => false,
    };
    if teacher_counts && cell.teacher.is_ridgeless() && world.has_noise(&plan.teacher) {
        check_interpolation(world, &plan.teacher, plan.teacher_labels, ["teacher_labels", "teacher_penalty"])?;
    }
    let student_counts = plan.observed != Observed::TeacherRisk;
    if student_counts && cell.student.is_ridgeless() && plan.student_noise(cell) {
        check_interpolation(world, &plan.student, plan.student_labels, ["pseudo_labels", "student_penalty"])?;
    }
    Ok(())
}

/// Refuses an interpolation of so many noisy labels whose mean or whose interval does not exist.
fn check_interpolation(
    world: &World,
    features: &Features,
    labels: f64,
    [setting, penalty]: [&'static str; 2],
) -> Result<(), QuantityError> {
    let dim = world.rank(features);
    if labels.is_finite() && matches!(features, Features::Relu(_)) {
        return Err(QuantityError::UnitsInterpolate { setting: setting.into(), penalty: penalty.into(), labels });
    }
    if (labels - dim as f64).abs() <= NEAR {
        return Err(QuantityError::InterpolationThreshold {
            setting: setting.into(),
            penalty: penalty.into(),
            labels,
            dim,
        });
    }
    Ok(())
}
