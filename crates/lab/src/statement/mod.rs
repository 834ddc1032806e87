//! Statements: from a sentence to numbers at each cell, their intervals, and a verdict.

mod atom;
mod call;
mod compare;
mod compared;
mod curve;
mod default_resolution;
mod dependence;
mod doubt;
mod enclosed;
mod estimates;
mod exactly;
mod fault;
mod fit;
mod fitting;
mod forms;
mod grid;
mod judge;
mod judgement;
mod law_job;
mod law_node;
mod margin;
mod measurements;
mod names;
mod no_value;
mod node;
mod numbers;
mod other_names;
mod overridden;
mod planned;
mod planned_condition;
mod planner;
mod recorded;
mod resolution;
mod resolve;
mod resolved;
mod shown;
mod side;
mod vacuous;
mod words;
mod zero;

#[cfg(test)]
mod compare_tests;
#[cfg(test)]
mod margin_tests;
#[cfg(test)]
mod wrong_sentences;

pub use atom::{Atom, Atoms, LawAtom, RecordedAtom, Source};
pub use default_resolution::resolution_of;
pub use dependence::{dependencies, free_in_statement, free_variables};
pub use doubt::Doubt;
pub use fault::PlanFault;
pub use forms::Forms;
pub use grid::{Following, Grid, Place, number_in, with_values};
pub use judge::{LEAST_EFFECTIVE_SIZE, Met, judged, met};
pub use judgement::{Difference, Judgement, Margin, Number, Slack};
pub use law_job::{joint_sample, law_job, sample_job};
pub use measurements::{Measurement, Measurements, atoms_of};
pub use names::{Definition, Names};
pub use no_value::NoValue;
pub use node::{AtomId, Linear, Node};
pub use numbers::number;
pub use planned::{Planned, comparison, planned};
pub use planned_condition::{PlannedCondition, planned_condition};
pub use planner::Planner;
pub use resolution::Resolution;
pub use resolved::{resolved_condition, resolved_expression, resolved_statement};
pub use shown::shown;
pub use side::{Condition, LawSide, Side, Statement, Variable};
#[cfg(test)]
pub use side::{Override, Overrides};
