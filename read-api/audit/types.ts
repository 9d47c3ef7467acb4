import type {
  BookHead,
  BookKey,
  ConsistencyProof as Consistency,
  InclusionProof as Inclusion,
} from '../../platform/audit/port.ts'
import { builder } from '../schema/builder.ts'

export const TreeHead = builder.objectRef<BookHead>('TreeHead').implement({
  description:
    'A signed head of the Merkle tree over the log: so many events, and the root of their tree. For operators.',
  fields: (t) => ({
    revision: t.string({
      description: 'Its number among the heads, from 0.',
      resolve: ({ revision }) => revision.toString(),
    }),
    position: t.expose('position', {
      type: 'Position',
      description: 'Where it stands in the log.',
    }),
    size: t.exposeInt('size', { description: 'Events of the tree.' }),
    root: t.exposeString('root', { description: 'The root of the tree, in hexadecimal.' }),
    signedAt: t.field({
      type: 'DateTime',
      description: 'When it was signed.',
      resolve: ({ at }) => new Date(at),
    }),
    keyId: t.exposeID('keyId', { description: 'The key that signed it; see `auditKeys`.' }),
    text: t.exposeString('text', { description: 'What is signed: a checkpoint.' }),
    signature: t.exposeString('signature', { description: 'Ed25519 over the text, in base 64.' }),
  }),
})

export const AuditKey = builder.objectRef<BookKey>('AuditKey').implement({
  description: 'A public key that heads of the log are, or were, signed with. For operators.',
  fields: (t) => ({
    keyId: t.exposeID('keyId', { description: 'What it is called by.' }),
    key: t.exposeString('key', {
      description: 'The key as one line, which `qhub audit verify --key` takes.',
    }),
    since: t.field({
      type: 'DateTime',
      description: 'From when on heads were signed with it.',
      resolve: ({ since }) => new Date(since),
    }),
    until: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When another one replaced it.',
      resolve: ({ until }) => (until === undefined ? null : new Date(until)),
    }),
    endorsedBy: t.id({
      nullable: true,
      description: 'The key before it, when that has signed that this one follows.',
      resolve: ({ endorsedBy }) => endorsedBy ?? null,
    }),
  }),
})

export const InclusionProof = builder
  .objectRef<Inclusion & { readonly eventId: string }>('InclusionProof')
  .implement({
    description: 'That an event is in the tree of a signed head (RFC 9162, 2.1.3). For operators.',
    fields: (t) => ({
      eventId: t.exposeID('eventId', { description: 'The event.' }),
      index: t.exposeInt('index', { description: 'Its number in the tree, from 0.' }),
      leafHash: t.string({
        description: 'The hash of its leaf, in hexadecimal.',
        resolve: ({ leaf }) => leaf,
      }),
      path: t.stringList({
        description: 'The hashes that lead from the leaf to the root, in hexadecimal.',
        resolve: ({ path }) => [...path],
      }),
      head: t.field({
        type: TreeHead,
        description: 'The head whose root they lead to: the last one.',
        resolve: ({ head }) => head,
      }),
    }),
  })

export const ConsistencyProof = builder
  .objectRef<Consistency & { readonly from: number; readonly to: number }>('ConsistencyProof')
  .implement({
    description:
      'That a tree over the log is the beginning of a later one (RFC 9162, 2.1.4). For operators.',
    fields: (t) => ({
      from: t.exposeInt('from', { description: 'Events of the first tree.' }),
      to: t.exposeInt('to', { description: 'Events of the second one.' }),
      fromRoot: t.exposeString('fromRoot', { description: 'Its root, in hexadecimal.' }),
      toRoot: t.exposeString('toRoot', { description: 'That of the second one.' }),
      path: t.stringList({
        description: 'The hashes that prove it, in hexadecimal.',
        resolve: ({ path }) => [...path],
      }),
    }),
  })
