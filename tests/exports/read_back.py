"""Reads exported tables with pandas and polars: all formats must say the same, and the provenance must be there."""

import json
import math
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow.parquet as pq


def same(a, b):
    """Equal to the last bit; nothing and not a number count as equal."""
    missing = [x is None or (isinstance(x, float) and math.isnan(x)) for x in (a, b)]
    return all(missing) or (not any(missing) and a == b)


def same_entry(key, a, b):
    """Equal entries of provenance; runs that follow each other may start a second or more apart."""
    if key == "date":
        return abs(datetime.fromisoformat(a) - datetime.fromisoformat(b)) < timedelta(minutes=5)
    return a == b


def compare(name, expected, found):
    assert list(expected.columns) == list(found.columns), (name, expected.columns, found.columns)
    assert len(expected) == len(found), (name, len(expected), len(found))
    for column in expected.columns:
        for i, (a, b) in enumerate(zip(expected[column].tolist(), found[column].tolist())):
            assert same(a, b), f"{name}: {column}[{i}]: {a!r} and {b!r}"


def check(stem):
    parquet = pd.read_parquet(f"{stem}.parquet")
    assert len(parquet) > 0
    csv = pd.read_csv(f"{stem}.csv", comment="#")
    compare("pandas CSV", parquet, csv)
    document = json.loads(Path(f"{stem}.json").read_text(encoding="utf-8"))
    rows = pd.DataFrame(document["rows"], columns=[column["name"] for column in document["columns"]])
    for column in rows.columns:
        if parquet[column].dtype.kind == "f":
            rows[column] = pd.to_numeric(rows[column])
    compare("pandas JSON", parquet, rows)
    polars = pl.read_parquet(f"{stem}.parquet")
    assert polars.columns == list(parquet.columns) and polars.height == len(parquet)
    for column in polars.columns:
        for a, b in zip(parquet[column].tolist(), polars[column].to_list()):
            assert same(a, b), f"polars Parquet: {column}: {a!r} and {b!r}"
    assert pl.read_csv(f"{stem}.csv", comment_prefix="#").height == len(parquet)
    metadata = {key.decode(): value.decode() for key, value in pq.read_metadata(f"{stem}.parquet").metadata.items()}
    for key, value in document["provenance"].items():
        assert same_entry(key, metadata[key], value), f"{stem}: {key}: {metadata[key]!r} and {value!r}"
    print(f"{stem}: {len(parquet)} rows, {len(parquet.columns)} columns, {len(document['provenance'])} entries of provenance")


for stem in sys.argv[1:]:
    check(stem)
