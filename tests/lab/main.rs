//! Quantities, formulas, studies and claims, tested through their public items.

#[path = "../common/checks.rs"]
mod checks;
#[path = "../common/formulas.rs"]
mod formulas;
#[path = "../common/instructions.rs"]
mod instructions;
#[path = "../common/own_claim.rs"]
mod own_claim;
#[path = "../common/problems.rs"]
mod problems;
#[path = "../common/quantities.rs"]
mod quantities;
#[path = "../common/root.rs"]
mod root;
#[path = "../common/some_settings.rs"]
mod some_settings;
#[path = "../common/statistics.rs"]
mod statistics;
#[path = "../common/two_samples.rs"]
mod two_samples;

mod answers;
mod battery;
mod battery_claims;
mod claims;
mod content_keys;
mod expected_errors;
mod experiments;
mod extremes;
mod golden_values;
mod hidden_markov;
mod hull_transfer;
mod integrated_refinement;
mod interruption;
mod language;
mod limits;
mod network_refinement;
mod own_kinds;
mod plain_bilevel;
mod plain_linear;
mod plain_regression;
mod plain_simulation;
mod properties;
mod quantifiers;
mod quantiles;
mod rare_errors;
mod rare_events;
mod refined_error;
mod registry;
mod ridge_samplers_agree;
mod symmetries;
mod thread_safety;
mod trained;
mod tutorial;
mod verdicts;
mod versions;
