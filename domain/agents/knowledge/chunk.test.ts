import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { chunksOf } from './chunk.ts'

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(' ', '\n', '\n\n', '. ', 'word', 'qubit', '🙂'),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: fc.constantFrom('x', 'y'), maxLength: 1_500 }),
    ),
    { maxLength: 300 },
  )
  .map((parts) => parts.join(''))

t.test(
  'every character stands in a chunk, no chunk is long, and none begins in the midst of a character',
  async () => {
    fc.assert(
      fc.property(text, (whole) => {
        const chunks = chunksOf(whole)
        const covered = new Set<number>()
        for (const { from, to } of chunks) {
          if (to - from > 1_001 || to <= from) return false
          const code = whole.charCodeAt(from)
          if (code >= 0xdc00 && code <= 0xdfff && /[\ud800-\udbff]/.test(whole.charAt(from - 1)))
            return false
          for (let at = from; at < to; at++) covered.add(at)
        }
        return [...whole.matchAll(/\S/g)].every(({ index }) => covered.has(index))
      }),
      { numRuns: 300 },
    )
  },
)

t.test('a chunk ends where a paragraph does, and the next begins a little before', async (t) => {
  const paragraph = `${'Words about a device. '.repeat(30).trim()}\n\n`
  const whole = paragraph.repeat(4)
  const [first, second] = chunksOf(whole)
  t.equal(first?.to, paragraph.length)
  t.ok((second?.from ?? 0) < (first?.to ?? 0))
  t.same(chunksOf('short'), [{ from: 0, to: 5 }])
  t.same(chunksOf(' \n '), [])
})
