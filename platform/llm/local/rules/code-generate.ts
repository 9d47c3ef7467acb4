import { z } from 'zod'
import type { CodeAnswer } from '../../../../domain/agents/prompts/code-generate.ts'
import { circuitLibrary } from '../circuits/library.ts'
import type { LocalRule } from '../rule.ts'

const Variables = z.object({
  algorithm: z.string(),
  qubits: z.number().exactOptional(),
  parameters: z.record(z.string(), z.union([z.number(), z.string()])),
})

const answerTo = (variables: unknown): CodeAnswer => {
  const { algorithm, ...wish } = Variables.parse(variables)
  const generator = circuitLibrary.get(algorithm)
  if (generator === undefined) {
    const known = [...circuitLibrary.keys()].join(', ')
    return { kind: 'UNABLE', reason: `the local provider writes from templates, of: ${known}` }
  }
  const generated = generator(wish)
  return 'unable' in generated
    ? { kind: 'UNABLE', reason: generated.unable }
    : { kind: 'CIRCUIT', ...generated }
}

/** Programs out of a library of the textbook's: written by templates, not thought up. */
export const codeGenerateRule: LocalRule = {
  template: 'code.generate',
  answer: (variables) => JSON.stringify(answerTo(variables)),
}
