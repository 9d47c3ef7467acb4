import t from 'tap'
import { beginRun } from '../../../commands/agents/workflows/begin-run.ts'
import { forkRun } from '../../../commands/agents/workflows/fork-run.ts'
import { cancelRun, resumeRun } from '../../../commands/agents/workflows/steer-run.ts'
import type { RunEvent } from '../../../domain/agents/workflows/run-events.ts'
import { decodeEvent } from '../../../domain/events.ts'
import { wrongInRun } from '../../../ops/faults/checks/workflows.ts'
import fc from '../../kit/fast-check.ts'
import { choices } from '../../kit/virtual-time.ts'
import { randomDefinition } from './random-definition.ts'
import { createWorkflowWorld } from './world.ts'

t.setTimeout(600_000)

/** One run of any workflow, cancelled or not, forked afterwards, through failures and repetitions of everything. */
const live = async (seed: number) => {
  const choose = choices(seed)
  const world = createWorkflowWorld(choose)
  const inner = await world.publish(randomDefinition(choose))
  const definitionId = await world.publish(randomDefinition(choose, inner))
  const { runId } = await world.ask(beginRun, { workflow: { definitionId } })
  if (choose(3) === 0) {
    await world.until(world.clock.now().getTime() + choose(20_000_000))
    await world.ask(cancelRun, { runId }).catch((error: unknown) => {
      if (!/RUN_ALREADY_ENDED/.test(String(error))) throw error
    })
  }
  /** Whoever is suspended is resumed a few times, then cancelled. */
  const rest = async (): Promise<void> => {
    for (let times = 0; times < 12; times++) {
      await world.days(3)
      const waiting = await Promise.all(
        runIds().map(async (id) => ({ id, status: (await world.run(id)).status })),
      )
      const suspended = waiting.filter(({ status }) => status === 'SUSPENDED')
      if (suspended.length === 0) return
      for (const { id } of suspended)
        await world.ask(times < 6 ? resumeRun : cancelRun, { runId: id })
    }
  }
  const runIds = (): readonly string[] =>
    world.all
      .filter(({ type }) => type === 'WorkflowRunRequested')
      .map(({ stream }) => stream.slice('workflowRun-'.length))
  await rest()
  const steps = world.eventsOf(runId).filter(({ type }) => type === 'WorkflowStepCompleted')
  const from = steps[choose(Math.max(1, steps.length))]
  if (from !== undefined) {
    // Its contract says so.
    const { step } = from.data as { readonly step: string }
    await world.ask(forkRun, { runId, fromStep: step })
    await rest()
  }
  return { world, runIds: runIds() }
}

t.test(
  'however it goes: each step is done once and in its turn, what has to be is taken back, every run ends',
  async (t) => {
    const seen = new Map<string, number>()
    const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1)
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const { world, runIds } = await live(seed)
        for (const runId of runIds) {
          const events = world.eventsOf(runId).map((event) => decodeEvent(event) as RunEvent)
          const wrong = wrongInRun(events)
          if (wrong.length > 0) throw new Error(wrong.join('; '))
          const ends = world.story(runId).filter(({ type }) => type === 'SagaEnded')
          if (ends.length !== 1)
            throw new Error(`the execution of ${runId} ended ${ends.length} times`)
          const { data } = events.at(-1) ?? {}
          count((data as { outcome: string }).outcome)
          count(`taken back ${(data as { compensation: string }).compensation}`)
          for (const { type } of events) count(type)
        }
        const parked = world.all.find(({ type }) => /Parked$/.test(type))
        if (parked !== undefined) throw new Error(JSON.stringify(parked.data))
        if (new Set(world.deeds).size !== world.deeds.length)
          throw new Error('a deed was done twice')
      }),
      { numRuns: 150 },
    )
    t.comment(JSON.stringify(Object.fromEntries(seen)))
    for (const what of [
      'COMPLETED',
      'FAILED',
      'CANCELLED',
      'taken back COMPLETE',
      'taken back PARTIAL',
      'WorkflowRunResumed',
    ])
      t.ok(seen.has(what), `${what} was seen`)
  },
)
