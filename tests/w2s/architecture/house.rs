//! The files of a crate and which of them import which.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::paths::{NamedPath, named_paths};

/// The files of one crate, by the module that each holds.
pub struct House {
    files: BTreeMap<Module, SourceFile>,
}

/// A module's path from the crate's root, which is empty itself.
pub type Module = Vec<String>;

struct SourceFile {
    /// Below the crate's `src`.
    name: String,
    paths: Vec<NamedPath>,
    line_count: usize,
    /// Whether it is `lib.rs`, `main.rs` or a `mod.rs`.
    is_front: bool,
}

impl House {
    /// Reads all Rust files below a folder.
    pub fn read(source: &Path) -> Self {
        let mut house = Self { files: BTreeMap::new() };
        house.read_folder(source, &[]);
        house
    }

    /// From file names and texts, for tests of the tests.
    pub fn of(texts: &[(&str, &str)]) -> Self {
        let mut house = Self { files: BTreeMap::new() };
        texts.iter().for_each(|(name, text)| house.insert(name, text));
        house
    }

    fn read_folder(&mut self, folder: &Path, module: &[String]) {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let inside = [module, &[name]].concat();
            if path.is_dir() {
                self.read_folder(&path, &inside);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                self.insert(&inside.join("/"), &std::fs::read_to_string(&path).expect("a readable file"));
            }
        }
    }

    fn insert(&mut self, name: &str, text: &str) {
        let mut module: Module = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        let is_front = module.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str()));
        if is_front {
            module.pop();
        }
        let file =
            SourceFile { name: name.to_owned(), paths: named_paths(text), line_count: text.lines().count(), is_front };
        self.files.insert(module, file);
    }

    /// Files of more lines than this, with their lengths.
    pub fn longer_than(&self, most: usize) -> Vec<(String, usize)> {
        let long = self.files.values().filter(|file| file.line_count > most);
        long.map(|file| (file.name.clone(), file.line_count)).collect()
    }

    pub fn file_count(&self) -> usize {
        self.files.len()
    }

    /// All pairs of modules of which the first imports the second. What a front passes on is imported from the file that defines it.
    pub fn imports(&self) -> BTreeSet<(Module, Module)> {
        let mut imports = BTreeSet::new();
        for (module, file) in &self.files {
            for path in &file.paths {
                if file.is_front && path.passed_on_as.is_some() {
                    continue;
                }
                if let Some(imported) = self.definer(module, &path.segments)
                    && imported != *module
                {
                    imports.insert((module.clone(), imported));
                }
            }
        }
        imports
    }

    /// The imports that are part of a circle: from the imported file a way leads back to the one that imports it.
    pub fn circles(&self) -> Vec<String> {
        let imports = self.imports();
        let name = |module: &Module| self.files[module].name.clone();
        let on_circle = imports.iter().filter(|(from, to)| leads_to(&imports, to, from));
        on_circle.map(|(from, to)| format!("{} imports {}", name(from), name(to))).collect()
    }

    /// The module whose file defines what a path names in a module; none if that is outside the crate.
    fn definer(&self, module: &Module, segments: &[String]) -> Option<Module> {
        let mut current = module.clone();
        let mut rest = segments;
        match segments.first()?.as_str() {
            "crate" => current.clear(),
            "self" => {}
            "super" => {
                current.pop()?;
            }
            first => {
                current.push(first.to_owned());
                if !self.files.contains_key(&current) {
                    return None;
                }
            }
        }
        rest = &rest[1..];
        while let Some((segment, later)) = rest.split_first() {
            let inner = [&current[..], std::slice::from_ref(segment)].concat();
            if segment == "super" {
                current.pop()?;
            } else if self.files.contains_key(&inner) {
                current = inner;
            } else {
                let passed_on =
                    self.files.get(&current)?.paths.iter().find(|path| path.passed_on_as.as_ref() == Some(segment));
                return match passed_on {
                    Some(path) => self.definer(&current, &path.segments),
                    None => Some(current),
                };
            }
            rest = later;
        }
        self.files.contains_key(&current).then_some(current)
    }
}

/// Whether a chain of imports leads from one module to another.
fn leads_to(imports: &BTreeSet<(Module, Module)>, start: &Module, end: &Module) -> bool {
    let mut seen = BTreeSet::from([start]);
    let mut waiting = vec![start];
    while let Some(module) = waiting.pop() {
        if module == end {
            return true;
        }
        let next = imports.iter().filter(|(from, _)| from == module).map(|(_, to)| to);
        waiting.extend(next.filter(|to| seen.insert(to)));
    }
    false
}
