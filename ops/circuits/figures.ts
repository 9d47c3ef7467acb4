import type { OptimiseOutcome } from '../../platform/circuits/optimise.ts'

/** One circuit, rewritten in one way. */
export type Row = {
  readonly name: string
  readonly qubits: number
  readonly outcome: OptimiseOutcome
}

type Totals = { readonly pairs: number; readonly depth: number }

const sidesOf = (outcome: OptimiseOutcome): readonly [Totals, Totals] => {
  if (outcome.kind === 'optimised') {
    const { before, after } = outcome
    return [
      { pairs: before.billedTwoQubit, depth: before.depth },
      { pairs: after.billedTwoQubit, depth: after.depth },
    ]
  }
  const figures =
    outcome.kind === 'unchanged'
      ? { pairs: outcome.figures.billedTwoQubit, depth: outcome.figures.depth }
      : { pairs: 0, depth: 0 }
  return [figures, figures]
}

const proofText = (outcome: OptimiseOutcome): string => {
  switch (outcome.kind) {
    case 'unchanged':
      return 'same text'
    case 'unsupported':
      return `not rewritten: ${outcome.reason}`
    case 'invalid':
      return `not a program: ${outcome.diagnostic.message}`
    case 'optimised': {
      const { proof } = outcome
      if (proof.kind === 'NOT_CHECKED') return `not compared: ${proof.reason}`
      const from = proof.from === 'GROUND_STATE' ? 'ground state' : 'ground and random state'
      return `${proof.distance.toExponential(1)}, ${from}`
    }
    default:
      return outcome satisfies never
  }
}

const total = (rows: readonly Row[]): readonly [Totals, Totals] =>
  rows
    .map(({ outcome }) => sidesOf(outcome))
    .reduce(
      ([before, after], [b, a]) => [
        { pairs: before.pairs + b.pairs, depth: before.depth + b.depth },
        { pairs: after.pairs + a.pairs, depth: after.depth + a.depth },
      ],
      [
        { pairs: 0, depth: 0 },
        { pairs: 0, depth: 0 },
      ],
    )

const less = (before: number, after: number): string =>
  before === 0 ? '0 %' : `${((100 * (before - after)) / before).toFixed(1)} %`

/** `| what | before | after | less | before | after | less |`: gates on two qubits, then depth. */
export const totalLine = (title: string, rows: readonly Row[]): string => {
  const [before, after] = total(rows)
  const cells = [
    ...[before.pairs, after.pairs, less(before.pairs, after.pairs)],
    ...[before.depth, after.depth, less(before.depth, after.depth)],
  ]
  return `| ${title} | ${cells.join(' | ')} |`
}

/** Every circuit of one way. */
export const tableOf = (rows: readonly Row[]): string =>
  [
    '| circuit | qubits | two-qubit gates | after | depth | after | distance |',
    '|---|---|---|---|---|---|---|',
    ...rows.map(({ name, qubits, outcome }) => {
      const [before, after] = sidesOf(outcome)
      const cells = [qubits, before.pairs, after.pairs, before.depth, after.depth]
      return `| ${name} | ${cells.join(' | ')} | ${proofText(outcome)} |`
    }),
  ].join('\n')
