import type { Instruction } from '../language/instructions.ts'
import type { Memory } from '../language/values.ts'
import type { NoiseModel } from './noise.ts'
import type { Random } from './random.ts'
import { sample, type State } from './state.ts'
import type { Tally } from './tally.ts'

type Finished = {
  readonly state: State
  readonly memory: Memory
  readonly shots: number
  readonly tailFrom: number
}

/**
 * Ends a path whose gates are all applied: draws the qubits that the tail measures, then runs the tail's classical
 * part once for every distinct reading.
 */
export const sampleTail = (
  instructions: readonly Instruction[],
  path: Finished,
  random: Random,
  noise: NoiseModel | undefined,
  tally: Tally,
): void => {
  const steps = instructions
    .slice(path.tailFrom)
    .filter(({ op }) => op === 'measure' || op === 'assign')
  const measured = steps.flatMap((step) => (step.op === 'measure' ? [step.qubit] : []))
  const mask = measured.reduce((sum, qubit) => sum | (1 << qubit), 0)

  const finish = (reading: (index: number, qubit: number) => number, shots: number): void => {
    const memory: Memory = { bits: path.memory.bits.slice(), cells: [...path.memory.cells] }
    let index = 0
    for (const step of steps) {
      if (step.op === 'measure') {
        memory.bits[step.bit] = reading(index, step.qubit)
        index += 1
      } else if (step.op === 'assign') step.run(memory)
    }
    tally.add(memory.bits, shots)
  }

  const outcomes =
    measured.length === 0
      ? new Map([[0, path.shots]])
      : sample(path.state, mask, path.shots, random)
  for (const [outcome, shots] of outcomes) {
    if (noise === undefined) finish((_, qubit) => (outcome >> qubit) & 1, shots)
    else {
      for (const [readings, count] of misread(outcome, measured, shots, noise, random)) {
        finish((index) => (readings[index] === '1' ? 1 : 0), count)
      }
    }
  }
}

/** What comes out of reading the same outcome `shots` times: one digit per measurement -> how often. */
const misread = (
  outcome: number,
  measured: readonly number[],
  shots: number,
  noise: NoiseModel,
  random: Random,
): ReadonlyMap<string, number> => {
  const truth = measured.map((qubit) => ((outcome >> qubit) & 1) === 1)
  const chances = measured.map((qubit, index) =>
    noise.readoutError(qubit, truth[index] === true ? 1 : 0),
  )
  const readings = new Map<string, number>()
  for (let shot = 0; shot < shots; shot += 1) {
    let reading = ''
    for (let index = 0; index < truth.length; index += 1) {
      const flipped = random() < (chances[index] ?? 0)
      reading += truth[index] === flipped ? '0' : '1'
    }
    readings.set(reading, (readings.get(reading) ?? 0) + 1)
  }
  return readings
}
