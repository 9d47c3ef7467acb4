import type { AccountState } from '../../../domain/billing/payees/values.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import type { ProviderAccount } from '../../../platform/payments/objects.ts'
import type { NewAccount, PaymentProvider } from '../../../platform/payments/port.ts'

/** What the hub makes of an account as the provider shows it. */
export const stateOf = ({
  payoutsEnabled,
  detailsSubmitted,
  disabledReason,
}: ProviderAccount): AccountState => {
  if (disabledReason?.startsWith('rejected') === true) return 'REJECTED'
  if (payoutsEnabled) return 'ACTIVE'
  return detailsSubmitted ? 'RESTRICTED' : 'PENDING'
}

const unavailable = (detail: string): Failure => ({ code: 'UNAVAILABLE', detail })

const searchMs = 30 * 86_400_000

/**
 * The account that the provider keeps for the organisation, made if there is none. Keys are forgotten after a while: so
 * it is looked for first.
 */
export const openAccount = async (
  { accounts }: PaymentProvider,
  order: NewAccount,
  now: string,
): Promise<ProviderAccount | Failure> => {
  const { organisation } = order
  const known = await accounts.find({ organisation, since: instantOf(msOf(now) - searchMs) })
  if (known.kind === 'found') return known.value
  if (known.kind === 'unanswered') return unavailable(known.reason)
  const made = await accounts.create(order)
  switch (made.kind) {
    case 'succeeded':
    case 'pending':
    case 'requiresAction':
      return made.value
    case 'declined':
      return { code: 'INVALID_INPUT', detail: made.decline.message }
    case 'didNotHappen':
      return made.refusal.retriable
        ? unavailable(made.refusal.detail)
        : { code: 'INVALID_INPUT', detail: made.refusal.detail }
    case 'unknown':
      return unavailable(made.detail)
  }
}

export const lookAtAccount = async (
  { accounts }: PaymentProvider,
  accountId: string,
): Promise<ProviderAccount | Failure> => {
  const found = await accounts.get(accountId)
  switch (found.kind) {
    case 'found':
      return found.value
    case 'absent':
      return { code: 'NOT_FOUND', detail: 'The provider has no such account any more.' }
    case 'unanswered':
      return unavailable(found.reason)
  }
}
