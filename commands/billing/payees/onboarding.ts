import { z } from 'zod'
import { payee } from '../../../domain/billing/payees/payee.ts'
import { Country } from '../../../domain/billing/payees/values.ts'
import { isRejection, reject } from '../../../domain/shared/rejection.ts'
import { defineCommand } from '../../shared/definition.ts'
import { answerOf, ownPayee, PayeeInput, type PayeeAnswer } from './own-payee.ts'
import { lookAtAccount, openAccount, stateOf } from './provider-account.ts'

const Address = z.url({ protocol: /^https?$/ }).max(2_000)

const StartOnboarding = PayeeInput.extend({
  /** Where the organisation is at home; it counts the first time. */
  country: Country,
  /** Where the provider sends the person when they are done. */
  returnUrl: Address,
  /** Where it sends them when the link has run out: ask for another one there. */
  refreshUrl: Address,
})

export type OnboardingAnswer = PayeeAnswer & {
  /** The provider's page. Good for minutes, and for one visit; absent when the provider gives none. */
  readonly link?: { readonly url: string; readonly expiresAt: string }
}

/** Begins or continues the provider's questions to who wants to be paid. Nothing of the answers comes to the hub. */
export const startOnboarding = defineCommand({
  name: 'billing.start-onboarding',
  input: StartOnboarding,
  scope: 'billing:write',
  run: async ({ organisation, country, returnUrl, refreshUrl }, tools) => {
    const { services, context } = tools
    const own = await ownPayee(tools, organisation)
    if (isRejection(own)) return own
    const command = { type: 'StartOnboarding', organisation, country } as const
    if (context.validateOnly === true)
      return answerOf(
        organisation,
        await tools.change(payee, organisation, { ...command, accountId: 'not made' }),
      )
    const { payments, clock } = services
    const key = `payee:${organisation}:account`
    const account =
      own.accountId === undefined
        ? await openAccount(payments, { key, organisation, country }, clock.now().toISOString())
        : { id: own.accountId }
    if ('code' in account) return account
    const changed = await tools.change(payee, organisation, { ...command, accountId: account.id })
    if (!('stream' in changed)) return changed
    const { onboarding, accountId = account.id } = changed.state
    const link = await payments.accounts.onboardingLink({ accountId, returnUrl, refreshUrl })
    const answer: OnboardingAnswer = {
      ...{ organisation, onboarding },
      ...(link.kind === 'succeeded' ? { link: link.value } : {}),
    }
    return { answer, changed }
  },
})

/** Looks at the provider how far it is: what notices do by themselves, for who does not want to wait for them. */
export const refreshPayee = defineCommand({
  name: 'billing.refresh-payee',
  input: PayeeInput,
  scope: 'billing:write',
  run: async ({ organisation }, tools) => {
    const own = await ownPayee(tools, organisation)
    if (isRejection(own)) return own
    if (own.accountId === undefined)
      return reject('PAYEE_NOT_ACTIVE', 'The onboarding was not started.')
    const account = await lookAtAccount(tools.services.payments, own.accountId)
    if ('code' in account) return account
    const changed = await tools.change(payee, organisation, {
      type: 'RecordAccount',
      organisation,
      accountId: account.id,
      onboarding: stateOf(account),
      requirementsDue: account.requirementsDue,
    })
    return answerOf(organisation, changed)
  },
})
