import { randomUUID } from 'node:crypto'
import type { EventStoreNode } from '../core/node.ts'
import { findStream, readStreamBackwards } from '../core/read-stream.ts'
import { metastreamOf } from '../core/streams.ts'

/** An event that the groups write about themselves. */
export type OwnEvent = {
  readonly type: string
  readonly contentType: 'application/json' | 'application/octet-stream'
  readonly data: string
  readonly metadata?: string
}

const any = { kind: 'any' } as const

/** Appends to one of the groups' own streams; rejects when it can't. */
export const writeOwn = async (
  node: EventStoreNode,
  stream: string,
  event: OwnEvent,
): Promise<void> => {
  const { type, contentType, data, metadata = '' } = event
  const proposed = {
    id: randomUUID(),
    type,
    contentType,
    data: Buffer.from(data),
    metadata: Buffer.from(metadata),
  }
  const outcome = await node.writer.append(stream, [proposed], any)
  if (outcome.kind !== 'appended')
    throw new Error(`${stream} could not be written: ${outcome.kind}`)
}

const onlyAdmins = { $r: '$admins', $w: '$admins', $d: '$admins', $mr: '$admins', $mw: '$admins' }

/** Sets how much of such a stream can be read, and that administrators alone may. */
export const retainOwn = (
  node: EventStoreNode,
  stream: string,
  retention: { readonly $tb: number } | { readonly $maxCount: number },
): Promise<void> =>
  writeOwn(node, metastreamOf(stream), {
    type: '$metadata',
    contentType: 'application/json',
    data: JSON.stringify({ ...retention, $acl: onlyAdmins }),
  })

export const removeOwn = async (node: EventStoreNode, stream: string): Promise<void> => {
  if (findStream(node.streams, stream).kind === 'found') await node.writer.softDelete(stream, any)
}

/** The newest event of such a stream. */
export const lastOwn = (node: EventStoreNode, stream: string): Buffer | undefined => {
  const found = findStream(node.streams, stream)
  if (found.kind !== 'found') return undefined
  for (const { bytes } of readStreamBackwards(node.log, found.state, 'end', node.now()))
    return bytes
  return undefined
}
