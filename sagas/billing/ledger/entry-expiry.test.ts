import t from 'tap'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { heard, passes, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { entryExpiry } from './entry-expiry.ts'

const entryId = idNamed('entry')
const expiresAt = new Date(Date.parse(meta.now) + 3_600_000).toISOString()
const { given } = saga(entryExpiry)
const prepared = heard('JournalEntryPrepared', { entryId, expiresAt })

t.test('a pending entry ends with its time', async () => {
  given().when(prepared).then(['schedule expiry'])
  given(prepared)
    .when(passes({ minutes: 59 }))
    .then([])
  given(prepared)
    .when(passes({ hours: 1 }))
    .then([{ kind: 'expire', entryId }])
  given(prepared, passes({ hours: 1 }))
    .when(succeeded('expire'))
    .then(['end EXPIRED'])
})

t.test('one that was posted or voided is left alone', async () => {
  given(prepared)
    .when(heard('JournalEntryPosted', { entryId }))
    .then(['unschedule expiry', 'end POSTED'])
  given(prepared)
    .when(heard('JournalEntryVoided', { entryId }))
    .then(['unschedule expiry', 'end VOIDED'])
})
