//! The expressions of a claim, and their values at a cell.

use indexmap::IndexMap;

use super::point::describe;
use super::{ClaimFault, ClaimFile, Expression, Relation};
use crate::catalogue::Catalogue;
use crate::formula::Formula;
use crate::name::Name;
use crate::setting::{Setting, SettingValue};
use crate::study::Cell;

/// The right-hand side of a distance.
const NO_DISTANCE: &str = "0";

/// The expressions of a claim file.
#[derive(Clone, Debug)]
pub(super) struct Expressions {
    /// The right-hand side.
    pub(super) expected: Expression,
    /// The right-hand sides of the false neighbours.
    pub(super) false_neighbours: Vec<Expression>,
    /// The power of the variable in a decay.
    log_power: Option<Expression>,
    /// The figure's reference lines and contours.
    references: Vec<Expression>,
    marks: Vec<Expression>,
    /// The factor by which the figure multiplies all values.
    scale: Option<Expression>,
    /// The thresholds of `claim.from`, by variable.
    from: Vec<(String, Expression)>,
    /// The words of `claim.only`, by variable.
    only: Vec<(String, Vec<String>)>,
}

/// The values of all expressions at one cell.
#[derive(Clone, Debug)]
pub(super) struct CellValues {
    /// The right-hand side.
    pub(super) expected: f64,
    /// The right-hand sides of the false neighbours.
    pub(super) false_neighbours: Vec<f64>,
    /// The power of the variable in a decay; 0 for other relations.
    pub(super) log_power: f64,
    /// The figure's reference lines and contours.
    pub(super) references: IndexMap<String, f64>,
    /// The figure's vertical marks.
    pub(super) marks: Vec<(String, f64)>,
    /// The factor by which the figure multiplies values at this cell.
    pub(super) scale: f64,
    /// Whether the cell lies beyond the thresholds of `claim.from` and has the words of `claim.only`, so that it is judged.
    pub(super) judged: bool,
}

impl Expressions {
    pub(super) fn parse(
        file: &ClaimFile,
        relation: &Relation,
        swept: &[String],
        known: &Catalogue<Formula>,
    ) -> Result<Self, ClaimFault> {
        let swept: Vec<&str> = swept.iter().map(String::as_str).collect();
        let parse = |key: &str, text: &String| {
            let fault =
                |error| ClaimFault::Expression { key: key.to_owned(), text: text.clone(), error: Box::new(error) };
            Expression::parse(text, &swept, known).map_err(fault)
        };
        let parse_all = |key: &str, texts: Option<&Vec<String>>| -> Result<Vec<Expression>, ClaimFault> {
            texts.into_iter().flatten().map(|text| parse(key, text)).collect()
        };
        let threshold = |(name, text): (&String, &String)| -> Result<_, ClaimFault> {
            Ok((name.clone(), parse(&format!("claim.from.{name}"), text)?))
        };
        let log_power = relation.functional().fit().and_then(|fit| fit.log_power);
        let log_power = log_power.map(|default| file.claim.log_power.clone().unwrap_or_else(|| default.to_owned()));
        Ok(Self {
            expected: match &file.claim.expression {
                Some(expression) => parse("claim.expression", expression)?,
                None => parse("claim.expression", &NO_DISTANCE.to_owned())?,
            },
            false_neighbours: parse_all("power.false", file.power.as_ref().map(|power| &power.false_expressions))?,
            log_power: log_power.map(|text| parse("claim.log_power", &text)).transpose()?,
            references: [
                parse_all("figure.references", file.figure.as_ref().map(|figure| &figure.references))?,
                parse_all("figure.contours", file.figure.as_ref().map(|figure| &figure.contours))?,
            ]
            .concat(),
            marks: parse_all("figure.marks", file.figure.as_ref().map(|figure| &figure.marks))?,
            scale: match file.figure.as_ref().and_then(|figure| figure.scaled_by.as_ref()) {
                Some(text) => Some(parse("figure.scaled_by", text)?),
                None => None,
            },
            from: file.claim.from.iter().map(threshold).collect::<Result<_, _>>()?,
            only: file.claim.only.iter().map(|(name, words)| (name.clone(), words.0.clone())).collect(),
        })
    }

    /// The expressions that the figure names, as they are typed and in symbols.
    pub(super) fn in_symbols(&self, settings: &[Setting]) -> IndexMap<String, String> {
        let named = [&self.expected].into_iter().chain(&self.references).chain(&self.marks).chain(&self.scale);
        named.map(|expression| (expression.text().to_owned(), expression.in_symbols(settings))).collect()
    }

    /// The settings that the formulas in them depend on.
    pub(super) fn settings(&self) -> impl Iterator<Item = &str> {
        let lists = [&self.false_neighbours, &self.references, &self.marks].into_iter().flatten();
        let formulas = lists.chain(self.judging()).chain(&self.scale).flat_map(Expression::formulas);
        formulas.flat_map(|formula| formula.settings.iter().map(|setting| &*setting.name))
    }

    /// The expressions that a verdict depends on.
    pub(super) fn judging(&self) -> impl Iterator<Item = &Expression> {
        [&self.expected].into_iter().chain(&self.log_power).chain(self.from.iter().map(|(_, expression)| expression))
    }

    /// The values of the expressions at a cell, without these assumptions. The values of false neighbours are computed only for `power`.
    pub(super) fn values_at(&self, cell: &Cell, dropped: &[Name], power: bool) -> Result<CellValues, ClaimFault> {
        let value = |key: &str, expression: &Expression| value_at(key, expression, cell, dropped);
        let labelled = |key: &'static str, expressions: &[Expression]| {
            let label = |expression: &Expression| Ok((expression.text().to_owned(), value(key, expression)?));
            expressions.iter().map(label).collect::<Result<Vec<_>, ClaimFault>>()
        };
        let mut judged = true;
        for (name, threshold) in &self.from {
            let threshold = value(&format!("claim.from.{name}"), threshold)?;
            judged &= matches!(cell.point.get(name), Some(SettingValue::Number(at)) if *at >= threshold);
        }
        for (name, words) in &self.only {
            judged &= matches!(cell.point.get(name), Some(SettingValue::Word(word)) if words.contains(word));
        }
        let false_neighbours = if power { self.false_neighbours.as_slice() } else { &[] };
        Ok(CellValues {
            expected: value("claim.expression", &self.expected)?,
            false_neighbours: false_neighbours.iter().map(|e| value("power.false", e)).collect::<Result<_, _>>()?,
            log_power: self.log_power.as_ref().map_or(Ok(0.0), |e| value("claim.log_power", e))?,
            references: labelled("figure.references", &self.references)?.into_iter().collect(),
            marks: labelled("figure.marks", &self.marks)?,
            scale: self.scale.as_ref().map_or(Ok(1.0), |e| positive_at("figure.scaled_by", e, cell, dropped))?,
            judged,
        })
    }
}

/// The value of an expression at a cell, which must be positive.
fn positive_at(key: &str, expression: &Expression, cell: &Cell, dropped: &[Name]) -> Result<f64, ClaimFault> {
    match value_at(key, expression, cell, dropped)? {
        value if value > 0.0 => Ok(value),
        value => Err(ClaimFault::NotPositive {
            key: key.to_owned(),
            text: expression.text().to_owned(),
            setting: describe(&cell.point),
            value,
        }),
    }
}

/// The value of an expression at a cell.
fn value_at(key: &str, expression: &Expression, cell: &Cell, dropped: &[Name]) -> Result<f64, ClaimFault> {
    let (key, text, setting) = (key.to_owned(), expression.text().to_owned(), describe(&cell.point));
    match expression.value(&cell.problem, &cell.point, dropped) {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(value) => Err(ClaimFault::NotFinite { key, text, setting, value }),
        Err(error) => Err(ClaimFault::Formula { key, text, setting, error: Box::new(error) }),
    }
}
