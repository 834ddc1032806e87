//! A line of text as an element of SVG.

use std::fmt::Write;

use super::font::Typeface;
use super::line::{Line, Run};
use super::outline::SvgPoint;
use super::rendition::{Face, Letters, Rendition};
use super::text_style::Anchor;
use super::xml::escaped;

/// Families for letters of a page, the widest first: a label must not be wider than its place, which is that of DejaVu Sans.
const PAGE_FAMILIES: &str =
    "'DejaVu Sans',Verdana,Arial,sans-serif,'DejaVu Math TeX Gyre','STIX Two Math','Cambria Math'";

/// The families that the whole figure names.
pub(super) fn families(rendition: Rendition) -> String {
    match (rendition.letters, rendition.face) {
        (Letters::Embedded, Face::Sans) => Typeface::Sans.family().to_owned(),
        (Letters::Embedded, Face::Serif) => Typeface::Serif.family().to_owned(),
        (Letters::Text | Letters::Outlines, _) => PAGE_FAMILIES.to_owned(),
    }
}

/// Where a line of text stands, and how large it is, in units of the SVG.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextPlace {
    /// The point of the baseline that the anchor names.
    pub(super) at: SvgPoint,
    /// Which point that is.
    pub(super) anchor: Anchor,
    /// The length of an em.
    pub(super) em: f64,
    /// Whether the line runs upwards.
    pub(super) up: bool,
}

/// The element. `fill` is its colour, or `None` for that of the whole figure.
pub(super) fn text_element(line: &Line, place: TextPlace, fill: Option<&str>, rendition: Rendition) -> String {
    let mut text = String::from("<text");
    let _ = write_attributes(&mut text, place, fill);
    let is_bold = line.runs.first().is_some_and(|run| run.typeface.is_bold());
    if is_bold {
        text += " font-weight=\"bold\"";
    }
    text.push('>');
    let root = families(rendition);
    let mut along = 0.0;
    let mut height = 0.0;
    for run in &line.runs {
        let moved = (place.em * (run.at.0 - along), place.em * (height - run.at.1));
        let _ = write_run(&mut text, run, moved, (place.em, is_bold), (&root, rendition));
        (along, height) = (run.end(), run.at.1);
    }
    text + "</text>\n"
}

fn write_attributes(text: &mut String, place: TextPlace, fill: Option<&str>) -> std::fmt::Result {
    let (x, y) = (place.at.0.round(), place.at.1.round());
    match place.up {
        true => write!(text, " transform=\"translate({x} {y}) rotate(-90)\"")?,
        false => write!(text, " x=\"{x}\" y=\"{y}\"")?,
    }
    write!(text, " font-size=\"{}\"", place.em.round())?;
    match place.anchor {
        Anchor::Start => {}
        Anchor::Middle => write!(text, " text-anchor=\"middle\"")?,
        Anchor::End => write!(text, " text-anchor=\"end\"")?,
    }
    fill.map_or(Ok(()), |fill| write!(text, " fill=\"{fill}\""))
}

/// Writes a run, which starts this far right of the end of the last one and below it.
fn write_run(
    text: &mut String,
    run: &Run,
    (right, down): SvgPoint,
    (em, is_bold): (f64, bool),
    (root, rendition): (&str, Rendition),
) -> std::fmt::Result {
    let mut attributes = String::new();
    for (name, distance) in [("dx", right.round()), ("dy", down.round())] {
        if distance != 0.0 {
            write!(attributes, " {name}=\"{distance}\"")?;
        }
    }
    if run.size != 1.0 {
        write!(attributes, " font-size=\"{}\"", (em * run.size).round())?;
    }
    if rendition.letters == Letters::Embedded {
        if run.typeface.family() != root {
            write!(attributes, " font-family=\"{}\"", run.typeface.family())?;
        }
        if run.typeface.is_bold() != is_bold {
            write!(attributes, " font-weight=\"{}\"", if run.typeface.is_bold() { "bold" } else { "normal" })?;
        }
    }
    // Spaces at the ends of a text are no letters, but those between two runs are.
    let letters = escaped_keeping_ends(&run.text);
    if attributes.is_empty() { write!(text, "{letters}") } else { write!(text, "<tspan{attributes}>{letters}</tspan>") }
}

fn escaped_keeping_ends(text: &str) -> String {
    let space = |is_there: bool| if is_there { " " } else { "" };
    let is_space = text.trim().is_empty();
    format!("{}{}{}", space(text.starts_with(' ')), escaped(text), space(text.ends_with(' ') && !is_space))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(label: &str, rendition: Rendition) -> String {
        let line = Line::set(label, rendition.face, false).expect("the fonts are sound");
        let place = TextPlace { at: (200.0, 300.0), anchor: Anchor::Middle, em: 100.0, up: false };
        text_element(&line, place, None, rendition)
    }

    #[test]
    fn a_label_is_one_element_with_its_letters_in_order() {
        let page = element("a < n_ICL", Rendition::PAGE);
        let start = "<text x=\"200\" y=\"300\" font-size=\"100\" text-anchor=\"middle\">𝑎 &lt; 𝑛<tspan dy=\"20\" font-size=\"80\">ICL</tspan>";
        assert!(page.starts_with(start), "{page}");
        let print = element("σ_w = 1", Rendition { letters: Letters::Embedded, ..Rendition::FILE });
        assert!(print.contains("<tspan font-family=\"DejaVu Math TeX Gyre\">𝜎</tspan>"), "{print}");
        assert!(print.contains("<tspan dy=\"-20\"> = 1</tspan></text>"), "{print}");
    }

    /// The run after an accent starts where the letter under it ends.
    #[test]
    fn an_accent_moves_back_and_forth() {
        let page = element("β̂x", Rendition::PAGE);
        let moves: Vec<f64> = page
            .split("dx=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().expect("an end").parse().expect("a number"))
            .collect();
        assert!(moves.len() == 2 && moves[0] < 0.0 && moves[1] > -10.0, "{page}");
    }
}
