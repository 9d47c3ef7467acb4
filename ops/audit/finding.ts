/** What is wrong, by a stable code. */
export const findingCodes = {
  MANIFEST_FORGED: 'the manifest is not what was signed',
  UNKNOWN_KEY: 'signed with a key that nobody vouches for',
  HEAD_FORGED: 'a tree head that was not signed so',
  HEAD_OUT_OF_ORDER: 'heads that do not grow, or whose key was not in use',
  FILE_MISSING: 'a file of the export is not there',
  FILE_CHANGED: 'a file of the export is not what was signed',
  EVENT_CHANGED: 'an event is not the one that was signed',
  EVENT_MISSING: 'an event that was signed is not there',
  EVENT_INSERTED: 'an event that was not signed stands among those that were',
  EVENT_REPEATED: 'an event is there twice',
  EVENTS_SWAPPED: 'events stand in another order than they were signed in',
  EVENT_UNREADABLE: 'a line that is no event',
  LOG_DIFFERS: 'the first bad event is one of these: nothing tells which',
  LOG_TRUNCATED: 'events that were signed are not there',
  GAP: 'a stream’s revisions do not follow each other',
  DUPLICATE_ID: 'two events bear one id',
} as const
export type FindingCode = keyof typeof findingCodes

export type BadEvent = {
  /** Leaf of the tree, from 0. */
  readonly index: number
  readonly position?: string
  readonly stream?: string
  readonly revision?: string
  readonly id?: string
  readonly type?: string
}

export type Finding = {
  readonly code: FindingCode
  readonly detail: string
  readonly file?: string
  /** Of the file, from 1. */
  readonly line?: number
  readonly event?: BadEvent
  /** For LOG_DIFFERS: the leaves that it is one of, from … up to and without. */
  readonly among?: { readonly from: number; readonly to: number }
}

const placeOf = ({ index, position, stream, revision, id, type }: BadEvent): string =>
  [
    `event ${index}`,
    ...(position === undefined ? [] : [`position ${position}`]),
    ...(stream === undefined ? [] : [`stream ${stream}`]),
    ...(revision === undefined ? [] : [`revision ${revision}`]),
    ...(type === undefined ? [] : [`type ${type}`]),
    ...(id === undefined ? [] : [`id ${id}`]),
  ].join(', ')

/** One line for a person. */
export const inWords = ({ code, detail, file, line, event, among }: Finding): string => {
  const where = [
    ...(file === undefined ? [] : [line === undefined ? file : `${file}:${line}`]),
    ...(event === undefined ? [] : [placeOf(event)]),
    ...(among === undefined ? [] : [`events ${among.from} to ${among.to - 1}`]),
  ].join(': ')
  return [code, ...(where === '' ? [] : [where]), detail].join('  ')
}
