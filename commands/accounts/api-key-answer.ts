import type { ApiKey } from '../../domain/accounts/api-key.ts'
import type { Rejection } from '../../domain/shared/rejection.ts'
import type { WrittenApiKey } from '../../platform/auth/api-key.ts'
import { writeApiKey } from '../../platform/auth/api-key.ts'
import { macOf } from '../../platform/keys/derive-key.ts'
import { notFound } from '../shared/change.ts'
import type { Changed } from '../shared/changed.ts'
import type { Completed } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'

export type ApiKeyAnswer = {
  readonly keyId: string
  /** The key itself. The hub keeps only its hash; a repetition of this very command is the one way to see it again. */
  readonly key: string
  readonly prefix: string
  readonly last4: string
  readonly scopes: readonly string[]
  readonly expiresAt: string
}

/** The text of the key that this command makes. */
export const keyTextFor = ({ services, context }: CommandTools, keyId: string): WrittenApiKey =>
  writeApiKey(keyId, macOf(services.secrets.tokenKey, 'api-key', keyId, context.commandId))

export const apiKeyAnswer = (
  changed: Changed & { readonly state: ApiKey },
  keyId: string,
  { key, prefix, last4 }: WrittenApiKey,
): Completed<ApiKeyAnswer> | Rejection => {
  if (changed.state.kind === 'absent') return notFound('API key')
  const { scopes, expiresAt } = changed.state
  return { answer: { keyId, key, prefix, last4, scopes, expiresAt }, changed }
}
