//! The data of a path in SVG. To keep it short, it has relative commands with whole numbers.

use std::fmt::Write;

/// A point of the SVG, in its units, to the right and downwards.
pub(super) type SvgPoint = (f64, f64);

type Whole = (i64, i64);

/// A path as SVG writes it. Each step starts at the rounded end of the step before, so rounding errors do not add up.
#[derive(Default)]
pub(super) struct Outline {
    data: String,
    at: Whole,
    start: Whole,
}

impl Outline {
    /// Straight lines through these points.
    pub(super) fn through(points: impl IntoIterator<Item = SvgPoint>) -> Self {
        let mut outline = Self::default();
        for (i, point) in points.into_iter().enumerate() {
            if i == 0 {
                outline.move_to(point);
            } else {
                outline.line_to(point);
            }
        }
        outline
    }

    /// A circle of four cubic curves.
    pub(super) fn circle((x, y): SvgPoint, radius: f64) -> Self {
        /// With handles of this length a curve differs from a quarter of the unit circle by less than 0.0003.
        const HANDLE: f64 = 0.5523;
        let handle = HANDLE * radius;
        let mut outline = Self::default();
        outline.move_to((x + radius, y));
        outline.cubic_to((x + radius, y + handle), (x + handle, y + radius), (x, y + radius));
        outline.cubic_to((x - handle, y + radius), (x - radius, y + handle), (x - radius, y));
        outline.cubic_to((x - radius, y - handle), (x - handle, y - radius), (x, y - radius));
        outline.cubic_to((x + handle, y - radius), (x + radius, y - handle), (x + radius, y));
        outline.close();
        outline
    }

    /// Starts another part. The first move is absolute, because paths are joined.
    pub(super) fn move_to(&mut self, point: SvgPoint) {
        let to = whole(point);
        let (command, from) = if self.data.is_empty() { ('M', (0, 0)) } else { ('m', self.at) };
        self.command(command, from, &[to]);
        (self.at, self.start) = (to, to);
    }

    /// Adds a straight line. Adds nothing if the line ends where it starts.
    pub(super) fn line_to(&mut self, point: SvgPoint) {
        let (from, to) = (self.at, whole(point));
        let (right, down) = (to.0 - from.0, to.1 - from.1);
        if right == 0 && down != 0 {
            let _ = write!(self.data, "v{down}");
        } else if down == 0 && right != 0 {
            let _ = write!(self.data, "h{right}");
        } else if to != from {
            self.command('l', from, &[to]);
        }
        self.at = to;
    }

    /// Adds a quadratic curve, which starts in the direction of its first point.
    pub(super) fn quad_to(&mut self, towards: SvgPoint, end: SvgPoint) {
        self.curve('q', &[towards, end].map(whole));
    }

    /// Adds a cubic curve, which starts in the direction of its first point and arrives from the direction of its second.
    pub(super) fn cubic_to(&mut self, towards: SvgPoint, from: SvgPoint, end: SvgPoint) {
        self.curve('c', &[towards, from, end].map(whole));
    }

    /// Ends a part where it started.
    pub(super) fn close(&mut self) {
        self.data.push('z');
        self.at = self.start;
    }

    /// Whether nothing was drawn.
    pub(super) fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    /// Returns the value of the attribute `d`.
    pub(super) fn into_data(self) -> String {
        self.data
    }

    fn curve(&mut self, command: char, points: &[Whole]) {
        self.command(command, self.at, points);
        self.at = points.last().copied().unwrap_or(self.at);
    }

    fn command(&mut self, command: char, from: Whole, points: &[Whole]) {
        self.data.push(command);
        let numbers = points.iter().flat_map(|(x, y)| [x - from.0, y - from.1]);
        for (i, number) in numbers.enumerate() {
            // A minus sign separates numbers, so no space is needed before it.
            let separator = if i > 0 && number >= 0 { " " } else { "" };
            let _ = write!(self.data, "{separator}{number}");
        }
    }
}

fn whole((x, y): SvgPoint) -> Whole {
    (x.round() as i64, y.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_whole_numbers() {
        let mut outline = Outline::through([(5.0, 10.0), (15.2, 9.8), (15.2, 9.8)]);
        outline.quad_to((20.0, 5.0), (25.0, 25.0));
        outline.close();
        outline.move_to((6.0, 10.0));
        outline.line_to((6.0, 7.0));
        outline.line_to((7.0, 8.0));
        assert_eq!(outline.into_data(), "M5 10h10q5-5 10 15zm1 0v-3l1 1");
    }

    #[test]
    fn a_circle_has_its_radius_on_all_sides() {
        assert_eq!(
            Outline::circle((100.0, 50.0), 10.0).into_data(),
            "M110 50c0 6-4 10-10 10c-6 0-10-4-10-10c0-6 4-10 10-10c6 0 10 4 10 10z"
        );
    }
}
