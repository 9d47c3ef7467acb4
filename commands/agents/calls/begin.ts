import type { Call } from '../../../domain/agents/calls/call-state.ts'
import { redact } from '../../../domain/agents/calls/redact.ts'
import { codeOf } from '../../../domain/agents/budgets/fine.ts'
import { inputHashOf } from '../../../platform/ids/ids.ts'
import { refused, type CallOutcome } from './outcome.ts'
import { budgetNow, callNow, onCall, type Run } from './run.ts'

/** When to ask again about a budget that is being opened. */
const askAgainMs = 500

type Begun =
  | { readonly call: Exclude<Call, { status: 'ABSENT' }>; readonly assetCode?: string }
  | { readonly outcome: CallOutcome<never> }

/** What was asked, in one word: the same id is never used for another question. */
export const wishOf = ({
  services,
  template,
  version,
  variables,
  budgetId,
  maxOutputTokens,
}: Run): string =>
  inputHashOf(services.secrets.inputHashKey, 'agents.call', [
    ...[template, version, variables, budgetId ?? null, maxOutputTokens],
  ])

/** The call as it is on record, which it is from here on. */
export const begin = async (run: Run): Promise<Begun> => {
  const wish = wishOf(run)
  const known = await callNow(run)
  if (known.status !== 'ABSENT') {
    if (known.organisation !== run.organisation)
      return { outcome: refused('NOT_FOUND', 'There is no such call.') }
    if (known.wish !== wish)
      return { outcome: refused('ALREADY_EXISTS', 'This call was made with another question.') }
    if (known.status !== 'OPEN') return { call: known }
  }
  const budget = await payableBudget(run)
  if (budget !== undefined && 'outcome' in budget) return budget
  if (known.status !== 'ABSENT') return { call: known, ...budget }
  const {
    services,
    callId,
    organisation,
    budgetId,
    kind,
    template,
    version,
    maxOutputTokens,
    cache,
  } = run
  const variables = await services.vault.seal(organisation, JSON.stringify(redact(run.variables)))
  const call = await onCall(run, callId, {
    ...{ type: 'RequestCall', callId, organisation, kind, template, version, variables, wish },
    ...{ maxOutputTokens, cache },
    ...(budgetId === undefined ? {} : { budgetId }),
  })
  if (call.status === 'ABSENT') throw new Error(`call ${callId} was requested and is not there`)
  return { call, ...budget }
}

const payableBudget = async (
  run: Run,
): Promise<
  { readonly assetCode: string } | { readonly outcome: CallOutcome<never> } | undefined
> => {
  const { budgetId, organisation } = run
  if (budgetId === undefined) return undefined
  const budget = await budgetNow(run, budgetId)
  if (budget.status === 'ABSENT' || budget.organisation !== organisation)
    return { outcome: refused('NOT_FOUND', 'There is no such budget.') }
  switch (budget.status) {
    case 'REQUESTED':
      return { outcome: { kind: 'unavailable', retryAfterMs: askAgainMs } }
    case 'OPEN':
      return { assetCode: codeOf(budget.asset) }
    case 'CLOSING':
    case 'CLOSED':
    case 'REFUSED':
      return { outcome: refused('BUDGET_NOT_OPEN', `The budget is ${budget.status}.`) }
  }
}
