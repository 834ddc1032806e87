//! The drawings of the page in fewer letters: what they have in common stands once.
//!
//! Attributes of style become classes, and markers become uses of a shape, as they are the same hundreds of times. What is seen stays the same.

use indexmap::IndexMap;

use super::classes::{Classes, attributes};

/// Drawings with what they share.
pub(super) struct Compact {
    /// The HTML.
    pub(super) html: String,
    /// The classes of style.
    pub(super) classes: Classes,
    /// The shapes that are used, as an SVG that shows nothing.
    pub(super) shapes: String,
}

/// A shape that occurs less often than this stays where it is.
const OFTEN: usize = 3;

/// The page with its drawings made compact.
pub(super) fn compact(html: &str) -> Compact {
    let mut classes = Classes::default();
    let html = with_classes(html, &mut classes);
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    for point in html.split(POINT).skip(1) {
        if let Some((_, shape, _)) = Point::of(point).and_then(|point| point.shape()) {
            *counts.entry(shape).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count >= OFTEN);
    let mut points = html.split(POINT);
    let mut text = points.next().unwrap_or_default().to_owned();
    for part in points {
        text += &used(part, &counts).unwrap_or_else(|| format!("<g><title>{part}"));
    }
    let shape = |(place, shape): (usize, &String)| format!("<g id=\"u{place}\">{shape}</g>\n");
    let shapes: String = counts.keys().enumerate().map(shape).collect();
    let shapes =
        format!("<svg class=\"shapes\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>\n{shapes}</defs></svg>\n");
    Compact { html: shortened(&text), classes, shapes }
}

/// How the group of a point begins.
const POINT: &str = "<g class=\"point\"><title>";

/// A point, from its words on.
struct Point<'h> {
    words: &'h str,
    marks: &'h str,
    rest: &'h str,
}

impl<'h> Point<'h> {
    fn of(part: &'h str) -> Option<Self> {
        let (words, rest) = part.split_once("</title>")?;
        let (marks, rest) = rest.split_once("</g>")?;
        Some(Self { words, marks, rest })
    }

    /// Where its marks start, and what they are if they start at 0; `None` if something else than paths is among them.
    fn shape(&self) -> Option<((i64, i64), String, &'h str)> {
        let mut shape = String::new();
        let mut start = None;
        for mark in self.marks.split("<path ").skip(1) {
            let (before, data) = mark.split_once("d=\"M")?;
            let (data, after) = data.split_once("\"/>")?;
            let end = data.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(data.len());
            let (x, y) = data[..end].split_once(' ')?;
            let (x, y): (i64, i64) = (x.parse().ok()?, y.parse().ok()?);
            let (left, top) = *start.get_or_insert((x, y));
            if !after.trim().is_empty() || data[end..].contains('M') {
                return None;
            }
            shape += &format!("<path {before}d=\"M{} {}{}\"/>", x - left, y - top, &data[end..]);
        }
        let is_all = self.marks.trim_start().starts_with("<path ");
        start.filter(|_| is_all).map(|start| (start, shape, self.rest))
    }
}

/// The point with a use of its shape; `None` if that is rare.
fn used(part: &str, shapes: &IndexMap<String, usize>) -> Option<String> {
    let point = Point::of(part)?;
    let ((x, y), shape, rest) = point.shape()?;
    let place = shapes.get_index_of(&shape)?;
    Some(format!("<g><title>{}</title><use href=#u{place} x={x} y={y} /></g>{rest}", point.words))
}

/// The styles of paths and of text as classes.
fn with_classes(html: &str, classes: &mut Classes) -> String {
    let mut paths = html.split("<path ");
    let mut text = paths.next().unwrap_or_default().to_owned();
    for part in paths {
        text += "<path ";
        match part.split_once(" d=\"") {
            Some((style, rest)) => text += &format!("class={} d=\"{rest}", classes.of(attributes(style))),
            None => text += part,
        }
    }
    let mut labels = text.split("<text ");
    let mut html = labels.next().unwrap_or_default().to_owned();
    for part in labels {
        let (given, rest) = part.split_once('>').unwrap_or((part, ""));
        let is_place = |name: &str| ["x", "y", "transform"].contains(&name);
        let (place, style): (Vec<_>, Vec<_>) = attributes(given).into_iter().partition(|(name, _)| is_place(name));
        let place: String = place.iter().map(|(name, value)| placed(name, value)).collect();
        let class = if style.is_empty() { String::new() } else { format!(" class={}", classes.of(style)) };
        html += &format!("<text{place}{class}>{rest}");
    }
    html
}

/// An attribute of a place. A number needs no quotes.
fn placed(name: &str, value: &str) -> String {
    if name == "transform" { format!(" {name}=\"{value}\"") } else { format!(" {name}={value}") }
}

/// The rest of what says the same again and again: names of series after the first time in a drawing, and what HTML knows of SVG.
fn shortened(html: &str) -> String {
    let mut drawings = html.split("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    let mut text = drawings.next().unwrap_or_default().to_owned();
    for drawing in drawings {
        let mut known: Vec<&str> = Vec::new();
        let mut groups = drawing.split("<g class=\"series ");
        text += "<svg";
        text += groups.next().unwrap_or_default();
        for group in groups {
            let (class, rest) = group.split_once('"').unwrap_or((group, ""));
            let named = rest.split_once('>').filter(|_| known.contains(&class));
            known.push(class);
            match named {
                Some((_, marks)) => text += &format!("<g class={class}>{marks}"),
                None => text += &format!("<g class={class}{rest}"),
            }
        }
    }
    text.replace("\"/>\n<", "\"/><").replace("</g>\n<", "</g><").replace("</text>\n<", "</text><")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str = "<p>a</p><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\"><path fill=\"#ffffff\" d=\"M0 0h9\"/>\n\
        <text x=\"1\" y=\"2\" font-size=\"46\" text-anchor=\"end\">0</text>\n\
        <g class=\"series s0\" data-series=\"n\"><path fill=\"none\" stroke=\"#111111\" d=\"M1 2l3 4\"/>\n</g>\n\
        <g class=\"series s0\" data-series=\"n\"><g class=\"point\"><title>a: 1</title><path fill=\"#ffffff\" d=\"M10 20h4z\"/>\n\
        <path fill=\"#0072b2\" d=\"M11 20h2z\"/>\n</g>\n</g>\n</svg>";

    #[test]
    fn what_is_common_stands_once() {
        let page = compact(&DRAWING.repeat(4));
        assert_eq!(page.classes.rules().lines().count(), 4, "{}", page.classes.rules());
        assert_eq!(page.shapes.matches("<g id=").count(), 1, "{}", page.shapes);
        assert!(
            page.shapes.contains("<path class=k0 d=\"M0 0h4z\"/><path class=k2 d=\"M1 0h2z\"/>"),
            "{}",
            page.shapes
        );
        assert_eq!(
            page.html.matches("<g><title>a: 1</title><use href=#u0 x=10 y=20 /></g>").count(),
            4,
            "{}",
            page.html
        );
        assert_eq!(page.html.matches("data-series").count(), 4);
        assert_eq!(page.html.matches("<g").count(), page.html.matches("</g>").count());
        assert!(page.html.contains("<text x=1 y=2 class=k3>0</text>"), "{}", page.html);
    }

    #[test]
    fn what_is_rare_stays() {
        let page = compact(DRAWING);
        assert!(
            !page.html.contains("<use") && page.html.contains("<g><title>a: 1</title><path class=k0 d=\"M10 20h4z\"/>"),
            "{}",
            page.html
        );
        assert_eq!(compact("<p>no drawing</p>").html, "<p>no drawing</p>");
    }
}
