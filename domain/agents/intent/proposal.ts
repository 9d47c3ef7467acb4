import { amountOf, Money } from '../../shared/money.ts'
import { moneyText } from '../../shared/money-text.ts'
import { isRejection, reject, type Rejection } from '../../shared/rejection.ts'
import { checkDefinition, type Known } from '../workflows/check.ts'
import type { Definition } from '../workflows/definition.ts'
import { uncovered, type Breakdown, type BreakdownTask } from './breakdown.ts'
import { unnamed, type Requirements } from './requirements.ts'
import { workflowOf } from './workflow-of.ts'

export type Proposal = {
  readonly definition: Definition
  /** For the person who approves of it. */
  readonly summary: string
  /** The most that its jobs can cost together; absent where it runs none. */
  readonly mostOnDevices?: Money
}

/** What a model made of an intent, held against what was asked and against what may be spent. */
export const propose = (
  requirements: Requirements,
  breakdown: Breakdown,
  runBudget: Money,
  known: Known,
): Proposal | Rejection => {
  if (requirements.circuit.algorithm === unnamed)
    return reject('INVALID_INPUT', requirements.questions.join(' ') || 'No algorithm is named.')
  const { undone, unasked } = uncovered(requirements, breakdown)
  if (undone.length > 0) return reject('INVALID_INPUT', `No task serves ${undone.join(', ')}.`)
  if (unasked.length > 0)
    return reject('INVALID_INPUT', `Tasks serve ${unasked.join(', ')}, which nobody asked for.`)
  const most = mostOnDevices(breakdown, runBudget)
  if (most !== undefined && isRejection(most)) return most
  const definition = workflowOf(breakdown)
  const issues = checkDefinition(definition, known)
  const [first] = issues
  if (first !== undefined) return reject('INVALID_INPUT', first.detail, issues)
  return {
    definition,
    summary: summaryOf(requirements, breakdown, most),
    ...(most === undefined ? {} : { mostOnDevices: most }),
  }
}

/** Every job says what it costs at most, in numbers and not by reference, and all together stay within the budget. */
const mostOnDevices = ({ tasks }: Breakdown, budget: Money): Money | Rejection | undefined => {
  let sum = 0n
  const jobs = tasks.filter(({ work }) => work.kind === 'TOOL' && work.tool === 'submitJob')
  for (const { key, work } of jobs) {
    const most = Money.safeParse(work.kind === 'TOOL' ? work.input['maximumCost'] : undefined)
    if (!most.success)
      return reject('COST_ABOVE_MAXIMUM', `${key} does not say what it costs at most.`)
    if (most.data.asset !== budget.asset)
      return reject('ASSET_MISMATCH', `The budget of the run is in ${budget.asset}.`)
    sum += amountOf(most.data)
  }
  if (sum > amountOf(budget))
    return reject(
      'COST_ABOVE_MAXIMUM',
      `Its jobs may cost ${moneyText(sum.toString(), budget.asset)}, the budget is ${moneyText(budget.amount, budget.asset)}.`,
    )
  return jobs.length === 0 ? undefined : { amount: sum.toString(), asset: budget.asset }
}

const summaryOf = (
  { goal, functional, nonFunctional, assumptions, questions }: Requirements,
  { tasks }: Breakdown,
  most: Money | undefined,
): string =>
  [
    goal,
    ...paragraph('Requirements', [
      ...functional.map(({ id, statement }) => `${id} ${statement}`),
      ...nonFunctional.map(({ id, quality, statement }) => `${id} ${quality}: ${statement}`),
    ]),
    ...paragraph('Tasks', tasks.map(lineOf)),
    ...paragraph('Assumptions', assumptions),
    ...paragraph('Open questions', questions),
    ...(most === undefined
      ? []
      : ['', `At most ${moneyText(most.amount, most.asset)} on devices.`]),
  ].join('\n')

const paragraph = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `- ${line}`)]

const lineOf = ({ key, title, role, needs, when, work }: BreakdownTask): string =>
  [
    `${key}: ${title} (${role}, ${work.kind === 'TOOL' ? work.tool : 'a person'})`,
    ...(needs.length === 0 ? [] : [`after ${needs.join(', ')}`]),
    ...(when === undefined ? [] : ['only on a condition']),
  ].join(', ')
