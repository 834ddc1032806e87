#!/usr/bin/env python3
"""Measures how well `w2s run` tells the time that is left.

    tests/progress.py W2S [--threads N] [--record FOLDER] CLAIM... [-- CLAIM...]

Runs the program on each group of claims, without a store, and prints at 25, 50 and 75 % of the true time of the run how many times the time that was left it told.
With --record it keeps what a forecast needs of each group as `FOLDER/0.jsonl`, `FOLDER/1.jsonl`, …: of the progress a hundredth of the time apart. The test
`crates/w2s/src/progress/replayed.rs` reads such files.
"""

import json
import pathlib
import subprocess
import sys
import time


def events_of(program, threads, claims):
    """The events of a run, and its time."""
    command = [program, "run", *claims, "--no-store", "--json-lines", "--threads", threads]
    start = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    seconds = time.monotonic() - start
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return [line for line in lines if line["event"] != "outcome"], seconds


def told(events, seconds):
    """Per share of the time: the time left that was told last, as a multiple of the true one."""
    found = {}
    for share in (0.25, 0.5, 0.75):
        now = share * seconds
        last = [e for e in events if "seconds_left" in e and e["seconds"] <= now]
        if last and last[-1]["seconds_left"] is not None:
            left = max(last[-1]["seconds_left"] - (now - last[-1]["seconds"]), 0)
            found[share] = left / (seconds - now)
    return found


def recorded(events, total, claims, threads):
    """Lines for a test: what was run, then outlooks and rounds, and what was done a hundredth of the time apart, in the order of the run."""
    lines = [{"claims": claims, "threads": int(threads), "seconds": round(total, 3)}]
    told = 0.0
    for event in events:
        kept = None
        if event["event"] == "progress" and event["seconds"] - told >= total / 100:
            told = event["seconds"]
            kept = {key: event[key] for key in ("event", "seconds", "replicates", "processor_seconds", "expected_processor_seconds")}
        elif event["event"] in ("outlook", "round"):
            kept = {key: value for key, value in event.items() if key != "seconds_left"}
        if kept:
            lines.append({key: rounded(value) for key, value in kept.items()})
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def main(arguments):
    program, rest = arguments[0], arguments[1:]
    options = {"--threads": "2", "--record": None}
    while rest and rest[0] in options:
        options[rest[0]], rest = rest[1], rest[2:]
    groups = [group.split() for group in " ".join(rest).split(" -- ")]
    for number, claims in enumerate(groups):
        events, seconds = events_of(program, options["--threads"], claims)
        if options["--record"]:
            folder = pathlib.Path(options["--record"])
            (folder / f"{number}.jsonl").write_text(recorded(events, seconds, claims, options["--threads"]))
        shares = [e["share"] for e in events if e["event"] == "progress"]
        falls = sum(after < before for before, after in zip(shares, shares[1:]))
        times = "  ".join(f"{100 * share:.0f} %: {ratio:.2f}" for share, ratio in told(events, seconds).items())
        print(f"{' '.join(claims)[:60]:60}  {seconds:7.1f} s  {times}  share fell {falls} times", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
