//! What a sentence measures at a cell is drawn again, on both sides and in every form, and gives the numbers of the check.

use crate::naive_claim::PROBLEM;
use crate::program::{folder_with, json, text, w2s};
use serde_json::Value;
use std::path::Path;

const SWEEP: &str = "samples = [16, 64]\npenalty = [0.1, 1.0]";

fn claim(sweep: &str, states: &str) -> String {
    format!("id = \"mine\"\n{PROBLEM}\n[sweep]\n{sweep}\n[claim]\nstates = \"{states}\"\nreplicates = 3000\n")
}

/// The cells of a check of `mine.toml`.
fn checked(folder: &Path) -> Vec<Value> {
    let output = w2s(folder, &["check", "mine.toml", "--json", "--out", "out", "--no-store"]);
    let claims = json(&output);
    claims["claims"][0]["cells"].as_array().expect("cells").clone()
}

/// What the command of a cell prints, and the rows that it writes.
fn replayed(folder: &Path, cell: &Value) -> (Value, Vec<Value>) {
    let command = cell["replay"].as_str().expect("a command").strip_prefix("w2s ").expect("the program");
    let mut arguments: Vec<&str> = command.split(' ').map(|word| word.trim_matches('\'')).collect();
    arguments.extend(["--json", "--out", "raw.json"]);
    let output = w2s(folder, &arguments);
    assert_eq!(output.status.code(), Some(0), "{command}: {}", text(&output.stderr));
    let raw: Value = serde_json::from_slice(&std::fs::read(folder.join("raw.json")).expect("rows")).expect("JSON");
    (json(&output), raw["rows"].as_array().expect("rows").clone())
}

fn column(rows: &[Value], name: &str) -> Vec<f64> {
    rows.iter().map(|row| row[name].as_f64().unwrap_or_else(|| panic!("{name}: {row}"))).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn assert_near(found: f64, reported: &Value, relative: f64) {
    let reported = reported.as_f64().expect("a number");
    assert!((found - reported).abs() <= relative * reported.abs(), "{found} {reported}");
}

/// The rows are those of the run: their share, mean, variance and quantile are what the check reports. A quantile is known to its bucket, 1/256 of a power
/// of 2 wide.
#[test]
fn the_replicates_of_a_law_are_those_of_the_check() {
    let observable = "naive.squared_error";
    for (states, number) in [
        ("P(naive.squared_error >= 3 * segment_bound) >= 0.3", "P(naive.squared_error >= "),
        ("mean(naive.squared_error) >= segment_bound", "mean(naive.squared_error)"),
        ("variance(naive.squared_error) >= 0.5", "variance(naive.squared_error)"),
        ("quantile(naive.squared_error, 0.9) >= 2 * segment_bound", "quantile(naive.squared_error, 0.9)"),
    ] {
        let folder = folder_with(&claim(SWEEP, states));
        let cell = checked(folder.path()).swap_remove(3);
        let (shown, rows) = replayed(folder.path(), &cell);
        let told = &shown["measured"][0];
        assert!(told["number"].as_str().is_some_and(|name| name.starts_with(number)), "{told}");
        assert_eq!((&told["mean"], &told["replicates"]), (&cell["mean"], &cell["replicates"]), "{states}");
        assert_eq!(rows.len() as u64, cell["replicates"].as_u64().expect("a count"));
        let mut values = column(&rows, observable);
        if states.starts_with("P(") {
            let counts = column(&rows, told["number"].as_str().expect("a name"));
            assert_near(mean(&counts), &cell["mean"], 1e-12);
            let threshold = told["number"].as_str().and_then(|name| name.rsplit(' ').next());
            let threshold: f64 = threshold.and_then(|end| end.trim_end_matches(')').parse().ok()).expect("a number");
            assert!(values.iter().zip(&counts).all(|(value, counts)| (*value >= threshold) == (*counts == 1.0)));
        } else if states.starts_with("variance") {
            let centre = mean(&values);
            let squares: Vec<f64> = values.iter().map(|value| (value - centre).powi(2)).collect();
            assert_near(mean(&squares) * rows.len() as f64 / (rows.len() as f64 - 1.0), &cell["mean"], 1e-9);
        } else if states.starts_with("quantile") {
            values.sort_by(f64::total_cmp);
            assert_near(values[(0.9 * values.len() as f64) as usize], &cell["mean"], 0.01);
        } else {
            assert_near(mean(&values), &cell["mean"], 1e-12);
        }
    }
}

/// Two terms of one sample on the left, one on the right, a curve, and an extremum on each sample.
#[test]
fn every_term_of_both_sides_has_a_column() {
    for (states, left, right) in [
        (
            "naive.mse - naive.mse[penalty = 0.5] <= naive.mse[samples = 4 * samples]",
            vec![("naive.mse", 1.0), ("naive.mse[penalty = 0.5]", -1.0)],
            vec!["naive.mse[samples = 256]"],
        ),
        ("naive.mse >= mean(naive.squared_error)", vec![("naive.mse", 1.0)], vec!["naive.squared_error"]),
    ] {
        let folder = folder_with(&claim(SWEEP, states));
        let cell = checked(folder.path()).pop().expect("a cell");
        let (_, rows) = replayed(folder.path(), &cell);
        let of_left: f64 = left.iter().map(|(name, weight)| weight * mean(&column(&rows, name))).sum();
        assert_near(of_left, &cell["mean"], 1e-9);
        for name in right {
            assert_near(mean(&column(&rows, name)), &cell["expected"], 1e-9);
        }
    }
    let folder = folder_with(&claim(SWEEP, "mean(min(naive.squared_error over penalty)) >= segment_bound"));
    let cell = checked(folder.path()).pop().expect("a cell");
    let (shown, rows) = replayed(folder.path(), &cell);
    let name = "min(naive.squared_error[penalty = 0.1], naive.squared_error[penalty = 1])";
    assert_eq!(shown["measured"][0]["columns"], serde_json::json!([name]));
    assert_near(mean(&column(&rows, name)), &cell["mean"], 1e-12);
    // A curve: the numbers at all its points, and what stands under `when`.
    let with_condition = claim(SWEEP, "decreasing(naive.mse over samples)\"\nwhen = \"naive.bias <= 99");
    let folder = folder_with(&with_condition);
    let cell = checked(folder.path()).pop().expect("a cell");
    let (shown, _) = replayed(folder.path(), &cell);
    let stands: Vec<&Value> = shown["measured"].as_array().expect("numbers").iter().map(|one| &one["stands"]).collect();
    assert_eq!(stands, [&serde_json::json!(["left"]), &serde_json::json!(["left"]), &serde_json::json!(["when"])]);
}

/// One replicate is a row of all, and a file of commas has the same numbers.
#[test]
fn one_replicate_is_a_row_of_all() {
    let folder = folder_with(&claim(SWEEP, "P(naive.squared_error >= 3 * segment_bound) >= naive.mse"));
    let set = ["replay", "mine.toml", "--set", "samples=64", "--set", "penalty=1", "--seed", "4"];
    let output = w2s(folder.path(), &[&set[..], &["--replicates", "600", "--out", "raw.csv"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let shown = text(&output.stdout);
    assert!(shown.contains("  naive.mse = ") && shown.contains("(right; "), "{shown}");
    let one = json(&w2s(folder.path(), &[&set[..], &["--replicate", "300", "--json"]].concat()));
    let written = std::fs::read_to_string(folder.path().join("raw.csv")).expect("a file");
    let lines: Vec<&str> = written.lines().filter(|line| !line.starts_with('#')).collect();
    let names: Vec<&str> = lines[0].split(',').collect();
    let row: Vec<&str> = lines[301].split(',').collect();
    assert_eq!((names[0], row[0], names.len()), ("replicate", "300", 4), "{names:?}");
    for (name, value) in names.iter().zip(&row).skip(1) {
        let value: f64 = value.parse().expect("a number");
        assert_eq!(one["observed"][name.trim_matches('"')].as_f64(), Some(value), "{name}");
    }
}

/// False sentences measure more of the same sample, so that it is drawn otherwise; the command says so.
#[test]
fn a_check_with_power_is_replayed_with_power() {
    let text = claim("batch = [4]\nlabels = [40]", "refined.mse >= 0.1 * segment_bound")
        + "[power]\nfalse = [\"refined.misalignment >= 2\"]\n";
    let folder = folder_with(&text);
    let arguments = ["check", "mine.toml", "--power", "--json", "--out", "out", "--no-store"];
    let cell = json(&w2s(folder.path(), &arguments))["claims"][0]["cells"][0].clone();
    let command = cell["replay"].as_str().expect("a command").to_owned();
    let (shown, _) = replayed(folder.path(), &cell);
    let told = if command.contains("replay mine.toml") { &shown["measured"][0]["mean"] } else { &shown["mean"] };
    assert_eq!(told, &cell["mean"], "{command}");
}

/// The command for a sentence that stands in no file works too.
#[test]
fn a_sentence_without_a_file_is_replayed() {
    let folder = folder_with(PROBLEM);
    let sentence = "min(naive.mse over penalty) <= 2 * naive.mse[penalty = 1]";
    let common = ["--problem", "mine.toml", "--set", "samples=16,64", "--set", "penalty=0.5,1"];
    let output =
        w2s(folder.path(), &[&["check", sentence, "--json", "--out", "out", "--no-store"], &common[..]].concat());
    let cell = json(&output)["claims"][0]["cells"][1].clone();
    let count = cell["replay"].as_str().and_then(|command| command.split("--replicates ").nth(1)).expect("a command");
    let count = count.split(' ').next().expect("a count");
    let expected = format!(
        "w2s replay '{sentence}' --problem mine.toml --set samples=16,64 --set penalty=0.5,1 --cell 2 --replicates {count} --seed 1"
    );
    assert_eq!(cell["replay"], expected);
    let set = ["--problem", "mine.toml", "--set", "samples=64", "--set", "penalty=0.5,1", "--replicates", count];
    let shown = json(&w2s(folder.path(), &[&["replay", sentence, "--json"], &set[..]].concat()));
    assert_eq!(shown["measured"][1]["mean"].as_f64().map(|mean| 2.0 * mean), cell["expected"].as_f64());
}

/// Cells are counted in the order of a check, and those without a statement are left out.
#[test]
fn a_command_names_the_number_of_its_cell() {
    let sweep = "samples = [16, 64]\npenalty = [0.03162277660168379, 0.1, 0.3]";
    let folder = folder_with(&claim(sweep, "naive.mse >= segment_bound\"\nwhen = \"penalty <= 0.05 or penalty >= 0.2"));
    let cells = checked(folder.path());
    assert_eq!(cells.len(), 4);
    for (place, cell) in cells.iter().enumerate() {
        let command = cell["replay"].as_str().expect("a command");
        assert!(command.starts_with(&format!("w2s replay mine.toml --cell {} --replicates ", place + 1)), "{command}");
        let (shown, _) = replayed(folder.path(), cell);
        assert_eq!((&shown["measured"][0]["mean"], &shown["setting"]), (&cell["mean"], &cell["setting"]));
    }
    let shown = text(&w2s(folder.path(), &["replay", "mine.toml", "--cell", "4", "--replicates", "300"]).stdout);
    assert!(
        shown.starts_with(
            "mine: naive.mse >= segment_bound when penalty <= 0.05 or penalty >= 0.2, at samples = 64, penalty = 0.3\n"
        ),
        "{shown}"
    );
}

#[test]
fn cells_that_are_not_told_apart_are_listed() {
    let folder = folder_with(&claim(SWEEP, "mean(naive.squared_error) >= segment_bound"));
    for (which, said) in [
        (&["--set", "samples=64"][..], "mine: 2 cells are left; say which with --set: penalty = 0.1, 1"),
        (&["--set", "samples=65"], "mine: no cell has these values; the cells have samples = 16, 64"),
        (&["--set", "dim=8"], "mine: dim tells its cells not apart; leave it out (they differ in: samples, penalty)"),
        (&["--cell", "5"], "mine: there is no cell 5; it has 4 cells, counted from 1"),
        (&["--cell", "0"], "invalid value '0' for '--cell <NUMBER>'"),
        (&["--cell", "1", "--set", "samples=64"], "mine: no cell has these values; cell 1 has samples = 16"),
    ] {
        let mut arguments = vec!["replay", "mine.toml", "--replicates", "10"];
        arguments.extend(which);
        let output = w2s(folder.path(), &arguments);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
        assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    }
    let set = ["--problem", "mine.toml", "--cell", "1"];
    let output = w2s(folder.path(), &[&["replay", "naive.mse", "--replicates", "10"], &set[..]].concat());
    assert!(text(&output.stderr).contains("naive.mse is a quantity and has no cells"), "{}", text(&output.stderr));
    let output = w2s(folder.path(), &["replay", "naive.mse", "--replicates", "10"]);
    assert!(
        text(&output.stderr).contains("naive.mse is a quantity; say with --problem FILE"),
        "{}",
        text(&output.stderr)
    );
}
