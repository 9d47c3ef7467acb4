import { randomUUID } from 'node:crypto'
import t from 'tap'
import { openMarket } from '../catalog/market-world.ts'
import { eventually } from '../servers/eventually.ts'

t.setTimeout(180_000)
const market = await openMarket()
t.teardown(market.close)
const { seller, buyer, stranger, operator, send, ask, codeOf } = market

const offer = {
  title: 'Ground states of molecules',
  summary: 'Energies with error bars.',
  categories: ['CHEMISTRY'],
  supportContact: { kind: 'URL', address: 'https://www.example.com/help' },
  plans: [
    { name: 'Laboratory', asset: 'USD/2', pricing: { kind: 'MONTHLY', price: '4900' } },
    { name: 'Free', asset: 'USD/2', pricing: { kind: 'FREE' } },
  ],
}
const { appId, release } = await market.createApp('subscribed')
await release()
await send(seller, 'POST', '/v1/listings', { appId, ...offer })
await send(seller, 'POST', `/v1/listings/${appId}/submission`)
await send(operator, 'POST', `/v1/listings/${appId}/verdict`, { verdict: 'ACCEPT' })
const { plans } = (await ask(`listing(appId: "${appId}") { plans { planId name } }`)).listing as {
  readonly plans: readonly { readonly planId: string; readonly name: string }[]
}
const planId = plans.find(({ name }) => name === 'Laboratory')?.planId ?? ''
const freePlan = plans.find(({ name }) => name === 'Free')?.planId ?? ''

const amount = { amount: '10000', asset: 'USD/2' }
await send(operator, 'POST', `/v1/wallets/${buyer.organisationId}/credits`, {
  amount,
  reason: 'test',
})
const { subscriptionId } = (await send(buyer, 'POST', '/v1/subscriptions', { appId, planId })) as {
  readonly subscriptionId: string
}
const one = `appSubscription(subscriptionId: "${subscriptionId}")`
const fields = `subscriptionId organisationId subscriberId sellerOrganisationId status payment periodIndex
  plan { name priceVersion } listing { title } charges { edges { node { kind status planName
  amount { amount asset } refunded { amount } periodIndex } } }`

const becomes = async (status: string, payment: string) =>
  eventually(async () => {
    const { appSubscription } = await ask(`${one} { status payment }`, buyer)
    const is = appSubscription?.status === status && appSubscription.payment === payment
    return is ? true : undefined
  }, 60_000)

t.test('the buyer sees it all, the seller not whose it is, others nothing', async (t) => {
  await becomes('ACTIVE', 'PAID')
  t.match(await ask(`${one} { ${fields} }`, buyer), {
    appSubscription: {
      subscriptionId,
      organisationId: buyer.organisationId,
      sellerOrganisationId: seller.organisationId,
      plan: { name: 'Laboratory', priceVersion: 1 },
      listing: { title: offer.title },
      charges: {
        edges: [
          {
            node: {
              kind: 'PERIOD',
              status: 'PAID',
              planName: 'Laboratory',
              amount: { amount: '4900', asset: 'USD/2' },
              refunded: { amount: '0' },
            },
          },
        ],
      },
    },
  })
  const shown = (await ask(`${one} { ${fields} }`, seller)).appSubscription
  t.match(shown, { subscriptionId, status: 'ACTIVE', organisationId: null, subscriberId: null })
  t.same(await ask(`${one} { status }`, stranger), { appSubscription: null })
  await t.rejects(ask(`${one} { status }`), /UNAUTHENTICATED/)
})

t.test('lists: sides, filters, orders, pages, nodes', async (t) => {
  const list = async (args: string, who = buyer): Promise<readonly string[]> => {
    const { appSubscriptions } = await ask(
      `appSubscriptions${args} { edges { node { subscriptionId } } }`,
      who,
    )
    return (appSubscriptions.edges as readonly { node: { subscriptionId: string } }[]).map(
      ({ node }) => node.subscriptionId,
    )
  }
  const mine = [subscriptionId]
  t.same(await list(''), mine)
  t.same(await list('(filter: { perspective: BOUGHT, status: [ACTIVE] })'), mine)
  t.same(await list('(filter: { perspective: SOLD })'), [])
  t.same(await list('(filter: { perspective: SOLD })', seller), mine)
  t.same(await list(`(filter: { appId: "${appId}", planId: "${planId}" })`), mine)
  t.same(await list(`(filter: { planId: "${freePlan}" })`), [])
  t.same(await list('(filter: { periodEndsBefore: "2020-01-01T00:00:00Z" })'), [])
  t.same(await list('(first: 1, orderBy: { field: PERIOD_END, direction: ASC })'), mine)
  t.same(await list('', stranger), [])
  t.same(await list('', operator), mine)
  await t.rejects(list('(filter: { appId: "nonsense" })'), /QUERY_INVALID/)
  const { appSubscription } = await ask(`${one} { id charges { edges { node { id } } } }`, buyer)
  const chargeNode = appSubscription.charges.edges[0].node.id as string
  const both = `a: node(id: "${appSubscription.id}") { __typename } b: node(id: "${chargeNode}") { __typename }`
  t.same(await ask(both, buyer), {
    a: { __typename: 'AppSubscription' },
    b: { __typename: 'SubscriptionCharge' },
  })
  t.same(await ask(both, stranger), { a: null, b: null })
})

t.test(
  'a change to a plan that costs nothing gives back what is left; the books balance',
  async (t) => {
    const change = { planId: freePlan, when: 'NOW' }
    await send(buyer, 'PUT', `/v1/subscriptions/${subscriptionId}/plan`, change)
    await becomes('ACTIVE', 'NONE')
    const { subscriptionCharges } = await ask(
      `subscriptionCharges(filter: { subscriptionId: "${subscriptionId}", status: [PAID] }) {
      edges { node { amount { amount } refunded { amount } subscription { subscriptionId } } } }`,
      seller,
    )
    const [{ node }] = subscriptionCharges.edges
    t.match(node, { amount: { amount: '4900' }, subscription: { subscriptionId } })
    t.ok(Number(node.refunded.amount) >= 4899, 'nearly all of it')
    await eventually(async () => {
      const { ledgerEntries } = await ask(
        `ledgerEntries(filter: { account: "seller_payable:${seller.organisationId}" }) {
        edges { node { type side amount { amount } walletId } } }`,
        seller,
      )
      return ledgerEntries.edges.length === 2 ? true : undefined
    }, 60_000)
    const { ledgerTrialBalance } = await ask(
      'ledgerTrialBalance { debits { amount } credits { amount } }',
      operator,
    )
    t.same(ledgerTrialBalance[0].debits, ledgerTrialBalance[0].credits)
  },
)

t.test('commands are the buyer’s alone', async (t) => {
  const path = `/v1/subscriptions/${subscriptionId}`
  for (const who of [seller, stranger]) {
    t.equal(await codeOf(send(who, 'PUT', `${path}/pause`)), 'NOT_FOUND')
    t.equal(await codeOf(send(who, 'PUT', `${path}/cancellation`, { when: 'NOW' })), 'NOT_FOUND')
  }
  const unlisted = { appId: randomUUID(), planId }
  t.equal(await codeOf(send(buyer, 'POST', '/v1/subscriptions', unlisted)), 'NOT_FOUND')
  t.match(await send(buyer, 'PUT', `${path}/cancellation`, { when: 'NOW' }), {
    status: 'CANCELLED',
  })
})
