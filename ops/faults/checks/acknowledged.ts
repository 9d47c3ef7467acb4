import type { RecordedEvent } from '../../../platform/event-store/types.ts'
import { leaves, type Given } from '../answers.ts'
import type { Check } from './check.ts'

type Acknowledged = Extract<Given, { kind: 'acknowledged' }>

const placeOf = (stream: string, revision: bigint): string => `${stream}@${revision.toString()}`

/** What was acknowledged stands in the log, where the answer said. */
const isThere = (
  { command, key, stream, revision, position }: Acknowledged,
  at: ReadonlyMap<string, RecordedEvent>,
): readonly string[] => {
  const event = at.get(placeOf(stream, revision))
  if (event === undefined)
    return [`${key}: nothing stands at ${placeOf(stream, revision)}, which was acknowledged`]
  if (event.position !== position)
    return [`${key}: ${placeOf(stream, revision)} stands at another position than acknowledged`]
  // A cancellation that somebody had asked for before is answered with the stream's end.
  for (let before = revision; before >= 0n; before -= 1n) {
    if (at.get(placeOf(stream, before))?.type === leaves[command]) return []
    if (command !== 'cancel') break
  }
  return [`${key}: ${placeOf(stream, revision)} is acknowledged, but it is no ${leaves[command]}`]
}

/** A key is answered the same however often it is used. */
const isSame = (answers: readonly Acknowledged[]): readonly string[] => {
  const [first, ...others] = answers
  if (first === undefined) return []
  return others
    .filter(
      ({ jobId, stream, revision, position }) =>
        jobId !== first.jobId ||
        stream !== first.stream ||
        revision !== first.revision ||
        position !== first.position,
    )
    .map(({ key }) => `${key}: repeated, it was answered otherwise`)
}

/** No acknowledged command is lost, none that was refused took place, and a repeated one is answered as it was. */
export const acknowledged: Check = ({ log, given }) => {
  const at = new Map(log.map((event) => [placeOf(event.stream, event.revision), event]))
  const answers = given.filter((each) => each.kind === 'acknowledged')
  const byKey = new Map<string, Acknowledged[]>()
  for (const answer of answers) byKey.set(answer.key, [...(byKey.get(answer.key) ?? []), answer])
  const cancelledByUser = new Set(
    log
      // The log's contract of this event names who asked.
      .filter(({ type, metadata }) => type === leaves.cancel && metadata.actor.kind === 'user')
      .map(({ stream }) => stream),
  )
  return [
    ...answers.flatMap((answer) => isThere(answer, at)),
    ...[...byKey.values()].flatMap(isSame),
    ...given.flatMap((each) => {
      if (each.kind !== 'refused') return []
      if (each.command !== 'cancel' || each.code !== 'JOB_ALREADY_TERMINAL')
        return [`${each.key}: refused with ${each.said}`]
      return cancelledByUser.has(`job-${each.jobId ?? ''}`)
        ? [`${each.key}: refused, and yet the log has it`]
        : []
    }),
  ]
}
