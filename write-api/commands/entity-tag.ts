import type { Failure } from '../../platform/errors/problem.ts'

/** The strong tag of a revision: `"5"`. */
export const entityTag = (revision: bigint): string => `"${revision.toString()}"`

/** What If-Match asks for: any state that exists, or one of these revisions. */
export type Precondition =
  | { readonly kind: 'none' }
  | { readonly kind: 'any' }
  | { readonly kind: 'revisions'; readonly revisions: readonly [bigint, ...bigint[]] }

const tagForm = /^(W\/)?"([\x21\x23-\x7e]*)"$/
const revisionForm = /^(?:0|[1-9][0-9]{0,18})$/
/** No stream has it: stands for tags that cannot match, be it that they are weak, be it that they are not ours. */
const matchesNothing = -1n
const maxTags = 8

const revisionOf = (tag: string): bigint | undefined => {
  const match = tagForm.exec(tag.trim())
  if (match === null) return undefined
  const [, weak, opaque = ''] = match
  return weak === undefined && revisionForm.test(opaque) ? BigInt(opaque) : matchesNothing
}

/** Reads If-Match by RFC 9110: tags compare strongly, so that a weak one never matches. */
export const preconditionOf = (header: string | undefined): Precondition | Failure => {
  if (header === undefined) return { kind: 'none' }
  if (header.trim() === '*') return { kind: 'any' }
  const revisions = header.split(',').map(revisionOf)
  const known = revisions.filter((revision) => revision !== undefined)
  const [first, ...others] = known
  if (first === undefined || known.length < revisions.length || known.length > maxTags)
    return {
      code: 'MALFORMED_REQUEST',
      detail: `If-Match is * or up to ${maxTags} entity tags such as "5".`,
    }
  return { kind: 'revisions', revisions: [first, ...others] }
}

/** Does If-None-Match cover this revision? Compared weakly, as RFC 9110 has it for reads. */
export const noneMatchCovers = (header: string | undefined, revision: bigint): boolean =>
  noneMatchNames(header, entityTag(revision))

/** Does If-None-Match cover what has this tag? */
export const noneMatchNames = (header: string | undefined, tag: string): boolean =>
  header !== undefined &&
  (header.trim() === '*' ||
    header.split(',').some((given) => given.trim().replace(/^W\//, '') === tag))
