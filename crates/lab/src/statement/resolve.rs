//! From the grammar of a sentence to its meaning: every name is looked up, and every part stands where it may.

use std::sync::Arc;

use super::names::{Definition, Names, UNKNOWN};
use super::side::{Override, Overrides, Side, Zero};
use crate::family::{families, is_problem_key, key};
use crate::quantity::observable::Observable;
use crate::sentence::CONSTANTS;
use crate::sentence::{Expr, SentenceError, Span, Term, nearest, parse_expression};
use crate::setting::Setting;

/// Looks up the names of one sentence.
#[derive(Clone, Copy)]
pub(super) struct Resolver<'a> {
    pub(super) names: Names<'a>,
    /// The sentence.
    pub(super) text: &'a str,
    /// Whether it stands inside a law, where one sample is seen.
    pub(super) in_sample: bool,
    /// The definitions that are being looked up, the outermost first.
    pub(super) within: &'a [&'a str],
}

impl Resolver<'_> {
    /// The number that an expression means.
    pub(super) fn side(&self, expr: &Expr) -> Result<Side, SentenceError> {
        match &expr.term {
            Term::Number(number) => Ok(Side::Number(*number)),
            Term::Name(name) => self.named(name, &[], &expr.span),
            Term::With { name, settings } => self.named(name, settings, &expr.span),
            Term::Call(call) => self.call(call, &expr.span),
            Term::Negative(of) => Ok(Side::Negative(Box::new(self.side(of)?))),
            Term::Arithmetic(operator, left, right) => {
                Ok(Side::Arithmetic(*operator, Box::new(self.side(left)?), Box::new(self.side(right)?)))
            }
            Term::Word(word) => Err(self.error(
                &expr.span,
                format!("\"{word}\" is a word, and a number is expected here"),
                "write words as values in brackets, or in `when`",
            )),
            Term::Compare(..) | Term::And(..) | Term::Or(..) | Term::Not(_) => Err(self.error(
                &expr.span,
                "a comparison stands where a number is expected".to_owned(),
                "comparisons stand inside P(…), or alone",
            )),
        }
    }

    fn named(&self, name: &str, settings: &[(String, Span, Expr)], span: &Span) -> Result<Side, SentenceError> {
        let registry = self.names.registry;
        if let Some(definition) = self.names.definitions.get(name) {
            self.without_brackets(name, settings, span)?;
            return self.defined(name, definition, span);
        }
        if self.names.data.is_some_and(|data| data.place_of(name).is_some()) {
            let overrides = self.data_overrides(name, settings)?;
            return Ok(Side::Recorded(name.to_owned(), overrides));
        }
        // Some names are those of an observable and of its mean.
        if self.in_sample && registry.observables().has(name) || registry.quantities().by_name(name).is_err() {
            if let Ok(observable) = registry.observables().by_name(name) {
                return self.observed(observable, settings, span);
            }
        } else if let Ok(quantity) = registry.quantities().by_name(name) {
            if self.in_sample {
                let remedy = "inside P, quantile, variance and mean write observables such as naive.squared_error, and numbers that are computed";
                return Err(self.error(span, format!("{name} is a mean, not what one sample gives"), remedy));
            }
            let overrides = self.overrides(name, &quantity.settings, settings)?;
            return Ok(Side::Measured(Arc::new(quantity.clone()), overrides));
        }
        if let Ok(formula) = registry.formulas().by_name(name) {
            let overrides = self.overrides(name, &formula.settings, settings)?;
            return Ok(Side::Formula(Arc::new(formula.clone()), overrides));
        }
        let constant = CONSTANTS.iter().find(|(constant, _)| *constant == name);
        if constant.is_none() && name != UNKNOWN && !self.names.is_variable(name) {
            return Err(self.unknown(name, span));
        }
        self.without_brackets(name, settings, span)?;
        if name == UNKNOWN && self.within.last().is_some_and(|within| self.is_zero(within)) {
            return Ok(Side::Unknown);
        }
        if self.names.is_variable(name) {
            self.require_key(name, span)?;
            return Ok(Side::Variable { name: name.to_owned(), default: self.names.default_number(name) });
        }
        constant.map(|(_, value)| Side::Number(*value)).ok_or_else(|| self.unknown(name, span))
    }

    fn observed(
        &self,
        observable: &Observable,
        settings: &[(String, Span, Expr)],
        span: &Span,
    ) -> Result<Side, SentenceError> {
        let name = &observable.name;
        if !self.in_sample {
            let remedy = format!("write its mean, mean({name}), or P(…), quantile(…) or variance(…) of it");
            return Err(self.error(span, format!("{name} is what one sample gives, and has no single value"), &remedy));
        }
        let overrides = self.overrides(name, &observable.settings, settings)?;
        Ok(Side::Observed(Arc::new(observable.clone()), overrides))
    }

    fn is_zero(&self, definition: &str) -> bool {
        matches!(self.names.definitions.get(definition), Some(Definition::Zero { .. }))
    }

    fn unknown(&self, name: &str, span: &Span) -> SentenceError {
        if name == UNKNOWN {
            let remedy =
                "x is the unknown of a definition such as tau = { zero_of = \"x - 1 / (1 + x)\", between = [0, 1] }";
            return self.error(span, "x has no value here".to_owned(), remedy);
        }
        if self.names.all_functions().contains(&name) {
            let remedy = format!("write {name}(…), or the number that is meant");
            return self.error(span, format!("{name} is a function, and stands here without arguments"), &remedy);
        }
        let near = || nearest(name, self.names.all().into_iter()).map(|near| format!("did you mean {near}? "));
        let mut remedy = self.name_of_symbol(name).or_else(near).unwrap_or_default();
        let swept = if self.names.swept.is_empty() { "none".to_owned() } else { self.names.swept.join(", ") };
        remedy += &format!(
            "`w2s list quantities` and `w2s list formulas` show what can be measured and computed; the variables of this sweep are: {swept}"
        );
        self.error(span, format!("there is no quantity, formula or setting {name}"), &remedy)
    }

    /// A name with a dot that begins with a key of the problem is one of the keys in it.
    fn require_key(&self, name: &str, span: &Span) -> Result<(), SentenceError> {
        let Some((table, _)) = name.rsplit_once('.') else { return Ok(()) };
        if !is_problem_key(name) || key(name).is_some() || self.names.swept.iter().any(|known| known == name) {
            return Ok(());
        }
        let keys = || families().flat_map(|family| family.keys).map(|key| key.name);
        let near = nearest(name, keys()).map_or_else(String::new, |near| format!("did you mean {near}? "));
        let inside: Vec<&str> = keys().filter(|key| key.rsplit_once('.').is_some_and(|(of, _)| of == table)).collect();
        let known = if inside.is_empty() { "none".to_owned() } else { inside.join(", ") };
        Err(self.error(span, format!("there is no key {name}"), &format!("{near}the keys in {table} are: {known}")))
    }

    fn without_brackets(
        &self,
        name: &str,
        settings: &[(String, Span, Expr)],
        span: &Span,
    ) -> Result<(), SentenceError> {
        if settings.is_empty() {
            return Ok(());
        }
        let remedy = "brackets follow a quantity, an observable or a formula";
        Err(self.error(span, format!("{name} takes no settings in brackets"), remedy))
    }

    fn overrides(
        &self,
        owner: &str,
        known: &[Setting],
        given: &[(String, Span, Expr)],
    ) -> Result<Overrides, SentenceError> {
        let known: Vec<&str> = known.iter().map(|setting| &*setting.name).collect();
        for (name, span, _) in given {
            if !is_problem_key(name) && !known.contains(&name.as_str()) {
                return Err(self.lacks(owner, &known, name, span));
            }
            self.require_key(name, span)?;
        }
        self.values_in_brackets(given)
    }

    /// A data file has no settings but its own.
    fn data_overrides(&self, owner: &str, given: &[(String, Span, Expr)]) -> Result<Overrides, SentenceError> {
        let known: Vec<&str> =
            self.names.data.iter().flat_map(|data| &data.spec().settings).map(String::as_str).collect();
        match given.iter().find(|(name, ..)| !known.contains(&name.as_str())) {
            Some((name, span, _)) => Err(self.lacks(owner, &known, name, span)),
            None => self.values_in_brackets(given),
        }
    }

    fn values_in_brackets(&self, given: &[(String, Span, Expr)]) -> Result<Overrides, SentenceError> {
        let mut overrides = Overrides::new();
        for (name, span, value) in given {
            if overrides.iter().any(|(before, _)| before == name) {
                return Err(self.error(span, format!("{name} is given twice"), "keep one"));
            }
            let value = match value.word() {
                Some(word) => {
                    self.require_word(name, word, &value.span)?;
                    Override::Word(word.to_owned())
                }
                None => {
                    self.require_number(name, value)?;
                    Override::Number(self.computed(value)?)
                }
            };
            overrides.push((name.clone(), value));
        }
        Ok(overrides)
    }

    fn lacks(&self, owner: &str, known: &[&str], name: &str, span: &Span) -> SentenceError {
        let settings = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let near = nearest(name, known.iter().copied());
        let near = near.map_or_else(String::new, |near| format!("did you mean {near}? "));
        let keys = if self.names.data.is_some_and(|data| data.place_of(owner).is_some()) {
            ""
        } else {
            "; keys of the problem may stand here too"
        };
        let remedy = format!("{near}its settings are: {settings}{keys}");
        self.error(span, format!("{owner} has no setting {name}"), &remedy)
    }

    /// A number that is computed, not measured.
    pub(super) fn computed(&self, expr: &Expr) -> Result<Side, SentenceError> {
        let side = self.side(expr)?;
        if side.is_measured() {
            let remedy = "write a number, a formula or a variable here";
            return Err(self.error(&expr.span, "this is measured, and must be computed".to_owned(), remedy));
        }
        Ok(side)
    }

    fn defined(&self, name: &str, definition: &Definition, span: &Span) -> Result<Side, SentenceError> {
        if self.within.contains(&name) {
            let circle = [self.within, &[name]].concat().join(" → ");
            return Err(self.error(
                span,
                format!("the definition of {name} uses itself: {circle}"),
                "break the circle",
            ));
        }
        let within = [self.within, &[name]].concat();
        let inside = |text: &str| {
            let resolver = Resolver { text, within: &within, ..*self };
            resolver.side(&parse_expression(text)?)
        };
        match definition {
            Definition::Expression(text) => inside(text),
            Definition::Zero { zero_of, between } => {
                let of = inside(zero_of)?;
                let between = [inside(&between[0])?, inside(&between[1])?];
                let zero = Zero { name: name.to_owned(), of, between };
                if [&zero.of, &zero.between[0], &zero.between[1]].iter().any(|side| side.is_measured()) {
                    let remedy = "an implicit definition takes numbers that are computed";
                    return Err(self.error(span, format!("the definition of {name} measures something"), remedy));
                }
                Ok(Side::Zero(Box::new(zero)))
            }
        }
    }

    /// A fault at a place of the sentence.
    pub(super) fn error(&self, span: &Span, problem: String, remedy: &str) -> SentenceError {
        SentenceError::at(self.text, span.clone(), problem, remedy.to_owned())
    }
}
