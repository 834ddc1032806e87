//! The synthetic counterparts of the experiments: what each learner makes of its labels, by hand and by plain simulation.

use crate::problems::{built, orthonormal};
use crate::quantities::settings;
use indexmap::IndexMap;
use rand_distr::{Distribution, StandardNormal};
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::{ContentKey, open_stream};
use weak_to_strong_lab::assumption::SHRINKAGE;
use weak_to_strong_lab::formula;
use weak_to_strong_lab::quantity::{self, ReplicatesOfBlock};
use weak_to_strong_lab::setting::SettingValue;

/// Two personas of content 1 and style ½ in six dimensions; the weak supervisor has content ¼, the right style, and a part of
/// length ½ off the hull. The source has the target's concept with probability ¾.
fn personas(noise: f64) -> TransferProblem {
    ProblemSpec::new(6, ConceptSpec::Persona { count: 2, content: 1.0, style: 0.5 })
        .source_prior(PriorSpec::Probabilities(vec![0.75, 0.25]))
        .noise(noise)
        .weak(WeakSpec::persona(0.25, 0.5, 0.5, noise))
        .build()
        .expect("a valid problem")
}

fn given(learner: &str, more: &[(&str, SettingValue)]) -> IndexMap<String, SettingValue> {
    let counts = [("samples", 40.0), ("batch", 1000.0), ("labels", 40.0)];
    let counts = counts.map(|(name, value)| (name.to_owned(), SettingValue::Number(value)));
    let more = more.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    let learner = ("learner".to_owned(), SettingValue::Word(learner.to_owned()));
    counts.into_iter().chain([learner]).chain(more).collect()
}

/// One replicate of a quantity.
fn replicate(name: &str, problem: &TransferProblem, given: &IndexMap<String, SettingValue>) -> f64 {
    let quantity = quantity::by_name(name).expect(name);
    let settings = settings(quantity, given);
    let made = quantity.experiment(problem, &[settings]).expect("an experiment");
    let mut stream = open_stream(1, &ContentKey::of(name), 0);
    ReplicatesOfBlock::of(&*made.experiment).draw_next(&mut stream).expect("a fit")[0]
}

fn value(name: &str, problem: &TransferProblem, given: &IndexMap<String, SettingValue>) -> f64 {
    formula::by_name(name).expect(name).value(problem, given).expect(name)
}

/// Almost without noise every fit on more labels than dimensions finds the mean of its labels, whose scores are known by hand.
#[test]
fn without_noise_each_learner_finds_the_mean_of_its_labels() {
    let word = |word: &str| SettingValue::Word(word.to_owned());
    let quarter = ("weight", SettingValue::Number(0.25));
    // Content and style: source (1, ¾), weak supervisor (¼, 1), target (1, 1).
    let cases = [
        ("source", vec![], [1.0, 0.75]),
        ("weak", vec![], [0.25, 1.0]),
        ("naive", vec![], [0.25, 1.0]),
        ("bootstrapped", vec![], [0.25, 1.0]),
        ("auxiliary", vec![quarter.clone()], [0.4375, 0.9375]),
        ("auxiliary", vec![quarter, ("predictions", word("hardened"))], [0.4375, 1.0]),
        ("refined", vec![], [1.0, 1.0]),
    ];
    let nearly_exact = personas(1e-6);
    // Refinement errs however small the noise, for content and off-hull part of the weak supervisor blur its style: with probability of
    // the order of exp(−0.07·n_ICL) for each label, 1e-29 in all for batches of 1,000.
    for (learner, settings, expected) in cases {
        let given = given(learner, &settings);
        for (quantity, formula, score) in
            [("learned.content", "learned_content", expected[0]), ("learned.style", "learned_style", expected[1])]
        {
            let measured = replicate(quantity, &nearly_exact, &given);
            assert!((measured - score).abs() < 1e-4, "{quantity} of {learner}: {measured}, not {score}");
            let computed = value(formula, &nearly_exact, &given);
            assert!((computed - score).abs() < 1e-12, "{formula} of {learner}: {computed}, not {score}");
        }
    }
}

/// Three labels in six dimensions show half of the directions: half of the way, and an eighth after three students.
#[test]
fn few_labels_leave_the_mean_on_the_way() {
    let few = ("samples", SettingValue::Number(3.0));
    let content = |learner: &str| value("learned_content", &personas(0.5), &given(learner, std::slice::from_ref(&few)));
    assert_eq!(content("naive"), 1.0 - 0.5 * 0.75);
    assert_eq!(content("bootstrapped"), 1.0 - 0.125 * 0.75);
    assert_eq!(content("refined"), 1.0);
}

/// Fixed seed. The mean of 20,000 replicates is within five standard errors of the formula, but for a probability of 6e-7 for each
/// learner; a chain that learned from the weak supervisor at every stage would stop at naive fine-tuning, far off.
#[test]
fn a_chain_of_students_goes_less_of_the_way() {
    let problem = personas(0.5);
    let content = quantity::by_name("learned.content").expect("known");
    let few = [("samples", SettingValue::Number(2.0)), ("stages", SettingValue::Number(3.0))];
    let measured = |learner: &str| {
        let settings = settings(content, &given(learner, &few));
        let made = content.experiment(&problem, &[settings]).expect("an experiment");
        let mut moments = JointMoments::new(1);
        let mut stream = open_stream(9, &ContentKey::of(learner), 0);
        let mut replicates = ReplicatesOfBlock::of(&*made.experiment);
        for _ in 0..20_000 {
            moments.push(replicates.draw_next(&mut stream).expect("a fit"));
        }
        (moments.mean()[0], 5.0 * moments.standard_error_along(&[1.0]))
    };
    let expected = |learner: &str| value("learned_content", &problem, &given(learner, &few));
    for learner in ["naive", "auxiliary", "bootstrapped"] {
        let (mean, limit) = measured(learner);
        assert!((mean - expected(learner)).abs() < limit, "{learner}: {mean} ± {limit}, not {}", expected(learner));
    }
    let (mean, limit) = measured("bootstrapped");
    assert!((mean - expected("naive")).abs() > limit, "the wrong formula is caught");
}

/// Fixed seed. The share of 100,000 prompts on which two signs agree has standard error below 0.0016; five of them are exceeded
/// with probability 6e-7. Taking the cosine in place of the angle would be off by 0.1.
#[test]
fn accuracy_is_the_probability_of_the_same_sign() {
    let isotropic = personas(0.5);
    let spec = |prompts| {
        ProblemSpec::new(3, ConceptSpec::Persona { count: 2, content: 1.0, style: 1.0 })
            .prompts(prompts)
            .weak(WeakSpec::persona(0.25, 1.0, 0.0, 0.5))
    };
    let anisotropic = TransferProblem::new(&spec(PromptLaw::Anisotropic(vec![0.25, 4.0, 1.0]))).expect("a problem");
    let mut stream = open_stream(5, &ContentKey::of("accuracy"), 0);
    for problem in [isotropic, anisotropic] {
        let (weak, target) = (problem.weak_mean(), problem.target_mean());
        let deviations = problem.prompts().variances(problem.dim()).map(f64::sqrt);
        let mut agreements = 0.0;
        for _ in 0..100_000 {
            let prompt = deviations.map(|deviation| {
                let normal: f64 = StandardNormal.sample(&mut stream);
                deviation * normal
            });
            agreements += f64::from(u8::from(weak.dot(&prompt) * target.dot(&prompt) > 0.0));
        }
        let accuracy = problem.accuracy(&weak).expect("Gaussian prompts");
        let cosine = weak.dot(&target) / (weak.norm() * target.norm());
        let wrong = 0.5 + 0.5 * cosine;
        assert!((agreements / 100_000.0 - accuracy).abs() < 0.008, "{agreements} {accuracy}");
        assert!((agreements / 100_000.0 - wrong).abs() > 0.008, "the wrong formula is caught");
    }
    let cube = TransferProblem::new(&spec(PromptLaw::Cube)).expect("a problem");
    assert_eq!(cube.accuracy(&cube.weak_mean()), None);
}

/// What Proposition 3.2 binds: soft predictions are shrinkage, hardened ones are not.
#[test]
fn hardened_predictions_are_no_shrinkage() {
    let quantity = quantity::by_name("learned.mse").expect("known");
    let predicting = |predictions: &str| {
        let given = given("auxiliary", &[("predictions", SettingValue::Word(predictions.to_owned()))]);
        settings(quantity, &given)
    };
    let problem = personas(0.5);
    assert!(SHRINKAGE.holds(&problem, &predicting("soft")));
    assert!(!SHRINKAGE.holds(&problem, &predicting("hardened")));
}

#[test]
fn what_cannot_be_scored_is_explained() {
    let orthonormal = built(&orthonormal(6, 2, PromptLaw::Cube, WeakSpec::biased(0.8, 0.0, 0.5)));
    let message = |name: &str, problem: &TransferProblem, more: &[(&str, SettingValue)]| {
        let quantity = quantity::by_name(name).expect(name);
        let settings = settings(quantity, &given("refined", more));
        quantity.experiment(problem, &[settings]).err().expect("refused").to_string()
    };
    assert!(message("learned.content", &orthonormal, &[]).contains("persona"));
    assert!(message("learned.accuracy", &orthonormal, &[]).contains("gaussian"));
    let infinite = ("labels", SettingValue::Number(f64::INFINITY));
    assert!(message("learned.mse", &personas(0.5), &[infinite]).contains("labels = inf"));
}
