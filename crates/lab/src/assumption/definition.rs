//! What an assumption is.

use super::AssumptionDrop;
use crate::catalogue::{Kind, Member};
use crate::family::{AsProblem, Family, FamilyFunction};
use crate::name::Name;
use crate::setting::Settings;

/// A property of a problem, or of how it is learned, that a claim may assume.
///
/// ```
/// use weak_to_strong::model::TransferProblem;
/// use weak_to_strong_lab::assumption::{Assumption, Test};
///
/// let in_the_plane = Assumption {
///     name: "in_the_plane".into(),
///     meaning: "prompts have two coordinates".into(),
///     tests: vec![Test::new::<TransferProblem>(|problem, _| problem.dim() == 2)],
///     implied_by: Vec::new(),
///     measured_by: None,
///     drops: Vec::new(),
/// };
/// assert!(in_the_plane.drops.is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct Assumption {
    /// The name in claim files.
    pub name: Name,
    /// What it means, in one line.
    pub meaning: Name,
    /// Tests of whether a problem that is learned with some settings meets it. There is one test for each family that it is about.
    pub tests: Vec<Test>,
    /// The names of assumptions that fail wherever this one fails.
    pub implied_by: Vec<Name>,
    /// The name of the formula by which it is measured. The value of the formula shows how far the assumption holds or fails.
    pub measured_by: Option<Name>,
    /// The ways in which it can be broken.
    pub drops: Vec<AssumptionDrop>,
}

/// A test of whether a problem of one family, learned with some settings, meets an assumption. Settings that are not given have their defaults.
pub type Test = FamilyFunction<Settings, bool>;

/// Whether a problem meets an assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The problem meets it.
    Holds,
    /// The problem does not meet it.
    Fails,
    /// The assumption is not about problems of this family.
    NotAbout,
}

impl Assumption {
    /// Returns whether a problem that is learned with these settings meets it, or that it is not about such problems.
    pub fn standing(&self, problem: &dyn AsProblem, settings: &Settings) -> Standing {
        match self.tests.iter().find_map(|test| test.call(problem, settings)) {
            Some(true) => Standing::Holds,
            Some(false) => Standing::Fails,
            None => Standing::NotAbout,
        }
    }

    /// Whether the problem, learned with these settings, meets it. Returns `false` if it is not about problems of this family.
    pub fn holds(&self, problem: &dyn AsProblem, settings: &Settings) -> bool {
        self.standing(problem, settings) == Standing::Holds
    }

    /// Whether it is about problems of this family.
    pub fn is_about(&self, family: &Family) -> bool {
        self.tests.iter().any(|test| test.family() == family)
    }

    /// Whether it explains why the assumptions named in `unmet` are not met: it is one of them, and all the others fail wherever it fails.
    pub fn explains(&self, unmet: &[Name]) -> bool {
        unmet.contains(&self.name) && unmet.iter().all(|name| *name == self.name || self.implied_by.contains(name))
    }
}

impl Member for Assumption {
    const KIND: Kind = Kind { one: "assumption", many: "assumptions" };

    fn name(&self) -> &str {
        &self.name
    }
}

/// Returns these assumptions as a list.
pub fn all_of<const N: usize>(assumptions: [&Assumption; N]) -> Vec<Assumption> {
    assumptions.map(Clone::clone).into()
}
