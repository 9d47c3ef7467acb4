import type { z } from 'zod'
import type { Calibration } from '../../domain/devices/calibration.ts'

/** What a vendor's own description says of a device, in the hub's terms. */
export type VendorDevice = {
  readonly name: string
  readonly qubits: number
  /** The vendor's name of each qubit, by the hub's index; IQM and Rigetti leave gaps or start from 1. */
  readonly qubitLabels: readonly string[]
  /** Pairs of indices, the smaller first; empty when every qubit reaches every other. */
  readonly connectivity: readonly (readonly [number, number])[]
  readonly gateSet: readonly string[]
  readonly shots: { readonly min: number; readonly max: number }
  readonly executionWindows: readonly ExecutionWindow[]
  /** Decimal US dollars for one `unit`; absent where the description names no price. */
  readonly cost?: { readonly price: string; readonly unit: string }
}

export type ExecutionWindow = {
  readonly executionDay: (typeof executionDays)[number]
  readonly windowStartHour: string
  readonly windowEndHour: string
}

export const executionDays = [
  'Everyday',
  'Weekdays',
  'Weekend',
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const

/** `path` as in `gates[3].parameters[0].value`, empty for the whole document. */
export type Issue = { readonly path: string; readonly message: string }

export type ReadOutcome =
  | { readonly kind: 'ok'; readonly device: VendorDevice; readonly calibration: Calibration }
  | { readonly kind: 'invalid'; readonly issues: readonly Issue[] }

export const invalid = (...issues: readonly Issue[]): ReadOutcome => ({ kind: 'invalid', issues })

const mostIssues = 20

export const issuesOf = (error: z.ZodError, prefix = ''): readonly Issue[] =>
  error.issues.slice(0, mostIssues).map(({ path, message }) => ({
    path: path.reduce<string>((text, key) => {
      if (typeof key === 'number') return `${text}[${key}]`
      return text === '' ? String(key) : `${text}.${String(key)}`
    }, prefix),
    message,
  }))

/** Unordered pairs without repetition, the smaller index first, in ascending order. */
export const undirected = (
  pairs: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] => {
  const seen = new Map<string, readonly [number, number]>()
  for (const [a, b] of pairs) {
    const pair = a < b ? ([a, b] as const) : ([b, a] as const)
    seen.set(pair.join(' '), pair)
  }
  return [...seen.values()].sort(([a, b], [c, d]) => a - c || b - d)
}

/** An instant in UTC with milliseconds, of any ISO 8601 text. */
export const toUtc = (text: string): string => new Date(text).toISOString()
