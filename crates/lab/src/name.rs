//! Names and other short texts, of the library or of a user.

use std::borrow::Cow;

/// A name, a symbol or a meaning. It is a text of the library, or a text that a user made at run time.
pub type Name = Cow<'static, str>;
