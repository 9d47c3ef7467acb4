import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import t from 'tap'
import { createPackageOutlet } from './outlet.ts'

const content = Buffer.from('bytes of a package '.repeat(20_000))
const wanted = {
  objectKey: 'k',
  sha256: createHash('sha256').update(content).digest('hex'),
  size: content.byteLength,
}
const unused = () => Promise.reject(new Error('nothing is kept here'))

async function* pieces(of: Buffer, fault?: Error) {
  for (let at = 0; at < of.byteLength; at += 1000) {
    await Promise.resolve()
    yield of.subarray(at, at + 1000)
  }
  if (fault !== undefined) throw fault
}

/** The outlet of a storage that answers with this. */
const outlet = (open: () => Promise<Readable | undefined>) =>
  createPackageOutlet({ keep: unused, open })
const of = (given: Buffer, fault?: Error) =>
  outlet(() => Promise.resolve(Readable.from(pieces(given, fault))))

const opened = async (of: ReturnType<typeof outlet>, size = wanted.size): Promise<Readable> => {
  const outcome = await of({ ...wanted, size })
  if (outcome.kind !== 'open') throw new Error(outcome.detail)
  return outcome.content
}

t.test('what was uploaded comes out', async (t) => {
  t.ok((await buffer(await opened(of(content)))).equals(content))
  const one = Buffer.from('x')
  const sha256 = createHash('sha256').update(one).digest('hex')
  const outcome = await of(one)({ objectKey: 'k', sha256, size: 1 })
  t.ok(outcome.kind === 'open' && (await buffer(outcome.content)).equals(one), 'in one piece, too')
})

t.test('what is damaged never looks complete', async (t) => {
  const flipped = Buffer.from(content)
  flipped[0] = 0
  const long = Buffer.concat([content, Buffer.from('more')])
  for (const damaged of [flipped, content.subarray(0, -1), long]) {
    let seen = 0
    const read = async () => {
      for await (const chunk of await opened(of(damaged))) seen += (chunk as Buffer).byteLength
    }
    await t.rejects(read(), /not what was uploaded/)
    t.ok(seen < content.byteLength, `${seen} of ${content.byteLength} bytes`)
  }
})

t.test('trouble before the first bytes is told', async (t) => {
  t.match(await outlet(() => Promise.resolve(undefined))(wanted), { kind: 'unavailable' })
  t.match(await outlet(() => Promise.reject(new Error('no route')))(wanted), {
    kind: 'unavailable',
    detail: 'no route',
  })
  const broken = of(Buffer.from('x'), new Error('reset'))
  t.match(await broken(wanted), { kind: 'unavailable', detail: 'reset' })
  t.match(await of(Buffer.from('x'))(wanted), { kind: 'unavailable' }, 'short, and damaged')
})

t.test('trouble later breaks the content off', async (t) => {
  const reading = buffer(await opened(of(content.subarray(0, 50_000), new Error('reset'))))
  await t.rejects(reading, /reset/)
})

t.test('content that is not read on closes what it comes from', async (t) => {
  const source = Readable.from(pieces(content))
  const reading = await opened(outlet(() => Promise.resolve(source)))
  t.notOk(source.destroyed)
  const closed = new Promise((resolve) => source.once('close', resolve))
  reading.destroy()
  await closed
  t.ok(source.destroyed)
})
