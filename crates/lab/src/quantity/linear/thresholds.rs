//! Means that do not exist: interpolation of noisy labels near as many labels as coordinates.

use super::cell::Cell;
use super::plan::{Observed, Plan};
use crate::quantity::QuantityError;
use weak_to_strong::model::Features;

/// The mean of tr (XᵀX)⁺ is infinite for |n − d| ≤ 1, and so is its variance for |n − d| ≤ 3.
const NEAR: f64 = 3.0;

/// Refuses a cell whose mean or whose interval does not exist.
pub(super) fn check(plan: &Plan, cell: &Cell) -> Result<(), QuantityError> {
    let world = &plan.world;
    let is_near = |labels: f64, features: &Features| (labels - world.rank(features) as f64).abs() <= NEAR;
    let teacher_counts = match plan.observed {
        Observed::TeacherRisk | Observed::Misfit => true,
        Observed::StudentRisk => cell.mixing != 0.0 && !plan.same_prompts,
        Observed::DesignedRisk => false,
    };
    let noisy_teacher = world.has_noise(&plan.teacher);
    if teacher_counts && cell.teacher.is_ridgeless() && noisy_teacher && is_near(plan.teacher_labels, &plan.teacher) {
        return Err(refusal("teacher_labels", "teacher_penalty", plan.teacher_labels, world.rank(&plan.teacher)));
    }
    let student_counts = plan.observed != Observed::TeacherRisk;
    if student_counts
        && cell.student.is_ridgeless()
        && plan.student_noise(cell)
        && is_near(plan.student_labels, &plan.student)
    {
        return Err(refusal("pseudo_labels", "student_penalty", plan.student_labels, world.rank(&plan.student)));
    }
    Ok(())
}

fn refusal(setting: &'static str, penalty: &'static str, labels: f64, dim: usize) -> QuantityError {
    QuantityError::InterpolationThreshold { setting: setting.into(), penalty: penalty.into(), labels, dim }
}
