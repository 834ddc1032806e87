//! Tests of a store on a disk that becomes full.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use redb::{Builder, StorageBackend};

use super::{Store, StoreError};
use crate::quantity::{self, sampler_version};
use crate::study::lock::locked;
use crate::study::run_version::RUN_VERSION;
use crate::study::store::{JobDescription, Record};
use weak_to_strong::numeric::JointMoments;

/// Memory that takes a limited number of bytes and then fails like a full disk.
#[derive(Clone, Debug)]
struct Disk {
    bytes: Arc<Mutex<Vec<u8>>>,
    room: Arc<AtomicU64>,
}

impl Disk {
    fn with_room(bytes: &[u8], room: u64) -> Self {
        Self { bytes: Arc::new(Mutex::new(bytes.to_vec())), room: Arc::new(AtomicU64::new(room)) }
    }

    fn need(&self, length: u64) -> std::io::Result<()> {
        match length <= self.room.load(Ordering::Relaxed) {
            true => Ok(()),
            false => Err(std::io::ErrorKind::StorageFull.into()),
        }
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> std::io::Result<u64> {
        Ok(locked(&self.bytes).len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> std::io::Result<()> {
        out.copy_from_slice(&locked(&self.bytes)[offset as usize..][..out.len()]);
        Ok(())
    }

    /// Like a file with holes, it may be longer than the room for its bytes.
    fn set_len(&self, length: u64) -> std::io::Result<()> {
        locked(&self.bytes).resize(length as usize, 0);
        Ok(())
    }

    fn sync_data(&self) -> std::io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> std::io::Result<()> {
        self.need(offset + data.len() as u64)?;
        locked(&self.bytes)[offset as usize..][..data.len()].copy_from_slice(data);
        Ok(())
    }
}

fn open(disk: &Disk) -> Result<Store, StoreError> {
    Store::new(Path::new("disk"), Builder::new().create_with_backend(disk.clone()).expect("a database"))
}

/// Keeps one more record of a large observation.
fn keep(store: &Store, index: usize) -> Result<u64, StoreError> {
    let description = JobDescription {
        quantity: "naive.mse".to_owned(),
        quantity_version: quantity::by_name("naive.mse").expect("known").version,
        own: false,
        sampler: "direct".to_owned(),
        sampler_version: sampler_version("direct"),
        run_version: RUN_VERSION,
        problem: serde_json::json!(index),
        settings: Vec::new(),
    };
    let mut moments = JointMoments::new(40);
    moments.push(&[index as f64; 40]);
    let record = Record { key: description.key().with_seed(1), moments, seconds: 1.0, passing: false, drawn: 1 };
    store.keep(vec![record], || Some(description), 1);
    store.flush()
}

/// The store fails with a remedy. Everything that it had reported as saved is there when there is room again, and nothing is half-written.
#[test]
fn what_was_saved_survives_a_full_disk() {
    let empty = Disk::with_room(&[], u64::MAX);
    drop(open(&empty).expect("a store"));
    let disk = Disk::with_room(&locked(&empty.bytes), 2_000_000);
    let store = open(&disk).expect("a store");
    let mut saved = 0;
    let error = loop {
        match keep(&store, saved) {
            Ok(count) => {
                saved += 1;
                assert_eq!(count, saved as u64);
            }
            Err(error) => break error,
        }
        assert!(saved < 1000, "the disk is never full");
    };
    assert!(saved > 5, "{saved} records were saved before");
    let message = error.to_string();
    assert!(
        ["cannot write to the store disk", "free space", "another folder, or none"].iter().all(|w| message.contains(w)),
        "{message}"
    );
    assert!(keep(&store, saved).is_err(), "a store that failed once says so again");
    // The process ends abruptly, and starts again with enough room.
    let image = locked(&disk.bytes).clone();
    let again = open(&Disk::with_room(&image, u64::MAX)).expect("a store");
    let holdings = again.holdings().expect("a store that can be read");
    assert_eq!(holdings.len(), saved);
    assert!(holdings.iter().all(|holding| holding.fault().is_none() && holding.records == 1));
    assert_eq!(keep(&again, saved), Ok(1));
}
