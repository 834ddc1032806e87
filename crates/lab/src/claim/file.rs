//! Claim files, as they are typed.

use std::path::Path;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::ClaimError;
use super::id::{id_fault, in_message, title_fault};
use super::old_keys::old_keys;
use super::place_in_file::{key_elsewhere, shown_error};
use crate::data::DataSpec;
use crate::study::{Limits, read_claim_text};

/// A claim file. It makes a statement about these problems, over this sweep.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
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
    /// The problem, before the sweep changes it. A claim about a data file needs none.
    #[serde(default)]
    pub problem: toml::Table,
    /// The variables that vary, with their values.
    #[serde(default)]
    pub sweep: toml::Table,
    /// The claim itself.
    pub claim: ClaimSpec,
    /// Names for expressions.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub define: IndexMap<String, DefineSpec>,
    /// Numbers from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<DataSpec>,
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

impl FoundSpec {
    /// The id of the counterexample.
    pub(super) fn id(&self) -> String {
        match self.without.as_slice() {
            [] => format!("{}-counterexample", self.claim),
            without => format!("{}-without-{}", self.claim, without.join("-")),
        }
    }
}

/// The `[claim]` table.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimSpec {
    /// The statement, as a sentence.
    pub states: String,
    /// A condition: the statement is made only where it is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Variables of the sweep for one value of which, at least, the statement is made. It is made for all values of the others.
    #[serde(default, skip_serializing_if = "OneOrMore::is_empty")]
    pub exists: OneOrMore,
    /// A variable of the sweep from some value of which on the statement is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eventually: Option<String>,
    /// The statement is made about most problems of the domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<MostSpec>,
    /// The relative resolution; the default is that of the sentence.
    pub resolution: Option<f64>,
    /// The absolute resolution; the default is that of the sentence.
    pub absolute_resolution: Option<f64>,
    /// Replicates per cell.
    pub replicates: Option<u64>,
}

/// `most = { share = 0.95, draws = 1000 }`
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MostSpec {
    /// More than this share of the problems.
    pub share: f64,
    /// How many problems are drawn.
    pub draws: u64,
}

/// A definition of a claim's own: an expression, or the number at which an expression in `x` is 0.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "toml::Value", untagged)]
pub enum DefineSpec {
    /// `name = "expression"`
    Expression(String),
    /// `name = { zero_of = "expression in x", between = [0, 1] }`
    Zero {
        /// The expression.
        zero_of: String,
        /// Two numbers between which it is 0: numbers or expressions.
        between: [String; 2],
    },
}

impl TryFrom<toml::Value> for DefineSpec {
    type Error = String;

    fn try_from(value: toml::Value) -> Result<Self, String> {
        let text = |value: &toml::Value| match (value.as_str(), value.is_float() || value.is_integer()) {
            (Some(text), _) => Some(text.to_owned()),
            (None, true) => Some(value.to_string()),
            (None, false) => None,
        };
        if let Some(expression) = text(&value) {
            return Ok(Self::Expression(expression));
        }
        let expected = "write an expression, such as gap = \"eps_w2 - eps_p2\", or a zero, such as tau = { zero_of = \"x - 1 / (1 + x)\", between = [0, 1] }";
        let table = value.as_table().filter(|table| table.len() == 2);
        let zero_of = table.and_then(|table| table.get("zero_of")?.as_str());
        let between = table.and_then(|table| table.get("between")?.as_array());
        let ends: Option<Vec<String>> = between.and_then(|ends| ends.iter().map(text).collect());
        match (zero_of, ends.as_deref()) {
            (Some(zero_of), Some([low, high])) => {
                Ok(Self::Zero { zero_of: zero_of.to_owned(), between: [low.clone(), high.clone()] })
            }
            _ => Err(expected.to_owned()),
        }
    }
}

/// The `[figure]` table.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FigureSpec {
    /// What kind of figure it is.
    #[serde(default, skip_serializing_if = "FigureKind::is_lines")]
    pub kind: FigureKind,
    /// The sweep variable on the horizontal axis; empty for a distribution, whose axis is the random number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
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
    /// The factor by which all values are multiplied in a small panel below the plot, as an expression. It can divide out a law, so that the panel shows the
    /// rest.
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
    /// The title of the horizontal axis, in place of the one that follows from the variable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x_label: Option<String>,
    /// The title of the vertical axis, in place of the one that follows from the quantity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y_label: Option<String>,
    /// The ends of the horizontal axis, in place of those that follow from the values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x_range: Option<[f64; 2]>,
    /// Names of values in the legend and over panels, by the value as the sweep has it; of the two sides of a comparison by `left` and `right`.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub labels: IndexMap<String, String>,
}

impl FigureSpec {
    /// The variables that it draws along or tells apart.
    pub(super) fn variables(&self) -> impl Iterator<Item = &String> {
        [&self.x].into_iter().chain(&self.y).chain(&self.series.0).chain(&self.facet)
    }

    /// Lines along a variable, and nothing else.
    pub fn lines(x: String) -> Self {
        Self {
            kind: FigureKind::Lines,
            x,
            y: None,
            series: OneOrMore::default(),
            facet: None,
            columns: Columns::Two,
            x_scale: Scale::Automatic,
            y_scale: Scale::Automatic,
            scaled_by: None,
            references: Vec::new(),
            marks: Vec::new(),
            contours: Vec::new(),
            x_label: None,
            y_label: None,
            x_range: None,
            labels: IndexMap::new(),
        }
    }
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
    /// The distributions of the random number of a probability or a quantile, one line for each cell.
    Distribution,
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

impl OneOrMore {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
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
    /// Sentences that are false.
    #[serde(rename = "false")]
    pub false_sentences: Vec<String>,
}

impl ClaimFile {
    /// Reads the text of a claim file; `name` is the file's name in messages.
    ///
    /// # Errors
    ///
    /// [`ClaimError::Syntax`] with line, key and what was expected; [`ClaimError::BadId`].
    pub fn parse(name: &str, text: &str) -> Result<Self, ClaimError> {
        let syntax = |message: String| ClaimError::Syntax { file: name.to_owned(), message };
        if text.trim().is_empty() {
            return Err(syntax("it is empty; `w2s new FILE` writes a claim file to begin with".to_owned()));
        }
        if let Some(message) = toml::from_str(text).ok().as_ref().and_then(old_keys) {
            return Err(syntax(message));
        }
        let mut file: Self = toml::from_str(text).map_err(|error| {
            let of = key_elsewhere(error.message()).unwrap_or_default();
            syntax(shown_error(text, &error) + &of)
        })?;
        if let Some(remedy) = id_fault(&file.id) {
            return Err(ClaimError::BadId { file: name.to_owned(), id: in_message(&file.id), remedy });
        }
        if let Some(fault) = file.title.as_deref().and_then(title_fault) {
            return Err(syntax(fault));
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
        let text = read_claim_text(path, limits).map_err(|error| ClaimError::without_text(name.clone(), &error))?;
        Self::parse(&name, &text)
    }

    /// The title, or the id if there is no title.
    pub fn heading(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.id)
    }
}
