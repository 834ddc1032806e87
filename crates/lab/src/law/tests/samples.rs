//! Which observables are of one sample.

use super::support::{apply, at, at_most, intervals, made, moments, observed, problem, uniform_and_exponential};
use crate::law::{Law, LawError, OfSample, Operation, law_experiment, law_key, sample_key};
use crate::quantity::observable::Observed;
use crate::quantity::{ReplicatesOfBlock, Undefined};
use weak_to_strong::random::{ContentKey, open_stream};

fn naive(samples: f64, penalty: f64) -> Observed {
    observed("naive.squared_error", &[("samples", samples), ("penalty", penalty)], &[])
}

fn refusal(one: Observed, other: Observed) -> Option<String> {
    let sample = [one, other];
    let error = sample_key(&sample).err()?;
    assert!(matches!(error, LawError::OtherSample { .. }), "{error}");
    let law = [at_most(at(0), at(1))];
    assert_eq!(law_experiment(&sample, &problem(), &law).err(), Some(error.clone()));
    Some(error.to_string())
}

#[test]
fn observables_of_different_samples_are_refused() {
    let hull = |design: &str| observed("hull.squared_error", &[("samples", 8.0)], &[("design", design)]);
    let oracle = observed("oracle.squared_error", &[("samples", 8.0)], &[]);
    let sizes = refusal(naive(8.0, 0.1), naive(9.0, 0.1)).expect("refused");
    assert!(sizes.contains("samples = 8 and samples = 9"), "{sizes}");
    let labels = refusal(naive(8.0, 0.1), oracle).expect("refused");
    assert!(labels.contains("naive.squared_error[") && labels.contains("oracle.squared_error["), "{labels}");
    assert!(labels.contains("weak labels and target labels"), "{labels}");
    let design = refusal(naive(8.0, 0.1), hull("orthogonal")).expect("refused");
    assert!(design.contains("design = \"iid\" and design = \"orthogonal\""), "{design}");
    assert_eq!(refusal(naive(8.0, 0.1), hull("iid")), None);
    assert_eq!(refusal(naive(8.0, 0.1), naive(8.0, 0.2)), None);
}

#[test]
fn a_teacher_is_part_of_its_student_s_sample() {
    let teacher = |labels: f64, penalty: f64| {
        observed("teacher.squared_error", &[("teacher_labels", labels), ("teacher_penalty", penalty)], &[])
    };
    let student = |penalty: f64| {
        let numbers = [("teacher_labels", 24.0), ("teacher_penalty", penalty), ("pseudo_labels", 40.0)];
        observed("student.squared_error", &numbers, &[])
    };
    assert!(sample_key(&[teacher(24.0, 0.5), student(0.1)]).is_ok());
    let other_teacher = sample_key(&[student(0.1), student(0.2)]).expect_err("refused").to_string();
    assert!(other_teacher.contains("teacher_penalty = 0.1 and teacher_penalty = 0.2"), "{other_teacher}");
    let fewer = sample_key(&[student(0.1), teacher(20.0, 0.1)]).expect_err("refused").to_string();
    assert!(fewer.contains("teacher_labels = 24 and teacher_labels = 20"), "{fewer}");
}

/// Streams belong to the sample, and records to what is asked of it.
#[test]
fn keys_name_what_they_stand_for() {
    let sample_key = |sample: &[Observed]| sample_key(sample).expect("one sample");
    assert_eq!(sample_key(&[naive(8.0, 0.1)]), sample_key(&[naive(8.0, 0.2), naive(8.0, 0.1)]));
    assert_ne!(sample_key(&[naive(8.0, 0.1)]), sample_key(&[naive(9.0, 0.1)]));
    let below = |limit: f64| [at_most(at(0), OfSample::Number(limit))];
    let key = |penalty: f64, limit: f64| law_key(&[naive(8.0, penalty)], &below(limit));
    assert!(key(0.1, 1.0).contains("penalty = 0.1") && key(0.1, 1.0).contains("<= 1.0"), "{}", key(0.1, 1.0));
    assert_ne!(key(0.1, 1.0), key(0.1, 2.0));
    assert_ne!(key(0.1, 1.0), key(0.2, 1.0));
}

/// Two thresholds see the same draws.
#[test]
fn laws_do_not_change_the_draws() {
    let observation = |laws: &[Law]| {
        let made = made(&[naive(8.0, 0.1)], &problem(), laws);
        let mut stream = open_stream(3, &ContentKey::of("same draws"), 0);
        let mut drawn = ReplicatesOfBlock::of(&*made.experiment);
        (0..100).map(|_| drawn.draw_next(&mut stream).expect("defined")[0]).collect::<Vec<f64>>()
    };
    let mean = || Law::Mean(at(0));
    let below = at_most(at(0), OfSample::Number(0.5));
    assert_eq!(observation(&[mean()]), observation(&[mean(), below.clone(), Law::Variance(at(0))]));
    let indicator: Vec<f64> = observation(&[mean()]).iter().map(|x| f64::from(*x <= 0.5)).collect();
    assert_eq!(observation(&[below]), indicator);
}

/// Gradient descent of very many steps is least squares on the same labels: their squared errors agree, up to what is left after 4,000 steps. Those of
/// independent samples would be in either order equally often.
#[test]
fn learners_on_one_sample_are_paired() {
    let descent = observed("descent.squared_error", &[("samples", 40.0), ("step", 0.3), ("steps", 4000.0)], &[]);
    let hull = observed("hull.squared_error", &[("samples", 40.0)], &[]);
    let sample = [descent, naive(40.0, 0.0), hull];
    let gap = apply(Operation::Absolute, &[apply(Operation::Minus, &[at(0), at(1)])]);
    let laws = [at_most(gap, OfSample::Number(1e-6)), at_most(at(2), at(1)), Law::Mean(at(2))];
    let made = made(&sample, &problem(), &laws);
    let moments = moments(&made, 4, 4);
    assert_eq!(moments.mean()[0], 1.0);
    // The hull is nearer than least squares mostly, as it knows more.
    assert!(moments.mean()[1] > 0.9, "{}", moments.mean()[1]);
}

/// The first examples of a sequence are among the first of more of it. A reduction in law, which has no such sequence, draws one size only.
#[test]
fn batches_of_several_sizes_are_nested() {
    let after = |batch: f64| observed("refined.misalignment", &[("batch", batch)], &[]);
    let worse = at_most(at(0), at(1));
    let both = made(&[after(5.0), after(6.0)], &problem(), std::slice::from_ref(&worse));
    let one = made(&[after(5.0), after(5.0)], &problem(), &[worse, Law::Mean(at(0))]);
    assert_eq!((both.experiment.sampler(), one.experiment.sampler()), ("direct", "given_labels"));
    assert_eq!(moments(&one, 6, 1).mean()[0], 1.0);
}

/// A quotient with denominator 0 has no value, and it is named by its coordinate: the variance before it takes two.
#[test]
fn what_has_no_value_is_named() {
    let nothing = apply(Operation::Minus, &[at(0), at(0)]);
    let laws = [Law::Variance(at(0)), at_most(apply(Operation::Over, &[at(0), nothing]), OfSample::Number(1.0))];
    let made = made(&uniform_and_exponential(), &problem(), &laws);
    let mut stream = open_stream(3, &ContentKey::of("undefined"), 0);
    let undefined = ReplicatesOfBlock::of(&*made.experiment).draw_next(&mut stream).map(<[f64]>::to_vec);
    assert_eq!(undefined, Err(Undefined::at(2)));
}

#[test]
fn what_cannot_be_observed_is_refused() {
    let refused = |sample: &[Observed], law| law_experiment(sample, &problem(), &[law]).err();
    assert_eq!(refused(&[], Law::Mean(OfSample::Number(1.0))), Some(LawError::NothingObserved));
    let share = refused(&[naive(8.0, 0.1)], Law::Quantile(at(0), 1.0));
    assert_eq!(share, Some(LawError::NoShare { share: 1.0 }));
    let teacher = observed("teacher.squared_error", &[("teacher_labels", 24.0)], &[]);
    let family = refused(&[teacher], Law::Mean(at(0))).map(|error| error.to_string()).unwrap_or_default();
    assert!(family.contains("teacher.squared_error is observed on"), "{family}");
    let many = [("batch", 2.0), ("labels", f64::INFINITY)];
    let limit = refused(&[observed("refined.squared_error", &many, &[])], Law::Mean(at(0)));
    assert!(matches!(limit, Some(LawError::Undefined(_))), "{limit:?}");
}

/// Means of paired numbers: E(x − y) = E x − E y, to rounding.
#[test]
fn differences_are_of_one_sample() {
    let laws = [Law::Mean(apply(Operation::Minus, &[at(0), at(1)])), Law::Mean(at(0)), Law::Mean(at(1))];
    let made = made(&[naive(8.0, 0.1), naive(8.0, 1.0)], &problem(), &laws);
    let moments = moments(&made, 5, 4);
    let [difference, one, other] = [0, 1, 2].map(|place| moments.mean()[place]);
    assert!((difference - (one - other)).abs() < 1e-12);
    assert!(intervals(&made, &moments, 1e-3)[1].lower > 0.0);
}
