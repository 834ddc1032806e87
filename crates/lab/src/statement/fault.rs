//! Faults that show when a claim is planned.

use thiserror::Error;

use crate::catalogue::OtherFamily;
use crate::formula::FormulaError;
use crate::law::LawError;
use crate::name::Name;
use crate::quantity::QuantityError;
use crate::setting::SettingError;
use crate::study::CellError;

/// A claim that cannot be planned.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum PlanFault {
    #[error(transparent)]
    Cell(#[from] CellError),
    #[error(transparent)]
    Setting(#[from] SettingError),
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    #[error(transparent)]
    Formula(FormulaError),
    #[error("{name} is what one sample gives; write mean({name}) or P(…) of it")]
    OutsideLaw { name: Name },
    #[error(
        "{name} = {value} is no number, and one is expected here; compare words under `when`, and name the keys of a table, such as weak.noise"
    )]
    IsWord { name: String, value: String },
    #[error(
        "{name} has no value here; {}",
        if *is_key { "give it in [problem], or values in [sweep]" } else { "give it values in [sweep], or in brackets" }
    )]
    NotGiven { name: String, is_key: bool },
    #[error("{name} = {value} has no logarithm; write over {name}, or leave the value out")]
    NoLogarithm { name: String, value: f64 },
    #[error("{name} has the value {value} at several points that differ in nothing else; leave one of them out")]
    Repeated { name: String, value: f64 },
    #[error(transparent)]
    Law(#[from] LawError),
    #[error(transparent)]
    OtherFamily(#[from] OtherFamily),
    #[error(
        "{name} is observed on another problem than the rest, so they have no joint law; give all observables in one law the same problem"
    )]
    OtherProblem { name: Name },
    #[error("the data file has no rows for {name} at {setting}; leave the point out of [sweep], or add rows")]
    NotRecorded { name: String, setting: String },
    #[error(
        "{relation} has the range from {lower} to {upper} where {expected} is expected; its lower end must not exceed its upper end"
    )]
    EmptyRange { relation: Name, lower: f64, upper: f64, expected: f64 },
    #[error(
        "the right side is 0, and no share of it says how near to 0 is near enough; write for example absolute_resolution = 0.01 in [claim]"
    )]
    NoResolution,
    #[error("{function} is not taken of one sample; use + - * / ^, exp, ln, sqrt, abs, min and max")]
    NotOfSample { function: String },
}
