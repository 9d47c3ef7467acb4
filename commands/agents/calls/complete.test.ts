import t from 'tap'
import { z } from 'zod'
import { agentBudget } from '../../../domain/agents/budgets/budget.ts'
import { llmCall } from '../../../domain/agents/calls/call.ts'
import { definePrompt } from '../../../domain/agents/prompts/prompt.ts'
import type { ModelPolicy } from '../../../domain/agents/routing/policy.ts'
import type { CompletionOutcome } from '../../../platform/llm/port.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { memoryLog } from '../../../test/kit/memory-log.ts'
import { memoryVault } from '../../../test/kit/memory-vault.ts'
import { failing, routeOf, said, scriptedLlm } from '../../../test/kit/scripted-llm.ts'
import { contextOf, servicesOn } from '../../../test/kit/services.ts'
import { change } from '../../shared/change.ts'
import { load } from '../../shared/load.ts'
import { complete, type CompletionWish } from './complete.ts'

const id = (name: string): string => derivedId('complete.test', name)
const organisation = id('organisation')
const budgetId = id('budget')

const sums = definePrompt({
  template: 'test.sums',
  version: 1,
  variables: z.strictObject({ a: z.int(), b: z.int() }),
  answer: z.strictObject({ sum: z.int() }),
  render: ({ a, b }) => [{ role: 'user', content: `${a} + ${b}?` }],
})

type Said = (routeId: string, call: number) => CompletionOutcome

/** A hub with two routes, the first the cheaper, and a budget of so many cents. */
const world = async (answer: Said, cents = '100') => {
  const log = memoryLog()
  const asked: string[] = []
  const routes = [
    routeOf('one/a'),
    routeOf('two/b', { price: { asset: 'USD', perMillionIn: '2', perMillionOut: '4' } }),
  ]
  const services = {
    ...servicesOn(log.eventStore),
    vault: memoryVault(),
    llm: scriptedLlm(routes, {
      complete: async (routeId) => {
        asked.push(routeId)
        return answer(routeId, asked.length)
      },
    }),
  }
  const run = (name: string, command: Parameters<typeof agentBudget.decide>[0]) =>
    change(services, contextOf(id(name)), name, agentBudget, budgetId, command)
  const limit = { amount: cents, asset: 'USD/2' }
  const purpose = { kind: 'SELF', id: organisation } as const
  await run('request', { type: 'RequestBudget', budgetId, organisation, limit, purpose })
  await run('open', { type: 'OpenBudget' })
  const policy: ModelPolicy = { strategy: 'COST', fallbacks: 1 }
  const wish: CompletionWish<typeof sums> = {
    ...{ callId: id('call'), organisation, budgetId, prompt: sums, policy },
    ...{ context: contextOf(id('call')), variables: { a: 1, b: 2 }, maxOutputTokens: 100 },
  }
  const state = async () => {
    const { eventStore, foldCache } = services
    return {
      budget: (await load(eventStore, foldCache, agentBudget, budgetId)).state,
      call: (await load(eventStore, foldCache, llmCall, wish.callId)).state,
    }
  }
  return { services, wish, asked, state, ask: () => complete(services, wish) }
}

t.test(
  'an answer is on record: asked again, the same is given and no provider is called',
  async (t) => {
    const { ask, asked, state } = await world(() => said('{"sum": 3}'))
    const first = await ask()
    t.match(first, { kind: 'completed', answer: { sum: 3 }, routeId: 'one/a', cached: false })
    t.strictSame(await ask(), first)
    t.strictSame(asked, ['one/a'])
    // 10 tokens in at 1, 5 out at 2 a million: 20 millionths, in units of 10^-10.
    t.match((await state()).budget, { spent: 200_000n, reserved: 0n })
  },
)

t.test('another question under the same id is a conflict', async (t) => {
  const { ask, wish, services } = await world(() => said('{"sum": 3}'))
  await ask()
  const other = await complete(services, { ...wish, variables: { a: 2, b: 2 } })
  t.match(other, { kind: 'refused', code: 'ALREADY_EXISTS' })
})

t.test('a route that fails is followed by the next, which reserves anew', async (t) => {
  const { ask, asked, state } = await world((routeId) =>
    routeId === 'one/a' ? failing('OVERLOADED', 'UNKNOWN') : said('{"sum": 3}'),
  )
  t.match(await ask(), { kind: 'completed', routeId: 'two/b' })
  t.strictSame(asked, ['one/a', 'two/b'])
  const { budget, call } = await state()
  // At its maximum, for nobody knows: 6 tokens in, 100 out; then 10 in at 2 and 5 out at 4.
  const lost = 10_000n * (6n + 200n)
  t.match(budget, { spent: lost + 400_000n, reserved: 0n, open: {} })
  t.match(call, { attempts: [{ status: 'FAILED', cost: lost }, { status: 'SUCCEEDED' }] })
})

t.test('the next route is not asked when the budget has too little left for it', async (t) => {
  const { ask, asked, state } = await world(
    (routeId) => (routeId === 'one/a' ? failing('REFUSED') : said('{"sum": 3}')),
    '1',
  )
  // The second route may cost 1.2 cents of its one.
  const dear = await world(() => failing('REFUSED'), '1')
  t.match(await ask(), { kind: 'completed', routeId: 'two/b' })
  t.strictSame(asked, ['one/a', 'two/b'])
  t.match((await state()).budget, { reserved: 0n })
  const outcome = await complete(dear.services, { ...dear.wish, maxOutputTokens: 3_000 })
  t.match(outcome, { kind: 'refused', code: 'BUDGET_EXCEEDED' })
  t.strictSame(dear.asked, ['one/a'])
})

t.test(
  'an answer in another form is asked for again, and the model is shown what is wrong',
  async (t) => {
    const answers = ['three', '{"sum": "3"}', 'Here: ```json\n{"sum": 3}\n```']
    const { ask, asked, state } = await world((_, call) => said(answers[call - 1] ?? ''))
    t.match(await ask(), { kind: 'completed', answer: { sum: 3 } })
    t.strictSame(asked, ['one/a', 'one/a', 'one/a'])
    t.match((await state()).call, {
      attempts: [{ repairs: false, accepted: false }, { repairs: true }, { accepted: true }],
    })
    t.match((await state()).budget, { spent: 600_000n })
  },
)

t.test('three answers that do not do are the end', async (t) => {
  const { ask, asked } = await world(() => said('three'))
  t.match(await ask(), { kind: 'refused', code: 'MODEL_ANSWER_INVALID' })
  t.match(await ask(), { kind: 'refused', code: 'MODEL_ANSWER_INVALID' })
  t.equal(asked.length, 3)
})

t.test('where every model refuses for good, that is the end, and nothing was spent', async (t) => {
  const { ask, state, asked } = await world(() => failing('REFUSED'))
  t.match(await ask(), { kind: 'refused', code: 'MODEL_FAILED' })
  t.match(await ask(), { kind: 'refused', code: 'MODEL_FAILED' })
  t.strictSame(asked, ['one/a', 'two/b'])
  t.match((await state()).budget, { spent: 0n, reserved: 0n })
})

t.test('while all fail for now the call stays open, and is taken up under its id', async (t) => {
  let up = false
  const { ask, state } = await world(() => (up ? said('{"sum": 3}') : failing('OVERLOADED')))
  t.match(await ask(), { kind: 'unavailable' })
  t.match((await state()).call, { status: 'OPEN' })
  t.match((await state()).budget, { spent: 0n, reserved: 0n })
  up = true
  t.match(await ask(), { kind: 'completed' })
})

t.test('a policy that no model fits says why', async (t) => {
  const { services, wish } = await world(() => said('{"sum": 3}'))
  const policy: ModelPolicy = { strategy: 'COST', fallbacks: 0, minQuality: 0.9 }
  t.match(await complete(services, { ...wish, policy }), {
    ...{ kind: 'refused', code: 'NO_MODEL_ROUTE' },
    message: 'one/a: QUALITY; two/b: QUALITY',
  })
})

t.test('another organisation has no such budget, and no such call', async (t) => {
  const { services, wish, ask } = await world(() => said('{"sum": 3}'))
  const other = { ...wish, organisation: id('another') }
  t.match(await complete(services, other), { kind: 'refused', code: 'NOT_FOUND' })
  await ask()
  t.match(await complete(services, other), { kind: 'refused', code: 'NOT_FOUND' })
})

t.test('what looks like a secret is neither recorded nor told', async (t) => {
  const told: string[] = []
  const { services, wish } = await world(() => said('ok'))
  const text = definePrompt({
    template: 'test.text',
    version: 1,
    variables: z.strictObject({ text: z.string() }),
    answer: undefined,
    render: (variables) => [{ role: 'user', content: variables.text }],
  })
  const llm = scriptedLlm([routeOf('one/a')], {
    complete: async (_, { messages }) => {
      told.push(messages[0]?.content ?? '')
      return said('ok')
    },
  })
  const variables = { text: 'use sk-abcdefghijklmnopqrstuvwxyz please' }
  const outcome = await complete({ ...services, llm }, { ...wish, prompt: text, variables })
  t.match(outcome, { kind: 'completed', text: 'ok', answer: 'ok' })
  t.strictSame(told, ['use [redacted] please'])
})

t.test('the same question is answered from the cache where that is wished', async (t) => {
  const { services, wish, asked } = await world(() => said('{"sum": 3}'))
  await complete(services, { ...wish, cache: 'EXACT' })
  const again = await complete(services, { ...wish, callId: id('second'), cache: 'EXACT' })
  t.match(again, { kind: 'completed', cached: true, answer: { sum: 3 }, cost: { amount: '0' } })
  const plain = await complete(services, { ...wish, callId: id('third') })
  t.match(plain, { kind: 'completed', cached: false })
  t.equal(asked.length, 2)
})
