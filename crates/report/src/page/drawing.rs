//! A drawing of the page, as a tree of what the figures write: paths, labels and groups.

use super::classes::{Attributes, attributes};

/// How each drawing begins.
pub(super) const START: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"";
/// How each drawing ends.
pub(super) const END: &str = "</svg>";

/// A drawing.
#[derive(Debug)]
pub(super) struct Drawing<'h> {
    /// The attributes of the whole.
    pub(super) head: &'h str,
    /// What it shows, the lowest first.
    pub(super) items: Vec<Item<'h>>,
}

/// A part of a drawing.
#[derive(Debug)]
pub(super) enum Item<'h> {
    /// A path, with the number of the marker at its points.
    Path { style: Attributes, data: String, marker: Option<usize> },
    /// A line of text: where it stands, how it looks, what it says.
    Label { place: Attributes, style: Attributes, content: &'h str },
    /// A series, or a point with its words.
    Group { kind: Kind<'h>, items: Vec<Item<'h>> },
}

/// What a group is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind<'h> {
    /// A series with the class by which it is switched off; empty if nothing tells series apart.
    Series(&'h str),
    /// A point with what it tells, if it tells something.
    Point(Option<&'h str>),
}

impl<'h> Drawing<'h> {
    /// Reads a drawing after [`START`], until [`END`]; `None` if something else than the figures write is in it.
    pub(super) fn read(text: &'h str) -> Option<Self> {
        let (head, mut rest) = text.split_once('>')?;
        let items = items(&mut rest)?;
        rest.is_empty().then_some(Self { head, items })
    }

    /// Each item, those of groups too.
    pub(super) fn each(&self, mut does: impl FnMut(&Item<'h>)) {
        fn walk<'h>(items: &[Item<'h>], does: &mut impl FnMut(&Item<'h>)) {
            for item in items {
                does(item);
                if let Item::Group { items, .. } = item {
                    walk(items, does);
                }
            }
        }
        walk(&self.items, &mut does);
    }
}

/// The items until the end of the group, or of the text.
fn items<'h>(rest: &mut &'h str) -> Option<Vec<Item<'h>>> {
    let mut found = Vec::new();
    loop {
        *rest = rest.trim_start();
        if rest.is_empty() || rest.starts_with("</g>") {
            return Some(found);
        }
        found.push(item(rest)?);
    }
}

fn item<'h>(rest: &mut &'h str) -> Option<Item<'h>> {
    if let Some(path) = rest.strip_prefix("<path ") {
        let (style, path) = path.split_once(" d=\"")?;
        let (data, after) = path.split_once("\"/>")?;
        *rest = after;
        return Some(Item::Path { style: attributes(style), data: data.to_owned(), marker: None });
    }
    if let Some(label) = rest.strip_prefix("<text ") {
        let (given, label) = label.split_once('>')?;
        let (content, after) = label.split_once("</text>")?;
        *rest = after;
        let is_place = |name: &str| ["x", "y", "transform"].contains(&name);
        let (place, style) = attributes(given).into_iter().partition(|(name, _)| is_place(name));
        return Some(Item::Label { place, style, content });
    }
    let (tag, mut inner) = rest.strip_prefix("<g")?.split_once('>')?;
    let kind = if tag == " class=\"point\"" { Kind::Point(words(&mut inner)?) } else { Kind::Series(series(tag)?) };
    let items = items(&mut inner)?;
    *rest = inner.strip_prefix("</g>")?;
    Some(Item::Group { kind, items })
}

/// The words of a point, if it has some. `None` if they do not end.
fn words<'h>(inner: &mut &'h str) -> Option<Option<&'h str>> {
    let Some(words) = inner.strip_prefix("<title>") else { return Some(None) };
    let (words, after) = words.split_once("</title>")?;
    *inner = after;
    Some(Some(words))
}

/// The class that tells a series from others: `s3`.
fn series(tag: &str) -> Option<&str> {
    if tag.is_empty() {
        return Some("");
    }
    Some(tag.strip_prefix(" class=\"series ")?.split_once('"')?.0)
}
