//! Memory that replicates take and give back.

use std::hint::black_box;
use std::sync::Once;

/// Bytes of a vector just below the longest one from which glibc learns, 32 MiB.
const LONG: usize = 31 << 20;

/// Lets threads keep the memory that a replicate gives back for the next one.
///
/// glibc returns the free end of a thread's memory to the system beyond 128 KiB, or twice the longest vector that was ever returned to it. A replicate of a
/// few matrices would then fetch all of its pages again, which takes up to a quarter of its time. So one vector is taken and given back, unused, which is as
/// long as counts. Elsewhere this does nothing.
pub(super) fn keep_memory() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| drop(black_box(Vec::<u8>::with_capacity(LONG))));
}
