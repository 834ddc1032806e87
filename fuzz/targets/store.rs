//! The file of a store is listed, merged and pruned, whatever it holds, and what is pruned has no faults.

use std::path::Path;

use sha2::{Digest, Sha256};
use weak_to_strong_lab::study::{Admitted, Contents, Store};

/// With what a frame begins; its kind (1 byte), the length of its content (4), the digest of these and of the content (32) and the content follow.
const MARKER: [u8; 8] = *b"\x89w2s\r\n\x1a\xf7";
const HEAD: usize = 8 + 1 + 4 + 32;

pub fn run(bytes: &[u8]) {
    used(bytes);
    let sealed = resealed(bytes);
    if sealed != bytes {
        used(&sealed);
    }
}

/// The same with right checksums of all frames, so that what is wrong in them is read.
pub fn resealed(bytes: &[u8]) -> Vec<u8> {
    let mut sealed = bytes.to_vec();
    let begins: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(&MARKER)).collect();
    for (i, begin) in begins.iter().enumerate() {
        let end = begins.get(i + 1).copied().unwrap_or(bytes.len());
        if end - begin < HEAD {
            continue;
        }
        let length = ((end - begin - HEAD) as u32).to_le_bytes();
        let digest = Sha256::new().chain_update([bytes[begin + 8]]).chain_update(length);
        let digest = digest.chain_update(&bytes[begin + HEAD..end]).finalize();
        sealed[begin + 9..begin + 13].copy_from_slice(&length);
        sealed[begin + 13..begin + HEAD].copy_from_slice(&digest);
    }
    sealed
}

fn used(file: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("store")).expect("a folder");
    std::fs::write(at("store/results.w2s"), file).expect("room");
    let Ok(contents) = Contents::read(&at("store")) else { return };
    contents.holdings().expect("readable").iter().for_each(|holding| drop(holding.fault()));
    for foreign in [false, true] {
        let into = opened(&at("into"));
        let _ = into.take_in(&[at("store")], Admitted { foreign, mixed_simd: true }).expect("a union").faults;
    }
    pruned(&at("store"));
}

fn opened(folder: &Path) -> Store {
    Store::open(folder).expect("a store that can be opened")
}

fn pruned(folder: &Path) {
    let store = opened(folder);
    let holdings = store.contents().holdings().expect("readable");
    let faulty: Vec<_> =
        holdings.iter().filter(|holding| holding.fault().is_some()).map(|holding| holding.key).collect();
    store.remove(&faulty).expect("room");
    let left = store.contents();
    assert!(left.damages().is_empty(), "{:?}", left.damages());
    assert!(left.holdings().expect("readable").iter().all(|holding| holding.fault().is_none()));
}
