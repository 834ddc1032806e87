//! How formulas are ordered, and what makes them grow.

use super::comparisons::{RELATIVE, assert_close, not_above, settings_of};
use super::drawn::{COUNT, Drawn, coordinate_free_law, drawn_problem, given};
use crate::formulas::value;
use proptest::prelude::*;

proptest! {
    /// Proposition 3.2 in the limit of many dimensions: the risk of every penalty is at least the finite-sample bound (the average
    /// over eigenvalues of a convex function with the same mean), which is at least the segment bound.
    #[test]
    fn no_penalty_beats_the_bounds((drawn, law) in (drawn_problem(), coordinate_free_law()), given in given()) {
        let problem = drawn.problem(&law);
        let at = |formula: &str| value(formula, &problem, &settings_of(formula, &given)).expect("a value");
        let (risk, finite, segment) = (at("ridge_risk"), at("finite_sample_bound"), at("segment_bound"));
        prop_assert!(not_above(finite, risk), "risk {risk} below {finite}");
        prop_assert!(not_above(segment, finite), "finite-sample bound {finite} below {segment}");
        // The source itself is in the class.
        prop_assert!(not_above(finite, at("eps_p2")));
    }

    /// More labels, or less noise, never raise the finite-sample bound.
    #[test]
    fn the_finite_sample_bound_falls_with_labels_and_rises_with_noise(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        samples in 1..40u32,
        quieter in 0.3..1.0f64,
    ) {
        let bound = |drawn: &Drawn, samples: u32| {
            value("finite_sample_bound", &drawn.problem(&law), &[("samples", f64::from(samples))]).expect("a bound")
        };
        let here = bound(&drawn, samples);
        prop_assert!(not_above(bound(&drawn, samples + 1), here));
        let quiet = Drawn { weak_noise: quieter * drawn.weak_noise, ..drawn.clone() };
        prop_assert!(not_above(bound(&quiet, samples), here));
    }

    /// Theorem 4.3 and its converse bound one and the same number: floor ≤ E M ≤ Chernoff bound, and (E M)² ≤ E M² ≤ squared bound.
    /// Each minimum over [0, 2] is at most the one over [0, 1], so the squared bound is at most K − 1 Chernoff bounds.
    #[test]
    fn bounds_of_misalignment_are_ordered(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        given in given(),
    ) {
        let problem = drawn.problem(&law);
        let at = |formula: &str| value(formula, &problem, &settings_of(formula, &given)).expect("a bound");
        let (floor, bound, squared) =
            (at("misalignment_floor"), at("chernoff_bound"), at("misalignment_squared_bound"));
        prop_assert!((0.0..=1.0).contains(&floor) && bound >= 0.0 && squared >= 0.0);
        prop_assert!(not_above(floor, bound), "floor {floor} above {bound}");
        prop_assert!(not_above(floor * floor, squared), "floor {floor} squared above {squared}");
        let wrong = (COUNT - 1) as f64;
        prop_assert!(not_above(squared, wrong * bound));
        // θ = 0 gives 1 for each wrong concept.
        prop_assert!(not_above(bound, wrong));
    }

    /// Before any example misalignment is known, 1 − αₖ*, and both bounds must respect it.
    #[test]
    fn bounds_hold_before_any_example((drawn, law) in (drawn_problem(), coordinate_free_law())) {
        let problem = drawn.problem(&law);
        let at = |formula: &str| value(formula, &problem, &[("batch", 0.0)]).expect("a bound");
        let misalignment = 1.0 - problem.source_prior().probabilities()[drawn.target];
        prop_assert!(not_above(at("misalignment_floor"), misalignment));
        prop_assert!(not_above(misalignment, at("chernoff_bound")));
        prop_assert!(not_above(misalignment * misalignment, at("misalignment_squared_bound")));
        // Σₖ min(1, αₖ/αₖ*).
        assert_close("chernoff_bound", value("chernoff_bound", &problem, &[("batch", 0.0)]), Ok(drawn.odds_sum()))?;
    }

    /// ρ ≤ ρ₂ ≤ 2ρ: the second because log φ is convex and 0 at θ = 0.
    #[test]
    fn squaring_at_most_doubles_the_exponent((drawn, law) in (drawn_problem(), coordinate_free_law())) {
        let problem = drawn.problem(&law);
        let once = value("misalignment_exponent", &problem, &[]).expect("an exponent");
        let squared = value("misalignment_squared_exponent", &problem, &[]).expect("an exponent");
        prop_assert!(once >= 0.0 && not_above(once, squared) && not_above(squared, 2.0 * once), "{once} {squared}");
    }

    /// With a uniform source each term of the Chernoff bound is exp(−m·ρₖ), so the bound lies between exp(−m·ρ) and K − 1 times that,
    /// and never rises.
    #[test]
    fn the_exponent_is_the_rate_of_the_bound(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        batch in 1..40u32,
    ) {
        let problem = Drawn { source_prior: vec![1.0 / 3.0; COUNT], ..drawn }.problem(&law);
        let exponent = value("misalignment_exponent", &problem, &[]).expect("an exponent");
        let bound = |batch: u32| value("chernoff_bound", &problem, &[("batch", f64::from(batch))]).expect("a bound");
        let slowest = (-exponent * f64::from(batch)).exp();
        // A relative error of the exponent counts 40 times at most.
        let allowance = 40.0 * RELATIVE;
        prop_assert!(bound(batch) >= slowest * (1.0 - allowance));
        prop_assert!(bound(batch) <= (COUNT - 1) as f64 * slowest * (1.0 + allowance));
        prop_assert!(not_above(bound(batch + 1), bound(batch)));
    }

    /// φ grows with σ_w at every θ, so noise slows alignment, and weakens the floor.
    #[test]
    fn weak_noise_only_slows_alignment(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        quieter in 0.3..1.0f64,
        given in given(),
    ) {
        let quiet = Drawn { weak_noise: quieter * drawn.weak_noise, ..drawn.clone() };
        let (loud, quiet) = (drawn.problem(&law), quiet.problem(&law));
        for (formula, sign) in [
            ("chernoff_bound", 1.0),
            ("misalignment_squared_bound", 1.0),
            ("misalignment_exponent", -1.0),
            ("misalignment_squared_exponent", -1.0),
            ("misalignment_floor", -1.0),
        ] {
            let at = |problem| value(formula, problem, &settings_of(formula, &given)).expect("a value");
            let (low, high) = if sign > 0.0 { (at(&quiet), at(&loud)) } else { (at(&loud), at(&quiet)) };
            prop_assert!(not_above(low, high), "{formula}: {low} above {high}");
        }
    }
}
