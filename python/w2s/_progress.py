"""The progress of a run, through tqdm where it is installed."""

from __future__ import annotations

import logging
from types import TracebackType
from typing import Any

logger = logging.getLogger("w2s")


class Progress:
    """A bar that counts decided cells, tried problems of a search, or else replicates."""

    def __init__(self, wanted: bool) -> None:
        self._bar: Any = None
        self._wanted = wanted

    def __enter__(self) -> Any:
        if not self._wanted:
            return None
        try:
            from tqdm.auto import tqdm
        except ImportError:
            logger.warning("progress=True needs tqdm: pip install tqdm")
            return None
        self._bar = tqdm(total=None, desc="w2s", leave=False)
        return self._tell

    def _tell(self, done: int, total: int, unit: str, replicates: int) -> None:
        self._bar.total, self._bar.n, self._bar.unit = total or None, done, unit
        self._bar.set_postfix_str(f"{replicates} replicates" if replicates else "")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()
