//! The caption of a printed figure: its title, what is drawn, what its signs mean, and what was found.

use weak_to_strong_lab::claim::{ClaimOutcome, FigureKind};

use super::figure::{FigureError, figure_description, has_alarms};
use super::latex::latex_text;
use super::visible;

/// A caption.
pub(super) struct Caption {
    title: String,
    sentences: Vec<String>,
}

/// The caption of the figure of a claim, in a check whose intervals all hold but for this probability. `None` if it has no figure.
///
/// # Errors
///
/// As [`figure_description`].
pub(super) fn caption(outcome: &ClaimOutcome, error_probability: f64) -> Result<Option<Caption>, FigureError> {
    let Some(description) = figure_description(outcome)? else { return Ok(None) };
    let mut sentences = vec![description];
    sentences.extend(signs(outcome));
    let confidence = 1.0 - error_probability;
    sentences.push(format!("All intervals of the check hold together with probability at least {confidence}."));
    sentences.extend(outcome.warrant.map(|warrant| format!("Warrant of the verdict: {}.", warrant.words())));
    Ok(Some(Caption { title: outcome.title.clone(), sentences }))
}

impl Caption {
    /// A caption of another figure than that of a claim.
    pub(super) fn of(title: &str, description: String) -> Self {
        Self { title: title.to_owned(), sentences: vec![description] }
    }

    /// As plain text.
    pub(super) fn text(&self) -> String {
        visible(&format!("{}. {}", self.title, self.sentences.join(" "))) + "\n"
    }

    /// For LaTeX, to be read inside `\caption`.
    pub(super) fn latex(&self) -> String {
        let sentences: Vec<String> = self.sentences.iter().map(|sentence| latex_text(sentence)).collect();
        format!(
            "% For \\caption[short title]{{\\protect\\input{{this file}}}}; needs the package amssymb.\n\\textbf{{{}.}} {}%\n",
            latex_text(&self.title),
            sentences.join("\n")
        )
    }
}

/// What is not said in the legend: what markers, bars, lines, colours and crosses mean.
fn signs(outcome: &ClaimOutcome) -> Vec<String> {
    let kind = outcome.figure.spec.as_ref().map(|spec| (spec.kind, spec.y.is_some()));
    let signs = match (&outcome.most, kind) {
        (Some(_), _) => "The bar shows the problems by verdict; the line below it is the interval of the share.",
        (None, Some((FigureKind::Distribution, _))) => {
            "Curves are the shares of the replicates; the shaded side holds the numbers that count; markers are estimates and bars their \
             confidence intervals."
        }
        (None, Some((FigureKind::HeatMap, _) | (FigureKind::Lines, true))) => {
            "Colours are estimates; circles mark cells that are undecided; lines are computed."
        }
        (None, Some((FigureKind::Lines, false)) | None) => {
            "Markers are estimates and bars their confidence intervals; a bar that its marker hides is not drawn. Lines are computed; pale lines \
             join markers."
        }
    };
    let alarm = has_alarms(outcome).then_some("A cross in a ring marks a cell at which the claim is violated.");
    [signs].into_iter().chain(alarm).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::example;

    #[test]
    fn a_caption_says_what_is_drawn_and_what_was_found() {
        let outcome = example::naive();
        let caption = caption(&outcome, 0.001).expect("known axes").expect("a figure");
        let text = caption.text();
        assert!(text.starts_with("No penalty lets naive fine-tuning leave the segment. MSE of naive"), "{text}");
        for part in [
            "holds in all 30 cells",
            "bars their confidence intervals",
            "at least 0.999.",
            "finite-sample",
            "1,000 replicates",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let latex = caption.latex();
        assert!(
            latex.contains("\\textbf{No penalty") && latex.contains("penalty $\\eta$ from") && latex.ends_with("%\n"),
            "{latex}"
        );
    }
}
