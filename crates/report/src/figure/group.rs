//! Groups in the figures of a page: series that it can hide, and points that tell their numbers.

/// What belongs together.
pub(super) enum Group<'g> {
    /// All marks of the series with this label.
    Series(&'g str),
    /// The marker of a measurement, with what it tells.
    Point(&'g dyn Fn() -> String),
    /// A mark that tells nothing, such as one of the legend.
    Mark,
}
