//! The head of a store's file: what it is, and how long it was when something was last saved.

use std::fs::File;
use std::io::{Read, Result, Seek, SeekFrom, Write};

use sha2::{Digest, Sha256};
use weak_to_strong::numeric::SimdLevel;

/// Layout of the file. It is raised whenever an older program could not read what this one writes.
pub(super) const LAYOUT: u64 = 2;

/// The bytes with which the file begins.
const MAGIC: [u8; 16] = *b"weak-to-strong\r\n";

/// Where the frames begin: behind magic, layout and digest (64 bytes), and two seals (64 bytes each).
pub(super) const FRAMES: u64 = 192;

const SEAL: usize = 64;

/// How long the file was when something was saved: nothing before this place may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seal {
    /// The number of times that something was saved. The newer of two seals counts.
    pub(super) generation: u64,
    pub(super) length: u64,
    /// The vector instructions with which all before it was drawn; `None` if that is not known, or if there were several.
    pub(super) level: Option<SimdLevel>,
}

/// What is read of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The layout; `None` if it cannot be read.
    pub(super) layout: Option<u64>,
    /// The newer seal; `None` if neither can be read.
    pub(super) seal: Option<Seal>,
    /// Whether every byte of it is as it was written.
    pub(super) is_whole: bool,
}

/// The bytes of the head of a new file.
pub(super) fn new_head() -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(LAYOUT.to_le_bytes());
    bytes.resize(32, 0);
    bytes.extend(digest(&bytes));
    bytes.extend(sealed(Seal { generation: 0, length: FRAMES, level: None }));
    bytes.extend(sealed(Seal { generation: 1, length: FRAMES, level: None }));
    bytes
}

/// Reads the head of a file.
pub(super) fn read_head(mut file: &File) -> Result<Head> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(FRAMES).read_to_end(&mut bytes)?;
    bytes.resize(FRAMES as usize, 0);
    let (about, seals) = bytes.split_at(64);
    let about_is_whole = about[..16] == MAGIC && digest(&about[..32]) == about[32..];
    let layout = about_is_whole.then(|| number(&about[16..]));
    let seals: Vec<Option<Seal>> = seals.chunks(SEAL).map(unsealed).collect();
    Ok(Head {
        layout,
        seal: seals.iter().flatten().max_by_key(|seal| seal.generation).copied(),
        is_whole: about_is_whole && seals.iter().all(Option::is_some),
    })
}

/// Writes a seal in place of the older one.
pub(super) fn write_seal(mut file: &File, seal: Seal) -> Result<()> {
    file.seek(SeekFrom::Start(64 + seal.generation % 2 * SEAL as u64))?;
    file.write_all(&sealed(seal))
}

fn sealed(seal: Seal) -> Vec<u8> {
    let mut bytes = seal.generation.to_le_bytes().to_vec();
    bytes.extend(seal.length.to_le_bytes());
    bytes.extend(seal.level.map_or(0, code).to_le_bytes());
    bytes.resize(32, 0);
    bytes.extend(digest(&bytes));
    bytes
}

fn unsealed(bytes: &[u8]) -> Option<Seal> {
    let (content, sum) = bytes.split_at(32);
    let level = |written| SimdLevel::ALL.into_iter().find(|level| code(*level) == written);
    (digest(content) == *sum).then(|| Seal {
        generation: number(content),
        length: number(&content[8..]),
        level: level(number(&content[16..])),
    })
}

/// How a level is written. 0 stands where an earlier program wrote none, and where levels were mixed.
fn code(level: SimdLevel) -> u64 {
    match level {
        SimdLevel::None => 1,
        SimdLevel::Avx2 => 2,
        SimdLevel::Avx512 => 3,
        SimdLevel::Neon => 4,
    }
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn number(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(std::array::from_fn(|i| bytes[i]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head_of(bytes: &[u8]) -> Head {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(bytes).expect("room");
        read_head(&file).expect("readable")
    }

    #[test]
    fn the_newer_seal_counts() {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(&new_head()).expect("room");
        let levels = SimdLevel::ALL.map(Some).into_iter().chain([None]);
        for (generation, level) in (2..).zip(levels) {
            let seal = Seal { generation, length: 1000 * generation, level };
            write_seal(&file, seal).expect("room");
            assert_eq!(
                read_head(&file).expect("readable"),
                Head { layout: Some(LAYOUT), seal: Some(seal), is_whole: true }
            );
        }
    }

    #[test]
    fn damage_of_any_byte_is_noticed() {
        let whole = new_head();
        assert_eq!(whole.len() as u64, FRAMES);
        for damaged in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[damaged] ^= 1;
            let head = head_of(&bytes);
            assert!(
                !head.is_whole && head.seal.is_some() && (head.layout == Some(LAYOUT)) == (damaged >= 64),
                "byte {damaged}"
            );
        }
        (0..whole.len()).for_each(|length| assert!(!head_of(&whole[..length]).is_whole, "{length} bytes"));
    }
}
