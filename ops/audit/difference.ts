import type { BadEvent, Finding } from './finding.ts'
import { changedParts, type Marks } from './marks.ts'

type Mark = Pick<Marks, 'leaf'> & Partial<Marks>

/** What stands at a place of the tree, and what was said to stand there. */
export type Pair = {
  readonly event: BadEvent
  /** Absent where there is nothing; `unreadable` for what is no event. */
  readonly found?: Mark | 'unreadable'
  readonly expected?: Mark
}

/** The first place where the two differ, with its neighbours, which tell what happened. */
export type Difference = {
  readonly before: Pair | undefined
  readonly first: Pair
  readonly after: Pair | undefined
}

const differs = ({ found, expected }: Pair): boolean =>
  found === undefined ||
  found === 'unreadable' ||
  expected === undefined ||
  found.leaf !== expected.leaf ||
  found.line !== expected.line

/** Gathers the first difference of pairs that come by in order. */
export const createDifferenceFinder = () => {
  let before: Pair | undefined
  let difference: Difference | undefined
  return {
    add: (pair: Pair): void => {
      if (difference !== undefined) {
        if (difference.after === undefined) difference = { ...difference, after: pair }
      } else if (differs(pair)) difference = { before, first: pair, after: undefined }
      before = pair
    },
    end: (): Difference | undefined => difference,
  }
}

const leafOf = (mark: Mark | 'unreadable' | undefined): string | undefined =>
  mark === undefined || mark === 'unreadable' ? undefined : mark.leaf

const whatChanged = (found: Mark, expected: Mark): string => {
  const { line, parts } = found
  if (parts === undefined || expected.parts === undefined) return 'it is not as it was signed'
  const { line: wanted = '', parts: others } = expected
  const changed = changedParts(
    { leaf: found.leaf, line: line ?? '', parts },
    { leaf: expected.leaf, line: wanted, parts: others },
  )
  return changed.length === 0
    ? 'its line is written in another way than it was'
    : `not as signed: ${changed.join(', ')}`
}

/** What happened at the first difference, where what was expected is right. */
export const judge = ({ before, first, after }: Difference): Pick<Finding, 'code' | 'detail'> => {
  const { found, expected } = first
  if (found === undefined)
    return {
      code: 'LOG_TRUNCATED',
      detail: 'this event and what was signed behind it is not there',
    }
  const [own, other] = [leafOf(found), expected?.leaf]
  if (own !== undefined && own === leafOf(before?.found))
    return { code: 'EVENT_REPEATED', detail: 'it is the one before it once more' }
  if (expected === undefined)
    return { code: 'EVENT_INSERTED', detail: 'it stands behind the last one that was signed' }
  const [nextOwn, nextOther] = [leafOf(after?.found), after?.expected?.leaf]
  if (other === nextOwn && (own === nextOther || found === 'unreadable'))
    return own === nextOther
      ? { code: 'EVENTS_SWAPPED', detail: 'it has changed places with the next one' }
      : { code: 'EVENT_INSERTED', detail: 'it was not signed; the one that was stands behind it' }
  if (found === 'unreadable') return { code: 'EVENT_UNREADABLE', detail: 'the line is no event' }
  if (own === nextOther)
    return { code: 'EVENT_MISSING', detail: 'the one that was signed before it is not there' }
  if (other === nextOwn)
    return {
      code: 'EVENT_INSERTED',
      detail: 'it was not signed; the one that was stands behind it',
    }
  return { code: 'EVENT_CHANGED', detail: whatChanged(found, expected) }
}
