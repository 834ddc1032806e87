//! The time of the steps that replicates are made of, at the sizes of the workloads: `cargo bench --bench kernels`.

use divan::{Bencher, black_box};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_distr::{ChiSquared, Distribution, StandardNormal};
use toml::Table;
use weak_to_strong::learn::{DocumentReader, FineTuning, Hull, PromptGram, PromptSpectrum, in_context_posterior};
use weak_to_strong::model::{GincSpec, HiddenMarkovProblem, HiddenMarkovSpec, PromptLaw, TransferProblem};
use weak_to_strong::random::{ContentKey, Stream, open_stream};
use weak_to_strong::sample::{
    Composition, HiddenMarkovPrompt, HiddenMarkovSampler, LabelLaw, MomentSampler, SampleMoments,
};
use weak_to_strong_lab::family::OfFamily;
use weak_to_strong_lab::study::{Limits, problem_from_table};

const SAMPLES: usize = 256;
const BATCH: usize = 64;

fn main() {
    divan::main();
}

fn stream() -> Stream {
    open_stream(1, &ContentKey::of("kernels"), 0)
}

/// The problem of the workloads, with cube prompts.
fn problem() -> TransferProblem {
    let file: Table = include_str!("problem.toml").parse().expect("TOML");
    let table = file["problem"].as_table().expect("a table");
    let described = problem_from_table(table, &Limits::default()).expect("a problem");
    TransferProblem::of(&described.problem).expect("a transfer problem").clone()
}

/// A sample of the problem in all coordinates, by its sampler.
fn draw(mut sampler: MomentSampler) -> SampleMoments {
    let mut moments = sampler.empty_moments();
    sampler.draw(&mut moments, SAMPLES, Composition::Mixed, &mut stream());
    moments
}

fn sampler(prompts: &PromptLaw) -> MomentSampler {
    MomentSampler::new(prompts, LabelLaw::weak(&problem()))
}

mod random {
    use super::*;

    const NUMBERS: usize = 1024;

    fn fill(bencher: Bencher, draw: impl Fn(&mut Stream) -> f64) {
        let (mut numbers, mut stream) = (vec![0.0; NUMBERS], stream());
        bencher.counter(NUMBERS).bench_local(|| {
            numbers.fill_with(|| draw(&mut stream));
            black_box(&mut numbers);
        });
    }

    #[divan::bench]
    fn uniforms(bencher: Bencher) {
        fill(bencher, |stream| stream.random::<f64>());
    }

    #[divan::bench]
    fn normals(bencher: Bencher) {
        fill(bencher, |stream| StandardNormal.sample(stream));
    }

    #[divan::bench(args = [1.0, 33.0, 256.0])]
    fn chi_squares(bencher: Bencher, degrees: f64) {
        let law = ChiSquared::new(degrees).expect("degrees of freedom above 0");
        fill(bencher, |stream| law.sample(stream));
    }
}

mod moments {
    use super::*;

    fn bench(bencher: Bencher, mut sampler: MomentSampler, count: usize) {
        let (mut moments, mut stream) = (sampler.empty_moments(), stream());
        bencher.bench_local(|| sampler.draw(black_box(&mut moments), count, Composition::Mixed, &mut stream));
    }

    #[divan::bench]
    fn direct_cube(bencher: Bencher) {
        bench(bencher, sampler(&PromptLaw::Cube), SAMPLES);
    }

    #[divan::bench]
    fn direct_gaussian(bencher: Bencher) {
        bench(bencher, sampler(&PromptLaw::Gaussian).direct(), SAMPLES);
    }

    #[divan::bench(args = [SAMPLES, 100_000])]
    fn wishart(bencher: Bencher, count: usize) {
        bench(bencher, sampler(&PromptLaw::Gaussian), count);
    }

    fn forms(prompts: &PromptLaw) -> MomentSampler {
        let problem = problem();
        MomentSampler::of_forms(prompts, LabelLaw::weak(&problem), problem.concepts()).0
    }

    #[divan::bench]
    fn forms_direct_cube(bencher: Bencher) {
        bench(bencher, forms(&PromptLaw::Cube), BATCH);
    }

    #[divan::bench]
    fn forms_wishart(bencher: Bencher) {
        bench(bencher, forms(&PromptLaw::Gaussian), BATCH);
    }
}

/// The forms of 200 prompts in 500 dimensions under a steep spectrum.
mod linear {
    use super::*;

    const PENALTIES: [f64; 3] = [1e-4, 1e-2, 1.0];

    fn prompts() -> DMatrix<f64> {
        let mut stream = stream();
        let mut normal = || -> f64 { StandardNormal.sample(&mut stream) };
        DMatrix::from_fn(500, 200, |row, _| normal() / (1.0 + row as f64))
    }

    #[divan::bench]
    fn spectrum(bencher: Bencher) {
        let prompts = prompts();
        bencher.bench_local(|| PromptSpectrum::of_prompts(black_box(&prompts)));
    }

    #[divan::bench]
    fn gram(bencher: Bencher) {
        let prompts = prompts();
        bencher.bench_local(|| PromptGram::of_prompts(black_box(&prompts), &PENALTIES));
    }

    /// With what label noise leaves at three penalties.
    #[divan::bench]
    fn gram_and_noise(bencher: Bencher) {
        let prompts = prompts();
        bencher.bench_local(|| {
            let gram = PromptGram::of_prompts(black_box(&prompts), &PENALTIES).expect("regular");
            PENALTIES.map(|penalty| gram.spread(penalty))
        });
    }
}

mod learners {
    use super::*;

    #[divan::bench]
    fn factorisation(bencher: Bencher) {
        let (moments, source_mean) = (draw(sampler(&PromptLaw::Cube)), problem().source_mean());
        bencher.bench_local(|| FineTuning::new(black_box(&moments), &source_mean));
    }

    /// Ten penalties and least squares, after the factorisation.
    #[divan::bench]
    fn ridge_path(bencher: Bencher) {
        let fit = FineTuning::new(&draw(sampler(&PromptLaw::Cube)), &problem().source_mean()).expect("a sample");
        let penalties: Vec<f64> = (0..10).map(|i| 10f64.powf(-3.0 + 5.0 * f64::from(i) / 9.0)).chain([0.0]).collect();
        bencher.bench_local(|| {
            penalties.iter().map(|penalty| fit.ridge(*penalty)).collect::<Result<Vec<DVector<f64>>, _>>()
        });
    }

    #[divan::bench]
    fn posterior(bencher: Bencher) {
        let problem = problem();
        let (mut sampler, concepts): (_, DMatrix<f64>) =
            MomentSampler::of_forms(problem.prompts(), LabelLaw::weak(&problem), problem.concepts());
        let mut moments = sampler.empty_moments();
        sampler.draw(&mut moments, BATCH, Composition::OneConcept, &mut stream());
        bencher.bench_local(|| in_context_posterior(&problem, black_box(&moments), &concepts));
    }

    #[divan::bench]
    fn hull_fit(bencher: Bencher) {
        let (moments, hull) = (draw(sampler(&PromptLaw::Cube)), Hull::new(problem().concepts().clone()));
        bencher.bench_local(|| hull.fit(black_box(&moments)));
    }

    /// Five filters over a prompt of 64 examples of 10 tokens, in the GINC data.
    #[divan::bench]
    fn forward_algorithm(bencher: Bencher) {
        let spec = HiddenMarkovSpec::Ginc(GincSpec { seed: 1, vocabulary: 50 });
        let problem = HiddenMarkovProblem::new(&spec).expect("a mixture");
        let mut prompt = HiddenMarkovPrompt::default();
        HiddenMarkovSampler::new(&problem, 10).draw(&mut prompt, 64, &mut stream());
        let mut reader = DocumentReader::new(&problem);
        bencher.bench_local(|| {
            reader.restart();
            prompt.examples().for_each(|example| reader.read_example(example));
            black_box(reader.posterior())
        });
    }
}
