//! Other names, coordinates and units of one problem change nothing.

use super::comparisons::{ISOTROPIC_FORMULAS, assert_close, assert_same_formulas, settings_of};
use super::drawn::{
    COUNT, DIM, Drawn, coordinate_free_law, drawn_problem, given, normalised, rotation, sparse_problem, vector,
};
use crate::formulas::value;
use crate::problems::built;
use nalgebra::DVector;
use proptest::prelude::*;
use weak_to_strong::model::{PriorSpec, PromptLaw};

proptest! {
    /// Concepts have no order: a permutation of them, with their priors and weak versions, changes nothing.
    #[test]
    fn the_order_of_concepts_is_immaterial(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        order in Just((0..COUNT).collect::<Vec<_>>()).prop_shuffle(),
        given in given(),
    ) {
        let renamed = Drawn {
            concepts: order.iter().map(|&k| drawn.concepts[k].clone()).collect(),
            weak: order.iter().map(|&k| drawn.weak[k].clone()).collect(),
            source_prior: order.iter().map(|&k| drawn.source_prior[k]).collect(),
            target: order.iter().position(|&k| k == drawn.target).expect("a permutation"),
            ..drawn.clone()
        };
        assert_same_formulas(&drawn.problem(&law), &renamed.problem(&law), &given)?;
    }

    /// Gaussian and sphere prompts have no axes: a rotation of all vectors changes nothing.
    #[test]
    fn rotations_change_nothing_for_round_laws(
        drawn in drawn_problem(),
        law in prop_oneof![Just(PromptLaw::Gaussian), Just(PromptLaw::Sphere)],
        rotation in rotation(),
        given in given(),
    ) {
        let rotated = drawn.map_vectors(|vector| &rotation * vector);
        assert_same_formulas(&drawn.problem(&law), &rotated.problem(&law), &given)?;
    }

    /// Prompts on the cube and signs are invariant under signed permutations of the coordinates.
    #[test]
    fn signed_permutations_change_nothing(
        drawn in sparse_problem(),
        law in prop_oneof![Just(PromptLaw::Cube), Just(PromptLaw::Rademacher)],
        order in Just((0..DIM).collect::<Vec<_>>()).prop_shuffle(),
        signs in prop::collection::vec(prop::bool::ANY, DIM),
        given in given(),
    ) {
        let moved = drawn.map_vectors(|vector| {
            DVector::from_fn(DIM, |i, _| if signs[i] { vector[order[i]] } else { -vector[order[i]] })
        });
        assert_same_formulas(&drawn.problem(&law), &moved.problem(&law), &given)?;
    }

    /// A concept that the source gives no probability, and that is not the target, is not there.
    #[test]
    fn a_concept_outside_both_priors_is_not_there(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        concept in vector(),
        weak in vector(),
        given in given(),
    ) {
        let mut longer = drawn.clone();
        longer.concepts.push(concept);
        longer.weak.push(weak);
        longer.source_prior.push(0.0);
        assert_same_formulas(&drawn.problem(&law), &longer.problem(&law), &given)?;
    }

    /// Anisotropic prompts with equal variances v are Gaussian prompts with concepts and noises in other units: lengths scaled by √v.
    #[test]
    fn equal_variances_are_a_change_of_units(drawn in drawn_problem(), variance in 0.3..3.0f64, given in given()) {
        let anisotropic = drawn.problem(&PromptLaw::Anisotropic(vec![variance; DIM]));
        let scaled = drawn.map_vectors(|vector| vector * variance.sqrt()).problem(&PromptLaw::Gaussian);
        for formula in [
            "chernoff_bound",
            "misalignment_exponent",
            "misalignment_squared_bound",
            "misalignment_squared_exponent",
            "misalignment_floor",
        ] {
            let settings = settings_of(formula, &given);
            assert_close(formula, value(formula, &anisotropic, &settings), value(formula, &scaled, &settings))?;
        }
    }

    /// Vectors and noises in another unit: squared errors scale by its square, probabilities and rates stay.
    #[test]
    fn errors_scale_and_rates_do_not(
        (drawn, law) in (drawn_problem(), coordinate_free_law()),
        unit in 0.5..2.0f64,
        given in given(),
    ) {
        let mut scaled = drawn.map_vectors(|vector| vector * unit);
        scaled.noise *= unit;
        scaled.weak_noise *= unit;
        let (one, other) = (drawn.problem(&law), scaled.problem(&law));
        for formula in ISOTROPIC_FORMULAS {
            let is_error = !formula.starts_with("misalignment") && formula != "chernoff_bound";
            let factor = if is_error { unit * unit } else { 1.0 };
            let settings = settings_of(formula, &given);
            let expected = value(formula, &one, &settings).map(|x| factor * x);
            assert_close(formula, value(formula, &other, &settings), expected)?;
        }
    }

    /// Mixed batches: the limit does not depend on the order of concepts either.
    #[test]
    fn the_mixed_limit_ignores_the_order(
        drawn in drawn_problem(),
        weights in prop::collection::vec(0.1..1.0f64, COUNT),
        order in Just((0..COUNT).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let limit = |concepts: Vec<DVector<f64>>, weak: Vec<DVector<f64>>, prior: Vec<f64>, target_prior: Vec<f64>| {
            let spec = Drawn { concepts, weak, source_prior: prior, ..drawn.clone() }.spec(&PromptLaw::Gaussian);
            let spec = spec.target_prior(PriorSpec::Probabilities(normalised(&target_prior)));
            value("mixed_batch_limit", &built(&spec), &[])
        };
        let pick = |vectors: &[DVector<f64>]| order.iter().map(|&k| vectors[k].clone()).collect();
        let pick_numbers = |numbers: &[f64]| order.iter().map(|&k| numbers[k]).collect();
        let plain =
            limit(drawn.concepts.clone(), drawn.weak.clone(), drawn.source_prior.clone(), weights.clone());
        let renamed =
            limit(pick(&drawn.concepts), pick(&drawn.weak), pick_numbers(&drawn.source_prior), pick_numbers(&weights));
        assert_close("mixed_batch_limit", renamed, plain.clone())?;
        prop_assert!((0.0..=1.0).contains(&plain.expect("no ties among random vectors")));
    }
}
