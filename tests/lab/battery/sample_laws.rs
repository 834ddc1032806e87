//! Claims on the law of one sample.

use super::case::Case;
use super::case::Truth::{False, True};
use super::sentence::{Sentence, sentence};

pub fn cases() -> Vec<Case> {
    [probabilities(), quantiles(), variances(), means(), uniformity()].concat()
}

fn of(id: &'static str, states: &str) -> Sentence {
    sentence(id, "place = [1]", states)
}

fn probabilities() -> Vec<Case> {
    // P(UV ≤ ¼) = ¼(1 + log 4)
    let product = 0.25 * (1.0 + 4f64.ln());
    vec![
        of("share", "P(draw.uniform <= 0.3) == 0.3").key("absolute_resolution = 0.03").decided(True),
        of("share-at-least", "P(draw.uniform <= 0.3) >= 0.3").key("absolute_resolution = 1e-4").undecided(True),
        of("share-at-most", "P(draw.uniform <= 0.3) <= 0.3").key("absolute_resolution = 1e-4").undecided(True),
        of("share-off", "P(draw.uniform <= 0.3) >= 0.35").decided(False),
        of("share-rare", "P(draw.exponential >= 6.907755278982137) >= 0.001")
            .key("absolute_resolution = 1e-6")
            .undecided(True),
        of("share-rare-off", "P(draw.exponential >= 6.907755278982137) >= 0.01")
            .key("absolute_resolution = 1e-6")
            .decided(False),
        of("share-of-two", "P(draw.uniform <= draw.other) == 0.5").key("absolute_resolution = 0.03").decided(True),
        of("share-of-a-product", &format!("P(draw.uniform * draw.other <= 0.25) <= {product}"))
            .key("absolute_resolution = 1e-4")
            .undecided(True),
        of("share-of-a-product-off", &format!("P(draw.uniform * draw.other <= 0.25) <= {}", product - 0.05))
            .decided(False),
        sentence("share-of-a-greatest", "power = [1, 2, 3]", "P(max(draw.power over power) <= 0.5) == 0.5")
            .key("absolute_resolution = 0.03")
            .decided(True),
        sentence("share-along", "place = [1, 2, 3, 4]", "increasing(P(draw.uniform <= 0.3) over place)")
            .key("absolute_resolution = 1e-4")
            .undecided(True),
        of("two-shares", "P(draw.uniform <= 0.3) >= P(draw.other <= 0.3)")
            .key("absolute_resolution = 1e-4")
            .undecided(True),
        of("two-shares-off", "P(draw.uniform <= 0.3) >= P(draw.other <= 0.35)").decided(False),
    ]
}

fn quantiles() -> Vec<Case> {
    let median = std::f64::consts::LN_2;
    vec![
        of("median", &format!("quantile(draw.exponential, 0.5) == {median}")).within(0.06).decided(True),
        of("median-edge", &format!("quantile(draw.exponential, 0.5) >= {median}")).within(1e-4).undecided(True),
        of("median-off", &format!("quantile(draw.exponential, 0.5) >= {}", 1.1 * median)).decided(False),
        of("median-below", &format!("quantile(draw.exponential, 0.5) <= {}", 0.9 * median)).decided(False),
        of("ninth-decile", "quantile(draw.uniform, 0.9) == 0.9").within(0.03).decided(True),
        of("ninth-decile-edge", "quantile(draw.open, 0.9) <= log(10) - 1").within(1e-4).undecided(True),
        // Any number in [0, 0.5] is a median of these.
        of("quantile-at-a-gap", "quantile(max(draw.tilted, 0.5), 0.55) <= 0.5").within(1e-4).undecided(True),
    ]
}

fn variances() -> Vec<Case> {
    vec![
        of("variance", "variance(draw.uniform) == 1 / 12").within(0.1).decided(True),
        of("variance-edge", "variance(draw.uniform) >= 1 / 12").within(1e-4).undecided(True),
        of("variance-off", "variance(draw.uniform) <= 1 / 13.5").decided(False),
        of("variance-exponential-edge", "variance(draw.exponential) <= 1").within(1e-4).undecided(True),
        of("variance-exponential-off", "variance(draw.exponential) <= 0.8").replicates(1 << 17).decided(False),
        of("variance-exponential-above", "variance(draw.open) >= 1.25").replicates(1 << 17).decided(False),
        of("variance-of-a-sum", "variance(draw.uniform + draw.other) == 2 * variance(draw.uniform)")
            .within(0.2)
            .decided(True),
    ]
}

fn means() -> Vec<Case> {
    vec![
        of("mean-of-a-square", "mean(draw.exponential ^ 2) <= 2").within(1e-4).undecided(True),
        of("mean-of-a-square-off", "mean(draw.exponential ^ 2) <= 1.8").decided(False),
        of("mean-of-a-function", &format!("mean(exp(draw.uniform)) == {}", std::f64::consts::E - 1.0))
            .within(0.03)
            .decided(True),
        of("mean-of-a-function-off", &format!("mean(exp(draw.uniform)) >= {}", 1.05 * (std::f64::consts::E - 1.0)))
            .decided(False),
        of("mean-of-a-root", "mean(sqrt(draw.uniform)) == 2 / 3").within(0.03).decided(True),
        of("mean-of-a-distance", "mean(abs(draw.uniform - draw.other)) == 1 / 3").within(0.05).decided(True),
        of("mean-of-a-distance-off", "mean(abs(draw.uniform - draw.other)) >= 0.36").decided(False),
        // The least of the powers of one number is its highest power; the least mean is the same here.
        sentence("mean-of-a-least", "power = [1, 2, 3]", "mean(min(draw.power over power)) == 0.25")
            .within(0.06)
            .decided(True),
        sentence("least-of-means", "power = [1, 2, 3]", "min(mean(draw.power) over power) >= 0.25")
            .within(1e-4)
            .undecided(True),
        sentence("mean-of-powers", "power = [1, 2, 3]", "mean(draw.power) == 1 / (1 + power)")
            .within(0.08)
            .decided(True),
        of("covariance", "mean(draw.uniform * draw.other) - mean(draw.uniform) * mean(draw.other) <= 0.001")
            .key("absolute_resolution = 1e-5")
            .undecided(True),
    ]
}

fn uniformity() -> Vec<Case> {
    vec![
        of("uniform-law", "uniform(draw.uniform)").key("absolute_resolution = 0.03").decided(True),
        of("uniform-law-edge", "uniform(draw.tilted)").key("absolute_resolution = 0.05").undecided(True),
        of("uniform-law-off", "uniform(draw.tilted)").key("absolute_resolution = 0.01").decided(False),
        of("uniform-law-square", "uniform(draw.uniform ^ 2)").decided(False),
    ]
}
