//! Networks by hand, in files, and trained.

#[path = "../common/instructions.rs"]
mod instructions;

mod by_hand;
mod files;
mod personas;
mod pytorch;
mod training;
