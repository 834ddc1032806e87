//! The numbers that a sentence measures at a cell, with names.

use super::Point;
use super::plan::{Plan, PlannedCell};
use crate::family::is_problem_key;
use crate::law::Law;
use crate::quantity::observable::{Observed, written};
use crate::setting::{Setting, SettingValue, Settings};
use crate::statement::{Atom, AtomId, Node, Planned, PlannedCondition, Source, atoms_of};

/// A number that a sentence measures at a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredNumber {
    /// What it is, with the settings that are not those of the cell, such as `naive.mse[penalty = 0.1]`.
    pub name: String,
    /// Where it stands: `left`, `right` or `when`.
    pub stands: Vec<&'static str>,
    /// What each replicate gives for it: itself for a mean; for a law the observables, and for a probability also whether the replicate counts, as 1 or 0.
    pub columns: Vec<String>,
    pub(super) atom: AtomId,
}

impl MeasuredNumber {
    /// The names of so many columns. A number that takes several coordinates of an observation has a column for each.
    pub(super) fn column_names(&self, width: usize) -> Vec<String> {
        match self.columns.as_slice() {
            [only] if width > 1 => (0..width).map(|place| format!("{only}_{place}")).collect(),
            names => names.to_vec(),
        }
    }
}

/// The numbers of a cell, each once.
pub(super) fn numbers_of(plan: &Plan, cell: &PlannedCell) -> Vec<MeasuredNumber> {
    let mut numbers: Vec<MeasuredNumber> = Vec::new();
    for (stands, node) in nodes(cell) {
        for atom in atoms_of(node) {
            match numbers.iter_mut().find(|known| known.atom == atom) {
                None => numbers.push(number(&plan.atoms.list()[atom], atom, cell, stands)),
                Some(known) if !known.stands.contains(&stands) => known.stands.push(stands),
                Some(_) => {}
            }
        }
    }
    tell_apart(&mut numbers);
    numbers
}

/// The sides of the sentence at all values of the variables of `exists` and `eventually`, and what stands under `when`.
fn nodes(cell: &PlannedCell) -> Vec<(&'static str, &Node)> {
    let mut nodes = Vec::new();
    for inner in &cell.inner {
        match &inner.stated {
            Planned::Compare(sides) => nodes.extend([("left", &sides.left), ("right", &sides.right)]),
            Planned::Own(_, left, right) => nodes.extend([("left", left), ("right", right)]),
            Planned::Shape(shape) => nodes.extend(shape.values.iter().map(|node| ("left", node))),
            Planned::NoValue(_) => {}
        }
    }
    let condition = cell.condition.iter().flat_map(PlannedCondition::nodes);
    nodes.extend(condition.map(|node| ("when", node)));
    nodes
}

fn number(atom: &Atom, place: AtomId, cell: &PlannedCell, stands: &'static str) -> MeasuredNumber {
    let (name, columns) = match &atom.source {
        Source::Quantity(quantity, settings) => {
            let name = with_brackets(&quantity.name, &brackets(atom, &quantity.settings, settings, &cell.point));
            (name.clone(), vec![name])
        }
        Source::Law(law) => {
            let observed = |one: &Observed| {
                let Observed { observable, settings } = one;
                with_brackets(&observable.name, &brackets(atom, &observable.settings, settings, &cell.point))
            };
            of_law(&law.law, &|place| observed(&law.observed[place]))
        }
        Source::Recorded(recorded) => {
            let names: Vec<&str> = recorded.data.names().collect();
            let differs = |(name, value): &(&String, &SettingValue)| cell.point.get(*name) != Some(*value);
            let brackets: Vec<_> =
                recorded.settings.iter().filter(differs).map(|(n, v)| (n.clone(), v.clone())).collect();
            of_law(&recorded.law, &|place| with_brackets(names[place], &brackets))
        }
    };
    MeasuredNumber { name, stands: vec![stands], columns, atom: place }
}

/// The name of a law, and those of what a replicate gives for it.
fn of_law(law: &Law, name: &dyn Fn(usize) -> String) -> (String, Vec<String>) {
    let label = law.label(name);
    let numbers = law.numbers().into_iter().map(|number| number.label(name));
    let counts = matches!(law, Law::Probability { .. }).then(|| label.clone());
    let columns = numbers.chain(counts).collect();
    (label, columns)
}

/// The settings and the keys of the problem that are not those of the cell, and not at their defaults.
fn brackets(atom: &Atom, known: &[Setting], settings: &Settings, point: &Point) -> Vec<(String, SettingValue)> {
    let is_default = |name: &str, value: &SettingValue| {
        let setting = known.iter().find(|setting| setting.name == name);
        setting
            .and_then(|setting| setting.default.as_ref())
            .is_some_and(|default| SettingValue::from(default) == *value)
    };
    let keys = atom.point.iter().filter(|(name, _)| is_problem_key(name)).map(|(name, value)| (name.as_str(), value));
    let differs = |(name, value): &(&str, &SettingValue)| match point.get(*name) {
        Some(own) => own != *value,
        None => !is_default(name, value),
    };
    settings.iter().chain(keys).filter(differs).map(|(name, value)| (name.to_owned(), value.clone())).collect()
}

fn with_brackets(name: &str, brackets: &[(String, SettingValue)]) -> String {
    let given: Vec<String> = brackets.iter().map(|(name, value)| format!("{name} = {}", written(value))).collect();
    if given.is_empty() { name.to_owned() } else { format!("{name}[{}]", given.join(", ")) }
}

/// Numbers with one name get a count behind it, and so do their columns.
fn tell_apart(numbers: &mut [MeasuredNumber]) {
    let names: Vec<String> = numbers.iter().map(|number| number.name.clone()).collect();
    for place in 1..numbers.len() {
        let before = names[..place].iter().filter(|name| **name == names[place]).count();
        if before > 0 {
            let number = &mut numbers[place];
            number.name += &format!(" ({})", before + 1);
            number.columns.iter_mut().for_each(|column| *column += &format!(" ({})", before + 1));
        }
    }
}
