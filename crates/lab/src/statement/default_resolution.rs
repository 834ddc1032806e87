//! How exactly a statement is judged if its claim does not say so.

use super::resolution::Resolution;
use super::side::{LawSide, Side, Statement};

/// The resolution of a comparison of means.
const MEANS: Resolution = Resolution { relative: 0.01, absolute: 0.0 };

/// The resolution of probabilities.
const PROBABILITIES: Resolution = Resolution { relative: 0.0, absolute: 0.01 };

/// The resolution of uniformity: no probability of an interval [0, u] is off by more.
const UNIFORM: Resolution = Resolution { relative: 0.0, absolute: 0.02 };

/// The resolution of a statement if its claim does not say so.
pub fn resolution_of(statement: &Statement) -> Resolution {
    match statement {
        Statement::Uniform(_) => UNIFORM,
        Statement::Shape(_, of, _) => of_side(of).unwrap_or(MEANS),
        Statement::Compare(_, left, right) | Statement::Own(_, left, right) => {
            of_side(left).or_else(|| of_side(right)).unwrap_or(MEANS)
        }
    }
}

/// That of the first functional or law in a side.
fn of_side(side: &Side) -> Option<Resolution> {
    if let Side::Along(along) = side {
        let (relative, absolute) = (along.functional.relative_resolution, along.functional.absolute_resolution);
        let inner = of_side(&along.of).filter(|_| !matches!(along.functional.kind, crate::functional::Kind::Fit(_)));
        return Some(inner.unwrap_or(Resolution { relative, absolute }));
    }
    if let Side::Law(law) = side {
        return match **law {
            LawSide::Probability(..) => Some(PROBABILITIES),
            LawSide::Mean(_) | LawSide::Variance(_) | LawSide::Quantile(..) => Some(MEANS),
            LawSide::DistanceFromUniform(_) => Some(UNIFORM),
        };
    }
    side.parts().into_iter().find_map(of_side)
}
