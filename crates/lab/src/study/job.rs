//! A job: an experiment with everything that its observations depend on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use super::Cell;
use super::run_version::RUN_VERSION;
use super::store::{JobDescription, LAW, LAW_VERSION, RecordKey};
use crate::family::AnyProblemSpec;
use crate::inference::Inference;
use crate::name::Name;
use crate::quantity::{Experiment, Made, QUANTITIES, Quantity, QuantityError, sampler_version};
use crate::setting::Settings;
use weak_to_strong::evidence::Interval;
use weak_to_strong::numeric::JointMoments;
use weak_to_strong::random::ContentKey;

/// An experiment to be replicated.
pub struct Job {
    /// The experiment, which draws the replicates.
    pub experiment: Box<dyn Experiment>,
    /// The inference, which makes estimates from the observations.
    pub inference: Inference,
    /// The key of its random streams.
    pub key: ContentKey,
    /// The key under which a store keeps its replicates; `None` for a job that is not kept.
    content: Option<(Content, RecordKey)>,
    /// The range in which each coordinate of an observation must lie.
    ranges: Vec<Interval>,
    /// Bits of the seconds that its replicates took.
    seconds: AtomicU64,
}

/// Everything that the observations of a job depend on, except the seed.
struct Content {
    quantity: Name,
    quantity_version: u32,
    code: Option<String>,
    sampler: &'static str,
    problem: AnyProblemSpec,
    /// What is asked of the observations, in the order of the estimates.
    asked: Vec<Value>,
}

impl Job {
    /// A job of an experiment with this key of its random streams. No store keeps its replicates.
    pub fn new(made: Made, key: ContentKey) -> Self {
        let Made { experiment, inference, code: _ } = made;
        let ranges = inference.ranges(experiment.width());
        Self { experiment, inference, key, content: None, ranges, seconds: AtomicU64::new(0) }
    }

    /// A quantity at one cell, or at several cells that differ only in settings along its path.
    ///
    /// | argument   | is |
    /// | ---------- | -- |
    /// | `quantity` | what is measured |
    /// | `cell`     | the first of the cells |
    /// | `path`     | the settings of all of them, in order |
    ///
    /// Its records are kept under the key of its streams, the versions of quantity and sampler, and the settings of all cells in order. The
    /// coordinates of the observation are these cells.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] if the quantity is not defined for the problem.
    ///
    /// # Panics
    ///
    /// If there are no settings.
    pub fn of_cells(quantity: &Quantity, cell: &Cell, path: Vec<Settings>) -> Result<Self, QuantityError> {
        let made = quantity.experiment(&cell.problem, &path)?;
        let key = cell.content_key(quantity, &path[0]);
        let content = Content {
            quantity: quantity.name.clone(),
            quantity_version: quantity.version,
            code: made.identity(),
            sampler: made.experiment.sampler(),
            problem: cell.spec.clone(),
            asked: path.iter().map(|settings| settings_by_name(quantity, settings)).collect(),
        };
        Ok(Self::kept(made, key, content))
    }

    /// Several quantities of one sample at one cell. The experiment of the first is that of all, and takes the settings of each of them, in order. The key of
    /// the random streams is that of the sample.
    ///
    /// # Errors
    ///
    /// As [`Job::of_cells`].
    ///
    /// # Panics
    ///
    /// If there are no quantities.
    pub fn of_sample(
        measured: &[(Arc<Quantity>, Settings)],
        cell: &Cell,
        key: ContentKey,
    ) -> Result<Self, QuantityError> {
        let path: Vec<Settings> = measured.iter().map(|(_, settings)| settings.clone()).collect();
        let made = measured[0].0.experiment(&cell.problem, &path)?;
        let mut names: Vec<&str> = measured.iter().map(|(quantity, _)| &*quantity.name).collect();
        names.dedup();
        let versions = measured.iter().map(|(quantity, _)| quantity.version);
        let content = Content {
            quantity: names.join(" and ").into(),
            quantity_version: versions.max().unwrap_or(1),
            code: made.identity(),
            sampler: made.experiment.sampler(),
            problem: cell.spec.clone(),
            asked: measured.iter().map(|(quantity, settings)| settings_by_name(quantity, settings)).collect(),
        };
        Ok(Self::kept(made, key, content))
    }

    /// Laws of one sample at one cell. `asked` is a text that names everything that the observations depend on, except the problem, the sampler and the
    /// seed; the key of the random streams is that of the sample.
    pub fn of_laws(made: Made, cell: &Cell, key: ContentKey, asked: String) -> Self {
        let content = Content {
            quantity: LAW.into(),
            quantity_version: LAW_VERSION,
            code: made.identity(),
            sampler: made.experiment.sampler(),
            problem: cell.spec.clone(),
            asked: vec![Value::String(asked)],
        };
        Self::kept(made, key, content)
    }

    fn kept(made: Made, key: ContentKey, content: Content) -> Self {
        let record_key = content.description().key();
        Self { content: Some((content, record_key)), ..Self::new(made, key) }
    }

    /// The key under which a store keeps its replicates with this seed; `None` for a job that is not kept.
    pub fn record_key(&self, seed: u64) -> Option<RecordKey> {
        self.content.as_ref().map(|(_, key)| key.with_seed(seed))
    }

    /// The moments of no replicates, which keep the extreme values that its inference needs.
    pub fn empty_moments(&self) -> JointMoments {
        self.inference.empty_moments(self.experiment.width())
    }

    /// The range in which each coordinate of an observation must lie.
    pub(super) fn ranges(&self) -> &[Interval] {
        &self.ranges
    }

    /// Seconds that its replicates took, as far as they are known. They are added up over threads.
    pub fn seconds(&self) -> f64 {
        f64::from_bits(self.seconds.load(Ordering::Relaxed))
    }

    /// The job in words, for a store.
    pub(super) fn description(&self) -> Option<JobDescription> {
        self.content.as_ref().map(|(content, _)| content.description())
    }

    /// Remembers how long its replicates took.
    pub(super) fn set_seconds(&self, seconds: f64) {
        self.seconds.store(seconds.to_bits(), Ordering::Relaxed);
    }
}

impl Content {
    fn description(&self) -> JobDescription {
        JobDescription {
            quantity: self.quantity.to_string(),
            quantity_version: self.quantity_version,
            code: self.code.clone(),
            own: self.quantity != LAW && !self.quantity.split(" and ").all(|name| QUANTITIES.has(name)),
            sampler: self.sampler.to_owned(),
            sampler_version: sampler_version(self.sampler),
            run_version: RUN_VERSION,
            problem: json!(self.problem),
            settings: self.asked.clone(),
        }
    }
}

fn settings_by_name(quantity: &Quantity, settings: &Settings) -> Value {
    Value::Object(settings.in_keys(&quantity.path).map(|(name, value)| (name.to_owned(), value.in_key())).collect())
}
