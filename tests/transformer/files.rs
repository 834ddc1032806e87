//! Files with networks, and files that are damaged on purpose.

use std::sync::OnceLock;

use weak_to_strong::model::{ConceptSpec, ProblemSpec, TransferProblem};
use weak_to_strong::rand::Rng;
use weak_to_strong::random::{ContentKey, open_stream};
use weak_to_strong_transformer::{
    Architecture, ArchitectureSpec, ByHand, FileError, Header, Network, NetworkFile, TrainingSpec, Weights,
};

fn problem() -> TransferProblem {
    ProblemSpec::new(2, ConceptSpec::Orthonormal(2)).build().expect("a problem")
}

/// A small network of each kind of numbers.
fn files() -> &'static [NetworkFile; 2] {
    static FILES: OnceLock<[NetworkFile; 2]> = OnceLock::new();
    FILES.get_or_init(|| {
        let problem = problem();
        let spec =
            TrainingSpec { width: 4, heads: 2, layers: 1, hidden: 3, examples: 3, batch: 8, ..TrainingSpec::default() };
        let architecture = spec.architecture(&problem).expect("a shape");
        let parameters = (0..architecture.parameter_count()).map(|i| (12.9898 * i as f32).sin()).collect();
        let header = Header::new(problem.description(), spec.tokens(&problem), architecture);
        let single = NetworkFile { header, network: Weights::Single(Network::of(architecture, parameters)) };
        let by_hand = ByHand::new(&problem, 3).expect("a network");
        let header = Header::new(problem.description(), *by_hand.tokens(), *by_hand.network().architecture());
        let double = NetworkFile { header, network: Weights::Double(by_hand.network().clone()) };
        [single, double]
    })
}

fn bytes(file: &NetworkFile) -> Vec<u8> {
    file.to_bytes().expect("a file")
}

/// The bytes after a change of the text of the header, whose length is kept by spaces.
fn changed(file: &NetworkFile, from: &str, to: &str) -> String {
    let bytes = bytes(file);
    let length = u64::from_le_bytes(*bytes.first_chunk().expect("a length")) as usize;
    let header = std::str::from_utf8(&bytes[8..8 + length]).expect("text");
    assert!(header.contains(from), "{from} in {header}");
    let header = header.replace(from, to);
    let header = header.trim_end();
    let mut other = (header.len() as u64).to_le_bytes().to_vec();
    other.extend_from_slice(header.as_bytes());
    other.extend_from_slice(&bytes[8 + length..]);
    NetworkFile::from_bytes(&other).expect_err("a wrong header").to_string()
}

#[test]
fn both_kinds_of_numbers_come_back() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in files() {
        let path = folder.path().join("network.safetensors");
        file.write(&path).expect("written");
        assert_eq!(&NetworkFile::read(&path).expect("the same"), file);
        assert_eq!(file.most_examples(), 3);
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left beside the file");
}

/// 14,700,000 parameters in F32, which fill 56 MiB.
#[test]
fn a_network_is_as_large_as_its_file() {
    let (width, hidden, layers) = (512, 512, 8);
    let small = &files()[0].header;
    let spec = ArchitectureSpec { width, hidden, layers, ..*small.architecture.spec() };
    let architecture = Architecture::new(spec).expect("a shape");
    let header = Header { architecture, ..small.clone() };
    let file = NetworkFile { header, network: Weights::Single(Network::zeros(architecture)) };
    let bytes = bytes(&file);
    assert!(bytes.len() > 56 << 20 && NetworkFile::from_bytes(&bytes).expect("a network") == file, "{}", bytes.len());
}

/// The library and the file by hand agree on what a network in a file predicts.
#[test]
fn a_file_predicts_as_the_network() {
    let prompts = [1.0, 2.0, -1.0, 0.5, 0.3, 0.2, 0.1, 1.0];
    let labels = [0.9, -1.2, 0.4, 7.0];
    let by_hand = ByHand::new(&problem(), 3).expect("a network");
    let both = files()[1].predict(&[prompts, prompts].concat(), &[labels, labels].concat(), 3);
    let one = by_hand.predict(&prompts, &labels);
    assert_eq!(both, [&one[..], &one[..]].concat());
}

#[test]
fn wrong_headers_are_named() {
    let [single, double] = files();
    for (file, from, to, expected) in [
        (
            single,
            "readout.bias",
            "readout.bios",
            "the tensor readout.bios of shape [1] is no part of the network; leave it out",
        ),
        (
            single,
            "\"shape\":[4,12]",
            "\"shape\":[12,4]",
            "the tensor blocks.0.attention.input has shape [12, 4]; expected [4, 12], the transpose",
        ),
        (single, "\"dtype\":\"F32\"", "\"dtype\":\"I32\"", "has type I32; expected F32"),
        (double, "\"dtype\":\"F64\"", "\"dtype\":\"U64\"", "has type U64; expected F32, as all tensors"),
        (single, "\"w2s\"", "\"w2t\"", "has no key `w2s`"),
        (single, "\\\"layout\\\":1", "\\\"layout\\\":2", "the file has layout 2, but this version reads layout 1"),
        (single, "\\\"width\\\":4", "\\\"width\\\":1000", "width = 1000: must be a whole number from 1 to 512"),
        (
            single,
            "\\\"features\\\":9",
            "\\\"features\\\":8",
            "architecture.features is 8 in the file, but the problem and its tokens ask for 9",
        ),
        (double, "\\\"memory\\\":2", "\\\"memory\\\":99999999999999999", "architecture.features is 8"),
        (single, "\"data_offsets\":[0,", "\"data_offsets\":[4,", "has other offsets than its shape asks for"),
        (single, "\"data_offsets\":[0,", "\"data_offsets\":[18446744073709551615,", "has other offsets than"),
        (single, "\"norm\":{", "\"readout.bias\":{", "the key readout.bias stands twice"),
        (double, "\"dtype\":\"F64\"", "\"dtype\":\"F4\"", "has type F4; types that are read are F32 and F64"),
    ] {
        let message = changed(file, from, to);
        assert!(message.contains(expected), "{from} → {to}: {message}");
    }
}

#[test]
fn numbers_that_are_none_are_named() {
    let mut bytes = bytes(&files()[0]);
    let end = bytes.len();
    bytes[end - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
    let message = NetworkFile::from_bytes(&bytes).expect_err("no number").to_string();
    assert!(message.starts_with("number ") && message.contains(" is NaN; every number must be finite"), "{message}");
}

#[test]
fn limits_come_before_reading() {
    let mut long = vec![0; 20];
    long[..8].copy_from_slice(&(2u64 << 20).to_le_bytes());
    assert!(matches!(
        NetworkFile::from_bytes(&long),
        Err(FileError::HeaderTooLarge { bytes: 2_097_152, most: 1_048_576 })
    ));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large");
    let file = std::fs::File::create(&path).expect("a file");
    file.set_len(1 << 40).expect("a file with a hole");
    assert!(matches!(NetworkFile::read(&path), Err(FileError::TooLarge { most: 67_108_864, .. })));
    let message = NetworkFile::read(&folder.path().join("none")).expect_err("no file").to_string();
    assert!(message.contains("none: No such file"), "{message}");
}

/// Cut anywhere, a file is refused.
#[test]
fn truncated_files_are_refused() {
    for file in files() {
        let bytes = bytes(file);
        for length in 0..bytes.len() {
            assert!(NetworkFile::from_bytes(&bytes[..length]).is_err(), "{length} of {}", bytes.len());
        }
    }
}

/// Twenty thousand files with one to eight bits flipped in header or numbers: no panic, and what is read is a valid network.
#[test]
fn flipped_bits_never_panic() {
    let mut stream = open_stream(4, &ContentKey::of("flipped bits"), 0);
    let mut refused = 0;
    for file in files() {
        let bytes = bytes(file);
        let header = 8 + u64::from_le_bytes(*bytes.first_chunk().expect("a length"));
        for trial in 0..10_000 {
            let mut bytes = bytes.clone();
            for _ in 0..1 + trial % 8 {
                let most = if trial % 4 == 0 { bytes.len() as u64 } else { header };
                let place = stream.next_u64() % (8 * most);
                bytes[(place / 8) as usize] ^= 1 << (place % 8);
            }
            match NetworkFile::from_bytes(&bytes) {
                Err(_) => refused += 1,
                Ok(file) => {
                    let dim = file.header.tokens.dim;
                    assert_eq!(file.predict(&vec![0.5; dim], &[0.0], 0).len(), 1);
                }
            }
        }
    }
    assert!(refused > 10_000, "{refused}");
}
