//! What a drawing of the page has many times: caps of intervals, lines of a grid, ticks, strokes beside a line, points that tell nothing. Each is a marker of
//! SVG, so that a path only says where.

use indexmap::IndexSet;

use super::classes::{Attributes, Classes};
use super::drawing::{Item, Kind};
use super::elements::path;
use super::path_data::{Point, shortened, strokes, through};
use super::shapes::shape;

/// The markers of a page: what each draws.
#[derive(Debug, Default)]
pub(super) struct Markers {
    known: IndexSet<String>,
}

/// Fewer points than this in a row stay as they are.
const ROW: usize = 3;

impl Markers {
    fn of(&mut self, drawn: String) -> usize {
        self.known.insert_full(drawn).0
    }

    /// The rules of their classes.
    pub(super) fn rules(&self) -> String {
        (0..self.known.len()).map(|place| format!(".m{place}{{fill:none;marker:url(#m{place})}}\n")).collect()
    }

    /// Their elements.
    pub(super) fn elements(&self) -> String {
        let element = |(place, drawn): (usize, &String)| {
            format!("<marker id=m{place} overflow=visible markerUnits=userSpaceOnUse>{drawn}</marker>\n")
        };
        self.known.iter().enumerate().map(element).collect()
    }

    /// A path, told apart from what it repeats.
    pub(super) fn split<'h>(&mut self, style: Attributes, data: &str, classes: &Classes) -> Vec<Item<'h>> {
        let is_dashed = style.iter().any(|(name, _)| name == "stroke-dasharray");
        let Some(strokes) = strokes(data).filter(|_| is_stroke(&style) && !is_dashed) else {
            return vec![Item::Path { style, data: shortened(data, false), marker: None }];
        };
        let mut items = Vec::new();
        for (half, data) in strokes.stems {
            let cap = path(&style, &format!("M-{half} 0h{}", 2 * half), None, classes);
            items.push(Item::Path { style: style.clone(), data, marker: Some(self.of(cap)) });
        }
        for (shape, places) in strokes.repeated {
            let marker = Some(self.of(path(&style, &shape, None, classes)));
            items.push(Item::Path { style: Attributes::new(), data: through(&places), marker });
        }
        if !strokes.rest.is_empty() {
            items.push(Item::Path { style, data: strokes.rest, marker: None });
        }
        items
    }

    /// Joins points that tell nothing, where several of one shape follow each other.
    pub(super) fn join<'h>(&mut self, items: Vec<Item<'h>>, classes: &Classes) -> Vec<Item<'h>> {
        let silent = |item: &Item| match item {
            Item::Group { kind: Kind::Point(None), .. } => shape(std::slice::from_ref(item), classes),
            Item::Group { .. } | Item::Path { .. } | Item::Label { .. } => None,
        };
        let shapes: Vec<Option<(Point, String)>> = items.iter().map(silent).collect();
        let is_same = |a: &Option<(Point, String)>, b: &Option<(Point, String)>| {
            a.as_ref().zip(b.as_ref()).is_some_and(|((_, shape), (_, other))| shape == other)
        };
        let (mut items, mut joined) = (items.into_iter(), Vec::new());
        for row in shapes.chunk_by(is_same) {
            let own = items.by_ref().take(row.len());
            match &row[0] {
                Some((_, shape)) if row.len() >= ROW => {
                    own.for_each(drop);
                    let places: Vec<Point> = row.iter().flatten().map(|(at, _)| *at).collect();
                    let marker = Some(self.of(shape.clone()));
                    joined.push(Item::Path { style: Attributes::new(), data: through(&places), marker });
                }
                Some(_) | None => joined.extend(own),
            }
        }
        joined
    }
}

/// Whether a style draws lines and fills nothing.
pub(super) fn is_stroke(style: &Attributes) -> bool {
    style.iter().any(|(name, value)| name == "fill" && value == "none")
}
