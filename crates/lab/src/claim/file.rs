//! Claim files, as they are typed.

use std::path::Path;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::ClaimError;
use crate::study::{Limits, read_text};

/// A claim file. It states that a quantity, on these problems and over this sweep, has this relation to this expression.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimFile {
    /// The text that it was read from.
    #[serde(skip)]
    pub text: String,
    /// A short name, unique among claims: letters, digits, `.`, `-` and `_`.
    pub id: String,
    /// The claim in words.
    pub title: Option<String>,
    /// The source of the claim.
    pub source: Option<String>,
    /// The claim in Markdown with LaTeX.
    pub statement: Option<String>,
    /// Where the claim is proved.
    pub proof: Option<String>,
    /// Names of the assumptions that it needs.
    #[serde(default)]
    pub assumes: Vec<String>,
    /// How a counterexample was found, if the file is one.
    pub found: Option<FoundSpec>,
    /// The problem, before the sweep changes it.
    pub problem: toml::Table,
    /// The variables that vary, with their values.
    pub sweep: toml::Table,
    /// The claim itself.
    pub claim: ClaimSpec,
    /// How the figure is drawn.
    pub figure: Option<FigureSpec>,
    /// Deliberately false neighbours.
    pub power: Option<PowerSpec>,
    /// The values among which a counterexample may be searched for.
    pub domain: Option<toml::Table>,
}

/// The `[found]` table of a counterexample.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FoundSpec {
    /// The id of the claim that fails here.
    pub claim: String,
    /// Assumptions of the claim that are dropped, and that the counterexample does not meet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// The command that found the counterexample.
    pub command: String,
}

/// The `[claim]` table.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimSpec {
    /// The name of a quantity.
    pub quantity: String,
    /// The name of a relation: how it compares with the expression.
    pub relation: String,
    /// Formulas and settings, joined by arithmetic; `None` for `uniform`, which compares with a distance of 0.
    pub expression: Option<String>,
    /// Relative resolution; by default 0.01 (0.05 for `decays_at`).
    pub resolution: Option<f64>,
    /// Absolute resolution, for an expected value of 0; by default 0.02 for `uniform`.
    pub absolute_resolution: Option<f64>,
    /// Replicates per cell.
    pub replicates: Option<u64>,
    /// A sweep variable over which the least mean is taken before comparing.
    pub infimum_over: Option<String>,
    /// The sweep variable along which `decays_at` and `tends_to` fit.
    pub along: Option<String>,
    /// The power p in C·m^(−p)·exp(−ρm) for `decays_at`, as an expression; by default `misalignment_log_power`.
    pub log_power: Option<String>,
    /// Thresholds: only cells where these sweep variables are at least the value of an expression are judged.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub from: IndexMap<String, String>,
    /// Words: only cells where these sweep variables have one of these words are judged. The other cells are shown.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub only: IndexMap<String, OneOrMore>,
}

/// The `[figure]` table.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FigureSpec {
    /// What kind of figure it is.
    #[serde(default, skip_serializing_if = "FigureKind::is_lines")]
    pub kind: FigureKind,
    /// The sweep variable on the horizontal axis.
    pub x: String,
    /// The sweep variable on the vertical axis of a heat map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// The sweep variables whose values distinguish the series.
    #[serde(default)]
    pub series: OneOrMore,
    /// The sweep variable that divides the figure into panels: the lines of each of its values are drawn in a separate panel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facet: Option<String>,
    /// The number of page columns that the figure fills.
    #[serde(default, skip_serializing_if = "Columns::is_two")]
    pub columns: Columns,
    /// Scale of the horizontal axis.
    #[serde(default)]
    pub x_scale: Scale,
    /// Scale of the vertical axis.
    #[serde(default)]
    pub y_scale: Scale,
    /// The factor by which all values in the figure are multiplied, as an expression. It can divide out a law, so that the figure shows the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaled_by: Option<String>,
    /// Expressions drawn as thin grey reference lines.
    #[serde(default)]
    pub references: Vec<String>,
    /// Expressions drawn as vertical marks.
    #[serde(default)]
    pub marks: Vec<String>,
    /// Expressions that are 0 along the curves drawn over a heat map.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contours: Vec<String>,
}

/// A kind of figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// Measurements over one variable, with their intervals.
    #[default]
    Lines,
    /// Measurements over two variables, as colours.
    HeatMap,
}

impl FigureKind {
    fn is_lines(&self) -> bool {
        *self == Self::Lines
    }
}

/// The number of columns that a figure fills on a page with two columns: `1` or `2` in a claim file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "i64", into = "u8")]
pub enum Columns {
    /// One: 3.25 inches.
    One,
    /// Both: 6.75 inches.
    #[default]
    Two,
}

impl Columns {
    fn is_two(&self) -> bool {
        *self == Self::Two
    }
}

impl TryFrom<i64> for Columns {
    type Error = String;

    fn try_from(count: i64) -> Result<Self, String> {
        match count {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            _ => Err(format!("a figure fills 1 column (3.25 inches) or 2 (6.75 inches), not {count}")),
        }
    }
}

impl From<Columns> for u8 {
    fn from(columns: Columns) -> Self {
        match columns {
            Columns::One => 1,
            Columns::Two => 2,
        }
    }
}

/// Any number of names: zero, one or several.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(from = "OneOrMoreSpec")]
pub struct OneOrMore(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMoreSpec {
    One(String),
    More(Vec<String>),
}

impl From<OneOrMoreSpec> for OneOrMore {
    fn from(spec: OneOrMoreSpec) -> Self {
        match spec {
            OneOrMoreSpec::One(name) => Self(vec![name]),
            OneOrMoreSpec::More(names) => Self(names),
        }
    }
}

/// The scale of an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Logarithmic if all values are positive and span more than a factor of 20, else linear.
    #[default]
    Automatic,
    /// Linear.
    Linear,
    /// Logarithmic.
    Log,
}

/// The `[power]` table.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PowerSpec {
    /// Expressions for which the claim is false.
    #[serde(rename = "false")]
    pub false_expressions: Vec<String>,
}

impl ClaimFile {
    /// Reads the text of a claim file; `name` is the file's name in messages.
    ///
    /// # Errors
    ///
    /// [`ClaimError::Syntax`] with line, key and what was expected; [`ClaimError::BadId`].
    pub fn parse(name: &str, text: &str) -> Result<Self, ClaimError> {
        let mut file: Self = toml::from_str(text)
            .map_err(|error| ClaimError::Syntax { file: name.to_owned(), message: error.to_string() })?;
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
        if file.id.is_empty() || file.id.starts_with('.') || !file.id.chars().all(plain) {
            return Err(ClaimError::BadId { file: name.to_owned(), id: file.id });
        }
        text.clone_into(&mut file.text);
        Ok(file)
    }

    /// Reads a claim file of no more bytes than the limit.
    ///
    /// # Errors
    ///
    /// [`ClaimError::Unreadable`], [`ClaimError::TooLong`] and those of [`ClaimFile::parse`].
    pub fn read(path: &Path, limits: &Limits) -> Result<Self, ClaimError> {
        let name = path.display().to_string();
        let text = read_text(path, limits).map_err(|error| ClaimError::without_text(name.clone(), &error))?;
        Self::parse(&name, &text)
    }

    /// The title, or the id if there is no title.
    pub fn heading(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.id)
    }
}
