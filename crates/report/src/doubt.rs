//! Doubts in words, with what to do about them.

use weak_to_strong::evidence::LEAST_REPLICATES;
use weak_to_strong_lab::claim::{Doubt, LEAST_EFFECTIVE_SIZE};

/// Returns what is doubtful, and what can be done.
pub(crate) fn doubt_text(doubt: Doubt) -> String {
    match doubt {
        Doubt::FewReplicates => {
            format!("its interval needs {LEAST_REPLICATES} replicates or more; raise claim.replicates")
        }
        Doubt::FewEffective => {
            format!("its effective sample size is below {LEAST_EFFECTIVE_SIZE}; raise claim.replicates")
        }
        Doubt::RoughMeans => {
            "a mean is not known to 10 %, too little to take its logarithm; raise claim.replicates".to_owned()
        }
        Doubt::NoVariation => {
            "a point of the fit did not vary at all, so it has no weight; move the sweep, or use another relation".to_owned()
        }
        Doubt::NoVariance => "its observations are known to have no variance, so the deciding end of its interval means nothing; change the \
                              setting, or claim only what the other end can decide"
            .to_owned(),
        Doubt::HeavyTail => "its observations have a heavy tail (estimated tail index above 1/2), so the deciding end of its interval \
                             cannot be relied on; more replicates may help, a bounded quantity helps more"
            .to_owned(),
        Doubt::FewCarryVariance => "fewer than 100 observations carry half of the variance, so the deciding end of its interval cannot be \
                                    relied on; raise claim.replicates"
            .to_owned(),
    }
}
