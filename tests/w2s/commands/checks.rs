//! `w2s check`: verdicts, what is printed, and what is written down.

use crate::naive_claim::CLAIM;
use crate::program::{folder_with, json, text, w2s};
use serde_json::Value;

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
    let said = "The claim holds in all 10 cells; measured ÷ expected, where it binds most, at ";
    for (text, image) in [(report, "](figures/mine.svg)"), (gallery, "](mine.svg)"), (figure, "<desc>")] {
        assert!(text.contains(image) && text.contains(said), "{image} {said}");
        assert!(text.contains(&format!(": {slack} (interval ")), "{image} {slack}");
    }
}

#[test]
fn a_false_claim_is_violated_and_its_replay_gives_the_same_bits() {
    let folder = folder_with(&CLAIM.replace("segment_bound", "1.05 * segment_bound"));
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
    for number in ["mean", "standard_error"] {
        assert_eq!(replayed["measured"][0][number], cell[number]);
    }
}

/// A fit that was not made has no number: none is printed, and none enters the slack.
#[test]
fn a_fit_that_was_not_made_has_no_number() {
    let claim = CLAIM
        .replace(
            "samples = [16, 4096]\npenalty = { log = [0.1, 1.0, 5] }",
            "batch = [20, 30, 40, 50, 60]\nsampler = [\"plain\"]",
        )
        .replace(
            "naive.mse >= segment_bound",
            "decay_rate(refined.misalignment over batch, log_power = misalignment_log_power) == misalignment_exponent",
        )
        .replace("x = \"penalty\"\nseries = \"samples\"", "x = \"batch\"");
    let folder = folder_with(&claim);
    let output = w2s(folder.path(), &["check", "mine.toml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("not fitted"), "{}", text(&output.stdout));
    let document = std::fs::read(folder.path().join("out/checks.json")).expect("checks.json");
    let document: Value = serde_json::from_slice(&document).expect("JSON");
    let cell = &document["claims"][0]["cells"][0];
    assert!(cell["mean"] == "nan" && cell["slack"].is_null() && document["claims"][0]["slack"].is_null(), "{cell}");
    assert_eq!(cell["doubt"], "rough_means");
}

/// The squared error of refinement with one shared batch is a rare event, 5e-5 here: plain sampling sees none, and must not conclude. Tilted batches
/// show that the claim is false.
#[test]
fn a_rare_event_that_was_not_seen_is_not_excluded() {
    let claim = CLAIM
        .replace("orthonormal = 3", "orthonormal = 2")
        .replace(
            "samples = [16, 4096]\npenalty = { log = [0.1, 1.0, 5] }",
            "batch = [40]\nlabels = [inf]\nbatches = [\"shared\"]\nsampler = [\"plain\"]",
        )
        .replace("naive.mse >= segment_bound", "refined.mse <= 2e-6")
        .replace("[figure]\nx = \"penalty\"\nseries = \"samples\"", "");
    let output = w2s(folder_with(&claim).path(), &["check", "mine.toml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(3), "{}{}", text(&output.stdout), text(&output.stderr));
    let tilted = claim.replace("\nsampler = [\"plain\"]", "");
    let output = w2s(folder_with(&tilted).path(), &["check", "mine.toml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(1), "{}{}", text(&output.stdout), text(&output.stderr));
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
        .replace("naive.mse >= segment_bound", "refined.prior_distance <= 0.01")
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
        CLAIM.replace("replicates = 4000", "replicates = 2000").replace("segment_bound", "1.004 * segment_bound");
    let output = w2s(folder_with(&close).path(), &["check", "mine.toml", "--out", "out"]);
    assert!(text(&output.stdout).contains("it would need about"), "{}", text(&output.stdout));
    // A plain squared error has no proved upper end.
    let plain =
        CLAIM.replace("replicates = 4000", "replicates = 3").replace("[sweep]", "[sweep]\nsampler = [\"plain\"]");
    let folder = folder_with(&plain.replace(">=", "<="));
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
    let folder = folder_with(&format!("{CLAIM}\n[power]\nfalse = [\"naive.mse >= 1.05 * segment_bound\"]\n"));
    let output = w2s(folder.path(), &["check", "mine.toml", "--out", "out", "--power", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(json(&output)["claims"][0]["power"][0]["verdict"], "violated");
    let folder = folder_with(&format!("{CLAIM}\n[power]\nfalse = [\"naive.mse >= 0.5 * segment_bound\"]\n"));
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

/// A report of a user's own claims is not one of the paper, and says the command that makes it.
#[test]
fn a_report_of_own_claims_names_their_files() {
    let folder = folder_with(&CLAIM.replace("title = \"My claim\"\n", ""));
    let output = w2s(folder.path(), &["check", "mine.toml", "--no-store", "--html", "--seed", "3"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect(name);
    let report = read("paper_checks.md");
    assert!(report.starts_with("# Checks of claims\n") && !report.contains("paper's"), "{report}");
    assert!(report.contains("Generated by `w2s check mine.toml --seed 3` (version"), "{report}");
    assert!(report.contains("### mine\n\n`naive.mse >= segment_bound`") && !report.contains("**mine.**"), "{report}");
    let page = read("paper_checks.html");
    assert!(page.contains("w2s check mine.toml --seed 3</code> (version") && !page.contains("class=title>"));
}
