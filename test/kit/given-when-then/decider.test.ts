import { AssertionError } from 'node:assert/strict'
import t from 'tap'
import { z } from 'zod'
import type { Aggregate } from '../../../domain/shared/decider.ts'
import { defineEvent, type EventOf } from '../../../domain/shared/event.ts'
import { reject } from '../../../domain/shared/rejection.ts'
import { decider } from './decider.ts'
import { idNamed, meta } from './meta.ts'

const definitions = [
  defineEvent('Counted', 1, z.strictObject({ by: z.int(), who: z.string(), at: z.string() })),
] as const
type Counted = EventOf<(typeof definitions)[number]>

/** Counts up to a hundred; asked for 13 it decides to what its contract forbids. */
const counter: Aggregate<number, number, Counted> = {
  category: 'counter',
  definitions,
  initial: 0,
  evolve: (sum, { data }) => sum + data.by,
  decide: (by, sum, { now, actor }) => {
    if (sum + by > 100) return reject('AMOUNT_OUT_OF_RANGE', `${sum} and ${by} are too many`)
    const what = by === 13 ? 13.5 : by
    return by === 0 ? [] : [{ type: 'Counted', data: { by: what, who: actor.id, at: now } }]
  },
}
const { given, after } = decider(counter)
const counted = (by: number, who = meta.actor.id, at = meta.now): Counted => ({
  type: 'Counted',
  data: { by, who, at },
})

t.test('what holds passes', async () => {
  given()
    .when(5)
    .then([counted(5)])
  given().when(5).then(['Counted'])
  given(counted(99)).when(0).then([])
  given(counted(99)).when(2).then('AMOUNT_OUT_OF_RANGE')
  after(50, 50).when(1).then('AMOUNT_OUT_OF_RANGE')
  const later = '2026-01-02T00:00:00.000Z'
  given()
    .at(later)
    .by({ kind: 'system', id: 'night' })
    .when(1)
    .then([counted(1, 'night', later)])
})

t.test('what does not hold is thrown', async (t) => {
  const broken: Readonly<Record<string, () => void>> = {
    'another event': () =>
      given()
        .when(5)
        .then([counted(6)]),
    'another type': () => given().when(5).then(['Counted', 'Counted']),
    'no event': () => given().when(5).then([]),
    'no rejection': () => given().when(5).then('AMOUNT_OUT_OF_RANGE'),
    'a rejection': () => given(counted(99)).when(2).then(['Counted']),
    'another rejection': () => given(counted(99)).when(2).then('NOT_FOUND'),
    'a command of the past that is rejected': () => after(50, 51),
  }
  for (const [name, sentence] of Object.entries(broken)) t.throws(sentence, AssertionError, name)
  t.throws(() => given(counted(0.5)), /int/, 'a past that no log could hold')
  t.throws(() => given().when(13).then(['Counted']), /int/, 'a decision that no log could hold')
})

t.test('ids follow from their names', async (t) => {
  t.equal(idNamed('transaction'), idNamed('transaction'))
  t.not(idNamed('transaction'), idNamed('refund'))
})
