//! Versions of the samplers.

/// Every sampler that an experiment may name, with its version.
///
/// A version is raised whenever a change of the sampler's code changes its numbers, so that no store mixes old numbers with new ones.
pub const SAMPLERS: &[(&str, u32)] = &[
    ("direct", 2),
    ("wishart", 2),
    ("bidiagonal", 2),
    ("given_labels", 2),
    ("orthogonal", 1),
    ("directions", 1),
    ("tilted", 6),
    ("tilted where rare", 6),
    ("sign_interpolation", 1),
    ("none", 1),
];

/// Returns the version of a sampler, or 0 if it is not listed. A test ensures that every sampler is listed.
pub fn sampler_version(name: &str) -> u32 {
    SAMPLERS.iter().find(|(known, _)| *known == name).map_or(0, |(_, version)| *version)
}
