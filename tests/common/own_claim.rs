//! A claim on the quantity, the relation and the formula of `examples/own_quantity.rs`.

pub const CLAIM: &str = r#"
id = "mine"
[problem]
dim = 4
prompts = "gaussian"
concepts = { orthonormal = 2 }
source_prior = "uniform"
target = 0
noise = 0.5
weak = { cosine = 0.8, noise = 0.7 }
[sweep]
samples = [16, 64]
[claim]
states = "within_factor_two(correlation.mse, rule_of_thumb)"
replicates = 4096
[domain]
dim = [2, 32]
[figure]
x = "samples"
"#;
