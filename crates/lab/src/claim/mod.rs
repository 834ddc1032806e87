//! Claims: a quantity and an expression that must stand in a relation, checked cell by cell.

mod ablation;
mod bundle;
mod campaign;
mod check;
mod check_options;
#[expect(clippy::module_inception, reason = "the file holds what the folder is about")]
mod claim;
mod domain;
mod embedded;
mod error;
mod expression;
mod expressions;
mod falsify;
mod file;
mod fit;
mod functional;
mod job_time;
mod judge;
mod measured_claim;
mod outcome;
mod planned_cell;
mod point;
mod registry;
mod relation;
mod replay;
mod shard_plan;
mod union_find;
mod validate;
mod verdicts;
mod written;

pub use crate::comparison::Comparison;
pub use crate::verdict::Verdict;
pub use ablation::{Ablation, DropTrial, Finding, ablate};
pub use bundle::Bundle;
pub use campaign::Campaign;
pub use check::check;
pub use check_options::CheckOptions;
pub use claim::Claim;
pub use embedded::{embedded_claims, find_claim, find_claims, known_counterexamples, path_in_repository};
pub use error::{ClaimError, ClaimFault};
pub use expression::{Expression, ExpressionError};
pub use falsify::{
    Falsification, FalsifyEvent, FalsifyOptions, KnownCounterexample, Margin, Probe, SearchOutcome, SearchVerdict,
    UntriedCounts, default_problems, falsify,
};
pub use file::{ClaimFile, ClaimSpec, Columns, FigureKind, FigureSpec, FoundSpec, OneOrMore, PowerSpec, Scale};
pub use functional::{CurvePoint, FitAlong, Functional, Judging, OpenCurve, RightSide, TheoryCurve};
pub use judge::worst_slack;
pub use outcome::{
    CellOutcome, ClaimOutcome, Doubt, FigureContext, FitQuality, Measurement, PowerOutcome, Slack, Warrants,
};
pub use point::Point;
pub use registry::{Registry, RegistryError};
pub use relation::{OwnRelation, Relation};
pub use replay::{Replay, Replicates};
pub use shard_plan::{Shard, ShardPlan, ShardPlanError};
pub use verdicts::LEAST_EFFECTIVE_SIZE;
pub use written::{WrittenError, WrittenOutcome, written_outcome};
