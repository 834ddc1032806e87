//! Functions, functionals and laws in a sentence.

use super::other_names::function_to_write;
use super::resolve::Resolver;
use super::side::{Along, LawSide, Side, Variable};
use crate::functional::{FUNCTIONALS, Functional, Kind, PREDICATES};
use crate::sentence::{Arity, function};
use crate::sentence::{Call, Expr, SentenceError, Span, Term, nearest};
use crate::sentence::{LAWS, UNIFORM};

impl Resolver<'_> {
    /// The number that a call means.
    pub(super) fn call(&self, call: &Call, span: &Span) -> Result<Side, SentenceError> {
        let name = call.function.as_str();
        if call.over.is_some() {
            return along(self, call, span);
        }
        if LAWS.iter().any(|(law, _)| *law == name) {
            return law(self, call, span);
        }
        if let Some(function) = function(name) {
            no_parameters(self, call)?;
            let count = call.arguments.len();
            let is_right = match function.arity {
                Arity::One => count == 1,
                Arity::Any => count > 1,
            };
            if !is_right {
                let given = if count == 1 { "one number".to_owned() } else { format!("{count} numbers") };
                let remedy = match function.arity {
                    Arity::One => format!("write {name}(…) of one number"),
                    Arity::Any => {
                        format!(
                            "write {name}(a, b), or name the variable along which it is taken: {name}(a over samples)"
                        )
                    }
                };
                return Err(self.error(span, format!("{name} is given {given}"), &remedy));
            }
            let arguments = call.arguments.iter().map(|argument| self.side(argument)).collect::<Result<_, _>>()?;
            return Ok(Side::Apply(function, arguments));
        }
        if let Some(functional) = FUNCTIONALS.iter().find(|functional| functional.name == name) {
            let remedy = format!("name the variable, as in {}", functional.example);
            return Err(self.error(span, format!("{name} is taken along a variable"), &remedy));
        }
        Err(unknown(self, call))
    }
}

/// The fault of a name that is none of a function.
pub(super) fn unknown(resolver: &Resolver, call: &Call) -> SentenceError {
    let name = call.function.as_str();
    let registry = resolver.names.registry;
    if PREDICATES.iter().any(|predicate| predicate.name == name)
        || name == UNIFORM
        || registry.relations().iter().any(|relation| relation.name == name)
    {
        let remedy = "let it be the whole sentence";
        return resolver.error(&call.name_span, format!("{name}(…) is a statement, not a number"), remedy);
    }
    let other = function_to_write(name).map(|written| format!("write {written}. "));
    if other.is_none() && resolver.names.all().contains(&name) {
        let remedy = format!("settings stand in brackets: {name}[penalty = 0]");
        return resolver.error(&call.name_span, format!("{name} is not a function"), &remedy);
    }
    let near =
        || nearest(name, resolver.names.all_functions().into_iter()).map(|near| format!("did you mean {near}? "));
    let near = other.or_else(near).unwrap_or_default();
    let remedy = format!("{near}`w2s list functionals` shows what can be written");
    resolver.error(&call.name_span, format!("there is no function or functional {name}"), &remedy)
}

fn no_parameters(resolver: &Resolver, call: &Call) -> Result<(), SentenceError> {
    match call.parameters.first() {
        Some((name, span, _)) => {
            let problem = format!("{} has no parameter {name}", call.function);
            Err(resolver.error(span, problem, "remove it"))
        }
        None => Ok(()),
    }
}

/// The one argument of a call.
pub(super) fn only_argument<'c>(resolver: &Resolver, call: &'c Call, span: &Span) -> Result<&'c Expr, SentenceError> {
    match call.arguments.as_slice() {
        [one] => Ok(one),
        many => {
            let problem = format!("{} is given {} arguments, and takes one", call.function, many.len());
            Err(resolver.error(span, problem, "write one expression"))
        }
    }
}

/// The variable of a call, which must be one of the sweep.
pub(super) fn variable(resolver: &Resolver, call: &Call, span: &Span) -> Result<Variable, SentenceError> {
    let Some(over) = &call.over else {
        let remedy = format!("name a variable: {}(… over penalty)", call.function);
        return Err(resolver.error(span, format!("{} is taken along a variable", call.function), &remedy));
    };
    let swept = resolver.names.swept;
    if !swept.contains(&over.variable) {
        let near = nearest(&over.variable, swept.iter().map(String::as_str));
        let near = near.map(|near| format!("did you mean {near}? "));
        let near = near.or_else(|| resolver.name_of_symbol(&over.variable)).unwrap_or_default();
        let known = if swept.is_empty() { "none".to_owned() } else { swept.join(", ") };
        let remedy = format!("{near}give it values in [sweep]; the variables of the sweep are: {known}");
        return Err(resolver.error(&over.span, format!("{} is not swept", over.variable), &remedy));
    }
    Ok(Variable { name: over.variable.clone(), in_logarithm: over.in_logarithm })
}

fn over_span<'c>(call: &'c Call, whole: &'c Span) -> &'c Span {
    call.over.as_ref().map_or(whole, |over| &over.span)
}

fn along(resolver: &Resolver, call: &Call, span: &Span) -> Result<Side, SentenceError> {
    let Some(functional) = FUNCTIONALS.into_iter().find(|functional| functional.name == call.function) else {
        return Err(unknown(resolver, call));
    };
    if resolver.in_sample && !acts_on_samples(functional) {
        let remedy = "of one sample take min or max";
        return Err(resolver.error(span, format!("{} of one sample is not defined", functional.name), remedy));
    }
    let over = variable(resolver, call, span)?;
    if over.in_logarithm {
        let remedy = format!("write over {}", over.name);
        return Err(resolver.error(
            over_span(call, span),
            format!("{} does not depend on the scale", functional.name),
            &remedy,
        ));
    }
    let argument = only_argument(resolver, call, span)?;
    let of = resolver.side(argument)?;
    if functional.fit().is_some() {
        not_of_fits(resolver, functional, &of, argument, &over.name)?;
    }
    let mut parameters = Vec::new();
    for (name, at, value) in &call.parameters {
        let Some(parameter) = functional.parameters.iter().find(|parameter| parameter.name == name) else {
            let known: Vec<&str> = functional.parameters.iter().map(|parameter| parameter.name).collect();
            let remedy =
                if known.is_empty() { "remove it".to_owned() } else { format!("it has: {}", known.join(", ")) };
            return Err(resolver.error(at, format!("{} has no parameter {name}", functional.name), &remedy));
        };
        parameters.push((parameter.name, resolver.computed(value)?));
    }
    Ok(Side::Along(Box::new(Along { functional, of, over, parameters })))
}

/// A fit weighs its points by their errors and correlations, and those of fits are not known.
fn not_of_fits(
    resolver: &Resolver,
    functional: &Functional,
    of: &Side,
    argument: &Expr,
    variable: &str,
) -> Result<(), SentenceError> {
    let mut inner = None;
    of.visit(&mut |side| {
        if let Side::Along(along) = side
            && along.functional.fit().is_some()
        {
            inner = inner.or(Some(along.functional.name));
        }
    });
    let Some(inner) = inner else { return Ok(()) };
    let mut at = &argument.span;
    argument.visit(&mut |expr| {
        if matches!(&expr.term, Term::Call(call) if call.function == inner) {
            at = &expr.span;
        }
    });
    let problem = format!("{} is taken of {inner}, and a fit of fits has no interval", functional.name);
    let remedy = format!(
        "state {inner}(…) itself, at each {variable}; or how it goes along {variable}, as in decreasing({inner}(…) over {variable})"
    );
    Err(resolver.error(at, problem, &remedy))
}

/// Whether a functional is taken sample by sample inside a law.
pub(super) fn acts_on_samples(functional: &Functional) -> bool {
    matches!(functional.kind, Kind::OfPoints { .. }) && ["min", "max"].contains(&functional.name)
}

fn law(resolver: &Resolver, call: &Call, span: &Span) -> Result<Side, SentenceError> {
    if resolver.in_sample {
        let remedy = "laws do not nest; write one";
        return Err(resolver.error(span, format!("{} stands inside another law", call.function), remedy));
    }
    no_parameters(resolver, call)?;
    let inside = Resolver { in_sample: true, ..*resolver };
    let law = match (call.function.as_str(), call.arguments.as_slice()) {
        ("P", [Expr { term: Term::Compare(relation, left, right), .. }]) => {
            LawSide::Probability(*relation, inside.side(left)?, inside.side(right)?)
        }
        ("quantile", [of, level]) => LawSide::Quantile(inside.side(of)?, resolver.computed(level)?),
        ("mean", [of]) => LawSide::Mean(inside.side(of)?),
        ("variance", [of]) => LawSide::Variance(inside.side(of)?),
        _ => {
            let remedy = "write P(naive.squared_error <= 1), quantile(naive.squared_error, 0.9), variance(naive.squared_error) or \
                          mean(naive.squared_error)";
            return Err(resolver.error(span, format!("{} is not written so", call.function), remedy));
        }
    };
    observes(resolver, &law, span)?;
    Ok(Side::Law(Box::new(law)))
}

/// Something in a law is random.
pub(super) fn observes(resolver: &Resolver, law: &LawSide, span: &Span) -> Result<(), SentenceError> {
    if law.sides().iter().any(|side| side.is_measured()) {
        return Ok(());
    }
    let mut known = resolver.names.registry.observables().names(|_| true);
    for name in resolver.names.data.iter().flat_map(|data| data.names()) {
        known = format!("{name}, {known}");
    }
    let remedy = format!("write an observable in it; they are: {known}");
    Err(resolver.error(span, "nothing in it is random".to_owned(), &remedy))
}
