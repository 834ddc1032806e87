//! The experiment: a sequence of labelled examples, and what sources answer along it.

use super::answers_fit::{AnswersFit, SquaredLength};
use super::greatest::greatest_answer;
use super::queries::GROUP;
use super::rivals::Rivals;
use super::source::Source;
use crate::inference::{Inference, Mean, OfMeans, Range};
use crate::name::Name;
use crate::quantity::held::check_held;
use crate::quantity::{Draw, Experiment, Made, NetworkUsed, QuantityError, Undefined};
use crate::setting::{BATCH, CONSTRUCTION, LABELLED_BY, SOURCE, Settings};
use weak_to_strong::learn::InContextPredictor;
use weak_to_strong::model::TransferProblem;
use weak_to_strong::random::Branches;
use weak_to_strong::sample::{Composition, ExampleSampler, LabelLaw};
use weak_to_strong_transformer::posterior_means;

/// What is observed of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// (f − f*)², f* the posterior mean.
    Distance,
    /// (f − βᵀx)², β the concept behind the examples.
    Error,
    /// (f − βᵀx)² less that of a rival.
    ExcessOver(InContextPredictor),
    /// What the mean of fine-tuning on answers is made of.
    Fit,
}

/// Observes answers along a sequence of examples that one concept labels.
pub(crate) struct Answers {
    problem: TransferProblem,
    sampler: ExampleSampler,
    /// The most examples before a prompt.
    examples: usize,
    sources: Vec<Source>,
    cells: Vec<Cell>,
    /// sup |βₖᵀX| over concepts and prompts, if there is one. No concept gives a greater answer, so a greater one counts as this.
    greatest: Option<f64>,
    /// Present if it is asked for.
    fit: Option<AnswersFit>,
}

struct Cell {
    batch: usize,
    /// Its place among the sources.
    source: usize,
    asked: Asked,
    /// Where its coordinates are in an observation.
    coordinates: std::ops::Range<usize>,
}

impl Answers {
    /// The experiment of these questions, whose settings agree in who labels.
    pub(crate) fn new(
        quantity: &Name,
        problem: &TransferProblem,
        asked: &[(Asked, &Settings)],
    ) -> Result<Self, QuantityError> {
        let by_source = asked[0].1.is(&LABELLED_BY, "source");
        let labels = if by_source { LabelLaw::source(problem) } else { LabelLaw::weak(problem) };
        let examples = asked.iter().map(|(_, settings)| settings.count(&BATCH)).max().unwrap_or(0);
        check_held(&BATCH, examples as f64, GROUP * problem.dim())?;
        let not_defined = |reason| QuantityError::NotDefined { quantity: quantity.clone(), reason };
        let greatest = greatest_answer(problem);
        let is_asked = |wanted| asked.iter().any(|(asked, _)| *asked == wanted);
        let fit = is_asked(Asked::Fit).then(|| AnswersFit::new(problem, 0.0));
        let (mut sources, mut known, mut cells) = (Vec::new(), Vec::new(), Vec::<Cell>::new());
        for (asked, settings) in asked {
            let words = [settings.word(&SOURCE), settings.word(&CONSTRUCTION)];
            let source = match known.iter().position(|known| *known == words) {
                Some(place) => place,
                None => {
                    sources.push(Source::new(problem, settings, examples).map_err(not_defined)?);
                    known.push(words);
                    known.len() - 1
                }
            };
            let first = cells.last().map_or(0, |cell| cell.coordinates.end);
            let width = match asked {
                Asked::Distance | Asked::Error | Asked::ExcessOver(_) => 1,
                Asked::Fit => fit.as_ref().map_or(0, AnswersFit::width),
            };
            cells.push(Cell {
                batch: settings.count(&BATCH),
                source,
                asked: *asked,
                coordinates: first..first + width,
            });
        }
        Ok(Self {
            problem: problem.clone(),
            sampler: ExampleSampler::new(problem.prompts(), labels),
            examples,
            sources,
            cells,
            greatest,
            fit,
        })
    }

    /// What is proved of a square.
    pub(crate) fn range(&self) -> Range {
        // Both answers lie within the greatest one, up to rounding.
        self.greatest
            .map_or(Range::at_least(0.0), |greatest| Range::between(0.0, (2.0 * greatest).powi(2) * (1.0 + 1e-9)))
    }

    /// The means of squares.
    pub(super) fn mean_squares(self) -> Made {
        let range = self.range();
        let inference = Inference::of((0..self.cells.len()).map(|at| Mean::of(at).ranging(range)));
        self.made(inference)
    }

    /// The means of differences of squares.
    pub(super) fn mean_excesses(self) -> Made {
        let greatest = self.range().interval().upper;
        let range = Range::between(-greatest, greatest);
        let inference = Inference::of((0..self.cells.len()).map(|at| Mean::of(at).ranging(range)));
        self.made(inference)
    }

    /// The squared errors of fine-tuning on answers. The delta method fails near a squared error of 0, so the interval is the range over a box for the mean
    /// error along the axes, whatever is proved of its coordinates.
    pub(super) fn squared_errors_of_fits(self) -> Made {
        let ranges = self.fit.as_ref().map_or(&[][..], |fit| &fit.ranges);
        let of_cell = |cell: &Cell| OfMeans::new(cell.coordinates.clone(), SquaredLength).with_ranges(ranges.to_vec());
        let inference = Inference::of(self.cells.iter().map(of_cell));
        self.made(inference)
    }

    fn made(self, inference: Inference) -> Made {
        Made::new(self, inference)
    }

    /// βᵀx for the concept behind the examples.
    fn truth(&self, concept: usize, prompt: &[f64]) -> f64 {
        self.problem.concepts().column(concept).iter().zip(prompt).map(|(beta, x)| beta * x).sum()
    }

    /// Writes what is asked of one sequence.
    fn observe(&self, sequence: &Sequence, observation: &mut [f64]) -> Result<(), usize> {
        let mut means = None;
        let mut rivals = Rivals::new(&self.problem, sequence.prompts, sequence.labels);
        for cell in &self.cells {
            let prompt = &sequence.prompts[cell.batch * self.problem.dim()..][..self.problem.dim()];
            let answer = sequence.answers[cell.source][cell.batch];
            let answer = self.greatest.map_or(answer, |greatest| answer.clamp(-greatest, greatest));
            let observed = &mut observation[cell.coordinates.clone()];
            match cell.asked {
                Asked::Distance => {
                    let means =
                        means.get_or_insert_with(|| posterior_means(&self.problem, sequence.prompts, sequence.labels));
                    observed[0] = (answer - means[cell.batch]).powi(2);
                }
                Asked::Error => observed[0] = (answer - self.truth(sequence.concept, prompt)).powi(2),
                Asked::ExcessOver(rival) => {
                    let rival = rivals.answer(rival, cell.batch).map_err(|_| cell.coordinates.start)?;
                    let truth = self.truth(sequence.concept, prompt);
                    observed[0] = (answer - truth).powi(2) - (rival - truth).powi(2);
                }
                Asked::Fit => self.fit.iter().for_each(|fit| fit.write(answer, prompt, observed)),
            }
            if let Some(place) = observed.iter().position(|number| !number.is_finite()) {
                return Err(cell.coordinates.start + place);
            }
        }
        Ok(())
    }
}

/// A sequence of examples with a query at its end, and what each source answers along it.
struct Sequence<'a> {
    prompts: &'a [f64],
    labels: &'a [f64],
    concept: usize,
    answers: Vec<&'a [f64]>,
}

impl Experiment for Answers {
    fn width(&self) -> usize {
        self.cells.last().map_or(0, |cell| cell.coordinates.end)
    }

    fn networks(&self) -> Vec<&NetworkUsed> {
        self.sources.iter().filter_map(Source::network).collect()
    }

    fn start(&self) -> Draw<'_> {
        let (count, width) = (self.examples + 1, self.width());
        let size = count * self.problem.dim();
        let (mut prompts, mut labels, mut concepts) = (vec![0.0; GROUP * size], vec![0.0; GROUP * count], [0; GROUP]);
        Draw::in_groups(GROUP, move |stream, observations| {
            for (replicate, concept) in concepts.iter_mut().enumerate() {
                // Longer sequences, for other cells, change nothing of the first examples.
                let mut branch = Branches::from_stream(stream).open(0);
                let (xs, ys) = (&mut prompts[replicate * size..][..size], &mut labels[replicate * count..][..count]);
                *concept = self.sampler.fill(xs, ys, Composition::OneConcept, &mut branch);
            }
            let answers: Vec<Vec<f64>> = self
                .sources
                .iter()
                .map(|source| source.answers(&self.problem, &prompts, &labels, self.examples))
                .collect();
            for (replicate, observation) in observations.chunks_exact_mut(width).enumerate() {
                let sequence = Sequence {
                    prompts: &prompts[replicate * size..][..size],
                    labels: &labels[replicate * count..][..count],
                    concept: concepts[replicate],
                    answers: answers.iter().map(|all| &all[replicate * count..][..count]).collect(),
                };
                self.observe(&sequence, observation).map_err(|coordinate| Undefined { replicate, coordinate })?;
            }
            Ok(())
        })
    }
}
