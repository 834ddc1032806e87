//! Frames: the parts of a store's file. Each is whole by itself, so that damage costs only the frames that it touches.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Result, Seek, SeekFrom};

use sha2::{Digest, Sha256};

/// The bytes with which a frame begins. They tell where frames go on behind damaged ones.
const MARKER: [u8; 8] = *b"\x89w2s\r\n\x1a\xf7";

/// Marker, kind, length of the content, digest of these and of the content.
const HEAD: usize = MARKER.len() + 1 + 4 + 32;

/// The longest content. No record is nearly as long, so that a damaged length is noticed.
const LONGEST: usize = 1 << 28;

/// Bytes that are read at once.
const WINDOW: usize = 1 << 16;

/// What a frame holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    /// The description of a job.
    Job = 1,
    /// The moments of a job's first replicates.
    Record = 2,
    /// A record that gives way to longer ones.
    Passing = 3,
    /// The mark of a shard.
    Mark = 4,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Job, Self::Record, Self::Passing, Self::Mark];

    fn of(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == byte)
    }
}

/// A whole frame of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    /// Where it begins.
    pub(super) at: u64,
    pub(super) content: Vec<u8>,
}

impl Frame {
    /// Bytes of the file that it takes.
    pub(super) fn size(&self) -> u64 {
        (HEAD + self.content.len()) as u64
    }
}

/// The bytes of a frame.
pub(super) fn encoded(kind: Kind, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u32).to_le_bytes();
    let mut bytes = MARKER.to_vec();
    bytes.push(kind as u8);
    bytes.extend(length);
    bytes.extend(digest(kind as u8, length, content));
    bytes.extend(content);
    bytes
}

fn digest(kind: u8, length: [u8; 4], content: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update([kind]).chain_update(length).chain_update(content).finalize().into()
}

/// Reads frames of a file, from wherever it is asked.
pub(super) struct FrameReader<'a> {
    file: BufReader<&'a File>,
    at: u64,
    end: u64,
}

impl<'a> FrameReader<'a> {
    /// Reads from here up to this end.
    pub(super) fn new(file: &'a File, from: u64, end: u64) -> Result<Self> {
        let buffer = end.saturating_sub(from).clamp(1, WINDOW as u64);
        let mut file = BufReader::with_capacity(buffer as usize, file);
        file.seek(SeekFrom::Start(from))?;
        Ok(Self { file, at: from, end })
    }

    /// The frame that begins here; `None` if none does, or if it is damaged or cut off.
    pub(super) fn frame(&mut self, at: u64) -> Result<Option<Frame>> {
        let mut head = [0; HEAD];
        if self.end.saturating_sub(at) < HEAD as u64 || !self.read(at, &mut head)? {
            return Ok(None);
        }
        let (marker, rest) = head.split_at(MARKER.len());
        let (kind, length) = (rest[0], [rest[1], rest[2], rest[3], rest[4]]);
        let size = u32::from_le_bytes(length) as usize;
        let fits = size <= LONGEST && (HEAD + size) as u64 <= self.end - at;
        let Some(known) = Kind::of(kind).filter(|_| marker == MARKER && fits) else {
            return Ok(None);
        };
        let mut content = vec![0; size];
        let is_whole = self.read(at + HEAD as u64, &mut content)? && digest(kind, length, &content) == rest[5..];
        Ok(is_whole.then_some(Frame { kind: known, at, content }))
    }

    /// The first whole frame that begins here or later. As a rule it is here, and nothing is searched.
    pub(super) fn next_frame(&mut self, from: u64) -> Result<Option<Frame>> {
        match self.frame(from)? {
            Some(frame) => Ok(Some(frame)),
            None => self.search(from),
        }
    }

    /// Looks for markers.
    fn search(&mut self, from: u64) -> Result<Option<Frame>> {
        let mut window = vec![0; WINDOW];
        let mut at = from;
        while self.end.saturating_sub(at) >= HEAD as u64 {
            let length = window.len().min((self.end - at) as usize);
            if !self.read(at, &mut window[..length])? {
                return Ok(None);
            }
            let begins = |begin: &usize| window[*begin..].starts_with(&MARKER);
            for begin in (0..=length - MARKER.len()).filter(begins).collect::<Vec<_>>() {
                if let Some(frame) = self.frame(at + begin as u64)? {
                    return Ok(Some(frame));
                }
            }
            // A marker may lie across the end of the window.
            at += (length - MARKER.len() + 1) as u64;
        }
        Ok(None)
    }

    /// Fills the buffer from here on; `false` if the file ends before.
    fn read(&mut self, at: u64, buffer: &mut [u8]) -> Result<bool> {
        if at != self.at {
            self.file.seek_relative(at as i64 - self.at as i64)?;
            self.at = at;
        }
        match self.file.read_exact(buffer) {
            Ok(()) => {
                self.at += buffer.len() as u64;
                Ok(true)
            }
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                self.at = self.file.stream_position()?;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn file_of(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(bytes).expect("room");
        file
    }

    fn frames(bytes: &[u8]) -> Vec<(u64, Vec<u8>)> {
        let file = file_of(bytes);
        let mut reader = FrameReader::new(&file, 0, bytes.len() as u64).expect("a file");
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(frame) = reader.next_frame(at).expect("readable") {
            at = frame.at + frame.size();
            found.push((frame.at, frame.content));
        }
        found
    }

    #[test]
    fn frames_are_found_behind_damage_of_any_byte() {
        let (first, second) = (encoded(Kind::Job, b"first"), encoded(Kind::Record, b""));
        let third = encoded(Kind::Mark, &[7; 100_000]);
        let all = [first.clone(), second.clone(), third.clone()].concat();
        let place = |of: usize| [0, first.len(), first.len() + second.len()][of] as u64;
        assert_eq!(frames(&all).len(), 3);
        for damaged in 0..first.len() + second.len() {
            let mut bytes = all.clone();
            bytes[damaged] ^= 4;
            let lost = usize::from(damaged >= first.len());
            let left: Vec<u64> = frames(&bytes).iter().map(|(at, _)| *at).collect();
            let expected: Vec<u64> = (0..3).filter(|of| *of != lost).map(place).collect();
            assert_eq!(left, expected, "byte {damaged}");
        }
    }

    /// A marker may lie anywhere relative to the window of the search.
    #[test]
    fn a_frame_is_found_behind_any_number_of_bytes() {
        for before in (65_500..65_560).chain([0, 1, 131_070, 131_072]) {
            let bytes = [vec![0x89; before], encoded(Kind::Mark, b"here")].concat();
            assert_eq!(frames(&bytes), [(before as u64, b"here".to_vec())], "{before} bytes before");
        }
    }

    /// A search of the window for each of 100,000 frames would look at 6.5 GB, which takes half a minute.
    #[test]
    fn frames_behind_each_other_are_not_searched_for() {
        let bytes = encoded(Kind::Record, b"content").repeat(100_000);
        let start = std::time::Instant::now();
        assert_eq!(frames(&bytes).len(), 100_000);
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    }

    #[test]
    fn what_is_cut_off_is_no_frame() {
        let whole = encoded(Kind::Record, b"content");
        (0..whole.len()).for_each(|length| assert_eq!(frames(&whole[..length]), [], "{length} bytes"));
    }
}
