//! The house: imports point down, no files import each other in a circle, and no file is long.

mod house;
mod paths;

use std::path::Path;

use house::House;

use crate::root::ROOT;

/// The floors inside a crate, from the top. A module imports only from floors below its own; those of one floor do not know each other.
/// The compiler keeps the floors between crates.
const FLOORS: [(&str, &[&[&str]]); 3] = [
    (
        "src",
        &[
            &["prelude"],
            &["assertions", "kernel"],
            &["learn", "theory", "evidence"],
            &["sample"],
            &["model"],
            &["random"],
            &["numeric"],
        ],
    ),
    (
        "crates/transformer/src",
        &[
            &["by_hand", "training"],
            &["file"],
            &["gradient", "training_spec"],
            &["network", "tokens"],
            &["layer", "layout"],
            &["product", "architecture"],
            &["number"],
        ],
    ),
    (
        "crates/lab/src",
        &[
            &["claim"],
            &["statement"],
            &["registry"],
            &["study"],
            &["law"],
            &["quantity", "formula"],
            &["data", "functional"],
            &["assumption", "inference", "own_relation"],
            &["catalogue"],
            &["setting", "family", "unit", "file_key"],
            &["name", "sentence", "comparison", "verdict", "trained"],
        ],
    ),
];

/// The crates whose files are looked at.
const CRATES: [&str; 6] =
    ["src", "crates/transformer/src", "crates/lab/src", "crates/proptest/src", "crates/report/src", "crates/w2s/src"];

/// The most lines of a file, tests included.
const MOST_LINES: usize = 400;

#[test]
fn imports_point_down() {
    for (source, floors) in FLOORS {
        let house = House::read(&Path::new(ROOT).join(source));
        assert!(house.file_count() > 20, "{source} has many files; found {}", house.file_count());
        let upward = upward_imports(&house, floors);
        assert!(upward.is_empty(), "imports of {source} that do not point down:\n{}", upward.join("\n"));
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let circles: Vec<String> =
        CRATES.iter().flat_map(|source| House::read(&Path::new(ROOT).join(source)).circles()).collect();
    assert!(circles.is_empty(), "circles of imports:\n{}", circles.join("\n"));
}

#[test]
fn no_file_is_long() {
    let sources = CRATES.iter().chain(&["tests", "benches", "examples"]);
    let long: Vec<_> =
        sources.flat_map(|source| House::read(&Path::new(ROOT).join(source)).longer_than(MOST_LINES)).collect();
    assert!(long.is_empty(), "files over {MOST_LINES} lines: {long:?}");
}

/// Modules that import from their own floor or from one above.
fn upward_imports(house: &House, floors: &[&[&str]]) -> Vec<String> {
    let floor = |module: &str| floors.iter().position(|modules| modules.contains(&module));
    let tops = house.imports().into_iter().filter_map(|(from, to)| Some((from.first()?.clone(), to.first()?.clone())));
    let other = tops.filter(|(from, to)| from != to);
    let mut upward: Vec<String> = other
        .filter(|(from, to)| floor(to).is_none() || floor(to) <= floor(from))
        .map(|(from, to)| format!("{from} imports {to}"))
        .collect();
    upward.sort();
    upward.dedup();
    upward
}

#[test]
fn an_upward_import_is_found() {
    let floors: &[&[&str]] = &[&["learn", "theory"], &["model"]];
    let upward = |text: &str| {
        let files = [
            ("model/mod.rs", text),
            ("learn/mod.rs", "pub use fit::Fit;\nuse crate::model::Prior;"),
            ("learn/fit.rs", ""),
            ("theory.rs", ""),
        ];
        upward_imports(&House::of(&files), floors)
    };
    assert_eq!(upward("use crate::learn::Fit;"), ["model imports learn"]);
    assert_eq!(upward("use crate::{learn::Fit, theory::bound};"), ["model imports learn", "model imports theory"]);
    assert_eq!(upward("fn f() { super::theory::bound() }"), ["model imports theory"]);
    assert_eq!(upward("use serde::Serialize;"), [""; 0]);
    let neighbours = House::of(&[("learn.rs", "use crate::theory::bound;"), ("theory.rs", "")]);
    assert_eq!(upward_imports(&neighbours, floors), ["learn imports theory"]);
}

#[test]
fn a_circle_is_found() {
    let front = "mod a;\nmod b;\nmod c;\npub use a::A;\npub use b::B;\npub use c::C;";
    let circles = |a: &str, b: &str, c: &str| {
        House::of(&[("m/mod.rs", front), ("m/a.rs", a), ("m/b.rs", b), ("m/c.rs", c)]).circles()
    };
    // Through names that the front passes on, through a group, and three in a row.
    assert_eq!(circles("use super::B;", "use super::A;", "").len(), 2);
    assert_eq!(circles("use super::{B, c::C};", "use super::C;", "use crate::m::{A};").len(), 4);
    assert_eq!(circles("use super::b::B;", "use super::C;", "fn f() { super::a::g() }").len(), 3);
    assert_eq!(circles("use super::{B, C};", "use super::C;", ""), [""; 0]);
    // A unit test may look up.
    assert_eq!(circles("use super::B;", "#[cfg(test)]\nmod tests { use super::super::A; }", ""), [""; 0]);
}
