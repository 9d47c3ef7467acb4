/** A place in the log, or a time: then by when the log recorded its events, not by when they say that they happened. */
export type LogMoment =
  | { readonly kind: 'position'; readonly position: bigint }
  | { readonly kind: 'time'; readonly time: Date }

/** The same, or how far one stream was. */
export type StreamMoment = LogMoment | { readonly kind: 'revision'; readonly revision: bigint }

/** What is recorded, as far as a moment is concerned. */
type Recorded = { readonly position: bigint; readonly created: Date }

/** Whether an event was there at a moment. */
export const isBy = ({ position, created }: Recorded, moment: LogMoment): boolean =>
  moment.kind === 'position' ? position <= moment.position : created <= moment.time

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/

/** `12` is a revision, `position:1234` a position of the log, anything else an ISO 8601 instant; undefined for garbage. */
export const momentOf = (text: string): StreamMoment | undefined => {
  if (/^\d{1,18}$/.test(text)) return { kind: 'revision', revision: BigInt(text) }
  const [, position] = /^position:(\d{1,19})$/.exec(text) ?? []
  if (position !== undefined) return { kind: 'position', position: BigInt(position) }
  const time = instant.test(text) ? new Date(text) : undefined
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : { kind: 'time', time }
}

export const textOf = (moment: StreamMoment): string => {
  switch (moment.kind) {
    case 'revision':
      return `revision ${moment.revision.toString()}`
    case 'position':
      return `position ${moment.position.toString()}`
    case 'time':
      return moment.time.toISOString()
  }
}
