//! Networks by hand, in files, and trained.

mod by_hand;
mod files;
mod personas;
mod pytorch;
mod training;
