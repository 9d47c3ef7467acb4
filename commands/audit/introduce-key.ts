import { endorsementText } from '../../domain/audit/head-text.ts'
import { auditKeys, auditKeysId } from '../../domain/audit/keys.ts'
import type { Signer } from '../../platform/audit/signing.ts'
import { derivedId, inputHashOf } from '../../platform/ids/ids.ts'
import { change } from '../shared/change.ts'
import { systemContext } from '../shared/context.ts'
import { load } from '../shared/load.ts'
import type { Services } from '../shared/services.ts'

export type KeyStanding =
  | { readonly kind: 'current' }
  /** Heads are signed with another key, which has not said that this one follows it. */
  | { readonly kind: 'not-endorsed'; readonly current: string }

type Introduction = {
  readonly signer: Signer
  /** The key that signed so far, if it is at hand. */
  readonly previous?: Signer | undefined
  /** Also when the key before says nothing of it: an operator's decision, for who verifies has to be told. */
  readonly unendorsed?: boolean
}

/** Makes a key the one that heads are signed with, unless it is. Safe to do by many at a time. */
export const introduceKey = async (
  services: Services,
  { signer, previous, unendorsed = false }: Introduction,
): Promise<KeyStanding> => {
  const { eventStore, foldCache, secrets } = services
  const { state, revision } = await load(eventStore, foldCache, auditKeys, auditKeysId)
  const current = state.keys.at(-1)
  if (current?.key === signer.key) return { kind: 'current' }
  const endorses = current !== undefined && previous?.key === current.key
  if (current !== undefined && !endorses && !unendorsed)
    return { kind: 'not-endorsed', current: current.keyId }
  const { keyId, key } = signer
  const signature = endorses ? previous.sign(endorsementText(key)) : undefined
  const endorsement =
    endorses && signature !== undefined ? { keyId: previous.keyId, signature } : undefined
  const commandId = derivedId('audit', 'introduce-key', key, revision.toString())
  const context = systemContext('audit', commandId, commandId, commandId)
  const inputHash = inputHashOf(secrets.inputHashKey, 'audit.introduce-key', { key })
  const changed = await change(services, context, inputHash, auditKeys, auditKeysId, {
    type: 'IntroduceKey',
    keyId,
    key,
    ...(endorsement === undefined ? {} : { endorsement }),
  })
  if ('stream' in changed) return { kind: 'current' }
  const why = 'rejected' in changed ? changed.rejected : changed.code
  throw new Error(`the key was not introduced: ${why} ${changed.detail}`)
}
