import { createHash, randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import t from 'tap'
import type { Person } from '../../ops/client/sign-up.ts'
import { openAppWorld, program } from './world.ts'

t.setTimeout(120_000)
const world = await openAppWorld()
t.teardown(world.close)
const { seller, buyer, stranger } = world.people

const tarOf = async (files: Readonly<Record<string, string>>): Promise<Buffer> => {
  const archive = pack()
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content)
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk)
  return gzipSync(Buffer.concat(chunks))
}
const good = await tarOf({ 'app.json': '{"main":"rotation.qasm"}', 'rotation.qasm': program })
const sha256 = createHash('sha256').update(good).digest()

const upload = async (
  who: Person,
  content: Buffer,
  headers: Readonly<Record<string, string>> = {},
) => {
  const response = await fetch(new URL('/v1/packages', world.writeApi), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${who.token}`,
      'content-type': 'application/gzip',
      'idempotency-key': randomUUID(),
      ...headers,
    },
    body: content,
  })
  const body = (await response.json()) as Readonly<Record<string, unknown>>
  return { status: response.status, body }
}
const codeOf = async (...call: Parameters<typeof upload>) => (await upload(...call)).body['code']

const objects = join(world.dataDir, 'objects')
const incoming = () => readdir(join(objects, 'incoming'))

t.test('a package is kept once, for each organisation that sends it', async (t) => {
  const digest = `sha-256=:${sha256.toString('base64')}:`
  const first = await upload(seller, good, { 'content-digest': digest })
  t.match(first, {
    status: 201,
    body: {
      sha256: sha256.toString('hex'),
      size: good.byteLength,
      contentType: 'application/gzip',
      main: 'rotation.qasm',
    },
  })
  const again = await upload(seller, good)
  t.equal(again.body['packageId'], first.body['packageId'])
  const other = await upload(stranger, good)
  t.not(other.body['packageId'], first.body['packageId'])
  const kept = (await readdir(objects, { recursive: true })).filter((name) =>
    /[0-9a-f]{64}$/.test(name),
  )
  t.equal(kept.length, 1)
  t.strictSame(await incoming(), [])

  await t.test('and makes a version of its owner’s alone', async (t) => {
    const packageId = String(first.body['packageId'])
    const { report } = await world.release('packed', { program: undefined }, packageId)
    t.match(report, { accepted: true, inputs: [{ name: 'theta' }] })
    const foreign = world.release('stolen', { program: undefined }, String(other.body['packageId']))
    await t.rejects(foreign, { code: 'NOT_FOUND' })
  })
})

t.test('the same key with other content', async (t) => {
  const key = { 'idempotency-key': randomUUID() }
  t.equal((await upload(seller, good, key)).status, 201)
  t.equal((await upload(seller, good, key)).status, 201)
  const other = await tarOf({ 'app.json': '{"main":"a.qasm"}', 'a.qasm': program })
  t.equal(await codeOf(seller, other, key), 'IDEMPOTENCY_KEY_REUSED')
})

t.test('what is refused leaves nothing behind', async (t) => {
  const before = (await readdir(objects, { recursive: true })).length
  const noise = Buffer.alloc(200_001, 'x')
  t.equal(await codeOf(buyer, good), 'FORBIDDEN')
  t.equal(await codeOf(seller, noise), 'PACKAGE_TOO_LARGE')
  t.equal(await codeOf(seller, Buffer.from('%PDF-1.7 and so on')), 'PACKAGE_UNSUPPORTED')
  t.equal(await codeOf(seller, await tarOf({ 'a.qasm': program })), 'PACKAGE_INVALID')
  t.equal(await codeOf(seller, await tarOf({ '../app.json': '{}' })), 'PACKAGE_INVALID')
  const wrong = `sha-256=:${createHash('sha256').update('other').digest('base64')}:`
  t.equal(await codeOf(seller, good, { 'content-digest': wrong }), 'DIGEST_MISMATCH')
  t.equal(await codeOf(seller, good, { 'content-digest': 'sha-256' }), 'MALFORMED_REQUEST')
  t.equal(await codeOf(seller, good, { 'content-type': 'text/html' }), 'UNSUPPORTED_MEDIA_TYPE')
  t.equal(await codeOf(seller, good, { 'idempotency-key': '' }), 'IDEMPOTENCY_KEY_INVALID')
  t.strictSame(await incoming(), [])
  t.equal((await readdir(objects, { recursive: true })).length, before)
})

/** A request by hand, whose content comes in pieces and without a length. */
const dribble = (t: { readonly teardown: (work: () => void) => void }) => {
  const { hostname, port } = new URL(world.writeApi)
  const socket = connect(Number(port), hostname)
  t.teardown(() => socket.destroy())
  socket.write(
    `POST /v1/packages HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${seller.token}\r\n` +
      `Content-Type: application/gzip\r\nIdempotency-Key: ${randomUUID()}\r\nTransfer-Encoding: chunked\r\n\r\n`,
  )
  const chunk = (content: Buffer) => {
    socket.write(`${content.byteLength.toString(16)}\r\n`)
    socket.write(content)
    socket.write('\r\n')
  }
  return { socket, chunk }
}

t.test('content without a length is counted as it comes', async (t) => {
  const { socket, chunk } = dribble(t)
  let said = ''
  socket.on('data', (data: Buffer) => (said += data.toString()))
  socket.on('error', () => undefined)
  for (let sent = 0; sent < 5; sent += 1) chunk(Buffer.alloc(50_000, 'x'))
  await world.until(() => Promise.resolve(said.includes('PACKAGE_TOO_LARGE')))
  t.match(said, /^HTTP\/1.1 413/)
  await world.until(async () => (await incoming()).length === 0)
})

t.test('an upload that breaks off leaves nothing behind', async (t) => {
  const { socket, chunk } = dribble(t)
  chunk(good.subarray(0, 100))
  await world.until(async () => (await incoming()).length === 1)
  socket.destroy()
  await world.until(async () => (await incoming()).length === 0)
  t.pass('the file is gone')
})
