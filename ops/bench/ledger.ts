import type { Figure, Part } from './kit/part.ts'
import { percentile, timeEach } from './kit/statistics.ts'
import { openWorld, type World } from './kit/world.ts'

const width = 32
const wallets = 1_000

/** Each asset is a wallet of its own: as many streams as names. */
const assetNamed = (index: number): string => {
  const letters = index.toString(26).split('')
  return `W${letters.map((digit) => String.fromCharCode(65 + parseInt(digit, 26))).join('')}X/2`
}

const transfer = async ({ http, operator, customer }: World, asset: string): Promise<bigint> => {
  const { body } = await http.send(
    'POST',
    `/v1/wallets/${customer.organisationId}/credits`,
    { amount: { amount: '1', asset }, reason: 'bench' },
    { token: operator.token },
  )
  return BigInt(String(body['position']))
}

/** Transfers of one minor unit, 32 under way at a time: each a command over HTTP that is on disk when it is answered. */
const transfers = async (
  world: World,
  what: string,
  count: number,
  assetOf: (index: number) => string,
): Promise<{ readonly figures: readonly Figure[]; readonly position: bigint }> => {
  let position = 0n
  const began = performance.now()
  const taken = await timeEach(count, width, async (index) => {
    const at = await transfer(world, assetOf(index))
    if (at > position) position = at
  })
  const seconds = (performance.now() - began) / 1000
  return {
    position,
    figures: [
      { name: `${what}, ${width} at a time`, value: count / seconds, unit: 'transfers/s' },
      { name: `${what}, p50`, value: percentile(taken, 0.5), unit: 'ms' },
      { name: `${what}, p99`, value: percentile(taken, 0.99), unit: 'ms' },
    ],
  }
}

const balances =
  'query Zero($position: Position!) @atLeast(position: $position, waitMs: 30000) { ledgerTrialBalance { asset balanced } }'

/** What was measured was real: every asset is in balance once all of it is to be read. */
const inBalance = async ({ graphql, operator }: World, position: bigint): Promise<void> => {
  const { ledgerTrialBalance } = await graphql<{
    readonly ledgerTrialBalance: readonly { readonly balanced: boolean }[]
  }>(balances, { position: position.toString() }, operator.token)
  if (ledgerTrialBalance.length === 0 || ledgerTrialBalance.some(({ balanced }) => !balanced))
    throw new Error('the ledger is out of balance after the transfers')
}

const roundOf = async (world: World, count: number): Promise<readonly Figure[]> => {
  const hot = await transfers(world, 'one hot wallet', count, () => 'USD/2')
  const many = await transfers(world, '1,000 wallets', count, (index) =>
    assetNamed(index % wallets),
  )
  await inBalance(world, many.position)
  return [...hot.figures, ...many.figures]
}

const full = 3_000
const quick = 200

export const ledger: Part = {
  name: 'ledger',
  about: 'transfers through the front door: one hot wallet, and 1,000 wallets',
  rounds: 5,
  open: async (options) => {
    const world = await openWorld()
    options.say('warming up')
    await roundOf(world, quick)
    return { round: () => roundOf(world, options.quick ? quick : full), stop: world.stop }
  },
}
