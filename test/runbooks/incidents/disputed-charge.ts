import { signUp } from '../../../ops/client/sign-up.ts'
import { paymentOnce, saveCard, topUp } from '../../../ops/demo/money/paying.ts'
import { createBank } from '../../../ops/demo/money/simulator.ts'
import type { Raise } from '../incident.ts'

/** A customer has topped up a wallet, and tells the bank that they know nothing of it. */
export const disputedCharge: Raise = async ({ stage, operator }) => {
  const dora = await signUp(stage.http, stage.outbox, 'dora', 'consumer')
  const paymentId = await topUp(stage, dora, await saveCard(stage, dora), '4000')
  const bank = createBank(stage)
  await bank.dispute(paymentId)
  await paymentOnce(stage, dora, paymentId, 'the dispute', ({ disputes }) => disputes.length === 1)
  const disputed = (status: string) =>
    paymentOnce(
      ...([stage, dora, paymentId, `the dispute ${status}`] as const),
      ({ disputes }) => disputes[0]?.status === status,
    )
  return {
    variables: { PAYMENT: paymentId, TOKEN: operator.token },
    elsewhere: async () => {
      await bank.decide(true)
      await disputed('WON')
    },
    left: async () => {
      await disputed('WON')
      return []
    },
  }
}
