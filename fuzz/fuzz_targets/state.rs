//! The state of observations that a store holds goes round to the bit, or is refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use weak_to_strong::numeric::JointMoments;

fuzz_target!(|bytes: &[u8]| {
    if let Some(moments) = JointMoments::from_bytes(bytes) {
        assert_eq!(moments.to_bytes(), bytes);
    }
});
