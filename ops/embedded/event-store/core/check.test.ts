import t from 'tap'
import { checkAppend, type Expected } from './check.ts'
import { softDeleteMetadata, parseRetention } from './retention.ts'
import type { StreamState } from './streams.ts'

/** A stream that holds the events `ids`, in order. */
const streamOf = (ids: readonly string[], part: Partial<StreamState> = {}) => ({
  state: {
    name: 's',
    id: 1,
    last: ids.length - 1,
    tombstoned: false,
    retention: {},
    inFlight: 0,
    ...part,
  },
  known: {
    revisionOf: (id: string) => (ids.includes(id) ? ids.indexOf(id) : undefined),
    idAt: (revision: number) => ids[revision],
    hasMetadata: () => false,
  },
})

const deleted = { retention: parseRetention(softDeleteMetadata) }
const at = (revision: number): Expected => ({ kind: 'revision', revision })
const any: Expected = { kind: 'any' }
const none: Expected = { kind: 'no-stream' }
const exists: Expected = { kind: 'stream-exists' }
const abc = ['a', 'b', 'c']

type Case = readonly [
  what: string,
  there: readonly string[],
  part: Partial<StreamState>,
  expected: Expected,
  ids: readonly string[],
  decision: string,
]
const cases: readonly Case[] = [
  ['any on nothing', [], {}, any, ['x'], 'write'],
  ['any, unknown ids', abc, {}, any, ['x', 'y'], 'write'],
  ['any, known ids', abc, {}, any, ['a', 'b'], 'repeated 1'],
  ['any, first known, then not', abc, {}, any, ['c', 'x'], 'wrong-revision'],
  ['any, first unknown, then known', abc, {}, any, ['x', 'a'], 'write'],
  ['any, nothing to write', abc, {}, any, [], 'write'],
  ['any on a deleted stream', abc, deleted, any, ['x'], 'write'],
  ['no stream on nothing', [], {}, none, ['x'], 'write'],
  ['no stream on a stream', abc, {}, none, ['x'], 'wrong-revision'],
  ['no stream repeated', abc, {}, none, abc, 'repeated 2'],
  ['no stream, a part repeated', abc, {}, none, ['a'], 'repeated 0'],
  ['no stream, more than there is', abc, {}, none, [...abc, 'd'], 'wrong-revision'],
  ['no stream on a deleted stream', abc, deleted, none, ['x'], 'write'],
  ['no stream repeated on a deleted stream', abc, deleted, none, ['a'], 'repeated 0'],
  [
    'no stream, half repeated, on a deleted stream',
    abc,
    deleted,
    none,
    ['a', 'x'],
    'wrong-revision',
  ],
  ['no stream, nothing to write, on a stream', abc, {}, none, [], 'wrong-revision'],
  ['exists on nothing', [], {}, exists, ['x'], 'wrong-revision'],
  ['exists on a stream', abc, {}, exists, ['x'], 'write'],
  ['exists repeated', abc, {}, exists, ['b', 'c'], 'repeated 2'],
  ['exists on a deleted stream', abc, deleted, exists, ['x'], 'deleted'],
  ['the revision', abc, {}, at(2), ['x'], 'write'],
  ['the revision, ids known already', abc, {}, at(2), ['a'], 'write'],
  ['above the revision', abc, {}, at(3), ['x'], 'wrong-revision'],
  ['below the revision', abc, {}, at(1), ['x'], 'wrong-revision'],
  ['below, repeated', abc, {}, at(0), ['b', 'c'], 'repeated 2'],
  ['below, repeated in another order', abc, {}, at(0), ['c', 'b'], 'wrong-revision'],
  ['below, at a revision where they do not stand', abc, {}, at(0), ['c'], 'wrong-revision'],
  ['below, nothing to write', abc, {}, at(1), [], 'wrong-revision'],
  ['a revision of nothing', [], {}, at(0), ['x'], 'wrong-revision'],
  ['any on a tombstone', abc, { tombstoned: true }, any, ['a'], 'deleted'],
  ['the revision on a tombstone', abc, { tombstoned: true }, at(2), ['x'], 'deleted'],
  ['no stream on a tombstone', [], { tombstoned: true }, none, ['x'], 'deleted'],
]

for (const [what, there, part, expected, ids, decision] of cases) {
  t.test(what, (t) => {
    const { state, known } = streamOf(there, part)
    const decided = checkAppend(state, expected, ids, known)
    const told = decided.kind === 'repeated' ? `repeated ${decided.last}` : decided.kind
    t.equal(told, decision)
    t.end()
  })
}

t.test('a stream of which only metadata is there exists', (t) => {
  const { state, known } = streamOf([])
  const decided = checkAppend(state, exists, ['x'], { ...known, hasMetadata: () => true })
  t.equal(decided.kind, 'write')
  t.end()
})
