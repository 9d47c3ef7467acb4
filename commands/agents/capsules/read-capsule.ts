import { z } from 'zod'
import { capsule } from '../../../domain/agents/capsules/capsule.ts'
import { capsuleRun, type RunOutcome } from '../../../domain/agents/capsules/capsule-run.ts'
import {
  CapsuleContent,
  ScriptOutput,
  Seed,
  Shots,
} from '../../../domain/agents/capsules/content.ts'
import { CapsuleReport } from '../../../domain/agents/capsules/report.ts'
import { SemVer } from '../../../domain/catalog/values.ts'
import { DeclaredInput } from '../../../domain/catalog/version-report.ts'
import { CircuitFacts } from '../../../domain/jobs/circuit-facts.ts'
import { ProgramInputs } from '../../../domain/jobs/program-inputs.ts'
import { Id, Instant, Sha256 } from '../../../domain/shared/values.ts'
import { unpackCounts } from '../../../platform/results/packed-counts.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'

export const CapsuleView = z.strictObject({
  capsuleId: Id,
  organisationId: Id,
  status: z.enum(['valid', 'invalid']),
  sha256: Sha256,
  content: CapsuleContent,
  facts: CircuitFacts,
  declared: z.array(DeclaredInput).max(200),
  report: CapsuleReport,
  publications: z
    .array(z.strictObject({ appId: Id, versionId: Id, packageId: Id, semver: SemVer }))
    .max(1000),
})
export type CapsuleView = z.output<typeof CapsuleView>

/** A capsule of the caller's organisation: all of it. */
export const readCapsule = (
  services: Services,
  context: CommandContext,
  capsuleId: string,
): Promise<ReadOutcome<CapsuleView>> =>
  readAggregate(services, context, 'agents:read', capsule, capsuleId, (state) => {
    if (state.kind === 'absent' || !actsFor(context, state.organisationId))
      return notFound('capsule')
    const { kind: status, publications, ...packaged } = state
    return { status, ...packaged, publications: [...publications] }
  })

export const CapsuleRunView = z.strictObject({
  runId: Id,
  capsuleId: Id,
  at: Instant,
  inputs: ProgramInputs,
  shots: Shots,
  seed: Seed,
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('COMPLETED'),
      counts: z.record(z.string().max(512), z.int().min(1)),
      output: ScriptOutput.exactOptional(),
    }),
    z.strictObject({
      kind: z.literal('FAILED'),
      part: z.enum(['PROGRAM', 'SCRIPT']),
      code: z.string().max(80),
      message: z.string().max(2000),
    }),
  ]),
})
export type CapsuleRunView = z.output<typeof CapsuleRunView>

const shown = (outcome: RunOutcome): CapsuleRunView['outcome'] => {
  if (outcome.kind === 'FAILED') return outcome
  const { kind, histogram, output } = outcome
  return { kind, counts: unpackCounts(histogram), ...(output === undefined ? {} : { output }) }
}

/** A run of a capsule of the caller's organisation, with what was counted. */
export const readCapsuleRun = (
  services: Services,
  context: CommandContext,
  capsuleId: string,
  runId: string,
): Promise<ReadOutcome<CapsuleRunView>> =>
  readAggregate(services, context, 'agents:read', capsuleRun, runId, (state) => {
    if (
      state.kind === 'absent' ||
      state.capsuleId !== capsuleId ||
      !actsFor(context, state.organisationId)
    )
      return notFound('run')
    const { inputs, shots, seed, at, outcome } = state
    return { runId, capsuleId, at, inputs, shots, seed, outcome: shown(outcome) }
  })
