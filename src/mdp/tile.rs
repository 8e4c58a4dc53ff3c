//! A tile: a matrix of two by two numbers, row after row, each row a register.

use wide::f64x2;

/// States that are taken together, and the side of a tile.
pub(super) const SIDE: usize = 2;

/// Row after row.
pub(super) type Tile = [f64x2; SIDE];

/// The identity. A number is put into a row with one of its rows, as a whole register: part of one would have to reach
/// memory before it is read.
pub(super) const UNIT: Tile = [f64x2::new([1.0, 0.0]), f64x2::new([0.0, 1.0])];

/// A tile with each number in a register of its own.
pub(super) type Factors = [[f64x2; SIDE]; SIDE];

/// The tile of zeros.
pub(super) const ZERO: Tile = [f64x2::ZERO; SIDE];

/// The sum of each row.
#[inline(always)]
pub(super) fn across(tile: Tile) -> f64x2 {
    let ([a, b], [c, d]) = numbers(&tile);
    f64x2::new([a, c]) + f64x2::new([b, d])
}

/// The numbers of both rows.
#[inline(always)]
fn numbers(tile: &Tile) -> ([f64; SIDE], [f64; SIDE]) {
    (tile[0].to_array(), tile[1].to_array())
}

/// a x.
#[inline(always)]
pub(super) fn times(a: &Tile, x: f64x2) -> f64x2 {
    across([a[0] * x, a[1] * x])
}

/// The numbers of a tile, each in a register of its own.
#[inline(always)]
pub(super) fn splat(tile: &Tile) -> Factors {
    let ([a, b], [c, d]) = numbers(tile);
    [[f64x2::splat(a), f64x2::splat(b)], [f64x2::splat(c), f64x2::splat(d)]]
}

/// c = a b, tile by tile.
#[inline(always)]
pub(super) fn product(c: &mut [Tile], a: &Factors, b: &[Tile]) {
    for (c, b) in c.iter_mut().zip(b) {
        c[0] = a[0][0] * b[0] + a[0][1] * b[1];
        c[1] = a[1][0] * b[0] + a[1][1] * b[1];
    }
}

/// c -= a b, tile by tile.
#[inline(always)]
pub(super) fn subtract(c: &mut [Tile], a: &Factors, b: &[Tile]) {
    for (c, b) in c.iter_mut().zip(b) {
        c[0] -= a[0][0] * b[0] + a[0][1] * b[1];
        c[1] -= a[1][0] * b[0] + a[1][1] * b[1];
    }
}

/// a^-1.
#[inline(always)]
pub(super) fn inverse(a: &Tile) -> Tile {
    let ([a, b], [c, d]) = numbers(a);
    let scale = f64x2::splat(1.0 / (a * d - b * c));
    [f64x2::new([d, -b]) * scale, f64x2::new([-c, a]) * scale]
}
