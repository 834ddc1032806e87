//! A candidate: one point of a claim's domain, and the claim there.

use indexmap::IndexMap;
use toml::{Table, Value};

use crate::claim::domain::make_room_for_mass;
use crate::claim::{Claim, ClaimError, ClaimFile, FoundSpec, Point};
use crate::family::is_problem_key;
use crate::setting::SettingValue;
use crate::statement::Place;
use crate::study::set_problem_key;

/// A point of the domain, and a point of the sweep. All other values are the claim's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Candidate {
    /// Values of settings and of keys of the problem, in the order of the domain.
    pub(super) set: IndexMap<String, Value>,
    /// Values of the universal variables of the sweep that the domain does not set. Those that are not here have their first value.
    pub(super) at: Place,
}

impl Candidate {
    /// Its values, as outcomes show them, with these values of the sweep.
    pub(super) fn setting(&self, at: &Place) -> Point {
        self.set.iter().chain(at).map(|(name, value)| (name.clone(), SettingValue::shown(value))).collect()
    }
}

/// The claim at a candidate. It is a complete claim, which can be written to a file.
///
/// Values of the problem go into its problem, and settings into a sweep of single values. Every other sweep variable of the claim has the value of the
/// candidate's point, except that variables that the sentence binds keep all values. Where the candidate sets such a variable, it has this value only.
///
/// # Errors
///
/// If the candidate is not a valid problem, or a setting is out of its domain.
pub(super) fn claim_at(claim: &Claim, candidate: &Candidate, replicates: u64) -> Result<Claim, ClaimError> {
    Claim::with_registry(claim.origin.clone(), file_at(claim, candidate, replicates), &claim.registry)
}

fn file_at(claim: &Claim, candidate: &Candidate, replicates: u64) -> ClaimFile {
    let file = &claim.file;
    let mut single = file.clone();
    (single.figure, single.power, single.domain) = (None, None, None);
    single.claim.replicates = Some(replicates);
    let bound: Vec<String> = claim.bound_variables().iter().flat_map(|name| claim.grid.bound_with(name)).collect();
    let kept = |name: &String| bound.contains(name) && !candidate.set.contains_key(name);
    let mut sweep = Table::new();
    for (name, values) in swept_values(claim, &candidate.at, &kept) {
        if kept(&name) {
            sweep.insert(name, Value::Array(values));
        } else if !candidate.set.contains_key(&name) {
            put(claim, &mut single.problem, &mut sweep, &name, &values[0]);
        }
    }
    let follows = |(name, value): &(&String, &Value)| value.is_str() && !candidate.set.contains_key(*name);
    for (name, value) in file.sweep.iter().filter(follows) {
        sweep.insert(name.clone(), value.clone());
    }
    for (name, value) in &candidate.set {
        put(claim, &mut single.problem, &mut sweep, name, value);
    }
    single.sweep = zipped(claim, sweep, &kept);
    single
}

/// Variables that vary together stay together.
fn zipped(claim: &Claim, mut sweep: Table, kept: &dyn Fn(&String) -> bool) -> Table {
    let mut zips = Vec::new();
    for axis in claim.grid.axes().iter().filter(|axis| axis.len() > 1 && axis.iter().any(kept)) {
        let names = axis.iter().filter(|name| kept(name));
        let group: Table = names.filter_map(|name| sweep.remove(name).map(|values| (name.clone(), values))).collect();
        zips.push(Value::Table(group));
    }
    if !zips.is_empty() {
        sweep.insert("zip".to_owned(), Value::Array(zips));
    }
    sweep
}

/// The values of each sweep variable: all those of the variables that are kept, in the order of the points, and of the others those at the first point with
/// the values `at`.
fn swept_values(claim: &Claim, at: &Place, kept: &dyn Fn(&String) -> bool) -> IndexMap<String, Vec<Value>> {
    let grid = &claim.grid;
    let points = grid.points();
    let agrees = |point: &&Place| at.iter().all(|(name, value)| point.get(name) == Some(value));
    let Some(first) = points.iter().find(agrees).or(points.first()) else { return IndexMap::new() };
    let base: Vec<&String> = grid.variables().iter().filter(|name| !grid.follows(name)).collect();
    let mut values: IndexMap<String, Vec<Value>> = IndexMap::new();
    for name in base {
        if !kept(name) {
            values.insert(name.clone(), vec![first[name].clone()]);
            continue;
        }
        let bound = grid.bound_with(name);
        let others: Place =
            first.iter().filter(|(other, _)| !bound.contains(other)).map(|(n, v)| (n.clone(), v.clone())).collect();
        let parts = grid.values(&others, &bound);
        values.insert(name.clone(), parts.iter().filter_map(|part| part.get(name).cloned()).collect());
    }
    values
}

/// Puts a value into the problem or, where the claim names it as a variable of its sweep, into the sweep.
fn put(claim: &Claim, problem: &mut Table, sweep: &mut Table, name: &str, value: &Value) {
    if is_problem_key(name) && !claim.names_in_sweep(name) {
        make_room_for_mass(problem, name);
        set_problem_key(problem, name, value);
    } else {
        sweep.insert(name.to_owned(), Value::Array(vec![value.clone()]));
    }
}

/// A counterexample as a claim file, which `w2s check` finds violated.
pub(super) fn counterexample_file(claim: &Claim, found: FoundSpec) -> ClaimFile {
    let mut file = claim.file.clone();
    let without = found.without.join(" and ");
    file.id = found.id();
    file.title = Some(match without.is_empty() {
        true => format!("A counterexample to {}", found.claim),
        false => format!("A counterexample to {} without {without}", found.claim),
    });
    (file.proof, file.found) = (None, Some(found));
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::example::PROBLEM;

    const REST: &str = r#"
        [sweep]
        prompts = ["sphere", "gaussian"]
        samples = [16, 64]
        penalty = [0.1, 1.0]
        [claim]
        states = "min(naive.mse over penalty) >= segment_bound"
        [domain]
        dim = [2, 8]
        penalty = [0.1, 1]
        "source_prior.mass" = [0.1, 0.9]
    "#;

    fn file() -> String {
        format!("{PROBLEM}{REST}")
    }

    fn claim(text: &str) -> Claim {
        Claim::new("mine".to_owned(), ClaimFile::parse("mine.toml", text).expect("TOML")).expect("a claim")
    }

    fn place(values: &[(&str, Value)]) -> Place {
        values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    }

    fn at(values: &[(&str, Value)]) -> Claim {
        let claim = claim(&file());
        let candidate = Candidate { set: place(values), at: place(&[("samples", 64.into())]) };
        claim_at(&claim, &candidate, 1000).expect("a problem")
    }

    #[test]
    fn a_candidate_is_a_single_problem_except_along_an_infimum() {
        let claim = at(&[("dim", 3.into()), ("source_prior.mass", 0.25.into())]);
        assert_eq!(claim.cell_count(), 2);
        assert_eq!(claim.file.problem["prompts"].as_str(), Some("sphere"));
        assert_eq!(claim.file.problem["source_prior"].to_string(), "{ concept = 0, mass = 0.25 }");
        assert_eq!(claim.file.sweep["samples"].to_string(), "[64]");
        assert_eq!(at(&[("penalty", 0.5.into())]).cell_count(), 1, "the candidate sets the variable of the infimum");
    }

    /// If an expression names a key of the problem, the key must be in the sweep.
    #[test]
    fn a_variable_of_an_expression_stays_in_the_sweep() {
        let text = file().replace("samples = [16, 64]", "samples = [16, 64]\ndim = [4]\nweak.noise = [0.5]");
        let text = text.replace(">= segment_bound", ">= segment_bound + dim / samples * weak.noise^2");
        let claim = claim(&text);
        let candidate = Candidate { set: place(&[("dim", 3.into())]), at: Place::new() };
        let single = claim_at(&claim, &candidate, 1000).expect("the expression has all its variables");
        assert_eq!(single.file.sweep["dim"].to_string(), "[3]");
        assert_eq!(single.file.sweep["weak.noise"].to_string(), "[0.5]");
    }

    #[test]
    fn a_counterexample_reads_back() {
        let found = FoundSpec {
            claim: "mine".to_owned(),
            without: vec!["isotropic".to_owned()],
            command: "w2s falsify mine".to_owned(),
        };
        let file = counterexample_file(&at(&[("dim", 3.into())]), found);
        let text = toml::to_string(&file).expect("TOML");
        let expected = ClaimFile { text: text.clone(), ..file.clone() };
        assert_eq!(ClaimFile::parse("written", &text).expect(&text), expected);
        assert_eq!(file.id, "mine-without-isotropic");
    }
}
