import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readdir, readlink, rename } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import t from 'tap'
import type { Person } from '../../ops/client/sign-up.ts'
import { openAppWorld, program, version } from './world.ts'

t.setTimeout(120_000)
const world = await openAppWorld({ QHUB_PACKAGE_MAX_BYTES: '40000000' })
t.teardown(world.close)
const { people, release, sell, send, subscribe, codeOf } = world
const { seller, buyer, stranger, provider, operator } = people
await world.credit(buyer, '100000')

/** More than sockets hold, so that whoever does not read on is waited for. */
const archive = pack()
archive.entry({ name: 'app.json' }, '{"main":"rotation.qasm"}')
archive.entry({ name: 'rotation.qasm' }, program)
archive.entry({ name: 'noise.bin' }, randomBytes(24_000_000))
archive.finalize()
const parts: Buffer[] = []
for await (const part of archive as AsyncIterable<Buffer>) parts.push(part)
const content = gzipSync(Buffer.concat(parts), { level: 1 })
const hash = createHash('sha256').update(content).digest()
const sha256 = hash.toString('hex')
const kept = join(world.dataDir, 'objects', 'sha256', sha256.slice(0, 2), sha256)

const uploaded = await fetch(new URL('/v1/packages', world.writeApi), {
  method: 'POST',
  headers: {
    authorization: `Bearer ${seller.token}`,
    'content-type': 'application/gzip',
    'idempotency-key': randomUUID(),
  },
  body: content,
})
const { packageId } = (await uploaded.json()) as { readonly packageId: string }

type App = { readonly appId: string; readonly versionId: string }
const pathOf = ({ appId, versionId }: App) => `/v1/apps/${appId}/versions/${versionId}`
const take = (who: Person, app: App) => codeOf(send(who, 'POST', `${pathOf(app)}/downloads`))

const get = (
  who: Person,
  app: App,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
) =>
  fetch(new URL(`${pathOf(app)}/package`, world.writeApi), {
    method,
    headers: { authorization: `Bearer ${who.token}`, ...headers },
  })

const isWhole = async (response: Response): Promise<boolean> =>
  response.status === 200 && Buffer.from(await response.arrayBuffer()).equals(content)

/** `done`, or the code of the refusal. */
const outcomeOf = async (...call: Parameters<typeof get>): Promise<unknown> => {
  const response = await get(...call)
  if (response.status < 300) {
    await response.body?.cancel()
    return 'done'
  }
  const problem = (await response.json()) as { readonly code: unknown }
  return problem.code
}

const publish = ({ appId }: App) => send(seller, 'POST', `/v1/apps/${appId}/publication`)
const monthly = { name: 'Monthly', asset: 'USD/2', pricing: { kind: 'MONTHLY', price: '100' } }
const free = { name: 'Free', asset: 'USD/2', pricing: { kind: 'FREE' } }
const runs = { kind: 'METERED', feature: 'runs', quota: 5 }

t.test('the program of an app that is sold', async (t) => {
  const app = await release('sold', { program: undefined }, packageId)
  await publish(app)
  t.equal(await take(buyer, app), 'done', 'nobody sells it yet')
  const [planId = ''] = await sell(app.appId, [monthly, { ...free, entitlements: [runs] }])
  const neither = async (who: Person, code: string, message: string) => {
    t.equal(await take(who, app), code, message)
    t.equal(await outcomeOf(who, app), code, `${message}: its bytes`)
  }
  await neither(buyer, 'SUBSCRIPTION_REQUIRED', 'who has none')
  await neither(seller, 'done', 'its seller')
  await neither(operator, 'done', 'an operator')
  await neither(provider, 'FORBIDDEN', 'who may not download at all')

  const subscriptionId = await subscribe(buyer, app.appId, planId)
  await neither(buyer, 'done', 'who subscribes')
  await neither(stranger, 'SUBSCRIPTION_REQUIRED', 'another organisation')
  const pause = `/v1/subscriptions/${subscriptionId}/pause`
  await send(buyer, 'PUT', pause)
  await neither(buyer, 'SUBSCRIPTION_REQUIRED', 'who has paused')
  await send(buyer, 'DELETE', pause)

  const listing = `/v1/listings/${app.appId}`
  await send(operator, 'POST', `${listing}/suspension`, { reason: 'Looked at again.' })
  await neither(stranger, 'SUBSCRIPTION_REQUIRED', 'suspended')
  await neither(buyer, 'done', 'subscriptions go on')
  await send(seller, 'PUT', `${listing}/availability`, { available: false })
  await neither(stranger, 'done', 'off the market and in the registry')

  await send(seller, 'POST', `/v1/apps/${app.appId}/withdrawal`, { reason: 'Run it instead.' })
  await neither(buyer, 'NOT_FOUND', 'no longer in the registry')
})

t.test('a free plan gives it away, unless its runs are counted', async (t) => {
  const open = await release('open')
  await publish(open)
  await sell(open.appId, [monthly, free])
  t.equal(await take(stranger, open), 'done')
  const counted = await release('counted')
  await publish(counted)
  await sell(counted.appId, [{ ...free, entitlements: [runs] }], { previewRuns: 3 })
  t.equal(await take(stranger, counted), 'SUBSCRIPTION_REQUIRED', 'previews are runs')
})

const packed = await release('packed', { program: undefined }, packageId)
await publish(packed)

t.test('the bytes of a package', async (t) => {
  const response = await get(stranger, packed)
  t.match(Object.fromEntries(response.headers), {
    'content-type': 'application/gzip',
    'content-length': content.byteLength.toString(),
    'content-digest': `sha-256=:${hash.toString('base64')}:`,
    'content-disposition': 'attachment; filename="packed-1.0.0.tar.gz"',
    etag: `"${sha256}"`,
    'cache-control': 'private, no-cache',
  })
  t.ok(await isWhole(response))
  const known = await get(stranger, packed, { 'if-none-match': `"x", "${sha256}"` })
  t.equal(known.status, 304)
  const head = await get(stranger, packed, {}, 'HEAD')
  t.equal(head.status, 200)
  t.equal(head.headers.get('content-length'), content.byteLength.toString())
  t.equal(await outcomeOf(stranger, packed, { accept: 'text/html' }), 'NOT_ACCEPTABLE')
  t.equal(await outcomeOf(stranger, packed, { accept: 'application/gzip' }), 'done')
})

t.test('of versions that are not out, to their owner alone', async (t) => {
  const versions = `/v1/apps/${packed.appId}/versions`
  const { program: _, ...manifest } = version
  const draft = { semver: '2.0.0', version: manifest }
  const { versionId } = await send(seller, 'POST', versions, draft)
  const next = { appId: packed.appId, versionId: String(versionId) }
  t.equal(await outcomeOf(seller, next), 'NOT_FOUND', 'it has none yet')
  await send(seller, 'PUT', `${pathOf(next)}/package`, { packageId })
  t.ok(await isWhole(await get(seller, next)))
  t.equal(await outcomeOf(stranger, next), 'NOT_FOUND')
  t.equal(await outcomeOf(seller, { ...next, appId: randomUUID() }), 'NOT_FOUND')
  const text = await release('text')
  t.equal(await outcomeOf(seller, text), 'NOT_FOUND', 'a program is no package')
  t.equal(await outcomeOf(stranger, text), 'NOT_FOUND')
})

/** Whether this process has the object open. */
const isOpen = async (): Promise<boolean> => {
  const links = (await readdir('/proc/self/fd')).map((fd) =>
    readlink(`/proc/self/fd/${fd}`).catch(() => ''),
  )
  return (await Promise.all(links)).includes(kept)
}

t.test(
  'a download that breaks off leaves nothing open',
  { skip: process.platform !== 'linux' && 'looks into /proc' },
  async (t) => {
    const { hostname, port } = new URL(world.writeApi)
    const socket = connect(Number(port), hostname)
    t.teardown(() => socket.destroy())
    socket.write(
      `GET ${pathOf(packed)}/package HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${stranger.token}\r\n\r\n`,
    )
    const [head] = await new Promise<[Buffer]>((resolve) => {
      socket.once('data', (data: Buffer) => {
        socket.pause()
        resolve([data])
      })
    })
    t.match(head.toString('latin1'), /^HTTP\/1.1 200/)
    t.ok(await isOpen(), 'it waits for its reader')
    socket.destroy()
    await world.until(async () => !(await isOpen()))
    t.pass('the file is closed')
  },
)

t.test('a storage without the package', async (t) => {
  await rename(kept, `${kept}.away`)
  t.equal(await outcomeOf(stranger, packed), 'UNAVAILABLE')
  t.equal((await get(stranger, packed)).headers.get('etag'), null)
  await rename(`${kept}.away`, kept)
  t.ok(await isWhole(await get(stranger, packed)))
})
