import t from 'tap'
import { beginRun } from '../../../commands/agents/workflows/begin-run.ts'
import { forkRun } from '../../../commands/agents/workflows/fork-run.ts'
import { agentBudget } from '../../../domain/agents/budgets/budget.ts'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import type { SagaEvent } from '../../../domain/shared/saga-events.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { createRedecision } from '../../../ops/decisions/redecide.ts'
import { contextOf } from '../../kit/services.ts'
import { asset, createWorkflowWorld, organisation } from './world.ts'

t.setTimeout(120_000)

const from = ($from: string) => ({ $from })
const ask = (key: string, content: unknown) => ({
  ...{ key, kind: 'PROMPT' as const, template: 'call.text', maxOutputTokens: 100 },
  variables: { messages: [{ role: 'user', content }] } as never,
})
const budget = { amount: '100', asset }

/** Three questions to a model, the second and third of them in a loop and in a branch. */
const definition = {
  title: 'Three questions',
  steps: [
    ask('first', 'one'),
    {
      ...{ key: 'loop', kind: 'LOOP' as const, atMost: 2 },
      steps: [ask('second', from('steps.first.output.text'))],
      until: { of: 1, is: 'EQUAL' as const, to: 2 },
    },
    {
      ...{ key: 'choice', kind: 'CONDITION' as const },
      if: { present: from('steps.second.output.text') },
      then: [ask('third', from('steps.second.output.text'))],
    },
    ask('fourth', { $from: 'steps.third.output.text', $default: 'nothing' }),
  ],
}

const ran = async () => {
  const world = createWorkflowWorld()
  await world.credit(1_000n)
  const definitionId = await world.publish(definition)
  const { runId } = await world.ask(beginRun, { workflow: { definitionId }, budget })
  await world.days(1)
  return { world, runId, definitionId }
}
type World = Awaited<ReturnType<typeof ran>>['world']

const status = async (world: World, runId: string) => (await world.run(runId)).status

t.test('a run asks models out of its budget, which is closed with it', async (t) => {
  const { world, runId } = await ran()
  t.equal(await status(world, runId), 'COMPLETED')
  t.equal(world.asked(), 5, 'first, second twice, third, fourth')
  const closed = await world.stateOf(agentBudget, derivedId(runId, 'budget'))
  t.equal(closed.status, 'CLOSED')
  const { held } = await world.stateOf(wallet, walletIdOf(organisation, asset))
  t.equal(held, 0n)
})

t.test(
  'without the money for it nothing is begun, and a run of prompts needs a budget',
  async (t) => {
    const world = createWorkflowWorld()
    const definitionId = await world.publish(definition)
    const { runId } = await world.ask(beginRun, { workflow: { definitionId }, budget })
    await world.days(1)
    t.match(await world.run(runId), { status: 'FAILED', code: 'INSUFFICIENT_FUNDS' })
    t.equal(world.asked(), 0)
    await t.rejects(world.ask(beginRun, { workflow: { definitionId } }), /WORKFLOW_INVALID/)
  },
)

t.test('read again, a recorded run decides the same, and asks nobody', async (t) => {
  const { world, runId } = await ran()
  const asked = world.asked()
  const story = world.story(runId)
  const redecision = createRedecision([world.each])
  for (const event of story) {
    const { id, stream, revision, type, data, metadata } = event
    const { schema, commandId, occurredAt: at } = metadata
    redecision.take({
      id,
      stream,
      revision: Number(revision),
      type,
      data,
      schema,
      commandId,
      at,
    } as never)
  }
  const { decisions, differences } = redecision.end()
  t.strictSame(differences, [])
  t.ok(decisions > 8, `${decisions} decisions`)
  t.equal(world.asked(), asked)
})

t.test('performed again, every effect of a recorded run answers what is on record', async (t) => {
  const { world, runId } = await ran()
  const asked = world.asked()
  const written = world.all.length
  // A process that remembers nothing.
  const services = world.newProcess()
  // The stream's own contract.
  const story = world.story(runId) as unknown as readonly SagaEvent[]
  let compared = 0
  for (const event of story) {
    if (event.type !== 'SagaEffectRequested') continue
    const { effectId, kind, effect } = event.data
    const context = contextOf(effectId, { actor: { kind: 'system', id: 'workflowExecution' } })
    const outcome = await world.each.perform(kind, effect, {
      ...{ services, context, signal: new AbortController().signal },
      providers: () => {
        throw new Error('no provider of hardware is asked')
      },
    })
    const recorded = story.find(
      (other) => other.type === 'SagaEffectSucceeded' && other.data.effectId === effectId,
    )
    t.match(recorded, { data: { result: 'result' in outcome ? outcome.result : {} } })
    compared += 1
  }
  t.ok(compared > 8, `${compared} effects`)
  t.equal(world.asked(), asked, 'no model was asked')
  t.equal(world.all.length, written, 'nothing was written')
})

t.test('a fork asks only for what follows from its step', async (t) => {
  const { world, runId } = await ran()
  const fork = async (fromStep: string) => {
    const before = world.asked()
    const forked = await world.ask(forkRun, { runId, fromStep, budget })
    await world.days(1)
    t.equal(await status(world, forked.runId), 'COMPLETED')
    const steps = world
      .eventsOf(forked.runId)
      .filter(({ type }) => type === 'WorkflowStepCompleted')
      .map(({ data }) => (data as { step: string }).step)
    return { steps, calls: world.asked() - before, output: await world.output(forked.runId) }
  }
  const output = await world.output(runId)
  t.strictSame(await fork('fourth'), { steps: ['fourth'], calls: 1, output })
  t.strictSame(await fork('choice'), { steps: ['choice', 'third', 'fourth'], calls: 2, output })
  t.strictSame(await fork('second#2'), {
    ...{ steps: ['second#2', 'loop#2', 'choice', 'third', 'fourth'], calls: 3, output },
  })
  t.strictSame(await fork('first'), {
    steps: ['first', 'second#1', 'loop#1', 'second#2', 'loop#2', 'choice', 'third', 'fourth'],
    ...{ calls: 5, output },
  })
  await t.rejects(fork('fifth'), /INVALID_INPUT/)
})
