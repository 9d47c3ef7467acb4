import { dataOf, typeOf } from '../store/record.ts'

/** What a link event points at: `revision@stream`. */
export const linkTargetOf = (
  bytes: Buffer,
): { readonly stream: string; readonly revision: number } | undefined => {
  if (typeOf(bytes) !== '$>') return undefined
  const parts = /^(\d{1,15})@(.+)$/s.exec(dataOf(bytes).toString('utf8'))
  const [, revision, stream] = parts ?? []
  return revision === undefined || stream === undefined
    ? undefined
    : { stream, revision: Number(revision) }
}
