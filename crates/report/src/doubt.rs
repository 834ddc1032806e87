//! Doubts in words, with what to do about them.

use weak_to_strong::evidence::LEAST_REPLICATES;
use weak_to_strong_lab::claim::{Doubt, FitQuality, LEAST_EFFECTIVE_SIZE};

use super::{measured, significant};

/// Returns what is doubtful, and what can be done. The fit is that of the doubtful cell, if it is fitted.
pub(crate) fn doubt_text(doubt: Doubt, fit: Option<&FitQuality>) -> String {
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
        Doubt::FormRejected => {
            let tried = fit.map_or(String::new(), |fit| {
                let p = fit.lack_of_fit.min(fit.next_lack_of_fit);
                format!(" {} from {} on (p = {})", fit.form, fit.from, significant(p, 2))
            });
            format!("the curve does not follow the form{tried}; sweep larger sizes")
        }
        Doubt::CoarseGrid => {
            "the place is known to a step of the sweep; add values of the variable between the two ends".to_owned()
        }
        Doubt::FormsDisagree => {
            let next = fit.and_then(|fit| Some((&fit.next_form, fit.by_next_form?)));
            let by_next = next.map_or(String::new(), |(form, next)| {
                format!(": by {form} it is {}", measured(next.value, next.standard_error))
            });
            format!("two forms of the curve differ by more than the resolution{by_next}; sweep larger sizes")
        }
    }
}
