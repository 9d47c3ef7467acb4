import { EventStoreUnavailable } from '../../platform/event-store/errors.ts'
import { VaultUnavailable } from '../../platform/vault/vault.ts'

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/**
 * Classes of SQLSTATE that say that the server, not the statement, was at fault: connection, rollback, resources,
 * operator; and a transaction that was idle for too long.
 */
const serverAtFault = /^(?:(?:08|40|53|55|57|58)[0-9A-Z]{3}|25P03)$/
const network = /^(?:ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|EAI_|ENOTFOUND)/
const lost = /connection terminated|timeout exceeded when trying to connect|not queryable/i

/** Worth trying again as it is: a server could not be reached, or gave up for reasons of its own. */
export const isTransient = (error: unknown): boolean => {
  const code = codeOf(error)
  if (error instanceof VaultUnavailable || error instanceof EventStoreUnavailable) return true
  return serverAtFault.test(code) || network.test(code) || lost.test(messageOf(error))
}

/** The server took it back, for others stood in its way or it in theirs: nothing of it was done, and it can be done again. */
export const isRolledBack = (error: unknown): boolean => /^40(?:001|P01)$/.test(codeOf(error))

/** A value that the tables do not take: out of range, against a constraint. One event is to blame, not the batch. */
export const isOfTheData = (error: unknown): boolean => /^2[23][0-9A-Z]{3}$/.test(codeOf(error))

/** For an operator: what was wrong, in one line of at most 2,000 characters. */
export const describe = (error: unknown): string => {
  const name = error instanceof Error ? `${error.name}: ` : ''
  return `${name}${messageOf(error)}`.replace(/\s+/g, ' ').slice(0, 2_000)
}
