import { createHash } from 'node:crypto'
import stableStringify from 'safe-stable-stringify'

/** The hash under which an artifact is known: of its JSON with members in order. Hex. */
export const artifactDigest = (artifact: object): string =>
  createHash('sha256').update(stableStringify(artifact)).digest('hex')
