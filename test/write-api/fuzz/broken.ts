import type { Reply } from '../kit/client.ts'
import type { Operation } from '../kit/documented.ts'

/**
 * Refusals of commands of several parts, which say no after a part was written: the names of a registration that is given up
 * are released again; what a payment provider calls an organisation is kept, also when it then refuses the card; a budget
 * that the wallet does not bear is written down as refused.
 */
const afterParts: Readonly<Record<string, readonly string[]>> = {
  register: ['USERNAME_TAKEN'],
  setUpPaymentMethod: ['PAYMENT_METHOD_REFUSED'],
  openAgentBudget: [
    ...['INSUFFICIENT_FUNDS', 'SPENDING_LIMIT_EXCEEDED', 'WALLET_IN_DEBT', 'ASSET_MISMATCH'],
    'BUDGET_NOT_OPEN',
  ],
}

/** A part of the path that is empty, or a dot or two, leads to another route, or to none. */
const leadsElsewhere = (url: string): boolean => {
  const parts = url.split('?', 1)[0]?.split('/').slice(1) ?? []
  return parts.some((part) => ['', '.', '..'].includes(part))
}

/** What is wrong with an answer, whatever was asked; nothing is. */
export const brokenPromise = (
  operation: Operation,
  { request: { url }, status, body, text }: Reply,
  appended: number,
): string | undefined => {
  if (status >= 500) return `${status}: ${text}`
  const code = String(body?.code)
  const mayHave = afterParts[operation.operationId]?.includes(code) ?? false
  if (status >= 400 && appended > 0 && !mayHave) return `${code} was answered, and events written`
  if (leadsElsewhere(url)) return undefined
  const described = operation.responses[status]
  if (described === undefined) return `${status} is not documented: ${text}`
  if (status >= 400 && !described.description.includes(`\`${code}\``))
    return `${code} is not documented: ${text}`
  return undefined
}
