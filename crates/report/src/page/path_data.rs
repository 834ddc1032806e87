//! The data of a path in fewer letters: what is seen stays the same.
//!
//! Parts begin where the part before ends, points that lie on the line through their neighbours are left out, and what is the same again and again is told apart.

use std::collections::BTreeMap;

use indexmap::IndexMap;

/// A point in units of a drawing.
pub(super) type Point = (i64, i64);

/// Points this near to a line, in units of the drawing, lie on it. At the width at which a page shows a drawing this is half a pixel.
const NEAR: f64 = 1.0;

/// A part of a path, from one move to the next.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    /// Straight lines.
    Lines { points: Vec<Point>, closed: bool },
    /// Anything that ends where it started, with the commands after its move.
    Curve { start: Point, commands: String },
}

/// Returns the data in fewer letters; as they are if they have commands that the drawings of this crate do not write. Dashed lines may not be turned
/// around, or their dashes would move.
pub(super) fn shortened(data: &str, may_turn: bool) -> String {
    let Some(parts) = parts(data) else { return data.to_owned() };
    let written = written(&parts, may_turn);
    if written.len() < data.len() { written } else { data.to_owned() }
}

/// The parts of strokes, told apart by what they repeat.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Strokes {
    /// The stems of intervals whose two caps are alike, by half the width of these.
    pub(super) stems: BTreeMap<i64, String>,
    /// Shapes, each from 0 on, that occur often, with the places where they start.
    pub(super) repeated: IndexMap<String, Vec<Point>>,
    /// The data of all others; empty if there are none.
    pub(super) rest: String,
}

/// A shape that occurs less often than this is not told apart.
const OFTEN: usize = 4;

/// Tells the parts of strokes apart; `None` if the data have commands that the drawings of this crate do not write.
pub(super) fn strokes(data: &str) -> Option<Strokes> {
    let (stems, others) = stems(&parts(data)?);
    let mut repeated: IndexMap<String, Vec<Point>> = IndexMap::new();
    for part in &others {
        repeated.entry(part.shape()).or_default().push(part.start());
    }
    repeated.retain(|_, places| places.len() >= OFTEN);
    let rest: Vec<Part> = others.into_iter().filter(|part| !repeated.contains_key(&part.shape())).collect();
    let stems = stems.into_iter().map(|(half, parts)| (half, written(&parts, true))).collect();
    Some(Strokes { stems, repeated, rest: written(&rest, true) })
}

/// The stems of intervals, and all other parts.
fn stems(parts: &[Part]) -> (BTreeMap<i64, Vec<Part>>, Vec<Part>) {
    let (mut stems, mut others): (BTreeMap<i64, Vec<Part>>, Vec<Part>) = Default::default();
    let mut rest = parts;
    while let [first, after @ ..] = rest {
        rest = after;
        let half = match (first.segment(), after) {
            (Some([from, to]), [one, other, ..]) => {
                one.half_around(from).filter(|half| other.half_around(to) == Some(*half))
            }
            _ => None,
        };
        match half {
            Some(half) => {
                stems.entry(half).or_default().push(first.clone());
                rest = &after[2..];
            }
            None => others.push(first.clone()),
        }
    }
    (stems, others)
}

/// The data of a line through these points.
pub(super) fn through(points: &[Point]) -> String {
    line_from(None, points)
}

/// Where a path starts, and its commands after the first move; `None` if it has another absolute move.
pub(super) fn from_start(data: &str) -> Option<(Point, &str)> {
    let moved = data.strip_prefix('M')?;
    let end = moved.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(moved.len());
    let (start, commands) = moved.split_at(end);
    let start = numbers(start)?;
    match start[..] {
        [x, y] if !commands.contains('M') => Some(((x, y), commands)),
        _ => None,
    }
}

/// A point as data: a minus sign separates numbers, too.
pub(super) fn pair((x, y): Point) -> String {
    if y < 0 { format!("{x}{y}") } else { format!("{x} {y}") }
}

fn numbers(text: &str) -> Option<Vec<i64>> {
    text.replace('-', " -").split_whitespace().map(|number| number.parse().ok()).collect()
}

/// Reads what `figure::outline` writes.
fn parts(data: &str) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = (0, 0);
    let starts: Vec<usize> = data.match_indices(|c: char| c.is_ascii_alphabetic()).map(|(place, _)| place).collect();
    for (i, start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(data.len());
        let (command, given) = (&data[*start..=*start], numbers(&data[start + 1..end])?);
        match (command, &given[..]) {
            ("M", [x, y]) => (at, parts) = ((*x, *y), begun(parts, (*x, *y))),
            ("m", [x, y]) => (at, parts) = ((at.0 + x, at.1 + y), begun(parts, (at.0 + x, at.1 + y))),
            ("h", [x]) => at = line_to(parts.last_mut()?, (at.0 + x, at.1))?,
            ("v", [y]) => at = line_to(parts.last_mut()?, (at.0, at.1 + y))?,
            ("l", [x, y]) => at = line_to(parts.last_mut()?, (at.0 + x, at.1 + y))?,
            ("q" | "c", _) => curve(parts.last_mut()?, &data[*start..end])?,
            ("z", []) => at = close(parts.last_mut()?),
            _ => return None,
        }
    }
    let is_whole = |part: &Part| !matches!(part, Part::Curve { commands, .. } if !commands.ends_with('z'));
    parts.iter().all(is_whole).then_some(parts)
}

fn begun(mut parts: Vec<Part>, at: Point) -> Vec<Part> {
    parts.push(Part::Lines { points: vec![at], closed: false });
    parts
}

fn line_to(part: &mut Part, to: Point) -> Option<Point> {
    match part {
        Part::Lines { points, closed: false } => points.push(to),
        Part::Lines { .. } | Part::Curve { .. } => return None,
    }
    Some(to)
}

/// Adds a curve to a part that so far is only a move, or has curves.
fn curve(part: &mut Part, command: &str) -> Option<()> {
    match part {
        Part::Lines { points, closed: false } if points.len() == 1 => {
            *part = Part::Curve { start: points[0], commands: command.to_owned() };
        }
        Part::Curve { commands, .. } => *commands += command,
        Part::Lines { .. } => return None,
    }
    Some(())
}

fn close(part: &mut Part) -> Point {
    match part {
        Part::Lines { points, closed } => {
            *closed = true;
            points[0]
        }
        Part::Curve { start, commands } => {
            commands.push('z');
            *start
        }
    }
}

impl Part {
    /// What it is if it starts at 0.
    fn shape(&self) -> String {
        let own = written(std::slice::from_ref(self), false);
        format!("M0 0{}", from_start(&own).map_or("", |(_, commands)| commands))
    }

    fn start(&self) -> Point {
        match self {
            Self::Lines { points, .. } => points[0],
            Self::Curve { start, .. } => *start,
        }
    }

    /// Its ends, if it is one straight line.
    fn segment(&self) -> Option<[Point; 2]> {
        match self {
            Self::Lines { points, closed: false } => points[..].try_into().ok(),
            Self::Lines { .. } | Self::Curve { .. } => None,
        }
    }

    /// Half its length, if it is a horizontal line with this middle.
    fn half_around(&self, (x, y): Point) -> Option<i64> {
        let [from, to] = self.segment()?;
        (from.1 == y && to.1 == y && from.0 + to.0 == 2 * x).then_some((to.0 - x).abs())
    }
}

/// The parts as data. After the first move all is relative, so that equal shapes have equal letters.
fn written(parts: &[Part], may_turn: bool) -> String {
    let mut data = String::new();
    let mut at = None;
    for part in parts {
        let (points, closed, commands) = match part {
            Part::Lines { points, closed } => (simplified(points), *closed, ""),
            Part::Curve { start, commands } => (vec![*start], false, commands.as_str()),
        };
        let mut line = line_from(at, &points);
        let ends_at_start = closed || !commands.is_empty();
        let turned: Vec<Point> = points.iter().rev().copied().collect();
        let mut end = if ends_at_start { points.first() } else { points.last() };
        if at.is_some() && may_turn && !ends_at_start && line_from(at, &turned).len() < line.len() {
            (line, end) = (line_from(at, &turned), turned.last());
        }
        data += &line;
        data += if closed { "z" } else { commands };
        at = end.copied();
    }
    data
}

/// A move from where the path is, if it has begun, and lines.
fn line_from(at: Option<Point>, points: &[Point]) -> String {
    let mut data = match at {
        None => format!("M{}", pair(points[0])),
        Some((x, y)) => format!("m{}", pair((points[0].0 - x, points[0].1 - y))),
    };
    let mut follows_line = false;
    for step in points.windows(2) {
        let (right, down) = (step[1].0 - step[0].0, step[1].1 - step[0].1);
        data += &match (right, down) {
            (0, 0) => continue,
            (_, 0) => format!("h{right}"),
            (0, _) => format!("v{down}"),
            // A command that is repeated is not written again.
            _ if follows_line && right < 0 => pair((right, down)),
            _ if follows_line => format!(" {}", pair((right, down))),
            _ => format!("l{}", pair((right, down))),
        };
        follows_line = right != 0 && down != 0;
    }
    data
}

/// The points without those that lie on the line through the points that stay (Douglas and Peucker).
fn simplified(points: &[Point]) -> Vec<Point> {
    let [first, inner @ .., last] = points else { return points.to_vec() };
    let distances = inner.iter().map(|point| distance(*point, *first, *last));
    let farthest = distances.enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
    match farthest {
        Some((place, distance)) if distance > NEAR => {
            let mut kept = simplified(&points[..place + 2]);
            kept.pop();
            kept.extend(simplified(&points[place + 1..]));
            kept
        }
        Some(_) | None => vec![*first, *last],
    }
}

/// The distance of a point from the line between two others.
fn distance(point: Point, from: Point, to: Point) -> f64 {
    let vector = |a: Point, b: Point| ((b.0 - a.0) as f64, (b.1 - a.1) as f64);
    let (line, off) = (vector(from, to), vector(from, point));
    let squared = line.0 * line.0 + line.1 * line.1;
    let share = if squared > 0.0 { ((line.0 * off.0 + line.1 * off.1) / squared).clamp(0.0, 1.0) } else { 0.0 };
    (off.0 - share * line.0).hypot(off.1 - share * line.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turned(data: &str) -> String {
        shortened(data, true)
    }

    #[test]
    fn lines_go_there_and_back() {
        let lines = "M253 345v1040M268 345v1040M281 345v1040";
        assert_eq!(turned(lines), "M253 345v1040m15 0v-1040m13 0v1040");
        assert_eq!(shortened(lines, false), lines);
        let ticks = "M1253 1385v10M1268 1385v10M1281 1385v10";
        assert_eq!(shortened(ticks, false), "M1253 1385v10m15-10v10m13-10v10");
    }

    #[test]
    fn caps_of_intervals_are_told_apart() {
        let interval = "M303 478v-87M293 478h20M293 391h20";
        let wide = "M403 478v-7M379 478h48M379 471h48";
        let found = strokes(&format!("{interval}{wide}")).expect("strokes");
        let stems = [(10, "M303 478v-87".to_owned()), (24, "M403 478v-7".to_owned())];
        assert_eq!(found, Strokes { stems: stems.into(), ..Strokes::default() });
        // Without its second cap, or with a cap elsewhere or of another width, it is left.
        for left in ["", "M294 391h20", "M279 391h48"] {
            let data = format!("M303 478v-87M293 478h20{left}");
            let found = strokes(&data).expect("strokes");
            assert!(
                found.stems.is_empty()
                    && parts(&found.rest).map(|found| found.len()) == parts(&data).map(|all| all.len()),
                "{found:?}"
            );
        }
    }

    #[test]
    fn equal_parts_are_one_shape() {
        let found = strokes("M5 5l-3 6M0 0h7M9 2l-3 6M1 1l-3 6M1 7l-3 6").expect("strokes");
        let places = vec![(5, 5), (9, 2), (1, 1), (1, 7)];
        assert_eq!(found.repeated, IndexMap::from([("M0 0l-3 6".to_owned(), places.clone())]));
        assert_eq!(found.rest, "M0 0h7");
        assert_eq!(through(&places), "M5 5l4-3-8-1v6");
        assert_eq!(strokes("M5 5l-3 6M9 2l-3 6").expect("strokes").repeated.len(), 0);
    }

    #[test]
    fn what_lies_on_a_line_is_left_out() {
        assert_eq!(turned("M0 0l10 1l10 1l10 1l10 1l10-4"), "M0 0l40 4 10-4");
        assert_eq!(turned("M0 0h22h1h29v7h-52z"), "M0 0h52v7h-52z");
        // A corner that can be seen stays.
        assert_eq!(simplified(&[(0, 0), (50, 2), (100, 0)]).len(), 3);
    }

    /// The distance is to the piece of the line, so that a line that turns back keeps its end.
    #[test]
    fn a_line_that_turns_back_keeps_its_end() {
        assert_eq!(simplified(&[(0, 0), (30, 0), (10, 0)]), [(0, 0), (30, 0), (10, 0)]);
    }

    #[test]
    fn curves_stay() {
        let disc = "M110 50c0 6-4 10-10 10c-6 0-10-4-10-10z";
        assert_eq!(turned(&format!("{disc}M150 50c0 6-4 10-10 10z")), format!("{disc}m40 0c0 6-4 10-10 10z"));
        for foreign in ["M0 0a1 1 0 0 1 2 2", "M1 2L3 4", "M0 0c1 1 2 2 3 3", "M1 2 3 4", "h3", "M1.5 2h3"] {
            assert_eq!(turned(foreign), foreign);
        }
    }

    #[test]
    fn equal_shapes_have_equal_letters() {
        let start = from_start("M110-5c0 6-4 10-10 10z");
        assert_eq!(start, Some(((110, -5), "c0 6-4 10-10 10z")));
        assert_eq!(from_start("M1 2h3M4 5h6"), None);
        assert_eq!(from_start("M1 2"), Some(((1, 2), "")));
    }
}
