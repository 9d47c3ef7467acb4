import t from 'tap'
import { v5, version } from 'uuid'
import fc from '../../test/kit/fast-check.ts'
import { derivedId, isId, namespace, newId } from './ids.ts'

t.test('a derived id is the UUID of version 5 of its parts as JSON', (t) => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 6 }), (parts) => {
      const id = derivedId(...parts)
      return isId(id) && id === v5(JSON.stringify(parts), namespace)
    }),
  )
  t.equal(derivedId('a', 'b'), derivedId('a', 'b'))
  t.not(derivedId('a', 'b'), derivedId('ab'))
  t.end()
})

t.test(
  'new ids are UUIDs of version 7, never the same, in the order in which they were made',
  (t) => {
    const began = Date.now()
    const ids = Array.from({ length: 20_000 }, newId)
    t.ok(ids.every((id) => version(id) === 7))
    t.equal(new Set(ids).size, ids.length)
    t.same(ids.toSorted(), ids)
    const timeOf = (id = ''): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16)
    t.ok(timeOf(ids[0]) >= began && timeOf(ids.at(-1)) <= Date.now())
    // Of the bits that nothing but chance sets, none is always the same.
    const tails = ids.map((id) => BigInt(`0x${id.slice(-12)}`))
    const all = (1n << 48n) - 1n
    t.equal(
      tails.reduce((one, other) => one | other),
      all,
    )
    t.equal(
      tails.reduce((one, other) => one & other),
      0n,
    )
    t.end()
  },
)
