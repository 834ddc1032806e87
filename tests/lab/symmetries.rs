//! Every quantity and every formula on one problem and on the same problem in other words: with its concepts in another order, in other
//! coordinates that its prompts cannot tell from these, or with the styles of its personas exchanged.
//!
//! Formulas must agree up to rounding. Quantities must agree in law: of each problem, estimates from a few replicates are drawn both ways,
//! and the squares of their rank statistics (Mann and Whitney, corrected for ties; their mean is 1 where the laws agree) are added up over
//! all problems. The sum exceeds the limit by chance with probability 1e-4 over all quantities and changes. `PROPTEST_CASES` sets the number
//! of problems; formulas are compared on a quarter of them.

use std::collections::BTreeMap;

use crate::some_settings::some_settings;
use indexmap::IndexMap;
use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rayon::prelude::*;
use statrs::distribution::{ChiSquared, ContinuousCDF};
use weak_to_strong::model::{ConceptSpec, PriorSpec, ProblemSpec, PromptLaw, TransferProblem, WeakSpec};
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::{ContentKey, open_stream};
use weak_to_strong_lab::family::TRANSFER;
use weak_to_strong_lab::formula;
use weak_to_strong_lab::quantity::{self, Made, QUANTITIES, Quantity, ReplicatesOfBlock};
use weak_to_strong_lab::setting::{SettingValue, Settings};
use weak_to_strong_proptest::moderate_problems;

const MOST_DIM: usize = 5;
/// Estimates of each side, and replicates of each estimate.
const ESTIMATES: usize = 8;
const REPLICATES: usize = 8;
const ERROR_PROBABILITY: f64 = 1e-4;
/// For whatever settings there are: samples, batches, penalties, shares. Words, such as those of learners and strategies, take turns.
const WANTED: [f64; 4] = [12.0, 4.0, 0.3, 1.0];

/// The same problem in other words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    /// Concepts, with their priors and weak versions, in another order.
    Order,
    /// Other coordinates: any rotation for Gaussian and sphere prompts, signed permutations for the cube and for signs.
    Coordinates,
    /// The style directions of personas, which carry their names, exchanged.
    Styles,
    /// Concepts in another order, but not their weak versions: another problem.
    OrderOfConceptsAlone,
}

/// A problem, and what became of it.
struct Pair {
    here: TransferProblem,
    there: TransferProblem,
    change: Change,
    number: usize,
}

/// Pairs of problems that are the same, of this many problems and half as many of personas.
fn pairs(count: u32) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (number, here) in problems(count).into_iter().enumerate() {
        let (order, coordinates) = (in_another_order(&here), in_other_coordinates(&here, number));
        pairs.push(Pair { here: here.clone(), there: order, change: Change::Order, number });
        pairs.push(Pair { here, there: coordinates, change: Change::Coordinates, number });
    }
    let mut runner = TestRunner::deterministic();
    let strategy = personas();
    for number in 0..count.div_ceil(2) as usize {
        let (here, there) = strategy.new_tree(&mut runner).expect("personas").current();
        pairs.push(Pair { here, there, change: Change::Styles, number });
    }
    pairs
}

/// Problems of two to four personas: here, and with other names, hence with other style directions, in turn.
fn personas() -> impl Strategy<Value = (TransferProblem, TransferProblem)> {
    let shape = (2..=4usize, 0..2usize, any::<Index>(), prop::collection::vec(0.1..1.0f64, 4));
    let lengths = (0.3..1.5f64, 0.3..1.5f64, -0.5..1.5f64, -0.5..1.5f64, 0.0..1.0f64);
    let laws = prop::sample::select(PromptLaw::ISOTROPIC);
    (shape, lengths, laws, (0.3..2.0f64, 0.3..2.0f64)).prop_map(|(shape, lengths, prompts, (noise, weak_noise))| {
        let (count, room, target, weights) = shape;
        let (content, style, weak_content, weak_style, off_hull) = lengths;
        let named = |turn: usize| {
            let total: f64 = weights[..count].iter().sum();
            let prior = (0..count).map(|k| weights[(k + turn) % count] / total).collect();
            let off_hull = if room > 0 { off_hull } else { 0.0 };
            ProblemSpec::new(count + 1 + room, ConceptSpec::Persona { count, content, style })
                .prompts(prompts.clone())
                .source_prior(PriorSpec::Probabilities(prior))
                .target((target.index(count) + count - turn) % count)
                .noise(noise)
                .weak(WeakSpec::persona(weak_content, weak_style, off_hull, weak_noise))
                .build()
                .expect("a problem")
        };
        (named(0), named(1))
    })
}

fn cases() -> u32 {
    ProptestConfig::default().cases
}

fn problems(count: u32) -> Vec<TransferProblem> {
    let mut runner = TestRunner::deterministic();
    let strategy = moderate_problems(MOST_DIM);
    (0..count).map(|_| strategy.new_tree(&mut runner).expect("a problem").current()).collect()
}

/// Every concept's number, the first last.
fn turned(problem: &TransferProblem) -> Vec<usize> {
    let count = problem.concept_count();
    (0..count).map(|k| (k + 1) % count).collect()
}

fn in_another_order(problem: &TransferProblem) -> TransferProblem {
    let turned = turned(problem);
    described(problem, &turned, &turned, &DMatrix::identity(problem.dim(), problem.dim()))
}

fn in_other_coordinates(problem: &TransferProblem, number: usize) -> TransferProblem {
    let same: Vec<usize> = (0..problem.concept_count()).collect();
    described(problem, &same, &same, &coordinates(problem, number))
}

/// Another problem: the weak versions keep their order.
fn with_concepts_alone_in_another_order(problem: &TransferProblem) -> TransferProblem {
    let same: Vec<usize> = (0..problem.concept_count()).collect();
    described(problem, &turned(problem), &same, &DMatrix::identity(problem.dim(), problem.dim()))
}

/// The problem with its concepts, and their weak versions, in these orders and coordinates.
fn described(
    problem: &TransferProblem,
    concepts: &[usize],
    weak: &[usize],
    coordinates: &DMatrix<f64>,
) -> TransferProblem {
    let vectors = |of: &DMatrix<f64>, order: &[usize]| -> Vec<Vec<f64>> {
        order.iter().map(|&k| (coordinates * of.column(k)).iter().copied().collect()).collect()
    };
    let target = problem.target_concept().expect("one target");
    let prior = concepts.iter().map(|&k| problem.source_prior().probabilities()[k]).collect();
    ProblemSpec::new(problem.dim(), ConceptSpec::Vectors(vectors(problem.concepts(), concepts)))
        .prompts(problem.prompts().clone())
        .source_prior(PriorSpec::Probabilities(prior))
        .target(concepts.iter().position(|&k| k == target).expect("an order of all"))
        .noise(problem.noise())
        .weak(WeakSpec::of_vectors(vectors(problem.weak_concepts(), weak), problem.weak_noise()))
        .build()
        .expect("a problem")
}

/// An orthogonal matrix that leaves the law of the prompts as it is.
fn coordinates(problem: &TransferProblem, number: usize) -> DMatrix<f64> {
    let dim = problem.dim();
    match problem.prompts() {
        PromptLaw::Gaussian | PromptLaw::Sphere => {
            DMatrix::from_fn(dim, dim, |i, j| ((1 + i + dim * j) as f64 * (2.0 + number as f64)).sin()).qr().q()
        }
        PromptLaw::Cube | PromptLaw::Rademacher | PromptLaw::Laplace | PromptLaw::Anisotropic(_) => {
            let sign = |i: usize| if i.is_multiple_of(2) { -1.0 } else { 1.0 };
            DMatrix::from_fn(dim, dim, |i, j| if (i + 1) % dim == j { sign(i) } else { 0.0 })
        }
    }
}

#[test]
fn formulas_do_not_depend_on_names_and_coordinates() {
    let mut compared: BTreeMap<&str, usize> = BTreeMap::new();
    // Some formulas take a tenth of a second.
    for Pair { here: problem, there: other, change, number } in pairs(cases().div_ceil(4)) {
        for formula in formula::all().filter(|formula| formula.family() == &TRANSFER) {
            let given = some_settings(&formula.settings, &WANTED, number);
            let (Ok(here), Ok(there)) = (formula.value(&problem, &given), formula.value(&other, &given)) else {
                continue;
            };
            // Searches stop at 1e-8; what is below 1e-3 may be a difference of numbers of size one.
            let allowance = 1e-7 * here.abs().max(1e-3);
            let close = (here - there).abs() <= allowance || here == there;
            assert!(close, "{} is {here}, and {there} after {change:?} of {problem:?}", formula.name);
            *compared.entry(&formula.name).or_default() += 1;
        }
    }
    assert!(compared.len() >= 30, "only {compared:?}");
}

#[test]
fn quantities_do_not_depend_on_names_and_coordinates() {
    let sums = squares_of_rank_statistics(&pairs(cases()), |_| true);
    let tests = sums.len() as f64;
    assert!(tests >= 68.0, "{sums:?}");
    for ((quantity, change), (sum, count)) in sums {
        assert!(sum <= limit(count, tests), "{quantity} after {change:?}: {sum} of {count} problems");
    }
}

#[test]
fn another_problem_is_told_from_this_one() {
    let others = problems(cases()).into_iter().enumerate().map(|(number, here)| {
        let there = with_concepts_alone_in_another_order(&here);
        Pair { here, there, change: Change::OrderOfConceptsAlone, number }
    });
    let sums = squares_of_rank_statistics(&others.collect::<Vec<_>>(), |name| name == "refined.mse");
    let (sum, count) = sums[&("refined.mse", Change::OrderOfConceptsAlone)];
    assert!(sum > limit(count, 68.0), "{sum} of {count} problems");
}

/// Before any example a source with a uniform prior has no most probable concept: it answers as the prior does, whatever the target's name.
#[test]
fn what_is_equally_probable_is_equally_likely_to_be_named() {
    let word = |name: &str, word: &str| (name.to_owned(), SettingValue::Word(word.to_owned()));
    let number = |name: &str, number: f64| (name.to_owned(), SettingValue::Number(number));
    let infer = [word("strategy", "infer_and_respond"), number("batch", 0.0)];
    // Labels that are the source's predictions alone, without noise of the supervisor.
    let hardened =
        [word("learner", "auxiliary"), word("predictions", "hardened"), number("weight", 1.0), number("samples", 12.0)];
    for target in 0..3 {
        let problem = ProblemSpec::new(3, ConceptSpec::Orthonormal(3)).target(target).build().expect("a problem");
        for (name, settings) in [
            ("strategy.misalignment", infer.as_slice()),
            ("strategy.mse", infer.as_slice()),
            ("learned.mse", hardened.as_slice()),
        ] {
            let quantity = quantity::by_name(name).expect("known");
            let mut given = some_settings(&quantity.settings, &WANTED, 0);
            given.extend(settings.iter().cloned());
            let found = estimates(quantity, &problem, &given, "ties").expect("defined");
            // Two of three concepts are wrong, and |(β₁ + β₂ + β₃)/3 − βₖ|² = (2² + 1 + 1)/9.
            assert!(found.iter().all(|x| (x - 2.0 / 3.0).abs() < 1e-9), "{name}, target {target}: {found:?}");
        }
    }
}

/// What the sum over this many problems exceeds with probability 1e-4 over this many tests. The statistics have thinner tails than normal
/// ones.
fn limit(count: usize, tests: f64) -> f64 {
    ChiSquared::new(count as f64).expect("problems").inverse_cdf(1.0 - ERROR_PROBABILITY / tests)
}

/// The sum of squares, and the number of its terms, of each quantity after each change.
fn squares_of_rank_statistics(
    pairs: &[Pair],
    of: impl Fn(&str) -> bool + Sync,
) -> BTreeMap<(&'static str, Change), (f64, usize)> {
    let statistics = |Pair { here, there, change, number }: &Pair| -> Vec<((&'static str, Change), f64)> {
        let of_quantity = |quantity: &'static Quantity| {
            let estimates = |problem, side: &str| {
                let mut settings = some_settings(&quantity.settings, &WANTED, *number);
                // A trained network answers as one problem's source, whatever the problem; refinement reads a sequence for each label, which takes long.
                if let Some(source) = settings.get_mut("source") {
                    let by_hand = number % 2 == 1 && quantity.name.starts_with("answer.");
                    *source = SettingValue::Word(if by_hand { "by_hand" } else { "posterior" }.to_owned());
                }
                estimates(quantity, problem, &settings, &format!("{number} {change:?} {side}"))
            };
            let statistic = rank_statistic(&estimates(here, "here")?, &estimates(there, "there")?)?;
            Some(((&*quantity.name, *change), statistic))
        };
        quantity::all().filter(|quantity| of(&quantity.name)).filter_map(of_quantity).collect()
    };
    let mut sums = BTreeMap::new();
    for (key, statistic) in pairs.par_iter().map(statistics).collect::<Vec<_>>().into_iter().flatten() {
        let (sum, count) = sums.entry(key).or_insert((0.0, 0));
        *sum += statistic * statistic;
        *count += 1;
    }
    sums
}

/// Estimates of a quantity from a few replicates each; none where it is not defined.
fn estimates(
    quantity: &Quantity,
    problem: &TransferProblem,
    given: &IndexMap<String, SettingValue>,
    streams: &str,
) -> Option<Vec<f64>> {
    QUANTITIES.require_family(quantity, problem).ok()?;
    let settings = Settings::select(&quantity.settings, given).ok()?;
    let made = quantity.experiment(problem, &[settings]).ok()?;
    let key = ContentKey::of(&format!("{} {streams}", quantity.name));
    let estimates = (0..ESTIMATES).map(|block| estimate(&made, &key, block as u64));
    Some(estimates.collect::<Vec<f64>>()).filter(|estimates| !estimates.iter().any(|x| x.is_nan()))
}

fn estimate(made: &Made, key: &ContentKey, block: u64) -> f64 {
    let mut stream = open_stream(1, key, block);
    let mut replicates = ReplicatesOfBlock::of(&*made.experiment);
    let mut moments = JointMoments::new(made.experiment.width());
    for _ in 0..REPLICATES {
        match replicates.draw_next(&mut stream) {
            Ok(observation) => moments.push(observation),
            Err(_) => return f64::NAN,
        }
    }
    made.inference.estimates(&moments)[0].mean
}

/// The sum of ranks of the first sample, in units of its standard deviation under one law, given which values are tied; none if all are.
fn rank_statistic(here: &[f64], there: &[f64]) -> Option<f64> {
    let all = DVector::from_iterator(here.len() + there.len(), here.iter().chain(there).copied());
    // Values that are equal but for rounding are tied, and those of a search: a fit within the hull has a duality gap of 1e-12, so that it is
    // within 1e-6 of the point that it seeks.
    let tied = |x: f64, y: f64| (x - y).abs() <= 1e-6 * x.abs().max(y.abs()).max(1e-6);
    let rank = |x: f64| -> f64 { all.iter().map(|&y| if tied(x, y) { 0.5 } else { f64::from(u8::from(y < x)) }).sum() };
    let ranks = all.map(rank);
    let (n, m) = (here.len() as f64, there.len() as f64);
    // A sample without replacement of n of the n + m ranks.
    let variance = n * m / (n + m - 1.0) * ranks.variance();
    let sum: f64 = ranks.iter().take(here.len()).sum();
    (variance > 0.0).then(|| (sum - n * ranks.mean()) / variance.sqrt())
}
