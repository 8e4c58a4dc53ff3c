//! Loops over slices: the matrix product, ReLU, and one step of Adam.
//!
//! A product is computed tile by tile, but each of its elements is still one sum over k = 0, 1, 2, ... in that
//! order, rounded after every multiplication and every addition. Lanes hold different elements, never parts of
//! one sum; so the tile size and the machine's vector width change the speed and not a single bit.

/// Rows and columns of a tile: 4 x 8 sums and what feeds them fill the 16 vector registers of SSE2 and of wasm.
const TILE_ROWS: usize = 4;
const TILE_COLUMNS: usize = 8;

/// The decay of Adam's first moment (the mean gradient): the share that stays from step to step.
pub(super) const ADAM_FIRST_DECAY: f64 = 0.9;
/// The same for its second moment (the mean squared gradient).
pub(super) const ADAM_SECOND_DECAY: f64 = 0.999;

/// A matrix read in place: element (i, k) is `values[i * row_stride + k * column_stride]`.
#[derive(Clone, Copy)]
pub(super) struct Strided<'a> {
    values: &'a [f32],
    row_stride: usize,
    column_stride: usize,
}

impl<'a> Strided<'a> {
    /// The matrix whose rows of `width` numbers lie one after another.
    pub(super) fn by_rows(values: &'a [f32], width: usize) -> Self {
        Self { values, row_stride: width, column_stride: 1 }
    }

    /// The transpose of `by_rows(values, width)`.
    pub(super) fn transposed(values: &'a [f32], width: usize) -> Self {
        Self { values, row_stride: 1, column_stride: width }
    }

    fn at(&self, row: usize, column: usize) -> f32 {
        self.values.get(row * self.row_stride + column * self.column_stride).copied().unwrap_or(0.0)
    }
}

/// `out[i][j] += sum over k of left[i][k] * right[k][j]`.
///
/// Shapes: left (m x depth), right (depth x columns), out (m x columns), the last two by rows.
pub(super) fn add_product(out: &mut [f32], left: Strided<'_>, right: &[f32], depth: usize, columns: usize) {
    let rows = out.len().checked_div(columns).unwrap_or(0);
    let whole_rows = rows - rows % TILE_ROWS;
    for row in (0..whole_rows).step_by(TILE_ROWS) {
        add_stripe::<TILE_ROWS>(out, left, right, row, depth, columns);
    }
    for row in whole_rows..rows {
        add_stripe::<1>(out, left, right, row, depth, columns);
    }
}

/// The rows `row .. row + R` of a product.
fn add_stripe<const R: usize>(
    out: &mut [f32],
    left: Strided<'_>,
    right: &[f32],
    row: usize,
    depth: usize,
    columns: usize,
) {
    let whole = columns - columns % TILE_COLUMNS;
    for column in (0..whole).step_by(TILE_COLUMNS) {
        add_tile::<R, TILE_COLUMNS>(out, left, right, (row, column), depth, columns);
    }
    for column in whole..columns {
        add_tile::<R, 1>(out, left, right, (row, column), depth, columns);
    }
}

/// R x C elements of a product, held in registers while k runs.
#[inline(always)]
fn add_tile<const R: usize, const C: usize>(
    out: &mut [f32],
    left: Strided<'_>,
    right: &[f32],
    (row, column): (usize, usize),
    depth: usize,
    columns: usize,
) {
    let mut sums = [[0.0f32; C]; R];
    for (r, sums) in sums.iter_mut().enumerate() {
        let start = (row + r) * columns + column;
        sums.copy_from_slice(&out[start..start + C]);
    }
    for (k, right_row) in right.chunks_exact(columns).take(depth).enumerate() {
        let Some(weights) = right_row.get(column..).and_then(|rest| rest.first_chunk::<C>()) else { break };
        for (r, sums) in sums.iter_mut().enumerate() {
            let x = left.at(row + r, k);
            for (sum, &weight) in sums.iter_mut().zip(weights) {
                *sum += x * weight;
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        let start = (row + r) * columns + column;
        out[start..start + C].copy_from_slice(sums);
    }
}

/// `sums[j] += x · values[j]`.
pub(super) fn add_scaled(sums: &mut [f32], x: f32, values: &[f32]) {
    for (sum, &value) in sums.iter_mut().zip(values) {
        *sum += x * value;
    }
}

/// Writes `row` into every row of `out`.
pub(super) fn repeat_row(out: &mut [f32], row: &[f32]) {
    for target in out.chunks_exact_mut(row.len().max(1)) {
        target.copy_from_slice(row);
    }
}

/// `sums[j] += sum over i of values[i][j]`.
pub(super) fn add_column_sums(sums: &mut [f32], values: &[f32]) {
    for row in values.chunks_exact(sums.len().max(1)) {
        for (sum, &value) in sums.iter_mut().zip(row) {
            *sum += value;
        }
    }
}

/// Negative values become 0.
pub(super) fn relu(values: &mut [f32]) {
    for value in values {
        *value = if *value > 0.0 { *value } else { 0.0 };
    }
}

/// Deltas behind a ReLU that answered 0 become 0.
pub(super) fn mask_by_relu(deltas: &mut [f32], activations: &[f32]) {
    for (delta, &activation) in deltas.iter_mut().zip(activations) {
        *delta = if activation > 0.0 { *delta } else { 0.0 };
    }
}

/// Every value becomes 1 / (1 + e^-value), computed in f64 by libm and rounded once.
pub(super) fn sigmoid(values: &mut [f32]) {
    for value in values {
        *value = crate::numeric::sigmoid(f64::from(*value)) as f32;
    }
}

/// `out` (columns x rows) becomes the transpose of `values` (rows x columns).
pub(super) fn transpose(out: &mut [f32], values: &[f32], columns: usize) {
    let rows = values.len().checked_div(columns).unwrap_or(0);
    for (i, row) in values.chunks_exact(columns.max(1)).enumerate() {
        for (j, &value) in row.iter().enumerate() {
            out[j * rows + i] = value;
        }
    }
}

/// One step of Adam on the parameters of one array, with `rate` already corrected for the bias of young moments.
pub(super) fn adam(
    parameters: &mut [f32],
    gradient: &[f32],
    first: &mut [f32],
    second: &mut [f32],
    rate: f32,
) {
    const FIRST_DECAY: f32 = ADAM_FIRST_DECAY as f32;
    const SECOND_DECAY: f32 = ADAM_SECOND_DECAY as f32;
    const EPSILON: f32 = 1e-8;
    let moments = first.iter_mut().zip(second);
    for ((parameter, &g), (m, v)) in parameters.iter_mut().zip(gradient).zip(moments) {
        *m = FIRST_DECAY * *m + (1.0 - FIRST_DECAY) * g;
        *v = SECOND_DECAY * *v + (1.0 - SECOND_DECAY) * (g * g);
        *parameter -= rate * *m / (v.sqrt() + EPSILON);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::Random;

    fn numbers(n: usize, path: u64) -> Vec<f32> {
        let mut random = Random::new(3, &[path]);
        (0..n).map(|_| random.normal() as f32).collect()
    }

    /// The definition of the product: one sum an element, in the order of k.
    fn product(left: &[f32], right: &[f32], start: &[f32], depth: usize, columns: usize) -> Vec<f32> {
        let element = |(at, &start): (usize, &f32)| {
            let (i, j) = (at / columns, at % columns);
            (0..depth).fold(start, |sum, k| sum + left[i * depth + k] * right[k * columns + j])
        };
        start.iter().enumerate().map(element).collect()
    }

    #[test]
    fn tiled_products_have_the_bits_of_the_plain_sum() {
        for (rows, depth, columns) in
            [(1, 1, 1), (64, 48, 48), (5, 7, 9), (4, 8, 1), (3, 2, 17), (2, 0, 8), (0, 3, 4)]
        {
            let (left, right) = (numbers(rows * depth, 1), numbers(depth * columns, 2));
            let mut out = numbers(rows * columns, 3);
            let expected = product(&left, &right, &out, depth, columns);
            add_product(&mut out, Strided::by_rows(&left, depth), &right, depth, columns);
            assert_eq!(out, expected, "{rows} x {depth} x {columns}");
        }
    }

    #[test]
    fn a_transposed_left_side_reads_the_same_matrix() {
        let (rows, depth, columns) = (6, 5, 11);
        let (left, right) = (numbers(rows * depth, 1), numbers(depth * columns, 2));
        let mut turned = vec![0.0; rows * depth];
        transpose(&mut turned, &left, depth);
        let (mut a, mut b) = (vec![0.0; rows * columns], vec![0.0; rows * columns]);
        add_product(&mut a, Strided::by_rows(&left, depth), &right, depth, columns);
        add_product(&mut b, Strided::transposed(&turned, rows), &right, depth, columns);
        assert_eq!(a, b);
    }

    #[test]
    fn the_first_adam_step_moves_every_parameter_by_the_rate_against_its_gradient() {
        let mut parameters = [1.0, 1.0, 1.0];
        let rate = 0.01 * libm::sqrt(1.0 - 0.999) / (1.0 - 0.9);
        adam(&mut parameters, &[5.0, -0.02, 0.0], &mut [0.0; 3], &mut [0.0; 3], rate as f32);
        for (found, expected) in parameters.iter().zip([0.99, 1.01, 1.0]) {
            assert!((found - expected).abs() < 1e-5, "{found} instead of {expected}");
        }
    }
}
