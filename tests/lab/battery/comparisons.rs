//! Claims that compare means, ratios, powers and extrema.

use super::case::Case;
use super::case::Truth::{False, NoValue, True};
use super::sentence::{Sentence, sentence};
use super::truths::ridge_mse;

pub fn cases() -> Vec<Case> {
    [two_means(), ratios(), powers(), extrema(), fine_tuning(), own_relations(), imported()].concat()
}

/// A sentence without a sweep: places and heights stand in brackets.
fn at_once(id: &'static str, states: &str) -> Sentence {
    sentence(id, "place = [1]", states)
}

/// Sentences about A, B and C, which are written as a law with places and heights of their own.
fn about(id: &'static str, law: &str, heights: [f64; 3], states: &str) -> Sentence {
    let paired = law == "level.paired";
    let mut written = states.to_owned();
    for (index, (name, height)) in ["A", "B", "C"].into_iter().zip(heights).enumerate() {
        let place = if paired { 1 } else { index + 1 };
        written = written.replace(name, &format!("{law}[place = {place}, height = {height}]"));
    }
    at_once(id, &written)
}

fn two_means() -> Vec<Case> {
    let paired = |id, states: &str| about(id, "level.paired", [2.0, 1.0, 0.98], states);
    let apart = |id, states: &str| about(id, "level.uniform", [2.0, 1.0, 0.98], states);
    vec![
        paired("pair-equal", "A == 2 * B").decided(True),
        paired("pair-at-most", "A <= 2 * B").decided(True),
        paired("pair-at-least", "2 * B >= A").decided(True),
        paired("pair-off", "B <= C").decided(False),
        paired("pair-unequal", "B == C").decided(False),
        apart("two-equal", "A == 2 * B").within(0.02).decided(True),
        apart("two-at-most", "A <= 2 * B").within(0.02).decided(True),
        apart("two-off", "B <= C").within(0.005).decided(False),
        apart("two-unequal", "B == C").within(0.005).decided(False),
        // Exactly at the resolution: only `violated` would be wrong.
        apart("two-at-resolution", "C == B").within(0.02).undecided(True),
        about("two-exponential", "level.exponential", [2.0, 1.0, 0.8], "A == 2 * B").within(0.1).decided(True),
        about("two-exponential-off", "level.exponential", [2.0, 1.0, 0.8], "B <= C").decided(False),
        about("two-normal-off", "level.normal", [2.0, 1.0, 0.98], "B <= C").within(0.005).decided(False),
        about("negative-right", "level.uniform", [2.0, 1.0, 1.1], "-A == -2 * B").within(0.02).decided(True),
        about("negative-right-off", "level.uniform", [2.0, 1.0, 1.1], "B - A == C - A").within(0.02).decided(False),
        // The right side is 0, so nothing is near it.
        about("right-at-0", "level.uniform", [1.0, 1.0, 1.1], "C - B == A - B").within(0.05).undecided(False),
        about("mixed-laws", "level.normal", [1.0, 1.0, 1.0], "A + level.exponential == 2 * level.uniform[place = 7]")
            .within(0.05)
            .decided(True),
    ]
}

/// (A − B)/(A − C), true or false near the bound; the denominator is negative, near 0, or 0.
fn ratios() -> Vec<Case> {
    let mut cases = Vec::new();
    let recovered = "(A - B) / (A - C)";
    for (law, ids) in [
        ("level.paired", ["recovered-pair-edge", "recovered-pair", "recovered-pair-off", "recovered-pair-equal"]),
        ("level.uniform", ["recovered-edge", "recovered", "recovered-off", "recovered-equal"]),
        (
            "level.normal",
            ["recovered-normal-edge", "recovered-normal", "recovered-normal-off", "recovered-normal-equal"],
        ),
    ] {
        // 1.6/2
        let of = |id, relation: &str| about(id, law, [3.0, 1.4, 1.0], &format!("{recovered} {relation}"));
        cases.push(of(ids[0], ">= 0.8").within(0.001).undecided(True));
        cases.push(of(ids[1], ">= 0.75").decided(True));
        cases.push(of(ids[2], ">= 0.85").decided(False));
        cases.push(of(ids[3], "== 0.8").within(0.05).decided(True));
    }
    let of = |id, heights, relation: &str| about(id, "level.uniform", heights, &format!("{recovered} {relation}"));
    cases.extend([
        of("negative-denominator", [1.0, 2.6, 3.0], ">= 0.75").decided(True),
        of("negative-denominator-off", [1.0, 2.6, 3.0], "<= 0.75").decided(False),
        of("negative-denominator-edge", [1.0, 2.6, 3.0], "<= 0.8").within(0.001).undecided(True),
        // Exception: the denominator is 1e-5.
        of("denominator-near-0", [2.0, 1.0, 1.99999], ">= 0.8").undecided(True),
        of("denominator-near-0-off", [2.0, 1.0, 2.00001], ">= 0.8").undecided(False),
        of("denominator-0", [2.0, 1.0, 2.0], ">= 0.8").decided(NoValue),
        of("denominator-0-below", [2.0, 1.0, 2.0], "<= 0.8").decided(NoValue),
        about("denominator-0-pair", "level.paired", [1.0, 1.0, 2.0], "A / (2 * A - C) >= 0.8").decided(NoValue),
        about("two-ratios", "level.uniform", [3.0, 1.5, 1.0], "A / B == 2 * (B / (B - C) - 2)")
            .within(0.2)
            .decided(True),
        about("two-ratios-off", "level.uniform", [3.0, 1.5, 1.0], "A / B >= 1.3 * B / C").decided(True),
        about("two-ratios-below", "level.uniform", [3.0, 1.5, 1.0], "A / B <= 1.2 * B / C").decided(False),
    ]);
    cases
}

fn powers() -> Vec<Case> {
    let of = |id, states: &str| about(id, "level.uniform", [2.0, 3.0, 0.5], states);
    vec![
        of("product", "A * B == 6").within(0.05).decided(True),
        of("product-edge", "A * B <= 6").within(0.001).undecided(True),
        of("product-off", "A * B <= 5.7").decided(False),
        of("power", "A ^ 2 == 4").within(0.05).decided(True),
        of("power-edge", "A ^ 1.5 >= 2 ^ 1.5").within(0.001).undecided(True),
        of("power-off", "A ^ 1.49 >= 2.1 ^ 1.49").decided(False),
        of("power-of-a-mean", "A ^ C == sqrt(2)").within(0.05).decided(True),
        of("negative-power", "A ^ -1 == C").within(0.05).decided(True),
        of("exponential-function", "exp(A) <= exp(1.9)").decided(False),
        of("logarithm-of-a-difference", "log(A - 4 * C) >= -9").decided(NoValue),
        of("root-of-a-negative", "sqrt(C - A) >= -1").decided(NoValue),
        of("absolute", "abs(A - B) == 1").within(0.1).decided(True),
        of("absolute-near-0", "abs(A - 4 * C) <= 0.001").undecided(True),
        of("lesser", "min(A, B) == 2").within(0.05).decided(True),
        of("greater-off", "max(A, B) >= 3.1").decided(False),
    ]
}

/// Least and greatest values, with ties.
fn extrema() -> Vec<Case> {
    let sweep = "place = [1, 2, 3, 4, 5, 6]";
    let of = |id, law: &str, shape: &str, states: &str| {
        sentence(id, sweep, &states.replace('E', &format!("{law}[height = {shape}]")))
    };
    // 1.2, 1.2, 1, 1, 1.2, 1.8
    let tied = "1 + 0.2 * abs(place - 3.5) - 0.1 + 0.1 * max(0, place - 5) - 0.2 * max(0, min(2 - place, 1))";
    let flat = "1";
    vec![
        of("least", "level.uniform", tied, "min(E over place) == 1").within(0.03).decided(True),
        of("least-edge", "level.uniform", tied, "min(E over place) >= 1").within(0.001).undecided(True),
        of("least-off", "level.uniform", tied, "min(E over place) >= 1.05").decided(False),
        of("least-edge-of-all", "level.uniform", flat, "min(E over place) >= 1").within(0.001).undecided(True),
        of("least-normal-of-all", "level.normal", flat, "min(E over place) >= 1").within(0.001).undecided(True),
        of("greatest-edge-of-all", "level.exponential", flat, "max(E over place) <= 1").within(0.001).undecided(True),
        of("greatest-off", "level.exponential", flat, "max(E over place) <= 0.9").decided(False),
        of("spread", "level.uniform", flat, "max(E over place) <= 1.05 * min(E over place)").decided(True),
    ]
}

/// Numbers of the library that are known by quadrature.
fn fine_tuning() -> Vec<Case> {
    let ridge = |penalty| ridge_mse(4, penalty, 1.0);
    let (small, middle, large) = (ridge(0.1), ridge(0.5), ridge(2.0));
    let of = |id, states: String| sentence(id, "samples = [4]", &states);
    let over = |id, states: String| sentence(id, "samples = [4]; penalty = [0.1, 0.5, 2]", &states);
    let least = small.min(middle).min(large);
    let ratio = "naive.mse[penalty = 0.5] / naive.mse[penalty = 2]";
    vec![
        of("ridge-difference", format!("naive.mse[penalty = 2] - naive.mse[penalty = 0.5] == {}", large - middle))
            .within(0.05)
            .replicates(1 << 17)
            .decided(True),
        of("ridge-ratio", format!("{ratio} == {}", middle / large)).within(0.02).decided(True),
        of("ridge-ratio-off", format!("{ratio} >= {}", 1.06 * middle / large)).decided(False),
        of("ridge-measured-right", format!("naive.mse[penalty = 0.5] == {} * naive.mse[penalty = 2]", middle / large))
            .within(0.02)
            .decided(True),
        over("ridge-least", format!("min(naive.mse over penalty) == {least}")).within(0.05).decided(True),
        over("ridge-least-off", format!("min(naive.mse over penalty) >= {}", 1.1 * least)).decided(False),
        over("ridge-valley", "valley(naive.mse over penalty)".to_owned()).decided(True),
        over("ridge-falls", "decreasing(naive.mse over penalty)".to_owned())
            .decided(super::case::Truth::of(small >= middle && middle >= large)),
    ]
}

fn own_relations() -> Vec<Case> {
    let of = |id, law: &str, height: f64| at_once(id, &format!("within_tenth({law}[height = {height}], 1)"));
    vec![
        of("own-relation", "level.uniform", 1.05).decided(True),
        of("own-relation-edge", "level.uniform", 1.1).undecided(True),
        of("own-relation-normal-edge", "level.normal", 0.9).undecided(True),
        of("own-relation-off", "level.uniform", 1.15).decided(False),
        of("own-relation-exponential", "level.exponential", 0.8).decided(False),
    ]
}

/// Rows of a data file.
fn imported() -> Vec<Case> {
    let of =
        |id, states: &str| sentence(id, "place = [1, 2]", states).table(super::draws::DATA).rows(super::draws::rows);
    vec![
        of("rows", "rows.x == 1").within(0.02).decided(True),
        of("rows-edge", "rows.x <= 1").within(0.001).undecided(True),
        of("rows-off", "rows.x <= 0.98").within(0.001).decided(False),
        of("rows-pair", "rows.y >= 0.98 * rows.x").within(0.01).decided(True),
        of("rows-pair-off", "rows.x <= rows.y").within(0.001).decided(False),
        of("rows-open", "rows.z == 1").within(0.1).decided(True),
        of("rows-open-off", "rows.z >= 1.1").decided(False),
        of("rows-share", "P(rows.x <= 0.9) == 0.25").key("absolute_resolution = 0.05").decided(True),
        of("rows-share-off", "P(rows.x <= 0.9) >= 0.3").decided(False),
        of("rows-quantile", "quantile(rows.z, 0.5) <= 0.6").decided(False),
        of("rows-flat", "increasing(rows.x over place)").within(0.001).undecided(True),
    ]
}
