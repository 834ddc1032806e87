//! Nothing in the committed figures is cut, and no two labels lie on each other.

use std::path::Path;

use crate::ink::faults;
use crate::root::ROOT;

/// The committed figures.
fn figures() -> Vec<(String, String)> {
    let files = std::fs::read_dir(Path::new(ROOT).join("figures"))
        .expect("figures")
        .map(|entry| entry.expect("an entry").path());
    let figures = files.filter(|file| file.extension().is_some_and(|extension| extension == "svg"));
    figures.map(|file| (file.display().to_string(), std::fs::read_to_string(file).expect("a figure"))).collect()
}

#[test]
fn nothing_is_cut_and_no_labels_collide() {
    let figures = figures();
    assert!(figures.len() > 60, "only {} figures", figures.len());
    let faults: Vec<String> = figures
        .iter()
        .flat_map(|(file, svg)| faults(svg).into_iter().map(move |fault| format!("{file}: {fault}")))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_cut_or_collides_is_found() {
    let path = |text: &str, x: i32| format!("<path data-text=\"{text}\" fill=\"#000000\" d=\"M{x} 20h40v20h-40z\"/>");
    let figure = |paths: &[String]| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"50\" viewBox=\"0 0 200 100\">{}</svg>",
            paths.concat()
        )
    };
    assert_eq!(faults(&figure(&[path("a", 0), path("b", 41)])), Vec::<String>::new());
    assert_eq!(faults(&figure(&[path("a", 0), path("b", 30)])), ["b lies on a"]);
    assert!(faults(&figure(&[path("a", 190)]))[0].starts_with("a lies outside"));
}
