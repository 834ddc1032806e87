//! Laws as people read them.

use super::{Law, OfSample, Operation};

/// The most parts of a least or greatest number that are named one by one.
const MOST_PARTS: usize = 3;

impl Law {
    /// Returns the law as it is written in a sentence, where `name` gives the names of observables by their places.
    pub fn label(&self, name: &dyn Fn(usize) -> String) -> String {
        let of = |number: &OfSample| number.label(name);
        match self {
            Self::Probability { relation, left, right, .. } => {
                format!("P({} {} {})", of(left), relation.text(), of(right))
            }
            Self::Mean(number) => format!("mean({})", of(number)),
            Self::Variance(number) => format!("variance({})", of(number)),
            Self::Quantile(number, share) => format!("quantile({}, {share})", of(number)),
            Self::DistanceFromUniform(number) => format!("uniform({})", of(number)),
        }
    }
}

impl OfSample {
    /// Returns the number as it is written in a sentence. Of many parts of a least or greatest number, the first and the last are named.
    pub fn label(&self, name: &dyn Fn(usize) -> String) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::At(place) => name(*place),
            Self::Apply(operation, parts) => {
                let labels: Vec<String> = parts.iter().map(|part| part.label(name)).collect();
                joined(*operation, parts, &labels)
            }
        }
    }
}

fn joined(operation: Operation, parts: &[OfSample], labels: &[String]) -> String {
    let symbol = operation.symbol();
    if operation.is_infix() {
        let in_parentheses = |(part, label): (&OfSample, &String)| match part {
            OfSample::Apply(inner, _) if inner.is_infix() => format!("({label})"),
            OfSample::Number(_) | OfSample::At(_) | OfSample::Apply(..) => label.clone(),
        };
        let parts: Vec<String> = parts.iter().zip(labels).map(in_parentheses).collect();
        parts.join(&format!(" {symbol} "))
    } else if labels.len() > MOST_PARTS {
        format!("{symbol}({}, …, {})", labels[0], labels[labels.len() - 1])
    } else {
        format!("{symbol}({})", labels.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::Relation;

    #[test]
    fn laws_are_written_as_in_a_sentence() {
        let [x, y] = [OfSample::At(0), OfSample::At(1)];
        let name = |place: usize| ["x", "y"][place].to_owned();
        let apply = |operation, parts: &[&OfSample]| {
            OfSample::Apply(operation, parts.iter().map(|part| (*part).clone()).collect())
        };
        let difference = apply(Operation::Minus, &[&x, &y]);
        let share = apply(Operation::Over, &[&difference, &x]);
        assert_eq!(share.label(&name), "(x - y) / x");
        let least = apply(Operation::Min, &[&x, &y, &x, &y]);
        let law =
            Law::Probability { relation: Relation::AtLeast, left: least, right: OfSample::Number(0.5), counted: false };
        assert_eq!(law.label(&name), "P(min(x, …, y) >= 0.5)");
        assert_eq!(Law::Quantile(apply(Operation::Absolute, &[&y]), 0.9).label(&name), "quantile(abs(y), 0.9)");
    }
}
