import { randomUUID } from 'node:crypto'
import type { Expected } from '../core/check.ts'
import type { EventStoreNode } from '../core/node.ts'
import type { ProposedEvent } from '../core/outcome.ts'
import { metastreamOf } from '../core/streams.ts'
import { metadataOf } from '../store/record-metadata.ts'
import { dataOf } from '../store/record.ts'
import { standardProjections } from './standard.ts'
import { tagIn, taggedMetadata, type ProjectionVersion } from './tag.ts'

/** What is to become of a projection over restarts. */
export type ProjectionState = {
  readonly enabled: boolean
  readonly epoch: number
  readonly version: number
}

/** Before anybody asked for it. */
export const untouched: ProjectionState = { enabled: false, epoch: -1, version: 0 }

const none = Buffer.alloc(0)
const any: Expected = { kind: 'any' }

const event = (type: string, data: object | string, metadata: Buffer = none): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: typeof data === 'string' ? 'application/octet-stream' : 'application/json',
  metadata,
  data: Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)),
})

const stateStreamOf = (name: string): string => `$projections-${name}`
const checkpointStreamOf = (name: string): string => `$projections-${name}-checkpoint`
const catalogue = '$projections-$all'

const lastOf = (node: EventStoreNode, stream: string): Buffer | undefined => {
  const id = node.log.streamIdOf(stream)
  const last =
    id === undefined ? undefined : node.log.streamBackwards(id, Number.MAX_SAFE_INTEGER, 1)[0]
  return last === undefined ? undefined : node.log.get(last.position)
}

const isState = (value: unknown): value is ProjectionState =>
  typeof value === 'object' &&
  value !== null &&
  'enabled' in value &&
  typeof value.enabled === 'boolean' &&
  'epoch' in value &&
  typeof value.epoch === 'number' &&
  'version' in value &&
  typeof value.version === 'number'

/** The state that was written last; undefined when there never was one. */
export const readState = (node: EventStoreNode, name: string): ProjectionState | undefined => {
  const bytes = lastOf(node, stateStreamOf(name))
  if (bytes === undefined) return undefined
  const json: unknown = JSON.parse(dataOf(bytes).toString('utf8'))
  return isState(json) ? json : undefined
}

const introduce = async (node: EventStoreNode): Promise<void> => {
  const created = standardProjections.map(({ name }) => event('$ProjectionCreated', name))
  const events = [event('$ProjectionsInitialized', {}), ...created]
  await node.writer.append(catalogue, events, { kind: 'no-stream' })
}

/** The catalogue is written with the first state: a node whose projections nobody wants has no trace of them. */
export const writeState = async (
  node: EventStoreNode,
  name: string,
  state: ProjectionState,
): Promise<void> => {
  if (node.streams.get(catalogue).last < 0) await introduce(node)
  const data = { query: '', mode: 'Continuous', emitEnabled: true, ...state }
  await node.writer.append(stateStreamOf(name), [event('$ProjectionUpdated', data)], any)
}

/** The position up to which everything was emitted; 0 when this epoch has no checkpoint. */
export const readCheckpoint = (
  node: EventStoreNode,
  name: string,
  { epoch }: ProjectionVersion,
): number => {
  const bytes = lastOf(node, checkpointStreamOf(name))
  const tag = bytes === undefined ? undefined : tagIn(metadataOf(bytes))
  return tag === undefined || tag.version < epoch ? 0 : tag.position
}

export const writeCheckpoint = async (
  node: EventStoreNode,
  name: string,
  version: ProjectionVersion,
  position: number,
): Promise<void> => {
  const stream = checkpointStreamOf(name)
  const metastream = metastreamOf(stream)
  if (node.streams.get(metastream).last < 0) {
    await node.writer.append(metastream, [event('$metadata', { $maxCount: 2 })], any)
  }
  const metadata = taggedMetadata({ ...version, position }, {})
  await node.writer.append(stream, [event('$ProjectionCheckpoint', {}, metadata)], any)
}
