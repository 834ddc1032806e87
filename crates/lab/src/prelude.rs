//! What a program of one's own most often needs to check claims and to add names to them: `use weak_to_strong_lab::prelude::*;`.

pub use crate::claim::{
    CheckOptions, Claim, ClaimFile, ClaimOutcome, Comparison, OwnRelation, Registry, Verdict, check, find_claim,
};
pub use crate::formula::{Evaluate, Formula};
pub use crate::inference::{Inference, Range};
pub use crate::quantity::{Draw, Experiment, Made, MakeExperiment, Quantity};
pub use crate::setting::{Setting, Settings};
pub use crate::study::{Cell, Effort, Session, measure};
pub use crate::unit::Unit;
pub use weak_to_strong::prelude::*;
