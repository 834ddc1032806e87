//! The file of a store: a head, and frames one behind the other. Nothing but the head is written twice.

use std::fs::{File, OpenOptions, remove_file, rename};
use std::io::{BufWriter, Result, Seek, SeekFrom, Write};
use std::path::Path;

use super::frame::{Frame, FrameReader, Kind, encoded};
use super::head::{FRAMES, Seal, new_head, read_head, write_seal};
use super::index::{Index, Place};
use super::record::Record;
use super::shards::Marks;
use super::{Damage, RecordKey, ShardMark};
use weak_to_strong::numeric::SimdLevel;

/// A store's file, with the places of all that it holds.
pub(super) struct Log {
    file: File,
    pub(super) layout: Option<u64>,
    pub(super) index: Index,
    pub(super) marks: Marks,
    pub(super) damages: Vec<Damage>,
    seal: Seal,
    /// Where the next frame goes. What is behind it is left of a write that did not end.
    end: u64,
}

/// What is to be written.
pub(super) enum Entry {
    Job { key: RecordKey, description: String },
    Record(Record),
    Mark(ShardMark),
}

impl Log {
    /// Makes a file without frames.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(path)?;
        file.write_all(&new_head())?;
        file.sync_all()?;
        Self::of(file)
    }

    /// Opens a file to read it, and to write to it if `writable`.
    pub(super) fn open(path: &Path, writable: bool) -> Result<Self> {
        Self::of(OpenOptions::new().read(true).write(writable).open(path)?)
    }

    /// Reads all frames.
    fn of(file: File) -> Result<Self> {
        let head = read_head(&file)?;
        let length = file.metadata()?.len();
        let mut log = Self {
            file,
            layout: head.layout,
            index: Index::default(),
            marks: Marks::default(),
            damages: Vec::new(),
            seal: head.seal.unwrap_or_default(),
            end: FRAMES,
        };
        if !head.is_whole {
            log.damages.push(Damage::of_head(length.min(FRAMES)));
        }
        if length < log.seal.length {
            log.damages.push(Damage::cut(length, log.seal.length));
        }
        log.read_frames(length)?;
        Ok(log)
    }

    fn read_frames(&mut self, length: u64) -> Result<()> {
        let file = self.file.try_clone()?;
        let mut reader = FrameReader::new(&file, self.end, length)?;
        while self.end < length {
            let (at, found) = (self.end, reader.next_frame(self.end)?);
            let begins = found.as_ref().map_or(length, |frame| frame.at);
            // Behind the seal is a write that did not end, or of which nobody was told.
            if begins > at && (found.is_some() || at < self.seal.length) {
                self.damages.push(Damage::of_frames(at, begins));
            }
            let Some(frame) = found else { break };
            self.end = begins + frame.size();
            self.take(&frame);
        }
        Ok(())
    }

    /// Puts a frame into the index.
    fn take(&mut self, frame: &Frame) {
        let place = Place { at: frame.at, size: frame.size() as u32, passing: frame.kind == Kind::Passing };
        let known = match frame.kind {
            Kind::Job => RecordKey::of_job(&frame.content).map(|key| self.index.put_job(key, place)),
            Kind::Record | Kind::Passing => {
                Record::place_of(&frame.content).map(|(key, count)| self.index.put_record(key, count, place))
            }
            Kind::Mark => serde_json::from_slice(&frame.content)
                .ok()
                .filter(ShardMark::is_possible)
                .map(|mark| self.marks.put(mark)),
        };
        if known.is_none() {
            self.damages.push(Damage::of_frames(frame.at, frame.at + frame.size()));
        }
    }

    /// The content of the frame at a place; `None` if it is damaged.
    pub(super) fn content(&self, place: Place) -> Result<Option<Vec<u8>>> {
        let frame = FrameReader::new(&self.file, place.at, place.at + u64::from(place.size))?.frame(place.at)?;
        Ok(frame.map(|frame| frame.content))
    }

    /// Whether nothing was ever written to it.
    pub(super) fn is_empty(&self) -> bool {
        self.end == FRAMES
    }

    /// The vector instructions with which all that it holds was drawn; `None` if that is not known, or if there were several.
    pub(super) fn level(&self) -> Option<SimdLevel> {
        self.seal.level
    }

    /// Bytes of the file that hold what longer records have replaced, or what is damaged.
    pub(super) fn waste(&self) -> u64 {
        self.end.saturating_sub(FRAMES + self.index.live_bytes())
    }

    pub(super) fn live_bytes(&self) -> u64 {
        self.index.live_bytes()
    }

    /// Writes entries that were drawn with vectors of this level, all of them or none, and returns when they are on disk. Entries that change nothing
    /// are left out. One frame at a time is in memory.
    pub(super) fn append(&mut self, entries: &[Entry], level: Option<SimdLevel>) -> Result<()> {
        let news: Vec<&Entry> = entries.iter().filter(|entry| self.is_news(entry)).collect();
        if news.is_empty() {
            return Ok(());
        }
        let begin = self.end;
        let written = self.write_behind(begin, &news).and_then(|sizes| {
            let seal = Seal {
                generation: self.seal.generation.max(1) + 1,
                length: begin + sizes.iter().map(|size| u64::from(*size)).sum::<u64>(),
                level: level.filter(|level| self.is_empty() || self.level() == Some(*level)),
            };
            write_seal(&self.file, seal).and_then(|()| self.file.sync_data()).map(|()| (sizes, seal))
        });
        let (sizes, seal) = written.inspect_err(|_| {
            // What was written of them is cut off now if that is possible, and otherwise by the next write.
            let _ = self.file.set_len(begin);
        })?;
        (self.seal, self.end) = (seal, seal.length);
        let mut at = begin;
        for (entry, size) in news.into_iter().zip(sizes) {
            self.put(entry, at, size);
            at += u64::from(size);
        }
        Ok(())
    }

    /// Writes the frames of entries at the end of the file, in place of what may be there, and returns their sizes.
    fn write_behind(&self, at: u64, entries: &[&Entry]) -> Result<Vec<u32>> {
        if self.file.metadata()?.len() > at {
            self.file.set_len(at)?;
        }
        let mut file = BufWriter::new(&self.file);
        file.seek(SeekFrom::Start(at))?;
        let mut sizes = Vec::with_capacity(entries.len());
        for entry in entries {
            let frame = entry.frame();
            file.write_all(&frame)?;
            sizes.push(frame.len() as u32);
        }
        file.flush()?;
        self.file.sync_data()?;
        Ok(sizes)
    }

    fn is_news(&self, entry: &Entry) -> bool {
        match entry {
            Entry::Job { key, .. } => self.index.job(*key).is_none(),
            Entry::Record(record) => self.index.would_take(record.key, record.moments.count(), record.passing),
            Entry::Mark(mark) => self.marks.is_news(mark),
        }
    }

    fn put(&mut self, entry: &Entry, at: u64, size: u32) {
        let place = |passing| Place { at, size, passing };
        match entry {
            Entry::Job { key, .. } => self.index.put_job(*key, place(false)),
            Entry::Record(record) => self.index.put_record(record.key, record.moments.count(), place(record.passing)),
            Entry::Mark(mark) => self.marks.put(mark.clone()),
        }
    }

    /// Writes what is in use, and is of a job that stays, into a new file, and puts that in place of this one.
    pub(super) fn compact(&mut self, path: &Path, stays: impl Fn(RecordKey) -> bool) -> Result<()> {
        let new = path.with_extension("new");
        let written = self.write_compact(&new, stays).and_then(|()| rename(&new, path));
        if let Err(error) = written {
            let _ = remove_file(&new);
            return Err(error);
        }
        *self = Self::open(path, true)?;
        Ok(())
    }

    fn write_compact(&self, path: &Path, stays: impl Fn(RecordKey) -> bool) -> Result<()> {
        let mut new = BufWriter::new(File::create(path)?);
        new.write_all(&new_head())?;
        let mut places: Vec<Place> = self.index.places().map(|(_, place)| place).collect();
        places.sort_unstable_by_key(|place| place.at);
        let mut reader = FrameReader::new(&self.file, FRAMES, self.end)?;
        for place in places {
            let frame = reader.frame(place.at)?.filter(|frame| frame.key().is_some_and(&stays));
            if let Some(frame) = frame {
                new.write_all(&encoded(frame.kind, &frame.content))?;
            }
        }
        self.marks.iter().try_for_each(|mark| new.write_all(&Entry::Mark(mark.clone()).frame()))?;
        let mut file = new.into_inner().map_err(|error| error.into_error())?;
        let length = file.stream_position()?;
        file.sync_all()?;
        write_seal(&file, Seal { generation: self.seal.generation.max(1) + 1, length, ..self.seal })?;
        file.sync_all()
    }
}

impl Entry {
    fn frame(&self) -> Vec<u8> {
        match self {
            Self::Job { key, description } => encoded(Kind::Job, &[&key.0, description.as_bytes()].concat()),
            Self::Record(record) => {
                encoded(if record.passing { Kind::Passing } else { Kind::Record }, &record.to_bytes())
            }
            Self::Mark(mark) => encoded(Kind::Mark, serde_json::json!(mark).to_string().as_bytes()),
        }
    }
}

impl Frame {
    /// The job that it is about; `None` for the mark of a shard.
    fn key(&self) -> Option<RecordKey> {
        match self.kind {
            Kind::Job => RecordKey::of_job(&self.content),
            Kind::Record | Kind::Passing => Record::place_of(&self.content).map(|(key, _)| key),
            Kind::Mark => None,
        }
    }
}
