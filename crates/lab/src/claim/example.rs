//! A problem for tests.

/// The id and the problem of a claim file, to which the rest is added.
pub(super) const PROBLEM: &str = r#"
    id = "mine"
    [problem]
    dim = 4
    prompts = "cube"
    concepts = { orthonormal = 2 }
    source_prior = "uniform"
    target = 0
    noise = 0.5
    weak = { cosine = 0.8, off_hull = 0.6, noise = 0.5 }
"#;
