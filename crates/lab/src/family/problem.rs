//! Types that hold a problem of any family.

use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{Family, ProblemFault};

/// The type of the problems of one family.
pub trait OfFamily: Debug + Sized + Send + Sync + 'static {
    /// The family.
    const FAMILY: &'static Family;
    /// The description of such a problem in a file.
    type Spec: Debug + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// Makes the described problem, which may have at most this many dimensions.
    ///
    /// # Errors
    ///
    /// [`ProblemFault::Invalid`] if the values do not make a problem; [`ProblemFault::TooLarge`] if there are more dimensions.
    fn described_by(spec: &Self::Spec, most_dimensions: usize) -> Result<Self, ProblemFault>;

    /// How many numbers its matrices hold.
    fn number_count(&self) -> usize;

    /// Returns the problem, or `None` if it is of another family.
    fn of(problem: &dyn AsProblem) -> Option<&Self> {
        problem.as_any().downcast_ref()
    }
}

/// A problem whose family is known at run time: a problem of one family, or a [`Problem`].
pub trait AsProblem {
    /// Returns the family that it belongs to.
    fn family(&self) -> &'static Family;

    /// How many numbers its matrices hold.
    fn number_count(&self) -> usize;

    /// Returns the problem as a value whose type is known only at run time.
    fn as_any(&self) -> &dyn Any;
}

/// A problem of any family. Clones share the same problem.
#[derive(Clone)]
pub struct Problem(Arc<dyn Held>);

/// The description of a problem of any family in a file. Clones share the same description.
#[derive(Clone)]
pub struct AnyProblemSpec(Arc<dyn Spec>);

trait Held: AsProblem + Debug + Send + Sync {}

impl<P: OfFamily> Held for P {}

trait Spec: Debug + Send + Sync {
    fn to_json(&self) -> serde_json::Result<Value>;

    fn as_any(&self) -> &dyn Any;
}

impl<P: OfFamily> AsProblem for P {
    fn family(&self) -> &'static Family {
        P::FAMILY
    }

    fn number_count(&self) -> usize {
        OfFamily::number_count(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl AsProblem for Problem {
    fn family(&self) -> &'static Family {
        self.0.family()
    }

    fn number_count(&self) -> usize {
        self.0.number_count()
    }

    fn as_any(&self) -> &dyn Any {
        self.0.as_any()
    }
}

impl<P: OfFamily> From<P> for Problem {
    fn from(problem: P) -> Self {
        Self(Arc::new(problem))
    }
}

impl Debug for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl AnyProblemSpec {
    /// Takes the description of a problem of type `P`.
    pub fn new<P: OfFamily>(spec: P::Spec) -> Self {
        Self(Arc::new(spec))
    }

    /// Returns the description, or `None` if it describes a problem of another family.
    pub fn of<P: OfFamily>(&self) -> Option<&P::Spec> {
        self.0.as_any().downcast_ref()
    }

    /// Returns the `[problem]` table of a claim file that describes the same problem.
    ///
    /// ```
    /// use weak_to_strong::model::{ConceptSpec, ProblemSpec, TransferProblem};
    /// use weak_to_strong_lab::family::AnyProblemSpec;
    ///
    /// let problem = ProblemSpec::new(4, ConceptSpec::Orthonormal(2)).build()?;
    /// let spec = AnyProblemSpec::new::<TransferProblem>(problem.description().clone());
    /// assert!(spec.to_toml()?.starts_with("[problem]\ndim = 4\n"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a number does not fit into TOML, as a seed from 2⁶³ on.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(&[("problem", self)].into_iter().collect::<IndexMap<_, _>>())
    }
}

impl<T: Debug + Serialize + Send + Sync + 'static> Spec for T {
    fn to_json(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Debug for AnyProblemSpec {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Writes the `[problem]` table of a file. The keys of random streams are made from this text.
impl Serialize for AnyProblemSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.to_json().map_err(S::Error::custom)?.serialize(serializer)
    }
}
