//! Elements of drawings with classes in place of attributes of style.

use super::classes::{Attributes, Classes};
use super::drawing::Item;
use super::path_data::Point;

/// A path with its classes: that of its style, and that of the marker at its points.
pub(super) fn path(style: &Attributes, data: &str, marker: Option<usize>, classes: &Classes) -> String {
    let class = match (classes.of(style), marker) {
        (Some(style), Some(marker)) => format!("class=\"{style} m{marker}\" "),
        (None, Some(marker)) => format!("class=m{marker} "),
        (Some(style), None) => format!("class={style} "),
        (None, None) => String::new(),
    };
    format!("<path {class}d=\"{data}\"/>")
}

/// A label with at least so many letters may be a shape by itself: what a legend explains stands in many figures.
const LONG: usize = 18;

/// The items in runs: short labels of one style that follow each other, and any other item by itself.
pub(super) fn runs<'i, 'h>(items: &'i [Item<'h>]) -> impl Iterator<Item = &'i [Item<'h>]> {
    let is_short = |item: &Item| matches!(item, Item::Label { content, .. } if content.len() < LONG);
    items.chunk_by(move |a, b| is_short(a) && is_short(b) && style_of_label(a) == style_of_label(b))
}

fn style_of_label<'i>(item: &'i Item) -> Option<&'i Attributes> {
    match item {
        Item::Label { style, .. } => Some(style),
        Item::Path { .. } | Item::Group { .. } => None,
    }
}

/// Labels of one style, moved by so much; several of them as a group that has the style.
pub(super) fn labels(run: &[Item], by: Point, classes: &Classes) -> String {
    let is_alone = run.len() == 1;
    let mut class = String::new();
    let mut texts = String::new();
    for item in run {
        let Item::Label { place, style, content } = item else { continue };
        class = classes.of(style).map_or_else(String::new, |class| format!(" class={class}"));
        let place: String = place.iter().map(|(name, value)| placed(name, value, by)).collect();
        // Quotation marks of a label are escaped: these are of numbers, which need none.
        texts += &format!("<text{place}{}>{}</text>", if is_alone { &class } else { "" }, content.replace('"', ""));
    }
    if is_alone { texts } else { format!("<g{class}>{texts}</g>") }
}

/// Where the first of these labels stands; `None` if one of them is turned.
pub(super) fn place_of(run: &[Item]) -> Option<Point> {
    let place = |item: &Item| match item {
        Item::Label { place, .. } => {
            let coordinate = |wanted: &str| place.iter().find(|(name, _)| name == wanted)?.1.parse().ok();
            Some((coordinate("x")?, coordinate("y")?))
        }
        Item::Path { .. } | Item::Group { .. } => None,
    };
    let places: Vec<Point> = run.iter().map(place).collect::<Option<_>>()?;
    places.first().copied()
}

/// An attribute of a place that is moved by so much. A number needs no quotes.
fn placed(name: &str, value: &str, (right, down): Point) -> String {
    let moved = |by: i64| value.parse::<i64>().map_or_else(|_| value.to_owned(), |at| (at + by).to_string());
    match name {
        "x" => format!(" x={}", moved(right)),
        "y" => format!(" y={}", moved(down)),
        _ => format!(" {name}=\"{value}\""),
    }
}
