import { randomUUID } from 'node:crypto'
import { bell } from './kit/bell.ts'
import { keepAlive, type Post } from './kit/keep-alive.ts'
import { openLoop } from './kit/open-loop.ts'
import type { Figure, Part } from './kit/part.ts'
import { percentile } from './kit/statistics.ts'
import { openWorld, type World } from './kit/world.ts'

/** One command in so many is followed into the read models: following costs what a query costs. */
const followed = 10

const query = `query Seen($quoteId: ID!, $position: Position!) @atLeast(position: $position, waitMs: 30000) {
  quote(quoteId: $quoteId) { quoteId issuedAt }
}`

type Callers = { readonly write: Post; readonly read: Post }
type Issued = { readonly quoteId: string; readonly position: string }
type Seen = {
  readonly data: { readonly quote: { readonly quoteId: string; readonly issuedAt: string } | null }
}

const issue = async ({ write }: Callers, { customer, deviceId }: World): Promise<Issued> => {
  const headers = { authorization: `Bearer ${customer.token}`, 'idempotency-key': randomUUID() }
  // No two programs are the same: each is compiled.
  const source = `${bell}// ${headers['idempotency-key']}\n`
  const body = JSON.stringify({ source, deviceId, shots: 1000 })
  const answer = await write('/v1/quotes', headers, body)
  if (answer.status !== 201) throw new Error(`a quote was answered ${answer.status}`)
  // The shape is that of POST /v1/quotes.
  return JSON.parse(answer.body) as Issued
}

/** Milliseconds since the hub decided on the command, which it does right before it appends. One machine, one clock. */
const see = async ({ read }: Callers, { customer }: World, issued: Issued): Promise<number> => {
  const { quoteId, position } = issued
  const headers = { authorization: `Bearer ${customer.token}` }
  const body = JSON.stringify({ query, variables: { quoteId, position } })
  const answer = await read('/graphql', headers, body)
  const now = Date.now()
  // The shape is that of the query.
  const { quote } = (JSON.parse(answer.body) as Seen).data
  if (quote?.quoteId !== quoteId)
    throw new Error(`a quote that was issued is not seen: ${answer.body}`)
  return now - Date.parse(quote.issuedAt)
}

const atRate = async (
  callers: Callers,
  world: World,
  rate: number,
  seconds: number,
): Promise<readonly Figure[]> => {
  const answered: number[] = []
  const visible: number[] = []
  const appended: number[] = []
  const { perSecond, failed } = await openLoop(rate, rate * seconds, async (index, due) => {
    const issued = await issue(callers, world)
    answered.push(performance.now() - due)
    if (index % followed !== 0) return
    appended.push(await see(callers, world, issued))
    visible.push(performance.now() - due)
  })
  const at = `at ${rate} commands/s`
  const ms = (name: string, samples: readonly number[], p: number): Figure => ({
    name: `${at}: ${name}, p${p * 100}`,
    value: percentile(samples, p),
    unit: 'ms',
  })
  return [
    { name: `${at}: done`, value: perSecond, unit: 'commands/s' },
    { name: `${at}: failed`, value: failed, unit: 'commands' },
    ms('answered', answered, 0.5),
    ms('answered', answered, 0.99),
    ms('visible', visible, 0.5),
    ms('visible', visible, 0.99),
    ms('append to visible', appended, 0.5),
    {
      ...ms('append to visible', appended, 0.99),
      ...(rate === 500 ? { target: { atMost: 50 } } : {}),
    },
  ]
}

const rates = [100, 500, 1_000]

/** Commands over HTTP at a fixed rate, and the time until GraphQL answers with what one of them made. */
export const visible: Part = {
  name: 'visible',
  about:
    'commands at 100, 500 and 1,000/s: time from the moment each was due to its answer, and to its row in GraphQL',
  rounds: 5,
  open: async ({ quick, say }) => {
    const world = await openWorld()
    const write = keepAlive(world.writeApi)
    const read = keepAlive(world.readApi)
    const callers = { write: write.post, read: read.post }
    say('warming up')
    await atRate(callers, world, 200, quick ? 2 : 8)
    return {
      round: async () => {
        const figures: Figure[] = []
        for (const rate of rates)
          figures.push(...(await atRate(callers, world, rate, quick ? 2 : 10)))
        return figures
      },
      stop: async () => {
        write.close()
        read.close()
        await world.stop()
      },
    }
  },
}
