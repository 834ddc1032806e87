//! Tilted laws of examples whose prompts are not normal, by rejection: where the exponent is bounded, as it is for bounded prompts.
//!
//! With s = δᵀX, ρ = rᵀX and label noise ε the log-likelihood ratio is ℓₖ = s(ρ + 2ε)/(2σ²), linear in ε. So under the tilt
//!
//! ```text
//! X has density exp(g(X)) up to a constant,   g = −θsρ/(2σ²) + θ²σ_w²s²/(2σ⁴)
//! ε given X is N(−θσ_w²s/σ², σ_w²)
//! ```
//!
//! g is the product s·b of two linear forms, b = −θρ/(2σ²) + θ²σ_w²s/(2σ⁴). Prompts are drawn from their own law and accepted with probability
//! exp(g(X) − max g), which is φₖ(θ)·exp(−max g) in the mean. On the sphere of radius √d the maximum is λd, λ = (aᵀb + |a||b|)/2 the greatest
//! eigenvalue of the form, a and b the coefficients of s and b; on the cube see `largest_product`. Where coordinates are independent only those
//! that s or b touches are drawn in this way.
//!
//! All examples of the replicates with one tilt are independent and of one law, so they are drawn in bulk and dealt out in turn.

use nalgebra::DMatrix;

use super::coordinates::PROMPTS_AT_ONCE;
use super::tilt::{Tilt, residual_forms};
use super::{GROUP, PromptCoordinates};
use crate::model::TransferProblem;
use crate::numeric::{Kernel, ln, vectorised};
use crate::random::{Stream, WideGenerator};

/// The least share of prompts that rejection must accept to be worth its time.
const LEAST_ACCEPTANCE: f64 = 0.05;

/// Tilted laws of one example.
#[derive(Clone, Debug)]
pub(super) struct RejectionTilts {
    /// σ_w.
    weak_noise: f64,
    tilts: Vec<RejectionTilt>,
}

#[derive(Clone, Debug)]
struct RejectionTilt {
    /// Coordinates that are accepted or rejected, and those that are not touched by the tilt.
    touched: PromptCoordinates,
    others: Option<PromptCoordinates>,
    /// a and b, over the touched coordinates.
    difference: Vec<f64>,
    slope: Vec<f64>,
    /// max g, or more.
    log_envelope: f64,
    /// −θσ_w²/σ², the mean of ε for s = 1.
    noise_shift: f64,
    /// u − βⱼ for every concept, as coordinates with their coefficients: the touched ones first, then the others; without those that are 0.
    forms: Vec<Vec<(usize, f64)>>,
}

impl RejectionTilts {
    /// The tilted laws; none if rejection would accept too rarely.
    pub(super) fn new(problem: &TransferProblem, target: usize, tilts: &[Tilt]) -> Option<Self> {
        let (coordinates, forms) = PromptCoordinates::spanned_by(problem.prompts(), &residual_forms(problem, target));
        let mut laws = Self { weak_noise: problem.weak_noise(), tilts: Vec::new() };
        for tilt in tilts {
            let strength = 0.5 * tilt.theta / problem.noise().powi(2);
            let law = RejectionTilt::new(&coordinates, &forms, (tilt.concept, target), strength, problem.weak_noise())?;
            if tilt.log_moment - law.log_envelope < LEAST_ACCEPTANCE.ln() {
                return None;
            }
            laws.tilts.push(law);
        }
        Some(laws)
    }

    /// Writes the residual sums of squares of a batch from the law of this tilt for each of these replicates; RSSⱼ of replicate l is at
    /// j·GROUP + l.
    pub(super) fn draw(
        &self,
        tilt: usize,
        batch: usize,
        replicates: &[usize],
        residual_squares: &mut [f64],
        stream: &mut Stream,
    ) {
        let law = &self.tilts[tilt];
        let mut sums = vec![0.0; law.forms.len() * replicates.len()];
        if !replicates.is_empty() {
            vectorised(TiltedExamples { law, weak_noise: self.weak_noise, batch, sums: &mut sums, stream });
        }
        for (own, sums) in residual_squares.chunks_exact_mut(GROUP).zip(sums.chunks_exact(replicates.len().max(1))) {
            replicates.iter().zip(sums).for_each(|(replicate, sum)| own[*replicate] = *sum);
        }
    }
}

impl RejectionTilt {
    /// The law tilted against the first of two concepts in favour of the second; `strength` is θ/(2σ²). None for an exponent that is not bounded, and
    /// concepts that labels cannot tell apart.
    fn new(
        coordinates: &PromptCoordinates,
        forms: &DMatrix<f64>,
        (wrong, right): (usize, usize),
        strength: f64,
        weak_noise: f64,
    ) -> Option<Self> {
        let (wrong, right) = (forms.column(wrong), forms.column(right));
        let difference = wrong - right;
        let slope = -strength * (wrong + right) + 2.0 * (strength * weak_noise).powi(2) * &difference;
        let is_touched = |i: &usize| !coordinates.are_independent() || difference[*i] != 0.0 || slope[*i] != 0.0;
        let (mut order, others): (Vec<usize>, Vec<usize>) = (0..coordinates.count()).partition(is_touched);
        if order.is_empty() {
            return None;
        }
        let touched = coordinates.first(order.len());
        let chosen = |numbers: &nalgebra::DVector<f64>| order.iter().map(|i| numbers[*i]).collect::<Vec<_>>();
        let (difference, slope) = (chosen(&difference), chosen(&slope));
        let log_envelope = touched.greatest_product(&difference, &slope)?;
        let others_law = (!others.is_empty()).then(|| coordinates.first(others.len()));
        order.extend(others);
        let form = |concept: usize| {
            let entries = order.iter().map(|i| forms[(*i, concept)]).enumerate();
            entries.filter(|(_, coefficient)| *coefficient != 0.0).collect()
        };
        Some(Self {
            touched,
            others: others_law,
            difference,
            slope,
            log_envelope,
            noise_shift: -2.0 * strength * weak_noise.powi(2),
            forms: (0..forms.ncols()).map(form).collect(),
        })
    }
}

/// Adds the residual squares of a batch of examples for each of some replicates; entry j·(their number) + i of `sums` is that of the i-th.
struct TiltedExamples<'a> {
    law: &'a RejectionTilt,
    weak_noise: f64,
    batch: usize,
    sums: &'a mut [f64],
    stream: &'a mut Stream,
}

impl Kernel for TiltedExamples<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { law, weak_noise, batch, sums, stream } = self;
        let replicates = sums.len() / law.forms.len();
        let mut wide = WideGenerator::from_stream(stream);
        let mut accepted = Accepted::new(law.touched.count());
        let count = law.touched.count() + law.others.as_ref().map_or(0, PromptCoordinates::count);
        let mut prompts = vec![0.0; count * PROMPTS_AT_ONCE];
        let mut noises = [0.0; PROMPTS_AT_ONCE];
        let (mut missing, mut turn) = (batch * replicates, 0);
        while missing > 0 {
            accepted.fill(law, &mut wide, stream);
            let (touched, others) = prompts.split_at_mut(law.touched.count() * PROMPTS_AT_ONCE);
            accepted.take(touched);
            if let Some(law) = &law.others {
                law.fill(others, &mut wide, stream);
            }
            wide.fill_normal(&mut noises);
            let differences = combination(&law.difference, touched);
            for i in 0..PROMPTS_AT_ONCE {
                noises[i] = weak_noise.mul_add(noises[i], law.noise_shift * differences[i]);
            }
            let examples = missing.min(PROMPTS_AT_ONCE);
            for (form, sums) in law.forms.iter().zip(sums.chunks_exact_mut(replicates)) {
                let mut residuals = noises;
                for (coordinate, coefficient) in form {
                    add_multiple(&mut residuals, *coefficient, &prompts[coordinate * PROMPTS_AT_ONCE..]);
                }
                residuals.iter_mut().for_each(|residual| *residual *= *residual);
                deal_out(&residuals[..examples], sums, turn);
            }
            turn = (turn + examples) % replicates;
            missing -= examples;
        }
    }
}

/// Adds numbers in turn, from `turn` on and round again.
#[inline(always)]
fn deal_out(mut numbers: &[f64], sums: &mut [f64], mut turn: usize) {
    while !numbers.is_empty() {
        let (now, later) = numbers.split_at(numbers.len().min(sums.len() - turn));
        sums[turn..].iter_mut().zip(now).for_each(|(sum, number)| *sum += number);
        (numbers, turn) = (later, 0);
    }
}

/// Accepted prompts that wait to be used: up to twice `PROMPTS_AT_ONCE` of each coordinate.
struct Accepted {
    coordinates: Vec<[f64; 2 * PROMPTS_AT_ONCE]>,
    count: usize,
    candidates: Vec<f64>,
}

impl Accepted {
    fn new(coordinate_count: usize) -> Self {
        Self {
            coordinates: vec![[0.0; 2 * PROMPTS_AT_ONCE]; coordinate_count],
            count: 0,
            candidates: vec![0.0; coordinate_count * PROMPTS_AT_ONCE],
        }
    }

    /// Draws candidates until `PROMPTS_AT_ONCE` of them are accepted.
    #[inline(always)]
    fn fill(&mut self, law: &RejectionTilt, wide: &mut WideGenerator, stream: &mut Stream) {
        let mut thresholds = [0.0; PROMPTS_AT_ONCE];
        while self.count < PROMPTS_AT_ONCE {
            law.touched.fill(&mut self.candidates, wide, stream);
            wide.fill_thresholds(&mut thresholds);
            let (differences, slopes) =
                (combination(&law.difference, &self.candidates), combination(&law.slope, &self.candidates));
            let mut excess = [0.0; PROMPTS_AT_ONCE];
            for i in 0..PROMPTS_AT_ONCE {
                excess[i] = differences[i] * slopes[i] - law.log_envelope - ln(thresholds[i]);
            }
            let mut kept = self.count;
            for (waiting, candidates) in self.coordinates.iter_mut().zip(self.candidates.chunks_exact(PROMPTS_AT_ONCE))
            {
                kept = self.count;
                // What is rejected is overwritten by the next.
                for i in 0..PROMPTS_AT_ONCE {
                    waiting[kept] = candidates[i];
                    kept += usize::from(excess[i] > 0.0);
                }
            }
            self.count = kept;
        }
    }

    /// Hands out `PROMPTS_AT_ONCE` prompts.
    #[inline(always)]
    fn take(&mut self, prompts: &mut [f64]) {
        for (waiting, prompts) in self.coordinates.iter_mut().zip(prompts.chunks_exact_mut(PROMPTS_AT_ONCE)) {
            prompts.copy_from_slice(&waiting[..PROMPTS_AT_ONCE]);
            waiting.copy_within(PROMPTS_AT_ONCE..self.count, 0);
        }
        self.count -= PROMPTS_AT_ONCE;
    }
}

/// The values of a linear form on `PROMPTS_AT_ONCE` prompts.
#[inline(always)]
fn combination(coefficients: &[f64], prompts: &[f64]) -> [f64; PROMPTS_AT_ONCE] {
    let mut sum = [0.0; PROMPTS_AT_ONCE];
    for (coefficient, numbers) in coefficients.iter().zip(prompts.chunks_exact(PROMPTS_AT_ONCE)) {
        add_multiple(&mut sum, *coefficient, numbers);
    }
    sum
}

#[inline(always)]
fn add_multiple(sum: &mut [f64; PROMPTS_AT_ONCE], factor: f64, numbers: &[f64]) {
    let numbers = &numbers[..PROMPTS_AT_ONCE];
    for i in 0..PROMPTS_AT_ONCE {
        sum[i] = factor.mul_add(numbers[i], sum[i]);
    }
}
