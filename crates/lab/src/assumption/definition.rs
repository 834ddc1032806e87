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
    /// Whether a problem, learned with some settings, meets it: one test for each family that it is about.
    pub tests: Vec<Test>,
    /// The names of assumptions that fail wherever this one does.
    pub implied_by: Vec<Name>,
    /// The name of the formula that it is read off, so that one sees how far it holds or fails.
    pub measured_by: Option<Name>,
    /// The ways in which it can be broken.
    pub drops: Vec<AssumptionDrop>,
}

/// Whether a problem of one family, learned with some settings, meets an assumption. Settings that are not given have their defaults.
pub type Test = FamilyFunction<Settings, bool>;

/// How an assumption stands with a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The problem meets it.
    Holds,
    /// The problem does not meet it.
    Fails,
    /// It says nothing of problems of this family.
    NotAbout,
}

impl Assumption {
    /// How it stands with a problem that is learned with these settings.
    pub fn standing(&self, problem: &dyn AsProblem, settings: &Settings) -> Standing {
        match self.tests.iter().find_map(|test| test.call(problem, settings)) {
            Some(true) => Standing::Holds,
            Some(false) => Standing::Fails,
            None => Standing::NotAbout,
        }
    }

    /// Whether the problem, learned with these settings, meets it. One that it says nothing of does not.
    pub fn holds(&self, problem: &dyn AsProblem, settings: &Settings) -> bool {
        self.standing(problem, settings) == Standing::Holds
    }

    /// Whether it says something of problems of this family.
    pub fn is_about(&self, family: &Family) -> bool {
        self.tests.iter().any(|test| test.family() == family)
    }

    /// Whether it is among the unmet assumptions of these names, and all others of them fail wherever it does.
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

/// These assumptions as a list.
pub fn all_of<const N: usize>(assumptions: [&Assumption; N]) -> Vec<Assumption> {
    assumptions.map(Clone::clone).into()
}
