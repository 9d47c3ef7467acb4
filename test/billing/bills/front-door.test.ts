import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { randomUUID } from 'node:crypto'
import t from 'tap'
import { billIdOf } from '../../../commands/billing/bills/gather.ts'
import { signUp } from '../../../ops/client/sign-up.ts'
import { registerDevice } from '../../../ops/client/register-device.ts'
import { circuit } from '../../../ops/demo/circuits.ts'
import { ideal } from '../../../ops/demo/devices.ts'
import { makeOperator } from '../../../ops/demo/operator.ts'
import { setStage } from '../../../ops/demo/stage.ts'
import { until } from '../../../ops/demo/until.ts'
import { cardsOn } from '../payments/world.ts'
import { readOutbox } from '../../../platform/mail/file-outbox.ts'

t.setTimeout(175_000)

const stage = await setStage(() => undefined, { QHUB_RATE_LIMIT_PER_MINUTE: '100000' })
t.teardown(stage.clear)
const { http, outbox, graphql, writeApi } = stage
const operator = await makeOperator(stage.hub, http)
const provider = await signUp(http, outbox, 'priya', 'provider')
const carl = await signUp(http, outbox, 'carl', 'consumer')
const steve = await signUp(http, outbox, 'steve', 'consumer')
const deviceId = await registerDevice(http, provider, ideal)
const { organisationId } = carl
const whole = `/v1/organisations/${organisationId}`
const asset = 'USD/2'

/** The answer, or the code of the problem. */
const send = async (
  method: string,
  path: string,
  body: object | undefined,
  who = carl,
): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> => {
  const response = await fetch(new URL(path, writeApi), {
    method,
    headers: {
      authorization: `Bearer ${who.token}`,
      'idempotency-key': randomUUID(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  // Of our own interface: an object.
  const answer = (await response.json()) as Readonly<Record<string, unknown>>
  return { status: response.status, body: answer }
}
const billOf = async (index: number, status: string, who = carl) => {
  const billId = billIdOf(`${who.organisationId}-USD`, index)
  return until(`bill ${index} ${status}`, async () => {
    const { body } = await send('GET', `/v1/bills/${billId}`, undefined, who)
    return body['status'] === status ? body : undefined
  })
}
type Line = { readonly lineId: string; readonly settlement: string; readonly amount: string }
/** Of a bill's view: a list of lines. */
const amountsOf = (lines: unknown) =>
  (lines as readonly Line[]).map(({ lineId, amount }) => [lineId, amount])
const textOf = async (pdf: Uint8Array): Promise<string> => {
  const document = await getDocument({ data: new Uint8Array(pdf) }).promise
  const { items } = await (await document.getPage(1)).getTextContent()
  return items.map((item) => ('str' in item ? item.str : '')).join(' ')
}

t.test('what was used is billed, sent, shown and paid', async (t) => {
  const month = new Date().toISOString().slice(0, 7)
  const credits = { amount: { amount: '50000', asset }, reason: 'Welcome' }
  await send('POST', `/v1/wallets/${organisationId}/credits`, credits, operator)
  const party = {
    legalName: '北京量子 Київ GmbH',
    address: ['Beispielstraße 1', 'Berlin'],
    country: 'DE',
    email: 'bills@carl.example',
  }
  t.equal((await send('PUT', `${whole}/billing-party`, party)).status, 200)
  const book = await send('POST', '/v1/price-books', { name: 'Minutes', asset }, operator)
  const priceBookId = String(book.body['priceBookId'])
  const rate = {
    ...{ key: 'minutes', meter: 'reservation_minutes' },
    model: { kind: 'PER_UNIT', unitPrice: '0.1' },
  }
  const prices = { validFrom: `${month}-01T00:00:00Z`, rates: [rate] }
  await send('POST', `/v1/price-books/${priceBookId}/versions`, prices, operator)
  const terms = {
    tax: { label: 'VAT', basisPoints: 1_900 },
    ...{ paymentTermsDays: 14, collection: 'WALLET_THEN_CARD', priceBookId },
  }
  t.equal((await send('PUT', `${whole}/billing-terms`, terms)).status, 403, 'not by the customer')
  t.equal((await send('PUT', `${whole}/billing-terms`, terms, operator)).status, 200)
  const used = {
    ...{ kind: 'USAGE', source: 'test', id: '1', meter: 'reservation_minutes' },
    ...{ value: '123', occurredAt: new Date().toISOString() },
  }
  await send('POST', '/v1/usage', { organisation: organisationId, events: [used] }, operator)
  const { source } = circuit('bell')
  const job = await send('POST', '/v1/jobs', { source, deviceId, shots: 100 })
  await until('the job', async () => {
    const { body } = await send('GET', `/v1/jobs/${String(job.body['jobId'])}`, undefined)
    return body['billing'] === 'SETTLED' ? true : undefined
  })

  const upcoming = await send('GET', `${whole}/upcoming-bills/USD`, undefined)
  t.match(upcoming.body, { totals: { net: '1230', tax: '234', due: '1464' } })
  t.equal((await send('GET', `${whole}/upcoming-bills/USD`, undefined, steve)).status, 404)
  t.equal((await send('POST', `${whole}/bills`, { asset }, steve)).status, 404)
  t.equal((await send('POST', `${whole}/bills`, { asset })).status, 202)
  const bill = await billOf(0, 'PAID')
  t.match(bill, {
    number: /^QH-\d{4}-000001$/,
    totals: { net: '1230', tax: '234', due: '1464' },
    ...{ paid: '1464', owed: '0' },
  })
  t.strictSame(amountsOf(bill['lines']), amountsOf(upcoming.body['lines']), 'as it was foretold')
  const billId = String(bill['billId'])
  t.equal((await send('GET', `/v1/bills/${billId}`, undefined, steve)).status, 404)

  const headers = { authorization: `Bearer ${carl.token}` }
  const download = await fetch(new URL(`/v1/bills/${billId}/pdf`, writeApi), { headers })
  t.equal(download.headers.get('content-type'), 'application/pdf')
  const pdf = new Uint8Array(await download.arrayBuffer())
  const text = await textOf(pdf)
  for (const part of [String(bill['number']), 'VAT 19 %', '14.64 USD', 'Jobs on'])
    t.match(text, part)
  t.match(text.replace(/\s/g, ''), '北京量子КиївGmbH')
  const known = { ...headers, 'if-none-match': download.headers.get('etag') ?? '' }
  const again = await fetch(new URL(`/v1/bills/${billId}/pdf`, writeApi), { headers: known })
  t.equal(again.status, 304)
  const mail = await until('the mail', async () =>
    (await readOutbox(outbox)).find(({ to }) => to === 'bills@carl.example'),
  )
  const [attachment] = mail.attachments ?? []
  t.equal(attachment?.fileName, `${String(bill['number'])}.pdf`)
  t.ok(Buffer.from(attachment?.base64 ?? '', 'base64').equals(Buffer.from(pdf)), 'the same file')

  t.match(await send('PUT', `/v1/bills/${billId}/voiding`, { reason: 'x' }, operator), {
    status: 409,
    body: { code: 'ILLEGAL_BILL_TRANSITION' },
  })
  const lines = bill['lines'] as readonly Line[]
  const lineId = lines.find(({ settlement }) => settlement === 'DUE')?.lineId
  const note = (amount: string) =>
    send(
      'POST',
      `/v1/bills/${billId}/credit-notes`,
      { lines: [{ lineId, amount }], reason: 'Reserved in vain' },
      operator,
    )
  t.match(await note('1231'), { status: 409, body: { code: 'CREDIT_ABOVE_BILLED' } })
  t.equal((await note('1000')).status, 201)

  type Answer = {
    readonly bills: {
      readonly edges: readonly {
        readonly node: {
          readonly number: string
          readonly creditNotes: readonly { readonly number: string }[]
        }
      }[]
    }
  }
  const shown = await until('the credit note', async () => {
    const answer = await graphql<Answer>(
      `{ bills(filter: { status: [PAID], organisationId: "${organisationId}" }) { edges { node {
        number status due { amount } creditNotes { number amount { amount } tax { amount } }
        lines(first: 10) { edges { node { description amount { decimal } } } } } } } }`,
      {},
      carl.token,
    )
    const [edge] = answer.bills.edges
    return edge !== undefined && edge.node.creditNotes.length > 0 ? edge.node : undefined
  })
  t.match(shown, {
    number: String(bill['number']),
    creditNotes: [{ number: /^QH-CN-/, amount: { amount: '1190' }, tax: { amount: '190' } }],
  })
  const none = await graphql<Answer>('{ bills { edges { node { number } } } }', {}, steve.token)
  t.strictSame(none.bills.edges, [], 'to others there are none')
})

t.test('what the wallet cannot pay is taken from a card, when there is one', async (t) => {
  const mine = `/v1/organisations/${steve.organisationId}`
  const month = new Date().toISOString().slice(0, 7)
  const book = await send('POST', '/v1/price-books', { name: 'Tokens', asset }, operator)
  const priceBookId = String(book.body['priceBookId'])
  const model = { kind: 'PER_UNIT', unitPrice: '1' }
  const rates = [{ key: 'tokens', meter: 'llm_tokens_out', model }]
  const prices = { validFrom: `${month}-01T00:00:00Z`, rates }
  await send('POST', `/v1/price-books/${priceBookId}/versions`, prices, operator)
  const tax = { label: 'VAT', basisPoints: 700 }
  const terms = { tax, paymentTermsDays: 0, collection: 'WALLET_THEN_CARD', priceBookId }
  await send('PUT', `${mine}/billing-terms`, terms, operator)
  const use = async (id: string, value: string): Promise<void> => {
    const occurredAt = new Date().toISOString()
    const event = { kind: 'USAGE', source: 'test', id, meter: 'llm_tokens_out', value, occurredAt }
    await send(
      'POST',
      '/v1/usage',
      { organisation: steve.organisationId, events: [event] },
      operator,
    )
  }
  await use('1', '30')
  await send('POST', `${mine}/bills`, { asset }, steve)
  const open = await billOf(0, 'OPEN', steve)
  t.match(open, { totals: { due: '3210' }, owed: '3210' })
  const { methodId } = await cardsOn(stage, steve.token).saveCard('pm_card_visa')
  t.equal(
    (await send('PUT', `${mine}/billing-card`, { methodId: randomUUID() }, steve)).status,
    404,
  )
  const pay = `/v1/bills/${String(open['billId'])}/payments`
  t.equal((await send('POST', pay, { methodId }, steve)).status, 202)
  t.match(await billOf(0, 'PAID', steve), { paid: '3210', owed: '0' })

  t.equal((await send('PUT', `${mine}/billing-card`, { methodId }, steve)).status, 200)
  await use('2', '10')
  await send('POST', `${mine}/bills`, { asset }, steve)
  // Of the whole month, what was not billed before.
  t.match(await billOf(1, 'PAID', steve), { totals: { net: '1000', due: '1070' }, paid: '1070' })
})
