//! Random streams keep their names: the keys of a dozen cells of all families are the committed ones.
//!
//! A key is the digest of a text, and this text is made of serialised specifications and settings. Where a field is renamed, moved or written in
//! another way, all replicates of a cell become other ones, and a store does not find them again. `tests/content_keys.toml` holds the texts as
//! they were first written, with the first number of each stream.

use crate::root::ROOT;
use indexmap::IndexMap;
use rand::Rng;
use toml::{Table, Value};
use weak_to_strong::random::{ContentKey, open_stream};
use weak_to_strong_lab::quantity;
use weak_to_strong_lab::setting::Settings;
use weak_to_strong_lab::study::Cell;

fn committed_cells() -> Vec<Table> {
    let text = std::fs::read_to_string(format!("{ROOT}/tests/content_keys.toml")).expect("tests/content_keys.toml");
    let table: Table = text.parse().expect("TOML");
    table["cell"].clone().try_into().expect("a list of tables")
}

fn text<'a>(cell: &'a Table, key: &str) -> &'a str {
    cell[key].as_str().expect("a text")
}

/// The key of a cell that is given by its quantity, its problem and its point of a sweep.
fn key(cell: &Table) -> ContentKey {
    let quantity = quantity::by_name(text(cell, "quantity")).expect("a known quantity");
    let settings: Vec<&str> = quantity.settings.iter().map(|setting| &*setting.name).collect();
    let point: IndexMap<String, Value> = cell["point"].clone().try_into().expect("a table");
    let cell = Cell::new(cell["problem"].as_table().expect("a table"), &point, &settings).expect("a cell");
    cell.content_key(quantity, &Settings::select(&quantity.settings, &cell.point).expect("settings"))
}

fn first_number(key: &ContentKey) -> String {
    format!("{:#018x}", open_stream(1, key, 0).next_u64())
}

#[test]
fn keys_are_the_committed_ones() {
    let cells = committed_cells();
    assert!(cells.len() >= 12, "{} cells", cells.len());
    for cell in &cells {
        let content = text(cell, "content");
        assert_eq!(key(cell), ContentKey::of(content), "the key of {cell} is no longer that of {content}");
        assert_eq!(first_number(&key(cell)), text(cell, "first"), "{cell}");
    }
}

#[test]
fn every_kind_of_prompts_and_family_is_there() {
    let contents: Vec<String> = committed_cells().iter().map(|cell| text(cell, "content").to_owned()).collect();
    for part in [
        "cube",
        "gaussian",
        "rademacher",
        "sphere",
        "anisotropic",
        "orthonormal",
        "vectors",
        "persona",
        "target_prior",
        "believed_noise",
        "degrees_of_freedom",
        "cyclic",
        "ginc",
        "subspaces",
        "projection",
        "bilevel",
    ] {
        assert!(contents.iter().any(|content| content.contains(&format!("\"{part}\""))), "{part}");
    }
}

/// What a key depends on: a target, a bit of the noise, a setting that is drawn with, but not one along the path.
#[test]
fn other_cells_have_other_keys() {
    let cell = &committed_cells()[0];
    let changed = |table: &str, name: &str, value: Value| {
        let mut cell = cell.clone();
        cell[table].as_table_mut().expect("a table").insert(name.to_owned(), value);
        key(&cell)
    };
    assert_eq!(text(cell, "quantity"), "naive.mse");
    assert_ne!(changed("problem", "target", 1.into()), key(cell));
    assert_ne!(changed("problem", "noise", 0.5f64.next_up().into()), key(cell));
    assert_ne!(changed("point", "samples", 65.into()), key(cell));
    assert_eq!(changed("point", "penalty", 0.2.into()), key(cell));
}
