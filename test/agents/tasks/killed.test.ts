import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { load } from '../../../commands/shared/load.ts'
import { eventually } from '../../servers/eventually.ts'
import { openOffice } from '../world.ts'

t.setTimeout(600_000)
const office = await openOffice()
t.teardown(() => office.hub.stop())
const lead = await office.person('100000')
const plain = await office.spawn(lead)
const handy = await office.spawn(lead, { tools: ['analyseCircuit', 'optimiseCircuit'] })
const { eventStore, foldCache } = office.hub.services
const worker = fileURLToPath(new URL('doomed-worker.ts', import.meta.url))

/** A worker that is killed at its n-th write from now on; nothing when the task had ended before it came to that. */
const killed = async (
  taskId: string,
  nth: number,
  when: 'BEFORE' | 'AFTER',
): Promise<'KILLED' | 'ENDED'> => {
  const orders = JSON.stringify({ ...office.hub.places, nth, when })
  const args = ['--import=tsx', worker, orders]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const dead = once(child, 'exit').then(() => 'KILLED' as const)
  const over = eventually(async () => {
    const ended = await eventStore.read(`agentTask-${taskId}`)
    return ended.some(({ type }) => type === 'SagaEnded') ? ('ENDED' as const) : undefined
  }, 120_000)
  const first = await Promise.race([dead, over])
  if (first === 'ENDED') child.kill('SIGKILL')
  await dead
  // Of a worker that has died the task may never end: nobody waits for that.
  over.catch(() => undefined)
  return first
}

const program = 'OPENQASM 3.0; include "stdgates.inc"; qubit q; h q; x q; x q;'

/** What is asked of whom, what is on the task at its end, and which writes its worker is killed at. */
const stories = [
  {
    ...{ name: 'a task', agentId: plain, instruction: 'Prepare a circuit for three qubits' },
    ...{ brought: ['TaskArtifactAdded'], every: 5 },
  },
  {
    ...{ name: 'a task with tools', agentId: handy },
    instruction: `Analyse and optimise this circuit. ${program}`,
    brought: [
      ...['TaskToolUsed', 'TaskToolUsed'],
      ...['TaskArtifactAdded', 'TaskArtifactAdded', 'TaskArtifactAdded'],
    ],
    every: 9,
  },
]

const submit = (agentId: string, instruction: string): Promise<string> =>
  office.submit(lead, { assignee: { kind: 'AGENT', agentId }, instruction })

/** All that one task has left in the log, by the kind of stream. */
const typesOf = async (taskId: string): Promise<readonly string[]> =>
  (await eventStore.read(`task-${taskId}`)).map(({ type }) => type)

const each = stories.flatMap((story) =>
  (['BEFORE', 'AFTER'] as const).map((when) => ({ ...story, when })),
)
for (const { name, agentId, instruction, brought, every, when } of each)
  t.test(`killed ${when.toLowerCase()} a write, any of them, ${name} is done once`, async (t) => {
    let deaths = 0
    for (let nth = when === 'BEFORE' ? 1 : 3; nth < 90; nth += every) {
      const taskId = await submit(agentId, instruction)
      const first = await killed(taskId, nth, when)
      if (first === 'KILLED') {
        deaths += 1
        const stop = office.run()
        await office.becomes(lead, taskId, 'COMPLETED')
        await eventually(async () => {
          const ended = await eventStore.read(`agentTask-${taskId}`)
          return ended.some(({ type }) => type === 'SagaEnded') ? true : undefined
        }, 60_000)
        await stop()
      }
      t.same(await typesOf(taskId), [
        ...['TaskSubmitted', 'TaskStarted', ...brought, 'TaskCompleted'],
      ])
      if (first === 'ENDED') break
    }
    t.ok(deaths > 2, `${deaths} died on the way`)
  })

t.test('what was held is spent or released, and no budget is open', async (t) => {
  const log = await office.log()
  const requested = log.filter(({ type }) => type === 'AgentBudgetRequested').length
  const closed = log.filter(({ type }) => type === 'AgentBudgetClosed').length
  t.ok(requested > 5)
  t.equal(closed, requested)
  const stop = office.run()
  t.teardown(stop)
  const walletId = walletIdOf(lead.organisationId, 'USD/2')
  const settled = await eventually(async () => {
    const { state } = await load(eventStore, foldCache, wallet, walletId)
    return state.held === 0n ? state : undefined
  }, 60_000)
  const charged = log
    .filter(({ type }) => type === 'AgentBudgetClosed')
    // The log's contract says so.
    .reduce((sum, { data }) => sum + BigInt((data as { readonly charged: string }).charged), 0n)
  t.ok(charged > 0n)
  t.equal(settled.available + charged, 100_000n)
})
