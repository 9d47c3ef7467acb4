import type { PaymentCommand } from '../../../domain/billing/payments/payment-command.ts'
import { payment } from '../../../domain/billing/payments/payment.ts'
import type { ExistingPayment } from '../../../domain/billing/payments/payment-state.ts'
import { load } from '../../../commands/shared/load.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { changeAs, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'

/** A payment as the log has it now. An execution is never about one that is not there. */
export const loadPayment = async (
  paymentId: string,
  { services: { eventStore, foldCache } }: EffectTools,
): Promise<ExistingPayment> => {
  const { state } = await load(eventStore, foldCache, payment, paymentId)
  if (state.kind === 'absent') throw new Error(`there is no payment ${paymentId}`)
  return state
}

/** One of several things that an effect tells the payment; `name` tells it from the others. */
export const tellPayment = (
  tools: EffectTools,
  name: string,
  command: PaymentCommand,
): Promise<EffectOutcome> => {
  const { context } = tools
  const commandId = derivedId(context.commandId, name)
  return changeAs(
    { ...tools, context: { ...context, commandId } },
    payment,
    command.paymentId,
    command,
  )
}

/** As above; a payment that says no to what is only a record is a fault of ours. */
export const record = async (
  tools: EffectTools,
  name: string,
  command: PaymentCommand,
): Promise<void> => {
  const outcome = await tellPayment(tools, name, command)
  if (outcome.type !== 'succeeded')
    throw new Error(`${command.type} was not taken: ${JSON.stringify(outcome)}`)
}
