//! A sentence as text, with the fewest parentheses.

use std::fmt;

use super::binding::Binding;
use super::expr::{Call, Expr, Operator, Span, Term};

/// The text reads back to the same parts.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.term {
            Term::Number(value) => f.write_str(&number(*value)),
            Term::Word(word) => f.write_str(&quoted(word)),
            Term::Name(name) => f.write_str(name),
            Term::With { name, settings } => {
                write!(f, "{name}[")?;
                write_list(f, settings.iter().map(Setting))?;
                f.write_str("]")
            }
            Term::Call(call) => write!(f, "{call}"),
            Term::Negative(inner) => write!(f, "-{}", Part(inner, Binding::Negative)),
            Term::Arithmetic(operator, left, right) => {
                let space = if *operator == Operator::Power { "" } else { " " };
                let [left_binding, right_binding] = Binding::of_sides(*operator);
                let (left, right) = (Part(left, left_binding), Part(right, right_binding));
                write!(f, "{left}{space}{}{space}{right}", operator.text())
            }
            Term::Compare(relation, left, right) => {
                write!(f, "{} {} {}", Part(left, Binding::Sum), relation.text(), Part(right, Binding::Sum))
            }
            Term::And(left, right) => write!(f, "{} and {}", Part(left, Binding::And), Part(right, Binding::Not)),
            Term::Or(left, right) => write!(f, "{} or {}", Part(left, Binding::Or), Part(right, Binding::And)),
            Term::Not(inner) => write!(f, "not {}", Part(inner, Binding::Not)),
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.function)?;
        write_list(f, self.arguments.iter())?;
        if let Some(over) = &self.over {
            if over.in_logarithm {
                write!(f, " over log({})", over.variable)?;
            } else {
                write!(f, " over {}", over.variable)?;
            }
        }
        if !self.parameters.is_empty() {
            f.write_str(", ")?;
            write_list(f, self.parameters.iter().map(Setting))?;
        }
        f.write_str(")")
    }
}

/// A part, in parentheses if it holds together less strongly than this.
struct Part<'a>(&'a Expr, Binding);

impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(part, least) = self;
        if Binding::of(part) < *least { write!(f, "({part})") } else { write!(f, "{part}") }
    }
}

/// A setting or parameter with its value.
struct Setting<'a>(&'a (String, Span, Expr));

impl fmt::Display for Setting<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, _, value) = self.0;
        write!(f, "{name} = {value}")
    }
}

fn write_list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: impl Iterator<Item = T>) -> fmt::Result {
    for (index, item) in items.enumerate() {
        write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
    }
    Ok(())
}

/// A number, with an exponent if it is small or large and that is shorter: `0.05`, `1e-3`, `1000`, `1e6`.
pub(super) fn number(value: f64) -> String {
    let (decimal, scientific) = (format!("{value}"), format!("{value:e}"));
    let is_usual = value == 0.0 || (1e-2..1e6).contains(&value.abs());
    if is_usual || decimal.len() <= scientific.len() { decimal } else { scientific }
}

fn quoted(word: &str) -> String {
    if word.contains('"') { format!("'{word}'") } else { format!("\"{word}\"") }
}
