import { isObjectType } from 'graphql'
import t from 'tap'
import { createSchema } from '../../read-api/schema/schema.ts'
import { definitions } from '../events.ts'
import { isRemembered, remember, rememberedProperties, rememberedTypes } from './facts.ts'
import { kindNames, kindOf } from './kinds.ts'
import { fill, placeholdersIn } from './template.ts'
import { toldOf } from './told.ts'
import { newsOf } from './webhook-payload.ts'
import { webhookTypeNames, webhookTypeOf } from './webhook-types.ts'

const user = '6f1c2a80-0000-4000-8000-000000000001'
const organisation = '6f1c2a80-0000-4000-8000-000000000002'
const job = '6f1c2a80-0000-4000-8000-000000000003'
const at = '2026-11-21T12:00:00.000Z'

t.test('what a kind is derived from is an event of the log', async (t) => {
  for (const kind of kindNames)
    for (const type of kindOf(kind).on) t.ok(definitions.has(type), `${kind}: ${type}`)
  for (const name of webhookTypeNames) {
    const { on } = webhookTypeOf(name)
    if (on !== undefined) t.ok(definitions.has(on), `${name}: ${on}`)
  }
  for (const type of rememberedTypes) t.ok(definitions.has(type), type)
})

/** Properties that an event type's stored contract names. */
const propertiesOf = (type: string): readonly string[] => {
  const shape: unknown = definitions.get(type)?.data
  return typeof shape === 'object' && shape !== null && 'shape' in shape
    ? Object.keys(shape.shape as object)
    : []
}

t.test('a template names what its events, or their streams before, say', async (t) => {
  const remembered = new Set(rememberedProperties)
  for (const kind of kindNames) {
    const { on, title, text, about, tells } = kindOf(kind)
    const whom = 'person' in tells ? tells.person : tells.organisation
    const named = [title, text, about].flatMap(placeholdersIn)
    for (const type of on)
      for (const path of [...named, whom]) {
        const [first = ''] = path.split('.')
        t.ok(
          propertiesOf(type).includes(first) || remembered.has(first),
          `${kind}, ${type}: ${path}`,
        )
      }
  }
})

t.test('what a notification is about is an object that GraphQL finds again', async (t) => {
  const schema = createSchema()
  for (const kind of kindNames) {
    const [type = ''] = kindOf(kind).about.split(':')
    const found = schema.getType(type)
    t.ok(
      isObjectType(found) && found.getInterfaces().some(({ name }) => name === 'Node'),
      `${kind}: ${type}`,
    )
  }
})

t.test('text from others stays one line, and writes no further template', async (t) => {
  t.equal(
    fill('Job “{name}”', { name: 'a\r\nBcc: {secret}\u2028x', secret: 's' }),
    'Job “a Bcc: {secret} x”',
  )
  t.equal(fill('{a.b}{none}{list}{__proto__}', { a: { b: 1 }, list: [1] }), '1')
  t.equal(fill('{long}', { long: 'x'.repeat(600) }).length, 500)
})

t.test('who submitted a job is told how it ended, by what the stream said', async (t) => {
  const submitted = {
    type: 'JobSubmitted',
    data: { organisation, user, name: 'Bell', deviceId: job, jobId: job, source: 'long' },
  }
  const before = remember(undefined, submitted)
  t.same(before, { organisation, user, name: 'Bell', deviceId: job })
  const failure = { code: 'X', message: 'it broke', faultDomain: 'USER', retriable: false }
  const usage = { shots: 0, qpuSeconds: 0 }
  const failed = { type: 'JobFailed', data: { jobId: job, at, failure, usage } }
  t.match(toldOf(before, failed), [
    {
      kind: 'job.failed',
      audience: { kind: 'PERSON', id: user },
      title: 'Job “Bell” failed',
      text: 'Your job “Bell” failed: it broke (X)',
      about: `Job:${job}`,
    },
  ])
  t.same(newsOf(before, failed), [
    {
      type: 'job.failed',
      organisationId: organisation,
      version: 1,
      data: { jobId: job, name: 'Bell', deviceId: job, user, at, failure, usage },
    },
  ])
  t.equal(remember(before, failed), undefined, 'and then it is forgotten')
  t.same(toldOf(undefined, failed), [], 'nobody is told of what nobody is known to have asked for')
})

/** An event of a wallet, and by how much there is more to spend after it. */
const wallet = (type: string, more: bigint, released?: string) => {
  const amount = (more < 0n ? -more : more).toString()
  const side = more < 0n ? 'DEBIT' : 'CREDIT'
  const postings = more === 0n ? [] : [{ account: 'customer_credit:w', side, amount }]
  const data = { organisation, asset: 'USD/2', amount, at, reason: 'r', postings }
  return { type, data: released === undefined ? data : { ...data, released } }
}

t.test('a wallet is low once below a tenth of its last top-up, until the next', async (t) => {
  const opened = {
    type: 'BooksOpened',
    data: { ...wallet('', 0n).data, available: '99', lastTopUp: '1000' },
  }
  const story = [
    { event: wallet('WalletCredited', 1000n), low: false },
    { event: wallet('FundsHeld', -900n), low: false },
    { event: wallet('FundsHeld', -1n), low: true },
    { event: wallet('FundsHeld', -1n), low: false },
    { event: wallet('HoldReleased', 900n), low: false },
    { event: wallet('FundsHeld', -901n), low: true },
    { event: wallet('HoldCaptured', 900n, '900'), low: false },
    { event: wallet('WalletChargeRefunded', 2n), low: false },
    { event: wallet('WalletBillPaid', -900n), low: true },
    { event: wallet('WalletCharged', -1n), low: false },
    { event: wallet('BooksClosed', 0n), low: false },
    { event: opened, low: false },
    { event: wallet('FundsHeld', -1n), low: false },
    { event: wallet('CreditedFromPayment', 10n), low: false },
    { event: wallet('FundsHeld', -107n), low: false },
    { event: wallet('FundsHeld', -1n), low: true },
  ]
  let facts = remember(undefined, wallet('HoldVoided', 0n))
  for (const [index, { event, low }] of story.entries()) {
    const kinds = toldOf(facts, event).map(({ kind }) => kind)
    t.equal(kinds.includes('wallet.low'), low, `${index}: ${event.type}`)
    facts = remember(facts, event)
    if (event.type === 'BooksClosed') t.equal(facts, undefined, 'the next book says what is left')
  }
})

t.test('money in a text is money as people read it', async (t) => {
  const facts = { amount: '1250', asset: 'USD/2', due: { amount: '1', asset: 'QVT/18' } }
  t.equal(
    fill('{amount|asset} and {due.amount|due.asset}', facts),
    '12.50 USD and 0.000000000000000001 QVT',
  )
  t.equal(fill('{amount|none}{none|asset}', { ...facts, amount: 7 }), '')
})

t.test(
  'a payment that nobody waited for is told of when it is declined; one on a screen is not',
  async (t) => {
    const paymentId = job
    for (const offSession of [true, false]) {
      const amount = { amount: '1250', asset: 'USD/2' }
      const requested = {
        type: 'PaymentRequested',
        data: { paymentId, organisation, amount, offSession },
      }
      const before = remember(undefined, requested)
      const declined = {
        type: 'PaymentDeclined',
        data: { paymentId, organisation, code: 'card_declined', at },
      }
      const told = toldOf(before, declined)
      t.equal(told.length, offSession ? 1 : 0)
      if (offSession)
        t.match(told, [
          {
            kind: 'payment.declined',
            audience: { kind: 'ORGANISATION', id: organisation },
            text: 'The payment of 12.50 USD from your saved method was declined (card_declined).',
            about: `Payment:${paymentId}`,
          },
        ])
      t.match(newsOf(before, declined), [
        { type: 'payment.declined', data: { paymentId, code: 'card_declined' } },
      ])
      const succeeded = {
        type: 'PaymentSucceeded',
        data: { paymentId, organisation, captured: amount, at },
      }
      t.equal(remember(before, succeeded), undefined, 'what follows says itself what it is about')
    }
  },
)

t.test('safety: told of to the person and mailed, whatever they wish', async (t) => {
  const opened = { type: 'SessionOpened', data: { userId: user, sessionId: job, at } }
  t.match(toldOf(undefined, opened), [{ kind: 'session.opened', audience: { id: user } }])
  const security = kindNames.filter((kind) => kindOf(kind).security === true)
  t.ok(security.length >= 3)
  t.ok(isRemembered('job-1') && !isRemembered('jobExecution-1') && !isRemembered('session-1'))
})
