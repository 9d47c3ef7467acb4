import { succeed } from '../kit/client.ts'
import type { TestHub } from '../kit/hub.ts'
import type { Person } from '../kit/people.ts'

export const legs = (amount: string, other = amount) => [
  { account: 'psp_fees', side: 'DEBIT', amount },
  { account: 'psp_clearing', side: 'CREDIT', amount: other },
]
export const adjustment = { asset: 'USD/2', legs: legs('290'), reason: 'Fees of October' }

/** Adjusting entries in every state that somebody may ask something wrong of. */
export const prepareJournal = async ({ app, clock }: TestHub, { token }: Person) => {
  const inAnHour = new Date(clock.now().getTime() + 3_600_000).toISOString()
  const enter = async (body: object): Promise<string> =>
    String((await succeed(app, 'POST', '/v1/journal-entries', { token, body })).body.entryId)
  const posted = await enter(adjustment)
  const pending = await enter({ ...adjustment, pendingUntil: inAnHour })
  const reversed = await enter(adjustment)
  const body = { reason: 'A mistake' }
  await succeed(app, 'POST', `/v1/journal-entries/${reversed}/reversal`, { token, body })
  return { posted, pending, reversed }
}
