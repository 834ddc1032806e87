//! What a student minimises.

/// Which of the two divergences from the weak supervisor a student minimises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Loss {
    /// KL(f‖f_w).
    Reverse,
    /// KL(f_w‖f).
    CrossEntropy,
}
