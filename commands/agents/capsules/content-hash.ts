import { createHash } from 'node:crypto'
import stringify from 'safe-stable-stringify'
import type { CapsuleContent } from '../../../domain/agents/capsules/content.ts'

/** SHA-256, hex, of the content as JSON with sorted keys: the same content has the same, wherever it was packaged. */
export const capsuleHashOf = (content: CapsuleContent): string =>
  createHash('sha256').update(stringify(content)).digest('hex')
