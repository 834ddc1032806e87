//! Nothing in the committed figures is cut, and no two labels lie on each other.

use std::path::Path;

use crate::ink::{Rect, beyond, marks};
use crate::root::ROOT;

/// A label may touch its subscript, and a box is a little larger than its letters. In logical pixels.
const TOUCH: f64 = 1.0;

/// The committed figures.
fn figures() -> Vec<(String, String)> {
    let files = std::fs::read_dir(Path::new(ROOT).join("figures"))
        .expect("figures")
        .map(|entry| entry.expect("an entry").path());
    let figures = files.filter(|file| file.extension().is_some_and(|extension| extension == "svg"));
    figures.map(|file| (file.display().to_string(), std::fs::read_to_string(file).expect("a figure"))).collect()
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    let common = |low: f64, high: f64| high - low > TOUCH;
    common(a.left.max(b.left), a.right.min(b.right)) && common(a.top.max(b.top), a.bottom.min(b.bottom))
}

/// What is wrong with a figure.
fn faults(svg: &str) -> Vec<String> {
    let mut faults = beyond(svg);
    let mut labels: Vec<(&str, Rect)> = Vec::new();
    for mark in marks(svg) {
        let rect = mark.around;
        if let Some(label) = mark.label {
            let met = labels.iter().filter(|(_, other)| overlap(&rect, other));
            faults.extend(met.map(|(other, _)| format!("{label} lies on {other}")));
            labels.push((label, rect));
        }
    }
    if labels.is_empty() {
        faults.push("there are no labels".to_owned());
    }
    faults
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
