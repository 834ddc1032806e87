//! How large risks can be, given any prompts. Proofs are in `docs/theory.md`, *Linear teachers and students*.

use super::cell::{Cell, Norm};
use super::plan::{Observed, Plan};
use super::world::World;
use crate::inference::Range;
use weak_to_strong::model::Features;

/// A proved range is of use only if it is not much wider than the values. An interval from a range needs about as many replicates as the range is wider than
/// the mean, for each percent. Beyond this multiple of a usual value only the lower end is proved.
const WIDEST: f64 = 30.0;

/// The range of what is observed in one cell.
pub(super) fn range(plan: &Plan, cell: &Cell) -> Range {
    let least = least(plan, cell.norm);
    let greatest = greatest(plan, cell);
    let is_useful = greatest <= WIDEST * usual(plan, cell.norm);
    if is_useful { Range::between(least, greatest * (1.0 + 1e-9)) } else { Range::at_least(least) }
}

/// The size of what is observed: the risk of predicting 0. Without noise it is the share of it that so many labels leave where all eigenvalues are equal; a
/// misfit without noise may be any small number.
fn usual(plan: &Plan, norm: Norm) -> f64 {
    let missed = plan.world.missed(norm, 0);
    if plan.world.noise > 0.0 {
        return missed;
    }
    let fewest = match plan.observed {
        Observed::TeacherRisk => plan.teacher_labels,
        Observed::StudentRisk => plan.teacher_labels.min(plan.student_labels),
        Observed::DesignedRisk => plan.student_labels,
        Observed::Misfit => return 0.0,
    };
    missed * (1.0 - fewest / plan.world.dim() as f64).max(0.0)
}

/// The risk along what a learner does not see.
fn least(plan: &Plan, norm: Norm) -> f64 {
    let least = match plan.observed {
        Observed::TeacherRisk => plan.world.missed(norm, plan.teacher_dim()),
        Observed::StudentRisk | Observed::DesignedRisk => plan.world.missed(norm, plan.student_dim()),
        Observed::Misfit => 0.0,
    };
    // A sum of squares plus what is missed is not rounded below the latter by more than this.
    least * (1.0 - 1e-12)
}

/// The greatest value that is proved; ∞ if nothing is, as for features and for two views of the same prompts.
pub(super) fn greatest(plan: &Plan, cell: &Cell) -> f64 {
    let is_on_coordinates = |features: &Features| matches!(features, Features::First(_));
    let teacher_counts = plan.observed != Observed::DesignedRisk;
    let student_counts = plan.observed != Observed::TeacherRisk;
    let sees_features =
        teacher_counts && !is_on_coordinates(&plan.teacher) || student_counts && !is_on_coordinates(&plan.student);
    if sees_features || plan.same_prompts && !plan.is_one_fit() {
        return f64::INFINITY;
    }
    let world = &plan.world;
    let truth = world.square(Norm::Identity, &world.truth, 0);
    let steepest = world.weights(cell.norm).iter().copied().fold(0.0, f64::max);
    let teacher = Noise::of_teacher(plan, cell);
    let student =
        Noise { labels: plan.student_labels, seen: plan.student_dim(), factor: cell.student.greatest_variance() };
    let mixing = cell.mixing;
    match plan.observed {
        Observed::TeacherRisk => {
            steepest * truth + times(world.label_variance(plan.teacher_dim()), teacher.trace(world, cell.norm))
        }
        Observed::StudentRisk | Observed::Misfit if plan.same_prompts => {
            // |1 − h| ≤ max(1, |ξ|) for h = f_s(1 − ξ + ξf_t), |h| ≤ max(1, |1 − ξ|)·f_s, and |h − f_t| ≤ 1 + max(1, |1 − ξ|).
            let wide = (1.0 - mixing).abs().max(1.0);
            let label_variance = world.label_variance(plan.teacher_dim());
            let own = times(world.pseudo_noise, student.trace(world, cell.norm));
            if plan.observed == Observed::Misfit {
                let noise = teacher.trace(world, cell.norm).max(student.trace(world, cell.norm));
                return (1.0 + wide).powi(2) * (steepest * truth + times(label_variance, noise)) + own;
            }
            let kept = mixing.abs().max(1.0).powi(2) * steepest * truth;
            kept + wide * wide * times(label_variance, student.trace(world, cell.norm)) + own
        }
        Observed::StudentRisk | Observed::Misfit => {
            let is_misfit = plan.observed == Observed::Misfit;
            let length = if is_misfit {
                (1.0 - mixing).abs() + mixing.abs()
            } else {
                (1.0 - mixing).abs() + (4.0f64 / 3.0).sqrt() * mixing.abs()
            };
            let kept = if is_misfit { (1.0 - mixing).abs().max(1.0) } else { mixing.abs() };
            let learned = times(world.label_variance(plan.teacher_dim()), teacher.count());
            // What a student does not see of its labels is noise for it.
            let longest = ((1.0 - mixing).abs() + mixing.abs()).powi(2) * truth + mixing * mixing * learned;
            let unseen = world.eigenvalues[plan.student_dim()..].iter().copied().fold(0.0, f64::max);
            let noise = (1.0 - mixing).powi(2) * world.noise + world.pseudo_noise + times(unseen, longest);
            let mixed = if kept == 0.0 { 0.0 } else { kept * kept * learned };
            steepest * (length * length * truth + mixed) + times(noise, student.trace(world, cell.norm))
        }
        Observed::DesignedRisk => {
            let labels = plan.designed(cell);
            let length = world.square(Norm::Identity, &labels.mean, 0).sqrt() + truth.sqrt();
            let noise = labels.variance(world, plan.student_dim());
            steepest * length * length + times(noise, student.trace(world, cell.norm))
        }
    }
}

/// What label noise of variance 1 leaves in a fit, at most.
struct Noise {
    labels: f64,
    seen: usize,
    /// A bound on f²/s.
    factor: f64,
}

impl Noise {
    fn of_teacher(plan: &Plan, cell: &Cell) -> Self {
        Self { labels: plan.teacher_labels, seen: plan.teacher_dim(), factor: cell.teacher.greatest_variance() }
    }

    /// Σ f²/(ns)·(VᵀWV)ₖₖ ≤ factor/n times the sum of the r greatest weights, r = min(n, d).
    fn trace(&self, world: &World, norm: Norm) -> f64 {
        if self.labels.is_infinite() {
            return 0.0;
        }
        let mut weights = world.weights(norm)[..self.seen].to_vec();
        weights.sort_by(|one, other| other.total_cmp(one));
        let rank = (self.labels as usize).min(self.seen);
        self.factor * weights[..rank].iter().sum::<f64>() / self.labels
    }

    /// Σ f²/(ns) ≤ factor·r/n.
    fn count(&self) -> f64 {
        if self.labels.is_infinite() { 0.0 } else { self.factor * self.labels.min(self.seen as f64) / self.labels }
    }
}

/// A product in which 0·∞ is 0: without noise there is no variance.
fn times(one: f64, other: f64) -> f64 {
    if one == 0.0 || other == 0.0 { 0.0 } else { one * other }
}
