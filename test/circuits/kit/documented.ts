import type { AnalyseOutcome, RunOutcome } from '../../../platform/providers/simulator/simulator.ts'
import { diagnosticCodes } from '../../../platform/providers/simulator/language/diagnostic.ts'

/** Ends of a run that are the program's own doing, besides what the compiler finds. */
const runCodes = ['EXECUTION_TIME_LIMIT', 'EXECUTION_MEMORY_LIMIT']

export const isDocumented = (code: string): boolean =>
  Object.hasOwn(diagnosticCodes, code) || runCodes.includes(code)

/** What is wrong with a place in a program, if anything: it must lie in the text or just behind it. */
const badPlace = (source: string, line: number, column: number): string | undefined => {
  const lines = source.split('\n')
  const text = lines[line - 1]
  return text !== undefined && column >= 1 && column <= text.length + 1
    ? undefined
    : `${line}:${column} lies outside of the program`
}

/** What is wrong with the answer to a program, if anything. */
export const badAnalysis = (source: string, outcome: AnalyseOutcome): string | undefined => {
  switch (outcome.kind) {
    case 'ok':
      return undefined
    case 'invalid': {
      const { code, message, line, column } = outcome.diagnostic
      if (!Object.hasOwn(diagnosticCodes, code)) return `${code} is not documented`
      return message === '' ? `${code} says nothing` : badPlace(source, line, column)
    }
    case 'failed':
      return `${outcome.code}: ${outcome.message}`
    default:
      return outcome satisfies never
  }
}

/** What is wrong with how a run ended, if anything. */
export const badRun = (outcome: RunOutcome, shots: number, clbits?: number): string | undefined => {
  switch (outcome.kind) {
    case 'completed': {
      const { counts } = outcome.result
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
      if (total !== shots) return `${total} shots came back of ${shots}`
      const wrong = Object.keys(counts).find(
        (key) => !/^[01]*$/u.test(key) || key.length !== clbits,
      )
      return wrong === undefined ? undefined : `'${wrong}' is no outcome of ${clbits ?? 'no'} bits`
    }
    case 'failed':
      return isDocumented(outcome.code) && outcome.faultDomain === 'USER' && !outcome.retriable
        ? undefined
        : `${outcome.faultDomain} ${outcome.code}: ${outcome.message}`
    case 'cancelled':
      return 'nobody cancelled it'
    default:
      return outcome satisfies never
  }
}
