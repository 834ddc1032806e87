//! The one list of laws, and what is asked of a law.

use nalgebra::DVector;

use super::anisotropic::{self, anisotropic};
use super::cube::CUBE;
use super::gaussian::GAUSSIAN;
use super::laplace::LAPLACE;
use super::law::{Law, Shape};
use super::rademacher::RADEMACHER;
use super::sphere::SPHERE;
use crate::model::ProblemError;

/// The law of the prompt. All have mean zero and uncorrelated coordinates.
///
/// | law           | coordinates                     | variance v      | source |
/// | ------------- | ------------------------------- | --------------- | ------ |
/// | `Cube`        | independent, uniform on [−1, 1] | 1/3             | paper  |
/// | `Gaussian`    | independent standard normal     | 1               | paper (identity covariance) |
/// | `Laplace`     | independent, double exponential | 1               | ours: heavier tails |
/// | `Rademacher`  | independent signs               | 1               | ours   |
/// | `Sphere`      | uniform on the radius √d        | 1               | ours   |
/// | `Anisotropic` | independent normal              | one each, given | ours: breaks isotropy |
///
/// Nothing outside `model/prompt_law/` asks which law it is. It asks what it needs: a bound, a density, a symmetry.
///
/// ```
/// use weak_to_strong::model::PromptLaw;
///
/// use weak_to_strong::nalgebra::dvector;
///
/// assert_eq!(PromptLaw::Cube.squared_bound(6), Some(6.0));
/// assert_eq!(PromptLaw::Cube.greatest_form(&dvector![0.5, -0.25]), Some(0.75));
/// assert_eq!(PromptLaw::Sphere.greatest_form(&dvector![0.6, 0.0, 0.0, -0.8]), Some(2.0));
/// assert_eq!(PromptLaw::Anisotropic(vec![2.0, 1.0]).isotropic_variance(), None);
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromptLaw {
    /// Uniform on the cube [−1, 1]ᵈ.
    Cube,
    /// Standard Gaussian.
    Gaussian,
    /// Independent Laplace (double exponential) coordinates.
    Laplace,
    /// Independent random signs.
    Rademacher,
    /// Uniform on the sphere of radius √d.
    Sphere,
    /// Gaussian with these variances along the coordinate axes.
    Anisotropic(Vec<f64>),
}

impl PromptLaw {
    /// The laws with E XXᵀ = v·I in every dimension: all but the anisotropic ones.
    pub const ISOTROPIC: &[Self] = &[Self::Cube, Self::Gaussian, Self::Laplace, Self::Rademacher, Self::Sphere];

    /// Its description; the only `match` on laws.
    fn law(&self) -> Law<'_> {
        match self {
            Self::Cube => CUBE,
            Self::Gaussian => GAUSSIAN,
            Self::Laplace => LAPLACE,
            Self::Rademacher => RADEMACHER,
            Self::Sphere => SPHERE,
            Self::Anisotropic(variances) => anisotropic(variances),
        }
    }

    /// The word for it in files.
    pub fn word(&self) -> &'static str {
        self.law().word
    }

    /// What the word means.
    pub fn meaning(&self) -> &'static str {
        self.law().meaning
    }

    /// How its coordinates hang together.
    pub(crate) fn shape(&self) -> Shape<'_> {
        self.law().shape
    }

    /// Checks that the law exists in dimension `dim`.
    ///
    /// # Errors
    ///
    /// [`ProblemError::VarianceCount`] or [`ProblemError::NotPositive`] for anisotropic variances.
    pub fn validate(&self, dim: usize) -> Result<(), ProblemError> {
        match self.shape() {
            Shape::Normal(Some(variances)) => anisotropic::validate(variances, dim),
            Shape::Normal(None) | Shape::Independent(_) | Shape::Sphere => Ok(()),
        }
    }

    /// The variances of the d coordinates, the diagonal of E XXᵀ.
    pub fn variances(&self, dim: usize) -> DVector<f64> {
        self.shape().variances(dim)
    }

    /// The common variance v with E XXᵀ = v·I, if there is one.
    pub fn isotropic_variance(&self) -> Option<f64> {
        self.shape().isotropic_variance()
    }

    /// The least bound of |X|² in dimension `dim`, if there is one.
    pub fn squared_bound(&self, dim: usize) -> Option<f64> {
        self.shape().squared_bound(dim)
    }

    /// The least bound of βᵀX, if there is one.
    pub fn greatest_form(&self, coefficients: &DVector<f64>) -> Option<f64> {
        self.shape().greatest_form(coefficients)
    }

    /// Whether a prompt has a density, on Rᵈ or on the surface of the sphere.
    ///
    /// Then any d prompts are linearly independent with probability one, and XᵀX comes arbitrarily near to a singular matrix. A law without one
    /// takes finitely many values: XᵀX is singular with positive probability, and no moment of a learner is infinite.
    pub fn has_density(&self) -> bool {
        self.shape().has_density()
    }

    /// The greatest density of a coordinate, if the coordinates are independent and have log-concave densities.
    ///
    /// ```
    /// use weak_to_strong::model::PromptLaw;
    ///
    /// assert_eq!(PromptLaw::Cube.greatest_coordinate_density(3), Some(0.5));
    /// assert_eq!(PromptLaw::Rademacher.greatest_coordinate_density(3), None);
    /// ```
    pub fn greatest_coordinate_density(&self, dim: usize) -> Option<f64> {
        self.shape().greatest_coordinate_density(dim)
    }

    /// Whether the law is unchanged by every signed permutation of the coordinates.
    pub fn is_symmetric(&self) -> bool {
        // Coordinates of one law are independent or, on the sphere, rotated.
        self.isotropic_variance().is_some()
    }

    /// Whether the prompt is a Gaussian vector.
    pub fn is_gaussian(&self) -> bool {
        match self.shape() {
            Shape::Normal(_) => true,
            Shape::Independent(_) | Shape::Sphere => false,
        }
    }

    /// Whether the prompt is a standard normal vector, written without variances.
    pub fn is_standard_gaussian(&self) -> bool {
        self.shape() == Shape::Normal(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every law, in two dimensions.
    fn laws() -> Vec<PromptLaw> {
        let mut laws = PromptLaw::ISOTROPIC.to_vec();
        laws.push(PromptLaw::Anisotropic(vec![2.0, 0.5]));
        laws
    }

    /// The words that files know are those of the list, in its order: no law is left out of it.
    #[test]
    fn every_law_is_listed() {
        let unknown = toml::Value::from("no law").try_into::<PromptLaw>().expect_err("it is no law").to_string();
        let words: Vec<String> = laws().iter().map(|law| format!("`{}`", law.word())).collect();
        assert!(unknown.contains(&format!("expected one of {}", words.join(", "))), "{unknown}");
        for law in PromptLaw::ISOTROPIC {
            assert_eq!(toml::Value::from(law.word()).try_into::<PromptLaw>().as_ref(), Ok(law));
            assert_eq!(toml::Value::try_from(law), Ok(toml::Value::from(law.word())));
        }
    }

    /// Variances, bounds of |X|² in six dimensions, densities, and whether signed permutations leave the law as it is: by hand.
    #[test]
    fn properties_by_hand() {
        let anisotropic = |variances: [f64; 6]| PromptLaw::Anisotropic(variances.to_vec());
        let unequal = anisotropic([2.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
        for (law, variances, bound, has_density, symmetric) in [
            (PromptLaw::Cube, [1.0 / 3.0; 6], Some(6.0), true, true),
            (PromptLaw::Gaussian, [1.0; 6], None, true, true),
            (PromptLaw::Laplace, [1.0; 6], None, true, true),
            (PromptLaw::Rademacher, [1.0; 6], Some(6.0), false, true),
            (PromptLaw::Sphere, [1.0; 6], Some(6.0), true, true),
            (unequal, [2.0, 1.0, 1.0, 1.0, 1.0, 1.0], None, true, false),
            (anisotropic([3.0; 6]), [3.0; 6], None, true, true),
        ] {
            assert_eq!(law.variances(6).as_slice(), variances, "{law:?}");
            assert_eq!(law.squared_bound(6), bound, "{law:?}");
            assert_eq!((law.has_density(), law.is_symmetric()), (has_density, symmetric), "{law:?}");
            assert_eq!(law.isotropic_variance(), symmetric.then_some(variances[0]), "{law:?}");
        }
    }

    #[test]
    fn normal_laws_say_so() {
        let normal = |law: &PromptLaw| (law.is_gaussian(), law.is_standard_gaussian());
        let found: Vec<(bool, bool)> = laws().iter().map(normal).collect();
        let mut expected = [(false, false); 6];
        (expected[1], expected[5]) = ((true, true), (true, false));
        assert_eq!(found, expected);
    }

    #[test]
    fn anisotropic_variances_are_checked() {
        let errors = [vec![1.0], vec![1.0, 0.0], vec![1.0, f64::NAN]].map(|v| PromptLaw::Anisotropic(v).validate(2));
        assert_eq!(errors[0], Err(ProblemError::VarianceCount { found: 1, dim: 2 }));
        assert!(errors[1..].iter().all(|error| matches!(error, Err(ProblemError::NotPositive { .. }))), "{errors:?}");
        assert!(laws().iter().all(|law| law.validate(2) == Ok(())));
    }
}
