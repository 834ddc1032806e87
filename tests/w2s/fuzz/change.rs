//! Changes of a file, as damage and malice make them.

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

/// What breaks readers that trust a file.
const WORDS: [&[u8]; 30] = [
    b"0",
    b"-1",
    b"1e308",
    b"-1e308",
    b"1e-320",
    b"NaN",
    b"inf",
    b"null",
    b"4294967295",
    b"18446744073709551615",
    b"9223372036854775807",
    b"[",
    b"]",
    b"{",
    b"}",
    b"\"",
    b"'",
    b"\\",
    b"\\u202e",
    b",",
    b"\n",
    b"\r",
    b"#",
    b"(",
    b" over ",
    b"^",
    "β\u{302}".as_bytes(),
    "\u{202e}".as_bytes(),
    b"\0",
    b"\xff\xff\xff\xff",
];

/// The longest input.
const LONGEST: usize = 1 << 17;

/// One of these files with one to eight changes.
pub(super) fn changed(seeds: &[Vec<u8>], random: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = seeds[random.random_range(0..seeds.len())].clone();
    for _ in 0..random.random_range(1..=8) {
        change(&mut bytes, seeds, random);
        bytes.truncate(LONGEST);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut ChaCha8Rng) {
    let at = random.random_range(0..=bytes.len());
    let end = (at + random.random_range(1..=32)).min(bytes.len());
    match random.random_range(0..9) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.random_range(0..8),
        1 if at < bytes.len() => bytes[at] = random.random(),
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at..end)),
        4 => {
            let copied = bytes[at..end].to_vec();
            let to = random.random_range(0..=bytes.len());
            bytes.splice(to..to, copied);
        }
        5 | 6 => drop(bytes.splice(at..at, word(random))),
        7 => {
            let number = number_at(bytes, at);
            bytes.splice(number, word(random));
        }
        _ => {
            let other = &seeds[random.random_range(0..seeds.len())];
            let from = random.random_range(0..=other.len());
            let length = random.random_range(0..=other.len() - from);
            bytes.splice(at..end, other[from..from + length].iter().copied());
        }
    }
}

fn word(random: &mut ChaCha8Rng) -> Vec<u8> {
    let word = WORDS[random.random_range(0..WORDS.len())];
    // Deep nesting is many times the same.
    let times = if random.random_range(0..20) == 0 { 300 } else { 1 };
    word.repeat(times)
}

/// The first number at this place or later.
fn number_at(bytes: &[u8], at: usize) -> std::ops::Range<usize> {
    let begins = bytes[at..].iter().position(u8::is_ascii_digit).map_or(bytes.len(), |place| at + place);
    let length = bytes[begins..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    begins..begins + length
}
