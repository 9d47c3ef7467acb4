import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { placeAt } from './place.ts'

const event = (position: bigint) => ({ stream: 's', revision: position.toString(), position })

t.test('nothing seen, nothing said', async (t) => {
  const place = placeAt('start')
  place.begin(event(1n), 0)
  t.same(place.progress(), { position: 'start', carried: [] })
  place.finish(event(1n))
  t.same(place.progress(), { position: 1n, carried: [] })
})

t.test('what takes long is written down by itself', async (t) => {
  const place = placeAt(5n)
  place.begin(event(10n), 100)
  place.begin(event(20n), 200)
  place.skipTo(30n)
  t.same(place.progress(), { position: 5n, carried: [] })
  place.carry(150)
  t.same(place.progress(), { position: 10n, carried: [{ stream: 's', revision: '10' }] })
  t.equal(place.open(), 1)
  place.finish(event(20n))
  place.finish(event(10n))
  t.same(place.progress(), { position: 30n, carried: [] })
})

t.test('what was carried before is carried until it is done', async (t) => {
  const place = placeAt(30n)
  place.resume({ stream: 's', revision: '10' })
  t.same(place.progress().carried, [{ stream: 's', revision: '10' }])
  place.finish(event(10n))
  t.same(place.progress(), { position: 30n, carried: [] })
})

/** Something that happens to a place; numbers choose among what is possible. */
const happening = fc.record({
  kind: fc.constantFrom('begin', 'skip', 'finish', 'carry'),
  choice: fc.nat(),
})

t.test('what is not done is never left behind, and the position never goes back', async () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 200 }), (happenings) => {
      const place = placeAt('start')
      const undone = new Map<string, bigint>()
      let position = 0n
      let now = 0
      let said = -1n
      for (const { kind, choice } of happenings) {
        now += 1
        if (kind === 'begin') {
          position += 1n + BigInt(choice % 3)
          place.begin(event(position), now)
          undone.set(position.toString(), position)
        }
        if (kind === 'skip') {
          position += 1n
          place.skipTo(position)
        }
        if (kind === 'carry') place.carry(now - (choice % 10))
        if (kind === 'finish' && undone.size > 0) {
          const done = [...undone.values()][choice % undone.size] ?? 0n
          place.finish(event(done))
          undone.delete(done.toString())
        }
        const progress = place.progress()
        const at = progress.position === 'start' ? -1n : progress.position
        const carried = new Set(progress.carried.map(({ revision }) => revision))
        if (at < said) return false
        said = at
        for (const [revision, where] of undone)
          if (where <= at && !carried.has(revision)) return false
        if (undone.size === 0 && position > 0n && at !== position) return false
      }
      return true
    }),
    { numRuns: 500 },
  )
})
