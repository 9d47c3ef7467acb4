import { z } from 'zod'
import { capsule, type CapsuleCommand } from '../../../domain/agents/capsules/capsule.ts'
import {
  CapsuleContent,
  CapsuleName,
  CapsuleTests,
  Script,
  Shots,
  type CapsuleTest,
} from '../../../domain/agents/capsules/content.ts'
import { SemVer } from '../../../domain/catalog/values.ts'
import { ProgramInputs } from '../../../domain/jobs/program-inputs.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { organisationOf } from '../../catalog/own.ts'
import { Source } from '../../jobs/program.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { checkCapsule } from './check-capsule.ts'
import { capsuleHashOf } from './content-hash.ts'
import { generateTests } from './generate-tests.ts'
import { readProgram, type ReadProgram } from './read-program.ts'

export const CapsuleInput = z.strictObject({
  name: CapsuleName,
  version: SemVer.default('0.1.0'),
  description: z.string().max(2000).default(''),
  source: Source,
  script: Script.exactOptional(),
  shots: Shots.default(1000),
  inputs: ProgramInputs.default({}),
  /** Without them, tests are made of what the program does. */
  tests: CapsuleTests.exactOptional(),
})
type CapsuleInput = z.output<typeof CapsuleInput>

const testsOf = async (
  { services }: CommandTools,
  { tests, source, script, inputs }: CapsuleInput,
  { declared }: ReadProgram,
): Promise<readonly CapsuleTest[] | Rejection | Failure> =>
  tests ??
  generateTests(services.apps.sandbox, {
    ...{ source, declared, inputs, promises: [] },
    ...(script === undefined ? {} : { script }),
  })

/** All that is to be known of a capsule before it is written down. */
const prepared = async (
  tools: CommandTools,
  input: CapsuleInput,
  ids: { readonly capsuleId: string; readonly organisationId: string },
): Promise<{ readonly command: CapsuleCommand } | Rejection | Failure> => {
  const { circuits, apps } = tools.services
  const program = await readProgram(circuits, input.source, input.inputs)
  if (!('facts' in program)) return program
  const tests = await testsOf(tools, input, program)
  if (!Array.isArray(tests)) return tests as Rejection | Failure
  const content = CapsuleContent.parse({ ...input, format: 1, tests })
  const report = await checkCapsule(apps.sandbox, content, program.facts)
  if (!('accepted' in report)) return report
  const sha256 = capsuleHashOf(content)
  const { facts, declared } = program
  const packaged = { ...ids, content, sha256, facts, declared: [...declared], report }
  return { command: { type: 'PackageCapsule', ...packaged } }
}

/** Makes a capsule: compiles its program, runs its tests in the sandbox, writes down both it and what came of them. */
export const packageCapsule = defineCommand({
  name: 'agents.package-capsule',
  input: CapsuleInput,
  scope: 'agents:write',
  run: async (input, tools) => {
    const organisationId = organisationOf(tools.context)
    if (typeof organisationId !== 'string') return organisationId
    const capsuleId = derivedId(tools.context.commandId, 'capsule')
    const before = await tools.answered(capsule, capsuleId)
    const changed =
      before ??
      (await tools.create(capsule, capsuleId, () =>
        prepared(tools, input, { capsuleId, organisationId }),
      ))
    if (!('stream' in changed)) return changed
    const { state } = changed
    if (state.kind === 'absent') return notFound('capsule')
    const { sha256, report } = state
    return { answer: { capsuleId, sha256, accepted: report.accepted, report }, changed }
  },
})
