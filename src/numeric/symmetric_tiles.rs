//! Symmetric matrices of which half is kept.

use nalgebra::DMatrix;

use super::{LANES, by_itself};

/// Numbers of eight axes that follow each other.
pub(super) type Lanes = [f64; LANES];

/// The lower triangle of a symmetric matrix in tiles of eight by eight entries, one column of tiles after the other. Those on the diagonal have both triangles.
/// Beyond the matrix are zeros.
pub(super) struct SymmetricTiles {
    /// Tiles on the diagonal, which are as many as the lanes of a vector.
    side: usize,
    tiles: Vec<Tile>,
}

/// Eight columns.
#[repr(align(64))]
struct Tile([Lanes; LANES]);

/// Columns of a tile that are read together.
const TOGETHER: usize = 4;

impl SymmetricTiles {
    /// The lower triangle of a matrix times a factor.
    #[inline(always)]
    pub(super) fn new(matrix: &DMatrix<f64>, factor: f64) -> Self {
        let size = matrix.nrows();
        let side = size.div_ceil(LANES);
        let mut tiles = Vec::with_capacity(side * (side + 1) / 2);
        for (i, j) in (0..side).flat_map(|j| (j..side).map(move |i| (i, j))) {
            let mut tile = Tile([[0.0; LANES]; LANES]);
            let columns = matrix.as_slice()[j * LANES * size..].chunks_exact(size);
            for (kept, column) in tile.0.iter_mut().zip(columns) {
                let entries = &column[i * LANES..size.min((i + 1) * LANES)];
                kept.iter_mut().zip(entries).for_each(|(kept, entry)| *kept = factor * entry);
            }
            tiles.push(tile);
        }
        Self { side, tiles }
    }

    #[inline(always)]
    pub(super) fn side(&self) -> usize {
        self.side
    }

    /// Where the tiles of some columns begin, the first of which is that on the diagonal.
    #[inline(always)]
    fn start(&self, j: usize) -> usize {
        j * (2 * self.side + 1 - j) / 2
    }

    /// Writes a column, from its tile on the diagonal on, as it is without vwᵀ + wvᵀ.
    #[inline(always)]
    pub(super) fn changed_column(&self, at: usize, [v, w]: [&[Lanes]; 2], to: &mut [Lanes]) {
        let (j, place) = (at / LANES, at % LANES);
        let factors = [-w[j][place], -v[j][place], 0.0];
        for ((to, tile), (v, w)) in to[j..].iter_mut().zip(&self.tiles[self.start(j)..]).zip(v[j..].iter().zip(&w[j..]))
        {
            *to = tile.0[place];
            change(to, &factors, [v, w]);
        }
    }

    /// Takes vwᵀ + wvᵀ away and adds the product with x to another vector. All of it is done from the tile of an axis on, before which x must have zeros.
    #[inline(always)]
    pub(super) fn change_and_multiply(
        &mut self,
        axis: usize,
        [v, w]: [&[Lanes]; 2],
        x: &[Lanes],
        product: &mut [Lanes],
    ) {
        for j in axis / LANES..self.side {
            let (start, end) = (self.start(j), self.start(j + 1));
            let (diagonal, below) = self.tiles[start..end].split_first_mut().expect("a tile on the diagonal");
            let factors: [[f64; 3]; LANES] = std::array::from_fn(|column| [-w[j][column], -v[j][column], x[j][column]]);
            for (column, factors) in diagonal.0.iter_mut().zip(&factors) {
                let column = by_itself(column);
                change(column, factors, [&v[j], &w[j]]);
                add(&mut product[j], factors[2], column);
            }
            for (half, factors) in factors.as_chunks::<TOGETHER>().0.iter().enumerate() {
                let first = half * TOGETHER;
                let (here, behind) = product.split_at_mut(j + 1);
                let sums = change_columns(below, first, factors, [&v[j + 1..], &w[j + 1..], &x[j + 1..]], behind);
                here[j][first..first + TOGETHER].iter_mut().zip(sums).for_each(|(entry, sum)| *entry += sum);
            }
        }
    }
}

/// Changes columns of tiles below the diagonal, adds the product with x, and returns that of the transposed tiles.
#[inline(always)]
fn change_columns(
    tiles: &mut [Tile],
    first: usize,
    factors: &[[f64; 3]; TOGETHER],
    [v, w, x]: [&[Lanes]; 3],
    product: &mut [Lanes],
) -> [f64; TOGETHER] {
    let [mut s0, mut s1, mut s2, mut s3] = [[0.0; LANES]; TOGETHER];
    for (((tile, product), (v, w)), x) in tiles.iter_mut().zip(product).zip(v.iter().zip(w)).zip(x) {
        let columns = tile.0[first..].first_chunk_mut::<TOGETHER>().expect("half a tile");
        let mut sum = *product;
        for (column, factors) in columns.iter_mut().zip(factors) {
            change(column, factors, [v, w]);
            add(&mut sum, factors[2], column);
        }
        *product = sum;
        add_products(&mut s0, &columns[0], x);
        add_products(&mut s1, &columns[1], x);
        add_products(&mut s2, &columns[2], x);
        add_products(&mut s3, &columns[3], x);
    }
    by_itself(&mut [s0, s1, s2, s3]).map(summed)
}

#[inline(always)]
fn change(column: &mut Lanes, [by_v, by_w, _]: &[f64; 3], [v, w]: [&Lanes; 2]) {
    *column = std::array::from_fn(|lane| by_w.mul_add(w[lane], by_v.mul_add(v[lane], column[lane])));
}

/// Adds factor·numbers in whole vectors.
#[inline(always)]
fn add(sum: &mut Lanes, factor: f64, numbers: &Lanes) {
    *sum = std::array::from_fn(|lane| factor.mul_add(numbers[lane], sum[lane]));
}

#[inline(always)]
fn add_products(sum: &mut Lanes, one: &Lanes, other: &Lanes) {
    *sum = std::array::from_fn(|lane| one[lane].mul_add(other[lane], sum[lane]));
}

/// The sum of all lanes.
#[inline(always)]
pub(super) fn summed(lanes: Lanes) -> f64 {
    let halves: [f64; 4] = std::array::from_fn(|lane| lanes[lane] + lanes[lane + 4]);
    (halves[0] + halves[2]) + (halves[1] + halves[3])
}
