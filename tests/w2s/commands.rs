//! The program from outside: exit status, output, files, and messages about bad input.

use std::process::Output;

use crate::naive_claim::CLAIM;
use crate::program::w2s;
use serde_json::Value;

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&output.stderr)))
}

fn folder_with(claim: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("mine.toml"), claim).expect("a file");
    folder
}

#[test]
fn a_true_claim_holds_and_is_written_down() {
    let folder = folder_with(CLAIM);
    let output = w2s(folder.path(), &["check", "mine.toml", "--out", "out", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document = json(&output);
    let claim = &document["claims"][0];
    assert_eq!(claim["id"], "mine");
    assert_eq!(claim["verdict"], "holds");
    assert!(claim["slack"]["value"].as_f64().is_some_and(|slack| slack > 1.0));
    assert_eq!(claim["cells"].as_array().map(Vec::len), Some(10));
    for key in ["setting", "mean", "standard_error", "lower", "upper", "expected", "verdict", "replicates"] {
        assert!(!claim["cells"][0][key].is_null(), "{key}");
    }
    let written = std::fs::read(folder.path().join("out/checks.json")).expect("checks.json");
    assert_eq!(written, output.stdout);
    let report = std::fs::read_to_string(folder.path().join("out/paper_checks.md")).expect("paper_checks.md");
    assert!(report.contains("### mine") && report.contains("**holds**") && report.contains("figures/mine.svg"));
    let figure = std::fs::read_to_string(folder.path().join("out/figures/mine.svg")).expect("the figure");
    assert!(figure.contains("<svg") && !figure.contains("<text"));
    let slack = format!("{:.3}", claim["slack"]["value"].as_f64().expect("a slack"));
    let gallery = std::fs::read_to_string(folder.path().join("out/figures/README.md")).expect("the gallery");
    let said = format!("The claim holds in all 10 cells; measured ÷ expected, where it binds most: {slack} (interval ");
    for (text, image) in [(report, "](figures/mine.svg)"), (gallery, "](mine.svg)"), (figure, "<desc>")] {
        assert!(text.contains(image) && text.contains(&said), "{image} {said}");
    }
}

#[test]
fn a_false_claim_is_violated_and_its_replay_gives_the_same_bits() {
    let folder = folder_with(&CLAIM.replace("\"segment_bound\"", "\"1.05 * segment_bound\""));
    let output = w2s(folder.path(), &["check", "mine.toml", "--out", "out", "--seed", "5"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let shown = text(&output.stdout);
    assert!(shown.contains("mine: violated at samples = 4096, penalty = "), "{shown}");
    let replay = shown.lines().find_map(|line| line.trim().strip_prefix("replay: w2s ")).expect("a replay command");
    let mut arguments: Vec<&str> = replay.split(' ').collect();
    arguments.push("--json");
    let replayed = json(&w2s(folder.path(), &arguments));
    let checks = std::fs::read(folder.path().join("out/checks.json")).expect("checks.json");
    let checks: Value = serde_json::from_slice(&checks).expect("JSON");
    let cells = checks["claims"][0]["cells"].as_array().expect("cells");
    let cell = cells.iter().find(|cell| cell["replay"] == format!("w2s {replay}")).expect("the replayed cell");
    assert_eq!(replayed["mean"], cell["mean"]);
    assert_eq!(replayed["standard_error"], cell["standard_error"]);
}

/// A fit that was not made has no number: none is printed, and none enters the slack.
#[test]
fn a_fit_that_was_not_made_has_no_number() {
    let claim = CLAIM
        .replace("samples = [16, 4096]\npenalty = { log = [0.1, 1.0, 5] }", "batch = [20, 30, 40, 50]")
        .replace("naive.mse", "refined.misalignment")
        .replace("\">=\"", "\"decays_at\"\nalong = \"batch\"")
        .replace("\"segment_bound\"", "\"misalignment_exponent\"")
        .replace("x = \"penalty\"\nseries = \"samples\"", "x = \"batch\"");
    let folder = folder_with(&claim);
    let output = w2s(folder.path(), &["check", "mine.toml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("not fitted"), "{}", text(&output.stdout));
    let document = std::fs::read(folder.path().join("out/checks.json")).expect("checks.json");
    let document: Value = serde_json::from_slice(&document).expect("JSON");
    let cell = &document["claims"][0]["cells"][0];
    assert!(cell["mean"].is_null() && cell["slack"].is_null() && document["claims"][0]["slack"].is_null(), "{cell}");
    assert_eq!(cell["doubt"], "rough_means");
}

/// The squared error of refinement with one shared batch is a rare event: plain sampling sees none, and must not conclude.
#[test]
fn a_rare_event_that_was_not_seen_is_not_excluded() {
    let claim = CLAIM
        .replace("orthonormal = 3", "orthonormal = 2")
        .replace(
            "samples = [16, 4096]\npenalty = { log = [0.1, 1.0, 5] }",
            "batch = [40]\nlabels = [inf]\nbatches = [\"shared\"]",
        )
        .replace("naive.mse", "refined.mse")
        .replace("\">=\"", "\"<=\"")
        .replace("\"segment_bound\"", "\"2e-6\"")
        .replace("[figure]\nx = \"penalty\"\nseries = \"samples\"", "");
    let output = w2s(folder_with(&claim).path(), &["check", "mine.toml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(3), "{}{}", text(&output.stdout), text(&output.stderr));
}

/// A limit of total variation 0 is met, not violated, however many concepts add their noise to the estimate.
#[test]
fn total_variation_near_zero_is_not_violated() {
    let claim = CLAIM
        .replace("dim = 8", "dim = 64")
        .replace("orthonormal = 3", "orthonormal = 64")
        .replace("target = 0", "target_prior = \"uniform\"")
        .replace("cosine = 0.8, off_hull = 0.6", "cosine = 1.0")
        .replace("samples = [16, 4096]\npenalty = { log = [0.1, 1.0, 5] }", "batch = [20]")
        .replace("naive.mse", "refined.prior_distance")
        .replace("\">=\"", "\"<=\"")
        .replace("\"segment_bound\"", "\"0.01\"")
        .replace("[figure]\nx = \"penalty\"\nseries = \"samples\"", "");
    let output = w2s(folder_with(&claim).path(), &["check", "mine.toml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(3), "{}{}", text(&output.stdout), text(&output.stderr));
}

/// Steps far beyond 2/λ_max make gradient descent diverge beyond the range of floating-point numbers.
#[test]
fn a_replicate_that_is_not_finite_is_named_and_replayed() {
    let claim = CLAIM
        .replace("naive.mse", "descent.mse")
        .replace("penalty = { log = [0.1, 1.0, 5] }", "step = [0.1, 50.0]\nsteps = [1, 1000]")
        .replace("x = \"penalty\"", "x = \"steps\"");
    let folder = folder_with(&claim);
    let output = w2s(folder.path(), &["check", "mine.toml", "--out", "out"]);
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("step = 50, steps = 1000"), "{message}");
    let replay = message.split("see it with: w2s ").nth(1).expect("a replay command").trim();
    let replayed = w2s(folder.path(), &replay.split(' ').collect::<Vec<_>>());
    assert_eq!(replayed.status.code(), Some(0), "{}", text(&replayed.stderr));
    let shown = text(&replayed.stdout);
    assert!(shown.contains("inf") || shown.contains("NaN"), "{shown}");
    assert!(!folder.path().join("out").exists());
}

#[test]
fn too_few_replicates_leave_a_claim_unresolved() {
    let close =
        CLAIM.replace("replicates = 4000", "replicates = 2000").replace("\"segment_bound", "\"1.004 * segment_bound");
    let output = w2s(folder_with(&close).path(), &["check", "mine.toml", "--out", "out"]);
    assert!(text(&output.stdout).contains("it would need about"), "{}", text(&output.stdout));
    let folder = folder_with(&CLAIM.replace("replicates = 4000", "replicates = 3"));
    let output = w2s(folder.path(), &["check", "mine.toml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("its interval needs 1000 replicates or more"));
}

#[test]
fn an_unmet_assumption_makes_a_claim_not_applicable() {
    let claim = CLAIM
        .replace("title = ", "assumes = [\"isotropic\"]\ntitle = ")
        .replace("\"gaussian\"", "{ anisotropic = [2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0] }");
    let folder = folder_with(&claim);
    let output = w2s(folder.path(), &["check", "mine.toml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).contains("mine: not applicable; the problem is not isotropic"));
}

#[test]
fn false_neighbours_are_caught() {
    let folder = folder_with(&format!("{CLAIM}\n[power]\nfalse = [\"1.05 * segment_bound\"]\n"));
    let output = w2s(folder.path(), &["check", "mine.toml", "--out", "out", "--power", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(json(&output)["claims"][0]["power"][0]["verdict"], "violated");
    let folder = folder_with(&format!("{CLAIM}\n[power]\nfalse = [\"0.5 * segment_bound\"]\n"));
    let output = w2s(folder.path(), &["check", "mine.toml", "--out", "out", "--power"]);
    assert_eq!(output.status.code(), Some(1), "a neighbour that is true must be reported");
}

#[test]
fn threads_change_no_byte() {
    let folder = folder_with(CLAIM);
    let files = ["checks.json", "paper_checks.md", "figures/mine.svg", "figures/README.md"];
    let written_with = |threads: &str| {
        let out = format!("out{threads}");
        w2s(folder.path(), &["check", "mine.toml", "--threads", threads, "--out", &out]);
        files.map(|file| {
            let content = std::fs::read_to_string(folder.path().join(&out).join(file)).expect(file);
            // The last section is about the run.
            content.split("## Provenance").next().map(str::to_owned)
        })
    };
    let one = written_with("1");
    assert_eq!(one, written_with("2"));
    assert_eq!(one, written_with("7"));
}

#[test]
fn an_earlier_report_is_compared() {
    let folder = folder_with(CLAIM);
    let check = |more: &[&str]| w2s(folder.path(), &[&["check", "mine.toml", "--out", "out"], more].concat());
    assert_eq!(check(&[]).status.code(), Some(0));
    std::fs::copy(folder.path().join("out/checks.json"), folder.path().join("before.json")).expect("a copy");
    assert_eq!(check(&["--against", "before.json"]).status.code(), Some(0));
    let other_seed = check(&["--against", "before.json", "--seed", "2"]);
    assert_eq!(other_seed.status.code(), Some(1));
    assert!(text(&other_seed.stderr).contains("differs: claims[0].cells[0].mean"));
}

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

/// What is changed in the claim file, and words that the message must contain: the key and the remedy.
const BAD_CLAIMS: [(&str, &str, &[&str]); 31] = [
    ("\"uniform\"", "[0.5, 0.6, -0.1]", &["source_prior[2] = -0.1", "[0, 1]", "\"uniform\""]),
    ("\"uniform\"", "[0.5, 0.6, 0.1]", &["source_prior sums to 1.2", "divide its entries by 1.2"]),
    ("\"uniform\"", "[0.5, 0.5]", &["source_prior has 2 entries", "3 concepts"]),
    ("\"uniform\"", "[0.5, nan, 0.5]", &["source_prior[1] = NaN", "[0, 1]"]),
    ("\"uniform\"", "\"flat\"", &["flat", "uniform"]),
    ("orthonormal = 3", "orthonormal = 9", &["concepts.orthonormal = 9", "dim = 8", "raise dim to 9"]),
    ("orthonormal = 3", "orthonormal = 0", &["concepts.orthonormal", "at least one"]),
    ("orthonormal = 3", "vectors = [[1.0, 0.0]]", &["concepts.vectors[0] has 2 coordinates", "dim = 8"]),
    (
        "{ orthonormal = 3 }",
        "{ persona = { count = 8, content = 1.0, style = 0.5 } }",
        &["persona.count", "raise dim to 9"],
    ),
    ("noise = 0.5\nweak", "noise = 0.0\nweak", &["noise = 0:", "positive"]),
    ("noise = 0.5\nweak", "noise = -1.0\nweak", &["noise = -1:", "positive"]),
    ("noise = 0.5\nweak", "noise = nan\nweak", &["noise = NaN", "positive"]),
    ("noise = 0.5 }", "noise = 0.0 }", &["weak.noise = 0:", "positive"]),
    ("dim = 8", "dim = 0", &["dim = 0", "dim = 1 or more"]),
    ("target = 0", "target = 3", &["target = 3", "from 0 to 2"]),
    ("target = 0", "", &["target is missing", "give either target"]),
    ("target = 0", "target = 0\ntarget_prior = \"uniform\"", &["both given", "only one"]),
    ("dim = 8", "dim = 3", &["weak.off_hull = 0.6", "span all 3 dimensions", "raise dim"]),
    ("cosine = 0.8", "cosine = nan", &["weak.cosine = NaN", "finite"]),
    ("off_hull = 0.6", "off_hull = -0.6", &["weak.off_hull = -0.6", "write 0.6"]),
    ("cosine = 0.8, off_hull = 0.6", "vectors = [[1.0]]", &["weak.vectors[0] has 1 coordinates", "dim = 8"]),
    ("cosine = 0.8, ", "", &["neither cosine nor vectors", "weak.cosine"]),
    ("\"gaussian\"", "{ anisotropic = [1.0, 2.0] }", &["2 variances", "dim = 8"]),
    ("\"gaussian\"", "\"gausian\"", &["gausian", "gaussian"]),
    ("noise = 0.5\nweak", "nois = 0.5\nweak", &["nois", "noise"]),
    ("title = ", "titel = ", &["titel", "title"]),
    ("naive.mse", "naive.ms", &["claim.quantity", "naive.ms", "naive.mse"]),
    ("\"segment_bound\"", "\"segment_bund\"", &["claim.expression", "segment_bund", "segment_bound"]),
    ("\"segment_bound\"", "\"2 * (\"", &["claim.expression", "2 * ("]),
    ("samples = [16, 4096]", "sample = [16, 4096]", &["sweep.sample", "samples"]),
    ("samples = [16, 4096]", "samples = [0.5]", &["samples = 0.5", "whole number"]),
];

#[test]
fn bad_claims_are_refused_with_file_key_and_remedy() {
    for (from, to, words) in BAD_CLAIMS {
        assert!(CLAIM.contains(from), "{from} stands in the claim");
        refused(&CLAIM.replacen(from, to, 1), words);
    }
    refused(&CLAIM.replace("id = ", "assumes = [\"isotropc\"]\nid = "), &["assumes", "isotropc", "isotropic"]);
    refused(&CLAIM.replace("\"mine\"", "\"../mine\""), &["id", "../mine", "letters"]);
    refused(&CLAIM.replace("x = \"penalty\"", "x = \"penalti\""), &["figure.x", "penalti", "samples, penalty"]);
    refused(&CLAIM.replace("[figure]", "infimum_over = \"penalty\"\n\n[figure]"), &["penalty", "infimum_over"]);
    refused(&CLAIM.replace("[figure]", "from = { samples = \"1e6\" }\n\n[figure]"), &["claim.from", "lower"]);
    refused(&CLAIM.replace("[figure]", "[domain]\nsamples = [4, 2]\n\n[figure]"), &["domain.samples", "write [2, 4]"]);
    let interpolating =
        CLAIM.replace("samples = [16, 4096]", "samples = [9]").replace("{ log = [0.1, 1.0, 5] }", "[0.0]");
    refused(&interpolating, &["samples = 9", "no finite variance", "penalty above 0"]);
    refused("id = 3", &["line 1", "string"]);
}

/// A claim on a hidden-Markov problem.
const HIDDEN_MARKOV: &str = r#"
id = "mine"
[problem]
hidden_markov = { cyclic = { concepts = 2, states = 3, regularity = 0.8, noise = 0.1, delimiter = 0.2 } }
[sweep]
examples = [2, 4]
example_length = [3]
[claim]
quantity = "hmm.misalignment"
relation = "<="
expression = "hmm_misalignment_bound"
"#;

#[test]
fn families_of_problems_do_not_mix() {
    let output = w2s(folder_with(HIDDEN_MARKOV).path(), &["check", "mine.toml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for (from, to, words) in [
        (
            "\"hmm.misalignment\"",
            "\"source.mse\"",
            ["source.mse is measured on a transfer problem", "dim", "hmm.accuracy"],
        ),
        (
            "hmm_misalignment_bound",
            "segment_bound",
            ["segment_bound is computed for a transfer problem", "dim", "hmm_evidence"],
        ),
        ("[sweep]", "dim = 3\n[sweep]", ["problem", "dim", "hidden_markov"]),
        ("states = 3", "states = 1", ["hidden_markov.cyclic.states = 1", "from 2", "64"]),
        ("noise = 0.1", "nois = 0.1", ["problem", "nois", "noise"]),
        ("cyclic = {", "cycle = {", ["problem", "cycle", "cyclic"]),
        ("[2, 4]", "[65]", ["examples = 65", "from 0", "to 64"]),
        ("[3]", "[20]", ["claim.expression", "example_length = 20", "distinguishability_ceiling"]),
    ] {
        // A quantity without settings is swept over none.
        let changed = HIDDEN_MARKOV.replace(from, to);
        let swept = "examples = [2, 4]\nexample_length = [3]\n";
        refused(&if to.contains("source") { changed.replace(swept, "") } else { changed }, &words);
    }
    let other = CLAIM.replace("naive.mse", "hmm.accuracy").replace("samples = [16, 4096]", "examples = [4]");
    let other =
        other.replace("penalty = {", "example_length = [3]\nnoise = {").replace("x = \"penalty\"", "x = \"noise\"");
    refused(&other, &["hmm.accuracy is measured on a hidden-Markov problem", "hidden_markov", "naive.mse"]);
}

#[test]
fn a_condition_that_is_not_met_makes_a_claim_not_applicable() {
    let assuming = |condition: &str| format!("assumes = [\"{condition}\"]\n{HIDDEN_MARKOV}");
    let check = |claim: &str| w2s(folder_with(claim).path(), &["check", "mine.toml", "--out", "out"]);
    assert_eq!(check(&assuming("distinguishable")).status.code(), Some(0));
    let output = check(&assuming("indistinguishable"));
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).contains("the problem is not indistinguishable"), "{}", text(&output.stdout));
}

fn refused(claim: &str, words: &[&str]) {
    let folder = folder_with(claim);
    let output = w2s(folder.path(), &["check", "mine.toml", "--out", "out"]);
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{words:?}: {message}");
    for word in words.iter().chain(&["mine.toml"]) {
        assert!(message.contains(word), "{word:?} is not in: {message}");
    }
    assert!(output.stdout.is_empty(), "nothing is printed to standard output");
    assert!(!folder.path().join("out").exists(), "nothing is written for: {message}");
}

#[test]
fn bad_commands_are_refused() {
    let folder = folder_with(CLAIM);
    for (arguments, words) in [
        (vec!["check", "nothing"], vec!["nothing", "prop-3.2-segment"]),
        (vec!["measure", "naive.ms", "--problem", "mine.toml"], vec!["naive.ms", "naive.mse"]),
        (vec!["measure", "naive.mse", "--problem", "mine.toml"], vec!["samples is missing", "number of weak labels"]),
        (vec!["measure", "naive.mse", "--problem", "mine.toml", "--set", "samples"], vec!["NAME=VALUE"]),
        (vec!["measure", "naive.mse", "--problem", "mine.toml", "--set", "sample=3"], vec!["sample", "samples"]),
        (vec!["formula", "segment", "--problem", "mine.toml"], vec!["segment", "segment_bound"]),
        (vec!["formula", "eps_p2", "--problem", "absent.toml"], vec!["absent.toml"]),
        (vec!["check", "mine.toml", "--error-probability", "2"], vec!["below 1"]),
    ] {
        let output = w2s(folder.path(), &arguments);
        let message = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(words.iter().all(|word| message.contains(word)), "{arguments:?}: {message}");
    }
}

#[test]
fn cells_are_exported_with_their_provenance() {
    let folder = folder_with(CLAIM);
    let output = w2s(folder.path(), &["check", "mine.toml", "--format", "csv,json", "--quiet"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let file = |extension: &str| std::fs::read(folder.path().join(format!("cells/mine.{extension}"))).expect("a file");
    let csv = text(&file("csv"));
    let rows = csv.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(rows, 1 + 10, "{csv}");
    assert!(csv.contains("# seed: 1\n") && csv.contains("#   title = \"My claim\"\n"), "{csv}");
    let document: Value = serde_json::from_slice(&file("json")).expect("JSON");
    assert_eq!(document["provenance"]["claim_file"], CLAIM);
    let report: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("checks.json")).expect("a file")).expect("JSON");
    assert_eq!(document["rows"][3]["mean"], report["claims"][0]["cells"][3]["mean"]);
}

/// Parquet and print are features of a build, which says so when it lacks them.
#[test]
fn what_a_build_leaves_out_is_refused_with_the_way_to_get_it() {
    let folder = folder_with(CLAIM);
    let replay =
        ["replay", "naive.mse", "--problem", "mine.toml", "--set", "samples=16", "--replicates", "600", "--out"];
    for (arguments, feature, written, magic) in [
        (vec!["check", "mine.toml", "--quiet", "--format", "parquet"], "parquet", "cells/mine.parquet", &b"PAR1"[..]),
        ([&replay[..], &["raw.parquet"]].concat(), "parquet", "raw.parquet", b"PAR1"),
        (vec!["check", "mine.toml", "--quiet", "--print", "pdf"], "print", "figures/mine.pdf", b"%PDF"),
        (vec!["check", "mine.toml", "--quiet", "--print", "png"], "print", "figures/mine.png", b"\x89PNG"),
    ] {
        let output = w2s(folder.path(), &arguments);
        let message = text(&output.stderr);
        let is_built = if feature == "print" { cfg!(feature = "print") } else { cfg!(feature = "parquet") };
        if is_built {
            assert_eq!(output.status.code(), Some(0), "{arguments:?}: {message}");
            assert!(std::fs::read(folder.path().join(written)).expect("a file").starts_with(magic), "{written}");
        } else {
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
            let asked = written.rsplit('.').next().expect("an extension");
            assert!(message.contains(&format!("{asked}: this build cannot write it")), "{message}");
            assert!(message.contains(&format!("cargo install --path crates/w2s --features {feature}")), "{message}");
            assert!(!folder.path().join(written).exists(), "{written}");
        }
    }
}

#[test]
fn replicates_are_exported() {
    let folder = folder_with(CLAIM);
    let replayed = |out: &str| {
        let arguments = ["replay", "naive.mse", "--problem", "mine.toml", "--set", "samples=16", "--replicates", "600"];
        w2s(folder.path(), &[&arguments[..], &["--out", out, "--json"]].concat())
    };
    let estimate = json(&replayed("raw.json"));
    let raw: Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("raw.json")).expect("a file")).expect("JSON");
    let rows = raw["rows"].as_array().expect("rows");
    let mean = rows.iter().filter_map(|row| row["observation"].as_f64()).sum::<f64>() / 600.0;
    assert_eq!((rows.len(), rows[599]["replicate"].as_u64()), (600, Some(599)));
    assert!((mean / estimate["mean"].as_f64().expect("a mean") - 1.0).abs() < 1e-12);
    let refused = replayed("raw.xlsx");
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("raw.xlsx: xlsx: there is no such format; write csv, json or parquet"));
}
