//! What is known after an interrupted run.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::checks::claim;
use weak_to_strong_lab::claim::{
    Campaign, CellOutcome, CheckOptions, Claim, ClaimError, ClaimOutcome, Registry, Verdict,
};
use weak_to_strong_lab::study::{Event, Interrupt, Session};

/// The first claim is decided at the first look: the second has cells that are, and one that never is.
fn claims() -> [Claim; 2] {
    ["<= 1.5", ">= naive.mse[penalty = 0.10000000001]"].map(|bound| {
        let text = format!(
            r#"
            id = "bound-{length}"
            [problem]
            dim = 4
            prompts = "cube"
            concepts = {{ orthonormal = 2 }}
            source_prior = "uniform"
            target = 0
            noise = 0.5
            weak = {{ cosine = 0.8, off_hull = 0.6, noise = 0.5 }}
            [sweep]
            samples = [16, 64]
            penalty = [0.001, 0.1, 10]
            [claim]
            states = "naive.mse {bound}"
            resolution = 1e-15
            replicates = 1048576
            "#,
            length = bound.len()
        );
        claim(&text, &Registry::built_in()).expect("a claim")
    })
}

/// What is known when this many blocks are finished.
fn interrupted_after(blocks: u64) -> Vec<ClaimOutcome> {
    let (claims, options) = (claims(), CheckOptions::default());
    let (interrupt, finished) = (Interrupt::new(), AtomicU64::new(0));
    if blocks == 0 {
        interrupt.request();
    }
    let observer = |event| {
        if matches!(event, Event::BlockDone { .. }) && finished.fetch_add(1, Ordering::SeqCst) + 1 == blocks {
            interrupt.request();
        }
    };
    let session = Session { interrupt: &interrupt, observer: &observer, ..Session::alone() };
    let mut campaign = Campaign::new(&claims, &options).expect("a campaign");
    let ended = campaign.run(&session);
    assert!(matches!(ended, Err(ClaimError::Interrupted)), "{ended:?}");
    campaign.outcomes()
}

#[test]
fn nothing_is_known_before_the_first_block() {
    for outcome in interrupted_after(0) {
        assert_eq!((outcome.verdict, outcome.replicates), (Verdict::Unresolved, 0));
        // A proved range may decide a cell without a replicate.
        let is_known = |cell: &CellOutcome| matches!(cell.verdict, Verdict::Unresolved | Verdict::Holds);
        assert!(outcome.cells.len() == 6 && outcome.cells.iter().all(is_known), "{outcome:?}");
    }
}

#[test]
fn what_is_decided_stays_decided() {
    let [first, second] = interrupted_after(200).try_into().expect("two claims");
    assert_eq!(first.verdict, Verdict::Holds);
    assert_eq!(second.verdict, Verdict::Unresolved);
    assert!(second.cells.iter().any(|cell| cell.verdict == Verdict::Unresolved), "{second:?}");
}
