//! Union–find: which of many things belong together, from pairs that do.

/// Disjoint sets of the indices below a number. Each set has a root, its least index.
pub(super) struct UnionFind {
    /// An index of the same set for each index; a root points at itself.
    parents: Vec<usize>,
}

impl UnionFind {
    /// Each index in a set of its own.
    pub(super) fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    /// Joins the sets of these indices.
    pub(super) fn join(&mut self, mut indices: impl Iterator<Item = usize>) {
        let Some(first) = indices.next() else { return };
        for index in indices {
            let (a, b) = (self.root(first), self.root(index));
            self.parents[a.max(b)] = a.min(b);
        }
    }

    /// The sets, in the order of their roots; each lists its indices in order.
    pub(super) fn into_sets(mut self) -> Vec<Vec<usize>> {
        let mut sets: Vec<Vec<usize>> = vec![Vec::new(); self.parents.len()];
        for index in 0..self.parents.len() {
            let root = self.root(index);
            sets[root].push(index);
        }
        sets.retain(|set| !set.is_empty());
        sets
    }

    /// The root of the set of an index. Afterwards each index on the way points at the next but one.
    fn root(&mut self, mut index: usize) -> usize {
        while self.parents[index] != index {
            self.parents[index] = self.parents[self.parents[index]];
            index = self.parents[index];
        }
        index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_in_steps_is_one_set() {
        let mut sets = UnionFind::new(7);
        for joined in [vec![5, 2], vec![3, 6], vec![], vec![2, 4, 5], vec![1], vec![6, 5]] {
            sets.join(joined.into_iter());
        }
        assert_eq!(sets.into_sets(), [vec![0], vec![1], vec![2, 3, 4, 5, 6]]);
    }

    /// A chain is no deeper call than a pair.
    #[test]
    fn a_long_chain_is_joined() {
        let mut sets = UnionFind::new(1_000_000);
        for index in (1..1_000_000).rev() {
            sets.join([index - 1, index].into_iter());
        }
        assert_eq!(sets.into_sets().len(), 1);
    }
}
