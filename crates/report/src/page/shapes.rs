//! Shapes that drawings of the page have in common: each stands once, and is used wherever it occurs.

use indexmap::IndexMap;

use super::classes::Classes;
use super::drawing::{Item, Kind};
use super::elements::{labels, path, place_of, runs};
use super::path_data::{Point, from_start, pair};

/// Shapes with how often each occurs.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    known: IndexMap<String, usize>,
}

/// What a use of a shape takes, about.
const USE: usize = 28;
/// What a shape takes beside its paths.
const GROUP: usize = 16;

impl Shapes {
    /// Notes all shapes. The paths of a point that is a shape are no shapes of their own.
    pub(super) fn add(&mut self, items: &[Item], classes: &Classes) {
        for run in runs(items) {
            match (shape(run, classes), run) {
                (Some((_, shape)), _) => *self.known.entry(shape).or_default() += 1,
                (None, [Item::Group { items, .. }]) => self.add(items, classes),
                (None, _) => {}
            }
        }
    }

    /// Those that take fewer letters if they stand once.
    pub(super) fn worthwhile(mut self) -> Self {
        self.known.retain(|shape, count| shape.len() * (*count - 1) > USE * *count + GROUP);
        self.known.sort_by(|_, count, _, other| other.cmp(count));
        self
    }

    /// Where a run of items stands, and the id of its shape; `None` if its shape does not stand apart.
    pub(super) fn used(&self, run: &[Item], classes: &Classes) -> Option<(Point, String)> {
        let (at, shape) = shape(run, classes)?;
        Some((at, format!("{}", self.known.get_index_of(&shape)?)))
    }

    /// Their elements.
    pub(super) fn elements(&self) -> String {
        let shape = |(place, shape): (usize, &String)| format!("<g id={place}>{shape}</g>\n");
        self.known.keys().enumerate().map(shape).collect()
    }
}

/// Where the paths of a point, a path by itself, or labels start; and what they are if they start at 0. `None` of anything else.
pub(super) fn shape(run: &[Item], classes: &Classes) -> Option<(Point, String)> {
    let paths = match run {
        [Item::Path { .. }] => run,
        [Item::Group { kind: Kind::Point(_), items }] => &items[..],
        [Item::Group { kind: Kind::Series(_), .. }] => return None,
        labels => return of_labels(labels, classes),
    };
    let mut first = None;
    let mut shape = String::new();
    for item in paths {
        let Item::Path { style, data, marker } = item else { return None };
        let (at, commands) = from_start(data)?;
        let start = *first.get_or_insert(at);
        let data = format!("M{}{commands}", pair((at.0 - start.0, at.1 - start.1)));
        shape += &path(style, &data, *marker, classes);
    }
    Some((first?, shape))
}

fn of_labels(run: &[Item], classes: &Classes) -> Option<(Point, String)> {
    let (x, y) = place_of(run)?;
    Some(((x, y), labels(run, (-x, -y), classes)))
}
