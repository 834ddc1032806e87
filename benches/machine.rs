//! What the machine can do: nanoseconds per random number, and multiply-adds per second, on one thread.
//!
//! `cargo bench --bench machine` prints one JSON document; `benches/peers/compare.py` holds the workloads against it.

use std::hint::black_box;
use std::time::Instant;

use pulp::{Arch, Simd, WithSimd};
use rand::{Rng, RngExt};
use rand_distr::{ChiSquared, Distribution, StandardNormal};
use serde_json::json;
use weak_to_strong::kernel::{Kernel, LANES, WideGenerator, vectorised};
use weak_to_strong::random::{ContentKey, Stream, open_stream};

/// Numbers drawn, and rounds of multiply-adds, in one timing.
const COUNT: usize = 1 << 20;

/// Timings of which the fastest counts: whatever else runs can only slow one down.
const TIMINGS: usize = 15;

fn main() {
    let mut stream = open_stream(1, &ContentKey::of("limits of the machine"), 0);
    let chi_squared = ChiSquared::new(256.0).expect("degrees of freedom above 0");
    let lanes = lanes();
    let multiply_adds = (COUNT * ACCUMULATORS * lanes) as f64;
    let document = json!({
        "generator": "ChaCha8",
        "nanoseconds": {
            "u64": nanoseconds_each(&mut stream, |stream| stream.next_u64() as f64),
            "uniform": nanoseconds_each(&mut stream, |stream| stream.random::<f64>()),
            "normal": nanoseconds_each(&mut stream, |stream| StandardNormal.sample(stream)),
            "chi_squared": nanoseconds_each(&mut stream, |stream| chi_squared.sample(stream)),
        },
        "nanoseconds_in_bulk": in_bulk(&mut stream),
        "lanes": lanes,
        "gigaflops": 2.0 * multiply_adds / fastest(|| { black_box(Arch::new().dispatch(MultiplyAdds)); }) / 1e9,
    });
    println!("{document}");
}

/// Draws into a buffer that stays in the first cache, as samplers do.
fn nanoseconds_each(stream: &mut Stream, draw: impl Fn(&mut Stream) -> f64) -> f64 {
    let mut buffer = vec![0.0; 1024];
    let seconds = fastest(|| {
        for _ in 0..COUNT / buffer.len() {
            buffer.fill_with(|| draw(stream));
            black_box(&mut buffer);
        }
    });
    seconds / COUNT as f64 * 1e9
}

/// The same for the generators whose loops are vector instructions.
fn in_bulk(stream: &mut Stream) -> serde_json::Value {
    let mut generator = WideGenerator::from_stream(stream);
    let mut numbers = vec![0.0; 2048];
    let mut each = |law: Law| {
        let seconds = fastest(|| {
            for _ in 0..COUNT / numbers.len() {
                vectorised(Fill { generator: &mut generator, numbers: &mut numbers, law, stream });
                black_box(&mut numbers);
            }
        });
        seconds / COUNT as f64 * 1e9
    };
    json!({ "uniform": each(Law::Uniform), "symmetric": each(Law::Symmetric), "normal": each(Law::Normal), "chi_squared": each(Law::ChiSquared) })
}

#[derive(Clone, Copy)]
enum Law {
    Uniform,
    Symmetric,
    Normal,
    ChiSquared,
}

struct Fill<'a> {
    generator: &'a mut WideGenerator,
    numbers: &'a mut [f64],
    law: Law,
    stream: &'a mut Stream,
}

impl Kernel for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        match self.law {
            Law::Uniform => self.generator.fill_uniform(self.numbers),
            Law::Symmetric => self.generator.fill_symmetric(self.numbers),
            Law::Normal => self.generator.fill_normal(self.numbers),
            Law::ChiSquared => self.generator.fill_chi_squared(self.numbers, &[256; 2048 / LANES], self.stream),
        }
    }
}

/// Seconds of the fastest of several timings.
fn fastest(mut work: impl FnMut()) -> f64 {
    let timing = |_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    (0..TIMINGS).map(timing).fold(f64::INFINITY, f64::min)
}

/// Chains of multiply-adds that do not wait for each other: two units with a delay of four cycles need eight.
const ACCUMULATORS: usize = 12;

/// Multiply-adds on numbers that never leave the registers.
struct MultiplyAdds;

impl WithSimd for MultiplyAdds {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f64 {
        let scale = simd.splat_f64s(black_box(1.0 - 1e-9));
        let shift = simd.splat_f64s(black_box(1e-9));
        let mut sums = [simd.splat_f64s(black_box(1.0)); ACCUMULATORS];
        for _ in 0..COUNT {
            for sum in &mut sums {
                *sum = simd.mul_add_f64s(*sum, scale, shift);
            }
        }
        sums.into_iter().map(|sum| simd.reduce_sum_f64s(sum)).sum()
    }
}

/// f64 numbers in a register.
fn lanes() -> usize {
    struct Lanes;
    impl WithSimd for Lanes {
        type Output = usize;
        fn with_simd<S: Simd>(self, _: S) -> usize {
            S::F64_LANES
        }
    }
    Arch::new().dispatch(Lanes)
}
