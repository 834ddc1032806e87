//! Answers to queries with their own weak label (ask to improve).

use nalgebra::{DMatrix, DVector};

use super::axes::axes;
use super::product_range::ProductRange;
use weak_to_strong::model::{BulkPosterior, TransferProblem};
use weak_to_strong::random::{ContentKey, Stream, open_stream};
use weak_to_strong::sample::{GROUP, LabelLaw, LabelNoise, PromptCoordinates, draw_concept};

/// Draws the errors of answers to queries X with their own weak label Y′, in coordinates Z of the prompt that the labels and the concepts need.
///
/// With many answers, β̂ − β_Q = Σ⁻¹E[X·h], where h = Σ α̂ₖ(βₖ − β_Q)ᵀX is the error of an answer given X and Y′. Given Z and Y′, Σ⁻¹X·h has the
/// conditional expectation BZ·h, B of [`PromptCoordinates::lift`]. It is observed along axes, the first of which is fixed by a pilot of its own stream.
pub(super) struct ImprovedAnswers {
    coordinates: PromptCoordinates,
    /// Concepts of the source and of the supervisor, in the coordinates Z, one in each column.
    concepts: DMatrix<f64>,
    weak_concepts: DMatrix<f64>,
    /// βₖ − β_Q in the coordinates Z.
    gaps: DMatrix<f64>,
    prior: DVector<f64>,
    noise: LabelNoise,
    posteriors: BulkPosterior,
    /// What the axes (columns) are in the coordinates Z.
    along: DMatrix<f64>,
    /// What is proved of the observation along each axis.
    pub(super) ranges: Vec<ProductRange>,
}

/// Queries of the pilot.
const PILOT_GROUPS: usize = 16;

impl ImprovedAnswers {
    /// Takes the square roots of the weights of the coordinates of β̂ − β_Q: 1 for the MSE, the standard deviations of the prompt for the excess risk.
    pub(super) fn new(problem: &TransferProblem, weights: &DVector<f64>) -> Self {
        let labels = LabelLaw::weak(problem);
        let count = problem.concept_count();
        let mut forms = DMatrix::zeros(problem.dim(), 2 * count);
        forms.columns_mut(0, count).copy_from(problem.concepts());
        forms.columns_mut(count, count).copy_from(&labels.concepts);
        let (coordinates, coefficients) = PromptCoordinates::spanned_by(problem.prompts(), &forms);
        let concepts = coefficients.columns(0, count).into_owned();
        let target = &concepts * problem.target_prior().probabilities();
        let mut gaps = concepts.clone();
        gaps.column_iter_mut().for_each(|mut gap| gap -= &target);
        let mut lift = PromptCoordinates::lift(problem.prompts(), &forms);
        lift.column_iter_mut().for_each(|mut column| column.component_mul_assign(weights));
        let mut answers = Self {
            along: DMatrix::identity(coordinates.count(), coordinates.count()),
            coordinates,
            concepts,
            weak_concepts: coefficients.columns(count, count).into_owned(),
            gaps,
            prior: labels.prior,
            noise: labels.noise,
            posteriors: BulkPosterior::new(problem),
            ranges: Vec::new(),
        };
        let first = &lift * answers.pilot();
        answers.along = lift.tr_mul(&axes(&first, &lift));
        let normal = problem.prompts().is_gaussian();
        let range = |axis: nalgebra::DVectorView<f64>| {
            ProductRange::new(&answers.coordinates, normal, axis.as_slice(), &answers.gaps)
        };
        answers.ranges = answers.along.column_iter().map(range).collect();
        answers
    }

    /// The number of axes.
    pub(super) fn width(&self) -> usize {
        self.along.ncols()
    }

    /// The mean of Z·h over some queries. They are drawn from a stream that no study uses, so the axes do not depend on what is observed.
    fn pilot(&self) -> DVector<f64> {
        let mut stream = open_stream(0, &ContentKey::of("the first axis of ask to improve"), 0);
        let width = self.width();
        if width == 0 {
            return DVector::zeros(0);
        }
        let mut observations = vec![0.0; width * GROUP];
        let mut sum = DVector::zeros(width);
        for _ in 0..PILOT_GROUPS {
            self.draw(&mut observations, width, 0, &mut stream);
            observations.chunks_exact(width).for_each(|one| sum += DVector::from_column_slice(one));
        }
        sum / (PILOT_GROUPS * GROUP) as f64
    }

    /// Draws a group of queries, and writes the error of each answer along the axes to the coordinates from `first` on of its observation, which has this
    /// `width`.
    pub(super) fn draw(&self, observations: &mut [f64], width: usize, first: usize, stream: &mut Stream) {
        let count = self.gaps.ncols();
        let (mut posteriors, mut gaps) = (vec![0.0; count * GROUP], vec![0.0; count * GROUP]);
        let mut prompt = vec![0.0; self.coordinates.count()];
        for (replicate, observation) in observations.chunks_exact_mut(width).enumerate() {
            self.coordinates.draw(&mut prompt, stream);
            let concept = draw_concept(self.prior.as_slice(), stream);
            let label = form(&self.weak_concepts, concept, &prompt) + self.noise.draw(stream);
            for k in 0..count {
                posteriors[k * GROUP + replicate] = (label - form(&self.concepts, k, &prompt)).powi(2);
                gaps[k * GROUP + replicate] = form(&self.gaps, k, &prompt);
            }
            for axis in 0..self.width() {
                observation[first + axis] = form(&self.along, axis, &prompt);
            }
        }
        self.posteriors.replace(&mut posteriors);
        for (replicate, observation) in observations.chunks_exact_mut(width).enumerate() {
            let own = |numbers: &[f64], k: usize| numbers[k * GROUP + replicate];
            let error: f64 = (0..count).map(|k| own(&posteriors, k) * own(&gaps, k)).sum();
            for (axis, place) in observation[first..first + self.width()].iter_mut().enumerate() {
                let product = *place * error;
                *place = self.ranges.get(axis).map_or(product, |range| range.cut(product));
            }
        }
    }
}

/// The linear form in a column, at a prompt.
fn form(forms: &DMatrix<f64>, column: usize, prompt: &[f64]) -> f64 {
    forms.column(column).iter().zip(prompt).map(|(f, x)| f * x).sum()
}
