import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { manualClock } from '../clock/clock.ts'
import { fixedPrice, noPrices, priceOracle } from './sources.ts'

const now = '2026-01-01T00:10:00.000Z'
const clock = manualClock(now)

t.test('the house’s own price is as old as the question', async (t) => {
  t.same(await fixedPrice('0.25', clock).price('USD/2'), {
    kind: 'found',
    value: { asset: 'USD/2', price: '0.25', at: now },
  })
  t.same(await fixedPrice('0.25', clock).price('EUR/2'), { kind: 'absent' })
  t.same(await noPrices.price('USD/2'), { kind: 'absent' })
})

t.test('a service is believed in what it says well, and lately', async (t) => {
  const said = { status: 200, body: '' }
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.url)
    response.statusCode = said.status
    response.end(said.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  // Listening on TCP.
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/price?key=1`
  const { price } = priceOracle(url, { clock, oldestSeconds: 300, timeoutMs: 2_000 })
  const answer = async (body: unknown, status = 200): Promise<string> => {
    said.status = status
    said.body = typeof body === 'string' ? body : JSON.stringify(body)
    return (await price('USD/2')).kind
  }
  t.equal(await answer({ price: '0.3', at: '2026-01-01T01:06:00+01:00' }), 'found')
  t.same(await price('USD/2'), {
    kind: 'found',
    value: { asset: 'USD/2', price: '0.3', at: '2026-01-01T00:06:00.000Z' },
  })
  t.equal(asked[0], '/price?key=1&asset=USD')
  t.equal(await answer({ price: '0.3', at: '2026-01-01T00:04:59Z' }), 'unanswered', 'too old')
  for (const bad of ['0', '-1', '1e3', '0x10', '.5', 'NaN', ''])
    t.equal(await answer({ price: bad, at: now }), 'unanswered', bad)
  t.equal(await answer({ price: 0.3, at: now }), 'unanswered', 'a number')
  t.equal(await answer('<html>'), 'unanswered')
  t.equal(await answer({ price: '0.3', at: now }, 500), 'unanswered')
  t.same(await price('EUR/2'), { kind: 'absent' })
})

t.test('one that is not there is silent', async (t) => {
  const { price } = priceOracle('http://127.0.0.1:1/', { clock, oldestSeconds: 1, timeoutMs: 500 })
  t.match(await price('USD/2'), { kind: 'unanswered' })
})
