//! Where the values of the horizontal axis stand in pgfplots.

use std::fmt::Write;

use super::axis::Axis;
use super::label::value_label;
use super::panels::Panels;
use super::range::AxisScale;
use crate::latex::latex_text;
use weak_to_strong_lab::setting::SettingValue;

/// Places, by value.
pub(super) enum Places {
    /// Side by side.
    Words(Vec<String>),
    /// Where 0 and infinity stand on a logarithmic axis.
    Numbers { kind: AxisScale, zero: Option<f64>, infinity: Option<f64>, ends: (f64, f64) },
}

impl Places {
    /// The places on an axis of these panels.
    pub(super) fn of(axis: &Axis, panels: &Panels) -> Self {
        match axis {
            Axis::Words(words) => Self::Words(words.clone()),
            Axis::Numbers(numbers) => {
                let values = panels.dots().filter_map(|dot| match dot.x {
                    SettingValue::Number(number) => Some(*number),
                    SettingValue::Word(_) => None,
                });
                let shown: Vec<f64> = values.filter(|value| numbers.kind.transform(*value).is_some()).collect();
                let (least, most) =
                    shown.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(*x), b.max(*x)));
                let zero = numbers.zero.then_some(least / 3.0);
                let infinity = numbers.infinity.then_some(if numbers.kind == AxisScale::Logarithmic {
                    3.0 * most
                } else {
                    1.1 * most
                });
                Self::Numbers {
                    kind: numbers.kind,
                    zero,
                    infinity,
                    ends: (zero.unwrap_or(least), infinity.unwrap_or(most)),
                }
            }
        }
    }

    /// Writes the options of the axis that depend on the places.
    pub(super) fn write_options(&self, text: &mut String) -> std::fmt::Result {
        match self {
            Self::Words(words) => {
                let names: Vec<String> = words.iter().map(|word| latex_text(word)).collect();
                let count = words.len();
                writeln!(
                    text,
                    "  xtick={{1,...,{count}}}, xticklabels={{{}}}, xmin=0.5, xmax={count}.5,",
                    names.join(", ")
                )
            }
            Self::Numbers { kind, zero, infinity, .. } => {
                if *kind == AxisScale::Logarithmic {
                    writeln!(text, "  xmode=log,")?;
                }
                let ends: Vec<(f64, &str)> =
                    zero.iter().map(|x| (*x, "$0$")).chain(infinity.iter().map(|x| (*x, "$\\infty$"))).collect();
                if ends.is_empty() {
                    return Ok(());
                }
                let ticks: Vec<String> = ends.iter().map(|(x, _)| format!("{x:e}")).collect();
                let labels: Vec<&str> = ends.iter().map(|(_, label)| *label).collect();
                writeln!(text, "  extra x ticks={{{}}}, extra x tick labels={{{}}},", ticks.join(","), labels.join(","))
            }
        }
    }

    /// Returns the place of a value, or `None` if the axis cannot show it.
    pub(super) fn place(&self, value: &SettingValue) -> Option<f64> {
        match (self, value) {
            (Self::Words(words), value) => {
                words.iter().position(|word| *word == value_label(value)).map(|at| at as f64 + 1.0)
            }
            (Self::Numbers { infinity, .. }, SettingValue::Number(x)) if *x == f64::INFINITY => *infinity,
            (Self::Numbers { kind, zero, .. }, SettingValue::Number(x)) => kind.transform(*x).map(|_| *x).or(*zero),
            _ => None,
        }
    }

    /// Returns the two ends of the places.
    pub(super) fn ends(&self) -> (f64, f64) {
        match self {
            Self::Words(words) => (0.5, words.len() as f64 + 0.5),
            Self::Numbers { ends, .. } => *ends,
        }
    }

    /// Returns the ends with some additional room. Returns `None` if the values are words.
    pub(super) fn padded_ends(&self) -> Option<(f64, f64)> {
        match self {
            Self::Words(_) => None,
            Self::Numbers { kind, ends: (first, last), .. } => Some(match kind {
                AxisScale::Logarithmic => (first / (last / first).powf(0.05), last * (last / first).powf(0.05)),
                AxisScale::Linear => (first - 0.05 * (last - first), last + 0.05 * (last - first)),
            }),
        }
    }
}
