import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant, Sealed } from '../../shared/values.ts'

/** A text of an organisation, divided and embedded, to be searched for what a question is about. */
export const category = 'knowledgeDocument'

// Events: the stored contract.
const OfDocument = z.strictObject({ documentId: Id, organisation: Id, at: Instant })
const count = z.int().min(0)
export const definitions = [
  defineEvent(
    'KnowledgeDocumentAdded',
    1,
    OfDocument.extend({
      title: Sealed,
      text: Sealed,
      characters: count,
      /** The model that it is embedded with; questions are embedded with the same. */
      routeId: z.string().min(1),
    }),
  ),
  /** `passages`, in clear, is JSON: of each where it stands, its text and its vector. */
  defineEvent(
    'KnowledgePassagesEmbedded',
    1,
    OfDocument.extend({ first: count, count: z.int().min(1).max(100), passages: Sealed }),
  ),
  defineEvent('KnowledgeDocumentIndexed', 1, OfDocument.extend({ passages: count })),
  defineEvent(
    'KnowledgeIndexingFailed',
    1,
    OfDocument.extend({ code: z.string().min(1), detail: z.string() }),
  ),
  defineEvent('KnowledgeDocumentRemoved', 1, OfDocument.extend({ passages: count })),
] as const
export type DocumentEvent = EventOf<(typeof definitions)[number]>

// State.
export type ExistingDocument = {
  readonly kind: 'indexing' | 'indexed' | 'failed' | 'removed'
  readonly documentId: string
  readonly organisation: string
  readonly text: string
  readonly routeId: string
  /** How many are embedded. */
  readonly passages: number
}
export type Document = { readonly kind: 'absent' } | ExistingDocument

export const initial: Document = { kind: 'absent' }

export const evolve = (state: Document, event: DocumentEvent): Document => {
  if (event.type === 'KnowledgeDocumentAdded') {
    const { documentId, organisation, text, routeId } = event.data
    return { kind: 'indexing', documentId, organisation, text, routeId, passages: 0 }
  }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'KnowledgePassagesEmbedded':
      return { ...state, passages: event.data.first + event.data.count }
    case 'KnowledgeDocumentIndexed':
      return { ...state, kind: 'indexed' }
    case 'KnowledgeIndexingFailed':
      return { ...state, kind: 'failed' }
    case 'KnowledgeDocumentRemoved':
      return { ...state, kind: 'removed', passages: 0 }
    default:
      return exhausted(event)
  }
}

// Commands: a person's, then the indexing's.
export type DocumentCommand =
  | {
      readonly type: 'AddDocument'
      readonly documentId: string
      readonly organisation: string
      readonly title: string
      readonly text: string
      readonly characters: number
      readonly routeId: string
    }
  | {
      readonly type: 'RecordPassages'
      readonly first: number
      readonly count: number
      readonly passages: string
    }
  | { readonly type: 'FinishIndexing' }
  | { readonly type: 'FailIndexing'; readonly code: string; readonly detail: string }
  | { readonly type: 'RemoveDocument' }

export const decide = (
  command: DocumentCommand,
  state: Document,
  { now: at }: DecisionMeta,
): Decision<DocumentEvent> => {
  if (command.type === 'AddDocument') {
    const { type: _, ...added } = command
    if (state.kind !== 'absent') return reject('ALREADY_EXISTS', 'This document is there already.')
    return [{ type: 'KnowledgeDocumentAdded', data: { ...added, at } }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such document.')
  const { documentId, organisation, passages } = state
  const base = { documentId, organisation, at }
  switch (command.type) {
    case 'RecordPassages': {
      const { type: _, ...embedded } = command
      if (state.kind !== 'indexing' || embedded.first !== passages) return []
      return [{ type: 'KnowledgePassagesEmbedded', data: { ...base, ...embedded } }]
    }
    case 'FinishIndexing':
      if (state.kind !== 'indexing') return []
      return [{ type: 'KnowledgeDocumentIndexed', data: { ...base, passages } }]
    case 'FailIndexing': {
      const { code, detail } = command
      if (state.kind !== 'indexing') return []
      return [{ type: 'KnowledgeIndexingFailed', data: { ...base, code, detail } }]
    }
    case 'RemoveDocument':
      if (state.kind === 'removed') return []
      return [{ type: 'KnowledgeDocumentRemoved', data: { ...base, passages } }]
    default:
      return exhausted(command)
  }
}

export const knowledgeDocument: Aggregate<Document, DocumentCommand, DocumentEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
