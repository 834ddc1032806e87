//! `w2s falsify`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use weak_to_strong_lab::claim::{
    Claim, Falsification, FalsifyOptions, brief_replicates, default_problems, falsify as falsify_claim, find_claim,
};
use weak_to_strong_lab::study::Interrupt;
use weak_to_strong_report::{falsification_text, quoted_path, write_counterexamples};

use super::arguments::{Common, FalsifyArguments};
use super::error::CliError;
use super::output::print_json;
use super::progress::SearchProgress;
use super::terminal::print_wrapped;

pub fn falsify(arguments: &FalsifyArguments, common: &Common) -> Result<u8, CliError> {
    let start = Instant::now();
    let claim = single_claim(&arguments.claim, common)?;
    let time = arguments.minutes.map(|minutes| Duration::from_secs_f64(60.0 * minutes));
    let command = command(&claim, common, arguments.minutes, arguments.problems);
    let options = FalsifyOptions {
        seed: common.seed,
        problems: arguments.problems.unwrap_or_else(|| default_problems(&claim)),
        deadline: time.map(|time| start + time),
        replicates: None,
        interrupt: Interrupt::never(),
        command: &command,
    };
    let progress = SearchProgress::new(common.quiet, time);
    let falsification = falsify_claim(&claim, &options, &|event| progress.observe(event));
    progress.finish();
    let falsification = falsification?;
    let written = write_counterexamples(&arguments.out, &falsification)?;
    if common.wants_json() {
        print_json(common, &falsification)?;
    } else {
        print_wrapped(&falsification_text(&claim, &falsification))?;
        print_written(&written, common)?;
        print_wrapped(&format!("{:.1} s\n", start.elapsed().as_secs_f64()))?;
    }
    Ok(match (falsification.is_refuted(), falsification.is_tried()) {
        (true, _) => 1,
        (false, true) => 0,
        (false, false) => 3,
    })
}

fn single_claim(name: &str, common: &Common) -> Result<Claim, CliError> {
    let mut claims = find_claim(name, &common.limits.registry())?;
    match (claims.pop(), claims.is_empty()) {
        (Some(claim), true) => Ok(claim),
        _ => Err(CliError::SeveralClaims { name: name.to_owned() }),
    }
}

/// Returns the command that repeats this search. Flags that change no result are left out.
fn command(claim: &Claim, common: &Common, minutes: Option<f64>, problems: Option<u64>) -> String {
    let name = quoted_path(Path::new(&claim.origin));
    let mut command = format!("w2s falsify {name} --seed {}{}", common.seed, common.limits.flags());
    if let Some(minutes) = minutes {
        command += &format!(" --minutes {minutes}");
    }
    if let Some(problems) = problems {
        command += &format!(" --problems {problems}");
    }
    command
}

/// A brief search measures this part of the usual number of problems.
const BRIEF: u64 = 8;

/// Makes a brief search of the domain of every claim that has a domain.
pub fn falsify_briefly(claims: &[Claim], common: &Common) -> Result<Vec<Falsification>, CliError> {
    let progress = SearchProgress::new(common.quiet, None);
    let brief = |claim: &Claim| {
        let problems = default_problems(claim) / BRIEF;
        let command = command(claim, common, None, Some(problems));
        let replicates = Some(brief_replicates(claim));
        let options = FalsifyOptions {
            seed: common.seed,
            problems,
            deadline: None,
            replicates,
            interrupt: Interrupt::never(),
            command: &command,
        };
        falsify_claim(claim, &options, &|event| progress.observe(event))
    };
    let falsifications = claims.iter().filter(|claim| claim.has_domain()).map(brief).collect::<Result<Vec<_>, _>>();
    progress.finish();
    Ok(falsifications?)
}

/// What brief searches found, and the files that were written.
pub fn print_brief(
    claims: &[Claim],
    falsifications: &[Falsification],
    written: &[PathBuf],
    common: &Common,
) -> Result<(), CliError> {
    for claim in claims {
        let refuted = falsifications.iter().filter(|falsification| falsification.is_refuted());
        for falsification in refuted.filter(|falsification| falsification.id == claim.file.id) {
            print_wrapped(&falsification_text(claim, falsification))?;
        }
    }
    let refuted = falsifications.iter().filter(|falsification| falsification.is_refuted()).count();
    let is_early = |one: &&Falsification| one.searches.iter().any(|search| search.replicates_used_up.is_some());
    let early = match falsifications.iter().filter(is_early).count() {
        0 => String::new(),
        early => format!(
            "; of {early} some search ended early, with its replicates used up: w2s falsify searches them further"
        ),
    };
    let claims =
        if falsifications.len() == 1 { "1 claim".to_owned() } else { format!("{} claims", falsifications.len()) };
    print_wrapped(&format!("counterexamples sought for {claims}: {refuted} refuted{early}\n"))?;
    print_written(written, common)
}

fn print_written(written: &[PathBuf], common: &Common) -> Result<(), CliError> {
    let limits = common.limits.flags();
    let line = |path: &PathBuf| {
        format!("written: {}; replay it with w2s check {}{limits}\n", path.display(), quoted_path(path))
    };
    print_wrapped(&written.iter().map(line).collect::<String>())
}
