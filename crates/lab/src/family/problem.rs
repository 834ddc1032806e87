//! Problems of all families under one name.

use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{Family, ProblemFault};

/// A type of problems that make up a family.
pub trait OfFamily: Debug + Sized + Send + Sync + 'static {
    /// The family.
    const FAMILY: &'static Family;
    /// How a file describes such a problem.
    type Spec: Debug + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// The problem that is described, of at most this many dimensions.
    ///
    /// # Errors
    ///
    /// [`ProblemFault::Invalid`] for values that are no problem, [`ProblemFault::TooLarge`] for more dimensions.
    fn described_by(spec: &Self::Spec, most_dimensions: usize) -> Result<Self, ProblemFault>;

    /// How many numbers its matrices hold.
    fn number_count(&self) -> usize;

    /// The problem, if it is one of this family.
    fn of(problem: &dyn AsProblem) -> Option<&Self> {
        problem.as_any().downcast_ref()
    }
}

/// A problem whose family is known at run time: a problem of one family, or a [`Problem`].
pub trait AsProblem {
    /// The family that it belongs to.
    fn family(&self) -> &'static Family;

    /// How many numbers its matrices hold.
    fn number_count(&self) -> usize;

    /// The problem, as a value of any type.
    fn as_any(&self) -> &dyn Any;
}

/// A problem of any family. Clones share it.
#[derive(Clone)]
pub struct Problem(Arc<dyn Held>);

/// A problem of any family as a file describes it. Clones share it.
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
    /// The description of a problem of this type.
    pub fn new<P: OfFamily>(spec: P::Spec) -> Self {
        Self(Arc::new(spec))
    }

    /// The description, if it is one of this family.
    pub fn of<P: OfFamily>(&self) -> Option<&P::Spec> {
        self.0.as_any().downcast_ref()
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

/// As the `[problem]` table of a file. Keys of random streams are made of it.
impl Serialize for AnyProblemSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.to_json().map_err(S::Error::custom)?.serialize(serializer)
    }
}
