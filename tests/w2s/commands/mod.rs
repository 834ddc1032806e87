//! The program from outside: exit status, output, files, and messages about bad input.

mod answers;
mod checks;
mod data_files;
mod earlier_check;
mod exports;
mod for_programs;
mod names;
mod refusals;
