import { z } from 'zod'
import { organisation as organisationAggregate } from '../../../domain/accounts/organisation.ts'
import { payee, type PayeeCommand } from '../../../domain/billing/payees/payee.ts'
import type { Payee } from '../../../domain/billing/payees/payee-state.ts'
import { onboardingStates } from '../../../domain/billing/payees/values.ts'
import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { notFound, type ChangeResult } from '../../shared/change.ts'
import type { Completed } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { CommandTools } from '../../shared/tools.ts'

export const PayeeInput = z.strictObject({ organisation: Id })

export const PayeeAnswer = z.object({ organisation: Id, onboarding: z.enum(onboardingStates) })
export type PayeeAnswer = z.output<typeof PayeeAnswer>

/** The payee, if the caller acts for the organisation; every one that is there can be paid. */
export const ownPayee = async (
  { load, context }: Pick<CommandTools, 'load' | 'context'>,
  organisation: string,
): Promise<Payee | Rejection> => {
  if (!actsFor(context, organisation)) return notFound('payee')
  const { state } = await load(organisationAggregate, organisation)
  return state.kind === 'existing' ? (await load(payee, organisation)).state : notFound('payee')
}

export const answerOf = (
  organisation: string,
  changed: ChangeResult<Payee>,
): Completed<PayeeAnswer> | Rejection | Failure =>
  'stream' in changed
    ? { answer: { organisation, onboarding: changed.state.onboarding }, changed }
    : changed

/** One change of a payee that the caller acts for. */
export const changeOwn = async (
  tools: CommandTools,
  command: PayeeCommand,
): Promise<Completed<PayeeAnswer> | Rejection | Failure> => {
  const { organisation } = command
  const own = await ownPayee(tools, organisation)
  return isRejection(own)
    ? own
    : answerOf(organisation, await tools.change(payee, organisation, command))
}
