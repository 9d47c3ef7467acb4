import { z } from 'zod'
import { knowledgeDocument } from '../../../domain/agents/knowledge/document.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'

/** Takes a document out of the search: its text and its vectors leave the read models. */
export const removeDocument = defineCommand({
  name: 'agents.remove-knowledge-document',
  input: z.strictObject({ documentId: Id }),
  scope: 'agents:write',
  run: async ({ documentId }, tools) => {
    const { state } = await tools.load(knowledgeDocument, documentId)
    if (state.kind === 'absent' || !actsFor(tools.context, state.organisation))
      return notFound('document')
    const changed = await tools.change(knowledgeDocument, documentId, { type: 'RemoveDocument' })
    return 'stream' in changed ? { answer: { documentId }, changed } : changed
  },
})
