import { endorsementText, headText } from '../../domain/audit/head-text.ts'
import type { IntroducedKey } from '../../domain/audit/keys.ts'
import type { SignedHead } from '../../domain/audit/tree-heads.ts'
import { readVerifier, type Verifier } from '../../platform/audit/signing.ts'

/**
 * The keys that may be believed: those that were given, and each that one of them, or one that follows from them, has endorsed
 * as the next.
 */
export const believedKeys = (
  given: readonly Verifier[],
  introduced: readonly IntroducedKey[],
): ReadonlyMap<string, Verifier> => {
  const believed = new Map(given.map((verifier) => [verifier.keyId, verifier]))
  for (const { keyId, key, endorsement } of introduced) {
    const by = endorsement === undefined ? undefined : believed.get(endorsement.keyId)
    const verifier = readVerifier(key)
    if (endorsement === undefined || by === undefined || verifier?.keyId !== keyId) continue
    if (believed.has(keyId)) continue
    if (by.verifies(endorsementText(key), endorsement.signature)) believed.set(keyId, verifier)
  }
  return believed
}

export type HeadTrust = 'good' | 'forged' | 'unknown-key'

export const trustOf = (head: SignedHead, believed: ReadonlyMap<string, Verifier>): HeadTrust => {
  const verifier = believed.get(head.keyId)
  if (verifier === undefined) return 'unknown-key'
  return verifier.verifies(headText(head), head.signature) ? 'good' : 'forged'
}
