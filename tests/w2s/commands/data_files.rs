//! Claims about replicates in files of their own.

use crate::naive_claim::PROBLEM;
use crate::program::{folder_with, json, text, w2s};

/// What the program writes as Parquet and as CSV it judges alike, to the bit; a build without Parquet names the feature.
#[test]
fn the_same_replicates_are_judged_alike_in_all_formats() {
    let folder = folder_with(PROBLEM);
    let claim = |extension: &str| {
        let claim = format!(
            "id = \"mine\"\ntitle = \"Replicates\"\n[data]\nfile = \"raw.{extension}\"\n[data.observations]\n\
             \"own.error\" = {{ column = \"observation\", range = [0, inf] }}\n[claim]\nstates = \"own.error >= 0.1\"\n"
        );
        std::fs::write(folder.path().join(format!("{extension}.toml")), claim).expect("a file");
        w2s(folder.path(), &["check", &format!("{extension}.toml"), "--json", "--out", extension])
    };
    let replay = |out: &str| {
        let arguments = ["replay", "naive.mse", "--problem", "mine.toml", "--set", "samples=16", "--replicates", "600"];
        assert_eq!(w2s(folder.path(), &[&arguments[..], &["--out", out]].concat()).status.code(), Some(0));
    };
    replay("raw.csv");
    let csv = claim("csv");
    assert_eq!(csv.status.code(), Some(0), "{}", text(&csv.stderr));
    if cfg!(feature = "parquet") {
        replay("raw.parquet");
        let parquet = claim("parquet");
        assert_eq!(parquet.status.code(), Some(0), "{}", text(&parquet.stderr));
        assert_eq!(json(&parquet)["claims"][0]["cells"], json(&csv)["claims"][0]["cells"]);
    } else {
        std::fs::write(folder.path().join("raw.parquet"), b"PAR1").expect("a file");
        let refused = text(&claim("parquet").stderr);
        assert!(refused.contains("raw.parquet: this build cannot read Parquet"), "{refused}");
        assert!(refused.contains("cargo install --locked --path crates/w2s --features parquet"), "{refused}");
        assert!(!folder.path().join("parquet").exists());
    }
}
