//! Observes errors that are averaged over label noise and directions.

use super::bounds::{DrawnFit, ErrorBound, Fit};
use super::geometry::{Geometry, times};
use super::shares::{RidgeShares, mean_inverse_square_trace, mean_inverse_trace};
use super::spectrum::Spectrum;
use crate::inference::{Dominating, Estimator, Inference, Mean, Range};
use crate::quantity::{Draw, Experiment, Made, Undefined};
use weak_to_strong::kernel::{LANES, WideGenerator};

/// What is observed of a teacher and a student.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Observed {
    /// |t − β*|².
    TeacherError,
    /// |s − β*|².
    StudentError,
    /// |t − β*|² − |s − β*|².
    Gain,
    /// ∂|s − β*|²/∂λ_s at λ_s = 0.
    RidgeSlope,
}

/// Labels and penalty of a fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ridge {
    pub(super) labels: f64,
    pub(super) penalty: f64,
}

/// Teacher and student of one cell. The number of labels is the same in all cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) teacher: Ridge,
    /// Anything for the teacher's error.
    pub(super) student: Ridge,
}

/// The experiment.
pub(super) struct Integrated {
    geometry: Geometry,
    observed: Observed,
    cells: Vec<DrawnCell>,
    teacher: Option<Spectrum>,
    student: Option<Spectrum>,
    /// The number of coordinates.
    width: usize,
}

/// A cell with its fits. `dominated` is the place of a dominating variable, with the bound that it is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct DrawnCell {
    cell: Cell,
    teacher: Fit,
    student: Fit,
    range: Range,
    dominated: Option<(usize, ErrorBound)>,
    /// Whether the number is known.
    known: Option<f64>,
}

impl Ridge {
    fn fit(&self, dim: usize) -> Fit {
        match RidgeShares::known(self.labels, dim, self.penalty) {
            Some(shares) => Fit::Known(shares),
            None => Fit::Drawn(DrawnFit { count: self.labels as usize, dim, penalty: self.penalty }),
        }
    }
}

impl Fit {
    fn shares(&self, eigenvalues: &[f64]) -> RidgeShares {
        match self {
            Self::Known(shares) => *shares,
            Self::Drawn(DrawnFit { count, dim, penalty }) => RidgeShares::of(eigenvalues, *count, *dim, *penalty),
        }
    }

    /// Its shares if they are known, else those of some eigenvalues, of which the numbers below are finite or infinite as for any others.
    fn example(&self) -> RidgeShares {
        match self {
            Self::Known(shares) => *shares,
            Self::Drawn(fit) => {
                let eigenvalues: Vec<f64> = (0..fit.count.min(fit.dim)).map(|i| 1.0 + i as f64).collect();
                self.shares(&eigenvalues)
            }
        }
    }

    fn drawn(&self) -> Option<&DrawnFit> {
        match self {
            Self::Known(_) => None,
            Self::Drawn(fit) => Some(fit),
        }
    }
}

impl Integrated {
    /// Returns `None` if a number is not defined, as ∞ − ∞.
    pub(super) fn made(geometry: Geometry, observed: Observed, cells: &[Cell], direct: bool) -> Option<Made> {
        let mut width = cells.len();
        let cells: Vec<DrawnCell> =
            cells.iter().map(|cell| DrawnCell::new(&geometry, observed, cell, &mut width)).collect();
        if cells.iter().any(|cell| cell.known.is_some_and(f64::is_nan)) {
            return None;
        }
        let spectrum = |fit: fn(&DrawnCell) -> &Fit| {
            let unknown = cells.iter().filter(|cell| cell.known.is_none());
            let drawn = unknown.filter_map(|cell| fit(cell).drawn()).next()?;
            Some(Spectrum::new(drawn.count, drawn.dim, direct))
        };
        let (teacher, student) = (spectrum(|cell| &cell.teacher), spectrum(|cell| &cell.student));
        let inference = Inference::of(cells.iter().enumerate().map(|(at, cell)| cell.estimator(at)));
        Some(Made::new(Self { geometry, observed, cells, teacher, student, width }, inference))
    }

    fn value(&self, cell: &DrawnCell, teacher: &[f64], student: &[f64]) -> f64 {
        let taught = cell.teacher.shares(teacher);
        let value = match self.observed {
            Observed::TeacherError => self.geometry.teacher_error(&taught),
            Observed::StudentError => self.geometry.student_error(&taught, &cell.student.shares(student)),
            Observed::Gain => self.geometry.gain(&taught, &cell.student.shares(student)),
            Observed::RidgeSlope => ridge_slope(&self.geometry, &taught, &cell.cell),
        };
        within_rounding(value, &cell.range)
    }
}

/// The mean of ∂|s − β*|²/∂λ_s at λ_s = 0, over the student's prompts: with S̃ the student's and P the projection on its range,
///
/// ```text
/// −2·E (Pt − β_s)ᵀS̃⁺t − (2/N)·E tr (S̃⁺)²·E(|t|² − |Ot|²)
/// ```
fn ridge_slope(geometry: &Geometry, teacher: &RidgeShares, cell: &Cell) -> f64 {
    let (labels, dim) = (cell.student.labels, geometry.student_dim);
    let surplus = geometry.surplus(teacher, cell.teacher.labels, cell.teacher.penalty);
    if labels.is_infinite() {
        return -2.0 * surplus;
    }
    let inverse = labels * mean_inverse_trace(labels, dim) / dim as f64;
    let noise = times(labels * mean_inverse_square_trace(labels, dim), geometry.unseen_teacher(teacher));
    -2.0 * times(inverse, surplus) - 2.0 * noise
}

/// Returns an end of the range for a value that is beyond it by rounding.
fn within_rounding(value: f64, range: &Range) -> f64 {
    const ROUNDING: f64 = 1e-12;
    let slack = ROUNDING * (range.least.abs().min(1e300) + range.greatest.abs().min(1e300) + value.abs());
    if value < range.least && value >= range.least - slack {
        range.least
    } else if value > range.greatest && range.greatest.is_finite() && value <= range.greatest + slack {
        range.greatest
    } else {
        value
    }
}

impl DrawnCell {
    fn new(geometry: &Geometry, observed: Observed, cell: &Cell, width: &mut usize) -> Self {
        let teacher = cell.teacher.fit(geometry.teacher_dim);
        let student = match observed {
            Observed::TeacherError => Fit::Known(RidgeShares::NOTHING),
            // The mean over the student's prompts is known.
            Observed::RidgeSlope => Fit::Known(RidgeShares::NOTHING),
            Observed::StudentError | Observed::Gain => cell.student.fit(geometry.student_dim),
        };
        let mut new = Self { cell: *cell, teacher, student, range: Range::UNKNOWN, dominated: None, known: None };
        new.known = new.known_value(geometry, observed);
        if new.known.is_some() {
            return new;
        }
        match observed {
            Observed::TeacherError => {
                new.bound(ErrorBound::of_teacher(geometry, &teacher), geometry.missed_by_teacher, width)
            }
            Observed::StudentError => {
                new.bound(ErrorBound::of_student(geometry, &teacher, &student), geometry.missed_by_student, width);
            }
            Observed::Gain => new.range = gain_range(geometry, cell, &teacher, &student),
            Observed::RidgeSlope => new.range = slope_range(geometry, cell, &teacher),
        }
        new
    }

    /// The number, if the means of both fits are known, or if it is infinite.
    fn known_value(&self, geometry: &Geometry, observed: Observed) -> Option<f64> {
        let (teacher, student) = (self.teacher.example(), self.student.example());
        let example = match observed {
            Observed::TeacherError => geometry.teacher_error(&teacher),
            Observed::StudentError => geometry.student_error(&teacher, &student),
            Observed::Gain => geometry.gain(&teacher, &student),
            Observed::RidgeSlope => ridge_slope(geometry, &teacher, &self.cell),
        };
        let drawn = self.teacher.drawn().is_some() || self.student.drawn().is_some();
        (!drawn || !example.is_finite()).then_some(example)
    }

    fn bound(&mut self, bound: ErrorBound, least: f64, width: &mut usize) {
        self.range = Range::at_least(least);
        match bound.constant() {
            Some(greatest) => self.range.greatest = greatest.max(least),
            None => {
                self.dominated = Some((*width, bound));
                *width += 1;
            }
        }
    }

    fn estimator(&self, at: usize) -> Estimator {
        if let Some(known) = self.known {
            return Estimator::Exact(known);
        }
        let mean = Mean::of(at).ranging(self.range);
        Estimator::Mean(match &self.dominated {
            Some((at, bound)) => mean.dominated_by(Dominating { at: *at, factor: 1.0, mean: bound.mean(), plus: 0.0 }),
            None => mean,
        })
    }
}

/// The range of the gain. If the student sees truth and teacher, it is (2ū − E u²)·E|t|² − 2ū·E tᵀβ* ≤ (E|t|² − E tᵀβ*)₊, of which the second factor is
/// the surplus.
fn gain_range(geometry: &Geometry, cell: &Cell, teacher: &Fit, student: &Fit) -> Range {
    let greatest = if geometry.is_aligned() {
        greatest_surplus(geometry, cell, teacher).max(0.0)
    } else {
        ErrorBound::greatest_of_teacher(geometry, teacher) - geometry.missed_by_student
    };
    let most = ErrorBound::greatest_of_student(geometry, teacher, student);
    Range::between(geometry.missed_by_teacher - most, greatest)
}

/// The greatest surplus of a teacher, if the student sees truth and teacher. The surplus is a multiple of the teacher's variance.
fn greatest_surplus(geometry: &Geometry, cell: &Cell, teacher: &Fit) -> f64 {
    match teacher {
        Fit::Known(shares) => geometry.surplus(shares, cell.teacher.labels, cell.teacher.penalty),
        Fit::Drawn(_) => {
            let greatest = RidgeShares { variance: ErrorBound::greatest_variance(teacher), ..RidgeShares::NOTHING };
            geometry.surplus(&greatest, cell.teacher.labels, cell.teacher.penalty)
        }
    }
}

/// The range of the slope for a drawn teacher. It is linear in the surplus and in what the student does not see of the teacher.
fn slope_range(geometry: &Geometry, cell: &Cell, teacher: &Fit) -> Range {
    let (labels, dim) = (cell.student.labels, geometry.student_dim);
    let (inverse, inverse_square) = if labels.is_infinite() {
        (1.0, 0.0)
    } else {
        let inverse = labels * mean_inverse_trace(labels, dim) / dim as f64;
        (inverse, times(labels * mean_inverse_square_trace(labels, dim), geometry.unshared.min(1.0)))
    };
    if geometry.is_aligned() {
        let end = -2.0 * inverse * greatest_surplus(geometry, cell, teacher);
        return Range::between(end.min(0.0), end.max(0.0));
    }
    let noise = geometry.teacher_noise * ErrorBound::greatest_variance(teacher);
    let square = geometry.teacher_truth + noise;
    let (most_product, least_product) = (geometry.product.max(0.0), geometry.product.min(0.0));
    let unseen = if geometry.unshared == 0.0 { 0.0 } else { 2.0 * inverse_square * square };
    Range::between(-2.0 * inverse * (square - least_product) - unseen, 2.0 * inverse * most_product)
}

impl Experiment for Integrated {
    fn width(&self) -> usize {
        self.width
    }

    /// The student's, unless nothing of it is drawn.
    fn sampler(&self) -> &'static str {
        let drawn = self.student.as_ref().or(self.teacher.as_ref());
        drawn.map_or("none", Spectrum::sampler_name)
    }

    /// Draws the eigenvalues of both fits in each lane.
    fn start(&self) -> Draw<'_> {
        let (mut teacher, mut student) = (self.teacher.clone(), self.student.clone());
        let mut generator = None;
        Draw::in_groups(LANES, move |stream, observations| {
            let generator = generator.get_or_insert_with(|| WideGenerator::from_stream(stream));
            for spectrum in teacher.iter_mut().chain(student.iter_mut()) {
                spectrum.draw(generator, stream);
            }
            for (lane, observation) in observations.chunks_exact_mut(self.width).enumerate() {
                let of_lane =
                    |spectrum: &'_ Option<Spectrum>| spectrum.as_ref().map_or(Vec::new(), |s| s.of_lane(lane).to_vec());
                let (taught, learned) = (of_lane(&teacher), of_lane(&student));
                for (place, cell) in self.cells.iter().enumerate() {
                    observation[place] = if cell.known.is_some() { 0.0 } else { self.value(cell, &taught, &learned) };
                    if let Some((at, bound)) = &cell.dominated {
                        let (labels, pseudo_labels) = (cell.cell.teacher.labels, cell.cell.student.labels);
                        observation[*at] = bound.value((&taught, labels as usize), (&learned, pseudo_labels as usize));
                        if !observation[*at].is_finite() {
                            return Err(Undefined { replicate: lane, coordinate: *at });
                        }
                    }
                }
            }
            Ok(())
        })
    }
}
