//! The names of the regions on both sides of a contour.

use super::canvas::{Canvas, Position};
use super::colours::{DARK, WHITE};
use super::contour::Field;
use super::error::FigureError;
use super::layout::Frame;
use super::text::{Anchor, Direction, draw_text, text_width};
use super::text_style::TextStyle;

const NAME: TextStyle = TextStyle { size: 11.5, bold: true, colour: DARK };
/// The free room around a name.
const ROOM: f64 = 4.0;

/// Writes the first name where the function is below 0, and the second where it is above, each where it is farthest from the other region and from the frame.
pub(super) fn draw_names(
    canvas: &Canvas,
    frame: &Frame,
    field: &Field,
    names: &[String; 2],
) -> Result<(), FigureError> {
    for (name, is_below) in names.iter().zip([true, false]) {
        let size = (text_width(name, NAME) + 2.0 * ROOM, NAME.size + 2.0 * ROOM);
        let Some((x, y)) = middle_of_region(frame, field, size, is_below) else { continue };
        let (left, right) = (x - 0.5 * size.0, x + 0.5 * size.0);
        let (top, bottom) = (y - 0.5 * size.1, y + 0.5 * size.1);
        canvas.polygon(&[(left, top), (right, top), (right, bottom), (left, bottom)], WHITE)?;
        draw_text(canvas, name, (x, y + 0.36 * NAME.size), NAME, (Anchor::Middle, Direction::Right))?;
    }
    Ok(())
}

/// The place in a region around which a box of this size has the most room; `None` if there is no room for it.
fn middle_of_region(frame: &Frame, field: &Field, size: Position, is_below: bool) -> Option<Position> {
    let known = field
        .values
        .iter()
        .enumerate()
        .flat_map(|(j, row)| row.iter().enumerate().filter_map(move |(i, value)| Some((i, j, (*value)? < 0.0))));
    let known: Vec<(Position, bool)> =
        known.map(|(i, j, below)| ((frame.x(field.x[i]), frame.y(field.y[j])), below)).collect();
    let (own, others): (Vec<_>, Vec<_>) = known.into_iter().partition(|(_, below)| *below == is_below);
    let distance = |a: Position, b: Position| (2.0 * (a.0 - b.0).abs() / size.0).max(2.0 * (a.1 - b.1).abs() / size.1);
    let room = |at: Position| {
        let to_others = others.iter().map(|(other, _)| distance(at, *other)).fold(f64::INFINITY, f64::min);
        let sides = [(frame.left, at.1), (frame.right, at.1), (at.0, frame.top), (at.0, frame.bottom)];
        sides.into_iter().map(|side| distance(at, side)).fold(to_others, f64::min)
    };
    let best = own.into_iter().map(|(at, _)| (at, room(at))).max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    (best.1 >= 1.0).then_some(best.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_in_the_middle_of_its_region() {
        let places: Vec<f64> = (0..21).map(|i| f64::from(i) / 20.0).collect();
        let row: Vec<Option<f64>> = places.iter().map(|x| Some(x - 0.52)).collect();
        let values = vec![row; 21];
        let field = Field { x: &places, y: &places, values: &values };
        let frame = Frame { left: 0.0, right: 200.0, top: 0.0, bottom: 100.0 };
        let left = middle_of_region(&frame, &field, (40.0, 20.0), true).expect("room");
        let right = middle_of_region(&frame, &field, (40.0, 20.0), false).expect("room");
        assert!((40.0..=65.0).contains(&left.0) && (140.0..=165.0).contains(&right.0), "{left:?} {right:?}");
        assert_eq!(middle_of_region(&frame, &field, (150.0, 20.0), true), None);
    }
}
