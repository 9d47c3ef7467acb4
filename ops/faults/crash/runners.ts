import { setTimeout as pause } from 'node:timers/promises'
import { createRandom } from '../../../platform/providers/simulator/engine/random.ts'
import { taskIdOf } from '../../../sagas/agents/workflows/ask-somebody.ts'
import type { HttpClient } from '../../client/http-client.ts'
import { circuit } from '../../demo/circuits.ts'
import { between } from '../draw.ts'
import { insist, type Insistence } from '../insist.ts'
import type { World } from '../world.ts'

export type RunnersOptions = Insistence & {
  readonly http: HttpClient
  readonly world: World
  readonly seed: string
}

export type Runners = {
  /** No run is begun any more. Resolves with how many there were, when they have ended or their owners give up. */
  readonly leave: () => Promise<number>
}

const input = { source: circuit('bell').source }
const optimised = (key: string): object => ({
  ...{ key, kind: 'TOOL', tool: 'optimiseCircuit', input },
  compensate: { tool: 'optimiseCircuit', input },
})

const inner = {
  title: 'Within',
  steps: [optimised('made'), { key: 'moment', kind: 'TIMER', seconds: 1 }],
}

/** Everything that a workflow can hold and no model is needed for. */
const outer = (definitionId: unknown) => ({
  title: 'Everything',
  steps: [
    {
      ...{ key: 'loop', kind: 'LOOP', atMost: 3 },
      steps: [optimised('body')],
      until: {
        of: { $from: 'previous.body.output.source', $default: '' },
        is: 'NOT_EQUAL',
        to: '',
      },
    },
    {
      ...{ key: 'both', kind: 'PARALLEL' },
      steps: [
        { key: 'second', kind: 'TIMER', seconds: 1 },
        { key: 'within', kind: 'SUBWORKFLOW', workflow: { definitionId, version: 1 }, input: {} },
      ],
    },
    {
      ...{
        key: 'choice',
        kind: 'CONDITION',
        if: { present: { $from: 'steps.body.output.source' } },
      },
      then: [
        {
          key: 'yes',
          kind: 'TASK',
          assignee: { kind: 'ROLE', role: 'MEMBER' },
          approval: true,
          instruction: 'Go on?',
        },
      ],
    },
    optimised('last'),
  ],
})

const ended: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])
const betweenMs = 150

/** Owners of workflows with tools, timers, people and runs within; some they approve, some they cancel. */
export const startRunners = ({ http, world, seed, ...insistence }: RunnersOptions): Runners => {
  const { signal } = insistence
  let leaving = false
  let count = 0
  const send = (path: string, body: object | undefined, token: string, key: string) =>
    insist(() => http.send('POST', path, body, { token, key }), insistence)
  const made = async (path: string, body: object, token: string, key: string) => {
    const verdict = await send(path, body, token, key)
    if (verdict.kind === 'refused') throw verdict.refusal
    return verdict.answer.body
  }
  const run = async (token: string, person: number): Promise<void> => {
    const random = createRandom(`runners ${seed} ${person}`)
    const key = `run-${seed}-${person}`
    const definitions = '/v1/workflow-definitions'
    const within = await made(definitions, { definition: inner }, token, `${key}-inner`)
    const definition = outer(within['definitionId'])
    const { definitionId } = await made(definitions, { definition }, token, `${key}-outer`)
    for (let number = 0; !leaving && !signal.aborted; number += 1) {
      const each = `${key}-${number}`
      const order = { workflow: { definitionId } }
      const runId = String((await made('/v1/workflow-runs', order, token, each))['runId'])
      count += 1
      const cancelAfterMs = between(random, 0, 2) === 0 ? between(random, 0, 3_000) : undefined
      const begun = performance.now()
      for (let status = ''; !ended.has(status); ) {
        signal.throwIfAborted()
        await pause(betweenMs)
        if (cancelAfterMs !== undefined && performance.now() - begun > cancelAfterMs)
          await send(`/v1/workflow-runs/${runId}/cancellation`, undefined, token, `${each}-cancel`)
        // A refusal is kept under its key: nothing is approved before it is there.
        const path = `/v1/tasks/${taskIdOf(runId, 'yes')}`
        if ((await http.get(path, { token }).catch(() => undefined)) !== undefined)
          await send(`${path}/approve`, {}, token, `${each}-approve`)
        const seen = await http.get(`/v1/workflow-runs/${runId}`, { token }).catch(() => undefined)
        status = String(seen?.body['status'])
      }
    }
  }
  const done = Promise.all(world.people.slice(2, 4).map(({ token }, person) => run(token, person)))
  done.catch(() => undefined)
  return {
    leave: async () => {
      leaving = true
      await done.catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
      return count
    },
  }
}
