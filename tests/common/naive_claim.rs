//! A true claim with a figure, as a user writes it.

pub const CLAIM: &str = r#"
id = "mine"
title = "My claim"

[problem]
dim = 8
prompts = "gaussian"
concepts = { orthonormal = 3 }
source_prior = "uniform"
target = 0
noise = 0.5
weak = { cosine = 0.8, off_hull = 0.6, noise = 0.5 }

[sweep]
samples = [16, 4096]
penalty = { log = [0.1, 1.0, 5] }

[claim]
quantity = "naive.mse"
relation = ">="
expression = "segment_bound"
resolution = 0.001
replicates = 4000

[figure]
x = "penalty"
series = "samples"
"#;
