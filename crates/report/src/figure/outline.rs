//! Letters become outlines, and the SVG becomes small.

use std::fmt::Write;
use std::sync::{Arc, OnceLock};

use usvg::tiny_skia_path::{Path, PathSegment, Point};
use usvg::{Group, Node, Options, Paint, Transform, Tree, fontdb};

use super::FigureError;
use super::canvas::{ENLARGEMENT, FAMILY};
use super::text::cleaned;

/// Units of the result per logical pixel. Coordinates are whole numbers of these.
const UNITS: f64 = 20.0;

/// Rewrites what plotters drew as filled and stroked paths in whole numbers, with `title` and `description` for those who do not see it.
///
/// Only opaque colours, plain strokes and text survive: [`Canvas`](super::canvas::Canvas) draws nothing else.
pub(super) fn outlined(svg: &str, title: &str, description: &str) -> Result<String, FigureError> {
    let options = Options { fontdb: fonts(), font_family: FAMILY.to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options)?;
    let logical = |length: f32| f64::from(length) / ENLARGEMENT;
    let (width, height) = (logical(tree.size().width()), logical(tree.size().height()));
    let mut writer = Writer { text: String::new(), style: None, spelling: String::new() };
    writer.group(tree.root(), Transform::identity());
    writer.close();
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {} {}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{}</svg>\n",
        width * UNITS,
        height * UNITS,
        escaped(title),
        escaped(description),
        writer.text
    ))
}

fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(dejavu::sans::regular().to_vec());
        fonts.load_font_data(dejavu::sans::bold().to_vec());
        fonts.set_sans_serif_family("DejaVu Sans");
        Arc::new(fonts)
    };
    FONTS.get_or_init(load).clone()
}

/// Neighbours of one style share one element.
struct Writer {
    text: String,
    style: Option<String>,
    /// The attribute of elements with the letters of the present text.
    spelling: String,
}

impl Writer {
    /// `around` is the transform of the text that the outlines are of: theirs are relative to it.
    fn group(&mut self, group: &Group, around: Transform) {
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, around),
                Node::Path(path) => self.path(path, around),
                Node::Text(text) => self.text(text),
                Node::Image(_) => {}
            }
        }
    }

    /// Letters get an element of their own, which says what they spell.
    fn text(&mut self, text: &usvg::Text) {
        let spelt: String = text.chunks().iter().map(usvg::TextChunk::text).collect();
        self.close();
        self.spelling = format!(" data-text=\"{}\"", escaped(&spelt));
        self.group(text.flattened(), text.abs_transform());
        self.close();
        self.spelling.clear();
    }

    fn path(&mut self, path: &usvg::Path, around: Transform) {
        let transform = path.abs_transform().post_concat(around);
        let scale = UNITS / ENLARGEMENT * f64::from(transform.get_scale().0);
        let fill = path.fill().map_or_else(|| "none".to_owned(), |fill| colour(fill.paint()));
        let stroke = path.stroke().map_or_else(String::new, |stroke| {
            let width = (f64::from(stroke.width().get()) * scale).round();
            format!(" stroke=\"{}\" stroke-width=\"{width}\"", colour(stroke.paint()))
        });
        self.open(format!("fill=\"{fill}\"{stroke}"));
        if let Some(placed) = path.data().clone().transform(transform) {
            write_path(&mut self.text, &placed);
        }
    }

    fn open(&mut self, style: String) {
        if self.style.as_ref() == Some(&style) {
            return;
        }
        self.close();
        let _ = write!(self.text, "<path{} {style} d=\"", self.spelling);
        self.style = Some(style);
    }

    fn close(&mut self) {
        if self.style.take().is_some() {
            self.text.push_str("\"/>\n");
        }
    }
}

fn colour(paint: &Paint) -> String {
    match paint {
        Paint::Color(colour) => format!("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue),
        _ => "none".to_owned(),
    }
}

type Whole = (i64, i64);

/// Relative commands in whole numbers. A step starts where the rounded one before it ended, so errors do not add up.
fn write_path(text: &mut String, path: &Path) {
    let (mut at, mut start): (Whole, Whole) = ((0, 0), (0, 0));
    let mut first = true;
    for segment in path.segments() {
        let (command, points) = match segment {
            PathSegment::MoveTo(p) => ('m', vec![p]),
            PathSegment::LineTo(p) => ('l', vec![p]),
            PathSegment::QuadTo(a, p) => ('q', vec![a, p]),
            PathSegment::CubicTo(a, b, p) => ('c', vec![a, b, p]),
            PathSegment::Close => ('z', vec![]),
        };
        let points: Vec<Whole> = points.into_iter().map(whole).collect();
        // The first move of every path is absolute, as paths are put together.
        let command = if first { 'M' } else { command };
        let same_place = command == 'l' && points[0] == at;
        if !same_place {
            write_command(text, command, if first { (0, 0) } else { at }, &points);
        }
        first = false;
        at = points.last().copied().unwrap_or(start);
        if command.eq_ignore_ascii_case(&'m') {
            start = at;
        }
    }
}

fn write_command(text: &mut String, command: char, from: Whole, points: &[Whole]) {
    match (command, points) {
        ('l', [(x, y)]) if *x == from.0 => drop(write!(text, "v{}", y - from.1)),
        ('l', [(x, y)]) if *y == from.1 => drop(write!(text, "h{}", x - from.0)),
        _ => {
            text.push(command);
            let numbers = points.iter().flat_map(|(x, y)| [x - from.0, y - from.1]);
            for (i, number) in numbers.enumerate() {
                // A minus sign separates too.
                let _ = if i > 0 && number >= 0 { write!(text, " {number}") } else { write!(text, "{number}") };
            }
        }
    }
}

fn whole(point: Point) -> Whole {
    let unit = |value: f32| (f64::from(value) * UNITS / ENLARGEMENT).round() as i64;
    (unit(point.x), unit(point.y))
}

fn escaped(text: &str) -> String {
    cleaned(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use usvg::tiny_skia_path::PathBuilder;

    #[test]
    fn paths_are_relative_whole_numbers() {
        let mut builder = PathBuilder::new();
        builder.move_to(1.0, 2.0);
        builder.line_to(3.0, 2.0);
        builder.quad_to(4.0, 1.0, 5.0, 5.0);
        builder.close();
        let mut text = String::new();
        if let Some(path) = builder.finish() {
            write_path(&mut text, &path);
        }
        assert_eq!(text, "M5 10h10q5-5 10 15z");
    }
}
