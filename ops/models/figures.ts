import type { Errors, Evaluation } from '../../domain/agents/models/queue-time/evaluate.ts'

export type Figures = {
  readonly seed: string
  readonly algorithm: 'RIDGE' | 'BOOSTED_TREES'
  readonly evaluation: Evaluation
}

const seconds = (value: number): string => Math.round(value).toString()
const cell = ({ mean, median }: Errors): string => `${seconds(mean)} / ${seconds(median)}`

/** A row for each answer, a column for each seed: mean and median of how far off it was, in seconds. */
export const figuresTable = (figures: readonly Figures[]): string => {
  const trees = figures.filter(({ algorithm }) => algorithm === 'BOOSTED_TREES')
  const ridge = figures.filter(({ algorithm }) => algorithm === 'RIDGE')
  const row = (name: string, cells: readonly string[]): string =>
    `| ${[name, ...cells].join(' | ')} |`
  const of = (name: string, errors: (evaluation: Evaluation) => Errors): string =>
    row(
      name,
      trees.map(({ evaluation }) => cell(errors(evaluation))),
    )
  return [
    row(
      'mean / median error in seconds',
      trees.map(({ seed }) => `seed “${seed}”`),
    ),
    row(
      '---',
      trees.map(() => '---:'),
    ),
    of('mean of all waits at the device', ({ deviceMean }) => deviceMean),
    of('the last wait at the device', ({ lastWait }) => lastWait),
    of('length of the line × usual job', ({ lineLength }) => lineLength),
    of('turns of the fair share, as if nobody else came', ({ turns }) => turns),
    row(
      'ridge regression',
      ridge.map(({ evaluation }) => cell(evaluation.model)),
    ),
    of('boosted trees', ({ model }) => model),
    row(
      'waits judged; their mean in seconds',
      trees.map(({ evaluation }) => `${evaluation.samples}; ${seconds(evaluation.meanWait)}`),
    ),
    row(
      'of them between `low` and `high` of the trees',
      trees.map(({ evaluation }) => `${(evaluation.coverage * 100).toFixed(1)} %`),
    ),
  ].join('\n')
}
