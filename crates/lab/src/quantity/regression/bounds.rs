//! How large averaged errors can be: dominating variables with known means.

use super::geometry::Geometry;
use super::shares::{RidgeShares, mean_inverse_trace};

/// A fit whose eigenvalues are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct DrawnFit {
    /// n.
    pub(super) count: usize,
    /// d.
    pub(super) dim: usize,
    /// η > 0.
    pub(super) penalty: f64,
}

/// What is proved of one fit: bounds on the mean of u² and on the variance, which are linear functions of a variable z that has a known mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FitBound {
    variable: Variable,
    /// E z.
    mean: f64,
    /// The mean of u² is at most this.
    shrunk_square: Linear,
    /// The variance for label noise of variance 1 is at most this.
    variance: Linear,
}

/// The variable z. It is a function of the eigenvalues λ of S.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Variable {
    /// z = 0: the bounds are constants.
    None,
    /// z = Σ 1/(nλ) = tr (XᵀX)⁺.
    InverseTrace,
    /// z = Σ λ = tr S.
    Trace,
}

/// constant + slope·z.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Linear {
    constant: f64,
    slope: f64,
}

impl Linear {
    fn constant(constant: f64) -> Self {
        Self { constant, slope: 0.0 }
    }
}

/// constant + teacher·z_t + student·z_s + both·z_t·z_s, for the variables of two independent fits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Bilinear {
    constant: f64,
    teacher: f64,
    student: f64,
    both: f64,
}

impl Bilinear {
    fn of_teacher(linear: Linear) -> Self {
        Self { constant: linear.constant, teacher: linear.slope, ..Self::default() }
    }

    fn of_student(linear: Linear) -> Self {
        Self { constant: linear.constant, student: linear.slope, ..Self::default() }
    }

    fn plus(self, other: Self, factor: f64) -> Self {
        Self {
            constant: self.constant + factor * other.constant,
            teacher: self.teacher + factor * other.teacher,
            student: self.student + factor * other.student,
            both: self.both + factor * other.both,
        }
    }

    /// The product of a function of the teacher's variable with one of the student's.
    fn product(teacher: Linear, student: Linear) -> Self {
        Self {
            constant: teacher.constant * student.constant,
            teacher: teacher.slope * student.constant,
            student: teacher.constant * student.slope,
            both: teacher.slope * student.slope,
        }
    }

    fn at(&self, teacher: f64, student: f64) -> f64 {
        self.constant + self.teacher * teacher + self.student * student + self.both * teacher * student
    }
}

impl FitBound {
    /// The bounds of a fit whose means are known.
    fn known(shares: &RidgeShares) -> Self {
        Self {
            variable: Variable::None,
            mean: 0.0,
            shrunk_square: Linear::constant(shares.shrunk_square),
            variance: Linear::constant(shares.variance),
        }
    }

    /// All bounds that are proved of a fit.
    ///
    /// As λ/(λ + η)² ≤ min(1/(4η), 1/λ, λ/η²) and u² ≤ min(1, η/(4λ)), the sums over the r eigenvalues that are not 0 have the bounds below.
    fn all(fit: &DrawnFit) -> Vec<Self> {
        let (count, dim, penalty) = (fit.count as f64, fit.dim as f64, fit.penalty);
        let rank = count.min(dim);
        let constant = Self {
            variable: Variable::None,
            mean: 0.0,
            shrunk_square: Linear::constant(1.0),
            variance: Linear::constant(rank / (4.0 * penalty * count)),
        };
        let mut all = vec![constant];
        let trace = Linear { constant: 0.0, slope: 1.0 / (count * penalty * penalty) };
        if trace.slope.is_finite() {
            all.push(Self { variable: Variable::Trace, mean: dim, variance: trace, ..constant });
        }
        let mean = mean_inverse_trace(count, fit.dim);
        if mean.is_finite() {
            let inverse = Linear { constant: 0.0, slope: 1.0 };
            let whole = Self { variable: Variable::InverseTrace, mean, variance: inverse, ..constant };
            let shrunk = Linear { constant: (dim - rank) / dim, slope: penalty * count / (4.0 * dim) };
            all.extend([whole, Self { shrunk_square: shrunk, ..whole }]);
        }
        all
    }

    fn value(&self, eigenvalues: &[f64], count: usize) -> f64 {
        match self.variable {
            Variable::None => 0.0,
            Variable::InverseTrace => eigenvalues.iter().map(|eigenvalue| 1.0 / eigenvalue).sum::<f64>() / count as f64,
            Variable::Trace => eigenvalues.iter().sum(),
        }
    }
}

/// A proof that an averaged error is at most a function of the variables of teacher and student.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ErrorBound {
    teacher: FitBound,
    student: FitBound,
    bound: Bilinear,
}

/// A fit of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fit {
    /// Its means are known.
    Known(RidgeShares),
    /// Its eigenvalues are drawn.
    Drawn(DrawnFit),
}

impl Fit {
    fn bounds(&self) -> Vec<FitBound> {
        match self {
            Self::Known(shares) => vec![FitBound::known(shares)],
            Self::Drawn(fit) => FitBound::all(fit),
        }
    }
}

impl ErrorBound {
    /// The bound on the teacher's error with the least mean.
    pub(super) fn of_teacher(geometry: &Geometry, teacher: &Fit) -> Self {
        let none = FitBound::all(&DrawnFit { count: 1, dim: 1, penalty: 1.0 })[0];
        let bounds = teacher.bounds().into_iter().map(|teacher| {
            let missed = Bilinear { constant: geometry.missed_by_teacher, ..Bilinear::default() };
            let bound = missed
                .plus(Bilinear::of_teacher(teacher.shrunk_square), geometry.teacher_truth)
                .plus(Bilinear::of_teacher(teacher.variance), geometry.teacher_noise);
            Self { teacher, student: none, bound }
        });
        Self::best(bounds)
    }

    /// The bound on the student's error with the least mean.
    pub(super) fn of_student(geometry: &Geometry, teacher: &Fit, student: &Fit) -> Self {
        let (teachers, students) = (teacher.bounds(), student.bounds());
        let pairs = teachers.iter().flat_map(|teacher| students.iter().map(move |student| (*teacher, *student)));
        Self::best(pairs.flat_map(|(teacher, student)| Self::all_of_student(geometry, teacher, student)))
    }

    /// Two bounds on the signal, and two on what the student does not see of the teacher.
    fn all_of_student(geometry: &Geometry, teacher: FitBound, student: FitBound) -> Vec<Self> {
        let truth = geometry.teacher_truth;
        let whole = Bilinear {
            constant: geometry.student_truth + (truth - 2.0 * geometry.product).max(0.0),
            ..Bilinear::default()
        };
        let shrunk = Bilinear::of_teacher(teacher.shrunk_square).plus(Bilinear::of_student(student.shrunk_square), 1.0);
        let shrunk_mean = 2.0 * truth * shrunk.at(teacher.mean, student.mean);
        // |x + y|² ≤ (1 + ε)|x|² + (1 + 1/ε)|y|², best for ε = |y|/|x|. Here x = Oβ_w − β_s.
        let ratio = (shrunk_mean / geometry.gap).sqrt();
        let near = if geometry.gap == 0.0 {
            Bilinear::default().plus(shrunk, 2.0 * truth)
        } else if ratio > 0.0 {
            let gap = Bilinear { constant: (1.0 + ratio) * geometry.gap, ..Bilinear::default() };
            gap.plus(shrunk, (1.0 + 1.0 / ratio) * 2.0 * truth)
        } else {
            Bilinear { constant: geometry.gap, ..Bilinear::default() }
        };
        let noise = geometry.teacher_noise / geometry.teacher_dim as f64;
        let of_unseen = |constant: f64, slope: f64| Linear {
            constant: constant + geometry.unshared * noise * teacher.variance.constant,
            slope: slope + geometry.unshared * noise * teacher.variance.slope,
        };
        let unseen = if geometry.unshared == 0.0 {
            vec![Linear::constant(0.0)]
        } else {
            let hidden = (truth - geometry.seen_truth).max(0.0);
            let Linear { constant, slope } = teacher.shrunk_square;
            vec![of_unseen(truth, 0.0), of_unseen(2.0 * (hidden + truth * constant), 2.0 * truth * slope)]
        };
        let missed = Bilinear { constant: geometry.missed_by_student, ..Bilinear::default() };
        let with = |signal: Bilinear, unseen: Linear| {
            let bound = missed
                .plus(signal, 1.0)
                .plus(Bilinear::of_teacher(teacher.variance), geometry.shared * noise)
                .plus(Bilinear::product(unseen, student.variance), 1.0);
            Self { teacher, student, bound }
        };
        unseen.iter().flat_map(|unseen| [with(whole, *unseen), with(near, *unseen)]).collect()
    }

    fn best(bounds: impl Iterator<Item = Self>) -> Self {
        let mut bounds = bounds.filter(|bound| bound.mean().is_finite());
        let first = bounds.next().unwrap_or(Self {
            teacher: FitBound::known(&RidgeShares::NOTHING),
            student: FitBound::known(&RidgeShares::NOTHING),
            bound: Bilinear { constant: f64::INFINITY, ..Bilinear::default() },
        });
        bounds.fold(first, |best, bound| if bound.mean() < best.mean() { bound } else { best })
    }

    /// The mean of the bound. It is known, because the two fits are independent.
    pub(super) fn mean(&self) -> f64 {
        self.bound.at(self.teacher.mean, self.student.mean)
    }

    /// The bound itself, if it does not vary.
    pub(super) fn constant(&self) -> Option<f64> {
        let fixed = self.teacher.variable == Variable::None && self.student.variable == Variable::None;
        fixed.then_some(self.bound.constant)
    }

    /// The bound for drawn eigenvalues of teacher and student, and the numbers of their labels.
    pub(super) fn value(&self, teacher: (&[f64], usize), student: (&[f64], usize)) -> f64 {
        self.bound.at(self.teacher.value(teacher.0, teacher.1), self.student.value(student.0, student.1))
    }

    /// A constant bound on the error with only constants, for ends that need one.
    pub(super) fn greatest_of_student(geometry: &Geometry, teacher: &Fit, student: &Fit) -> f64 {
        let (teacher, student) = (teacher.bounds()[0], student.bounds()[0]);
        Self::best(Self::all_of_student(geometry, teacher, student).into_iter()).bound.constant
    }

    /// The same for the teacher.
    pub(super) fn greatest_of_teacher(geometry: &Geometry, teacher: &Fit) -> f64 {
        let bound = teacher.bounds()[0];
        geometry.missed_by_teacher
            + geometry.teacher_truth * bound.shrunk_square.constant
            + geometry.teacher_noise * bound.variance.constant
    }

    /// A constant bound on the variance of a fit for label noise of variance 1.
    pub(super) fn greatest_variance(fit: &Fit) -> f64 {
        fit.bounds()[0].variance.constant
    }
}
