//! A plan of shards is followed or refused with a message.

use std::sync::LazyLock;

use weak_to_strong_lab::claim::{Bundle, Campaign, CheckOptions, Registry, Shard, ShardPlan, find_claim};

/// The bundles of a study, and the plan that the program makes for them.
pub static STUDY: LazyLock<(Vec<Bundle>, ShardPlan)> = LazyLock::new(|| {
    let claims = find_claim("prop-3.2-segment", &Registry::built_in()).expect("one of the program's");
    let options = CheckOptions::default();
    let bundles = Campaign::new(&claims, &options).expect("a study").bundles();
    let plan = ShardPlan::in_turn(&claims, &options, &bundles, 2);
    (bundles, plan)
});

pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (bundles, expected) = &*STUDY;
    for number in [1, 2] {
        let shard = Shard { number, count: 2 };
        match ShardPlan::parse("plan.json".to_owned(), text, expected, shard) {
            Ok(plan) => {
                assert!(plan.bundles_of(shard, bundles).len() <= bundles.len());
                assert_eq!(plan.mark(shard, true).number, number);
            }
            Err(error) => assert!(error.to_string().starts_with("plan.json")),
        }
    }
}
