import t from 'tap'
import { Refused } from '../../../ops/client/http-client.ts'
import { signUp } from '../../../ops/client/sign-up.ts'
import { makeOperator } from '../../../ops/demo/operator.ts'
import { until } from '../../../ops/demo/until.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { collectGauges } from '../../read-models/gauges.ts'
import { startTestChain } from '../../servers/chain.ts'
import { startHubOnChain } from '../hub-on-chain.ts'

/** What a whole hub shows of a chain, and what its operators do with one that is halted. */
t.setTimeout(120_000)
const chain = await startTestChain()
t.teardown(chain.stop)
await chain.mine(3)
const gauges = collectGauges()
t.teardown(gauges.stop)
const { hub, http, graphql, outbox, stop } = await startHubOnChain(chain)
t.teardown(stop)
const olga = await makeOperator(hub, http)
const ada = await signUp(http, outbox, 'ada', 'developer')
const alice = await chain.account(10n)

type Chains = { readonly chains: readonly Readonly<Record<string, string | number | null>>[] }
const chainNow = async () => {
  const { chains } = await graphql<Chains>(
    '{ chains { chain chainId headNumber finalisedNumber haltedCode deepestReorganisation resumedReason } }',
    {},
    ada.token,
  )
  return chains[0]
}
type Entries = {
  readonly chainEntries: {
    readonly edges: readonly { readonly node: Readonly<Record<string, unknown>> }[]
  }
}
const entriesOf = async (transactionHash: string, token = olga.token) => {
  const { chainEntries } = await graphql<Entries>(
    `query ($hash: String) { chainEntries(transactionHash: $hash) {
      edges { node { status event arguments confirmations observation } } } }`,
    { hash: transactionHash },
    token,
  )
  return chainEntries.edges.map(({ node }) => node)
}
const resume = (body: object, token = olga.token) =>
  http.send('POST', '/v1/chains/local/resumption', body, { token, key: newId() })
const is = async (status: string, hash: string) =>
  until(status, async () => (await entriesOf(hash)).find((entry) => entry['status'] === status))

t.test('a transfer to the treasury is seen, confirmed and final', async (t) => {
  const hash = await chain.send(alice, 'QVT', 'transfer', [chain.treasury.address, '3'])
  t.match(await is('SEEN', hash), { event: 'Transfer', arguments: { value: '3' } })
  await chain.mine(2)
  t.match(await is('FINALISED', hash), { observation: 1 })
  const confirmed = await until('confirmed', async () =>
    (await entriesOf(hash)).find(({ confirmations }) => Number(confirmations) >= 3),
  )
  t.match(confirmed, { status: 'FINALISED' })
  t.match(await chainNow(), { chain: 'local', chainId: '31337', haltedCode: null })
  const told = await gauges.collect()
  t.match(told, { 'qh.chain.halted': 0, 'qh.chain.transaction.age.seconds': 0 })
  t.type(told['qh.chain.head.age.seconds'], 'number')
  await t.rejects(entriesOf(hash, ada.token), 'operators’ business')
})

t.test('blocks that were final are gone: the chain waits for an operator', async (t) => {
  const final = await chain.send(alice, 'QVT', 'transfer', [chain.treasury.address, '4'])
  await chain.mine(3)
  await is('FINALISED', final)
  const before = Number(await chain.ask('eth_blockNumber', []))
  await chain.reorganise(4)
  await until('halted', async () =>
    (await chainNow())?.['haltedCode'] === 'TOO_DEEP' ? true : undefined,
  )
  t.match(await gauges.collect(), { 'qh.chain.halted': 1 })
  await t.rejects(resume({ reason: 'why not' }, ada.token), Refused)
  await resume({ reason: 'the chain has gone this way', fromBlock: before - 6 })
  const hash = await chain.send(alice, 'QVT', 'transfer', [chain.treasury.address, '5'])
  t.match(await is('SEEN', hash), { arguments: { value: '5' } })
  const resumedReason = 'the chain has gone this way'
  t.match(await chainNow(), { haltedCode: null, resumedReason })
})
