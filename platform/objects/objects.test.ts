import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'
import S3rver from 's3rver'
import t, { type Test } from 'tap'
import { createDirectoryStore } from './directory.ts'
import { hashOfKey, keyOf } from './key.ts'
import { ObjectStoreUnavailable, type ObjectStore } from './port.ts'
import { bucketOf, createS3Store } from './s3.ts'
import { createSpool, type Spool } from './spool.ts'

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

async function* pieces(content: Buffer, size = 1000) {
  for (let at = 0; at < content.byteLength; at += size) {
    await Promise.resolve()
    yield content.subarray(at, at + size)
  }
}

const receive = async (spool: Spool, content: Buffer) => {
  const outcome = await spool.receive(pieces(content), { maxBytes: 10_000_000 })
  if (outcome.kind !== 'received') throw new Error(outcome.kind)
  return outcome.received
}

const gathered = async (store: ObjectStore, key: string): Promise<Buffer | undefined> => {
  const stream = await store.open(key)
  if (stream === undefined) return undefined
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

const content = Buffer.from('one circuit after another '.repeat(4000))

const behaves = async (t: Test, store: ObjectStore, spool: Spool) => {
  const received = await receive(spool, content)
  t.equal(received.sha256, sha256(content))
  const kept = await store.keep(received)
  t.strictSame(kept, {
    key: keyOf(received.sha256),
    sha256: received.sha256,
    size: content.byteLength,
  })
  t.strictSame(await store.keep(received), kept, 'kept once')
  t.ok((await gathered(store, kept.key))?.equals(content), 'and read again')
  t.equal(await store.open(keyOf(sha256(Buffer.from('other')))), undefined, 'nothing is not there')
  for (const key of [
    '../secret',
    'sha256/../../etc/passwd',
    '/etc/passwd',
    `sha256/aa/${'b'.repeat(64)}`,
    '',
  ])
    t.equal(await store.open(key), undefined, `${key} is no key`)
  const empty = await store.keep(await receive(spool, Buffer.alloc(0)))
  t.equal((await gathered(store, empty.key))?.byteLength, 0)
}

t.test('a directory', async (t) => {
  const directory = t.testdir()
  const spool = createSpool(join(directory, 'incoming'))
  await behaves(t, createDirectoryStore(join(directory, 'objects')), spool)
  const names = await readdir(join(directory, 'objects'), { recursive: true })
  t.notOk(
    names.some((name) => name.endsWith('.draft')),
    'no drafts are left',
  )
})

t.test('a bucket of a server that speaks S3', async (t) => {
  const directory = t.testdir()
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: join(directory, 'bucket'),
    configureBuckets: [{ name: 'packages', configs: [] }],
  })
  const { port } = await server.run()
  t.teardown(() => server.close())
  const at = (credentials: string, bucket = 'packages') =>
    createS3Store(bucketOf(`http://${credentials}@127.0.0.1:${port}/${bucket}`))
  const spool = createSpool(join(directory, 'incoming'))
  await behaves(t, at('S3RVER:S3RVER'), spool)

  const other = await receive(spool, Buffer.from('something else'))
  // This server looks at who signs, and holds no signature of version 4 against its secret.
  await t.rejects(at('nobody:S3RVER').keep(other), ObjectStoreUnavailable, 'an unknown key')
  await t.rejects(
    at('S3RVER:S3RVER', 'nowhere').keep(other),
    ObjectStoreUnavailable,
    'no such bucket',
  )
})

t.test('no server at all', async (t) => {
  const store = createS3Store(bucketOf('http://a:b@127.0.0.1:1/packages'))
  await t.rejects(store.open(keyOf(sha256(content))), ObjectStoreUnavailable)
})

/** A server of objects that behaves so, and the store that asks it, for which it has 200 ms. */
const answering = async (t: Test, listener: RequestListener): Promise<ObjectStore> => {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return createS3Store(bucketOf(`http://a:b@127.0.0.1:${port}/packages`), 200)
}

t.test('a server that says nothing is not waited for', async (t) => {
  const store = await answering(t, () => undefined)
  await t.rejects(store.open(keyOf(sha256(content))), ObjectStoreUnavailable)
})

t.test('content that has begun may take longer', async (t) => {
  const store = await answering(t, (_request, response) => {
    let at = 0
    const dribble = setInterval(() => {
      const piece = content.subarray(at, (at += 10_000))
      if (piece.byteLength > 0) return response.write(piece)
      clearInterval(dribble)
      return response.end()
    }, 40)
  })
  t.ok((await gathered(store, keyOf(sha256(content))))?.equals(content))
})

t.test('a directory that cannot be read', async (t) => {
  const store = createDirectoryStore(t.testdir({ sha256: 'a file where a folder should be' }))
  await t.rejects(store.open(keyOf(sha256(content))), ObjectStoreUnavailable)
})

t.test('how a bucket is addressed', async (t) => {
  t.strictSame(bucketOf('https://key:se%2Fcret@s3.example.org/packages?region=eu-central-1'), {
    url: 'https://s3.example.org/packages',
    region: 'eu-central-1',
    accessKeyId: 'key',
    secretAccessKey: 'se/cret',
  })
  t.throws(() => bucketOf('https://s3.example.org/packages'))
  t.throws(() => bucketOf('https://key:secret@s3.example.org/'))
})

t.test('keys', async (t) => {
  const hash = sha256(content)
  t.equal(hashOfKey(keyOf(hash)), hash)
  t.equal(hashOfKey(`sha256/zz/${hash}`), undefined)
})

t.test('nothing is left of what was not received', async (t) => {
  const directory = t.testdir()
  const spool = createSpool(directory)
  const tooLarge = await spool.receive(pieces(content), { maxBytes: content.byteLength - 1 })
  t.equal(tooLarge.kind, 'too-large')
  async function* broken() {
    yield content
    await Promise.resolve()
    throw new Error('the line went dead')
  }
  await t.rejects(spool.receive(broken(), { maxBytes: 1e9 }), { message: 'the line went dead' })
  const stop = new AbortController()
  async function* endless() {
    for (;;) {
      yield content
      await new Promise((resolve) => setImmediate(resolve))
      stop.abort()
    }
  }
  await t.rejects(spool.receive(endless(), { maxBytes: 1e9, signal: stop.signal }))
  t.strictSame(await readdir(directory), [])
  const exact = await spool.receive(pieces(content), { maxBytes: content.byteLength })
  if (exact.kind !== 'received') throw new Error(exact.kind)
  t.ok((await readFile(exact.received.path)).equals(content), 'up to the limit')
  await spool.discard(exact.received)
  t.strictSame(await readdir(directory), [])
})

t.test('what a killed process was receiving is swept away a day later', async (t) => {
  const directory = join(t.testdir(), 'incoming')
  await mkdir(directory)
  for (const name of ['old', 'young']) await writeFile(join(directory, name), 'half of it')
  const longAgo = new Date(Date.now() - 2 * 86_400_000)
  await utimes(join(directory, 'old'), longAgo, longAgo)
  const outcome = await createSpool(directory).receive(pieces(content), { maxBytes: 1 })
  t.equal(outcome.kind, 'too-large')
  t.strictSame(await readdir(directory), ['young'])
})
