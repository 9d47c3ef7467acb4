import { z } from 'zod'
import { CircuitSource, SemVer } from '../../catalog/values.ts'
import { ProgramInputs } from '../../jobs/program-inputs.ts'
import { jsonObject } from '../../shared/json.ts'
import { Distribution } from './distribution.ts'

/** What a run in the sandbox may take. Time and memory are the sandbox's own (platform/sandbox/limits.ts). */
export const mostShots = 10_000
export const mostTests = 20

export const CapsuleName = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, {
    error: 'lower-case letters, digits and single inner hyphens are expected',
  })

export const Shots = z.int().min(1).max(mostShots)
export const Seed = z.string().min(1).max(64)

/** JavaScript: a module whose default export is a function from a run's result to a JSON object. */
export const Script = z.string().min(1).max(65_536)

/** What the script answers. */
export const ScriptOutput = jsonObject(65_536)

/** What is to come out of a run with these inputs: a distribution, within a distance; what the script makes of it. */
export const CapsuleTest = z.strictObject({
  name: z.string().trim().min(1).max(120),
  /** What the expectation rests on: what the algorithm promises, or what the program itself did when the test was made. */
  basis: z.enum(['THEORY', 'REFERENCE']),
  inputs: ProgramInputs,
  shots: Shots,
  seed: Seed,
  expected: Distribution,
  /** The total variation distance up to which the test passes. */
  tolerance: z.number().gt(0).max(1),
  /** Of the script: exactly this. */
  output: ScriptOutput.exactOptional(),
})
export type CapsuleTest = z.output<typeof CapsuleTest>

export const CapsuleTests = z
  .array(CapsuleTest)
  .min(1)
  .max(mostTests)
  .refine((tests) => new Set(tests.map(({ name }) => name)).size === tests.length, {
    message: 'two tests have one name',
  })

/** All that a capsule is; its hash is of this. */
export const CapsuleContent = z.strictObject({
  format: z.literal(1),
  name: CapsuleName,
  version: SemVer,
  description: z.string().max(2000),
  /** OpenQASM. */
  source: CircuitSource,
  script: Script.exactOptional(),
  /** How often it is run where nobody says otherwise. */
  shots: Shots,
  /** For its `input` declarations where nobody says otherwise. */
  inputs: ProgramInputs,
  tests: CapsuleTests,
})
export type CapsuleContent = z.output<typeof CapsuleContent>
