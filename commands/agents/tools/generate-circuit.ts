import { z } from 'zod'
import { CapsuleTest, Script } from '../../../domain/agents/capsules/content.ts'
import {
  Algorithm,
  AlgorithmParameters,
  codeGenerate,
  type CodeWish,
  type WrittenCode,
} from '../../../domain/agents/prompts/code-generate.ts'
import { defaultPolicy } from '../../../domain/agents/routing/policy.ts'
import { CircuitSource } from '../../../domain/catalog/values.ts'
import { CircuitFacts } from '../../../domain/jobs/circuit-facts.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { complete } from '../calls/complete.ts'
import { generateTests } from '../capsules/generate-tests.ts'
import { readProgram, type ReadProgram } from '../capsules/read-program.ts'
import { defineTool, type ToolOutcome, type ToolUse } from './tool.ts'

/** Times that a model is told what the compiler says of its program. */
const corrections = 2
const maxOutputTokens = 8_000

type Written = { readonly code: WrittenCode; readonly program: ReadProgram }

const refused = (code: string, message: string) => ({ kind: 'refused', code, message }) as const

/** A program that compiles: asked for, and where it does not, asked for again with what is wrong with it. */
const written = async (
  use: ToolUse,
  wish: CodeWish,
): Promise<Written | Exclude<ToolOutcome, { kind: 'done' }>> => {
  const { services, context, organisation, budgetId } = use
  const { algorithm, qubits } = wish
  let variables = wish
  for (let attempt = 0; ; attempt += 1) {
    const call = await complete(services, {
      callId: derivedId(context.commandId, 'generateCircuit', attempt.toString()),
      ...{ organisation, context, budgetId, prompt: codeGenerate, variables, maxOutputTokens },
      policy: defaultPolicy,
    })
    if (call.kind === 'unavailable') return { kind: 'waiting', askAgainInMs: call.retryAfterMs }
    if (call.kind === 'refused') return refused(call.code, call.message)
    const { answer: code } = call
    if (code.kind === 'UNABLE')
      return refused('CIRCUIT_NOT_WRITTEN', `${algorithm} is not written: ${code.reason}`)
    const { source, promises } = code
    const program = await readProgram(services.circuits, source, promises[0]?.inputs ?? {})
    if ('facts' in program) return { code, program }
    if (!isRejection(program)) return { kind: 'waiting', askAgainInMs: 1000 }
    const fault = program.detail.slice(0, 2000)
    if (attempt === corrections)
      return refused(
        'INVALID_CIRCUIT',
        `what was written for ${algorithm} does not compile: ${fault}`,
      )
    const { parameters, goal } = wish
    variables = {
      ...{ algorithm, parameters, previous: { source, fault } },
      ...(qubits === undefined ? {} : { qubits }),
      ...(goal === undefined ? {} : { goal }),
    }
  }
}

/** Has a program written for an algorithm, which compiles, and tests of what the algorithm promises. */
export const generateCircuit = defineTool({
  name: 'generateCircuit',
  does: 'Writes a program in OpenQASM 3 for a named algorithm, with tests of what the algorithm promises.',
  input: z.strictObject({
    algorithm: Algorithm,
    qubits: z.int().min(1).max(64).exactOptional(),
    parameters: AlgorithmParameters.default({}),
    goal: z.string().min(1).max(4000).exactOptional(),
  }),
  output: z.strictObject({
    algorithm: Algorithm,
    title: z.string(),
    source: CircuitSource,
    script: Script.exactOptional(),
    tests: z.array(CapsuleTest).readonly(),
    facts: CircuitFacts,
    explanation: z.string(),
  }),
  run: async (wish, use) => {
    const made = await written(use, wish)
    if (!('code' in made) || !('program' in made)) return made
    const { code, program } = made
    const { title, source, script, promises, explanation } = code
    const { facts, declared } = program
    const scripted = script === undefined ? {} : { script }
    const tests = await generateTests(use.services.apps.sandbox, {
      ...{ source, ...scripted, declared, promises },
      inputs: promises[0]?.inputs ?? {},
    })
    if (isRejection(tests)) return refused(tests.rejected, tests.detail)
    if ('code' in tests) return { kind: 'waiting', askAgainInMs: 1000 }
    const { algorithm } = wish
    const output = { algorithm, title, source, ...scripted, tests, facts, explanation }
    return { kind: 'done', output }
  },
})
