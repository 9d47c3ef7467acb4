/** A projection as it was when it emitted: its number, when it last began anew, and its version. */
export type ProjectionVersion = {
  readonly id: number
  readonly epoch: number
  readonly version: number
}

/** What is written on everything that a projection emits: by which version of it, and from which event. */
export type Tag = ProjectionVersion & { readonly position: number }

/** Of the format of the tags, as servers of these years write it. */
const systemVersion = 4

/** Metadata with the tag in front. */
export const taggedMetadata = (
  { id, epoch, version, position }: Tag,
  more: Readonly<Record<string, unknown>>,
): Buffer =>
  Buffer.from(
    JSON.stringify({
      $v: `${id}:${epoch}:${version}:${systemVersion}`,
      $c: position,
      $p: position,
      ...more,
    }),
  )

/** The tag of an emitted event; undefined when no projection wrote it. */
export const tagIn = (metadata: Buffer): Tag | undefined => {
  try {
    const json: unknown = JSON.parse(metadata.toString('utf8'))
    if (typeof json !== 'object' || json === null || !('$v' in json) || !('$c' in json)) {
      return undefined
    }
    const { $v, $c } = json
    if (typeof $v !== 'string' || typeof $c !== 'number') return undefined
    const [id = NaN, epoch = NaN, version = NaN] = $v.split(':').map(Number)
    return [id, epoch, version].some(Number.isNaN)
      ? undefined
      : { id, epoch, version, position: $c }
  } catch {
    return undefined
  }
}
