import { deflateSync, gzipSync } from 'node:zlib'
import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { createUnframer } from './frames.ts'

const framed = (message: Buffer, flag = 0): Buffer => {
  const header = Buffer.alloc(5)
  header[0] = flag
  header.writeUInt32BE(message.length, 1)
  return Buffer.concat([header, message])
}

/** The bytes in pieces, cut at these places. */
const pieces = (bytes: Buffer, cuts: readonly number[]): readonly Buffer[] => {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])]
  const sorted = places.sort((one, other) => one - other)
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end))
}

t.test('however the bytes are cut, the messages are the same', (t) => {
  const message = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 20 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      (messages, cuts) => {
        const unframe = createUnframer()
        const bytes = Buffer.concat(messages.map((each) => framed(each)))
        const found = pieces(bytes, cuts).flatMap((piece) => unframe(piece))
        t.same(found.map(String), messages.map(String))
      },
    ),
  )
  t.end()
})

t.test('compressed messages are unpacked as they say themselves', (t) => {
  const text = Buffer.from('told twice, told twice, told twice')
  t.same(createUnframer()(framed(gzipSync(text), 1)), [text])
  for (const level of [1, 6, 9])
    t.same(createUnframer()(framed(deflateSync(text, { level }), 1)), [text])
  t.same(createUnframer()(framed(gzipSync(text))), [gzipSync(text)], 'only what is flagged')
  t.throws(() => createUnframer()(framed(text, 1)), { name: 'Unreadable' })
  t.throws(() => createUnframer()(framed(Buffer.alloc(0), 1)), { name: 'Unreadable' })
  const bomb = gzipSync(Buffer.alloc(18 * 1024 * 1024))
  t.throws(() => createUnframer()(framed(bomb, 1)), {
    name: 'Unreadable',
    cause: { code: 'ERR_BUFFER_TOO_LARGE' },
  })
  t.end()
})

t.test('a length that no message has is refused before anything is waited for', (t) => {
  const header = Buffer.from([0, 0xff, 0, 0, 0])
  t.throws(() => createUnframer()(header), { message: /claims 4278190080 bytes/ })
  t.end()
})
