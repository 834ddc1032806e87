//! How exactly a statement is judged.

/// How exactly a statement is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resolution {
    /// As a share of the right side.
    pub relative: f64,
    /// At least this.
    pub absolute: f64,
}

impl Resolution {
    /// The resolution where the right side has this value.
    pub fn at(&self, right: f64) -> f64 {
        self.absolute.max(self.relative * right.abs())
    }
}
