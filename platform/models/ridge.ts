import { Matrix, solve } from 'ml-matrix'

/** A linear answer: `bias` plus the weights on the inputs, each less its mean and in units of its scale. */
export type Linear = {
  readonly bias: number
  readonly weights: readonly number[]
  readonly means: readonly number[]
  readonly scales: readonly number[]
}

/**
 * Ridge regression over standardised inputs, by the normal equations: (XᵀX + λn·1) w = Xᵀy. The same rows give the same
 * numbers. All rows have the same length; there is at least one.
 */
export const fitRidge = (
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  lambda: number,
): Linear => {
  const width = rows[0]?.length ?? 0
  const columns = Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? 0))
  const means = columns.map(mean)
  // What never differs says nothing, and divides by nothing.
  const scales = columns.map((values, column) => deviation(values, means[column] ?? 0) || 1)
  const bias = mean(targets)
  const inputs = new Matrix(
    rows.map((row) =>
      row.map((value, column) => (value - (means[column] ?? 0)) / (scales[column] ?? 1)),
    ),
  )
  const transposed = inputs.transpose()
  const gram = transposed.mmul(inputs).add(Matrix.eye(width).mul(lambda * rows.length))
  const right = transposed.mmul(Matrix.columnVector(targets.map((target) => target - bias)))
  return { bias, weights: solve(gram, right).to1DArray(), means, scales }
}

const mean = (values: readonly number[]): number =>
  values.reduce((all, each) => all + each, 0) / values.length

const deviation = (values: readonly number[], centre: number): number =>
  Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
