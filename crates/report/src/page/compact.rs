//! The drawings of the page in fewer letters: what they have in common stands once.
//!
//! Attributes of style become classes, shapes that are the same again and again become uses, and paths are written shorter. What is seen stays the same.

use super::classes::{Attributes, Classes};
use super::drawing::{Drawing, END, Item, Kind, START};
use super::elements::{labels, path, runs};
use super::markers::{Markers, is_stroke};
use super::minimal::minimal;
use super::shapes::Shapes;

/// Drawings with what they share.
pub(super) struct Compact {
    /// The HTML.
    pub(super) html: String,
    /// The classes of style.
    pub(super) classes: Classes,
    /// The markers at the points of paths.
    pub(super) markers: Markers,
    /// The shapes and markers that are used, as an SVG that shows nothing.
    pub(super) shapes: String,
}

/// A piece of the page: a drawing, and what follows it.
struct Piece<'h> {
    /// The drawing; as it is written, if it cannot be read.
    drawing: Result<Drawing<'h>, &'h str>,
    after: &'h str,
}

/// The page with its drawings made compact.
pub(super) fn compact(html: &str) -> Compact {
    let html = without_optional_ends(html);
    let mut texts = html.split(START);
    let before = texts.next().unwrap_or_default();
    let mut pieces: Vec<Piece> = texts.map(Piece::read).collect();
    let drawings = || pieces.iter().filter_map(|piece| piece.drawing.as_ref().ok());
    let mut classes = Classes::default();
    drawings().for_each(|drawing| drawing.each(|item| item.style().into_iter().for_each(|style| classes.add(style))));
    let classes = classes.by_frequency();
    let mut markers = Markers::default();
    for drawing in pieces.iter_mut().filter_map(|piece| piece.drawing.as_mut().ok()) {
        shorten(&mut drawing.items, &mut markers, &classes);
    }
    let mut shapes = Shapes::default();
    for piece in &pieces {
        piece.drawing.iter().for_each(|drawing| shapes.add(&drawing.items, &classes));
    }
    let shapes = shapes.worthwhile();
    let page = Writer { classes: &classes, shapes: &shapes };
    let html = pieces.iter().fold(before.to_owned(), |html, piece| html + &page.piece(piece));
    let defs = format!("{}{}", shapes.elements(), markers.elements());
    let shapes =
        format!("<svg class=\"shapes\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>\n{defs}</defs></svg>\n");
    Compact { html: minimal(&html), classes, markers, shapes }
}

/// HTML without the tags that end what ends anyway. Text has no tags: its `<` is escaped.
fn without_optional_ends(html: &str) -> String {
    let ends = ["</td>", "</th>", "</tr>", "</thead>", "</tbody>", "</li>", "</dt>", "</dd>"];
    ends.iter().fold(html.to_owned(), |html, end| html.replace(end, ""))
}

impl<'h> Piece<'h> {
    fn read(text: &'h str) -> Self {
        let (drawing, after) = text.split_at(text.find(END).map_or(text.len(), |end| end + END.len()));
        Self { drawing: drawing.strip_suffix(END).and_then(Drawing::read).ok_or(drawing), after }
    }
}

impl Item<'_> {
    fn style(&self) -> Option<&Attributes> {
        match self {
            Item::Path { style, .. } | Item::Label { style, .. } => Some(style),
            Item::Group { .. } => None,
        }
    }
}

/// Joins strokes between which only labels stand, tells apart what is repeated, and writes each path shorter.
fn shorten(items: &mut Vec<Item>, markers: &mut Markers, classes: &Classes) {
    let mut kept: Vec<Item> = Vec::new();
    // The stroke that further ones of its style continue.
    let mut open: Option<usize> = None;
    for mut item in items.drain(..) {
        match (&mut item, open.and_then(|place| kept.get_mut(place))) {
            (Item::Path { style, data, .. }, Some(Item::Path { style: known, data: line, .. })) if style == known => {
                *line += data;
                continue;
            }
            (Item::Path { style, .. }, _) => open = is_stroke(style).then_some(kept.len()),
            (Item::Group { items, .. }, _) => {
                open = None;
                shorten(items, markers, classes);
            }
            (Item::Label { .. }, _) => {}
        }
        kept.push(item);
    }
    let split = kept.into_iter().flat_map(|item| match item {
        Item::Path { style, data, .. } => markers.split(style, &data, classes),
        Item::Group { .. } | Item::Label { .. } => vec![item],
    });
    let split: Vec<Item> = split.collect();
    *items = markers.join(split, classes);
}

/// Writes drawings with classes and uses.
struct Writer<'p> {
    classes: &'p Classes,
    shapes: &'p Shapes,
}

impl Writer<'_> {
    fn piece(&self, piece: &Piece) -> String {
        let svg = match &piece.drawing {
            Ok(drawing) => format!("<svg{}>{}</svg>", drawing.head, self.items(&drawing.items)),
            Err(written) => format!("{START}{written}"),
        };
        svg + piece.after
    }

    fn items(&self, items: &[Item]) -> String {
        runs(items).map(|run| self.run(run)).collect()
    }

    fn run(&self, run: &[Item]) -> String {
        let words = words(run).map_or_else(String::new, |words| format!("<title>{words}</title>"));
        if let Some(((x, y), id)) = self.shapes.used(run, self.classes) {
            let end = if words.is_empty() { " />".to_owned() } else { format!(">{words}</use>") };
            return format!("<use href=#{id} x={x} y={y}{end}");
        }
        match run {
            [Item::Path { style, data, marker }] => path(style, data, *marker, self.classes),
            [Item::Group { kind, items }] => match kind {
                Kind::Point(None) => self.items(items),
                Kind::Point(Some(_)) | Kind::Series("") => format!("<g>{words}{}</g>", self.items(items)),
                Kind::Series(class) => format!("<g class={class}>{}</g>", self.items(items)),
            },
            run => labels(run, (0, 0), self.classes),
        }
    }
}

/// What a point tells.
fn words<'h>(run: &[Item<'h>]) -> Option<&'h str> {
    match run {
        [Item::Group { kind: Kind::Point(words), .. }] => *words,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str = "<p>a</p><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\"><path fill=\"#ffffff\" d=\"M0 0h9\"/>\n\
        <text x=\"1\" y=\"2\" font-size=\"46\" text-anchor=\"end\">0<tspan dy=\"9\">n</tspan></text>\n\
        <g class=\"series s0\" data-series=\"n\"><path fill=\"none\" stroke=\"#111111\" d=\"M1 2l3 4\"/>\n</g>\n\
        <g class=\"series s0\" data-series=\"n\"><g class=\"point\"><title>a: 1</title><path fill=\"#ffffff\" d=\"M10 20h4z\"/>\n\
        <path fill=\"#0072b2\" d=\"M11 20h2z\"/>\n</g>\n<g class=\"point\"><path fill=\"#ffffff\" d=\"M30 40h4z\"/>\n\
        <path fill=\"#0072b2\" d=\"M31 40h2z\"/>\n</g>\n</g>\n</svg>";

    #[test]
    fn what_is_common_stands_once() {
        let Compact { html, classes, shapes, .. } = compact(&DRAWING.repeat(4));
        assert_eq!(classes.rules().lines().count(), 4, "{}", classes.rules());
        assert_eq!(shapes.matches("<g id=").count(), 2, "{shapes}");
        assert!(shapes.contains("<path class=k0 d=\"M0 0h4z\"/><path class=k1 d=\"M1 0h2z\"/>"), "{shapes}");
        assert_eq!(html.matches("<use href=#0 x=10 y=20><title>a: 1</title></use>").count(), 4, "{html}");
        assert_eq!(html.matches("<use href=#0 x=30 y=40 />").count(), 4, "{html}");
        assert_eq!(html.matches("<g class=s0>").count(), 8, "{html}");
        assert_eq!(html.matches("<g").count(), html.matches("</g>").count());
        assert!(shapes.contains("<text x=0 y=0 class=k2>0<tspan dy=9>n</tspan></text>"), "{shapes}");
    }

    #[test]
    fn what_is_rare_stays() {
        let drawn = DRAWING.replace("M31 40", "M32 40");
        let html = compact(&drawn).html;
        assert!(
            !html.contains("<use") && html.contains("<g><title>a: 1</title><path class=k0 d=\"M10 20h4z\"/>"),
            "{html}"
        );
        assert_eq!(compact("<p>no drawing</p>").html, "<p>no drawing</p>");
    }

    #[test]
    fn strokes_between_labels_are_one_path_and_labels_of_one_style_a_group() {
        let tick = |x: i32| {
            format!(
                "<path fill=\"none\" stroke=\"red\" d=\"M{x} 500v9\"/>\n<text x=\"{x}\" y=\"9\" font-size=\"9\">{x}</text>\n"
            )
        };
        let html = compact(&format!("{START} width=\"9\">{}{}</svg>", tick(10), tick(20))).html;
        assert!(html.contains("><path class=k0 d=\"M10 500v9m10-9v9\"/><g class=k1><text x=10 y=9>10</text><text x=20 y=9>20</text></g></svg>"), "{html}");
    }

    #[test]
    fn what_cannot_be_read_stays_as_it_is() {
        let foreign = format!("<p>{START}><circle r=\"1\"/></svg></p>");
        assert_eq!(compact(&foreign).html, foreign);
    }
}
