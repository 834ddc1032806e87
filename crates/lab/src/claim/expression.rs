//! Expressions over formulas and settings.

use exmex::prelude::*;
use exmex::{FloatOpsFactory, MatchLiteral, literal_matcher_from_pattern};
use indexmap::IndexMap;
use thiserror::Error;

use crate::catalogue::Catalogue;
use crate::family::{AsProblem, key_symbol};
use crate::formula::{Formula, FormulaError};
use crate::name::Name;
use crate::setting::{Setting, SettingValue};

// Unlike exmex's own, this matcher knows exponents: 1e-3.
literal_matcher_from_pattern!(NumberMatcher, r"^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?");

type Parsed = FlatEx<f64, FloatOpsFactory<f64>, NumberMatcher>;

/// An arithmetic expression, such as `1.02 * segment_bound`.
///
/// A name is a formula, computed for the problem and settings of the cell, or a numeric variable of the sweep. A name with a dot is written
/// in braces: `{weak.cosine}`.
#[derive(Clone, Debug)]
pub struct Expression {
    text: String,
    /// Thousands of bytes, too many to be moved about on the stack.
    parsed: Box<Parsed>,
    variables: Vec<Variable>,
    known: Catalogue<Formula>,
}

#[derive(Clone, Debug)]
enum Variable {
    Formula(Formula),
    Setting(String),
}

/// An expression that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "each message spells out its fields")]
#[non_exhaustive]
pub enum ExpressionError {
    /// The text is not arithmetic.
    #[error("{message}; write arithmetic over formulas and settings, such as 1.02 * segment_bound")]
    Syntax { message: String },
    /// A name in it is unknown.
    #[error("there is no formula or setting {name}; formulas: {formulas}; settings here: {settings}")]
    UnknownName { name: String, formulas: String, settings: String },
}

impl Expression {
    /// Reads an expression that may use `settings` and the `known` formulas.
    ///
    /// # Errors
    ///
    /// [`ExpressionError`], which lists the known names.
    pub fn parse(text: &str, settings: &[&str], known: &Catalogue<Formula>) -> Result<Self, ExpressionError> {
        let parsed = Parsed::parse(text).map_err(|error| ExpressionError::Syntax { message: error.to_string() })?;
        let variable = |name: &String| {
            if settings.contains(&name.as_str()) {
                return Ok(Variable::Setting(name.clone()));
            }
            let formula = known.by_name(name).map(|formula| Variable::Formula(formula.clone()));
            formula.map_err(|_| ExpressionError::UnknownName {
                name: name.clone(),
                formulas: known.names(|_| true),
                settings: if settings.is_empty() { "none".to_owned() } else { in_expression(settings).join(", ") },
            })
        };
        let variables = parsed.var_names().iter().map(variable).collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), parsed: Box::new(parsed), variables, known: known.clone() })
    }

    /// The expression as it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The formulas in it.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.variables.iter().filter_map(|variable| match variable {
            Variable::Formula(formula) => Some(formula),
            Variable::Setting(_) => None,
        })
    }

    /// The expression in mathematical symbols: `exp(ρ·n_ICL)` for `exp(misalignment_exponent * batch)`. These settings, the formulas and their
    /// settings, and some keys of the problem have symbols. A symbol of several terms or words is put in parentheses, except if it is alone.
    pub(super) fn in_symbols(&self, settings: &[Setting]) -> String {
        let of_formulas = || self.formulas().flat_map(|formula| &formula.settings);
        let symbol = |name: &str| {
            let setting = settings.iter().chain(of_formulas()).find(|setting| setting.name == name);
            let formula = || self.formulas().find(|formula| formula.name == name).map(|formula| &*formula.symbol);
            setting.map(|setting| &*setting.symbol).or_else(formula).or_else(|| key_symbol(name))
        };
        if let Some(symbol) = symbol(&self.text) {
            return symbol.to_owned();
        }
        let is_in_name = |c: char| c.is_alphanumeric() || "_.".contains(c);
        let words = self.text.split_inclusive(|c: char| !is_in_name(c)).map(|word| {
            let name = word.trim_end_matches(|c: char| !is_in_name(c));
            let factor = symbol(name).map_or_else(|| name.to_owned(), as_factor);
            factor + &word[name.len()..].replace('-', "−")
        });
        let text = words.collect::<String>();
        text.replace(" * ", "·").replace('*', "·").replace(" / ", "/").replace("^2", "²").replace(['{', '}'], "")
    }

    /// The variables of the sweep in it.
    pub fn sweep_variables(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().filter_map(|variable| match variable {
            Variable::Formula(_) => None,
            Variable::Setting(name) => Some(name.as_str()),
        })
    }

    /// The value of the expression, with these assumptions dropped on purpose. A setting that is a word counts as NaN.
    ///
    /// # Errors
    ///
    /// [`FormulaError`] if a formula in it has no value.
    pub fn value(
        &self,
        problem: &dyn AsProblem,
        settings: &IndexMap<String, SettingValue>,
        dropped: &[Name],
    ) -> Result<f64, FormulaError> {
        let value_of = |variable: &Variable| match variable {
            Variable::Formula(formula) => {
                self.known.require_family(formula, problem)?;
                formula.value_without(dropped, problem, settings)
            }
            Variable::Setting(name) => match settings.get(name) {
                Some(SettingValue::Number(value)) => Ok(*value),
                _ => Ok(f64::NAN),
            },
        };
        let values = self.variables.iter().map(value_of).collect::<Result<Vec<_>, _>>()?;
        // The number of values is the number of variables, the only thing that evaluation checks.
        Ok(self.parsed.eval(&values).unwrap_or(f64::NAN))
    }
}

/// Whether an expression reads a name as a variable. Functions such as `exp` and constants such as `PI` are not variables.
pub(super) fn is_variable(name: &str) -> bool {
    Parsed::parse(name).is_ok_and(|parsed| parsed.var_names() == [name])
}

/// A symbol that may be multiplied or squared: of one term, or in parentheses.
fn as_factor(symbol: &str) -> String {
    let (mut depth, mut in_bars) = (0, false);
    let has_terms = symbol.chars().any(|c| {
        depth += i32::from("([".contains(c)) - i32::from(")]".contains(c));
        in_bars ^= c == '|';
        depth == 0 && !in_bars && c == ' '
    });
    if has_terms { format!("({symbol})") } else { symbol.to_owned() }
}

/// Names as an expression takes them.
fn in_expression(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| if name.contains('.') { format!("{{{name}}}") } else { (*name).to_owned() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula;
    use crate::study::Cell;

    fn parse(text: &str, settings: &[&str]) -> Result<Expression, ExpressionError> {
        Expression::parse(text, settings, &formula::FORMULAS)
    }

    #[test]
    fn every_formula_name_is_a_variable() {
        for formula in formula::all() {
            let expression = parse(&format!("1.05 * {}", formula.name), &[]).expect(&formula.name);
            assert_eq!(expression.formulas().map(|f| &f.name).collect::<Vec<_>>(), [&formula.name]);
        }
    }

    #[test]
    fn unknown_names_and_bad_syntax_are_explained() {
        let unknown = parse("2 * segment_bond", &["samples"]).expect_err("typo").to_string();
        assert!(unknown.contains("segment_bond") && unknown.contains("segment_bound") && unknown.contains("samples"));
        assert!(matches!(parse("2 * (", &[]), Err(ExpressionError::Syntax { .. })));
        assert!(parse("2 * x", &["weak.cosine"]).expect_err("typo").to_string().contains("{weak.cosine}"));
        assert!(parse("", &[]).is_err());
    }

    #[test]
    fn names_become_symbols() {
        let symbols =
            |text: &str| parse(text, &["batch", "weak.cosine"]).expect(text).in_symbols(&[crate::setting::BATCH]);
        assert_eq!(symbols("exp(misalignment_exponent * batch)"), "exp(ρ·n_ICL)");
        assert_eq!(symbols("2*exp(-batch) / {weak.cosine}"), "2·exp(−n_ICL)/weak.cosine");
        assert_eq!(symbols("harmonic_bound"), "ε_P²ε_Q′²/(ε_P² + ε_Q′²)");
        assert_eq!(symbols("0.9 * refined_prior_limit - 1e-3"), "0.9·(limit of TV(E α̂, π)) − 1e−3");
        assert_eq!(symbols("2 * prompt_variance * chernoff_bound^2"), "2·v·(Chernoff bound)²");
        assert_eq!(symbols("2 * hull_limit_bias"), "2·|Π_C(β_Q′) − β_Q|²");
    }

    #[test]
    fn functions_and_constants_are_no_variables() {
        assert!(["sine", "segment_bound", "expected", "_x1"].into_iter().all(is_variable));
        assert!(
            ["sin", "exp", "PI", "E", "", "a b", "a.b", "1a", "2", "-x", "{x}", "x+x"]
                .into_iter()
                .all(|name| !is_variable(name))
        );
    }

    #[test]
    fn exponents_and_dotted_names_are_numbers() {
        let table = r#"
            dim = 4
            prompts = "cube"
            concepts = { orthonormal = 2 }
            source_prior = "uniform"
            target = 0
            noise = 0.5
            weak = { cosine = 0.8, noise = 0.5 }
        "#;
        let point = IndexMap::from([("weak.cosine".to_owned(), toml::Value::Float(0.25))]);
        let cell = Cell::new(&table.parse().expect("TOML"), &point, &[]).expect("a cell");
        let value = |text: &str| {
            let expression = parse(text, &["weak.cosine"]).expect(text);
            expression.value(&cell.problem, &cell.point, &[]).expect(text)
        };
        assert_eq!(value("1e-4 * 2.5E+3"), 0.25);
        assert_eq!(value("{weak.cosine} + 1.5"), 1.75);
        assert_eq!(value("2*eps_p2 - .5"), 0.5);
    }
}
