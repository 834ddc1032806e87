//! What a learner sees of a prompt.

use serde::{Deserialize, Serialize};

use super::{LinearError, SpectrumSpec};

/// What a learner sees of a prompt, as a file describes it. It is not yet checked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "LearnerTable", into = "LearnerTable")]
pub enum LearnerSpec {
    /// Everything: the default.
    #[default]
    All,
    /// The first so many coordinates along the eigenvectors of Σ, in the order of the spectrum: `{ first = 100 }`.
    First(usize),
    /// All coordinates, scaled so that their variances are these: `{ spectrum = { power = 1, dim = 500 } }`.
    Spectrum(SpectrumSpec),
    /// A Gaussian projection of this width: `{ projection = 64 }`.
    Projection(usize),
    /// A random first layer of so many rectified linear units: `{ relu = 200 }`.
    Relu(usize),
}

/// What a learner sees of a prompt x with the eigenvalues λ, in coordinates along the eigenvectors of Σ.
#[derive(Clone, Debug, PartialEq)]
pub enum Features {
    /// The first so many coordinates.
    First(usize),
    /// √(μᵢ/λᵢ)·xᵢ for each coordinate, with these variances μ; 0 where λᵢ = 0.
    Scaled(Vec<f64>),
    /// Wx/√M of this width M, where W (M × d) has independent standard normal entries and is drawn anew with each sample.
    Projection(usize),
    /// max(Wx, 0)/√M of this width M, with W as for a projection.
    Relu(usize),
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
            Self::Spectrum(own) => own_variances(own, key, eigenvalues).map(Features::Scaled),
            Self::Projection(0) => Err(LinearError::NoWidth { learner: key, form: "projection" }),
            Self::Projection(width) => Ok(Features::Projection(*width)),
            Self::Relu(0) => Err(LinearError::NoWidth { learner: key, form: "relu" }),
            Self::Relu(width) if *width > most => Err(LinearError::TooManyUnits { learner: key, width: *width, most }),
            Self::Relu(width) => Ok(Features::Relu(*width)),
        }
    }
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

/// The table form of [`LearnerSpec`].
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LearnerTable {
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spectrum: Option<SpectrumSpec>,
    #[serde(skip_serializing_if = "Option::is_none")]
    projection: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relu: Option<usize>,
}

impl TryFrom<LearnerTable> for LearnerSpec {
    type Error = &'static str;

    fn try_from(table: LearnerTable) -> Result<Self, Self::Error> {
        match table {
            LearnerTable { first: None, spectrum: None, projection: None, relu: None } => Ok(Self::All),
            LearnerTable { first: Some(count), spectrum: None, projection: None, relu: None } => Ok(Self::First(count)),
            LearnerTable { first: None, spectrum: Some(own), projection: None, relu: None } => Ok(Self::Spectrum(own)),
            LearnerTable { first: None, spectrum: None, projection: Some(width), relu: None } => {
                Ok(Self::Projection(width))
            }
            LearnerTable { first: None, spectrum: None, projection: None, relu: Some(width) } => Ok(Self::Relu(width)),
            LearnerTable { .. } => Err(
                "a learner sees one thing; write { first = … }, { spectrum = … }, { projection = … } or { relu = … }",
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
            LearnerSpec::Spectrum(own) => Self { spectrum: Some(own), ..empty },
            LearnerSpec::Projection(width) => Self { projection: Some(width), ..empty },
            LearnerSpec::Relu(width) => Self { relu: Some(width), ..empty },
        }
    }
}
