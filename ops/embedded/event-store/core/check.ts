import { isSoftDeleted } from './retention.ts'
import type { StreamState } from './streams.ts'

/** What an append expects of its stream. -1 is not a number here: it is `no-stream`. */
export type Expected =
  | { readonly kind: 'any' }
  | { readonly kind: 'no-stream' }
  | { readonly kind: 'stream-exists' }
  | { readonly kind: 'revision'; readonly revision: number }

/** What can be asked about the events of the stream that are there already. */
export type Known = {
  /** Revision of an event of this stream, when its id is still remembered. */
  readonly revisionOf: (id: string) => number | undefined
  readonly idAt: (revision: number) => string | undefined
  readonly hasMetadata: () => boolean
}

export type Decision =
  | { readonly kind: 'write' }
  /** All of it was appended before; `last` is the revision of the last of these events. */
  | { readonly kind: 'repeated'; readonly last: number }
  | { readonly kind: 'wrong-revision' }
  | { readonly kind: 'deleted' }

const write: Decision = { kind: 'write' }
const wrong: Decision = { kind: 'wrong-revision' }
const deleted: Decision = { kind: 'deleted' }

/** Without a number to start from, the remembered ids alone tell a repetition; it is a best effort. */
const checkById = (ids: readonly string[], known: Known): Decision => {
  let last: number | undefined
  for (const id of ids) {
    const revision = known.revisionOf(id)
    if (revision === undefined) return last === undefined ? write : wrong
    last = revision
  }
  return last === undefined ? write : { kind: 'repeated', last }
}

const checkByRevision = (
  state: StreamState,
  expected: number,
  ids: readonly string[],
  known: Known,
): Decision => {
  if (expected === state.last) return write
  if (expected > state.last || ids.length === 0) return wrong
  for (const [i, id] of ids.entries()) {
    if (known.idAt(expected + 1 + i) === id) continue
    return i === 0 && expected === -1 && isSoftDeleted(state.retention) ? write : wrong
  }
  return { kind: 'repeated', last: expected + ids.length }
}

/** Whether an append is to be written, was written already, or is refused. */
export const checkAppend = (
  state: StreamState,
  expected: Expected,
  ids: readonly string[],
  known: Known,
): Decision => {
  if (state.tombstoned) return deleted
  switch (expected.kind) {
    case 'any':
      return checkById(ids, known)
    case 'stream-exists':
      if (isSoftDeleted(state.retention)) return deleted
      if (state.last < 0 && !known.hasMetadata()) return wrong
      return checkById(ids, known)
    case 'no-stream':
      return checkByRevision(state, -1, ids, known)
    case 'revision':
      return checkByRevision(state, expected.revision, ids, known)
  }
}
