//! Every dependency has its reason in `docs/dependencies.md`.

use std::collections::BTreeSet;

use toml::Table;

const MANIFEST: &str = include_str!("../../Cargo.toml");
const PAGE: &str = include_str!("../../docs/dependencies.md");

#[test]
fn every_dependency_is_justified_and_none_that_is_gone() {
    let manifest: Table = toml::from_str(MANIFEST).expect("Cargo.toml");
    let dependencies = manifest["workspace"]["dependencies"].as_table().expect("a table of dependencies");
    let others = dependencies.keys().filter(|name| !name.starts_with("weak-to-strong"));
    let named: BTreeSet<String> = others.cloned().collect();
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `")).map(|row| row.split('|').collect::<Vec<_>>());
    let mut justified = BTreeSet::new();
    for row in rows {
        let name = row[0].trim().trim_end_matches('`').to_owned();
        assert!(row.len() == 4 && row[1..3].iter().all(|cell| !cell.trim().is_empty()), "{name}: licence and reason");
        assert!(justified.insert(name.clone()), "{name} stands twice");
    }
    assert_eq!(justified, named);
}

/// With their feature `std`, products of nalgebra are by a crate that chooses instructions by itself, so that sums depend on the processor. The lock file
/// names it nevertheless, and nothing compiles it.
#[test]
fn no_dependency_chooses_its_own_rounding() {
    let manifest: Table = toml::from_str(MANIFEST).expect("Cargo.toml");
    for name in ["nalgebra", "gauss-quad"] {
        let dependency = &manifest["workspace"]["dependencies"][name];
        let features = dependency["features"].as_array().expect("a list of features");
        assert_eq!(dependency["default-features"].as_bool(), Some(false), "{name}");
        assert!(features.iter().all(|feature| feature.as_str() != Some("std")), "{name}");
    }
}
