import type { DumpedEvent } from '../store/dump.ts'
import { hexOf, sha256 } from '../../platform/audit/sha256.ts'

/** Parts of an exported event that are told apart when one of them was changed. */
export const markedParts = ['place', 'type', 'data', 'metadata', 'position and time'] as const
export type MarkedPart = (typeof markedParts)[number]

/**
 * What the second file of an export holds for a line of the first: the hash of its leaf, that of the line, and short ones of
 * the event's parts, by which it is seen what was changed.
 */
export type Marks = {
  readonly leaf: string
  readonly line: string
  readonly parts: readonly string[]
}

const short = (...texts: readonly (string | Uint8Array)[]): string => {
  const parts = texts.flatMap((text) => {
    const bytes = Buffer.from(text)
    return [Buffer.from(`${bytes.length} `), bytes]
  })
  return hexOf(sha256(...parts)).slice(0, 16)
}

export const marksOf = (event: DumpedEvent, leaf: Uint8Array, line: Uint8Array): Marks => ({
  leaf: hexOf(leaf),
  line: hexOf(sha256(line)),
  parts: [
    short(event.stream, event.revision.toString(), event.id),
    short(event.type, event.contentType),
    short(event.data),
    short(event.metadata),
    short(event.position.toString(), event.created),
  ],
})

export const lineOfMarks = ({ leaf, line, parts }: Marks): string =>
  [leaf, line, ...parts].join(' ')

/** Undefined for what is no such line. */
export const marksOfLine = (text: string): Marks | undefined => {
  const [leaf = '', line = '', ...parts] = text.split(' ')
  const isWhole =
    /^[0-9a-f]{64}$/.test(leaf) &&
    /^[0-9a-f]{64}$/.test(line) &&
    parts.length === markedParts.length &&
    parts.every((part) => /^[0-9a-f]{16}$/.test(part))
  return isWhole ? { leaf, line, parts } : undefined
}

/** The parts that differ; none when only the form of the line does. */
export const changedParts = (found: Marks, expected: Marks): readonly MarkedPart[] =>
  markedParts.filter((_, i) => found.parts[i] !== expected.parts[i])
