//! A sentence in mathematical symbols.

use super::binding::Binding;
use super::expr::{Call, Expr, Operator, Span, Term};
use super::laws::{LAWS, UNIFORM};
use super::text::number;

/// The sentence in mathematical symbols: `exp(ρ·n_ICL)` for `exp(misalignment_exponent * batch)`. A name without a symbol stands as it is. A
/// symbol of several terms or words is put in parentheses where it is added, multiplied or raised to a power.
pub fn in_symbols(sentence: &Expr, symbols: Symbols) -> String {
    symbols.whole(sentence)
}

/// What gives names their symbols.
#[derive(Clone, Copy)]
pub struct Symbols<'a> {
    /// The symbol of a name.
    pub of: &'a dyn Fn(&str) -> Option<String>,
    /// The symbol of what is observed in one sample, which goes before the other inside a law: a mean and what it is the mean of may have one name.
    pub of_observed: &'a dyn Fn(&str) -> Option<String>,
    /// Whether the sentence stands inside a law.
    pub in_sample: bool,
}

impl Symbols<'_> {
    /// A part that stands alone.
    fn whole(&self, part: &Expr) -> String {
        match &part.term {
            Term::Number(value) => number(*value).replace('-', "−").replace("inf", "∞"),
            Term::Word(word) => word.clone(),
            Term::Name(name) => self.name(name),
            Term::With { name, settings } => format!("{} [{}]", as_factor(self.name(name)), self.settings(settings)),
            Term::Call(call) => self.call(call),
            Term::Negative(inner) => format!("−{}", self.part(inner, Binding::Negative)),
            Term::Arithmetic(Operator::Power, base, exponent) => self.power(base, exponent),
            Term::Arithmetic(operator, left, right) => self.joined(*operator, left, right),
            Term::Compare(relation, left, right) => {
                format!("{} {} {}", self.whole(left), relation.sign(), self.whole(right))
            }
            Term::And(left, right) => {
                format!("{} and {}", self.part(left, Binding::And), self.part(right, Binding::Not))
            }
            Term::Or(left, right) => format!("{} or {}", self.part(left, Binding::Or), self.part(right, Binding::And)),
            Term::Not(inner) => format!("not {}", self.part(inner, Binding::Not)),
        }
    }

    /// A part of a larger one: in parentheses if it holds together less strongly than this.
    fn part(&self, part: &Expr, least: Binding) -> String {
        let text = self.whole(part);
        let is_named = match &part.term {
            Term::Name(_) => true,
            Term::Call(call) => call.over.is_some(),
            Term::Number(_) | Term::Word(_) | Term::With { .. } | Term::Negative(_) | Term::Arithmetic(..) => false,
            Term::Compare(..) | Term::And(..) | Term::Or(..) | Term::Not(_) => false,
        };
        if Binding::of(part) < least {
            format!("({text})")
        } else if is_named {
            as_factor(text)
        } else {
            text
        }
    }

    fn joined(&self, operator: Operator, left: &Expr, right: &Expr) -> String {
        let sign = match operator {
            Operator::Plus => " + ",
            Operator::Minus => " − ",
            Operator::Times => "·",
            Operator::Over => "/",
            Operator::Power => "^",
        };
        let [left_binding, right_binding] = Binding::of_sides(operator);
        let (left, right) = (self.part(left, left_binding), self.part(right, right_binding));
        if operator == Operator::Over && right.contains(['/', '·']) && !right.starts_with('(') {
            return format!("{left}{sign}({right})");
        }
        format!("{left}{sign}{right}")
    }

    fn power(&self, base: &Expr, exponent: &Expr) -> String {
        let base = self.part(base, Binding::Operand);
        let is_simple = base.chars().all(|c| c.is_alphanumeric() && !SUPERSCRIPTS.contains(&c) || "_.′".contains(c));
        let base = if is_simple || base.starts_with('(') { base } else { format!("({base})") };
        if exponent.term == Term::Number(2.0) {
            return format!("{base}²");
        }
        format!("{base}^{}", self.part(exponent, Binding::Negative))
    }

    /// `min over η of E|β̂ − β_Q|²`, or `exp(−ρ)`.
    fn call(&self, call: &Call) -> String {
        let function = (self.of)(&call.function).unwrap_or_else(|| call.function.replace('_', " "));
        let parameters = self.settings(&call.parameters);
        let Some(over) = &call.over else {
            let is_law = call.function == UNIFORM || LAWS.iter().any(|(law, _)| *law == call.function);
            let symbols = Self { in_sample: self.in_sample || is_law, ..*self };
            let mut inside: Vec<String> = call.arguments.iter().map(|argument| symbols.whole(argument)).collect();
            inside.extend((!parameters.is_empty()).then_some(parameters));
            return format!("{function}({})", inside.join(", "));
        };
        let log = if over.in_logarithm { "log " } else { "" };
        let arguments: Vec<String> =
            call.arguments.iter().map(|argument| self.part(argument, Binding::Product)).collect();
        let tail = if parameters.is_empty() { String::new() } else { format!(" [{parameters}]") };
        format!("{function} over {log}{} of {}{tail}", self.name(&over.variable), arguments.join(", "))
    }

    fn settings(&self, settings: &[(String, Span, Expr)]) -> String {
        let one = |(name, _, value): &(String, Span, Expr)| format!("{} = {}", self.name(name), self.whole(value));
        settings.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    fn name(&self, name: &str) -> String {
        let observed = self.in_sample.then(|| (self.of_observed)(name)).flatten();
        observed.or_else(|| (self.of)(name)).unwrap_or_else(|| name.to_owned())
    }
}

/// Letters that stand above the line.
const SUPERSCRIPTS: [char; 3] = ['¹', '²', '³'];

/// A symbol that may be multiplied: of one term, or in parentheses.
fn as_factor(symbol: String) -> String {
    let (mut depth, mut in_bars) = (0, false);
    let has_terms = symbol.chars().any(|c| {
        depth += i32::from("([".contains(c)) - i32::from(")]".contains(c));
        in_bars ^= "|‖".contains(c);
        depth == 0 && !in_bars && c == ' '
    });
    if has_terms { format!("({symbol})") } else { symbol }
}

#[cfg(test)]
mod tests {
    use super::super::{parse_condition, parse_expression, parse_statement};
    use super::*;

    const SYMBOLS: [(&str, &str); 14] = [
        ("misalignment_exponent", "ρ"),
        ("batch", "n_ICL"),
        ("penalty", "η"),
        ("harmonic_bound", "ε_P²ε_Q′²/(ε_P² + ε_Q′²)"),
        ("refined_prior_limit", "limit of TV(E α̂, π)"),
        ("prompt_variance", "v"),
        ("chernoff_bound", "Chernoff bound"),
        ("hull_limit_bias", "|Π_C(β_Q′) − β_Q|²"),
        ("naive.mse", "E|β̂ − β_Q|²"),
        ("naive.squared_error", "|β̂ − β_Q|²"),
        ("student.risk", "E‖s − β‖²"),
        ("refined.misalignment", "1 − E α̂"),
        ("tau", "τ"),
        ("eps_p2", "ε_P²"),
    ];

    fn symbol(name: &str) -> Option<String> {
        SYMBOLS.into_iter().find(|(known, _)| *known == name).map(|(_, symbol)| symbol.to_owned())
    }

    fn observed(name: &str) -> Option<String> {
        (name == "student.risk").then(|| "‖s − β‖²".to_owned())
    }

    fn shown(sentence: &Expr) -> String {
        in_symbols(sentence, Symbols { of: &symbol, of_observed: &observed, in_sample: false })
    }

    #[test]
    fn expressions_have_symbols() {
        let table = [
            ("exp(misalignment_exponent * batch)", "exp(ρ·n_ICL)"),
            ("2*exp(-batch) / weak.cosine", "2·exp(−n_ICL)/weak.cosine"),
            ("harmonic_bound", "ε_P²ε_Q′²/(ε_P² + ε_Q′²)"),
            ("0.9 * refined_prior_limit - 1e-3", "0.9·(limit of TV(E α̂, π)) − 1e−3"),
            ("2 * prompt_variance * chernoff_bound^2", "2·v·(Chernoff bound)²"),
            ("2 * hull_limit_bias", "2·|Π_C(β_Q′) − β_Q|²"),
            ("4 * naive.mse ^ 1.49", "4·(E|β̂ − β_Q|²)^1.49"),
            ("eps_p2^2 * tau^-1", "(ε_P²)²·τ^−1"),
            ("(tau + 1)^2 / (2 * batch)", "(τ + 1)²/(2·n_ICL)"),
            ("tau / harmonic_bound", "τ/(ε_P²ε_Q′²/(ε_P² + ε_Q′²))"),
            ("tau - (batch - inf)", "τ − (n_ICL − ∞)"),
            ("naive.mse[penalty = 0]", "E|β̂ − β_Q|² [η = 0]"),
            ("min(naive.mse over penalty)", "min over η of E|β̂ − β_Q|²"),
            ("2 * min(naive.mse over penalty)", "2·(min over η of E|β̂ − β_Q|²)"),
            ("min(naive.mse - tau over log(penalty))", "min over log η of (E|β̂ − β_Q|² − τ)"),
            ("decay_rate(tau over batch, log_power = 0.5)", "decay rate over n_ICL of τ [log_power = 0.5]"),
            ("quantile(naive.squared_error, 0.9)", "quantile(|β̂ − β_Q|², 0.9)"),
            ("mean(min(student.risk over penalty)) / student.risk", "mean(min over η of ‖s − β‖²)/E‖s − β‖²"),
        ];
        for (text, symbols) in table {
            assert_eq!(shown(&parse_expression(text).expect(text)), symbols, "{text}");
        }
    }

    #[test]
    fn statements_and_conditions_have_symbols() {
        let statement = |text: &str| shown(&parse_statement(text).expect(text));
        assert_eq!(statement("naive.mse >= 1.02 * eps_p2"), "E|β̂ − β_Q|² ≥ 1.02·ε_P²");
        assert_eq!(statement("P(naive.squared_error <= tau) >= 0.9"), "P(|β̂ − β_Q|² ≤ τ) ≥ 0.9");
        assert_eq!(statement("decreasing(refined.misalignment over batch)"), "decreasing over n_ICL of (1 − E α̂)");
        let condition = |text: &str| shown(&parse_condition(text).expect(text));
        assert_eq!(condition("(batch > 2 or tau == 1) and not kind == 'x'"), "(n_ICL > 2 or τ = 1) and not kind = x");
    }
}
