import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { Refused } from '../../../ops/client/http-client.ts'
import { signUp } from '../../../ops/client/sign-up.ts'
import { makeOperator } from '../../../ops/demo/operator.ts'
import { until } from '../../../ops/demo/until.ts'
import { readContract } from '../../../platform/chain/contracts/call.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { startTestChain } from '../../servers/chain.ts'
import { startHubOnChain } from '../hub-on-chain.ts'

t.setTimeout(120_000)
const one = 10n ** 18n
const day = 86_400_000

/** Says what a QVT costs, or nothing. */
const oracle = { price: '0.25', isUp: true }
const priceServer = createServer((_, response) => {
  response.statusCode = oracle.isUp ? 200 : 503
  response.end(JSON.stringify({ price: oracle.price, at: new Date().toISOString() }))
})
await new Promise<void>((resolve) => priceServer.listen(0, '127.0.0.1', resolve))
t.teardown(() => priceServer.close())
const { port } = priceServer.address() as AddressInfo

const chain = await startTestChain()
t.teardown(chain.stop)
const { hub, http, graphql, outbox, link, stop } = await startHubOnChain(chain, {
  QHUB_TOKEN_PRICE: `http://127.0.0.1:${port}/`,
  QHUB_WITHDRAWALS_PER_DAY: '6',
})
t.teardown(stop)

const olga = await makeOperator(hub, http)
const ada = await signUp(http, outbox, 'ada', 'developer')
const funded = 100n * one
const hers = await chain.account(funded)
const strange = await chain.account(funded)
await link(ada.organisationId, hers, new Date(Date.now() - 2 * day))

const post = (path: string, body?: object, token = ada.token) =>
  http.send('POST', path, body, { token, key: newId() })
const refusal = async (path: string, body?: object, token = ada.token): Promise<string> => {
  try {
    await post(path, body, token)
    return 'nothing'
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}

type Shown = {
  readonly transferId: string
  readonly status: string
  readonly unclaimedFor: string | null
  readonly organisationId: string | null
}
const transfersOf = async (transactionHash: string, token = ada.token) => {
  const data = await graphql<{
    readonly tokenTransfers: { readonly edges: readonly { readonly node: Shown }[] }
  }>(
    `query ($hash: String) { tokenTransfers(transactionHash: $hash) {
      edges { node { transferId status unclaimedFor organisationId } } } }`,
    { hash: transactionHash },
    token,
  )
  return data.tokenTransfers.edges.map(({ node }) => node)
}
const becomes = (hash: string, status: string): Promise<Shown> =>
  until(`${hash} ${status}`, async () =>
    (await transfersOf(hash)).find((transfer) => transfer.status === status),
  )
const availableIn = async (asset: string): Promise<bigint> => {
  const data = await graphql<{
    readonly wallet: { readonly available: { amount: string } } | null
  }>(
    `query ($id: ID!) { wallet(walletId: $id) { available { amount } } }`,
    { id: `${ada.organisationId}-${asset}` },
    ada.token,
  )
  return BigInt(data.wallet?.available.amount ?? 0)
}
const comesTo = (asset: string, amount: bigint) =>
  until(`${amount} of ${asset}`, async () =>
    (await availableIn(asset)) === amount ? true : undefined,
  )
const sendToTreasury = (from: typeof hers, amount: bigint): Promise<string> =>
  chain.send(from, 'QVT', 'transfer', [chain.treasury.address, amount.toString()])
const balanceOf = async (address: string): Promise<bigint> => {
  const found = await readContract(chain.port, 'QVT', 'balanceOf', [address], 'latest')
  if (found.kind !== 'found') throw new Error(JSON.stringify(found))
  return BigInt(found.value[0] ?? '0')
}

t.test('where to send them', async (t) => {
  const { body } = await http.get('/v1/chains/local/deposit-address', { token: ada.token })
  t.match(body, { address: chain.treasury.address, token: chain.settings.contracts.qvt })
})

t.test('a deposit is credit when its block is final', async () => {
  const hash = await sendToTreasury(hers, 10n * one)
  await becomes(hash, 'PENDING')
  await comesTo('QVT', 0n)
  await chain.mine(2)
  await becomes(hash, 'CREDITED')
  await comesTo('QVT', 10n * one)
})

t.test('one whose block goes is none', async (t) => {
  const hash = await sendToTreasury(hers, 5n * one)
  await becomes(hash, 'PENDING')
  await chain.reorganise(1)
  await becomes(hash, 'ORPHANED')
  await chain.mine(3)
  t.equal(await balanceOf(chain.treasury.address), 10n ** 27n - 2n * funded + 10n * one)
  t.equal(await availableIn('QVT'), 10n * one)
})

t.test('what is nobody’s is set aside, and claimed', async (t) => {
  const [unlinked, dust] = [
    await sendToTreasury(strange, 3n * one),
    await sendToTreasury(hers, one / 1_000n),
  ]
  await chain.mine(2)
  t.match(await becomes(unlinked, 'UNCLAIMED'), { unclaimedFor: 'UNLINKED', organisationId: null })
  const little = await becomes(dust, 'UNCLAIMED')
  t.equal(little.unclaimedFor, 'BELOW_MINIMUM')
  const [other] = await transfersOf(unlinked)
  const strangers = `/v1/token-deposits/${other?.transferId}`
  t.equal(await refusal(`${strangers}/claim`), 'NOT_FOUND')
  await post(`/v1/token-deposits/${little.transferId}/claim`)
  const owner = { organisation: ada.organisationId, reason: 'Shown by other means' }
  t.equal(await refusal(`${strangers}/owner`, owner), 'FORBIDDEN')
  await post(`${strangers}/owner`, owner, olga.token)
  await comesTo('QVT', 13n * one + one / 1_000n)
  const { organisationId: another } = olga
  const again = { organisation: another, reason: 'Somebody else, too' }
  t.equal(await refusal(`${strangers}/owner`, again, olga.token), 'DEPOSIT_NOT_CLAIMABLE')
})

t.test('a withdrawal arrives, within its limits', async (t) => {
  const path = `/v1/wallets/${ada.organisationId}/withdrawals`
  const wish = (amount: bigint, address = hers.address) => ({
    ...{ chain: 'local', address, amount: amount.toString() },
  })
  const fresh = await chain.account()
  t.equal(await refusal(path, wish(one, fresh.address)), 'NOT_FOUND', 'not linked')
  await link(ada.organisationId, fresh)
  t.equal(await refusal(path, wish(one, fresh.address)), 'ADDRESS_COOLING')
  t.equal(await refusal(path, wish(one / 10n)), 'AMOUNT_OUT_OF_RANGE')
  t.equal(await refusal(path, { ...wish(one), chain: 'elsewhere' }), 'CHAIN_UNKNOWN')
  t.equal(await refusal(path, wish(7n * one)), 'WITHDRAWAL_LIMIT_EXCEEDED')
  const before = await balanceOf(hers.address)
  const { body } = await post(path, wish(4n * one))
  t.equal(await refusal(path, wish(3n * one)), 'WITHDRAWAL_LIMIT_EXCEEDED')
  await comesTo('QVT', 9n * one + one / 1_000n)
  const statusOf = async (): Promise<string | undefined> => {
    const data = await graphql<{ readonly tokenTransfer: Shown | null }>(
      `query ($id: ID!) { tokenTransfer(transferId: $id) { status transactionHash } }`,
      { id: body['withdrawalId'] },
      ada.token,
    )
    return data.tokenTransfer?.status
  }
  await until('it is on the chain', async () =>
    (await balanceOf(hers.address)) === before + 4n * one ? true : undefined,
  )
  t.equal(await statusOf(), 'STARTED', 'not final')
  await chain.mine(2)
  await until('it is final', async () => ((await statusOf()) === 'SETTLED' ? true : undefined))
})

t.test('money for tokens at a price that holds, and back', async (t) => {
  const path = `/v1/wallets/${ada.organisationId}/exchanges`
  const buy = { sold: { amount: '1000', asset: 'USD/2' }, asset: 'QVT/18' }
  oracle.isUp = false
  t.equal(await refusal(path, buy), 'PRICE_UNAVAILABLE')
  oracle.isUp = true
  t.equal(await refusal(path, { ...buy, asset: 'EUR/2' }), 'ASSET_MISMATCH')
  const { body: quote } = await post(path, buy)
  t.match(quote, {
    price: '0.25',
    fee: { amount: '5' },
    bought: { amount: `${(398n * one * 10n) / 100n}` },
  })
  const accept = `/v1/exchanges/${String(quote['exchangeId'])}/acceptance`
  t.equal(await refusal(accept), 'INSUFFICIENT_FUNDS')
  const credits = `/v1/wallets/${ada.organisationId}/credits`
  const money = { amount: { amount: '1500', asset: 'USD/2' }, reason: 'For the test' }
  await post(credits, money, olga.token)
  // The price that was quoted, whatever it is by now.
  oracle.price = '9'
  await post(accept)
  await comesTo('USD', 500n)
  await comesTo('QVT', 9n * one + one / 1_000n + (398n * one) / 10n)
  await until('it is completed', async () => {
    const { body } = await http.get(`/v1/exchanges/${String(quote['exchangeId'])}`, {
      token: ada.token,
    })
    return body['status'] === 'COMPLETED' ? true : undefined
  })
})

t.test('it is nobody else’s to see, or to accept', async (t) => {
  const eve = await signUp(http, outbox, 'eve', 'developer')
  const seen = await graphql<Readonly<Record<string, { readonly edges: readonly unknown[] }>>>(
    `{ tokenTransfers { edges { node { transferId } } } exchanges { edges { node { exchangeId } } } }`,
    {},
    eve.token,
  )
  t.match(seen, { tokenTransfers: { edges: [] }, exchanges: { edges: [] } })
  const { body } = await post(`/v1/wallets/${ada.organisationId}/exchanges`, {
    ...{ sold: { amount: '100', asset: 'USD/2' }, asset: 'QVT/18' },
  })
  const path = `/v1/exchanges/${String(body['exchangeId'])}`
  t.equal(await refusal(`${path}/acceptance`, undefined, eve.token), 'NOT_FOUND')
  await t.rejects(http.get(path, { token: eve.token }), { code: 'NOT_FOUND' })
  for (const [of, wish] of [
    ['exchanges', { sold: { amount: '100', asset: 'USD/2' }, asset: 'QVT/18' }],
    ['withdrawals', { chain: 'local', address: hers.address, amount: one.toString() }],
  ] as const)
    t.equal(
      await refusal(`/v1/wallets/${ada.organisationId}/${of}`, wish, eve.token),
      'NOT_FOUND',
      of,
    )
})

t.test('the ledger has what the treasury has, and every asset adds up', async (t) => {
  type Account = { readonly account: string; readonly normalBalance: { readonly amount: string } }
  type Asset = {
    readonly asset: string
    readonly balanced: boolean
    readonly accounts: readonly Account[]
  }
  const { ledgerTrialBalance: assets } = await graphql<{ ledgerTrialBalance: readonly Asset[] }>(
    `{ ledgerTrialBalance { asset balanced accounts { account normalBalance { amount } } } }`,
    {},
    olga.token,
  )
  for (const { asset, balanced } of assets) t.ok(balanced, asset)
  const inQvt = assets.find(({ asset }) => asset === 'QVT/18')?.accounts ?? []
  const on = (name: string): bigint =>
    inQvt
      .filter(({ account }) => account.startsWith(name))
      .reduce((sum, { normalBalance }) => sum + BigInt(normalBalance.amount), 0n)
  // What the test gave to two accounts left the treasury without the hub.
  t.equal(on('chain_clearing'), (await balanceOf(chain.treasury.address)) + 2n * funded)
  t.equal(on('token_reserve'), 10n ** 27n)
  for (const name of ['chain_unconfirmed', 'chain_pending', 'chain_withdrawing'])
    t.equal(on(name), 0n, name)
  t.equal(on('exchange_position'), (-398n * one) / 10n)
})
