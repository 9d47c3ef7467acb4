import { phaseEstimation, qft, teleportation } from './fourier.ts'
import type { Generator } from './generated.ts'
import { bernsteinVazirani, deutschJozsa, grover } from './oracles.ts'
import { bell, ghz, randomNumber } from './states.ts'

/** What the local provider can write, by the names that algorithms have in requirements. */
export const circuitLibrary: ReadonlyMap<string, Generator> = new Map([
  ['bell', bell],
  ['ghz', ghz],
  ['grover', grover],
  ['bernstein-vazirani', bernsteinVazirani],
  ['deutsch-jozsa', deutschJozsa],
  ['qft', qft],
  ['phase-estimation', phaseEstimation],
  ['teleportation', teleportation],
  ['random-number', randomNumber],
])
