import t from 'tap'
import { v5 } from 'uuid'
import fc from '../../test/kit/fast-check.ts'
import { derivedId, isId, namespace } from './ids.ts'

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
