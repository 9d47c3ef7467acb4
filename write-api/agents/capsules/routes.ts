import { z } from 'zod'
import { packageCapsule } from '../../../commands/agents/capsules/package-capsule.ts'
import { publishCapsule } from '../../../commands/agents/capsules/publish-capsule.ts'
import {
  CapsuleRunView,
  CapsuleView,
  readCapsule,
  readCapsuleRun,
} from '../../../commands/agents/capsules/read-capsule.ts'
import { runCapsule } from '../../../commands/agents/capsules/run-capsule.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id } from '../../shapes.ts'
import { exampleCapsule, exampleId } from './examples.ts'

const CapsulePath = z.strictObject({ capsuleId: Id })
const RunPath = CapsulePath.extend({ runId: Id })

const { shape: view } = CapsuleView
const PackageAnswer = z.object({
  capsuleId: Id,
  sha256: view.sha256,
  accepted: z.boolean(),
  report: view.report,
})
const toCapsule = [
  { operationId: 'getCapsule', parameter: 'capsuleId', member: 'capsuleId' },
] as const
const locationOf = ({ capsuleId }: { readonly capsuleId: string }): string =>
  `/v1/capsules/${capsuleId}`

/** A program of 256 KiB, each character of which JSON may have to escape, with its script and its tests. */
const capsuleLimit = 2 * 1024 * 1024

/** Programs with their tests, packaged, run and published. */
export const capsuleRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'packageCapsule',
    tag: 'agents',
    summary: 'Package a program with its tests',
    description:
      'The program is compiled and its tests are run in the sandbox before this answers; without `tests`, some are made of what ' +
      'the program does. `script` is a JavaScript module whose default export takes a result and returns an object; it reaches ' +
      'nothing outside. A capsule whose tests fail is kept with its report, and can be neither run nor published.',
    problems: ['INVALID_CIRCUIT', 'TOO_MANY_QUBITS', 'SANDBOX_LIMIT'],
    links: toCapsule,
    method: 'POST',
    path: '/v1/capsules',
    command: packageCapsule,
    params: z.strictObject({}),
    body: packageCapsule.input,
    example: exampleCapsule,
    input: (_, body) => body,
    status: 201,
    answer: PackageAnswer,
    location: locationOf,
    bodyLimit: capsuleLimit,
  }),
  mountQuery({
    operationId: 'getCapsule',
    tag: 'agents',
    summary: 'Read a capsule',
    problems: ['NOT_FOUND'],
    path: '/v1/capsules/:capsuleId',
    params: CapsulePath,
    answer: CapsuleView,
    read: ({ services }, context, { capsuleId }) => readCapsule(services, context, capsuleId),
  }),
  mountCommand({
    operationId: 'runCapsule',
    tag: 'agents',
    summary: 'Run a capsule in the sandbox',
    description:
      'On the simulator of the hub, at no cost; what came of it stands under its address when this answers. The same seed gives ' +
      'the same counts.',
    problems: ['NOT_FOUND', 'CAPSULE_INVALID', 'SANDBOX_LIMIT'],
    links: toCapsule,
    method: 'POST',
    path: '/v1/capsules/:capsuleId/runs',
    command: runCapsule,
    params: CapsulePath,
    body: runCapsule.input.omit({ capsuleId: true }),
    example: { shots: 1000, seed: 'monday' },
    input: ({ capsuleId }, body) => ({ capsuleId, ...body }),
    status: 201,
    answer: z.object({ capsuleId: Id, runId: Id, outcome: z.enum(['COMPLETED', 'FAILED']) }),
    location: ({ capsuleId, runId }) => `/v1/capsules/${capsuleId}/runs/${runId}`,
  }),
  mountQuery({
    operationId: 'getCapsuleRun',
    tag: 'agents',
    summary: 'Read what a run of a capsule came to',
    problems: ['NOT_FOUND'],
    path: '/v1/capsules/:capsuleId/runs/:runId',
    params: RunPath,
    answer: CapsuleRunView,
    read: ({ services }, context, { capsuleId, runId }) =>
      readCapsuleRun(services, context, capsuleId, runId),
  }),
  mountCommand({
    operationId: 'publishCapsule',
    tag: 'agents',
    summary: 'Make a capsule a version of an app',
    description:
      'The version is a draft with the capsule as its package: validate and release it as any other. Without `semver` it has the ' +
      'capsule’s own version.',
    problems: ['NOT_FOUND', 'CAPSULE_INVALID', 'VERSION_EXISTS', 'PAYLOAD_TOO_LARGE'],
    links: toCapsule,
    method: 'POST',
    path: '/v1/capsules/:capsuleId/publications',
    command: publishCapsule,
    params: CapsulePath,
    body: publishCapsule.input.omit({ capsuleId: true }),
    example: { appId: exampleId, semver: '1.0.0' },
    input: ({ capsuleId }, body) => ({ capsuleId, ...body }),
    status: 201,
    answer: z.object({
      capsuleId: Id,
      appId: Id,
      versionId: Id,
      semver: publishCapsule.input.shape.semver.unwrap(),
    }),
    location: locationOf,
  }),
]
