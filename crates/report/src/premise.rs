//! What a violation rests on whose warrant is a model: the curve or the law whose form is taken for granted.

use super::significant;
use weak_to_strong::evidence::Warrant;
use weak_to_strong_lab::claim::{CellOutcome, ClaimOutcome, FitQuality, Verdict};

/// The premise of a violated cell, in words that go on from "violated, ". Returns `None` if its warrant takes no form for granted.
pub(super) fn premise(claim: &ClaimOutcome, cell: &CellOutcome) -> Option<String> {
    if cell.verdict != Verdict::Violated || cell.warrant != Some(Warrant::Model) {
        return None;
    }
    if claim.declared {
        return Some("provided that the rows have the law that the claim file declares".to_owned());
    }
    if !claim.shape.is_fitted() {
        return None;
    }
    let variable = claim.shape.along.as_deref().unwrap_or("x");
    Some(match &cell.fit {
        Some(FitQuality { form, from, to, .. }) => format!(
            "provided that the curve has the form {form} also beyond the range of the fit, which is {variable} from {} to {}",
            short(*from),
            short(*to)
        ),
        // A document may lack it.
        None => format!(
            "provided that the curve has the fitted form also beyond the values of {variable} that were measured"
        ),
    })
}

/// The premise of the first violated cell of a claim that has one.
pub(super) fn premise_of_claim(claim: &ClaimOutcome) -> Option<String> {
    claim.cells.iter().find_map(|cell| premise(claim, cell))
}

/// A size as it is typed, or with four digits.
fn short(size: f64) -> String {
    if size.fract() == 0.0 { size.to_string() } else { significant(size, 4) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{example, example_forms};

    fn fitted() -> FitQuality {
        FitQuality {
            form: "C·xᵃ".into(),
            next_form: "C·xᵃ·exp(c/x)".into(),
            sizes: 3,
            of_sizes: 4,
            from: 64.0,
            to: 1024.0,
            lack_of_fit: 0.4,
            next_lack_of_fit: 0.5,
            by_next_form: None,
        }
    }

    #[test]
    fn a_violated_fit_says_its_form_and_range() {
        let mut outcome = example_forms::exponent();
        for cell in &mut outcome.cells {
            (cell.warrant, cell.fit) = (Some(Warrant::Model), Some(fitted()));
        }
        let said = premise_of_claim(&outcome).expect("a premise");
        assert!(said.contains("the form C·xᵃ also") && said.ends_with("samples from 64 to 1024"), "{said}");
        assert_eq!(premise(&outcome, &outcome.cells[0]), None, "it holds");
        outcome.cells[1].fit = None;
        assert!(premise_of_claim(&outcome).is_some_and(|said| said.ends_with("samples that were measured")));
        outcome.cells[1].warrant = Some(Warrant::FiniteSample);
        assert_eq!(premise_of_claim(&outcome), None);
    }

    #[test]
    fn declared_rows_are_a_premise_and_bounded_means_are_none() {
        let mut outcome = example::naive();
        (outcome.cells[0].verdict, outcome.cells[0].warrant) = (Verdict::Violated, Some(Warrant::Model));
        assert_eq!(premise_of_claim(&outcome), None);
        outcome.declared = true;
        assert!(premise_of_claim(&outcome).is_some_and(|said| said.contains("claim file declares")));
    }
}
