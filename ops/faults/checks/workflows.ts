import {
  around,
  blockOf,
  planStep,
  type Plan,
  type PlanStep,
} from '../../../domain/agents/workflows/plan.ts'
import type {
  Recorded,
  RunEvent,
  RunRequested,
} from '../../../domain/agents/workflows/run-events.ts'
import {
  iterationsOf,
  keyOfStep,
  stepId,
  type Iterations,
} from '../../../domain/agents/workflows/step-id.ts'
import { decodeEvent } from '../../../domain/events.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'
import type { Check } from './check.ts'
import { streamsOf } from './streams.ts'

type Done = ReadonlyMap<string, Recorded>

/** Whether a step, with all that is within it, is on record as done. */
const isOver = (plan: Plan, done: Done, { key, kind }: PlanStep, at: Iterations): boolean => {
  const id = stepId(key, at)
  const within = (inner: Iterations, branch?: string): boolean =>
    blockOf(plan, key, branch).every((step) => isOver(plan, done, step, inner))
  switch (kind) {
    case 'PARALLEL':
      return within(at)
    case 'CONDITION': {
      const branch = done.get(id)?.branch
      return branch !== undefined && within(at, branch)
    }
    case 'LOOP': {
      let last = 1
      while (done.get(stepId(key, [...at, last]))?.goesOn === true) last += 1
      return done.has(stepId(key, [...at, last])) && within([...at, last])
    }
    default:
      return done.has(id)
  }
}

/** What a step that began should have waited for. */
const tooEarly = (plan: Plan, done: Done, id: string): readonly string[] => {
  const self = planStep(plan, keyOfStep(id))
  if (self === undefined) return [`${id} is no step of the plan`]
  const all = iterationsOf(id)
  return [self, ...around(plan, self.key)].flatMap((step) => {
    const depth = around(plan, step.key).filter(({ kind }) => kind === 'LOOP').length
    const at = all.slice(0, depth)
    const outer = step.within === undefined ? undefined : planStep(plan, step.within)
    const missing = step.needs.filter((key) => {
      const needed = planStep(plan, key)
      return needed === undefined || !isOver(plan, done, needed, at)
    })
    const branch = outer?.kind === 'CONDITION' ? done.get(stepId(outer.key, at))?.branch : undefined
    const iteration = at.at(-1) ?? 1
    const before =
      outer?.kind === 'LOOP' && iteration > 1 ? [...at.slice(0, -1), iteration - 1] : []
    return [
      ...missing.map((key) => `${id} did not wait for ${key}`),
      ...(step.branch === branch ? [] : [`${id} is of a branch that was not taken`]),
      ...(before.length > 0 &&
      outer !== undefined &&
      done.get(stepId(outer.key, before))?.goesOn !== true
        ? [`${id} is of an iteration that nobody decided about`]
        : []),
    ]
  })
}

const reversals = (
  { plan, fork }: RunRequested,
  completed: readonly string[],
  events: readonly RunEvent[],
): readonly string[] => {
  const undone = events.flatMap(({ type, data }) =>
    type === 'WorkflowStepCompensated' ? [data.step] : [],
  )
  const reversible = completed.filter(
    (step) =>
      planStep(plan, keyOfStep(step))?.compensates === true &&
      !Object.hasOwn(fork?.recorded ?? {}, step),
  )
  const ended = events.find(({ type }) => type === 'WorkflowRunEnded')
  if (ended?.type !== 'WorkflowRunEnded') return []
  const wanted = ended.data.outcome === 'COMPLETED' ? [] : reversible.toReversed()
  return ended.data.code === 'NOT_RESOLVED' || wanted.join() === undone.join()
    ? []
    : [`taken back were ${undone.join()}, not ${wanted.join()}`]
}

/** What is wrong with one run, by its own stream. */
export const wrongInRun = (events: readonly RunEvent[]): readonly string[] => {
  const [first] = events
  if (first?.type !== 'WorkflowRunRequested') return ['it was not asked for']
  const { plan, fork } = first.data
  const done = new Map(Object.entries(fork?.recorded ?? {}))
  const completed: string[] = []
  const wrong: string[] = []
  for (const event of events) {
    if (event.type === 'WorkflowStepBegan') wrong.push(...tooEarly(plan, done, event.data.step))
    if (event.type !== 'WorkflowStepCompleted') continue
    const { step, recorded } = event.data
    if (done.has(step)) wrong.push(`${step} was done twice`)
    done.set(step, recorded)
    completed.push(step)
  }
  const ends = events.filter(({ type }) => type === 'WorkflowRunEnded').length
  return [
    ...wrong,
    ...(ends === 1 ? [] : [`it has ${ends} ends`]),
    ...(events.at(-1)?.type === 'WorkflowRunEnded' ? [] : ['something came after its end']),
    ...reversals(first.data, completed, events),
  ]
}

const runEvents = (events: readonly RecordedEvent[]): readonly RunEvent[] =>
  // The stream's name says whose events it holds; the stored contract is checked by decodeEvent.
  events.map((event) => decodeEvent(event) as RunEvent)

/** Each run of a workflow ended once, did each step once and after what it needs, and took back what it had to. */
export const workflows: Check = ({ log }) => {
  const executions = streamsOf(log, 'workflowExecution')
  return [...streamsOf(log, 'workflowRun')].flatMap(([runId, events]) => {
    const ended = executions.get(runId)?.filter(({ type }) => type === 'SagaEnded').length ?? 0
    return [
      ...wrongInRun(runEvents(events)),
      ...(ended === 1 ? [] : [`its execution ended ${ended} times`]),
    ].map((wrong) => `run ${runId}: ${wrong}`)
  })
}
