//! The errors that end the program with exit status 2.

use std::borrow::Cow;
use std::path::PathBuf;

use thiserror::Error;
use weak_to_strong_lab::claim::{ClaimError, ClaimFault, ShardPlanError, WrittenError};
use weak_to_strong_lab::formula::FormulaError;
use weak_to_strong_lab::quantity::QuantityError;
use weak_to_strong_lab::setting::SettingError;
use weak_to_strong_lab::study::{CellError, MeasureError, ObservationFault, RunError, StoreError, TextError};
use weak_to_strong_report::ReportError;

use super::simd::SimdError;

#[derive(Debug, Error)]
pub enum CliError {
    #[error(transparent)]
    Claim(#[from] ClaimError),
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    #[error(transparent)]
    Formula(#[from] FormulaError),
    #[error(transparent)]
    Setting(#[from] SettingError),
    #[error(transparent)]
    Report(#[from] ReportError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Run(RunError),
    #[error(transparent)]
    Plan(#[from] ShardPlanError),
    #[error("a shard is kept in a store; leave out --no-store")]
    ShardWithoutStore,
    #[error("{folder} is the store that the others are merged into; leave it out of the list", folder = folder.display())]
    MergeIntoItself { folder: PathBuf },
    #[error("{command} has no command {name}; {remedy}")]
    NoSuchCommand { name: String, command: String, remedy: String },
    #[error(transparent)]
    Simd(#[from] SimdError),
    #[error("interrupted")]
    Interrupted,
    #[error("cannot heed Ctrl-C: {0}")]
    Signals(ctrlc::Error),
    #[error("there is no home folder to keep a cache in; give --store FOLDER or --no-store")]
    NoCacheFolder,
    #[error("{origin}: {error}")]
    Problem { origin: String, error: CellError },
    #[error("--set: {0}")]
    Sweep(Box<ClaimFault>),
    #[error(
        "\"{text}\" is a sentence; say with --problem FILE or --problem ID what problem it is about, and with --set what varies"
    )]
    SentenceWithoutProblem { text: String },
    #[error(
        "--problem and --set are for sentences, and none is given; write \"naive.mse >= segment_bound\" --problem FILE, or change the values in the claim's own file (w2s new FILE --from ID writes that of a claim of the program)"
    )]
    NoSentence,
    #[error("{quantity} is a quantity; say with --problem FILE or --problem ID what problem it is about")]
    QuantityWithoutProblem { quantity: String },
    #[error("{quantity} is a quantity and has no cells; in place of --cell give its settings with --set")]
    QuantityHasNoCells { quantity: String },
    #[error("{claim}: {remedy}")]
    NoSuchCell { claim: String, remedy: String },
    #[error("{file}: {message}", file = file.display())]
    Unreadable { file: PathBuf, message: String },
    #[error("{file}: {error}", file = file.display())]
    NoText { file: PathBuf, error: TextError },
    #[error("{file}: {error}", file = file.display())]
    Written { file: PathBuf, error: WrittenError },
    #[error("{file}: {numbers} numbers are more than the {most} that go into one file; write fewer --replicates", file = file.display())]
    TooManyNumbers { file: PathBuf, numbers: u64, most: u64 },
    #[error(
        "{name} has no figure that pgfplots draws; leave out --figure for its table, or take the PDF that w2s check {name} --print pdf writes"
    )]
    NoFigureForTex { name: String },
    #[error("{id} has no figure: nothing in it varies; add a variable to its [sweep]")]
    NoFigure { id: String },
    #[error("{name}: is a folder; name one claim")]
    SeveralClaims { name: String },
    #[error("{file} exists; it is left as it is: choose another name", file = file.display())]
    FileExists { file: PathBuf },
    #[error("--only {label}: {name} has no such line; {remedy}")]
    NoSuchLine { label: String, name: String, remedy: String },
    #[error("there is no claim, file or name {name}{}", suggestion(nearest.as_deref()))]
    NoSuchName { name: String, nearest: Option<String> },
    #[error("--set {text}: {expected}")]
    BadSetting { text: String, expected: Cow<'static, str> },
    #[error(
        "{quantity} {fault} in replicate {replicate}; see it with w2s replay … --replicate {replicate}, and change the problem or the settings"
    )]
    BadObservation { quantity: String, replicate: u64, fault: ObservationFault },
    #[error("{path}: weights are kept in the safetensors format; write --out {remedy}", path = path.display(), remedy = path.with_extension("safetensors").display())]
    NotSafetensors { path: PathBuf },
    #[error(transparent)]
    Measure(MeasureError),
    #[error("{path}: {error}; choose a folder that exists and in which you may write", path = path.display())]
    Path { path: PathBuf, error: std::io::Error },
    #[error("{path}: a script cannot name this path, which is no text in UTF-8; rename it", path = path.display())]
    PathWithoutText { path: PathBuf },
    #[error("{path}: a script cannot show this path, which has characters that act on a terminal; rename it", path = path.display())]
    PathThatActs { path: PathBuf },
    #[error("the path of this program is unknown ({0}); give --program")]
    Program(std::io::Error),
    #[error("cannot start threads: {0}")]
    Threads(rayon::ThreadPoolBuildError),
    #[error("cannot write to standard output: {0}")]
    Output(std::io::Error),
    #[error("cannot write JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// The name that was meant, or where all names are.
fn suggestion(nearest: Option<&str>) -> String {
    nearest.map_or_else(|| "; w2s list shows all names".to_owned(), |name| format!("; did you mean {name}?"))
}
