import { Command, InvalidArgumentError } from 'commander'
import { createScreen } from '../../demo/screen.ts'
import { bugs, isBug, type Bug } from '../points/bugs.ts'
import {
  faults as faultsKnown,
  isFault,
  isOperation,
  operations,
  type Fault,
  type Operation,
} from '../points/catalogue.ts'
import { combinationsOf } from './plan.ts'
import { hitsOf, shortOf, tableOf } from './report.ts'
import { pointsARound, runCrash } from './run.ts'

/** `npm run crash -- --points 1000 --seed 7`: exit 0 only when every point fired and nothing was lost, doubled or left. */
const number = (text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number')
  return value
}

const operation = (text: string, before: readonly Operation[] = []): readonly Operation[] => {
  if (!isOperation(text)) throw new InvalidArgumentError(`one of ${operations.join(', ')}`)
  return [...before, text]
}

const faultNamed = (text: string, before: readonly Fault[] = []): readonly Fault[] => {
  if (!isFault(text)) throw new InvalidArgumentError(`one of ${faultsKnown.join(', ')}`)
  return [...before, text]
}

const bugNamed = (text: string): Bug => {
  if (!isBug(text)) throw new InvalidArgumentError(`one of ${Object.keys(bugs).join(', ')}`)
  return text
}

type Options = {
  readonly points: number
  readonly seed: string
  readonly only?: readonly Operation[]
  readonly fault?: readonly Fault[]
  readonly plant?: Bug
  readonly keepData?: boolean
  readonly round?: number
  readonly json?: boolean
}

await new Command('crash')
  .description(
    'kill the hub, or fail what it relies on, at the edges of its operations while jobs, payments and cancellations run; then check everything',
  )
  .option(
    '--points <n>',
    `points, in rounds of ${pointsARound} with a log of their own`,
    number,
    300,
  )
  .option('--seed <text>', 'of points and callers', '1')
  .option('--only <operation>', `of these alone: ${operations.join(', ')}`, operation)
  .option('--fault <fault>', `these alone: ${faultsKnown.join(', ')}`, faultNamed)
  .option('--round <n>', 'this round alone, of all that the points make', number)
  .option('--plant <bug>', `with a bug planted: ${Object.keys(bugs).join(', ')}`, bugNamed)
  .option('--keep-data', "leave the servers' data and the hub's log for a look at them")
  .option('--json', 'end with one line of JSON on stdout')
  .action(async (options: Options) => {
    const { points, seed, only, fault: faults, round, plant } = options
    const { keepData = false, json = false } = options
    const choice = {
      ...(only === undefined ? {} : { only }),
      ...(faults === undefined ? {} : { faults }),
    }
    const screen = createScreen(process.stderr)
    screen.heading(`${points} points, seed ${seed}${plant === undefined ? '' : `, with ${plant}`}`)
    const outcome = await runCrash({
      points,
      seed,
      ...choice,
      ...(round === undefined ? {} : { round }),
      ...(plant === undefined ? {} : { bug: plant }),
      keepData,
      onLine: screen.line,
      onProgress: (done, total) => screen.progress('  points', done, total),
    })
    const combinations = combinationsOf(choice).length
    const least = round === undefined ? Math.floor(points / combinations) : 0
    const findings = [...outcome.findings, ...shortOf(outcome.fired, least, choice)]
    const hits = hitsOf(outcome.fired, choice)
    tableOf(hits).forEach((line) => screen.line(line))
    for (const finding of findings) screen.line(`  WRONG: ${finding}`)
    if (findings.length > 0) process.exitCode = 1
    const { fired, ...figures } = outcome
    const rate = Number((fired.length / outcome.seconds).toFixed(2))
    const summary = { seed, points, fired: fired.length, least, rate, ...figures, findings }
    if (json) process.stdout.write(`${JSON.stringify({ ...summary, hits })}\n`)
    else screen.line(JSON.stringify({ ...summary, findings: findings.length }, undefined, 2))
  })
  .parseAsync()
