//! Intervals from few observations that are normal.

use statrs::function::beta::beta_reg;

use super::Interval;
use crate::numeric::Estimate;

/// Student's interval for the mean of independent normal observations of equal variance.
///
/// ```text
/// mean ± standard error·t,   P(T > t) = error/2 for T with n − 1 degrees of freedom
/// ```
///
/// `error` is the probability that it misses the mean, for one number of observations n that does not depend on what was observed. It is exact if the
/// observations are normal. If n < 2, or if nothing varies, the interval is the whole line: observations that do not vary contradict a normal law.
///
/// Source: Student (1908).
///
/// ```
/// use weak_to_strong::evidence::student_interval;
/// use weak_to_strong::numeric::Estimate;
///
/// // t = 1 leaves a quarter on each side, for two observations.
/// let interval = student_interval(&Estimate { mean: 3.0, standard_error: 0.5, replicates: 2 }, 0.5);
/// assert!((interval.lower - 2.5).abs() < 1e-9 && (interval.upper - 3.5).abs() < 1e-9);
/// ```
pub fn student_interval(estimate: &Estimate, error: f64) -> Interval {
    let &Estimate { mean, standard_error, replicates } = estimate;
    let nothing = Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
    if replicates < 2 || standard_error <= 0.0 {
        return nothing;
    }
    let radius = standard_error * two_sided_quantile((replicates - 1) as f64, error);
    Interval { lower: mean - radius, upper: mean + radius }
}

/// The number t that |T| exceeds with this probability, for T with ν = `freedom` degrees of freedom.
///
/// P(|T| > t) = I(ν/2, ½; x) with x = ν/(ν + t²), the regularised incomplete beta function, which keeps its relative precision for small x. The root in
/// log x is found by halving.
fn two_sided_quantile(freedom: f64, probability: f64) -> f64 {
    let exceeded = |log_x: f64| beta_reg(0.5 * freedom, 0.5, log_x.exp());
    let (mut low, mut high) = (-700.0, 0.0);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        *if exceeded(middle) < probability { &mut low } else { &mut high } = middle;
    }
    // 1/x − 1, where x is near 1 too. The lower end of x is the greater t.
    (freedom * (-low).exp_m1()).sqrt()
}

/// From an interval of length 700 to one of 1e-13.
const HALVINGS: usize = 53;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{ContentKey, open_stream};
    use rand_distr::{Distribution, StandardNormal};

    fn multiplier(replicates: u64, error: f64) -> f64 {
        student_interval(&Estimate { mean: 0.0, standard_error: 1.0, replicates }, error).upper
    }

    /// For one and two degrees of freedom in closed form: with p = error/2, cot(πp) and (1 − 2p)/√(2p(1 − p)). For seven: P(T > t) by the sum of a finite
    /// series of θ = arctan(t/√7).
    #[test]
    fn quantiles_in_closed_form() {
        for error in [0.3, 0.05, 1e-3, 1e-6, 1e-9] {
            let p: f64 = 0.5 * error;
            let one = 1.0 / (std::f64::consts::PI * p).tan();
            let two = (1.0 - 2.0 * p) / (2.0 * p * (1.0 - p)).sqrt();
            assert!((multiplier(2, error) / one - 1.0).abs() < 1e-6, "{error}: {} for {one}", multiplier(2, error));
            assert!((multiplier(3, error) / two - 1.0).abs() < 1e-6, "{error}: {} for {two}", multiplier(3, error));
        }
        // A table: t₇ at 0.975, 0.995 and 0.9995.
        for (error, expected) in [(0.05, 2.364_624), (0.01, 3.499_483), (0.001, 5.407_883)] {
            assert!((multiplier(8, error) - expected).abs() < 1e-5, "{error}: {}", multiplier(8, error));
        }
        // The tail is 132.3·t⁻⁷·(1 − 34.3/t² + …): at t = 20 it is 9.5e-8.
        let t: f64 = multiplier(8, 2e-7);
        let (angle, root) = ((t / 7.0_f64.sqrt()).atan(), 7.0_f64.sqrt());
        let cosine = root / (t * t + 7.0).sqrt();
        let series = cosine + 2.0 / 3.0 * cosine.powi(3) + 8.0 / 15.0 * cosine.powi(5);
        let tail = 0.5 - (angle + angle.sin() * series) / std::f64::consts::PI;
        assert!((tail / 1e-7 - 1.0).abs() < 1e-3, "t = {t}, tail {tail}");
    }

    #[test]
    fn nothing_follows_from_one_observation_or_from_equal_ones() {
        for (replicates, standard_error) in [(0, 0.0), (1, 0.0), (1, f64::NAN), (8, 0.0)] {
            let found = student_interval(&Estimate { mean: 1.0, standard_error, replicates }, 0.05);
            assert_eq!((found.lower, found.upper), (f64::NEG_INFINITY, f64::INFINITY), "{replicates}");
        }
    }

    /// Of 4,000 samples of eight, 400 are missed at error 0.1, give or take five deviations of 19; the normal quantile would miss 576 (t₇ beyond 1.645).
    #[test]
    fn it_misses_as_often_as_it_says() {
        let mut stream = open_stream(5, &ContentKey::of("samples of eight"), 0);
        let missed = (0..4000).filter(|_| {
            let drawn: Vec<f64> = (0..8).map(|_| StandardNormal.sample(&mut stream)).collect();
            let mean = drawn.iter().sum::<f64>() / 8.0;
            let variance = drawn.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 7.0;
            let found =
                student_interval(&Estimate { mean, standard_error: (variance / 8.0).sqrt(), replicates: 8 }, 0.1);
            found.lower > 0.0 || found.upper < 0.0
        });
        let missed = missed.count();
        assert!((305..=495).contains(&missed), "{missed}");
    }
}
