//! The observations of a run, one by one.

use rayon::prelude::*;

use super::bad_observation::usable;
use super::{BLOCK, BadObservation, Job};
use crate::quantity::ReplicatesOfBlock;
use weak_to_strong::random::open_stream;

/// The observations of the first replicates of a job, as every run draws them, on the current thread pool.
///
/// # Errors
///
/// [`BadObservation`] for the first observation that cannot be used.
pub fn observations(job: &Job, seed: u64, replicates: u64) -> Result<Vec<Vec<f64>>, BadObservation> {
    let block_at = |block: u64| {
        let mut stream = open_stream(seed, &job.key, block);
        let mut drawn = ReplicatesOfBlock::of(&*job.experiment);
        let one = |replicate| match usable(drawn.draw_next(&mut stream), job.ranges()) {
            Ok(observation) => Ok(observation.to_vec()),
            Err((coordinate, fault)) => Err(BadObservation { job: 0, replicate, coordinate, fault }),
        };
        (block * BLOCK..replicates.min((block + 1) * BLOCK)).map(one).collect::<Result<Vec<_>, _>>()
    };
    let blocks: Vec<Result<Vec<Vec<f64>>, BadObservation>> =
        (0..replicates.div_ceil(BLOCK)).into_par_iter().map(block_at).collect();
    Ok(blocks.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity;
    use crate::setting::Settings;
    use crate::study::{Session, run};
    use weak_to_strong::model::{ConceptSpec, ProblemSpec, TransferProblem, WeakSpec};
    use weak_to_strong::random::ContentKey;

    /// Their mean is that of a run, up to the rounding of another order of sums.
    #[test]
    fn observations_are_those_of_a_run() {
        let spec = ProblemSpec::new(4, ConceptSpec::Orthonormal(2)).weak(WeakSpec::biased(0.8, 0.6, 0.5));
        let problem = TransferProblem::new(&spec).expect("a problem");
        let quantity = quantity::by_name("refined.excess_over_naive").expect("known");
        let given = [("batch".to_owned(), crate::setting::SettingValue::Number(3.0))].into_iter().collect();
        let settings = Settings::select(&quantity.settings, &given).expect("settings");
        let experiment = quantity.experiment(&problem, &[settings]).expect("an experiment");
        let job = Job::new(experiment, ContentKey::of("observations"));
        let drawn = observations(&job, 1, 700).expect("finite");
        let mut totals = [job.empty_moments()];
        run(std::slice::from_ref(&job), &mut totals, &[700], 1, &Session::alone()).expect("finite");
        assert_eq!(drawn.len(), 700);
        for coordinate in 0..job.experiment.width() {
            let mean = drawn.iter().map(|observation| observation[coordinate]).sum::<f64>() / 700.0;
            assert!((mean - totals[0].mean()[coordinate]).abs() < 1e-13);
        }
        assert_eq!(drawn[300], crate::study::replay(&job, 1, 300));
    }
}
