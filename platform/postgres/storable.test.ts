import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { unstorableTexts } from './storable.ts'

const pointersOf = (value: unknown) => unstorableTexts(value).map(({ pointer }) => pointer)

t.test('each text that cannot be stored is named by its pointer', async (t) => {
  t.same(pointersOf({ name: 'Bell 😀', tags: ['ü', '\n'], n: 1, none: null }), [])
  t.same(pointersOf('\0'), [''])
  t.same(pointersOf({ a: { 'b/c~d': ['x', 'y\0'] } }), ['/a/b~1c~0d/1'])
  t.same(pointersOf({ a: '\ud83d', b: '\ude00', c: '\ud83d\ude00' }).sort(), ['/a', '/b'])
  t.same(pointersOf({ 'k\0': 1 }), ['/k\0'])
})

t.test('depth is no matter', async (t) => {
  let deep: unknown = '\0'
  for (let n = 0; n < 100_000; n++) deep = [deep]
  t.equal(unstorableTexts(deep).length, 1)
})

t.test('what passes comes back from UTF-8 as it was, without U+0000', async () => {
  const text = fc.string({ unit: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\ud800')) })
  fc.assert(
    fc.property(text, (value) => {
      const kept = Buffer.from(value, 'utf8').toString('utf8') === value && !value.includes('\0')
      return (unstorableTexts({ value }).length === 0) === kept
    }),
  )
})
