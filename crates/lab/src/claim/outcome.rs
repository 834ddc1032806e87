//! The outcome of a checked claim: cells, verdicts and slack.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{FigureSpec, Point, Relation, Replay, Verdict};
use crate::name::Name;
use crate::unit::Unit;
use weak_to_strong::evidence::{Coefficient, Enclosure, Interval, TailDoubt, Warrant};
use weak_to_strong::numeric::{Estimate, json_number};

/// A measurement at one point of the sweep.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measurement {
    /// The point of the sweep.
    pub setting: Point,
    /// The estimate.
    #[serde(flatten)]
    pub estimate: Estimate,
    /// Its simultaneous confidence interval.
    #[serde(flatten)]
    pub interval: Interval,
    /// Why the ends of the interval may be believed.
    #[serde(flatten)]
    pub warrants: Warrants,
    /// Values of the figure's reference lines at this point, by their expression.
    #[serde(skip)]
    pub references: IndexMap<String, f64>,
    /// The factor by which the figure multiplies the values at this point; by default 1.
    #[serde(skip)]
    pub scale: f64,
}

/// A judged cell. For a fitted relation it is one fit, and its setting lacks the variable of the fit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellOutcome {
    /// The measurement.
    #[serde(flatten)]
    pub measurement: Measurement,
    /// The value of the claim's expression.
    #[serde(with = "json_number")]
    pub expected: f64,
    /// The verdict on this cell.
    pub verdict: Verdict,
    /// The warrant of the verdict: the weakest one of the ends of the interval that decided it. `None` if nothing is decided.
    pub warrant: Option<Warrant>,
    /// Measured ÷ expected; `None` if the expected value is 0.
    pub slack: Option<Slack>,
    /// How many replicates per cell would decide an unresolved verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicates_needed: Option<u64>,
    /// Why the estimate is not reliable; `None` if it is reliable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
    /// How well the fit describes its points; only for a fitted relation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fit: Option<FitQuality>,
    /// Its replicates, which can be drawn again to the same bits; `None` for fits, and for a user's own quantity.
    #[serde(skip)]
    pub replay: Option<Replay>,
    /// A command that draws them again, if a program has added it.
    #[serde(rename = "replay", skip_serializing_if = "Option::is_none")]
    pub replay_command: Option<String>,
}

/// A checked claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimOutcome {
    /// Its id.
    pub id: String,
    /// Its title, or the id if it has no title.
    pub title: String,
    /// The quantity's name.
    pub quantity: Name,
    /// How quantity and expression must compare.
    pub relation: Relation,
    /// The right-hand side.
    pub expression: String,
    /// The claim in one line: quantity, relation and right-hand side.
    #[serde(skip)]
    pub sentence: String,
    /// The worst verdict among its cells.
    pub verdict: Verdict,
    /// The weakest warrant among the verdicts on its cells. `None` if nothing is decided.
    pub warrant: Option<Warrant>,
    /// What is doubtful in some cell, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<&'static str>,
    /// The slack of the cell where the bound binds most. For an inequality the interval is that of the extreme constant factor over all cells:
    /// the least for ≥, the greatest for ≤. The data would refute the bound times any constant beyond the far end of this interval.
    pub slack: Option<Slack>,
    /// Replicates that were drawn for it. Cells that share replicates count once.
    pub replicates: u64,
    /// Assumptions that some cell does not meet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unmet: Vec<Name>,
    /// The judged cells.
    pub cells: Vec<CellOutcome>,
    /// The verdicts on the deliberately false neighbours, if they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub power: Vec<PowerOutcome>,
    /// Measurements that are used only through a fit, or are shown but not judged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Measurement>,
    /// The claim in Markdown with LaTeX.
    #[serde(skip)]
    pub statement: Option<String>,
    /// The source of the claim.
    #[serde(skip)]
    pub source: Option<String>,
    /// Where the claim is proved.
    #[serde(skip)]
    pub proof: Option<String>,
    /// The text of its claim file.
    #[serde(skip)]
    pub claim_file: String,
    /// What the figure needs in addition.
    #[serde(skip)]
    pub figure: FigureContext,
}

impl ClaimOutcome {
    /// The greatest measured value and its interval, for a claim that nothing exceeds 0. Such a claim, for example `uniform`, has no slack.
    /// Returns `None` for any other claim.
    pub fn greatest_above_zero(&self) -> Option<(f64, Interval)> {
        if !self.relation.bounds_from_above() || self.cells.iter().any(|cell| cell.expected != 0.0) {
            return None;
        }
        let measured = self.cells.iter().map(|cell| (cell.measurement.estimate.mean, cell.measurement.interval));
        measured.reduce(|(a, at_a), (b, at_b)| {
            let interval = Interval { lower: at_a.lower.max(at_b.lower), upper: at_a.upper.max(at_b.upper) };
            (a.max(b), interval)
        })
    }
}

/// What is doubtful in some of these cells, in words, each once.
pub(super) fn doubts_of(cells: &[CellOutcome]) -> Vec<&'static str> {
    let mut doubts: Vec<&'static str> = cells.iter().filter_map(|cell| cell.doubt).map(Doubt::words).collect();
    doubts.sort_unstable();
    doubts.dedup();
    doubts
}

/// The verdict on a deliberately false neighbour of a claim, from the same measurements.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PowerOutcome {
    /// The false right-hand side.
    pub expression: String,
    /// The worst verdict among the cells; `violated` shows that the check can fail.
    pub verdict: Verdict,
}

/// What a figure shows in addition to the numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureContext {
    /// The `[figure]` table, if there is one.
    pub spec: Option<FigureSpec>,
    /// Symbol of the quantity.
    pub quantity_symbol: Name,
    /// Meaning of the quantity.
    pub quantity_meaning: Name,
    /// Unit of the quantity.
    pub unit: Unit,
    /// The expressions that the figure names: each as it is in the claim file, with its form in mathematical symbols.
    pub symbols: IndexMap<String, String>,
    /// The power p of a `decays_at` claim.
    pub log_power: f64,
    /// Vertical marks: label and position on the x axis.
    pub marks: Vec<(String, f64)>,
}

impl FigureContext {
    /// An expression in mathematical symbols, or as it was typed if it has no such form.
    pub fn in_symbols<'a>(&'a self, expression: &'a str) -> &'a str {
        self.symbols.get(expression).map_or(expression, String::as_str)
    }

    /// The factor by which all values are multiplied, as an expression; `None` if the claim asks for no factor.
    pub fn scale(&self) -> Option<&str> {
        self.spec.as_ref()?.scaled_by.as_deref()
    }
}
