//! Nothing in the committed figures is cut, and no two labels lie on each other.

use crate::root::ROOT;
use std::path::PathBuf;

use usvg::roxmltree::{Document, Node};
use usvg::{Options, Rect, Tree};

/// A label may touch its subscript, and a box is a little larger than its letters. In logical pixels.
const TOUCH: f32 = 1.0;

/// The committed figures.
fn figures() -> Vec<(String, String)> {
    let folder = PathBuf::from(ROOT).join("figures");
    let files = std::fs::read_dir(folder).expect("figures").map(|entry| entry.expect("an entry").path());
    let figures = files.filter(|file| file.extension().is_some_and(|extension| extension == "svg"));
    figures.map(|file| (file.display().to_string(), std::fs::read_to_string(file).expect("a figure"))).collect()
}

/// The box around one element, with what its stroke adds, in logical pixels.
fn box_around(element: Node, root: Node) -> Option<Rect> {
    let attribute = |node: Node, name: &str| node.attribute(name).map_or(String::new(), |v| format!(" {name}=\"{v}\""));
    let of = |node, names: &[&str]| names.iter().map(|name| attribute(node, name)).collect::<String>();
    let alone = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"{}><path{}/></svg>",
        of(root, &["width", "height", "viewBox"]),
        of(element, &["d", "fill", "stroke", "stroke-width"])
    );
    let tree = Tree::from_str(&alone, &Options::default()).expect("a path");
    tree.root().has_children().then(|| tree.root().abs_stroke_bounding_box())
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    let common = |low: f32, high: f32| high - low > TOUCH;
    common(a.left().max(b.left()), a.right().min(b.right())) && common(a.top().max(b.top()), a.bottom().min(b.bottom()))
}

/// What is wrong with a figure.
fn faults(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).expect("XML");
    let root = document.root_element();
    let size = |name: &str| root.attribute(name).and_then(|text| text.parse::<f32>().ok()).expect(name);
    let (width, height) = (size("width"), size("height"));
    let mut faults = Vec::new();
    let mut labels: Vec<(&str, Rect)> = Vec::new();
    for element in root.children().filter(|node| node.has_tag_name("path")) {
        let Some(rect) = box_around(element, root) else { continue };
        let name = element.attribute("data-text").unwrap_or("a drawing");
        if rect.left() < 0.0 || rect.top() < 0.0 || rect.right() > width || rect.bottom() > height {
            faults.push(format!("{name} lies outside: {rect:?}"));
        }
        if let Some(label) = element.attribute("data-text") {
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
