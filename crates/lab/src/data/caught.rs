//! Panics of the Parquet crate, which asserts some things of a file that a damaged file need not keep.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use parquet::errors::{ParquetError, Result};

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// The result of a function that reads a file. If it panics, nothing is printed, and the result is an error; what it has changed must not be used again.
pub(super) fn caught<T>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    static QUIET_HOOK: Once = Once::new();
    QUIET_HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_QUIET.get() {
                usual(panic);
            }
        }));
    });
    let was_quiet = IS_QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    IS_QUIET.set(was_quiet);
    result.unwrap_or_else(|_| Err(ParquetError::General("its contents contradict each other".to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(caught(|| Ok(3)).expect("a number"), 3);
        let error = caught(|| -> Result<()> { panic!("an assertion of another crate") }).expect_err("a panic");
        assert!(error.to_string().contains("contradict each other"), "{error}");
        assert!(!IS_QUIET.get());
    }
}
