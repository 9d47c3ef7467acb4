import { z } from 'zod'
import { apiKey, type ApiKey } from '../../domain/accounts/api-key.ts'
import { isRejection, reject, type Rejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import type { WrittenApiKey } from '../../platform/auth/api-key.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { notFound } from '../shared/change.ts'
import type { Changed } from '../shared/changed.ts'
import { defineCommand, type Completed } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { apiKeyAnswer, keyTextFor, type ApiKeyAnswer } from './api-key-answer.ts'
import { grantorFor } from './grantor.ts'
import { managedKey } from './managed-key.ts'

const week = 7 * 86_400

/**
 * Puts a new key in the place of another: the same name, scopes, limits and length of life, counted by the same meter. The
 * old key names its successor first, so that it can have but one; a repetition finishes what was interrupted between.
 */
export const rotateApiKey = defineCommand({
  name: 'accounts.rotate-api-key',
  input: z.strictObject({ keyId: Id, graceSeconds: z.int().min(0).max(week).default(0) }),
  scope: 'accounts:write',
  run: async ({ keyId: oldId, graceSeconds }, tools) => {
    const keyId = derivedId(tools.context.commandId, 'apiKey')
    const written = keyTextFor(tools, keyId)
    const before = await tools.answered(apiKey, keyId)
    if (before !== undefined && 'code' in before) return before
    if (before !== undefined)
      return rotationAnswer(before, keyId, written, await graceOf(tools, oldId))

    const old = await managedKey(tools, oldId)
    if (isRejection(old)) return old
    const { organisationId, name, scopes, limits, meterId, validForSeconds } = old
    const grantor = await grantorFor(tools, organisationId)
    if (isRejection(grantor)) return grantor
    const beyond = scopes.filter((scope) => !grantor.scopes.includes(scope))
    if (beyond.length > 0)
      return reject('SCOPE_EXCEEDS_GRANTOR', `You do not hold ${beyond.join(', ')} yourself.`)
    const rotated = await tools.change(apiKey, oldId, {
      type: 'RotateApiKey',
      keyId: oldId,
      successor: keyId,
      graceSeconds,
    })
    if (!('stream' in rotated)) return rotated
    const { hash, prefix, last4 } = written
    const made = await tools.change(apiKey, keyId, {
      type: 'CreateApiKey',
      keyId,
      organisationId,
      key: { createdBy: grantor.userId, name, hash, prefix, last4, scopes: [...scopes], limits },
      grantorScopes: grantor.scopes,
      validForSeconds,
      replaces: { keyId: oldId, meterId },
    })
    return 'stream' in made
      ? rotationAnswer(made, keyId, written, await graceOf(tools, oldId))
      : made
  },
})

type Grace = { readonly keyId: string; readonly graceUntil: string }

const graceOf = async (tools: CommandTools, keyId: string): Promise<Grace | Rejection> => {
  const { state } = await tools.load(apiKey, keyId)
  return state.kind === 'absent' ? notFound('API key') : { keyId, graceUntil: state.expiresAt }
}

const rotationAnswer = (
  made: Changed & { readonly state: ApiKey },
  keyId: string,
  written: WrittenApiKey,
  predecessor: Grace | Rejection,
): Completed<ApiKeyAnswer & { readonly predecessor: Grace }> | Rejection => {
  if (isRejection(predecessor)) return predecessor
  const completed = apiKeyAnswer(made, keyId, written)
  return isRejection(completed)
    ? completed
    : { ...completed, answer: { ...completed.answer, predecessor } }
}
