import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A circuit to start from. */
export type Template = {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly source: string
}

const titles = {
  'bell-pair': ['Bell pair', 'Two entangled qubits that always agree.'],
  'ghz-state': ['GHZ state', 'Any number of qubits that all agree; shows a loop.'],
  'random-number': ['Random number', 'Eight fair coins.'],
  'deutsch-jozsa': ['Deutsch–Jozsa', 'Constant or balanced, by one question.'],
  'grover-search': ['Grover’s search', 'The marked one of four, in one step.'],
  'phase-estimation': ['Phase estimation', 'The phase of a gate, in three bits.'],
  teleportation: [
    'Teleportation',
    'A state moved by two classical bits; shows a measured condition.',
  ],
  'bit-flip-code': [
    'Bit-flip code',
    'An error found by its syndrome and put right; shows a switch.',
  ],
} as const

export type TemplateName = keyof typeof titles

export const templateNames = Object.keys(titles) as readonly TemplateName[]

/** The same from the source and from the build, which takes no circuits along. */
const folderAbove = (from: string): string => {
  const folder = join(from, 'platform', 'templates')
  if (existsSync(join(folder, 'bell-pair.qasm'))) return folder
  if (dirname(from) === from)
    throw new Error('platform/templates is in no directory above the program')
  return folderAbove(dirname(from))
}

const sourceOf = (name: string): string => {
  const folder = folderAbove(dirname(fileURLToPath(import.meta.url)))
  return readFileSync(join(folder, `${name}.qasm`), 'utf8')
}

export const templateOf = (name: TemplateName): Template => {
  const [title, summary] = titles[name]
  return { name, title, summary, source: sourceOf(name) }
}
