import { z } from 'zod'
import type { ExistingCapsule } from '../../../domain/agents/capsules/capsule.ts'
import {
  capsuleRun,
  type CapsuleRunCommand,
  type RunOutcome,
} from '../../../domain/agents/capsules/capsule-run.ts'
import { Seed, Shots } from '../../../domain/agents/capsules/content.ts'
import { ProgramInputs } from '../../../domain/jobs/program-inputs.ts'
import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { packCounts } from '../../../platform/results/packed-counts.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { ownSoundCapsule } from './own-capsule.ts'
import { isOutcome, runTrial } from './sandbox-run.ts'

export const RunInput = z.strictObject({
  capsuleId: Id,
  /** Without them, as the capsule says. */
  shots: Shots.exactOptional(),
  inputs: ProgramInputs.exactOptional(),
  /** Without one, by chance that follows from the command. */
  seed: Seed.exactOptional(),
})

const performed = async (
  { services, context }: CommandTools,
  { capsuleId, organisationId, content }: ExistingCapsule,
  { shots = content.shots, inputs: given = {}, seed }: z.output<typeof RunInput>,
): Promise<{ readonly command: CapsuleRunCommand } | Rejection | Failure> => {
  const { source, script } = content
  const inputs = { ...content.inputs, ...given }
  const chance = seed ?? context.commandId
  const ran = await runTrial(services.apps.sandbox, {
    ...{ source, inputs, shots, seed: chance },
    ...(script === undefined ? {} : { script }),
  })
  if (!isOutcome(ran)) return ran
  const runId = derivedId(context.commandId, 'capsule-run')
  const outcome: RunOutcome =
    ran.kind === 'FAILED'
      ? ran
      : {
          kind: 'COMPLETED',
          histogram: packCounts(ran.counts),
          ...(ran.output === undefined ? {} : { output: ran.output }),
        }
  const run = { runId, capsuleId, organisationId, inputs, shots, seed: chance, outcome }
  return { command: { type: 'RecordRun', run } }
}

/** Runs a capsule in the sandbox; what came of it stands in the log when this answers. */
export const runCapsule = defineCommand({
  name: 'agents.run-capsule',
  input: RunInput,
  scope: 'agents:write',
  run: async (input, tools) => {
    const own = await ownSoundCapsule(tools, input.capsuleId)
    if (isRejection(own)) return own
    const runId = derivedId(tools.context.commandId, 'capsule-run')
    const before = await tools.answered(capsuleRun, runId)
    const changed =
      before ?? (await tools.create(capsuleRun, runId, () => performed(tools, own, input)))
    if (!('stream' in changed)) return changed
    const { state } = changed
    if (state.kind === 'absent') return notFound('run')
    const { capsuleId } = input
    return { answer: { capsuleId, runId, outcome: state.outcome.kind }, changed }
  },
})
