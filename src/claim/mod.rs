//! Claims: a quantity and an expression that must stand in a relation, checked cell by cell.

mod ablation;
mod check;
mod embedded;
mod error;
mod expression;
mod file;
mod fit;
mod judge;
mod measured;
mod outcome;
mod plan;
mod relation;
mod verdicts;

pub use ablation::{Ablation, AssumptionDrop, Finding, Spread, Trial, ablate, drops_of};
pub use check::{CheckOptions, check};
pub use embedded::{embedded_claims, find_claim};
pub use error::{ClaimError, ClaimFault};
pub use expression::{Expression, ExpressionError};
pub use file::{ClaimFile, ClaimSpec, FigureSpec, OneOrMore, PowerSpec, Scale};
pub use outcome::{
    CellOutcome, ClaimOutcome, Doubt, FigureContext, FitQuality, Measurement, Point, PowerOutcome, Slack, Verdict,
};
pub use plan::{Claim, Replicates, replay_command};
pub use relation::Relation;
