//! A user's own quantities, formulas and relations, from registration to verdict.

#[path = "../../examples/own_quantity.rs"]
mod example;

use crate::checks::{OPTIONS, claim, outcome};
use crate::own_claim::CLAIM;
use crate::quantities::{drawn, given, settings};
use indexmap::IndexMap;
use weak_to_strong::evidence::Interval;
use weak_to_strong_lab::claim::{
    FalsifyOptions, OwnRelation, Registry, RegistryError, Replayed, SearchVerdict, Verdict, check, falsify,
};
use weak_to_strong_lab::formula::{self, Formula};
use weak_to_strong_lab::quantity::{self, Quantity};
use weak_to_strong_lab::setting::{DefaultValue, PENALTY, SAMPLES, Setting};
use weak_to_strong_lab::study::{Cell, Interrupt, Session, Store};

fn registry() -> Registry {
    example::registry().expect("new names")
}

fn fault(from: &str, to: &str) -> String {
    claim(&CLAIM.replace(from, to), &registry()).expect_err(to)
}

/// A quantity of the library under another name.
fn renamed(name: &'static str) -> Quantity {
    Quantity { name: name.into(), ..quantity::by_name("naive.mse").expect("known").clone() }
}

fn renamed_formula(name: &'static str) -> Formula {
    Formula { name: name.into(), ..formula::by_name("segment_bound").expect("known").clone() }
}

/// All intervals of the example hold together with probability 0.999.
#[test]
fn the_example_holds_and_its_false_neighbours_are_caught() {
    example::main().expect("an example that ends well");
    for outcome in example::outcomes().expect("outcomes") {
        assert_eq!(outcome.verdict, Verdict::Holds, "{outcome:#?}");
        assert!(outcome.power.iter().all(|neighbour| neighbour.verdict == Verdict::Violated), "{:?}", outcome.power);
    }
}

#[test]
fn an_own_quantity_that_calls_the_same_code_gives_the_same_bits() {
    let (known, own) = (quantity::by_name("naive.mse").expect("known"), renamed("own.mse"));
    let claim = claim(CLAIM, &registry()).expect("a claim");
    let cell = Cell::new(&claim.file.problem, &IndexMap::new(), &[]).expect("a cell");
    let settings = settings(known, &given(&[("samples", 16.0), ("penalty", 0.1)], &[]));
    let moments = |quantity: &Quantity, key| {
        let made = quantity.experiment(&cell.problem, std::slice::from_ref(&settings)).expect("an experiment");
        drawn(made, key, 1, 512).1.to_bytes()
    };
    let [key, own_key] = [known, &own].map(|quantity| cell.content_key(quantity, &settings));
    assert_eq!(moments(known, key), moments(&own, key));
    // Streams of its own.
    assert_ne!(moments(known, key), moments(&own, own_key));
}

#[test]
fn names_that_are_taken_or_cannot_be_written_are_refused() {
    let relation = |name: &'static str| OwnRelation::new(name, "", |x| Interval { lower: x, upper: x });
    let with_quantity = |name| registry().with_quantity(renamed(name)).err().map(|error| error.to_string());
    let with_formula = |name| registry().with_formula(renamed_formula(name)).err().map(|error| error.to_string());
    let with_relation = |name| registry().with_relation(relation(name)).err().map(|error| error.to_string());
    for (refused, parts) in [
        (with_quantity("naive.mse"), ["naive.mse cannot be the name of a quantity", "choose another"]),
        (with_quantity("correlation.mse"), ["it is that of a quantity", "choose another"]),
        (with_quantity(""), ["\"\" cannot be the name of a quantity", "words of letters"]),
        (with_quantity("my mse"), ["\"my mse\"", "joined by '.'"]),
        (with_quantity("mse."), ["\"mse.\"", "joined by '.'"]),
        (with_formula("segment_bound"), ["it is that of a formula", "choose another"]),
        (with_formula("rule_of_thumb"), ["it is that of a formula", "choose another"]),
        (with_quantity("segment_bound"), ["it is that of a formula", "choose another"]),
        (with_quantity("samples"), ["it is that of a setting", "choose another"]),
        (with_quantity("weak.noise"), ["it is that of a key of the problem", "choose another"]),
        (with_quantity("over"), ["\"over\" cannot be the name of a quantity", "words of letters"]),
        (with_formula("within_factor_two"), ["it is that of a relation", "choose another"]),
        (with_formula("samples"), ["it is that of a setting", "choose another"]),
        (with_formula("noise"), ["it is that of a key of the problem", "choose another"]),
        (with_formula("exp"), ["\"exp\" cannot be the name of a formula", "no function"]),
        (with_formula("my.bound"), ["\"my.bound\"", "'_'"]),
        (with_relation(">="), ["\">=\"", "the first a letter"]),
        (with_relation("decay_rate"), ["it is that of a function of sentences", "choose another"]),
        (with_relation("segment_bound"), ["it is that of a formula", "choose another"]),
        (with_relation("penalty"), ["it is that of a setting", "choose another"]),
        (with_relation("within_factor_two"), ["it is that of a relation", "choose another"]),
    ] {
        let message = refused.unwrap_or_else(|| panic!("accepted, in spite of {parts:?}"));
        assert!(parts.iter().all(|part| message.contains(part)), "{parts:?}: {message}");
    }
    assert_eq!((with_quantity("own.mse"), with_formula("own_bound"), with_relation("near")), (None, None, None));
}

/// A setting means one thing wherever it stands.
#[test]
fn settings_that_clash_are_refused() {
    let samples_as = |name: &'static str| vec![Setting { name: name.into(), ..SAMPLES }];
    let other_default = vec![Setting { default: Some(DefaultValue::Number(1.0)), ..PENALTY }];
    let with = |settings| registry().with_quantity(Quantity { settings, ..renamed("own.mse") }).map(|_| ());
    let taken = |name: &'static str, owner| Err(RegistryError::Taken { name: name.into(), kind: "a setting", owner });
    assert_eq!(with(samples_as("rule_of_thumb")), taken("rule_of_thumb", "a formula"));
    assert_eq!(with(samples_as("noise")), taken("noise", "a key of the problem"));
    let other = RegistryError::OtherSetting { name: "penalty".into(), owner: "naive.mse".into() };
    assert_eq!(with(other_default), Err(other));
    assert_eq!(with(vec![SAMPLES, PENALTY]), Ok(()));
    let own = registry().with_formula(Formula { settings: samples_as("own"), ..renamed_formula("own") });
    assert!(own.is_err_and(|error| {
        error.to_string().contains("own cannot be the name of a formula: it is that of a setting")
    }));
}

#[test]
fn messages_list_own_names() {
    for (from, to, known) in [
        ("correlation.mse", "corelation.mse", "correlation.mse"),
        ("rule_of_thumb", "rule_of_tumb", "rule_of_thumb"),
        ("within_factor_two", "within_factor_tow", "within_factor_two"),
    ] {
        let message = fault(from, to);
        assert!(message.contains(to) && message.contains(known), "{message}");
    }
    let message = fault("correlation.mse", "hmm.accuracy");
    assert!(message.contains("measure one of: ") && message.contains(", correlation.mse"), "{message}");
    // The library's own registry knows none of them.
    let sentence = "within_factor_two(correlation.mse, rule_of_thumb)";
    for (stated, missing) in [
        (sentence, "there is no function or functional within_factor_two"),
        ("correlation.mse >= 1", "there is no quantity, formula or setting correlation.mse"),
        ("1 >= rule_of_thumb", "there is no quantity, formula or setting rule_of_thumb"),
    ] {
        let message = claim(&CLAIM.replace(sentence, stated), &Registry::built_in()).expect_err(stated);
        assert!(message.contains(missing), "{message}");
    }
}

#[test]
fn a_formula_of_another_family_names_own_ones_in_its_place() {
    let text = CLAIM.replace("rule_of_thumb", "hmm_chain_bound");
    let other = formula::all().find(|formula| formula.family() == &weak_to_strong_lab::family::HIDDEN_MARKOV);
    let text = text.replace("hmm_chain_bound", &other.expect("a formula").name);
    let claim = claim(&text, &registry()).expect("a claim");
    let error = check(&[claim], &OPTIONS, &Session::alone()).expect_err("no value").to_string();
    assert!(error.contains("use one of: ") && error.contains(", rule_of_thumb"), "{error}");
}

#[test]
fn a_range_without_inside_is_refused() {
    let inverted = OwnRelation::new("inverted", "", |x| Interval { lower: 2.0 * x, upper: x });
    let registry = registry().with_relation(inverted).expect("a new name");
    let claim = claim(&CLAIM.replace("within_factor_two", "inverted"), &registry).expect("a claim");
    let error = check(&[claim], &OPTIONS, &Session::alone()).expect_err("no range").to_string();
    assert!(error.contains("inverted has the range from") && error.contains("samples = 16"), "{error}");
}

/// A quarter of the rule of thumb is refuted where the claim stands, and the search, whose claims are made from this one, finds it too.
#[test]
fn a_search_knows_the_names_of_its_claim() {
    let text = CLAIM.replace("rule_of_thumb", "rule_of_thumb / 4");
    let claim = claim(&text, &registry()).expect("a claim");
    let options = FalsifyOptions {
        seed: 1,
        problems: 4,
        deadline: None,
        replicates: None,
        interrupt: Interrupt::never(),
        command: "a test",
    };
    let search = falsify(&claim, &options, &|_| {}).expect("a search").searches.remove(0);
    assert_eq!(search.verdict, SearchVerdict::Refuted, "{search:?}");
    let file = search.simplest.expect("a counterexample").file;
    let written = toml::to_string(&file).expect("TOML");
    assert!(written.contains("states = \"within_factor_two(correlation.mse, rule_of_thumb / 4)\""), "{written}");
}

/// A program of the library does not know the quantity, so it cannot replay a cell.
#[test]
fn only_the_librarys_quantities_have_a_command() {
    let replay = |quantity: &str| {
        let claim = claim(&CLAIM.replace("correlation.mse", quantity), &registry()).expect("a claim");
        outcome(&claim, &OPTIONS).cells[0].replay.clone()
    };
    assert_eq!(replay("correlation.mse"), None);
    assert!(replay("naive.mse").is_some_and(|replay| matches!(replay.of, Replayed::Cell { power: false, .. })));
}

/// Replicates that a store had and that it took, and the mean of the first cell.
fn checked(store: &Store, registry: &Registry, replicates: u64) -> (u64, u64, f64) {
    let before = store.tally();
    let exact =
        CLAIM.replace("within_factor_two(correlation.mse, rule_of_thumb)", "correlation.mse == correlation_mse");
    let never_decided = exact.replace("replicates = 4096", &format!("resolution = 1e-9\nreplicates = {replicates}"));
    let claim = claim(&never_decided, registry).expect("a claim");
    let interrupt = Interrupt::new();
    let session = Session { store: Some(store), interrupt: &interrupt, observer: &|_| {} };
    let outcomes = check(&[claim], &OPTIONS, &session).expect("a check");
    session.flush().expect("a store that can be written");
    let after = store.tally();
    (after.found - before.found, after.saved - before.saved, outcomes[0].cells[0].measurement.estimate.mean)
}

#[test]
fn a_store_keeps_own_quantities_by_name_and_version() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let (found, saved, first) = checked(&store, &registry(), 1024);
    assert_eq!((found, saved), (0, 2048));
    // A longer run goes on from there, to the bits of a run without a store; the same run draws nothing.
    let (found, saved, longer) = checked(&store, &registry(), 4096);
    assert_eq!((found, saved), (2048, 6144));
    assert_eq!(checked(&store, &registry(), 4096), (8192, 0, longer));
    assert_ne!(first, longer);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let empty = Store::open(elsewhere.path()).expect("a store");
    assert_eq!(checked(&empty, &registry(), 4096), (0, 8192, longer));
    // Its author raises the version.
    let raised = registry().quantities().by_name("correlation.mse").expect("known").clone();
    let raised = Quantity { version: raised.version + 1, ..raised };
    let exact = registry().formulas().by_name("correlation_mse").expect("known").clone();
    let names = Registry::built_in().with_quantity(raised).and_then(|names| names.with_formula(exact));
    assert_eq!(checked(&store, &names.expect("new names"), 1024).0, 0);
    let holdings = store.contents().holdings().expect("sound");
    assert_eq!(holdings.len(), 4);
    assert!(holdings.iter().all(|holding| holding.fault().is_none()), "{holdings:?}");
    assert!(holdings.iter().all(|holding| holding.job.as_ref().is_some_and(|job| job.own)), "{holdings:?}");
}
