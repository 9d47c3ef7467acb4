import { createRandom } from '../../../platform/providers/simulator/engine/random.ts'
import { taskIdOf } from '../../../sagas/agents/workflows/ask-somebody.ts'
import { circuit } from '../../demo/circuits.ts'
import { between } from '../draw.ts'
import { startOwners, type Living, type Owners, type OwnersOptions } from './owners.ts'

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
const outer = (definitionId: string) => ({
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

/** Owners of workflows with tools, timers, people and runs within; some they approve, some they cancel. */
export const startRunners = (options: OwnersOptions): Owners => {
  const { http, seed, world } = options
  const living: Living = async ({ token, key, publish, steer }, person) => {
    const random = createRandom(`runners ${seed} ${person}`)
    const within = await publish(inner, `${key}-inner`)
    if (within === undefined) return undefined
    const definitionId = await publish(outer(within), `${key}-outer`)
    if (definitionId === undefined) return undefined
    return () => {
      const cancelAfterMs = between(random, 0, 2) === 0 ? between(random, 0, 3_000) : Infinity
      const begun = performance.now()
      return {
        order: { workflow: { definitionId } },
        meanwhile: async (runId, _status, each) => {
          if (performance.now() - begun > cancelAfterMs)
            await steer(`/v1/workflow-runs/${runId}/cancellation`, undefined, `${each}-cancel`)
          // A refusal is kept under its key: nothing is approved before it is there.
          const path = `/v1/tasks/${taskIdOf(runId, 'yes')}`
          if ((await http.get(path, { token }).catch(() => undefined)) !== undefined)
            await steer(`${path}/approve`, {}, `${each}-approve`)
        },
      }
    }
  }
  return startOwners('run', world.people.slice(2, 4), options, living)
}
