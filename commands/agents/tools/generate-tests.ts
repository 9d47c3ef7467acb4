import { z } from 'zod'
import { CapsuleTest, Script } from '../../../domain/agents/capsules/content.ts'
import { ProgramInputs } from '../../../domain/jobs/program-inputs.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { Source } from '../../jobs/program.ts'
import { generateTests as generate } from '../capsules/generate-tests.ts'
import { readProgram } from '../capsules/read-program.ts'
import { defineTool } from './tool.ts'

/** Tests of what a program does today, so that a change of it is noticed. */
export const generateTests = defineTool({
  name: 'generateTests',
  does: 'Makes tests for a program in OpenQASM: what it answers today, for each kind of input, within the noise of shots.',
  input: z.strictObject({
    source: Source,
    script: Script.exactOptional(),
    inputs: ProgramInputs.default({}),
  }),
  output: z.strictObject({ tests: z.array(CapsuleTest).readonly() }),
  run: async ({ source, script, inputs }, { services }) => {
    const program = await readProgram(services.circuits, source, inputs)
    if (isRejection(program))
      return { kind: 'refused', code: program.rejected, message: program.detail }
    if ('code' in program) return { kind: 'waiting', askAgainInMs: 1000 }
    const tests = await generate(services.apps.sandbox, {
      ...{ source, inputs, declared: program.declared, promises: [] },
      ...(script === undefined ? {} : { script }),
    })
    if (isRejection(tests)) return { kind: 'refused', code: tests.rejected, message: tests.detail }
    return 'code' in tests
      ? { kind: 'waiting', askAgainInMs: 1000 }
      : { kind: 'done', output: { tests } }
  },
})
