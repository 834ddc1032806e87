//! Names and other short texts of kinds.

use std::borrow::Cow;

/// A name, a symbol or a meaning: a text of the library, or one that a user made at run time.
pub type Name = Cow<'static, str>;
