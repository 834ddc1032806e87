//! The experiment of one training seed: a strong network, three weak supervisors, and all students of the strong one.

mod roles;
mod scores;
mod students;

use std::error::Error;

use rayon::prelude::*;
use weak_to_strong_transformer::NetworkFile;

use roles::{problem, prompts, stream, strong, weak_supervisor};
use scores::Scores;
use students::{Classroom, answers};

/// The content of each weak supervisor's personas. That of the source's is 1.
const WEAK_CONTENTS: [f64; 3] = [0.1, 0.25, 0.4];

/// The number of weak labels, as shares of all of them.
const SHARES: [usize; 5] = [256, 64, 16, 4, 1];

/// The number of examples before a query.
const BATCHES: [usize; 5] = [2, 4, 8, 16, 32];

/// Examples before a query where their number is not varied.
const BATCH: usize = 32;

/// How large the experiment is.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Steps in which the strong network is trained. Weak ones have a quarter of them.
    pub steps: u64,
    /// The most steps in which a network is fine-tuned.
    pub tuning: u64,
    /// All weak labels.
    pub labels: usize,
    /// Prompts on which networks are scored.
    pub scored: usize,
}

impl Sizes {
    /// Those of `models/personas.csv`.
    pub const FULL: Self = Self { steps: 2000, tuning: 1000, labels: 2048, scored: 16_384 };
}

/// The scores of one learner.
pub struct Row {
    weak_content: f64,
    learner: &'static str,
    samples: usize,
    batch: usize,
    /// Of the learner, of the strong network before fine-tuning, and of the weak supervisor.
    pub scores: [Scores; 3],
}

/// All learners of one training seed.
pub fn run(seed: u64, sizes: &Sizes) -> Result<Vec<Row>, Box<dyn Error>> {
    let strong = strong(&problem(WEAK_CONTENTS[0])?, seed, sizes.steps)?;
    let of_supervisor =
        |content: &f64| of_supervisor(&strong, *content, seed, sizes).map_err(|error| error.to_string());
    let rows: Result<Vec<Vec<Row>>, String> = WEAK_CONTENTS.par_iter().map(of_supervisor).collect();
    Ok(rows?.into_iter().flatten().collect())
}

/// All students of the strong network that learn from one weak supervisor.
fn of_supervisor(
    strong: &NetworkFile,
    weak_content: f64,
    seed: u64,
    sizes: &Sizes,
) -> Result<Vec<Row>, Box<dyn Error>> {
    let problem = problem(weak_content)?;
    let weak = weak_supervisor(&problem, seed, sizes)?;
    let test = prompts(&problem, sizes.scored, &mut stream(&problem, "prompts of the scores", seed)?);
    let scores = |answers: &[f64]| Scores::of(&problem, &test, answers).ok_or("the scores are of personas");
    let (source, supervisor) = (scores(&answers(strong, &test))?, scores(&answers(&weak, &test))?);
    let row =
        |learner, samples, batch, own| Row { weak_content, learner, samples, batch, scores: [own, source, supervisor] };
    let full = |learner, own| row(learner, sizes.labels, BATCH, own);
    let mut rows = vec![full("source", source), full("weak", supervisor)];
    let mut class = Classroom::new(&problem, strong, &weak, sizes, seed)?;
    let learned = |student: NetworkFile| scores(&answers(&student, &test));
    for samples in SHARES.map(|share| sizes.labels / share) {
        rows.push(row("naive", samples, BATCH, learned(class.naive(samples)?)?));
    }
    for batch in BATCHES {
        rows.push(row("refined", sizes.labels, batch, learned(class.refined(batch)?)?));
    }
    rows.push(full("in_context", scores(&class.in_context(&test, BATCH))?));
    rows.push(full("bootstrapped", learned(class.bootstrapped()?)?));
    rows.push(full("auxiliary", learned(class.auxiliary()?)?));
    Ok(rows)
}

/// The names of the columns of [`line`].
pub const HEADER: &str = "seed,weak.content,learner,samples,batch,content,style,accuracy,risk,source_content,source_style,source_accuracy,\
                          weak_content,weak_style,weak_accuracy";

/// A row as comma-separated values.
pub fn line(seed: u64, row: &Row) -> String {
    let Row { weak_content, learner, samples, batch, scores: [own, source, weak] } = row;
    let of = |scores: &Scores| format!("{:.4},{:.4},{:.4}", scores.content, scores.style, scores.accuracy);
    format!("{seed},{weak_content},{learner},{samples},{batch},{},{:.4},{},{}", of(own), own.risk, of(source), of(weak))
}
