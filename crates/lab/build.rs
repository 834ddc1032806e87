//! Has claim files and networks embedded anew when one of them changes, or is new.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=sims");
    println!("cargo::rerun-if-changed=models");
}
