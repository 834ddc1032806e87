//! For tests: the paths of a figure and their positions.

/// A rectangle in logical pixels, from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// One path of a figure.
#[derive(Debug)]
pub struct Mark<'a> {
    /// The text that the path spells; `None` if the path is no text.
    pub label: Option<&'a str>,
    /// The box around the path, including the width of its stroke.
    pub around: Rect,
}

/// Returns the paths of a figure that this crate drew, in their order.
pub fn marks(svg: &str) -> Vec<Mark<'_>> {
    let units = units(svg);
    let elements = svg.split("<path ").skip(1).map(|rest| &rest[..rest.find("/>").expect("an end")]);
    elements.map(|element| Mark { label: attribute(element, "data-text"), around: around(element, units) }).collect()
}

/// Describes each path that lies partly outside the canvas.
pub fn beyond(svg: &str) -> Vec<String> {
    let (width, height) = (length(svg, "width"), length(svg, "height"));
    let lies_outside = |mark: &&Mark| {
        let ink = mark.around;
        ink.left < 0.0 || ink.top < 0.0 || ink.right > width || ink.bottom > height
    };
    let named = |mark: &Mark| format!("{} lies outside: {:?}", mark.label.unwrap_or("a drawing"), mark.around);
    marks(svg).iter().filter(lies_outside).map(named).collect()
}

/// Describes each path that lies partly outside the canvas, and each label that lies on another one.
pub fn faults(svg: &str) -> Vec<String> {
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

/// A label may touch its subscript, and a box is a little larger than its letters. In logical pixels.
const TOUCH: f64 = 1.0;

fn overlap(a: &Rect, b: &Rect) -> bool {
    let common = |low: f64, high: f64| high - low > TOUCH;
    common(a.left.max(b.left), a.right.min(b.right)) && common(a.top.max(b.top), a.bottom.min(b.bottom))
}

/// Units of the SVG per logical pixel.
fn units(svg: &str) -> f64 {
    let view_box = numbers(attribute(svg, "viewBox").expect("a view box"));
    view_box[2] / length(svg, "width")
}

fn around(element: &str, units: f64) -> Rect {
    let points = points(attribute(element, "d").expect("path data"));
    let reach = attribute(element, "stroke-width").map_or(0.0, |_| length(element, "stroke-width") / 2.0);
    let least = |of: fn(&(f64, f64)) -> f64| (points.iter().map(of).fold(f64::INFINITY, f64::min) - reach) / units;
    let most = |of: fn(&(f64, f64)) -> f64| (points.iter().map(of).fold(f64::NEG_INFINITY, f64::max) + reach) / units;
    Rect { left: least(|p| p.0), top: least(|p| p.1), right: most(|p| p.0), bottom: most(|p| p.1) }
}

/// Returns all points of a path. The control points of curves are included: together with the ends they enclose the curve.
fn points(data: &str) -> Vec<(f64, f64)> {
    let (mut points, mut at, mut start) = (Vec::new(), (0.0, 0.0), (0.0, 0.0));
    let commands = data.match_indices(|c: char| c.is_ascii_alphabetic()).map(|(i, _)| i);
    let ends = commands.clone().skip(1).chain([data.len()]);
    for (from, to) in commands.zip(ends) {
        let numbers = numbers(&data[from + 1..to]);
        let from_here = match &data[from..=from] {
            "M" => vec![(numbers[0] - at.0, numbers[1] - at.1)],
            "h" => vec![(numbers[0], 0.0)],
            "v" => vec![(0.0, numbers[0])],
            "m" | "l" | "q" | "c" => numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect(),
            "z" => vec![(start.0 - at.0, start.1 - at.1)],
            other => panic!("{other} is not written by this crate"),
        };
        points.extend(from_here.iter().map(|(right, down)| (at.0 + right, at.1 + down)));
        at = *points.last().expect("a point");
        if matches!(&data[from..=from], "M" | "m") {
            start = at;
        }
    }
    points
}

/// Returns the numbers in a text. A space or a minus sign separates them.
fn numbers(text: &str) -> Vec<f64> {
    text.replace('-', " -").split_whitespace().map(|number| number.parse().expect("a number")).collect()
}

fn length(element: &str, name: &str) -> f64 {
    attribute(element, name).and_then(|length| length.parse().ok()).expect("a length")
}

/// Names and values take turns between the quotation marks.
fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let mut parts = element.split('"');
    let mut pairs = std::iter::from_fn(|| Some((parts.next()?, parts.next()?)));
    let is_named = |text: &str| text.split_whitespace().last().is_some_and(|last| last.strip_suffix('=') == Some(name));
    pairs.find(|(text, _)| is_named(text)).map(|(_, value)| value)
}
