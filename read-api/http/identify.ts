import {
  type Authenticate,
  type Credentials,
  readCredentials,
} from '../../platform/http/credentials.ts'
import { queryError } from '../errors/query-error.ts'
import type { Caller } from '../view/caller.ts'

export type Shown = {
  readonly authorization: string | undefined
  readonly apiKey: string | undefined
}

const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.join(',')

export const shownIn = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Shown => ({ authorization: one(headers['authorization']), apiKey: one(headers['x-api-key']) })

/** The credential that was shown, undefined without one. Throws UNAUTHENTICATED for what can be none. */
export const credentialsIn = (shown: Shown): Credentials | undefined => {
  const credentials = readCredentials(shown)
  if (credentials !== undefined && 'code' in credentials)
    throw queryError(credentials.code, credentials.detail)
  return credentials
}

/** Throws UNAUTHENTICATED or TOKEN_EXPIRED: who shows a credential means it, and is not taken for nobody. */
export const identify = async (
  authenticate: Authenticate,
  credentials: Credentials | undefined,
): Promise<Caller> => {
  if (credentials === undefined) return { kind: 'anonymous' }
  const found = await authenticate(credentials)
  if ('code' in found) throw queryError(found.code, found.detail)
  return { kind: 'known', principal: found }
}
