import type { Difference, Replayed } from './replay.ts'

const shown = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}

const place = ({ stream, revision, field, recorded, today }: Difference): string =>
  `  ${stream} after revision ${revision}: ${field}: recorded ${shown(recorded)}, today ${shown(today)}`

/** Differences by decider: how many, and the first of them. */
export const reportOf = ({ decisions, differences }: Replayed): readonly string[] => {
  const byDecider = new Map<string, Difference[]>()
  for (const difference of differences) {
    const known = byDecider.get(difference.decider)
    if (known === undefined) byDecider.set(difference.decider, [difference])
    else known.push(difference)
  }
  const lines = [...byDecider].flatMap(([decider, [first, ...others]]) =>
    first === undefined
      ? []
      : [`${decider}: ${others.length + 1} differ, the first:`, place(first)],
  )
  return [...lines, `${decisions} decisions, ${differences.length} would differ`]
}
