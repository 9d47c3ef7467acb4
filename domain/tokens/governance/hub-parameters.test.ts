import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { hubParameters, type HubParametersCommand } from './hub-parameters.ts'
import { hubParameterNames, hubParameterTable, keyOfName, nameOfKey } from './parameters.ts'

const { given, after } = decider(hubParameters)
const take = (name: string, value: string, entry = 'entry'): HubParametersCommand => ({
  type: 'TakeParameter',
  ...{ entryId: idNamed(entry), chain: 'local', name, value },
  transactionHash: `0x${'0'.repeat(64)}`,
})

t.test('what was carried out counts, each entry of a chain once', async () => {
  given().when(take('commission', '250')).then(['HubParameterSet'])
  after(take('commission', '250')).when(take('commission', '250')).then([])
  after(take('commission', '250'))
    .when(take('commission', '300', 'later'))
    .then([
      {
        type: 'HubParameterSet',
        data: {
          ...{ entryId: idNamed('later'), chain: 'local', name: 'commission', value: '300' },
          ...{ before: '250', transactionHash: `0x${'0'.repeat(64)}` },
          at: '2026-01-01T12:00:00.000Z',
        },
      },
    ])
})

t.test(
  'what the hub does not know, or would be out of bounds, is put on record and changes nothing',
  async (t) => {
    given().when(take('weather', '1')).then(['HubParameterRefused'])
    given().when(take('commission', '10001')).then(['HubParameterRefused'])
    t.same(after(take('commission', '10001')).state.values, {})
  },
)

t.test('whatever is voted on, every value that counts is within its bounds', async () => {
  const name = fc.constantFrom(...hubParameterNames, 'other')
  const value = fc.bigInt(0n, 2n ** 100n).map(String)
  const short = fc.nat(20_000).map(String)
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.oneof(value, short))), (votes) => {
      const { values } = after(...votes.map(([n, v], index) => take(n, v, index.toString()))).state
      return hubParameterNames.every((each) => {
        const { least, most } = hubParameterTable[each]
        const now = values[each]
        return now === undefined || (BigInt(now) >= least && BigInt(now) <= most)
      })
    }),
  )
})

t.test('names as the chain has them', async (t) => {
  for (const name of hubParameterNames) t.equal(nameOfKey(keyOfName(name)), name)
  t.equal(keyOfName('commission'), `0x636f6d6d697373696f6e${'0'.repeat(44)}`)
  t.equal(nameOfKey(`0x${'0'.repeat(64)}`), undefined)
  t.equal(nameOfKey(`0x00${'61'.repeat(31)}`), undefined)
})
