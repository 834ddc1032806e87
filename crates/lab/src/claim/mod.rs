//! Claims: statements over a sweep of problems, checked cell by cell.

mod ablation;
mod aggregate;
mod along;
mod assess;
mod bundle;
mod campaign;
mod cell_outcome;
mod cell_replay;
mod check;
mod check_options;
#[expect(clippy::module_inception, reason = "the file holds what the folder is about")]
mod claim;
mod computed;
mod default_figure;
mod distribution;
mod domain;
mod domain_file;
mod draws;
mod embedded;
mod error;
mod error_parts;
mod falsify;
mod figure_context;
mod figure_labels;
mod file;
mod fine_axis;
mod fine_curves;
mod forecast;
mod given_value;
mod grid_search;
mod id;
mod job_time;
mod jobs;
mod judged_cell;
mod judged_grids;
mod measured_number;
mod most;
mod old_keys;
mod outcome;
mod place_in_file;
mod plan;
mod point;
mod points;
mod reading;
mod remark;
mod replay;
mod replay_of;
mod sentence;
mod shape;
mod shard_plan;
mod shown_points;
mod stated;
mod union_find;
mod validate;
mod warrants;
mod worst_slack;
mod written;

#[cfg(test)]
mod example;
#[cfg(test)]
mod points_tests;
#[cfg(test)]
mod written_tests;
#[cfg(test)]
mod wrong_claims;

pub use crate::comparison::Comparison;
pub use crate::functional::{CurvePoint, FitAlong, FitQuality, OpenCurve, TheoryCurve};
pub use crate::own_relation::OwnRelation;
pub use crate::registry::{Registry, RegistryError};
pub use crate::statement::{Difference, Doubt, LEAST_EFFECTIVE_SIZE, Margin, Slack};
pub use crate::verdict::Verdict;
pub use ablation::{Ablation, DropTrial, Finding, ablate};
pub use bundle::Bundle;
pub use campaign::Campaign;
pub use cell_replay::{CellReplay, ReplicateColumn};
pub use check::check;
pub use check_options::{CheckOptions, DEFAULT_SEED};
pub use claim::Claim;
pub use computed::{Computed, ComputedCurve, ComputedMap, ComputedPoint};
pub use distribution::{Asked, Distribution};
pub use embedded::{
    embedded_claim_files, embedded_claims, find_claim, find_claims, known_counterexamples, path_in_repository,
};
pub use error::{ClaimError, ClaimFault};
pub use falsify::{
    Falsification, FalsifyEvent, FalsifyOptions, KnownCounterexample, Probe, SearchOutcome, SearchVerdict,
    UntriedCounts, brief_replicates, default_problems, falsify,
};
pub use file::{
    ClaimFile, ClaimSpec, Columns, DefineSpec, FigureKind, FigureSpec, FoundSpec, MostSpec, OneOrMore, PowerSpec, Scale,
};
pub use given_value::GivenValue;
pub use id::{LONGEST_ID, id_fault, title_of_sentence};
pub use measured_number::MeasuredNumber;
pub use most::MostOutcome;
pub use outcome::{CellOutcome, ClaimOutcome, FigureContext, Measurement, PowerOutcome};
pub use place_in_file::shown_error;
pub use point::{Point, describe};
pub use points::points_of_sweep;
pub use replay::{Replay, Replayed, Replicates};
pub use shape::{Shape, Stating};
pub use shard_plan::{Shard, ShardPlan, ShardPlanError};
pub use warrants::Warrants;
pub use worst_slack::worst_slack;
pub use written::{WrittenDocument, WrittenError, WrittenOutcome, written_outcome};
