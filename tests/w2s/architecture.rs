//! The floors of the library: a module imports only from floors below, and neighbours on a floor do not know each other.

use std::path::{Path, PathBuf};

use crate::root::ROOT;

/// Floors inside the crates, from the top; the compiler keeps those of the crates themselves. `sample` stands above `model` because it samples
/// from problems.
const FLOORS: [&[&str]; 12] = [
    &["claim"],
    &["study"],
    &["quantity", "formula"],
    &["assumption"],
    &["catalogue"],
    &["setting", "family", "key_symbol", "unit", "name"],
    &["assertions"],
    &["learn", "theory", "evidence"],
    &["sample"],
    &["model"],
    &["random"],
    &["numeric"],
];

/// The packages that have floors of their own.
const PACKAGES: [&str; 2] = ["src", "crates/lab/src"];

#[test]
fn imports_point_down() {
    for package in PACKAGES {
        let source = Path::new(ROOT).join(package);
        let mut files = Vec::new();
        collect_rust_files(&source, &mut files);
        assert!(files.len() > 50, "{package} has many files; found {}", files.len());
        let violations: Vec<String> = files
            .iter()
            .filter(|file| !file.ends_with("lib.rs"))
            .flat_map(|file| {
                let inside = file.strip_prefix(&source).expect("a file in src");
                let module = inside.iter().next().expect("a name").to_string_lossy().replace(".rs", "");
                let text = std::fs::read_to_string(file).expect("a readable file");
                upward_imports(&module, &text).into_iter().map(move |import| format!("{}: {import}", file.display()))
            })
            .collect();
        assert!(violations.is_empty(), "imports that do not point down:\n{}", violations.join("\n"));
    }
}

#[test]
fn an_upward_import_is_found() {
    assert_eq!(upward_imports("model", "use crate::learn::FineTuning;"), ["model imports learn"]);
    assert_eq!(upward_imports("learn", "use crate::theory::segment_bound;"), ["learn imports theory"]);
    assert_eq!(upward_imports("formula", "    let x = crate::quantity::all();"), ["formula imports quantity"]);
    assert_eq!(upward_imports("model", "use crate::sample::LabelLaw;"), ["model imports sample"]);
    assert_eq!(upward_imports("claim", "use crate::study::Cell;\nuse weak_to_strong::model::Prior;"), [""; 0]);
}

fn upward_imports(module: &str, text: &str) -> Vec<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| ["crate::", "weak_to_strong::"].iter().flat_map(move |root| line.split(root).skip(1)))
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
        .filter(|imported| *imported != module && floor(imported).is_some_and(|f| Some(f) <= floor(module)))
        .map(|imported| format!("{module} imports {imported}"))
        .collect()
}

/// Position from the top.
fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

fn collect_rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect_rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
