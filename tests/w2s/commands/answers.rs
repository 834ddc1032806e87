//! `w2s measure`, `formula`, `list` and `explain`.

use crate::naive_claim::CLAIM;
use crate::program::{folder_with, json, text, w2s};
use serde_json::Value;

#[test]
fn measure_and_formula_answer_in_json() {
    let folder = folder_with(CLAIM);
    let settings = ["--problem", "mine.toml", "--set", "samples=64", "--set", "penalty=0.5", "--json"];
    let estimate = json(&w2s(folder.path(), &[&["measure", "naive.mse", "--precision", "1%"], &settings[..]].concat()));
    let mean = estimate["mean"].as_f64().expect("a mean");
    assert!(estimate["standard_error"].as_f64().is_some_and(|error| error > 0.0 && error <= 0.01 * mean));
    assert_eq!((&estimate["quantity"], &estimate["seed"]), (&Value::from("naive.mse"), &Value::from(1)));
    let computed = json(&w2s(folder.path(), &["formula", "eps_w2", "--problem", "mine.toml", "--json"]));
    assert_eq!(computed["formula"], "eps_w2");
    assert!((computed["value"].as_f64().expect("a value") - 0.4).abs() < 1e-15);
    let changed = ["formula", "eps_w2", "--problem", "mine.toml", "--set", "weak.off_hull=0", "--json"];
    assert!((json(&w2s(folder.path(), &changed))["value"].as_f64().expect("a value") - 0.04).abs() < 1e-15);
}

/// dim is 8, so 8 · dim is 64.
#[test]
fn a_setting_may_follow_from_others() {
    let folder = folder_with(CLAIM);
    let at = |command: &[&str], sets: &[&str]| {
        let sets = sets.iter().flat_map(|set| ["--set", set]);
        let arguments: Vec<&str> =
            command.iter().copied().chain(["--problem", "mine.toml", "--json"]).chain(sets).collect();
        json(&w2s(folder.path(), &arguments))
    };
    let measure = ["measure", "naive.mse", "--replicates", "300"];
    assert_eq!(at(&measure, &["samples=8 * dim"]), at(&measure, &["samples=64"]));
    let formula = ["formula", "ridge_risk"];
    assert_eq!(
        at(&formula, &["samples=8 * dim", "penalty=1 / samples"]),
        at(&formula, &["samples=64", "penalty=0.015625"])
    );
    let check = ["check", "naive.mse >= segment_bound", "--out", "out"];
    let checked = at(&check, &["samples=round(dim ^ 2)", "dim=8,16", "penalty=0.5"]);
    let settings: Vec<_> =
        checked["claims"][0]["cells"].as_array().expect("cells").iter().map(|cell| &cell["setting"]).collect();
    let samples: Vec<_> = settings.iter().map(|setting| setting["samples"].as_f64()).collect();
    assert_eq!(samples, [Some(64.0), Some(256.0)], "{settings:?}");
    // A sentence that is longer than a title may be has none.
    let long = format!("naive.mse >= {}", ["0.01 * segment_bound"; 20].join(" + "));
    let checked = at(&["check", &long, "--out", "out"], &["samples=64", "penalty=0.5"]);
    assert_eq!(checked["claims"][0]["title"], "sentence");
    for (set, said) in [
        ("samples=many", "--set samples=many: samples is a whole number, 1 or more; write a value, or an expression"),
        ("samples=2 * dime", "did you mean dim?"),
        ("samples=dim / 3", "samples = 2.666"),
    ] {
        let refused = w2s(folder.path(), &["measure", "naive.mse", "--problem", "mine.toml", "--set", set]);
        assert_eq!(refused.status.code(), Some(2), "{set}");
        assert!(text(&refused.stderr).contains(said), "{set}: {}", text(&refused.stderr));
    }
}

#[test]
fn an_assumption_names_the_formula_that_measures_it() {
    let empty = tempfile::tempdir().expect("a folder");
    let shown = text(&w2s(empty.path(), &["explain", "prop-3.2-harmonic"]).stdout);
    let line =
        shown.lines().find(|line| line.trim_start().starts_with("cross_bias_nonnegative")).expect("the assumption");
    assert!(line.ends_with("(w2s formula cross_bias)"), "{line}");
    let unmeasured = shown.lines().find(|line| line.trim_start().starts_with("symmetric")).expect("the assumption");
    assert!(!unmeasured.contains("w2s formula"), "{unmeasured}");
}

#[test]
fn everything_is_embedded() {
    let empty = tempfile::tempdir().expect("a folder");
    let listed = json(&w2s(empty.path(), &["list", "--json"]));
    let ids: Vec<&str> = listed["claims"].as_array().expect("claims").iter().filter_map(|c| c["id"].as_str()).collect();
    assert!(ids.contains(&"prop-3.2-segment") && ids.contains(&"thm-4.3-exponent"), "{ids:?}");
    for id in ids {
        let explained = w2s(empty.path(), &["explain", id]);
        assert_eq!(explained.status.code(), Some(0));
        let shown = text(&explained.stdout);
        assert!(["statement", "source", "proof"].iter().all(|word| shown.contains(word)), "{shown}");
    }
    let value = w2s(empty.path(), &["formula", "segment_bound", "--problem", "prop-3.2-segment"]);
    assert!(text(&value.stdout).starts_with("segment_bound = 0.34527027"));
}

/// What claims state of the quantity at the cell, each once and with its value.
#[test]
fn a_measurement_shows_the_formulas_that_bound_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let measure = |more: &[&str]| {
        let set = ["measure", "naive.mse", "--problem", "prop-3.2-segment", "--replicates", "2000"];
        w2s(folder.path(), &[&set[..], &["--set", "samples=64", "--set", "penalty=0.1"], more].concat())
    };
    let shown = text(&measure(&[]).stdout);
    assert!(shown.contains("\n  >= segment_bound = 0.34527"), "{shown}");
    assert!(shown.contains("\n  == ridge_risk = 0.6090"), "{shown}");
    let bounds = json(&measure(&["--json"]))["bounds"].clone();
    let is_segment = |bound: &&Value| (&bound["relation"], &bound["right"]) == (&">=".into(), &"segment_bound".into());
    let of_segment: Vec<&Value> = bounds.as_array().expect("a list").iter().filter(is_segment).collect();
    let [segment] = of_segment.as_slice() else { panic!("once: {bounds}") };
    assert!(segment["value"].as_f64().is_some_and(|value| (value - 0.345_270_27).abs() < 1e-8), "{segment}");
}

/// A setting of the sweep that nothing takes is told, so that a verdict is not read as one about it.
#[test]
fn an_idle_part_of_the_sweep_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |more: &[&str]| {
        let sentence = ["check", "naive.mse >= segment_bound", "--problem", "prop-3.2-segment", "--out", "out"];
        let set = ["--set", "samples=64", "--set", "penalty=0.1"];
        text(&w2s(folder.path(), &[&sentence[..], &set, more].concat()).stdout)
    };
    let shown = check(&["--set", "teacher_labels=3,5"]);
    assert!(shown.contains("sentence: nothing in it depends on teacher_labels\n"), "{shown}");
    assert!(!check(&["--set", "noise=0.3,0.5"]).contains("depends"), "{shown}");
}
