//! What `w2s export latex` takes from an earlier check is what a check of its own gives.

use crate::naive_claim::CLAIM;
use crate::program::{folder_with, text, w2s};
use tempfile::TempDir;

/// Standard output, once the exit status is this.
fn printed(folder: &TempDir, arguments: &[&str], status: i32) -> String {
    let output = w2s(folder.path(), arguments);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", text(&output.stderr));
    text(if status == 2 { &output.stderr } else { &output.stdout })
}

#[test]
fn an_earlier_check_is_exported() {
    let folder = folder_with(&format!("{CLAIM}references = [\"eps_p2\"]\n"));
    printed(&folder, &["check", "mine.toml", "--seed", "3", "--no-store"], 0);
    for more in [&[][..], &["--figure"]] {
        let export = [&["export", "latex", "mine.toml"], more].concat();
        let now = printed(&folder, &[&export[..], &["--no-store", "--seed", "3"]].concat(), 0);
        let from = [&export[..], &["--from", "checks.json"]].concat();
        assert_eq!(printed(&folder, &from, 0), now);
        let document: serde_json::Value =
            serde_json::from_str(&printed(&folder, &[&from[..], &["--json"]].concat(), 0)).expect("JSON");
        assert_eq!((document["latex"].as_str(), document["seed"].as_u64()), (Some(now.as_str()), Some(3)));
    }
    let absent = printed(&folder, &["export", "latex", "prop-3.2-segment", "--from", "checks.json"], 2);
    assert!(absent.contains("checks.json: there is no claim prop-3.2-segment in it; it has: mine"), "{absent}");
}

/// A claim of a user's own is in the file of the check, so its id is enough, also when its file is gone.
#[test]
fn an_own_claim_is_exported_by_its_id() {
    let folder = folder_with(CLAIM);
    printed(&folder, &["check", "mine.toml", "--seed", "3", "--no-store"], 0);
    let by_file = printed(&folder, &["export", "latex", "mine.toml", "--from", "checks.json"], 0);
    std::fs::remove_file(folder.path().join("mine.toml")).expect("a file");
    assert_eq!(printed(&folder, &["export", "latex", "mine", "--from", "checks.json"], 0), by_file);
    let again = printed(&folder, &["check", "--from", "checks.json", "--out", "again"], 0);
    assert!(again.contains("paper_checks.md written again from checks.json"), "{again}");
    let report = |folder: &str| std::fs::read_to_string(folder).expect("a report");
    let again = report(&format!("{}/again/paper_checks.md", folder.path().display()));
    assert!(again.contains("repeat with `w2s check mine.toml --seed 3`"), "{again}");
    let absent = printed(&folder, &["export", "latex", "yours", "--from", "checks.json"], 2);
    assert!(absent.contains("checks.json: there is no claim yours in it; it has: mine"), "{absent}");
}

#[test]
fn a_figure_is_exported_for_vega_lite() {
    let folder = folder_with(&format!("{CLAIM}references = [\"eps_p2\"]\n"));
    printed(&folder, &["check", "mine.toml", "--seed", "3", "--no-store"], 0);
    let export = ["export", "vega-lite", "mine.toml"];
    let now = printed(&folder, &[&export[..], &["--no-store", "--seed", "3"]].concat(), 0);
    assert_eq!(printed(&folder, &[&export[..], &["--from", "checks.json"]].concat(), 0), now);
    let figure: serde_json::Value = serde_json::from_str(&now).expect("JSON");
    let rows = figure["data"]["values"].as_array().expect("data");
    let measured = rows.iter().filter(|row| row["curve"].is_null() && row["lower"].is_number());
    assert_eq!(
        (measured.count(), figure["$schema"].as_str().map(|schema| schema.contains("vega-lite"))),
        (10, Some(true))
    );
}

/// Distributions, and what was tried for a variable of `exists`, are in `checks.json` too.
#[test]
fn figures_by_the_form_of_a_sentence_are_exported_from_an_earlier_check() {
    let sampled = CLAIM.split("[figure]").next().expect("a part");
    let probability = sampled.replace("naive.mse >= segment_bound", "P(naive.squared_error >= 0.3) >= 0.01");
    let trials = sampled.replace("naive.mse >= segment_bound", "naive.mse <= 10") + "exists = \"penalty\"\n";
    let few = |text: String| text.replace("{ log = [0.1, 1.0, 5] }", "[0.1, 1.0]");
    for (text, parts) in [
        (few(probability), [("\\draw[gray, dashed] ({axis cs:3e-1,0.5}", 1), (") += (0, ", 4)]),
        (few(trials), [("mark=o, mark size=4pt, only marks, forget plot", 2), ("y error plus=above", 2)]),
    ] {
        let folder = folder_with(&text);
        printed(&folder, &["check", "mine.toml", "--no-store"], 0);
        let export = ["export", "latex", "mine.toml", "--figure"];
        let now = printed(&folder, &[&export[..], &["--no-store"]].concat(), 0);
        assert_eq!(printed(&folder, &[&export[..], &["--from", "checks.json"]].concat(), 0), now);
        for (part, count) in parts {
            assert_eq!(now.matches(part).count(), count, "{part}: {now}");
        }
    }
}
