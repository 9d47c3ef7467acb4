import { z } from 'zod'
import { AskAnswer, askModel } from '../../../commands/agents/calls/ask-model.ts'
import { CallView, readCall } from '../../../commands/agents/calls/read-call.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id } from '../../shapes.ts'
import { askExample, askProblems, bodyLimit } from './asking.ts'
import { mountCallStream } from './mount-call-stream.ts'

const CallPath = z.strictObject({ callId: Id })

/** Questions to models. */
export const callRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'askModel',
    tag: 'agents',
    summary: 'Ask a model',
    description:
      'The policy says which models may be asked and in what order; each attempt reserves its maximum in the budget first. The answer is on record: repeated under its key, the request is given it again, and no model is asked.',
    problems: askProblems,
    links: [{ operationId: 'getLlmCall', parameter: 'callId', member: 'callId' }],
    method: 'POST',
    path: '/v1/llm-calls',
    command: askModel,
    params: z.strictObject({}),
    body: askModel.input,
    bodyLimit,
    example: askExample,
    input: (_, body) => body,
    status: 201,
    answer: AskAnswer,
    // It says what a model said, which stands in no other cache than the one that is wished for.
    secret: true,
    location: ({ callId }) => `/v1/llm-calls/${callId}`,
  }),
  mountCallStream(),
  mountQuery({
    operationId: 'getLlmCall',
    tag: 'agents',
    summary: 'Read a call to a model',
    description: 'What was tried, what each attempt cost, and what was answered.',
    problems: ['NOT_FOUND'],
    path: '/v1/llm-calls/:callId',
    params: CallPath,
    answer: CallView,
    read: ({ services }, context, { callId }) => readCall(services, context, callId),
  }),
]
