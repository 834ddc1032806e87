//! The standard problem as a user writes it, and a true claim on it with a figure.

macro_rules! problem {
    () => {
        r#"
[problem]
dim = 8
prompts = "gaussian"
concepts = { orthonormal = 3 }
source_prior = "uniform"
target = 0
noise = 0.5
weak = { cosine = 0.8, off_hull = 0.6, noise = 0.5 }
"#
    };
}

/// The problem alone.
pub const PROBLEM: &str = problem!();

/// Naive fine-tuning is no better than the segment bound.
pub const CLAIM: &str = concat!(
    r#"
id = "mine"
title = "My claim"
"#,
    problem!(),
    r#"
[sweep]
samples = [16, 4096]
penalty = { log = [0.1, 1.0, 5] }

[claim]
states = "naive.mse >= segment_bound"
resolution = 0.001
replicates = 4000

[figure]
x = "penalty"
series = "samples"
"#
);
