import { z } from 'zod'
import { addDocument } from '../../../commands/agents/knowledge/add-document.ts'
import { removeDocument } from '../../../commands/agents/knowledge/remove-document.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id, noBody } from '../../shapes.ts'

const kib = 1024
/** A text of 100,000 characters, each of which JSON may have to escape. */
const documentLimit = 640 * kib
const Answer = z.object({ documentId: Id })

/** What an organisation's agents look things up in. */
export const knowledgeRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'addKnowledgeDocument',
    tag: 'agents',
    summary: 'Add a text for agents to look things up in',
    description:
      'It is divided into passages and embedded by itself, and found from then on by whoever belongs to the organisation. What a model for it costs is metered.',
    problems: ['NO_MODEL_ROUTE'],
    method: 'POST',
    path: '/v1/knowledge-documents',
    command: addDocument,
    params: z.strictObject({}),
    body: addDocument.input,
    example: {
      title: 'House rules for circuits',
      text: 'Measure last. On the noisy device use at most three two-qubit gates a qubit.',
    },
    input: (_, body) => body,
    status: 202,
    answer: Answer,
    bodyLimit: documentLimit,
  }),
  mountCommand({
    operationId: 'removeKnowledgeDocument',
    tag: 'agents',
    summary: 'Take a document out of the search',
    description: 'Its text and its vectors leave the read models.',
    problems: ['NOT_FOUND'],
    method: 'DELETE',
    path: '/v1/knowledge-documents/:documentId',
    command: removeDocument,
    params: z.strictObject({ documentId: Id }),
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: Answer,
  }),
]
