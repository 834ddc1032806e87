//! The state of observations that a store holds goes round to the bit, or is refused.

use weak_to_strong::numeric::JointMoments;

pub fn run(bytes: &[u8]) {
    if let Some(moments) = JointMoments::from_bytes(bytes) {
        assert_eq!(moments.to_bytes(), bytes);
    }
}
