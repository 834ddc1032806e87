//! `w2s slurm`: scripts for a job array, and for the job that joins its stores.

use std::path::{Path, PathBuf};

use serde_json::json;
use weak_to_strong_lab::claim::find_claims;
use weak_to_strong_report::{acts, quoted, quoted_path, write_text};

use super::arguments::{Common, SlurmArguments, options};
use super::error::CliError;
use super::output::{print, print_json};
use super::shard::{burden, measured_plan};

/// The program gets the signal to save and stop this many seconds before the time limit.
const SECONDS_TO_SAVE: u32 = 60;

pub fn slurm(arguments: &SlurmArguments, common: &Common) -> Result<u8, CliError> {
    let claims = find_claims(&arguments.claims, &common.limits.registry())?;
    let plan = measured_plan(&claims, &options(common.seed, arguments.error_probability), &[], arguments.shards)?;
    let scripts = Scripts::new(arguments, common)?;
    let submission = arguments.out.join("submit.sh");
    write_text(&arguments.out.join("plan.json"), &(serde_json::to_string_pretty(&plan)? + "\n"))?;
    write_text(&arguments.out.join("shards.sbatch"), &scripts.shards())?;
    write_text(&arguments.out.join("merge.sbatch"), &scripts.merge())?;
    write_text(&submission, &scripts.submission())?;
    if common.wants_json() {
        let names = ["plan.json", "shards.sbatch", "merge.sbatch", "submit.sh"];
        print_json(common, &json!({ "written": names.map(|name| arguments.out.join(name)), "plan": plan }))?;
    } else {
        print(&format!("{}\nsubmit with: sh {}\n", burden(&plan), quoted_path(&submission)))?;
    }
    Ok(0)
}

struct Scripts<'a> {
    arguments: &'a SlurmArguments,
    program: String,
    /// The claims, seed, error probability and limits, which all commands have in common.
    study: String,
    /// The absolute path of the folder, with the quotes that a shell needs.
    folder: String,
}

impl<'a> Scripts<'a> {
    fn new(arguments: &'a SlurmArguments, common: &Common) -> Result<Self, CliError> {
        let program = match &arguments.program {
            Some(program) => on_nodes(program)?,
            None => std::env::current_exe().map_err(CliError::Program)?,
        };
        let claims = arguments.claims.iter().map(|name| shell_path(&found(Path::new(name))?));
        let claims = claims.collect::<Result<Vec<_>, CliError>>()?.join(" ");
        let (seed, limits) = (common.seed, common.limits.flags());
        let study = format!("{claims} --seed {seed} --error-probability {}{limits}", arguments.error_probability);
        Ok(Self { arguments, program: shell_path(&program)?, study, folder: shell_path(&absolute(&arguments.out)?)? })
    }

    /// The job array. `exec` lets signals reach the program.
    fn shards(&self) -> String {
        let (count, cpus) = (self.arguments.shards, self.arguments.cpus);
        let mut directives = format!("#SBATCH --array=1-{count}\n#SBATCH --cpus-per-task={cpus}\n");
        directives +=
            &format!("#SBATCH --output=shard-%a.log\n#SBATCH --requeue\n#SBATCH --signal=B:TERM@{SECONDS_TO_SAVE}\n");
        if let Some(time) = &self.arguments.time {
            directives += &format!("#SBATCH --time={time}\n");
        }
        self.script(
            "shards",
            &directives,
            &format!(
                "exec {} run {} --shard \"$SLURM_ARRAY_TASK_ID/{count}\" --plan plan.json --store \"shard-$SLURM_ARRAY_TASK_ID\" \\\n    \
                 --threads {cpus} --quiet\n",
                self.program, self.study
            ),
        )
    }

    /// The script that joins the stores. If shards are missing, it names them and does not compute the outcome.
    fn merge(&self) -> String {
        let stores: Vec<String> = (1..=self.arguments.shards.get()).map(|shard| format!("shard-{shard}")).collect();
        let (program, study) = (&self.program, &self.study);
        let body = format!(
            "{program} merge --into merged {}\n{program} run {study} --store merged --quiet\n",
            stores.join(" ")
        );
        self.script("merge", "#SBATCH --cpus-per-task=1\n#SBATCH --output=merge.log\n", &body)
    }

    fn submission(&self) -> String {
        format!(
            "#!/bin/sh\n# Submits the shards, and the job that joins their stores when all have ended, well or not.\nset -eu\ncd {}\n\
             shards=$(sbatch --parsable shards.sbatch)\nsbatch --dependency=\"afterany:${{shards%%;*}}\" merge.sbatch\n",
            self.folder
        )
    }

    fn script(&self, name: &str, directives: &str, body: &str) -> String {
        let mut text = format!("#!/bin/bash\n#SBATCH --job-name=w2s-{name}\n{directives}");
        for (option, value) in [("account", &self.arguments.account), ("partition", &self.arguments.partition)] {
            if let Some(value) = value {
                text += &format!("#SBATCH --{option}={value}\n");
            }
        }
        text += "set -euo pipefail\n";
        for module in &self.arguments.modules {
            text += &format!("module load {}\n", quoted(module));
        }
        format!("{text}cd {}\n{body}", self.folder)
    }
}

/// Returns the absolute path of a claim file or folder. Returns the id of an embedded claim without change.
fn found(name: &Path) -> Result<PathBuf, CliError> {
    if name.exists() { absolute(name) } else { Ok(name.to_owned()) }
}

fn absolute(path: &Path) -> Result<PathBuf, CliError> {
    std::path::absolute(path).map_err(|error| CliError::Path { path: path.to_owned(), error })
}

/// Returns the absolute path of a program; a name without a folder is looked for on the nodes.
fn on_nodes(program: &Path) -> Result<PathBuf, CliError> {
    if program.components().count() > 1 || program.is_absolute() { absolute(program) } else { Ok(program.to_owned()) }
}

/// A path as a word of a script, which people read on a terminal.
fn shell_path(path: &Path) -> Result<String, CliError> {
    let text = path.to_str().ok_or_else(|| CliError::PathWithoutText { path: path.to_owned() })?;
    if text.contains(acts) {
        return Err(CliError::PathThatActs { path: path.to_owned() });
    }
    Ok(quoted(text))
}
