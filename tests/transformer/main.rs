//! Networks by hand, in files, and trained.

mod by_hand;
mod files;
mod pytorch;
mod training;
