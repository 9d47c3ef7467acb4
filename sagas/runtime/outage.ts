import { AppendUncertain, EventStoreUnavailable } from '../../platform/event-store/errors.ts'
import { MailUnavailable } from '../../platform/mail/port.ts'
import { ProviderUnanswered } from '../../platform/payments/port.ts'
import { ProviderTimeout, ProviderUnavailable } from '../../platform/providers/port.ts'
import { VaultUnavailable } from '../../platform/vault/vault.ts'
import { NewerInstance } from './decide-instance.ts'

/** Others were quicker, again and again: nothing is wrong with what was asked. */
export class TryAgain extends Error {
  override readonly name = 'TryAgain'
}

/** Codes of Node's sockets and name lookups. */
const network = /^(ECONN(REFUSED|RESET|ABORTED)|ETIMEDOUT|EPIPE|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH)$/

/** Something that we need did not answer, or not in time: what was asked can be asked again as it was, however often. */
export const isOutage = (error: unknown): boolean =>
  error instanceof EventStoreUnavailable ||
  error instanceof AppendUncertain ||
  error instanceof ProviderTimeout ||
  error instanceof ProviderUnavailable ||
  error instanceof ProviderUnanswered ||
  error instanceof MailUnavailable ||
  error instanceof VaultUnavailable ||
  error instanceof TryAgain ||
  error instanceof NewerInstance ||
  (error instanceof Error && 'code' in error && network.test(String(error.code)))
