//! Values of arguments, as they are typed.

use std::num::{NonZeroU16, NonZeroU32};

use weak_to_strong_lab::assumption::{ASSUMPTIONS, Assumption};
use weak_to_strong_lab::claim::Shard;
use weak_to_strong_lab::sentence::nearest;
use weak_to_strong_lab::study::MOST_SHARDS;

pub(super) fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/').and_then(|(number, count)| Some((number.parse().ok()?, count.parse().ok()?)));
    match parts {
        Some((_, count)) if count > MOST_SHARDS => Err(too_many_shards(count)),
        Some((number, count)) if 1 <= number && number <= count => Ok(Shard { number, count }),
        _ => Err("give NUMBER/COUNT with 1 ≤ NUMBER ≤ COUNT, such as 3/16".to_owned()),
    }
}

fn too_many_shards(count: u32) -> String {
    format!("{count} shards are more than {MOST_SHARDS}; deal the study to fewer")
}

/// The number of shards of a study.
pub(super) fn shards(text: &str) -> Result<NonZeroU32, String> {
    let count: NonZeroU32 = text.parse().map_err(|_| format!("give a whole number from 1 to {MOST_SHARDS}"))?;
    if count.get() <= MOST_SHARDS { Ok(count) } else { Err(too_many_shards(count.get())) }
}

/// The number of threads.
pub(super) fn threads(text: &str) -> Result<NonZeroU16, String> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let most = THREADS_OF_A_PROCESSOR * processors;
    let count: NonZeroU16 = text.parse().map_err(|_| format!("give a whole number from 1 to {most}"))?;
    if usize::from(count.get()) <= most {
        Ok(count)
    } else {
        Err(format!("this machine has {processors} processors; more than {most} threads only cost memory"))
    }
}

/// More threads than this for each processor are taken for a slip.
const THREADS_OF_A_PROCESSOR: usize = 4;

pub(super) fn assumption(name: &str) -> Result<Assumption, String> {
    let droppable = || ASSUMPTIONS.iter().filter(|assumption| !assumption.drops.is_empty());
    droppable().find(|assumption| assumption.name == name).cloned().ok_or_else(|| {
        match nearest(name, droppable().map(|assumption| &*assumption.name)) {
            Some(near) => format!("no such assumption can be dropped; did you mean {near}?"),
            None => "no such assumption can be dropped; `w2s list assumptions` shows all assumptions".to_owned(),
        }
    })
}

/// A value in a script's `#SBATCH` line, where nothing is quoted.
pub(super) fn directive(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-+:,/@=".contains(c);
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("use letters, digits and . _ - + : , / @ = only, not starting with -".to_owned())
    }
}

pub(super) fn probability(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "give a number between 0 and 1, such as 0.001".to_owned())?;
    if value > 0.0 && value < 1.0 { Ok(value) } else { Err("must be above 0 and below 1".to_owned()) }
}

/// A relative difference that is let pass.
pub(super) fn tolerance(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "give a number from 0 on, such as 0 or 1e-9".to_owned())?;
    if (0.0..1.0).contains(&value) { Ok(value) } else { Err("must be 0 or more and below 1".to_owned()) }
}

pub(super) fn minutes(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "give a number of minutes, such as 10 or 0.5".to_owned())?;
    if value > 0.0 && value <= MOST_MINUTES {
        Ok(value)
    } else {
        Err(format!("must be above 0 and at most {MOST_MINUTES}"))
    }
}

/// A year.
const MOST_MINUTES: f64 = 525_600.0;

/// The width of a figure for print.
pub(super) fn inches(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "give a number of inches, such as 3.25, 5.5 or 6.75".to_owned())?;
    if (LEAST_INCHES..=MOST_INCHES).contains(&value) {
        Ok(value)
    } else {
        Err(format!("must be from {LEAST_INCHES} to {MOST_INCHES} inches, such as 3.25, 5.5 or 6.75"))
    }
}

/// Below this width labels have no room beside each other.
const LEAST_INCHES: f64 = 2.5;
/// The longer side of a large poster.
const MOST_INCHES: f64 = 48.0;

pub(super) fn share(text: &str) -> Result<f64, String> {
    let (digits, unit) = text.strip_suffix('%').map_or((text, 1.0), |digits| (digits, 100.0));
    let value: f64 = digits.trim().parse().map_err(|_| "give a share such as 1% or 0.01".to_owned())?;
    if value > 0.0 && value.is_finite() { Ok(value / unit) } else { Err("must be above 0".to_owned()) }
}
