import t from 'tap'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import { hubParameters } from './hub-parameters.ts'

const said = (type: string, value: string, more: object) =>
  on('hubParameters-hub', {
    type,
    data: {
      ...{ entryId: idNamed(value), chain: 'local', transactionHash: `0x${'1'.repeat(64)}` },
      ...{ value, at: meta.now, ...more },
    },
  })
const set = (value: string) => said('HubParameterSet', value, { name: 'commission' })

t.test('a parameter is what was decided last; what the hub did not take is none', async () => {
  const { given } = projection(hubParameters)
  given(set('250'))
    .when(set('300'))
    .then({ hub_parameters: [{ name: 'commission', value: '300', entry_id: idNamed('300') }] })
  given()
    .when(said('HubParameterRefused', '1', { name: 'weather', code: 'UNKNOWN' }))
    .then({ hub_parameters: [] })
})
