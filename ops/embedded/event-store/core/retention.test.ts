import t from 'tap'
import {
  firstRevision,
  isSoftDeleted,
  parseRetention,
  softDeleteMetadata,
  withTruncateBefore,
} from './retention.ts'

const parse = (text: string) => parseRetention(Buffer.from(text))

t.test('what metadata says', (t) => {
  t.same(parse('{"$maxCount":3,"$maxAge":60,"$tb":5}'), {
    maxCount: 3,
    maxAgeMs: 60_000,
    truncateBefore: 5,
  })
  for (const nothing of [
    '',
    'x',
    '[]',
    '1',
    'null',
    '{}',
    '{"$maxCount":"3"}',
    '{"$maxCount":0}',
  ]) {
    t.same(parse(nothing), {}, nothing)
  }
  t.end()
})

t.test('a deleted stream is told by the greatest int64, which no JSON number holds', (t) => {
  t.ok(isSoftDeleted(parseRetention(softDeleteMetadata)))
  t.notOk(isSoftDeleted(parse('{"$tb":9007199254740991}')))
  t.match(softDeleteMetadata.toString(), '9223372036854775807')
  t.end()
})

t.test('the first revision that can be read', (t) => {
  t.equal(firstRevision({}, 9), 0)
  t.equal(firstRevision({ maxCount: 3 }, 9), 7)
  t.equal(firstRevision({ maxCount: 30 }, 9), 0)
  t.equal(firstRevision({ truncateBefore: 4 }, 9), 4)
  t.equal(firstRevision({ truncateBefore: 4, maxCount: 2 }, 9), 8)
  t.equal(firstRevision({ maxCount: 2 }, -1), 0)
  t.end()
})

t.test('metadata is kept when a stream is brought back', (t) => {
  const merged = withTruncateBefore(Buffer.from('{"$maxCount":5,"mine":1}'), 7)
  t.same(JSON.parse(merged?.toString() ?? ''), { $maxCount: 5, mine: 1, $tb: 7 })
  t.equal(withTruncateBefore(Buffer.from('not json'), 7), undefined)
  t.end()
})
