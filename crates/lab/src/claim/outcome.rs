//! The outcome of a checked claim: cells, verdicts and slack.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::embedded::{is_embedded, path_in_repository};
use super::most::MostOutcome;
use super::{Computed, Distribution, FigureSpec, Point, Replay, Shape, Verdict, Warrants};
use crate::functional::FitQuality;
use crate::name::Name;
use crate::quantity::NetworkUsed;
use crate::statement::{Difference, Doubt, Margin, Slack};
use crate::unit::Unit;
use weak_to_strong::evidence::{Interval, Warrant};
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

/// A judged cell. Its setting lacks the variables that the sentence binds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellOutcome {
    /// The left side.
    #[serde(flatten)]
    pub measurement: Measurement,
    /// The right side: its value, or its estimate if it is measured.
    #[serde(with = "json_number")]
    pub expected: f64,
    /// The interval of the right side, if it is measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_interval: Option<Interval>,
    /// left − right
    pub difference: Difference,
    /// The verdict on this cell.
    pub verdict: Verdict,
    /// The warrant of the verdict: the weakest one of the ends of intervals that decided it. `None` if nothing is decided.
    pub warrant: Option<Warrant>,
    /// left ÷ right; `None` if one of the sides is not proved to be positive.
    pub slack: Option<Slack>,
    /// The margin by which the statement holds; `None` if it is not finite.
    #[serde(skip)]
    pub margin: Option<Margin>,
    /// How many replicates per cell would decide an unresolved verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicates_needed: Option<u64>,
    /// Why the estimate is not reliable; `None` if it is reliable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
    /// How well the fit describes its points, if the left side is fitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fit: Option<FitQuality>,
    /// The values of the variables of `exists` for which the statement holds, or comes nearest to holding.
    #[serde(skip_serializing_if = "Point::is_empty")]
    pub witness: Point,
    /// What was found at each value of the variables of `exists`, if the figure is drawn along one of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<CellOutcome>,
    /// The value of the variable of `eventually` from which on the statement holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// Where a curve does not have the stated shape, or where it turns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<f64>,
    /// How often the sign changes, if a crossing is judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_changes: Option<usize>,
    /// The distribution that the left side is about, if the figure shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distribution: Option<Distribution>,
    /// Whether numbers of the statement are of the same samples.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub paired: bool,
    /// Whether the condition is proved to be met; `None` if that is not known.
    #[serde(skip)]
    pub condition_is_met: Option<bool>,
    /// Why the statement has no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_value: Option<String>,
    /// Its replicates, which can be drawn again to the same bits; `None` unless the left side is one of the library's quantities.
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
    /// The file that it was read from, or its id if it comes with the program.
    #[serde(rename = "file", skip_serializing_if = "comes_with_the_program")]
    pub origin: String,
    /// Its title, or the id if it has no title.
    pub title: String,
    /// The claim in one line, with its quantifiers.
    #[serde(rename = "states")]
    pub sentence: String,
    /// What tables and figures show of the sentence.
    #[serde(skip)]
    pub shape: Shape,
    /// The worst verdict among its cells; with `most` the verdict on the share of problems.
    pub verdict: Verdict,
    /// The weakest warrant among the verdicts on its cells. `None` if nothing is decided.
    pub warrant: Option<Warrant>,
    /// Whether the warrant rests on what a data file declares: the range and the independence of its rows.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub declared: bool,
    /// What is doubtful in some cell, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<&'static str>,
    /// A condition under which a claim that is false as written is true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// The networks that answer in it, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<NetworkUsed>,
    /// The slack of the cell where the bound binds most. For an inequality the interval is that of the extreme constant factor over all cells:
    /// the least for ≥, the greatest for ≤. The data would refute the bound times any constant beyond the far end of this interval.
    pub slack: Option<Slack>,
    /// For how many problems the statement holds, if it is made about most problems.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<MostOutcome>,
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
    /// Measurements that are shown, not judged: the points of a curve, and cells where nothing is stated.
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
    /// The text of its claim file. It is written of a claim of a user's own, so that it can be drawn again.
    #[serde(skip_serializing_if = "is_known_file")]
    pub claim_file: String,
    /// What the figure needs in addition.
    #[serde(skip)]
    pub figure: FigureContext,
}

fn comes_with_the_program(origin: &str) -> bool {
    origin.is_empty() || is_embedded(origin)
}

fn is_known_file(text: &str) -> bool {
    text.is_empty() || path_in_repository(text).is_some()
}

impl ClaimOutcome {
    /// Whether its file gives it a title.
    pub fn has_title(&self) -> bool {
        self.title != self.id
    }

    /// The greatest measured value and its interval, for a claim that nothing exceeds 0. Such a claim, for example `uniform`, has no slack.
    /// Returns `None` for any other claim.
    pub fn greatest_above_zero(&self) -> Option<(f64, Interval)> {
        if !self.shape.bounds_from_above() || self.cells.iter().any(|cell| cell.expected != 0.0) {
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PowerOutcome {
    /// The false sentence.
    pub sentence: String,
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
    /// The parameters of the functional that is the left side, in its order; `None` for one that a fit finds.
    pub parameters: Vec<Option<f64>>,
    /// Vertical marks: label and position on the x axis.
    pub marks: Vec<(String, f64)>,
    /// The names of the regions on both sides of each contour that is a difference, `a < b` and `a > b`: where it is below 0, and where it is above.
    pub regions: IndexMap<String, [String; 2]>,
    /// The least and the greatest number that what is measured along the horizontal axis can be.
    pub range: Interval,
    /// What is computed between the points of the sweep.
    pub computed: Computed,
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
