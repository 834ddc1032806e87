//! The names of what is said of the law of one sample.

/// Functionals of the law of one replicate.
pub const LAWS: [(&str, &str); 4] = [
    ("P", "probability over one sample: P(naive.squared_error <= 1)"),
    ("quantile", "quantile over one sample: quantile(naive.squared_error, 0.9)"),
    ("variance", "variance over one sample: variance(naive.squared_error)"),
    ("mean", "mean over one sample: mean(min(naive.squared_error over penalty))"),
];

/// The predicate that a number of one sample is uniform on [0, 1].
pub const UNIFORM: &str = "uniform";

/// Words that are no names.
pub const RESERVED: [&str; 5] = ["inf", "and", "or", "not", "over"];
