#!/usr/bin/env bash
# Submits the scripts of `w2s slurm` to a real SLURM on this machine, a controller and a node daemon that live for this test only, and
# compares what the merged shards say with a local run, bit by bit.
#
# usage: tests/slurm.sh PROGRAM. Where SLURM cannot start it says so loudly and ends with status 0.
set -euo pipefail
program=$(realpath "$1")
export PATH="$PATH:/usr/sbin:/sbin"

give_up() {
    echo "==================================================================" >&2
    echo "NOT TESTED: the job array on a real SLURM, as $1." >&2
    echo "==================================================================" >&2
    exit 0
}

# Debian's SLURM, where it can be installed.
if ! command -v slurmctld >/dev/null; then
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || give_up "SLURM is not installed and only root can install it"
    { apt-get update && apt-get install -y --no-install-recommends slurm-wlm; } >/dev/null 2>&1 || give_up "SLURM cannot be installed"
fi

folder=$(mktemp -d)
daemons=()
end() {
    [ "${#daemons[@]}" = 0 ] || kill "${daemons[@]}" 2>/dev/null || true
    wait || true
    rm -rf "$folder"
}
trap end EXIT
mkdir "$folder/state" "$folder/spool"
export SLURM_CONF="$folder/slurm.conf"
host=$(hostname -s)
port=$((20000 + RANDOM % 20000))
cat >"$SLURM_CONF" <<CONFIGURATION
ClusterName=trial
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/none
CredType=cred/none
SlurmctldPort=$port
SlurmdPort=$((port + 1))
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MailProg=/bin/true
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=trial Nodes=ALL Default=YES State=UP
CONFIGURATION
slurmctld -D >"$folder/slurmctld.log" 2>&1 &
daemons+=($!)
slurmd -D >"$folder/slurmd.log" 2>&1 &
daemons+=($!)
for _ in $(seq 30); do
    sinfo --noheader --states=idle 2>/dev/null | grep -q idle && break
    sleep 1
done
sinfo --noheader --states=idle 2>/dev/null | grep -q idle || {
    tail -n 5 "$folder"/slurm*.log >&2
    give_up "SLURM does not start here"
}

cat >"$folder/study.toml" <<'STUDY'
id = "trial"
[problem]
dim = 8
prompts = "gaussian"
concepts = { orthonormal = 3 }
source_prior = "uniform"
target = 0
noise = 0.5
weak = { cosine = 0.8, off_hull = 0.6, noise = 0.5 }
[sweep]
samples = [16, 64, 256]
"weak.cosine" = { linear = [0.2, 0.9, 8] }
penalty = [0.1, 1.0]
[claim]
states = "naive.mse >= segment_bound"
replicates = 20000
STUDY
cd "$folder"
# A run that ends with 1 or 3 has an outcome too.
outcome() {
    status=0
    "$program" "$@" --quiet --json || status=$?
    [ "$status" -ne 2 ]
}
outcome run study.toml --no-store >local.json
"$program" slurm study.toml --shards 6 --out "folder of scripts" --partition trial --time 10 --program "$program" --quiet
sh "folder of scripts/submit.sh"
for _ in $(seq 120); do
    [ -z "$(squeue --noheader)" ] && break
    sleep 1
done
[ -z "$(squeue --noheader)" ] || { squeue; echo "jobs do not end" >&2; exit 1; }
cat "folder of scripts/merge.log"
outcome run study.toml --store "folder of scripts/merged" >merged.json
cmp local.json merged.json
outcome run study.toml --store "folder of scripts/merged" --threads 1 >/dev/null
"$program" run study.toml --store "folder of scripts/merged" | grep -q " 0 drawn" || { echo "the merged store is not complete" >&2; exit 1; }
echo "the job array of $(ls -d "folder of scripts"/shard-?/ | wc -l) shards gives the local run to the bit"
