//! What a user holds may be shared between threads and sent to others.

use weak_to_strong::learn::{FineTuning, FitError, HullError};
use weak_to_strong::model::{HiddenMarkovProblem, ProblemError, PromptLaw, RegressionProblem, TransferProblem};
use weak_to_strong::numeric::{Estimate, JointMoments};
use weak_to_strong::sample::{MomentSampler, SampleMoments};
use weak_to_strong_lab::claim::{
    Claim, ClaimError, ClaimFile, ClaimOutcome, Falsification, OwnRelation, Registry, Shape,
};
use weak_to_strong_lab::family::Problem;
use weak_to_strong_lab::formula::{Formula, FormulaError};
use weak_to_strong_lab::quantity::{Made, Quantity, QuantityError};
use weak_to_strong_lab::setting::Settings;
use weak_to_strong_lab::study::{Cell, Interrupt, Job, Session, Store, StoreError};

const fn shared_and_sent<T: Send + Sync>() {}

/// That this compiles is the test.
#[test]
fn main_types_are_shared_and_sent() {
    shared_and_sent::<(TransferProblem, HiddenMarkovProblem, RegressionProblem, Problem, PromptLaw, Settings)>();
    shared_and_sent::<(SampleMoments, MomentSampler, FineTuning, JointMoments, Estimate)>();
    shared_and_sent::<(Quantity, Formula, OwnRelation, Registry, Shape, Made)>();
    shared_and_sent::<(ClaimFile, Claim, ClaimOutcome, Falsification)>();
    shared_and_sent::<(Cell, Job, Session, Interrupt, Store)>();
    shared_and_sent::<(ProblemError, FitError, HullError, QuantityError, FormulaError, ClaimError, StoreError)>();
}
