import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { getById, setById, valuesOf, type IdMap } from './id-map.ts'

t.test('behaves as a Map does, and leaves every earlier version as it was', async () => {
  const entry = fc.tuple(fc.uuid(), fc.integer())
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 80 }), fc.uuid(), (entries, other) => {
      const reference = new Map<string, number>()
      let map: IdMap<number> = {}
      for (const [id, value] of entries) {
        const before = map
        const known = getById(before, id)
        map = setById(map, id, value)
        reference.set(id, value)
        if (getById(before, id) !== known || getById(map, id) !== value) return false
      }
      return (
        [...reference].every(([id, value]) => getById(map, id) === value) &&
        getById(map, other) === reference.get(other) &&
        valuesOf(map).length === reference.size
      )
    }),
  )
})

t.test('an update keeps the buckets that it does not concern', async (t) => {
  const one = setById({}, '00000000-0000-4000-8000-0000000000aa', 1)
  const two = setById(one, '00000000-0000-4000-8000-0000000000bb', 2)
  t.equal(two['aa'], one['aa'])
})
