import type { Encrypted } from './wrapping.ts'

/** `sealed:v1:<subject>.<iv>.<ciphertext>.<tag>`, the last three in base64url. */
const form = /^sealed:v1:([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/

export const isSubjectId = (subjectId: string): boolean => /^[A-Za-z0-9_-]{1,100}$/.test(subjectId)

export const formatSealed = (subjectId: string, { iv, text, tag }: Encrypted): string =>
  `sealed:v1:${[subjectId, ...[iv, text, tag].map((part) => part.toString('base64url'))].join('.')}`

export type SealedText = { readonly subjectId: string; readonly encrypted: Encrypted }

/** Nothing when the text has another form. */
export const parseSealed = (sealed: string): SealedText | undefined => {
  const [, subjectId, iv, text, tag] = form.exec(sealed) ?? []
  if (subjectId === undefined || iv === undefined || text === undefined || tag === undefined)
    return undefined
  const bytes = (part: string): Buffer => Buffer.from(part, 'base64url')
  return { subjectId, encrypted: { iv: bytes(iv), text: bytes(text), tag: bytes(tag) } }
}
