//! What the names in claim files mean: the library's names, and a user's own.

use std::borrow::Cow;

use thiserror::Error;

use super::expression::is_variable;
use super::{ClaimFault, OwnRelation, Relation};
use crate::formula::{Formula, Formulas};
use crate::quantity::{Quantities, Quantity};
use crate::setting::Setting;
use crate::study::{Limits, is_problem_key};

/// The quantities, formulas and relations that claim files may name, and how much a file may ask for.
///
/// `docs/add-a-quantity.md` shows how to add one's own, `examples/own_quantity.rs` is a complete example.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    quantities: Quantities,
    formulas: Formulas,
    relations: Vec<Relation>,
    limits: Limits,
}

/// A name that cannot be added to a registry.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum RegistryError {
    /// It cannot be written where it is to stand.
    #[error("\"{name}\" cannot be the name of {kind}; write {expected}")]
    BadName { name: Cow<'static, str>, kind: &'static str, expected: &'static str },
    /// It means something else.
    #[error("{name} cannot be the name of {kind}: it is that of {owner}; choose another name")]
    Taken { name: Cow<'static, str>, kind: &'static str, owner: &'static str },
    /// A setting of this name exists, with another meaning, domain or default.
    #[error(
        "the setting {name} differs from the one that {owner} takes; use that one (the library's stand in weak_to_strong::model), or choose \
         another name"
    )]
    OtherSetting { name: &'static str, owner: &'static str },
}

const WORD: &str = "letters, digits and '_', the first a letter";
const DOTTED: &str = "words of letters, digits and '_' that begin with a letter, joined by '.'";
const VARIABLE: &str =
    "letters, digits and '_', the first no digit, and no function or constant of expressions such as exp or PI";

impl Registry {
    /// The library's names alone.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// Adds a quantity. Its author raises its version whenever its numbers change, so that no store mixes old ones with new ones.
    ///
    /// # Errors
    ///
    /// [`RegistryError`] when its name or that of a setting is taken or cannot be written.
    pub fn with_quantity(mut self, quantity: Quantity) -> Result<Self, RegistryError> {
        let (name, kind) = (quantity.name, "a quantity");
        if !name.split('.').all(is_word) {
            return Err(RegistryError::BadName { name: name.into(), kind, expected: DOTTED });
        }
        if self.quantities.by_name(name).is_ok() {
            return Err(RegistryError::Taken { name: name.into(), kind, owner: kind });
        }
        quantity.settings.iter().try_for_each(|setting| self.check_setting(setting))?;
        self.quantities.add(quantity);
        Ok(self)
    }

    /// Adds a formula, which expressions name.
    ///
    /// # Errors
    ///
    /// As [`Registry::with_quantity`]; also when its name is that of a setting or a key of the problem, which expressions name too.
    pub fn with_formula(mut self, formula: Formula) -> Result<Self, RegistryError> {
        let (name, kind) = (formula.name, "a formula");
        let taken = |owner| Err(RegistryError::Taken { name: name.into(), kind, owner });
        if !is_variable(name) {
            return Err(RegistryError::BadName { name: name.into(), kind, expected: VARIABLE });
        }
        if self.formulas.by_name(name).is_ok() {
            return taken(kind);
        }
        if is_problem_key(name) {
            return taken("a key of the problem");
        }
        if self.settings().map(|(setting, _)| setting).chain(formula.settings).any(|setting| setting.name == name) {
            return taken("a setting");
        }
        formula.settings.iter().try_for_each(|setting| self.check_setting(setting))?;
        self.formulas.add(formula);
        Ok(self)
    }

    /// Adds a relation.
    ///
    /// # Errors
    ///
    /// [`RegistryError`] when its name is taken or is no word.
    pub fn with_relation(mut self, relation: OwnRelation) -> Result<Self, RegistryError> {
        let (name, kind) = (relation.name.clone(), "a relation");
        if !is_word(&name) {
            return Err(RegistryError::BadName { name, kind, expected: WORD });
        }
        if self.relations().any(|known| known.word() == name) {
            return Err(RegistryError::Taken { name, kind, owner: kind });
        }
        self.relations.push(relation.into());
        Ok(self)
    }

    /// The same names, with other limits to what a file may ask for.
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// How much a file may ask for.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The quantities.
    pub fn quantities(&self) -> &Quantities {
        &self.quantities
    }

    /// The formulas.
    pub fn formulas(&self) -> &Formulas {
        &self.formulas
    }

    /// The relations, in the order in which lists show them.
    pub fn relations(&self) -> impl Iterator<Item = Relation> {
        Relation::built_in().chain(self.relations.iter().cloned())
    }

    /// The relation of this name.
    pub(super) fn relation(&self, name: &str) -> Result<Relation, ClaimFault> {
        let found = self.relations().find(|relation| relation.word() == name);
        found.ok_or_else(|| ClaimFault::UnknownRelation {
            name: name.to_owned(),
            known: self.relations().map(|relation| relation.word().to_owned()).collect::<Vec<_>>().join(", "),
        })
    }

    /// A setting stands in a sweep beside keys of the problem, in an expression beside formulas, and means one thing wherever it stands.
    fn check_setting(&self, setting: &Setting) -> Result<(), RegistryError> {
        let (name, kind) = (setting.name, "a setting");
        if !is_variable(name) {
            return Err(RegistryError::BadName { name: name.into(), kind, expected: VARIABLE });
        }
        if is_problem_key(name) {
            return Err(RegistryError::Taken { name: name.into(), kind, owner: "a key of the problem" });
        }
        if self.formulas.by_name(name).is_ok() {
            return Err(RegistryError::Taken { name: name.into(), kind, owner: "a formula" });
        }
        match self.settings().find(|(known, _)| known.name == name && *known != setting) {
            Some((_, owner)) => Err(RegistryError::OtherSetting { name, owner }),
            None => Ok(()),
        }
    }

    /// All settings with whoever takes them.
    fn settings(&self) -> impl Iterator<Item = (&'static Setting, &'static str)> {
        let of_quantities =
            self.quantities.iter().flat_map(|one| one.settings.iter().map(|setting| (setting, one.name)));
        of_quantities.chain(self.formulas.iter().flat_map(|one| one.settings.iter().map(|setting| (setting, one.name))))
    }
}

fn is_word(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(plain)
}
