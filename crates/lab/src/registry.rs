//! The meanings of the names in claim files: the library's names, and a user's own.

use thiserror::Error;

use crate::assumption::{ASSUMPTIONS, Assumption};
use crate::catalogue::Catalogue;
use crate::family::{is_problem_key, key};
use crate::formula::{FORMULAS, Formula};
use crate::functional::{FUNCTIONALS, PREDICATES};
use crate::name::Name;
use crate::own_relation::OwnRelation;
use crate::quantity::observable::{OBSERVABLES, Observable};
use crate::quantity::{QUANTITIES, Quantity};
use crate::sentence::{CONSTANTS, FUNCTIONS, LAWS, RESERVED, UNIFORM};
use crate::setting::Setting;
use crate::study::Limits;

/// The quantities, formulas, assumptions and relations that claim files may name, and how much a file may ask for.
///
/// `docs/add-a-quantity.md` shows how to add your own. `examples/own_quantity.rs` is a complete example.
#[derive(Clone, Debug)]
pub struct Registry {
    quantities: Catalogue<Quantity>,
    formulas: Catalogue<Formula>,
    observables: Catalogue<Observable>,
    assumptions: Catalogue<Assumption>,
    relations: Catalogue<OwnRelation>,
    limits: Limits,
}

/// A name that cannot be added to a registry.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum RegistryError {
    /// The name cannot be written in the place where files use it.
    #[error("\"{name}\" cannot be the name of {kind}; write {expected}")]
    BadName { name: Name, kind: &'static str, expected: &'static str },
    /// The name already has another meaning.
    #[error("{name} cannot be the name of {kind}: it is that of {owner}; choose another name")]
    Taken { name: Name, kind: &'static str, owner: &'static str },
    /// The assumption has no test for any family of problems.
    #[error(
        "the assumption {name} has no tests, so that no problem can meet it; give one for a family that it is about"
    )]
    NeverTested { name: Name },
    /// The formula needs an assumption that no problem of its family can meet.
    #[error("{formula} needs {needed}, which is not about {family}; take it out of the formula's needs")]
    NeverMet { formula: Name, needed: Name, family: &'static str },
    /// A setting of this name already exists, with another meaning, domain or default.
    #[error(
        "the setting {name} differs from the one that {owner} takes; use that one (the library's stand in weak_to_strong_lab::setting), or choose \
         another name"
    )]
    OtherSetting { name: Name, owner: Name },
    /// Another observable describes its sample in the same words, and draws it by another experiment.
    #[error(
        "{name} and {owner} are of one sample, \"{sample}\", but have different experiments; give {name} a clone of the experiment of {owner}, or \
         describe its sample in other words"
    )]
    OtherExperiment { name: Name, owner: Name, sample: Name },
}

const WORD: &str = "letters, digits and '_', the first a letter";
const DOTTED: &str = "words of letters, digits and '_' that begin with a letter, joined by '.'";
const VARIABLE: &str =
    "letters, digits and '_', the first no digit, and no function or constant of sentences such as exp or PI";

impl Registry {
    /// A registry with the library's names only.
    pub fn built_in() -> Self {
        Self {
            quantities: QUANTITIES.clone(),
            formulas: FORMULAS.clone(),
            observables: OBSERVABLES.clone(),
            assumptions: ASSUMPTIONS.clone(),
            relations: Catalogue::new([]),
            limits: Limits::default(),
        }
    }

    /// Adds a quantity. Raise its version whenever its numbers change, so that no store mixes old numbers with new ones.
    ///
    /// # Errors
    ///
    /// [`RegistryError`] if its name or the name of a setting is taken or cannot be written.
    pub fn with_quantity(mut self, quantity: Quantity) -> Result<Self, RegistryError> {
        let (name, kind) = (&quantity.name, "a quantity");
        let is_dotted = is_dotted(name);
        check_name(
            name,
            kind,
            is_dotted.then(|| self.owner_of(name, &quantity.settings, "an observable")).ok_or(DOTTED),
        )?;
        quantity.settings.iter().try_for_each(|setting| self.check_setting(setting))?;
        self.quantities.add(quantity);
        Ok(self)
    }

    /// Adds an observable, which sentences can then name inside `P`, `quantile`, `variance`, `mean` and `uniform`. It may have the name of a quantity, which
    /// is its mean.
    ///
    /// Observables of one sample have the same words for it and clones of one experiment.
    ///
    /// # Errors
    ///
    /// As [`Registry::with_quantity`]. Also if an observable with another experiment has the same words for its sample.
    pub fn with_observable(mut self, observable: Observable) -> Result<Self, RegistryError> {
        let (name, kind) = (&observable.name, "an observable");
        let is_dotted = is_dotted(name);
        check_name(
            name,
            kind,
            is_dotted.then(|| self.owner_of(name, &observable.settings, "a quantity")).ok_or(DOTTED),
        )?;
        observable.settings.iter().try_for_each(|setting| self.check_setting(setting))?;
        let differs = |known: &&Observable| {
            known.sample == observable.sample && !known.experiment.is_clone_of(&observable.experiment)
        };
        if let Some(known) = self.observables.iter().find(differs) {
            let (name, owner, sample) = (observable.name.clone(), known.name.clone(), observable.sample.clone());
            return Err(RegistryError::OtherExperiment { name, owner, sample });
        }
        self.observables.add(observable);
        Ok(self)
    }

    /// Adds a formula, which expressions can then name.
    ///
    /// # Errors
    ///
    /// As [`Registry::with_quantity`].
    pub fn with_formula(mut self, formula: Formula) -> Result<Self, RegistryError> {
        let (name, kind) = (&formula.name, "a formula");
        check_name(name, kind, is_variable(name).then(|| self.owner_of(name, &formula.settings, "")).ok_or(VARIABLE))?;
        formula.settings.iter().try_for_each(|setting| self.check_setting(setting))?;
        let family = formula.family();
        if let Some(needed) = formula.needs.iter().find(|needed| !needed.is_about(family)) {
            let (formula, needed) = (formula.name.clone(), needed.name.clone());
            return Err(RegistryError::NeverMet { formula, needed, family: family.name });
        }
        self.formulas.add(formula);
        Ok(self)
    }

    /// Adds an assumption.
    ///
    /// # Errors
    ///
    /// [`RegistryError`] if its name is taken or is not a word, or if it applies to no family of problems.
    pub fn with_assumption(mut self, assumption: Assumption) -> Result<Self, RegistryError> {
        let (name, kind) = (&assumption.name, "an assumption");
        let taken = self.assumptions.has(name).then_some(kind);
        check_name(name, kind, is_word(name).then_some(taken).ok_or(WORD))?;
        if assumption.tests.is_empty() {
            return Err(RegistryError::NeverTested { name: name.clone() });
        }
        let settings = assumption.drops.iter().flat_map(|drop| &drop.settings);
        settings.into_iter().try_for_each(|setting| self.check_setting(setting))?;
        self.assumptions.add(assumption);
        Ok(self)
    }

    /// Adds a relation, which sentences can then state.
    ///
    /// # Errors
    ///
    /// [`RegistryError`] if its name is taken or is not a word.
    pub fn with_relation(mut self, relation: OwnRelation) -> Result<Self, RegistryError> {
        let (name, kind) = (&relation.name, "a relation");
        let is_word = is_word(name) && !RESERVED.contains(&&**name);
        check_name(name, kind, is_word.then(|| self.owner_of(name, &[], "")).ok_or(WORD))?;
        self.relations.add(relation);
        Ok(self)
    }

    /// The same names, with other limits on what a file may ask for.
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// How much a file may ask for.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The quantities.
    pub fn quantities(&self) -> &Catalogue<Quantity> {
        &self.quantities
    }

    /// The formulas.
    pub fn formulas(&self) -> &Catalogue<Formula> {
        &self.formulas
    }

    /// The observables.
    pub fn observables(&self) -> &Catalogue<Observable> {
        &self.observables
    }

    /// Whether a claim may define a name: it can be written, and is that of no function.
    pub fn can_define(&self, name: &str) -> bool {
        is_variable(name) && !self.relations.has(name)
    }

    /// Whether a name has a meaning in sentences: a quantity, an observable, a formula, a setting or a key of the problem.
    pub fn is_taken(&self, name: &str) -> bool {
        let measured = self.quantities.has(name) || self.observables.has(name);
        measured || self.formulas.has(name) || is_problem_key(name) || self.settings().any(|(one, _)| one.name == name)
    }

    /// The assumptions.
    pub fn assumptions(&self) -> &Catalogue<Assumption> {
        &self.assumptions
    }

    /// The relations of a user's own.
    pub fn relations(&self) -> &Catalogue<OwnRelation> {
        &self.relations
    }

    /// A setting is used in a sweep beside keys of the problem, and in an expression beside formulas. It has one meaning everywhere.
    fn check_setting(&self, setting: &Setting) -> Result<(), RegistryError> {
        let (name, kind) = (&setting.name, "a setting");
        let owner = || self.owners(name).into_iter().find(|(_, owns)| *owns).map(|(owner, _)| owner);
        check_name(name, kind, is_variable(name).then(owner).ok_or(VARIABLE))?;
        match self.settings().find(|(known, _)| known.name == *name && *known != setting) {
            Some((_, owner)) => Err(RegistryError::OtherSetting { name: name.clone(), owner: owner.clone() }),
            None => Ok(()),
        }
    }

    /// What has a name in sentences, together with these settings; `None` if it is free. The mean of an observable may have its name, so that a quantity is
    /// no owner for an observable, nor the other way round.
    fn owner_of(&self, name: &str, own: &[Setting], except: &'static str) -> Option<&'static str> {
        let is_setting = self.settings().map(|(setting, _)| setting).chain(own).any(|setting| setting.name == name);
        let owner = self.owners(name).into_iter().find(|(owner, owns)| *owns && *owner != except);
        owner.map(|(owner, _)| owner).or_else(|| is_setting.then_some("a setting"))
    }

    /// What may have a name in sentences, except settings, and whether it does.
    fn owners(&self, name: &str) -> [(&'static str, bool); 6] {
        [
            ("a quantity", self.quantities.has(name)),
            ("an observable", self.observables.has(name)),
            ("a formula", self.formulas.has(name)),
            ("a relation", self.relations.has(name)),
            ("a key of the problem", is_problem_key(name)),
            ("a function of sentences", is_function(name)),
        ]
    }

    /// The words that a setting or a key of the problem may be; none if it is never a word, and `None` if there is no such setting or key.
    pub fn words_of(&self, name: &str) -> Option<Vec<&str>> {
        if let Some((setting, _)) = self.settings().find(|(setting, _)| setting.name == name) {
            return Some(setting.domain.words().iter().map(|word| &**word).collect());
        }
        key(name).map(|key| (key.words)())
    }

    /// Whether a word names a file that is a value of this setting.
    pub fn is_file_of(&self, name: &str, word: &str) -> bool {
        self.settings().any(|(setting, _)| setting.name == name && setting.domain.file(word).is_some())
    }

    /// All settings, each with the quantity, observable or formula that uses it.
    pub fn settings(&self) -> impl Iterator<Item = (&Setting, &Name)> {
        let of_quantities =
            self.quantities.iter().flat_map(|one| one.settings.iter().map(move |setting| (setting, &one.name)));
        let of_observables =
            self.observables.iter().flat_map(|one| one.settings.iter().map(move |setting| (setting, &one.name)));
        of_quantities
            .chain(of_observables)
            .chain(self.formulas.iter().flat_map(|one| one.settings.iter().map(move |setting| (setting, &one.name))))
    }
}

/// Refuses a name of this kind if it cannot be written (the message says how to write it), or if it already has an owner.
fn check_name(
    name: &Name,
    kind: &'static str,
    owner: Result<Option<&'static str>, &'static str>,
) -> Result<(), RegistryError> {
    match owner {
        Err(expected) => Err(RegistryError::BadName { name: name.clone(), kind, expected }),
        Ok(Some(owner)) => Err(RegistryError::Taken { name: name.clone(), kind, owner }),
        Ok(None) => Ok(()),
    }
}

fn is_word(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(plain)
}

/// Whether a name consists of words that are joined by dots, and a sentence reads it as a name.
fn is_dotted(name: &str) -> bool {
    name.split('.').all(is_word) && !RESERVED.contains(&name)
}

/// Whether a sentence reads a name as a number, and not as a function or constant.
fn is_variable(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    begins && name.chars().all(plain) && !is_function(name) && !RESERVED.contains(&name)
}

/// Whether a name is that of a function, functional, predicate or constant of sentences.
fn is_function(name: &str) -> bool {
    let of_numbers = FUNCTIONS.iter().map(|function| function.name).chain(CONSTANTS.iter().map(|(name, _)| *name));
    let along = FUNCTIONALS.iter().map(|one| one.name).chain(PREDICATES.iter().map(|one| one.name));
    let of_laws = LAWS.iter().map(|(name, _)| *name).chain([UNIFORM]);
    of_numbers.chain(along).chain(of_laws).any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::QuantityError;
    use crate::quantity::observable::MakeSample;
    use weak_to_strong::model::TransferProblem;

    /// An observable of a sample of its own.
    fn own(name: &'static str, sample: &'static str) -> Observable {
        let never = MakeSample::new::<TransferProblem>(move |_, _| {
            Err(QuantityError::NotDefined { quantity: name.into(), reason: "a test".to_owned() })
        });
        let known = OBSERVABLES.iter().next().expect("an observable").clone();
        Observable { name: name.into(), sample: sample.into(), experiment: never, ..known }
    }

    #[test]
    fn observables_are_added_unless_their_names_clash() {
        let with = |name| Registry::built_in().with_observable(own(name, "my sample"));
        let registry = with("own.error").expect("a new name");
        assert!(registry.observables().has("own.error") && registry.is_taken("own.error"));
        // The mean of an observable may have its name.
        assert!(with("naive.mse").is_ok());
        for (name, part) in [
            ("refined.misalignment", "it is that of an observable"),
            ("segment_bound", "it is that of a formula"),
            ("noise", "it is that of a key of the problem"),
            ("penalty", "it is that of a setting"),
            ("exp", "it is that of a function of sentences"),
            ("own error", "joined by '.'"),
            ("over", "joined by '.'"),
        ] {
            let message = with(name).expect_err(name).to_string();
            assert!(message.contains(part), "{name}: {message}");
        }
    }

    #[test]
    fn observables_of_one_sample_share_its_experiment() {
        let first = own("own.first", "my sample");
        let registry = Registry::built_in().with_observable(first.clone()).expect("a new name");
        let shares = Observable { name: "own.second".into(), ..first };
        assert!(registry.clone().with_observable(shares).is_ok());
        assert!(registry.clone().with_observable(own("own.second", "another sample")).is_ok());
        let error = registry.with_observable(own("own.second", "my sample")).expect_err("two experiments");
        let (name, owner) = ("own.second".into(), "own.first".into());
        assert_eq!(error, RegistryError::OtherExperiment { name, owner, sample: "my sample".into() });
    }
}
