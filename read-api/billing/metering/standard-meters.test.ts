import t from 'tap'
import { standardMeters } from '../../../domain/billing/metering/standard-meters.ts'
import { standardMeters as shown } from './standard-meters.ts'

t.test('the meters that are shown are those that count', async (t) => {
  t.strictSame(shown, standardMeters)
})
