import t from 'tap'
import { Definition } from '../../../domain/agents/workflows/definition.ts'
import { planOf } from '../../../domain/agents/workflows/plan.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import { workflowDefinitions } from './definitions.ts'
import { workflowRuns } from './runs.ts'
import type { StepOfRun } from './tables.ts'

const [runId, definitionId, organisation] = [idNamed('run'), idNamed('workflow'), idNamed('org')]
const at = meta.now
const kept = { sha256: 'a'.repeat(64), size: 2, object: 'sha256/aa/x' }
const steps = [{ key: 'a', kind: 'TOOL', tool: 'tool', input: {} }]
const plan = planOf(Definition.parse({ title: 'x', steps }))
const stream = `workflowRun-${runId}`
const of = (type: string, more: object = {}) => ({
  type,
  data: { runId, organisation, at, ...more },
})
const ofStep = (type: string, more: object = {}) =>
  of(type, { step: 'a', key: 'a', attempt: 1, ...more })
const requested = (more: object = {}) =>
  of('WorkflowRunRequested', {
    ...{ workflow: { definitionId, version: 2 }, plan, input: kept },
    by: { kind: 'user', id: 'ada' },
    ...more,
  })
const { given } = projection(workflowRuns)
const shown = (more: Partial<StepOfRun>): StepOfRun => ({
  ...{ step: 'a', key: 'a', attempt: 1, status: 'RUNNING', beganAt: at, endedAt: at, code: null },
  ...{ branch: null, goesOn: null, reused: false },
  ...more,
})

t.test('a run with how far each step is', async () => {
  given()
    .when(on(stream, requested()))
    .then({ workflow_runs: [{ status: 'RUNNING', version: 2, steps: [], ended_at: null }] })
  given(on(stream, requested(), ofStep('WorkflowStepBegan')))
    .when(on(stream, ofStep('WorkflowStepFailed', { code: 'NO', detail: 'sealed:v1:a.b.c.d' })))
    .then({
      workflow_runs: [{ steps: [shown({ status: 'FAILED', code: 'NO' })] }],
    })
  const failed = ofStep('WorkflowStepFailed', { code: 'NO', detail: 'sealed:v1:a.b.c.d' })
  const again = ofStep('WorkflowStepBegan', { attempt: 2 })
  given(on(stream, requested(), ofStep('WorkflowStepBegan'), failed, again))
    .when(on(stream, ofStep('WorkflowStepCompleted', { attempt: 2, recorded: { output: kept } })))
    .then({
      workflow_runs: [{ steps: [shown({ attempt: 2, status: 'COMPLETED' })] }],
    })
})

t.test('a fork has what was recorded before it; an end has its reason', async () => {
  const fork = { runId: idNamed('first'), step: 'a', recorded: { b: { branch: 'then' } } }
  given()
    .when(on(stream, requested({ fork })))
    .then({
      workflow_runs: [
        {
          fork_step: 'a',
          steps: [
            shown({
              ...{ step: 'b', key: 'b', attempt: 0, status: 'COMPLETED', reused: true },
              ...{ branch: 'then', beganAt: null, endedAt: null },
            }),
          ],
        },
      ],
    })
  given(on(stream, requested(), ofStep('WorkflowStepBegan')))
    .when(
      on(
        stream,
        of('WorkflowRunEnded', {
          ...{ outcome: 'FAILED', compensation: 'NONE', code: 'NO', step: 'a' },
        }),
      ),
    )
    .then({ workflow_runs: [{ status: 'FAILED', code: 'NO', failed_step: 'a' }] })
})

t.test('a workflow with its newest version', async () => {
  const definitions = projection(workflowDefinitions)
  const name = `workflowDefinition-${definitionId}`
  const published = (version: number) => ({
    type: 'WorkflowPublished',
    data: { definitionId, organisation, at, version, definition: kept, plan },
  })
  definitions
    .given(on(name, published(1)))
    .when(on(name, published(2)))
    .then({ workflow_definitions: [{ version: 2, retired: false }] })
  definitions
    .given(on(name, published(1)))
    .when(on(name, { type: 'WorkflowRetired', data: { definitionId, organisation, at } }))
    .then({ workflow_definitions: [{ version: 1, retired: true }] })
})
