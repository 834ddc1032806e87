//! What a learner sees of a prompt.

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use super::{LinearError, SpectrumSpec};
use std::f64::consts::FRAC_PI_2;

/// What a learner sees of a prompt, as a file describes it. It is not yet checked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "LearnerTable", into = "LearnerTable")]
pub enum LearnerSpec {
    /// Everything: the default.
    #[default]
    All,
    /// The first so many coordinates along the eigenvectors of Σ, in the order of the spectrum: `{ first = 100 }`.
    First(usize),
    /// A subspace at an angle to that of the first coordinates: `{ first = 20, shared = 1, angle = 0.3 }`.
    Turned {
        /// k, the dimension of the subspace.
        first: usize,
        /// How many of the first directions are not turned.
        shared: usize,
        /// By how much each other direction is turned towards a coordinate beyond the first k.
        angle: Angles,
    },
    /// All coordinates, scaled so that their variances are these: `{ spectrum = { power = 1, dim = 500 } }`.
    Spectrum(SpectrumSpec),
    /// A Gaussian projection of this width: `{ projection = 64 }`. One of infinite width is [`All`](Self::All).
    Projection(usize),
    /// A random first layer of so many rectified linear units: `{ relu = 200 }`.
    Relu(usize),
}

/// The angles of turned directions, in radians.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "expected an angle, or a list with one for each turned direction")]
pub enum Angles {
    /// One for all: `angle = 0.3`.
    Equal(f64),
    /// One for each turned direction: `angle = [0.1, 0.3]`.
    Each(Vec<f64>),
}

/// What a learner sees of a prompt x with the eigenvalues λ, in coordinates along the eigenvectors of Σ.
#[derive(Clone, Debug, PartialEq)]
pub enum Features {
    /// The first so many coordinates.
    First(usize),
    /// Coordinates along orthonormal directions at an angle to the axes.
    Turned(TurnedAxes),
    /// √(μᵢ/λᵢ)·xᵢ for each coordinate, with these variances μ; 0 where λᵢ = 0.
    Scaled(Vec<f64>),
    /// Wx/√M of this width M, where W (M × d) has independent standard normal entries and is drawn anew with each sample.
    Projection(usize),
    /// max(Wx, 0)/√M of this width M, with W as for a projection.
    Relu(usize),
}

/// The axes of the first k coordinates, of which those behind the first s are turned by angles φ: e₁, …, eₛ, and cos φᵢ·eᵢ + sin φᵢ·e₍ₖ₊ᵢ₋ₛ₎ for s < i ≤ k.
///
/// The principal angles between their span and that of the first k axes are s times 0, and the φᵢ.
#[derive(Clone, Debug, PartialEq)]
pub struct TurnedAxes {
    shared: usize,
    /// φᵢ of each turned direction.
    angles: Vec<f64>,
}

impl TurnedAxes {
    /// k.
    pub fn count(&self) -> usize {
        self.shared + self.angles.len()
    }

    /// Whether some direction has a part along a coordinate.
    pub fn reaches(&self, coordinate: usize) -> bool {
        coordinate < self.count()
            || (self.shared..self.count()).any(|direction| self.partner(direction) == Some(coordinate))
    }

    /// The coordinate towards which a direction is turned, if it is.
    pub fn partner(&self, direction: usize) -> Option<usize> {
        let turned = direction.checked_sub(self.shared)?;
        let angle = self.angles.get(turned)?;
        (*angle > 0.0).then(|| self.count() + turned)
    }

    /// The directions, in the rows of a k × `dim` matrix.
    pub fn directions(&self, dim: usize) -> DMatrix<f64> {
        let mut directions = DMatrix::identity(self.count(), dim);
        for (direction, angle) in (self.shared..).zip(&self.angles) {
            if let Some(partner) = self.partner(direction) {
                let (sine, cosine) = angle.sin_cos();
                directions[(direction, direction)] = cosine;
                directions[(direction, partner)] = sine;
            }
        }
        directions
    }
}

impl LearnerSpec {
    pub(super) fn sees_all(&self) -> bool {
        *self == Self::All
    }

    /// What a learner sees, of no more units of a first layer than `most`; `key` names the learner.
    pub(super) fn features(
        &self,
        key: &'static str,
        eigenvalues: &[f64],
        most: usize,
    ) -> Result<Features, LinearError> {
        let dim = eigenvalues.len();
        match self {
            Self::All => Ok(Features::First(dim)),
            Self::First(count) if (1..=dim).contains(count) => Ok(Features::First(*count)),
            Self::First(count) => Err(LinearError::SeenOutOfRange { learner: key, seen: *count, dim }),
            Self::Turned { first, shared, angle } => turned(key, [*first, *shared, dim], angle),
            Self::Spectrum(own) => own_variances(own, key, eigenvalues).map(Features::Scaled),
            Self::Projection(0) => Err(LinearError::NoWidth { learner: key, form: "projection" }),
            Self::Projection(width) => Ok(Features::Projection(*width)),
            Self::Relu(0) => Err(LinearError::NoWidth { learner: key, form: "relu" }),
            Self::Relu(width) if *width > most => Err(LinearError::TooManyUnits { learner: key, width: *width, most }),
            Self::Relu(width) => Ok(Features::Relu(*width)),
        }
    }
}

fn turned(learner: &'static str, [first, shared, dim]: [usize; 3], angle: &Angles) -> Result<Features, LinearError> {
    if !(1..=dim).contains(&first) {
        return Err(LinearError::SeenOutOfRange { learner, seen: first, dim });
    }
    // So many directions have a coordinate to turn towards.
    let least = first.saturating_sub(dim - first);
    if !(least..=first).contains(&shared) {
        return Err(LinearError::SharedOutOfRange { learner, shared, least, first, dim });
    }
    let turned = first - shared;
    let angles = match angle {
        Angles::Equal(angle) => vec![*angle; turned.max(1)],
        Angles::Each(angles) if angles.len() == turned => angles.clone(),
        Angles::Each(angles) => {
            return Err(LinearError::OtherCountOfAngles { learner, found: angles.len(), turned });
        }
    };
    if let Some(angle) = angles.iter().find(|angle| !(0.0..=FRAC_PI_2).contains(*angle)) {
        return Err(LinearError::AngleOutOfRange { learner, angle: *angle });
    }
    let is_turned = turned > 0 && angles.iter().any(|angle| *angle > 0.0);
    Ok(if is_turned { Features::Turned(TurnedAxes { shared, angles }) } else { Features::First(first) })
}

fn own_variances(own: &SpectrumSpec, learner: &'static str, eigenvalues: &[f64]) -> Result<Vec<f64>, LinearError> {
    let (found, dim) = (own.dim(), eigenvalues.len());
    if found != dim {
        return Err(LinearError::OwnSpectrumOfOtherLength { learner, found, dim });
    }
    let spectrum = own.decomposed()?;
    if spectrum.basis.is_some() {
        return Err(LinearError::OwnSpectrumTurned { learner });
    }
    let seen_but_still = |(own, eigenvalue): (&f64, &f64)| *own > 0.0 && *eigenvalue == 0.0;
    match spectrum.eigenvalues.iter().zip(eigenvalues).position(seen_but_still) {
        Some(at) => Err(LinearError::OwnSpectrumWithoutVariance { learner, coordinate: at + 1 }),
        None => Ok(spectrum.eigenvalues),
    }
}

/// The width of a projection.
#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a width, a whole number or inf")]
enum Width {
    Finite(usize),
    Other(f64),
}

impl Width {
    /// What a learner sees. A projection of infinite width tells all of a prompt, and turns no penalty and no flow: WᵀW/M tends to the identity.
    fn seen(self) -> Result<LearnerSpec, &'static str> {
        match self {
            Self::Finite(width) => Ok(LearnerSpec::Projection(width)),
            Self::Other(width) if width == f64::INFINITY => Ok(LearnerSpec::All),
            Self::Other(_) => Err("projection is a width; write a whole number or inf"),
        }
    }
}

/// The table form of [`LearnerSpec`].
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LearnerTable {
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shared: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    angle: Option<Angles>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spectrum: Option<SpectrumSpec>,
    #[serde(skip_serializing_if = "Option::is_none")]
    projection: Option<Width>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relu: Option<usize>,
}

impl TryFrom<LearnerTable> for LearnerSpec {
    type Error = &'static str;

    fn try_from(table: LearnerTable) -> Result<Self, Self::Error> {
        let LearnerTable { first, shared, angle, spectrum, projection, relu } = table;
        let coordinates = match (first, shared, angle) {
            (None, None, None) => None,
            (Some(count), None, None) => Some(Self::First(count)),
            (Some(first), shared, Some(angle)) => Some(Self::Turned { first, shared: shared.unwrap_or(0), angle }),
            _ => return Err("shared and angle go together with first; write { first = …, shared = …, angle = … }"),
        };
        let projection = projection.map(Width::seen).transpose()?;
        let forms = [coordinates, spectrum.map(Self::Spectrum), projection, relu.map(Self::Relu)];
        let mut given = forms.into_iter().flatten();
        match (given.next(), given.next()) {
            (sees, None) => Ok(sees.unwrap_or_default()),
            _ => Err(
                "a learner sees one thing; write { first = … }, { first = …, angle = … }, { spectrum = … }, { projection = … } or { relu = … }",
            ),
        }
    }
}

impl From<LearnerSpec> for LearnerTable {
    fn from(spec: LearnerSpec) -> Self {
        let empty = Self::default();
        match spec {
            LearnerSpec::All => empty,
            LearnerSpec::First(count) => Self { first: Some(count), ..empty },
            LearnerSpec::Turned { first, shared, angle } => {
                Self { first: Some(first), shared: Some(shared), angle: Some(angle), ..empty }
            }
            LearnerSpec::Spectrum(own) => Self { spectrum: Some(own), ..empty },
            LearnerSpec::Projection(width) => Self { projection: Some(Width::Finite(width)), ..empty },
            LearnerSpec::Relu(width) => Self { relu: Some(width), ..empty },
        }
    }
}
