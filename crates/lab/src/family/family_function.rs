//! Functions of problems of one family.

use std::fmt;
use std::sync::Arc;

use super::{AsProblem, Family, OfFamily};

/// A function of a problem of one family and of a second argument, such as settings.
///
/// ```
/// use weak_to_strong::model::TransferProblem;
/// use weak_to_strong_lab::family::{FamilyFunction, TRANSFER};
///
/// let scaled_dim: FamilyFunction<f64, f64> =
///     FamilyFunction::new::<TransferProblem>(|problem, scale| scale * problem.dim() as f64);
/// assert_eq!(scaled_dim.family(), &TRANSFER);
/// ```
pub struct FamilyFunction<A: ?Sized, R> {
    family: &'static Family,
    function: Arc<Function<A, R>>,
}

type Function<A, R> = dyn Fn(&dyn AsProblem, &A) -> Option<R> + Send + Sync;

impl<A: ?Sized + 'static, R: 'static> FamilyFunction<A, R> {
    /// Takes a function of problems of type `P`.
    pub fn new<P: OfFamily>(function: impl Fn(&P, &A) -> R + Send + Sync + 'static) -> Self {
        Self {
            family: P::FAMILY,
            function: Arc::new(move |problem, argument| P::of(problem).map(|problem| function(problem, argument))),
        }
    }
}

impl<A: ?Sized, R> FamilyFunction<A, R> {
    /// Returns the family of problems that it takes.
    pub fn family(&self) -> &'static Family {
        self.family
    }

    /// Returns its value, or `None` if the problem is of another family.
    pub fn call(&self, problem: &dyn AsProblem, argument: &A) -> Option<R> {
        (self.function)(problem, argument)
    }

    /// Returns whether both are clones of one function.
    pub fn is_clone_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.function, &other.function)
    }
}

impl<A: ?Sized, R> Clone for FamilyFunction<A, R> {
    fn clone(&self) -> Self {
        Self { family: self.family, function: self.function.clone() }
    }
}

impl<A: ?Sized, R> fmt::Debug for FamilyFunction<A, R> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "a function of {}", self.family.name)
    }
}
