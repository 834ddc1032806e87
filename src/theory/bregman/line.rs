//! Students among the lines σ(a + bx).

use nalgebra::{Matrix2, Vector2};

use super::divergence::{of_one_input, probability};
use super::loss::Loss;
use crate::model::{LogOdds, LogisticProblem};

/// Newton's method, from the best places of a grid where the divergence is not convex.
pub(super) fn student(problem: &LogisticProblem, loss: Loss) -> LogOdds {
    let fit = Fit::new(problem, loss);
    let starts = match loss {
        Loss::Reverse => fit.thinned().valleys_of_a_grid(),
        Loss::CrossEntropy => vec![Vector2::zeros()],
    };
    let ends = starts.into_iter().map(|start| fit.descend(start));
    let best = ends.min_by(|one, other| fit.divergence(one).total_cmp(&fit.divergence(other)));
    LogOdds::new(fit.log_odds(&best.unwrap_or_default()).collect())
}

/// Inputs of mean 0 and variance 1, with weights and the log-odds of the supervisor.
struct Fit {
    inputs: Vec<f64>,
    weights: Vec<f64>,
    weak: Vec<f64>,
    loss: Loss,
}

/// Divergence, gradient and Hessian at a line.
struct Local {
    divergence: f64,
    gradient: Vector2<f64>,
    hessian: Matrix2<f64>,
}

const INPUTS_OF_A_GRID: usize = 256;
const LENGTHS: usize = 16;
const DIRECTIONS: usize = 48;
/// Lengths grow by this factor, from 1/8 to about 50.
const GROWTH: f64 = 1.5;
const MOST_STEPS: usize = 500;

impl Fit {
    fn new(problem: &LogisticProblem, loss: Loss) -> Self {
        let weights = problem.weights();
        let mean_of = |values: &dyn Fn(f64) -> f64| -> f64 {
            problem.inputs().iter().zip(weights).map(|(input, weight)| weight * values(*input)).sum()
        };
        let mean = mean_of(&|input| input);
        let deviation = mean_of(&|input| (input - mean).powi(2)).sqrt();
        let inputs = problem.inputs().iter().map(|input| (input - mean) / deviation).collect();
        Self { inputs, weights: weights.to_vec(), weak: problem.weak().values().to_vec(), loss }
    }

    /// The same at every so-many-th input, so that about 256 are left.
    fn thinned(&self) -> Self {
        let every = self.inputs.len().div_ceil(INPUTS_OF_A_GRID);
        let thin = |values: &[f64]| values.iter().step_by(every).copied().collect();
        Self { inputs: thin(&self.inputs), weights: thin(&self.weights), weak: thin(&self.weak), loss: self.loss }
    }

    fn log_odds(&self, line: &Vector2<f64>) -> impl Iterator<Item = f64> {
        let (constant, slope) = (line[0], line[1]);
        self.inputs.iter().map(move |input| constant + slope * input)
    }

    fn divergence(&self, line: &Vector2<f64>) -> f64 {
        let terms = self.log_odds(line).zip(&self.weak).zip(&self.weights);
        terms
            .map(|((log_odds, weak), weight)| {
                weight
                    * match self.loss {
                        Loss::Reverse => of_one_input(log_odds, *weak),
                        Loss::CrossEntropy => of_one_input(*weak, log_odds),
                    }
            })
            .sum()
    }

    /// With p = σ(z), z = a + bx and p′ = p(1 − p), p″ = p′(1 − 2p):
    ///
    /// ```text
    /// reverse        E p′(z − z_w)·(1, x),   E [p′ + p″(z − z_w)]·(1, x)(1, x)ᵀ
    /// cross-entropy  E (p − w)·(1, x),       E p′·(1, x)(1, x)ᵀ
    /// ```
    fn local(&self, line: &Vector2<f64>) -> Local {
        let mut local =
            Local { divergence: self.divergence(line), gradient: Vector2::zeros(), hessian: Matrix2::zeros() };
        let terms = self.log_odds(line).zip(&self.weak).zip(self.weights.iter().zip(&self.inputs));
        for ((log_odds, weak), (weight, input)) in terms {
            let (p, rest) = (probability(log_odds), probability(-log_odds));
            let (slope, excess) = (p * rest, log_odds - weak);
            let (first, second) = match self.loss {
                Loss::Reverse => (slope * excess, slope + slope * (rest - p) * excess),
                Loss::CrossEntropy => (p - probability(*weak), slope),
            };
            let along = Vector2::new(1.0, *input);
            local.gradient += along * (weight * first);
            local.hessian += along * along.transpose() * (weight * second);
        }
        local
    }

    /// Newton's steps, damped until the divergence falls. It ends where a full step is below rounding.
    fn descend(&self, start: Vector2<f64>) -> Vector2<f64> {
        let (mut line, mut damping) = (start, 0.0);
        let mut here = self.local(&line);
        for _ in 0..MOST_STEPS {
            let damped = here.hessian + Matrix2::identity() * damping;
            let step = damped.cholesky().map(|factor| -factor.solve(&here.gradient));
            let Some(step) = step else {
                damping = grown(damping);
                continue;
            };
            let next = line + step;
            let there = self.local(&next);
            if damping == 0.0 && step.norm() <= SETTLED * (1.0 + line.norm()) {
                return next;
            }
            // Near the minimum the divergence no longer falls beyond rounding, but the gradient does.
            let settles =
                there.divergence <= here.divergence + ROUNDING && there.gradient.norm() < 0.5 * here.gradient.norm();
            if there.divergence < here.divergence || settles {
                damping = if damping > LEAST_DAMPING { 0.1 * damping } else { 0.0 };
                (line, here) = (next, there);
            } else if damping == 0.0 && step.norm() <= 1e-9 * (1.0 + line.norm()) {
                return line;
            } else {
                damping = grown(damping);
            }
        }
        line
    }

    /// The lines of a polar grid that are no worse than their neighbours.
    fn valleys_of_a_grid(&self) -> Vec<Vector2<f64>> {
        let line = |length: usize, direction: usize| {
            let angle = std::f64::consts::TAU * direction as f64 / DIRECTIONS as f64;
            Vector2::new(angle.cos(), angle.sin()) * (0.125 * GROWTH.powi(length as i32))
        };
        let row = |length| (0..DIRECTIONS).map(|direction| self.divergence(&line(length, direction))).collect();
        let values: Vec<Vec<f64>> = (0..LENGTHS).map(row).collect();
        let is_valley = |length: usize, direction: usize| {
            let around = [0, 1, DIRECTIONS - 1].map(|turn| (direction + turn) % DIRECTIONS);
            let rows = length.saturating_sub(1)..=(length + 1).min(LENGTHS - 1);
            rows.flat_map(|row| around.map(|place| values[row][place])).all(|near| values[length][direction] <= near)
        };
        let all = (0..LENGTHS).flat_map(|length| (0..DIRECTIONS).map(move |direction| (length, direction)));
        all.filter(|(length, direction)| is_valley(*length, *direction))
            .map(|(length, direction)| line(length, direction))
            .collect()
    }
}

/// A step below this part of the line is rounding.
const SETTLED: f64 = 1e-15;
/// Divergences of order 1 are correct to this.
const ROUNDING: f64 = 1e-13;
const LEAST_DAMPING: f64 = 1e-6;

fn grown(damping: f64) -> f64 {
    (10.0 * damping).max(LEAST_DAMPING)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ClassSpec, InputsSpec, LineSpec, LogisticSpec, LogitSpec, PredictorSpec};
    use crate::theory::{cross_entropy_student, kl_divergence, reverse_student};

    fn problem(inputs: InputsSpec, truth: [f64; 2], weak: [f64; 3]) -> LogisticProblem {
        let student = ClassSpec::Line(LineSpec { constant: truth[0], slope: truth[1] });
        let weak = PredictorSpec::Logit(LogitSpec { constant: weak[0], slope: weak[1], square: weak[2] });
        LogisticProblem::new(&LogisticSpec { inputs, weak, student }).expect("a problem")
    }

    /// f* = σ(x), f_w = σ(2(x² − 1) + x/2), normal inputs.
    fn curved() -> LogisticProblem {
        problem(InputsSpec::Normal, [0.0, 1.0], [-2.0, 0.5, 2.0])
    }

    /// Figures of an independent computation, to three digits.
    #[test]
    fn the_reverse_student_violates_the_inequality_and_the_other_obeys_its_dual() {
        let problem = curved();
        let kl = |left: &LogOdds, right: &LogOdds| kl_divergence(problem.weights(), left, right);
        let (truth, weak) = (problem.truth(), problem.weak());
        let reverse = reverse_student(&problem);
        let slack = kl(truth, weak) - kl(truth, &reverse) - kl(&reverse, weak);
        assert!((slack + 0.189).abs() < 6e-4, "{slack}");
        let forward = cross_entropy_student(&problem);
        let found = [kl(weak, truth), kl(weak, &forward), kl(&forward, truth)];
        for (found, known) in found.into_iter().zip([0.320, 0.231, 0.089]) {
            assert!((found - known).abs() < 6e-4, "{found}, not {known}");
        }
        // All lines are a linear space, so the dual is an equality.
        assert!((found[0] - found[1] - found[2]).abs() < 1e-13);
    }

    /// Two inputs are enough for a line through any supervisor: both students are the supervisor.
    #[test]
    fn a_line_through_two_inputs_is_the_supervisor() {
        let inputs = InputsSpec::Points(vec![-3.0, 500.0]);
        let mut problem = problem(inputs, [0.5, 0.0], [1.0, 0.004, 0.0]);
        for _ in 0..2 {
            for student in [reverse_student(&problem), cross_entropy_student(&problem)] {
                let pairs = student.values().iter().zip(problem.weak().values());
                pairs.for_each(|(student, weak)| assert!((student - weak).abs() < 1e-10, "{student}, not {weak}"));
            }
            problem = self::problem(InputsSpec::Points(vec![0.0, 0.0, 2.0]), [0.0, 0.0], [-1.0, 7.0, -2.0]);
        }
    }

    /// Students against all lines of a fine grid, with another parametrisation.
    #[test]
    fn students_are_the_best_of_a_grid() {
        let points = InputsSpec::Points(vec![-2.0, -1.0, 0.0, 0.5, 1.5, 3.0]);
        for problem in [
            problem(points.clone(), [0.0, 1.0], [-2.0, 0.5, 2.0]),
            problem(points.clone(), [0.0, 1.0], [3.0, -4.0, -1.0]),
            problem(points, [0.0, 1.0], [0.3, 8.0, 0.0]),
        ] {
            let kl = |left: &LogOdds, right: &LogOdds| kl_divergence(problem.weights(), left, right);
            let (reverse, forward) = (reverse_student(&problem), cross_entropy_student(&problem));
            let weak = problem.weak();
            for constant in -120..=120 {
                for slope in -120..=120 {
                    let line = [f64::from(constant) * 0.1, f64::from(slope) * 0.1];
                    let other = LogOdds::of_polynomial(&line, problem.inputs());
                    assert!(kl(&reverse, weak) <= kl(&other, weak) + 1e-13, "{line:?}");
                    assert!(kl(weak, &forward) <= kl(weak, &other) + 1e-13, "{line:?}");
                }
            }
            assert!((kl(weak, problem.truth()) - kl(weak, &forward) - kl(&forward, problem.truth())).abs() < 1e-11);
        }
    }
}
