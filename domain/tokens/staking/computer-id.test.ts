import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { bytes32OfId, idOfBytes32 } from './computer-id.ts'

t.test('an id is found again in the 32 bytes', async () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const bytes = bytes32OfId(id)
      return /^0x[0-9a-f]{64}$/.test(bytes) && idOfBytes32(bytes) === id
    }),
  )
})

t.test('what is no id of a hub is none', async (t) => {
  t.equal(idOfBytes32(`0x${'1'.repeat(64)}`), undefined)
  t.equal(idOfBytes32('0x12'), undefined)
})
