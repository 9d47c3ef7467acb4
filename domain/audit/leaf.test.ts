import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { isAudited, leafOf, type StoredEvent } from './leaf.ts'

const anEvent: fc.Arbitrary<StoredEvent> = fc.record({
  stream: fc.string({ minLength: 1 }),
  revision: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  id: fc.uuid(),
  type: fc.string(),
  contentType: fc.constantFrom('application/json', 'application/octet-stream'),
  data: fc.uint8Array({ maxLength: 40 }),
  metadata: fc.uint8Array({ maxLength: 40 }),
})
const text = (event: StoredEvent) => Buffer.from(leafOf(event)).toString('hex')

t.test('events that differ in anything have different leaves', async () => {
  fc.assert(
    fc.property(
      anEvent,
      anEvent,
      fc.constantFrom<keyof StoredEvent>(
        'stream',
        'revision',
        'id',
        'type',
        'contentType',
        'data',
        'metadata',
      ),
      (a, b, part) => {
        const mixed = { ...a, [part]: b[part] }
        const isSame = Buffer.from(String(a[part])).equals(Buffer.from(String(b[part])))
        return (text(mixed) === text(a)) === isSame
      },
    ),
    { numRuns: 500 },
  )
})

t.test('no byte moves from one part to the next', async (t) => {
  const event = {
    ...{ stream: 'job-1', revision: 0n, id: 'i', type: 'Happened', contentType: 'c' },
    ...{ data: Uint8Array.of(1, 2), metadata: Uint8Array.of(3) },
  }
  t.not(text(event), text({ ...event, data: Uint8Array.of(1), metadata: Uint8Array.of(2, 3) }))
  t.not(text(event), text({ ...event, stream: 'job-', type: '1Happened' }))
})

t.test('what servers keep for themselves is no leaf', async (t) => {
  t.ok(isAudited({ stream: 'job-1', type: 'JobSubmitted' }))
  t.notOk(isAudited({ stream: '$settings', type: 'update' }))
  t.notOk(isAudited({ stream: '$$job-1', type: '$metadata' }))
  t.notOk(isAudited({ stream: 'job-1', type: '$streamDeleted' }))
})
