//! `w2s list KIND`, `explain NAME` and `new`.

use crate::program::{json, text, w2s};
use serde_json::Value;
use toml::Table;

/// Standard output of a command that ends well.
fn shown(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let output = w2s(folder.path(), arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn every_kind_has_its_list() {
    for (kind, row) in [
        ("claims", "prop-3.2-segment"),
        ("quantities", "naive.mse (samples, penalty"),
        ("observables", "naive.squared_error (samples, penalty"),
        ("formulas", "segment_bound"),
        ("settings", "penalty"),
        ("assumptions", "isotropic"),
        ("functionals", "decay_rate"),
        ("functionals", "quantile"),
        ("predicates", "valley"),
        ("predicates", "uniform"),
        ("relations", "A == B"),
        ("functions", "exp(x)"),
        ("functions", "max(x, y, …)"),
        ("keys", "weak.off_hull"),
        ("keys", "regression.projection.dim"),
        ("claim-keys", "claim.states"),
        ("figure-keys", "figure.x_scale"),
    ] {
        let list = shown(&["list", kind]);
        assert!(list.lines().skip(1).all(|line| line.starts_with("  ")), "{kind} is one list: {list}");
        assert!(list.contains(&format!("\n  {row}")), "{kind}: {list}");
        let document: Value = serde_json::from_str(&shown(&["list", kind, "--json"])).expect("JSON");
        let entries = document[kind.replace('-', "_")].as_array().expect("a list").len();
        assert_eq!(entries, list.lines().count() - 1, "{kind}");
    }
    let all = shown(&["list"]);
    assert!(all.contains("naive.mse") && all.contains("decay_rate") && all.contains("w2s list claim-keys"), "{all}");
    let folder = tempfile::tempdir().expect("a folder");
    let unknown = w2s(folder.path(), &["list", "quantites"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("quantities"), "{}", text(&unknown.stderr));
}

/// Every name that a list shows is explained.
#[test]
fn what_is_listed_is_explained() {
    let document: Value = serde_json::from_str(&shown(&["list", "--json"])).expect("JSON");
    for (kind, entries) in document.as_object().expect("kinds") {
        // The first and the last of each kind; claims have ids.
        let names: Vec<&str> =
            entries.as_array().expect("a list").iter().filter_map(|entry| entry["name"].as_str()).collect();
        for name in names.first().iter().chain(&names.last()).filter(|_| kind != "relations") {
            let explained: Value = serde_json::from_str(&shown(&["explain", name, "--json"])).expect("JSON");
            assert!(explained.as_array().expect("a list").iter().any(|entry| entry["name"] == **name), "{name}");
        }
    }
}

#[test]
fn a_name_is_explained_with_what_belongs_to_it() {
    for (name, parts) in [
        (
            "naive.mse",
            [
                "mean squared error",
                "number of weak labels",
                "prop-3.2-segment",
                "w2s measure naive.mse --problem FILE --set",
            ],
        ),
        ("naive.squared_error", ["observable", "weak labels", "penalty", "version"]),
        ("segment_bound", ["formula", "source", "transfer problem", "w2s formula segment_bound --problem FILE"]),
        ("penalty", ["setting", "η", "naive.mse", "ridge_risk"]),
        ("cross_bias_nonnegative", ["assumption", "w2s formula cross_bias", "broken by", "prop-3.2-harmonic"]),
        ("decay_rate", ["functional", "log_power", "over batch", "5 % of the right side"]),
        ("exp", ["exponential function", "exp(x)", "one number", "every number"]),
        ("sqrt", ["square root", "measured and computed", "sqrt(x)", "x ≥ 0"]),
        ("floor", ["whole number", "function of numbers", "one number", "computed numbers only"]),
        ("valley", ["predicate", "over", "example", "valley("]),
        ("weak", ["key of [problem]", "weak.cosine", "weak.degrees_of_freedom", "transfer problem"]),
        ("claim.when", ["key of [claim]", "condition", "when = ", "false"]),
        ("x_scale", ["figure.x_scale", "key of [figure]", "log", "automatic"]),
    ] {
        let explained = shown(&["explain", name]);
        assert!(parts.iter().all(|part| explained.contains(part)), "{name}: {explained}");
    }
}

#[test]
fn a_mistyped_name_is_answered_with_the_nearest() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, said) in [
        ("naive.msw", "did you mean naive.mse?"),
        ("segmnt_bound", "did you mean segment_bound?"),
        ("prop-3.2-segmnet", "did you mean prop-3.2-segment?"),
        ("weak.of_hull", "did you mean weak.off_hull?"),
        ("qqqqqqqq", "w2s list shows all names"),
    ] {
        let output = w2s(folder.path(), &["explain", name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(text(&output.stderr).contains(said), "{name}: {}", text(&output.stderr));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_new_claim_file_holds_and_is_never_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = w2s(folder.path(), &["new", "my claims.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("w2s check 'my claims.toml'"), "{}", text(&output.stdout));
    let written = std::fs::read_to_string(folder.path().join("my claims.toml")).expect("a file");
    assert_eq!(written.parse::<Table>().expect("TOML")["id"].as_str(), Some("my-claims"));
    let again = w2s(folder.path(), &["new", "my claims.toml"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("my claims.toml exists; it is left as it is: choose another name"));
    assert_eq!(std::fs::read_to_string(folder.path().join("my claims.toml")).expect("a file"), written);
    let checked = w2s(folder.path(), &["check", "my claims.toml", "--power", "--out", "out"]);
    assert_eq!(checked.status.code(), Some(0), "{}{}", text(&checked.stdout), text(&checked.stderr));
    assert!(text(&checked.stdout).contains("1 of 1"), "{}", text(&checked.stdout));
}

#[test]
fn a_new_claim_file_may_follow_an_existing_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = w2s(folder.path(), &["new", "--id", "mine", "--from", "prop-3.2-segment", "--json"]);
    assert_eq!(json(&output)["file"], "mine.toml");
    let written = std::fs::read_to_string(folder.path().join("mine.toml")).expect("a file");
    let file: Table = written.parse().expect("TOML");
    assert_eq!(
        (file["id"].as_str(), file["claim"]["states"].as_str()),
        (Some("mine"), Some("naive.mse >= segment_bound"))
    );
    for (arguments, said) in [
        (&["new", "a", "--from", "nothing"][..], "nothing"),
        (&["new", "a", "--id", "../a"], "use letters, digits"),
        (&["new", "absent/a"], "absent/a.toml"),
    ] {
        let output = w2s(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(said), "{arguments:?}: {}", text(&output.stderr));
    }
    assert!(!folder.path().join("a.toml").exists());
}

#[test]
fn several_values_are_for_checks() {
    let folder = tempfile::tempdir().expect("a folder");
    let formula =
        |set: &str| w2s(folder.path(), &["formula", "ridge_risk", "--problem", "prop-3.2-segment", "--set", set]);
    for (set, said) in [
        ("samples=64,128", "--set samples=64,128: give one value"),
        ("penalty=log:1e-3:1e2:11", "give one value"),
        ("penalty=log:1e-3", "write log:FIRST:LAST:COUNT"),
    ] {
        let output = formula(set);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    }
}

#[test]
fn lists_take_words_and_explanations_take_labels() {
    let rare = shown(&["list", "claims", "--about", "rare"]);
    assert!(rare.contains("thm-4.3-rare") && !rare.contains("prop-3.2-segment"), "{rare}");
    let both = shown(&["list", "--about", "Ridge", "--about", "risk"]);
    assert!(both.contains("ridge_risk") && !both.contains("segment_bound"), "{both}");
    assert_eq!(shown(&["list", "--about", "qqqq"]), "nothing is about qqqq\n");
    let whole = shown(&["explain", "prop-3.2-segment"]);
    for part in [
        "problem    dim = 32",
        "sweep      prompts = ",
        "file\n  id = \"prop-3.2-segment\"",
        "check      w2s check prop-3.2-segment",
    ] {
        assert!(whole.contains(part), "{part}: {whole}");
    }
    let some = shown(&["explain", "prop-3.2-segment", "--only", "problem,sweep"]);
    assert!(some.contains("dim = 32") && !some.contains("proof"), "{some}");
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = w2s(folder.path(), &["explain", "prop-3.2-segment", "--only", "problm"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("did you mean problem?"), "{}", text(&wrong.stderr));
}

#[test]
fn lists_and_explanations_fit_the_width() {
    let folder = tempfile::tempdir().expect("a folder");
    for arguments in [&["list"][..], &["list", "claim-keys"], &["explain", "naive.mse"]] {
        let output = crate::command::command(folder.path(), arguments).env("COLUMNS", "60").output().expect("w2s");
        let shown = text(&output.stdout);
        let long: Vec<&str> = shown.lines().filter(|line| line.chars().count() > 60).collect();
        assert!(long.is_empty(), "{arguments:?}: {long:#?}");
    }
}

/// The verdict of the last check, from the folder or from a file that is named, and not of a claim that was changed since.
#[test]
fn a_claim_is_explained_with_its_last_verdict() {
    let folder = crate::program::folder_with(crate::naive_claim::CLAIM);
    let explained = |more: &[&str]| text(&w2s(folder.path(), &[&["explain", "mine.toml"], more].concat()).stdout);
    assert!(!explained(&[]).contains("verdict"));
    assert_eq!(w2s(folder.path(), &["check", "mine.toml", "--no-store", "--out", "."]).status.code(), Some(0));
    let shown = explained(&[]);
    assert!(shown.contains("\nverdict    holds (10 hold of its cells), measured ÷ expected"), "{shown}");
    assert!(shown.contains("seed 1, in checks.json\nfigure     figures/mine.svg\n"), "{shown}");
    assert!(explained(&["--from", "checks.json"]).contains("verdict    holds"));
    let changed = crate::naive_claim::CLAIM.replace("naive.mse >= segment_bound", "naive.mse >= harmonic_bound");
    std::fs::write(folder.path().join("mine.toml"), changed).expect("a file");
    assert!(!explained(&[]).contains("verdict"));
    let refused = w2s(folder.path(), &["explain", "mine.toml", "--from", "checks.json"]);
    assert!(text(&refused.stderr).contains("check it again"), "{}", text(&refused.stderr));
}

#[test]
fn ids_that_name_no_file_are_refused_before_anything_is_drawn() {
    for id in ["assumptions", "CON", "com1.bound", &"x".repeat(101)] {
        let claim = crate::naive_claim::CLAIM.replacen("\"mine\"", &format!("\"{id}\""), 1);
        let folder = crate::program::folder_with(&claim);
        let output = w2s(folder.path(), &["check", "mine.toml"]);
        assert_eq!(output.status.code(), Some(2), "{id}");
        assert!(text(&output.stderr).contains("mine.toml: id = "), "{}", text(&output.stderr));
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing else is written");
    }
}
