//! A tensor as a message shows it.

use std::fmt;

/// A tensor as the header lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its dimensions.
    pub shape: Vec<usize>,
    /// Its bytes, counted from the end of the header.
    pub data_offsets: [usize; 2],
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} of shape {:?} with data_offsets {:?}", self.name, self.shape, self.data_offsets)
    }
}
