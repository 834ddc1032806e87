//! Claims on places, shapes and fits of curves.

use super::case::Case;
use super::case::Truth::{Edge, False, True};
use super::sentence::{Sentence, sentence};

pub fn cases() -> Vec<Case> {
    [places(), crossings(), steps(), bends_and_turns(), fits()].concat()
}

/// A sentence about E, whose values at 1, 2, 3 and so on are these.
fn curve(id: &'static str, law: &str, heights: &[f64], states: &str) -> Sentence {
    let places: Vec<usize> = (1..=heights.len()).collect();
    let shape: Vec<String> = heights
        .iter()
        .zip(&places)
        .map(|(height, place)| format!("{height} * exp(-99 * (place - {place})^2)"))
        .collect();
    let measured = format!("{law}[height = shape]");
    sentence(id, &format!("place = {places:?}"), &states.replace('E', &measured))
        .table(&format!("[define]\nshape = \"{}\"", shape.join(" + ")))
}

fn places() -> Vec<Case> {
    let tied = [1.3, 1.0, 1.02, 1.0, 1.2];
    let clear = [1.4, 1.1, 0.9, 1.1, 1.2];
    let of_tied = |id, states: &str| curve(id, "level.uniform", &tied, states);
    let of_clear = |id, states: &str| curve(id, "level.uniform", &clear, states);
    vec![
        of_tied("tie-first", "argmin(E over place) <= 2").undecided(Edge),
        of_tied("tie-last", "argmin(E over place) >= 4").undecided(Edge),
        of_tied("tie-both", "argmin(E over place) == 3").decided(True),
        of_tied("tie-beside", "argmin(E over place) >= 5").decided(False),
        curve("tie-normal", "level.normal", &tied, "argmin(E over place) <= 2").undecided(Edge),
        curve("tie-exponential", "level.exponential", &tied, "argmin(E over place) >= 4").undecided(Edge),
        curve("tie-of-all", "level.uniform", &[1.0; 6], "argmax(E over place) <= 5").undecided(Edge),
        of_clear("place", "argmin(E over place) == 3").decided(True),
        of_clear("place-at-most", "argmin(E over place) <= 3").decided(True),
        of_clear("place-off", "argmin(E over place) >= 4").decided(False),
        of_clear("place-greatest-off", "argmax(E over place) == 3").decided(False),
    ]
}

fn crossings() -> Vec<Case> {
    let above = [1.3, 1.2, 1.1, 1.05, 1.03];
    let once = [1.3, 1.2, 1.1, 0.9, 0.8];
    let thrice = [1.2, 0.8, 1.1, 0.9, 0.8];
    let through = [1.2, 1.1, 1.0, 0.9, 0.8];
    let of = |id, heights: &[f64], relation: &str| {
        curve(id, "level.uniform", heights, &format!("crossing(E - 1 over place) {relation}"))
    };
    vec![
        of("no-crossing", &above, "<= 5").decided(False),
        of("no-crossing-at-least", &above, ">= 5").decided(True),
        of("no-crossing-below", &[0.9, 0.8, 0.7], "<= 1").decided(True),
        of("crossing", &once, "<= 4").decided(True),
        of("crossing-off", &once, "<= 3").decided(False),
        of("crossing-at-least", &once, ">= 3").decided(True),
        of("crossing-near", &once, "== 3.5").decided(True),
        of("crossing-near-off", &once, "== 1").decided(False),
        of("three-crossings", &thrice, "<= 4").decided(True),
        of("three-crossings-off", &thrice, "<= 2").decided(False),
        of("three-crossings-at-least", &thrice, ">= 3").decided(True),
        // At 3 it is 0: neither above nor below.
        of("crossing-through-0", &through, "<= 3").undecided(Edge),
        of("crossing-through-0-at-least", &through, ">= 3").undecided(Edge),
        of("crossing-touches-0", &[1.2, 1.0, 1.0, 1.0, 1.0], "<= 2").undecided(Edge),
        curve("crossing-normal", "level.normal", &through, "crossing(E - 1 over place) <= 3").undecided(Edge),
        curve(
            "crossing-of-two",
            "level.uniform",
            &once,
            "crossing(E - level.uniform[place = 9 + place] over place) <= 3",
        )
        .decided(False),
    ]
}

fn steps() -> Vec<Case> {
    let flat = [1.0, 1.0, 1.1, 1.1, 1.2];
    let falls = [1.2, 1.1, 1.1, 1.0, 1.0];
    let reversed = [1.0, 1.1, 1.089, 1.2, 1.3];
    let of = |id, heights: &[f64], states: &str| curve(id, "level.uniform", heights, states);
    vec![
        of("flat-steps", &flat, "increasing(E over place)").within(0.03).decided(True),
        of("flat-steps-edge", &flat, "increasing(E over place)").within(1e-4).undecided(True),
        of("flat-steps-fall", &falls, "decreasing(E over place)").within(0.03).decided(True),
        of("flat-steps-off", &flat, "decreasing(E over place)").decided(False),
        of("flat", &[1.0; 8], "increasing(E over place)").within(1e-4).undecided(True),
        curve("flat-normal", "level.normal", &[1.0; 8], "decreasing(E over place)").within(1e-4).undecided(True),
        curve("flat-exponential", "level.exponential", &[1.0; 8], "increasing(E over place)")
            .within(1e-4)
            .undecided(True),
        of("one-step-reversed", &reversed, "increasing(E over place)").within(0.002).decided(False),
        curve("one-step-reversed-normal", "level.normal", &reversed, "increasing(E over place)")
            .within(0.002)
            .replicates(1 << 17)
            .decided(False),
        // Heights of one sample.
        sentence("steps-of-a-pair", "height = [1, 1.01, 1.03]", "increasing(level.paired over height)").decided(True),
        sentence("steps-of-a-pair-off", "height = [1, 1.01, 1.03]", "decreasing(level.paired over height)")
            .within(0.001)
            .decided(False),
        sentence("line-of-a-pair", "height = [1, 1.01, 1.03]", "convex(level.paired over height)")
            .within(1e-5)
            .undecided(True),
    ]
}

fn bends_and_turns() -> Vec<Case> {
    let of = |id, heights: &[f64], states: &str| curve(id, "level.uniform", heights, states);
    let (line, bent) = ([1.0, 1.1, 1.2, 1.3], [2.0, 1.5, 1.2, 1.1]);
    let (two_valleys, valley) = ([1.4, 1.0, 1.2, 1.0, 1.4], [1.4, 1.0, 1.0, 1.2, 1.4]);
    vec![
        of("convex", &bent, "convex(E over place)").decided(True),
        of("convex-off", &bent, "concave(E over place)").decided(False),
        of("line-convex", &line, "convex(E over place)").within(1e-4).undecided(True),
        of("line-concave", &line, "concave(E over place)").within(0.03).decided(True),
        of("bend-off", &[1.0, 1.1, 1.25, 1.3], "convex(E over place)").within(0.005).decided(False),
        of("convex-in-the-logarithm", &[1.0, 1.2, 1.5, 1.9], "convex(E over log(place))").decided(True),
        of("valley", &valley, "valley(E over place)").within(0.03).decided(True),
        of("valley-edge", &[1.4, 1.0, 1.0, 1.0, 1.4], "valley(E over place)").within(1e-4).undecided(True),
        of("valley-monotone", &[1.4, 1.3, 1.2, 1.1], "valley(E over place)").decided(True),
        of("valley-flat", &[1.0; 6], "valley(E over place)").within(1e-4).undecided(True),
        of("two-valleys", &two_valleys, "valley(E over place)").decided(False),
        of("two-valleys-near", &[1.4, 1.0, 1.03, 1.0, 1.4], "valley(E over place)").within(0.005).decided(False),
        of("peak", &[1.0, 1.2, 1.3, 1.1], "peak(E over place)").decided(True),
        of("peak-off", &two_valleys, "peak(E over place)").decided(False),
        curve("peak-flat", "level.normal", &[1.0; 6], "peak(E over place)").within(1e-4).undecided(True),
    ]
}

/// Curves of exactly the form that is fitted.
fn fits() -> Vec<Case> {
    let sizes = "place = [8, 12, 16, 24, 32, 48, 64, 96]";
    let of = |id, law: &str, shape: &str, states: &str| {
        sentence(id, sizes, &states.replace('E', &format!("{law}[height = {shape}]"))).replicates(1 << 16)
    };
    let (power, tends, falls) = ("2 / place", "1 + 2 / place", "3 * exp(-0.05 * place)");
    let uniform = "level.uniform";
    vec![
        of("power-law", uniform, power, "exponent(E over place) == -1").decided(True),
        of("power-law-off", uniform, power, "exponent(E over place) == -1.15").decided(False),
        of("power-law-edge", uniform, power, "exponent(E over place) <= -1")
            .key("absolute_resolution = 1e-4")
            .undecided(True),
        of("power-law-normal", "level.normal", power, "exponent(E over place) >= -1")
            .key("absolute_resolution = 1e-4")
            .undecided(True),
        of(
            "power-laws-compared",
            uniform,
            power,
            "exponent(E over place) <= exponent(level.normal[height = 3 / place] over place)",
        )
        .key("absolute_resolution = 1e-4")
        .undecided(True),
        of(
            "power-laws-compared-off",
            uniform,
            power,
            "exponent(E over place) >= exponent(level.normal[height = 3 / sqrt(place)] over place)",
        )
        .decided(False),
        of("tends", uniform, tends, "limit(E over place) == 1").within(0.03).decided(True),
        of("tends-off", uniform, tends, "limit(E over place) >= 1.06").within(0.02).decided(False),
        of("tends-edge", "level.normal", tends, "limit(E over place) >= 1").within(1e-4).undecided(True),
        of("decays", uniform, falls, "decay_rate(E over place) == 0.05").decided(True),
        of("decays-off", uniform, falls, "decay_rate(E over place) >= 0.055").decided(False),
        of("decays-edge", "level.normal", falls, "decay_rate(E over place) >= 0.05").within(1e-4).undecided(True),
    ]
}
