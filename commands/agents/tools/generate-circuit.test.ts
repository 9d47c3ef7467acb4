import t from 'tap'
import { agentBudget } from '../../../domain/agents/budgets/budget.ts'
import type { CodeAnswer } from '../../../domain/agents/prompts/code-generate.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { memoryVault } from '../../../test/kit/memory-vault.ts'
import { routeOf, said, scriptedLlm } from '../../../test/kit/scripted-llm.ts'
import { contextOf } from '../../../test/kit/services.ts'
import { bellSource, organisation, stage } from '../../../test/agents/capsules/stage.ts'
import { change } from '../../shared/change.ts'
import { generateCircuit } from './generate-circuit.ts'
import type { ToolUse } from './tool.ts'

const id = (name: string): string => derivedId('generate-circuit.test', name)

const circuit = (source: string): CodeAnswer => ({
  kind: 'CIRCUIT',
  title: 'Bell pair',
  source,
  promises: [{ name: 'they agree', inputs: {}, expected: { '00': 0.5, '11': 0.5 } }],
  explanation: 'Two that agree.',
})

/** A model that answers these, one after the other, and what it was asked. */
const world = async (t: Parameters<typeof stage>[0], ...answers: readonly CodeAnswer[]) => {
  const asked: string[] = []
  const services = {
    ...stage(t).services,
    vault: memoryVault(),
    llm: scriptedLlm([routeOf('one/a', { contextTokens: 200_000, maxOutputTokens: 16_000 })], {
      complete: (_, request) => {
        asked.push(request.messages.at(-1)?.content ?? '')
        return Promise.resolve(said(JSON.stringify(answers[asked.length - 1])))
      },
    }),
  }
  const budgetId = id('budget')
  const limit = { amount: '100', asset: 'USD/2' }
  const purpose = { kind: 'SELF', id: organisation } as const
  const request = { type: 'RequestBudget', budgetId, organisation, limit, purpose } as const
  await change(services, contextOf(id('request')), 'request', agentBudget, budgetId, request)
  const open = { type: 'OpenBudget' } as const
  await change(services, contextOf(id('open')), 'open', agentBudget, budgetId, open)
  const use: ToolUse = {
    ...{ services, organisation, budgetId, deed: 'circuit' },
    context: contextOf(id('step')),
    actor: { kind: 'user', id: id('ada') },
  }
  return { asked, write: () => generateCircuit.run({ algorithm: 'bell' }, use) }
}

t.test('what does not compile goes back with what the compiler says', async (t) => {
  const { asked, write } = await world(
    t,
    circuit(bellSource.replace('cx', 'cxx')),
    circuit(bellSource),
  )
  const written = await write()
  t.match(written, {
    kind: 'done',
    output: {
      source: bellSource,
      facts: { qubits: 2 },
      tests: [{ name: 'they agree', basis: 'THEORY' }],
    },
  })
  t.equal(asked.length, 2)
  t.match(asked[1], /"previous":.*cxx/)
  t.match(asked[1], /line 6/)
  t.strictSame(await write(), written, 'asked again under the same step, nobody is')
  t.equal(asked.length, 2)
})

t.test('three programs that do not compile are enough', async (t) => {
  const bad = circuit('qubit')
  const { asked, write } = await world(t, bad, bad, bad, circuit(bellSource))
  t.match(await write(), { kind: 'refused', code: 'INVALID_CIRCUIT' })
  t.equal(asked.length, 3)
})

t.test('what cannot be written is refused with the reason', async (t) => {
  const { write } = await world(t, { kind: 'UNABLE', reason: 'too large' })
  t.match(await write(), { kind: 'refused', code: 'CIRCUIT_NOT_WRITTEN', message: /too large/ })
})
