import t from 'tap'
import { flowSecrets, readFlow, writeFlow } from './sign-in-flow.ts'

const key = Buffer.alloc(32, 1)
const other = Buffer.alloc(32, 2)
const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`
const noon = new Date('2026-11-21T12:00:00.000Z')
const flow = { flowId: id(1), provider: 'example', expiresAt: '2026-11-21T12:10:00.000Z' }

t.test('a flow is read by who wrote it, for its provider, until it ends', async (t) => {
  const text = writeFlow(key, flow)
  t.strictSame(readFlow(key, 'example', text, noon), flow)
  const linking = { ...flow, linkFor: id(2) }
  t.strictSame(readFlow(key, 'example', writeFlow(key, linking), noon), linking)
  t.equal(readFlow(key, 'another', text, noon), undefined)
  t.equal(readFlow(other, 'example', text, noon), undefined)
  t.equal(readFlow(key, 'example', text, new Date(flow.expiresAt)), undefined)
  const bytes = Buffer.from(text.slice(4), 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (bytes[at] ?? 0) ^ 1
    const forged = `qhf_${changed.toString('base64url')}`
    t.equal(readFlow(key, 'example', forged, noon), undefined)
  }
  for (const bad of ['', 'qhf_', text.slice(0, -4), `qhc_${text.slice(4)}`])
    t.equal(readFlow(key, 'example', bad, noon), undefined)
})

t.test('its secrets are the hub’s, and its own', async (t) => {
  const own = flowSecrets(key, id(1))
  t.strictSame(flowSecrets(key, id(1)), own)
  const all = [own, flowSecrets(key, id(2)), flowSecrets(other, id(1))].flatMap((secrets) =>
    Object.values(secrets),
  )
  t.equal(new Set(all).size, 9)
  t.match(own.codeVerifier, /^[A-Za-z0-9_-]{43}$/, 'RFC 7636, 4.1')
})
