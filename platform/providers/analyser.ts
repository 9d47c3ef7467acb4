import type { AnalyseOptions, AnalyseOutcome } from './simulator/simulator.ts'

/** Reads a program without running it: its facts, or where it is wrong. */
export type CircuitAnalyser = {
  readonly analyse: (source: string, options?: AnalyseOptions) => Promise<AnalyseOutcome>
}
