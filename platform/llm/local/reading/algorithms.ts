import { countOf } from './numbers.ts'

type Parameters = Readonly<Record<string, string | number>>

/** An algorithm that is known by name, how it is recognised, and what a sentence says of it. */
type Known = {
  readonly algorithm: string
  readonly called: RegExp
  readonly title: string
  /** Where nobody says how many. */
  readonly qubits: number
  readonly parameters?: (text: string) => Parameters
}

/** The first string of zeros and ones that stands by itself. */
const bitString = (text: string): string | undefined =>
  /(?<![\d.,$])[01]{2,20}(?![\d.,]\d|\d|\s*(?:shots|qubits|dollars|USD))/i.exec(text)?.[0]

const bitsAs =
  (name: string) =>
  (text: string): Parameters => {
    const bits = bitString(text)
    return bits === undefined ? {} : { [name]: bits }
  }

const phaseOf = (text: string): Parameters => {
  const [, decimal] = /phase (?:of |is |= ?)?(0?\.\d+)/i.exec(text) ?? []
  if (decimal !== undefined) return { phase: Number(decimal) }
  const [, above, below] = /phase (?:of |is |= ?)?(\d+)\/(\d+)/i.exec(text) ?? []
  return above === undefined || below === undefined ? {} : { phase: Number(above) / Number(below) }
}

const known: readonly Known[] = [
  { algorithm: 'ghz', called: /\bGHZ\b|greenberger/i, title: 'GHZ state', qubits: 3 },
  { algorithm: 'bell', called: /\bbell\b|\bEPR\b|entangled pair/i, title: 'Bell pair', qubits: 2 },
  {
    ...{ algorithm: 'grover', called: /\bgrover|\bsearch/i, title: 'Grover search', qubits: 3 },
    parameters: bitsAs('marked'),
  },
  {
    ...{ algorithm: 'bernstein-vazirani', called: /bernstein|vazirani|hidden string|secret/i },
    ...{ title: 'Bernstein–Vazirani', qubits: 4, parameters: bitsAs('secret') },
  },
  {
    ...{ algorithm: 'deutsch-jozsa', called: /deutsch|jozsa/i, title: 'Deutsch–Jozsa', qubits: 3 },
    parameters: (text) => ({ oracle: /\bconstant\b/i.test(text) ? 'constant' : 'balanced' }),
  },
  {
    ...{ algorithm: 'phase-estimation', called: /phase estimation|estimate (?:the|a) phase/i },
    ...{ title: 'Phase estimation', qubits: 4, parameters: phaseOf },
  },
  {
    ...{ algorithm: 'qft', called: /\bQFT\b|fourier/i, title: 'Quantum Fourier transform' },
    qubits: 4,
  },
  {
    ...{ algorithm: 'teleportation', called: /teleport/i, title: 'Teleportation', qubits: 3 },
  },
  {
    ...{ algorithm: 'random-number', called: /\brandom/i, title: 'Random numbers', qubits: 8 },
  },
]

export type Recognised = {
  readonly algorithm: string
  readonly title: string
  readonly qubits: number
  /** Whether the sentence says how many qubits; else it is what is usual. */
  readonly named: boolean
  readonly parameters: Parameters
}

/** The algorithm that a sentence names, with the size and the parameters that it gives. */
export const recognise = (text: string): Recognised | undefined => {
  const found = known.find(({ called }) => called.test(text))
  if (found === undefined) return undefined
  const { algorithm, title, parameters: read } = found
  const parameters = read?.(text) ?? {}
  const bits = Object.values(parameters).find((value) => /^[01]+$/.test(String(value)))
  const said =
    countOf(text, 'qubit') ??
    countOf(text, 'bit') ??
    (typeof bits === 'string' ? bits.length : undefined)
  const fixed = algorithm === 'bell' || algorithm === 'teleportation'
  return {
    ...{ algorithm, title, parameters },
    qubits: fixed ? found.qubits : (said ?? found.qubits),
    named: fixed || said !== undefined,
  }
}
