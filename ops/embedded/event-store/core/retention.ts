/** What a stream's metadata says about which of its events can be read. */
export type Retention = {
  readonly maxCount?: number
  readonly maxAgeMs?: number
  readonly truncateBefore?: number
}

/** `$tb` of a deleted stream: the greatest int64. */
const everything = '9223372036854775807'
const everythingAsNumber = Number(everything)

export const softDeleteMetadata: Buffer = Buffer.from(`{"$tb":${everything}}`)

export const isSoftDeleted = (retention: Retention): boolean =>
  retention.truncateBefore === everythingAsNumber

type Json = Readonly<Record<string, unknown>>

const parseObject = (data: Uint8Array): Json | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(data).toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined
  } catch {
    return undefined
  }
}

const wholeNumber = (value: unknown, least: number): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= least ? value : undefined

/** Metadata that can't be read says nothing. */
export const parseRetention = (data: Uint8Array): Retention => {
  const json = parseObject(data)
  if (json === undefined) return {}
  const maxCount = wholeNumber(json['$maxCount'], 1)
  const maxAge = wholeNumber(json['$maxAge'], 1)
  const truncateBefore = wholeNumber(json['$tb'], 0)
  return {
    ...(maxCount === undefined ? {} : { maxCount }),
    ...(maxAge === undefined ? {} : { maxAgeMs: maxAge * 1000 }),
    ...(truncateBefore === undefined ? {} : { truncateBefore }),
  }
}

/** The same metadata with the stream beginning at `revision`; undefined when it can't be read. */
export const withTruncateBefore = (data: Uint8Array, revision: number): Buffer | undefined => {
  const json = parseObject(data)
  return json === undefined ? undefined : Buffer.from(JSON.stringify({ ...json, $tb: revision }))
}

/** The first revision that can be read when `last` is the newest. */
export const firstRevision = ({ maxCount, truncateBefore }: Retention, last: number): number =>
  Math.max(0, truncateBefore ?? 0, maxCount === undefined ? 0 : last - maxCount + 1)
