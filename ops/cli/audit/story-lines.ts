import type { EventLogRow } from '../../../projections/log/tables.ts'
import type { Branch, Root } from '../../audit/story.ts'

/** An event as programs read it: one line of JSON. */
export const eventFields = (row: EventLogRow) => ({
  position: row.position,
  eventId: row.event_id,
  type: row.type,
  stream: row.stream,
  revision: row.revision,
  at: row.at,
  actor: { kind: row.actor_kind, id: row.actor_id },
  organisation: row.organisation,
  commandId: row.command_id,
  causationId: row.causation_id,
  correlationId: row.correlation_id,
})

const byWhom = ({ actor_kind: kind, actor_id: id }: EventLogRow): string => `${kind} ${id}`

export const eventLine = (row: EventLogRow): string =>
  [
    row.at.toISOString(),
    row.type,
    `${row.stream}@${row.revision.toString()}`,
    byWhom(row),
    `position ${row.position.toString()}`,
  ].join('  ')

const branchLines = ({ event, followed }: Branch, depth: number): readonly string[] => [
  `${'  '.repeat(depth)}${eventLine(event)}`,
  ...followed.flatMap((branch) => branchLines(branch, depth + 1)),
]

/** `traceOf`: the trace that a command was part of, if it is known. */
export const treeLines = (
  roots: readonly Root[],
  traceOf: ReadonlyMap<string, string>,
): readonly string[] =>
  roots.flatMap(({ command, branches }) => {
    const trace = traceOf.get(command)
    return [
      `command ${command}${trace === undefined ? '' : `  trace ${trace}`}`,
      ...branches.flatMap((branch) => branchLines(branch, 1)),
    ]
  })

export type FlatEvent = ReturnType<typeof eventFields> & { readonly depth: number }

/** The same tree as lines for programs, each event before what followed from it. */
export const flatTree = (roots: readonly Root[]): readonly FlatEvent[] => {
  const flat = ({ event, followed }: Branch, depth: number): readonly FlatEvent[] => [
    { ...eventFields(event), depth },
    ...followed.flatMap((branch) => flat(branch, depth + 1)),
  ]
  return roots.flatMap(({ branches }) => branches.flatMap((branch) => flat(branch, 0)))
}
