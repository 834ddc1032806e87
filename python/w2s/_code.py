"""A digest of the code of a function, by which a store tells it from another of the same name."""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np


def digest(name: str, function: Any) -> str:
    """A digest of everything that the function computes with: its code, defaults and closure, and the global names that it uses.

    Functions and classes among these count with their own code wherever they stand, libraries with their version, and other values with their
    content.

    :raises ValueError: a value can be neither pickled nor named.
    """
    return _Digest(name).of(function)


class _Digest:
    def __init__(self, name: str) -> None:
        self._name = name
        self._hash = hashlib.sha256()
        self._met: set[int] = set()

    def of(self, function: Any) -> str:
        self._add("the function", function)
        return self._hash.hexdigest()

    def _add(self, path: str, value: Any) -> None:
        content = io.BytesIO()
        try:
            _Pickler(content, self, path).dump(value)
        except _Unpicklable:
            raise
        except Exception as fault:
            raise _Unpicklable(
                f"store= keeps the replicates of {self._name} under a digest of its code, and {path}, a {type(value).__name__}, "
                f"cannot be pickled ({fault}); pass numbers or arrays in its place, or give no store"
            ) from None
        self._write(content.getvalue())

    def stands_for(self, path: str, value: Any) -> str | None:
        """What stands for a value whose content pickle would not open, once that is written; None for any other."""
        if isinstance(value, ModuleType):
            return f"{value.__name__} {getattr(value, '__version__', '')}"
        if isinstance(value, set | frozenset):
            return " ".join(sorted(map(repr, value)))
        if isinstance(value, CodeType):
            self._add_code(path, value)
            return "code"
        is_wrapper = callable(value) and isinstance(getattr(value, "__wrapped__", None), FunctionType)
        if is_wrapper or isinstance(value, FunctionType | type | BuiltinFunctionType | np.ufunc):
            return self._named(path, value)
        return None

    def _named(self, path: str, value: Any) -> str:
        """A function or a class; those of a library by its version."""
        module = str(getattr(value, "__module__", None) or "builtins")
        version = _version(module)
        if not version and id(value) not in self._met:
            self._met.add(id(value))
            if isinstance(value, FunctionType):
                self._add_function(path, value)
            elif isinstance(value, type):
                self._add_all(path, {"bases": value.__bases__, **_members(value)})
            elif hasattr(value, "__wrapped__"):
                self._add(path, value.__wrapped__)
        return f"{module} {getattr(value, '__qualname__', value)} {version}"

    def _add_function(self, path: str, function: FunctionType) -> None:
        self._add(path, function.__code__)
        self._add_all(path, {"defaults": function.__defaults__ or (), **(function.__kwdefaults__ or {})})
        cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
        self._add_all(path, {free: cell.cell_contents for free, cell in cells})
        used = _names(function.__code__)
        self._add_all(path, {one: function.__globals__[one] for one in sorted(used) if one in function.__globals__})

    def _add_code(self, path: str, code: CodeType) -> None:
        self._write(code.co_code)
        self._write(" ".join((*code.co_names, *code.co_varnames, *code.co_freevars)))
        self._add_all(path, dict(enumerate(code.co_consts)))

    def _add_all(self, path: str, values: dict[Any, Any]) -> None:
        for name, value in values.items():
            self._write(str(name))
            self._add(f"{name} of {path}", value)

    def _write(self, part: str | bytes) -> None:
        data = part.encode() if isinstance(part, str) else part
        self._hash.update(len(data).to_bytes(8, "little") + data)


class _Unpicklable(ValueError):
    """A value that can be neither pickled nor named."""


class _Pickler(pickle.Pickler):
    """Pickles values, with the digest's word for functions and classes, which pickle knows by their names alone."""

    def __init__(self, content: io.BytesIO, digest: _Digest, path: str) -> None:
        super().__init__(content, protocol=4)
        self._digest, self._path = digest, path

    def persistent_id(self, value: Any) -> str | None:
        return self._digest.stands_for(self._path, value)


def _members(kind: type) -> dict[str, Any]:
    """The functions that a class defines, by name."""
    members: dict[str, Any] = {}
    for name, member in sorted(vars(kind).items()):
        if isinstance(member, FunctionType):
            members[name] = member
        elif isinstance(member, staticmethod | classmethod):
            members[name] = member.__func__
        elif isinstance(member, property):
            members[name] = (member.fget, member.fset)
    return members


def _version(module: str) -> str:
    """The version of the library that a module belongs to; empty for a module of the user's own."""
    package = module.partition(".")[0]
    if package == "__main__":
        return ""
    if package in sys.stdlib_module_names:
        return sys.version
    return str(getattr(sys.modules.get(package), "__version__", ""))


def _names(code: CodeType) -> set[str]:
    """The global names of a function and of those that it defines."""
    inner = (one for one in code.co_consts if isinstance(one, CodeType))
    return set(code.co_names).union(*(_names(one) for one in inner))
