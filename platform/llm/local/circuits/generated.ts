import type { WrittenCode } from '../../../../domain/agents/prompts/code-generate.ts'

/** What is written for a wish; or why it is not. */
export type Generated = Omit<WrittenCode, 'kind'> | { readonly unable: string }

export type CircuitWish = {
  readonly qubits?: number
  readonly parameters: Readonly<Record<string, string | number>>
}

export type Generator = (wish: CircuitWish) => Generated

/** The most qubits that the simulator takes. */
export const mostQubits = 20
/** The most bits of which every value may be promised its own probability. */
export const mostSpread = 12

export const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'

export const program = (comment: string, ...lines: readonly string[]): string =>
  `// ${comment}\n${header}\n${lines.join('\n')}\n`

/** The value as so many bits, the highest first: as results name it. */
export const bitsOf = (value: number, size: number): string => value.toString(2).padStart(size, '0')

export const unable = (reason: string): Generated => ({ unable: reason })

/** How many qubits, if it is so many that it can be done with them. */
export const sizeOf = (
  { qubits }: CircuitWish,
  usual: number,
  least: number,
  most: number,
): number | { readonly unable: string } => {
  const size = qubits ?? usual
  if (size >= least && size <= most) return size
  return { unable: `this is written for ${least} to ${most} qubits, not for ${size}` }
}

const isBits = (value: unknown): value is string =>
  typeof value === 'string' && /^[01]+$/.test(value)

/** A string of bits that is a parameter; without one, alternating bits from 1 on. */
export const bitsParameter = (
  { qubits, parameters }: CircuitWish,
  name: string,
  usual: number,
  least: number,
  most: number,
): string | { readonly unable: string } => {
  const given = parameters[name]
  if (given !== undefined && !isBits(given))
    return { unable: `${name} is a string of zeros and ones, not ${String(given).slice(0, 40)}` }
  if (given !== undefined && qubits !== undefined && given.length !== qubits)
    return { unable: `${name} has ${given.length} bits, on ${qubits} qubits` }
  const size = sizeOf({ parameters, qubits: given?.length ?? qubits ?? usual }, usual, least, most)
  if (typeof size !== 'number') return size
  return given ?? '10'.repeat(size).slice(0, size)
}

/** Only those that ever come, and rounded so that they still add up to 1. */
export const distributionOf = (
  entries: readonly (readonly [string, number])[],
): Readonly<Record<string, number>> => {
  const rounded = entries.map(([bits, value]) => [bits, Math.round(value * 1e12) / 1e12] as const)
  return Object.fromEntries(rounded.filter(([, value]) => value > 0))
}

/** Every value of so many bits. */
export const allValues = (size: number): readonly string[] =>
  Array.from({ length: 2 ** size }, (_, value) => bitsOf(value, size))
