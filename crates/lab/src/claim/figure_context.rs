//! What a figure shows in addition to the numbers.

use indexmap::IndexMap;

use super::default_figure::figure_of;
use super::plan::Plan;
use super::{Claim, Computed, FigureContext, Shape, Stating};
use crate::family::key_symbol;
use crate::name::Name;
use crate::sentence::{Expr, Operator, Symbols, Term, in_symbols, parse_expression, parse_statement};
use crate::statement::{Side, Statement};
use crate::unit::Unit;
use weak_to_strong::evidence::Interval;

/// What the figure of a claim shows in addition to the numbers.
pub(super) fn figure_context(claim: &Claim, plan: &Plan) -> FigureContext {
    let mut marks: Vec<(String, f64)> = Vec::new();
    for mark in plan.cells.iter().flat_map(|cell| &cell.shown.marks) {
        if !marks.contains(mark) {
            marks.push(mark.clone());
        }
    }
    let symbols = symbols(claim);
    let shape = claim.shape();
    let left = left_side(&claim.stated.statement);
    let described = described(left);
    // Of an expression of several quantities no range is known.
    let unbounded = Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
    let range = described.as_ref().map_or(unbounded, |(_, _, unit)| unit.range());
    let (symbol, meaning, unit) = described.unwrap_or_else(|| {
        let curve = shape.curve();
        let symbol = symbols.get(&curve).cloned().unwrap_or_else(|| curve.clone());
        (symbol.into(), curve.into(), Unit::Number)
    });
    let (symbol, meaning, unit) = match shape.relation {
        Stating::Uniform => of_distance(&symbol, &meaning),
        Stating::Compare(_) | Stating::Own(_) | Stating::Shape(_) => (symbol, meaning, unit),
    };
    FigureContext {
        spec: figure_of(claim, plan),
        quantity_symbol: symbol,
        quantity_meaning: meaning,
        unit,
        symbols,
        parameters: parameters(plan, &shape),
        marks,
        regions: regions(claim),
        range,
        computed: Computed::default(),
    }
}

/// Symbol, meaning and unit of the distance of a number's law from the uniform one.
fn of_distance(symbol: &str, meaning: &str) -> (Name, Name, Unit) {
    let meaning = format!("distance from the uniform law of: {meaning}");
    (format!("max |P({symbol} ≤ u) − u|").into(), meaning.into(), Unit::DistanceFromUniform)
}

/// The left side, or what is taken along a variable in it.
fn left_side(statement: &Statement) -> &Side {
    match statement {
        Statement::Compare(_, Side::Along(along), _) | Statement::Own(_, Side::Along(along), _) => &along.of,
        Statement::Compare(_, left, _) | Statement::Own(_, left, _) => left,
        Statement::Shape(_, of, _) | Statement::Uniform(of) => of,
    }
}

/// Symbol, meaning and unit of a side that is one quantity or observable.
fn described(side: &Side) -> Option<(Name, Name, Unit)> {
    if let Side::Measured(quantity, _) = side {
        return Some((quantity.symbol.clone(), quantity.meaning.clone(), quantity.unit));
    }
    if let Side::Observed(observable, _) = side {
        return Some((observable.symbol.clone(), observable.meaning.clone(), observable.unit));
    }
    if let Side::Law(law) = side
        && let crate::statement::LawSide::Probability(..) = **law
    {
        return Some(("P".into(), "probability over one sample".into(), Unit::Probability));
    }
    None
}

/// The parameters of the functional that is the left side, in its order; none if it is no functional.
fn parameters(plan: &Plan, shape: &Shape) -> Vec<Option<f64>> {
    let stated = plan.cells.iter().flat_map(|cell| &cell.inner).map(|inner| &inner.stated);
    let curve = stated.flat_map(|planned| planned.nodes()).find_map(|node| match node {
        crate::statement::Node::Fitted(curve) => Some(curve.clone()),
        crate::statement::Node::Known(_)
        | crate::statement::Node::NoValue(_)
        | crate::statement::Node::Linear(_)
        | crate::statement::Node::Ratio(..)
        | crate::statement::Node::Arithmetic(..)
        | crate::statement::Node::Apply(..)
        | crate::statement::Node::Found(_) => None,
    });
    let given = |name: &str| {
        curve.iter().flat_map(|curve| &curve.parameters).find(|(known, _)| *known == name).map(|(_, value)| *value)
    };
    shape.functional.map(|functional| functional.parameter_values(given)).unwrap_or_default()
}

/// The expressions that the figure names, as they are typed and in symbols.
fn symbols(claim: &Claim) -> IndexMap<String, String> {
    let stated = &claim.stated;
    let curve = claim.shape().curve();
    let Shape { left, right, observed, threshold, .. } = claim.shape();
    let named = stated.references.iter().chain(&stated.marks).chain(&stated.scale).map(|(text, _)| text.clone());
    let shown = |text: String, in_sample: bool| {
        let expr = parse_expression(&text).or_else(|_| parse_statement(&text)).ok()?;
        let symbols = shown_in_symbols(claim, &expr, in_sample);
        Some((text, symbols))
    };
    let texts = [left, curve].into_iter().chain(right).chain(named);
    let of_one_sample = observed.into_iter().chain(threshold);
    let texts = texts.map(|text| (text, false)).chain(of_one_sample.map(|text| (text, true)));
    texts.filter_map(|(text, in_sample)| shown(text, in_sample)).collect()
}

/// The names of the regions on both sides of each contour that is a difference.
fn regions(claim: &Claim) -> IndexMap<String, [String; 2]> {
    let names = |text: &String| {
        let Term::Arithmetic(Operator::Minus, left, right) = parse_expression(text).ok()?.term else { return None };
        let [left, right] = [left, right].map(|expr| shown_in_symbols(claim, &expr, false));
        Some((text.clone(), ["<", ">"].map(|sign| format!("{left} {sign} {right}"))))
    };
    claim.file.figure.iter().flat_map(|figure| &figure.contours).filter_map(names).collect()
}

/// An expression in mathematical symbols.
fn shown_in_symbols(claim: &Claim, expr: &Expr, in_sample: bool) -> String {
    let settings = claim.settings();
    let registry = &claim.registry;
    let quantities = claim.quantities();
    // Quantities with the same symbol are told apart by their names.
    let is_alone = |symbol: &str| quantities.iter().filter(|quantity| &*quantity.symbol == symbol).count() < 2;
    let observable = |name: &str| registry.observables().by_name(name).ok().map(|found| found.symbol.to_string());
    let symbol = |name: &str| -> Option<String> {
        let setting = settings.iter().find(|setting| setting.name == name).map(|setting| setting.symbol.to_string());
        let formula = || registry.formulas().by_name(name).ok().map(|formula| formula.symbol.to_string());
        let quantity = || {
            registry
                .quantities()
                .by_name(name)
                .ok()
                .map(|quantity| quantity.symbol.to_string())
                .filter(|symbol| is_alone(symbol))
        };
        setting
            .or_else(formula)
            .or_else(quantity)
            .or_else(|| observable(name))
            .or_else(|| key_symbol(name).map(str::to_owned))
    };
    in_symbols(expr, Symbols { of: &symbol, of_observed: &observable, in_sample })
}
