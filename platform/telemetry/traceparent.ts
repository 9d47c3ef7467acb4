import { randomForIds } from '../ids/random.ts'

/** W3C Trace Context, https://www.w3.org/TR/trace-context/, section 3.2. */
export type Traceparent = {
  /** 32 hexadecimal digits, not all zero. */
  readonly traceId: string
  /** 16 hexadecimal digits, not all zero. */
  readonly spanId: string
  readonly sampled: boolean
}

/** Gives as many random bytes as asked for. */
export type RandomBytes = (count: number) => Uint8Array

const shape = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

const isZero = (digits: string): boolean => /^0+$/.test(digits)

/** The header's meaning, or undefined when it is not valid: the receiver then begins a new trace. */
export const parseTraceparent = (header: string | undefined): Traceparent | undefined => {
  const match = shape.exec(header?.trim() ?? '')
  if (!match) return undefined
  const [, version = '', traceId = '', spanId = '', flags = '', rest] = match
  // A later version may append fields; version 00 has none, ff is forbidden.
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined
  if (isZero(traceId) || isZero(spanId)) return undefined
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

export const formatTraceparent = ({ traceId, spanId, sampled }: Traceparent): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`

const digits = (count: number, random: RandomBytes): string => {
  const hex = Buffer.from(random(count)).toString('hex')
  return isZero(hex) ? digits(count, random) : hex
}

/** Begins a trace. */
export const createTraceparent = (random: RandomBytes = randomForIds): Traceparent => ({
  traceId: digits(16, random),
  spanId: digits(8, random),
  sampled: true,
})

/** A new span of the same trace. */
export const childTraceparent = (
  parent: Traceparent,
  random: RandomBytes = randomForIds,
): Traceparent => ({ ...parent, spanId: digits(8, random) })
