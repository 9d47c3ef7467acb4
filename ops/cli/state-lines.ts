import type { Passed, StateAt, StateDifference } from '../../platform/history/port.ts'
import { asJson } from './say.ts'

const headOf = ({ stream, revision, last }: StateAt): string =>
  `${stream}  revision ${revision.toString()}  position ${last.position.toString()}  ` +
  `recorded ${last.at.toISOString()}  ${last.type}`

const valueOf = (value: unknown): string => (value === undefined ? 'nothing' : asJson(value))

/** A state as a person reads it: where and when, then every field. */
export const stateLines = (at: StateAt): readonly string[] => [headOf(at), asJson(at.state, 2)]

const eventLine = ({
  stream,
  revision,
  type,
  at,
  changed,
}: Passed & { readonly changed: readonly string[] }) =>
  `  ${at.toISOString()}  ${stream} ${revision.toString()}  ${type}${changed.length === 0 ? '  changed nothing' : `  changed ${changed.join(' ')}`}`

/** Two moments: which fields differ, and the events between that did it. */
export const differenceLines = ({
  from,
  to,
  changes,
  events,
}: StateDifference): readonly string[] => [
  `from ${headOf(from)}`,
  `to   ${headOf(to)}`,
  ...(changes.length === 0 ? ['nothing differs'] : ['fields:']),
  ...changes.map(
    ({ pointer, before, after }) => `  ${pointer}  ${valueOf(before)} -> ${valueOf(after)}`,
  ),
  ...(events.length === 0 ? [] : ['events:']),
  ...events.map(eventLine),
]
