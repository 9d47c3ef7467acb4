import { z } from 'zod'
import { CapsuleContent } from '../../../domain/agents/capsules/content.ts'
import { Sha256 } from '../../../domain/shared/values.ts'

/** A capsule as one file, which `qhub capsule` reads: its content, and the hash of it. */
export const CapsuleFile = z.strictObject({ sha256: Sha256, content: CapsuleContent })
export type CapsuleFile = z.output<typeof CapsuleFile>

export const capsuleFileOf = (file: CapsuleFile): string =>
  `${JSON.stringify(file, undefined, 2)}\n`
