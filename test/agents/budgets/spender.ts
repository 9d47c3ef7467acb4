/**
 * One of many processes that spend of the same budgets, until it is through or killed. What it is charged by its providers
 * is written into a file, at once and past the hub: theirs is the truth that the budgets are held against. Told to, it kills
 * itself while its provider works on its first attempt.
 */
import { appendFileSync } from 'node:fs'
import PQueue from 'p-queue'
import { complete } from '../../../commands/agents/calls/complete.ts'
import { freeText } from '../../../domain/agents/prompts/free-text.ts'
import { costInFine } from '../../../domain/agents/routing/cost.ts'
import { systemClock } from '../../../platform/clock/clock.ts'
import { connectEventStore } from '../../../platform/event-store/connect.ts'
import { createRandom } from '../../../platform/providers/simulator/engine/random.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { CompletionOutcome, CompletionRequest } from '../../../platform/llm/port.ts'
import { memoryVault } from '../../kit/memory-vault.ts'
import { failing, routeOf, said, scriptedLlm } from '../../kit/scripted-llm.ts'
import { contextOf, servicesOn } from '../../kit/services.ts'
import type { Charge } from './charges.ts'

const [url = '', file = '', seed = '', organisation = '', budgets = '', calls = '', end = ''] =
  process.argv.slice(2)
const budgetIds = budgets.split(',')
const random = createRandom(seed)
const below = (bound: number): number => Math.floor(random() * bound)

const routes = ['one/a', 'two/b', 'three/c'].map((routeId, index) =>
  routeOf(routeId, {
    price: { asset: 'USD', perMillionIn: `${index + 1}`, perMillionOut: `${2 * (index + 1)}` },
  }),
)
const charge = (each: Charge): void => appendFileSync(file, `${JSON.stringify(each)}\n`)
const letters = (text: string): number => text.length

const answer = async (routeId: string, request: CompletionRequest): Promise<CompletionOutcome> => {
  const route = routes.find((each) => each.routeId === routeId)
  if (route === undefined) return failing('INVALID_REQUEST')
  if (end === 'DIES') process.kill(process.pid, 'SIGKILL')
  const most = request.messages.reduce((sum, { content }) => sum + letters(content), 0)
  const tokensIn = 1 + below(most)
  const tokensOut = below(request.maxOutputTokens + 1)
  const cost = costInFine(route.price, tokensIn, tokensOut).toString()
  const attemptId = request.requestId
  // Others get their turn while a provider works.
  for (let turn = below(4); turn > 0; turn--) await new Promise(setImmediate)
  const fate = below(10)
  if (fate < 2) {
    charge({ attemptId, cost: '0' })
    return failing('OVERLOADED')
  }
  charge({ attemptId, cost })
  return fate < 5 ? failing('TIMEOUT', 'UNKNOWN') : said('done', { tokensIn, tokensOut })
}

const eventStore = connectEventStore(url)
const services = {
  ...servicesOn(eventStore, systemClock),
  vault: memoryVault(),
  llm: scriptedLlm(routes, { complete: answer, tokens: letters }),
}
const queue = new PQueue({ concurrency: 6 })
for (let n = 0; n < Number(calls); n++) {
  const budgetId = budgetIds[below(budgetIds.length)] ?? ''
  // Some questions are asked by several processes at a time, under the same id.
  const callId = derivedId(
    'call',
    budgetId,
    below(4) === 0 ? `shared ${below(20)}` : `${seed} ${n}`,
  )
  const variables = { messages: [{ role: 'user', content: 'x'.repeat(200) }] }
  const ask = () =>
    complete(services, {
      ...{ callId, organisation, budgetId, prompt: freeText, variables, maxOutputTokens: 400 },
      ...{ policy: { strategy: 'COST', fallbacks: 2 }, context: contextOf(callId) },
    })
  void queue.add(async () => {
    const first = await ask()
    if (first.kind === 'unavailable') await ask()
  })
}
await queue.onIdle()
await eventStore.close()
