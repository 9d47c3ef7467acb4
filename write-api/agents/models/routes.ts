import { z } from 'zod'
import { promoteVersion } from '../../../commands/agents/models/promote-version.ts'
import { ModelName, registerModel } from '../../../commands/agents/models/register-model.ts'
import { evaluateModel, trainModel } from '../../../commands/agents/models/request-run.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id } from '../../shapes.ts'

const Version = z.string().regex(/^[1-9][0-9]{0,5}$/)
const ModelPath = z.strictObject({ modelId: Id })
const VersionPath = ModelPath.extend({ version: Version })
const version = z.int().min(1)

/** The AI models of the hub, for operators. */
export const modelRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'registerModel',
    tag: 'agents',
    summary: 'Register an AI model (operators)',
    description:
      'Its id follows from its name. The version that queue times are predicted with is that of kind `QUEUE_TIME` that was promoted last.',
    problems: ['ALREADY_EXISTS'],
    method: 'POST',
    path: '/v1/models',
    command: registerModel,
    params: z.strictObject({}),
    body: registerModel.input,
    example: {
      name: 'queue-time',
      kind: 'QUEUE_TIME',
      description: 'How long a job waits for its slot on a device',
    },
    input: (_, body) => body,
    status: 201,
    answer: z.object({ modelId: Id, name: ModelName }),
  }),
  mountCommand({
    operationId: 'trainModel',
    tag: 'agents',
    summary: 'Train a version of a model on the hub’s own log (operators)',
    description:
      'It is trained and judged by itself, on the log as it is now; the version says how it went.',
    problems: ['NOT_FOUND', 'LIMIT_REACHED'],
    method: 'POST',
    path: '/v1/models/:modelId/versions',
    command: trainModel,
    params: ModelPath,
    body: trainModel.input.omit({ modelId: true }),
    example: { algorithm: 'BOOSTED_TREES' },
    input: (path, body) => ({ ...path, ...body }),
    status: 202,
    answer: z.object({ modelId: Id, runId: Id }),
  }),
  mountCommand({
    operationId: 'evaluateModel',
    tag: 'agents',
    summary: 'Judge a version, and the one in use, over the newest waits (operators)',
    problems: ['NOT_FOUND', 'LIMIT_REACHED', 'MODEL_VERSION_NOT_READY'],
    method: 'POST',
    path: '/v1/models/:modelId/versions/:version/evaluations',
    command: evaluateModel,
    params: VersionPath,
    body: z.strictObject({}),
    example: {},
    input: ({ modelId, version: at }) => ({ modelId, version: Number(at) }),
    status: 202,
    answer: z.object({ modelId: Id, version, runId: Id }),
  }),
  mountCommand({
    operationId: 'promoteModelVersion',
    tag: 'agents',
    summary: 'Take a version of a model into use (operators)',
    description:
      'Refused unless its mean error is smaller, over the same waits, than that of the version in use and of every answer that takes no model.',
    problems: ['NOT_FOUND', 'MODEL_VERSION_NOT_READY', 'MODEL_NOT_COMPARED', 'MODEL_NOT_BETTER'],
    method: 'POST',
    path: '/v1/models/:modelId/versions/:version/promotion',
    command: promoteVersion,
    params: VersionPath,
    body: z.strictObject({}),
    example: {},
    input: ({ modelId, version: at }) => ({ modelId, version: Number(at) }),
    status: 200,
    answer: z.object({ modelId: Id, version }),
  }),
]
