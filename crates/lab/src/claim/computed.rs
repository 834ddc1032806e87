//! What is computed for a figure between the points of a sweep.

use indexmap::IndexMap;

use super::Point;

/// The computed numbers of a figure of lines along its horizontal axis, at one value of all other variables.
#[derive(Clone, Debug, PartialEq)]
pub struct ComputedCurve {
    /// The values of the other variables.
    pub setting: Point,
    /// The numbers, by increasing value of the variable on the axis.
    pub points: Vec<ComputedPoint>,
}

/// The computed numbers of a figure of lines at one value of the variable on the horizontal axis.
#[derive(Clone, Debug, PartialEq)]
pub struct ComputedPoint {
    /// The value of the variable.
    pub at: f64,
    /// The right side; `None` if it is measured or has no value, and where nothing is stated.
    pub expected: Option<f64>,
    /// The reference lines that have a value here, by their expression.
    pub references: IndexMap<String, f64>,
    /// The factor by which values are multiplied; by default 1.
    pub scale: f64,
}

/// The computed numbers of a heat map on a fine grid.
#[derive(Clone, Debug, PartialEq)]
pub struct ComputedMap {
    /// The values of the variable on the horizontal axis, in increasing order.
    pub x: Vec<f64>,
    /// The values of the variable on the vertical axis, in increasing order.
    pub y: Vec<f64>,
    /// By expression: a row for each value on the vertical axis. `None` where an expression has no value.
    pub values: IndexMap<String, Vec<Vec<Option<f64>>>>,
}

/// What is computed for a figure between the points of a sweep.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Computed {
    /// The curves of a figure of lines. There is none for a setting at which nothing can be computed between the points.
    pub curves: Vec<ComputedCurve>,
    /// The contours of a heat map, if it has such.
    pub map: Option<ComputedMap>,
}
