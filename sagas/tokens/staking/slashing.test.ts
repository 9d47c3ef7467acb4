import t from 'tap'
import { heard, passes, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { meta } from '../../../test/kit/given-when-then/meta.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import { stakeSlashing } from './slashing.ts'

const { given } = saga(stakeSlashing)
const slashingId = '00000000-0000-4000-8000-0000000000b1'
const slashId = `0x${'b'.repeat(64)}`
const computerId = `0x${'c'.repeat(64)}`
const of = { slashingId, slashId, at: meta.now }
const proposed = heard('SlashingProposed', {
  ...of,
  ...{ chain: 'local', computerId, amount: { amount: '20', asset: 'QVT/18' } },
  contestableUntil: instantOf(msOf(meta.now) + 72 * 3_600_000),
})
const due = heard('SlashingDue', { ...of, transactionId: 'a transaction' })
const slashed = heard('ChainEntryFinalised', { entryId: 'an entry', arguments: { amount: '7' } })

t.test('it waits to be contested, and is carried out when nobody does', async () => {
  given().when(proposed).then(['schedule contest'])
  given(proposed)
    .when(passes({ hours: 71 }))
    .then([])
  given(proposed)
    .when(passes({ hours: 72 }))
    .then([{ kind: 'carryOut', slashingId }])
  given(proposed).when(heard('SlashingContested', of)).then(['unschedule contest'])
})

t.test('the chain is asked once it is due, and has the last word', async () => {
  given(proposed)
    .when(due)
    .then([{ kind: 'slash', chain: 'local', computerId, amount: '20', slashId }])
  const asked = [proposed, due] as const
  given(...asked)
    .when(succeeded('slash'))
    .then([])
  given(...asked)
    .when(slashed)
    .then([{ kind: 'recordSlashed', entryId: 'an entry', taken: '7' }])
  given(...asked)
    .when(
      heard('TransactionFinalised', { transactionId: 'it', chain: 'local', status: 'REVERTED' }),
    )
    .then([{ kind: 'failSlashing', transactionId: 'it', code: 'REVERTED' }])
  given(...asked)
    .when(heard('TransactionCancelled', { transactionId: 'it', chain: 'local', code: 'Paused' }))
    .then([{ kind: 'failSlashing', code: 'Paused' }])
})

t.test('it ends with what was taken, or with nothing', async () => {
  given(proposed).when(heard('SlashingCarriedOut', of)).then(['end CARRIED_OUT'])
  given(proposed).when(heard('SlashingWaived', of)).then(['unschedule contest', 'end WAIVED'])
})
