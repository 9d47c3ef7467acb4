import t from 'tap'
import { choices } from '../../test/kit/virtual-time.ts'
import { artifactDigest } from './digest.ts'
import type { Tree } from './boosted-trees.ts'
import { fit } from './fit.ts'
import { createModelFitter } from './fitter.ts'
import type { Linear } from './ridge.ts'

const choose = choices(7)
const uniform = (): number => choose(1_000_000) / 1_000_000
const rows = Array.from({ length: 600 }, () => [uniform(), uniform() * 10, 3])
const inLine = rows.map(([a = 0, b = 0]) => 2 + 3 * a - 0.5 * b)
const inSteps = rows.map(([a = 0, b = 0]) => (a > 0.5 ? 10 : 0) + (b > 7 ? 5 : 1))

const linearAt = ({ bias, weights, means, scales }: Linear, row: readonly number[]): number =>
  row.reduce(
    (sum, value, at) => sum + ((weights[at] ?? 0) * (value - (means[at] ?? 0))) / (scales[at] ?? 1),
    bias,
  )
const treeAt = (tree: Tree, row: readonly number[]): number => {
  let node = 0
  for (let input = tree.inputs[0] ?? -1; input >= 0; input = tree.inputs[node] ?? -1)
    node =
      ((row[input] ?? 0) <= (tree.thresholds[node] ?? 0) ? tree.lefts[node] : tree.rights[node]) ??
      0
  return tree.values[node] ?? 0
}
const meanError = (
  answer: (row: readonly number[]) => number,
  targets: readonly number[],
): number =>
  rows.reduce((sum, row, at) => sum + Math.abs(answer(row) - (targets[at] ?? 0)), 0) / rows.length
const boosting = { rounds: 60, depth: 3, rate: 0.2, leaf: 5 }

t.test('ridge finds a line, also beside an input that never differs', async (t) => {
  const { linear } = fit({ fit: 'ridge', rows, targets: inLine, lambda: 1e-9 }) as {
    linear: Linear
  }
  t.ok(meanError((row) => linearAt(linear, row), inLine) < 1e-4)
  const held = fit({ fit: 'ridge', rows, targets: inLine, lambda: 10 }) as { linear: Linear }
  const [tight = 0, loose = 0] = [held.linear.weights[0], linear.weights[0]].map((w = 0) =>
    Math.abs(w),
  )
  t.ok(tight < loose / 5, 'a penalty makes weights smaller')
})

t.test('trees find steps, where a line does not, and say the same every time', async (t) => {
  const task = { fit: 'trees', rows, targets: inSteps, boosting } as const
  const { trees } = fit(task) as { trees: readonly Tree[] }
  const error = meanError((row) => trees.reduce((sum, tree) => sum + treeAt(tree, row), 0), inSteps)
  const { linear } = fit({ ...task, fit: 'ridge', lambda: 1e-9 }) as { linear: Linear }
  t.ok(error < 1, error.toString())
  t.ok(error * 2 < meanError((row) => linearAt(linear, row), inSteps))
  t.equal(artifactDigest(fit(task)), artifactDigest(fit(task)))
  for (const { inputs, values, lefts } of trees) {
    t.equal(inputs.length, values.length)
    t.ok(lefts.every((left, node) => (inputs[node] ?? -1) < 0 || left > node))
  }
})

t.test('leaves have enough rows, or there is no split', async (t) => {
  const few = { rows: rows.slice(0, 8), targets: inSteps.slice(0, 8) }
  const { trees } = fit({ fit: 'trees', ...few, boosting: { ...boosting, rounds: 1 } }) as {
    trees: readonly Tree[]
  }
  t.equal(trees[0]?.inputs.length, 1)
})

t.test('a thread says what this one says', async (t) => {
  const fitter = createModelFitter()
  t.teardown(fitter.close)
  const task = {
    fit: 'trees',
    rows,
    targets: inSteps,
    boosting: { ...boosting, rounds: 5 },
  } as const
  t.same(await fitter.fit(task), fit(task))
})
