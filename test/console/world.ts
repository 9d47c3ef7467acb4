import { randomUUID } from 'node:crypto'
import { assemble } from '../../ops/demo/cast.ts'
import { circuit } from '../../ops/demo/circuits.ts'
import { outcomeOf } from '../../ops/demo/outcomes.ts'
import { type Stage, setStage } from '../../ops/demo/stage.ts'
import { submit } from '../../ops/demo/submissions.ts'
import { eventually } from '../servers/eventually.ts'

/** Who logs in, as ops/demo makes them. */
export const olga = { email: 'olga@example.org', password: 'only the operator knows this' }
export const ravi = { email: 'ravi@example.org', password: 'correct horse battery staple' }

const metadataOf = () => {
  const id = randomUUID()
  return {
    ...{ $correlationId: id, $causationId: id, commandId: id, inputHash: 'x' },
    ...{ actor: { kind: 'system' as const, id: 'test' }, occurredAt: new Date().toISOString() },
    schema: 1,
  }
}

/** A device that no code can read: its stream waits. */
const poison = async ({ hub, graphql }: Stage, token: string): Promise<string> => {
  const deviceId = randomUUID()
  const stream = `device-${deviceId}`
  const event = {
    ...{ id: randomUUID(), type: 'DeviceWentOnline', data: { deviceId } },
    metadata: metadataOf(),
  }
  await hub.services.eventStore.append(stream, [event], 'no-stream')
  await eventually(async () => {
    const { quarantinedStreams: found } = await graphql<{
      readonly quarantinedStreams: { readonly edges: readonly unknown[] }
    }>('query Quarantine { quarantinedStreams { edges { node { stream } } } }', {}, token)
    return found.edges.length > 0 ? true : undefined
  })
  return stream
}

/** The chain is halted, as by a node that shows none of the blocks that are kept. */
export const haltChain = async ({ hub, graphql, token }: World): Promise<void> => {
  const [chain, stream] = ['local', 'chain-local']
  const metadata = metadataOf()
  const data = { chain, at: metadata.occurredAt, code: 'TOO_DEEP', detail: 'Another branch.' }
  const event = { id: randomUUID(), type: 'ChainHalted', data, metadata }
  const asked = 'query Chains { chains { haltedAt } }'
  type Answer = { readonly chains: readonly { readonly haltedAt: string | null }[] }
  await eventually(async () => {
    const { revision } = (await hub.services.eventStore.read(stream)).at(-1) ?? {}
    if (revision === undefined) return undefined
    const written = await hub.services.eventStore.append(stream, [event], revision)
    return written.kind === 'appended' || undefined
  })
  await eventually(async () => {
    const { chains } = await graphql<Answer>(asked, {}, token)
    return chains.some(({ haltedAt }) => haltedAt !== null) || undefined
  })
}

/** A hub with a finished job, money that moved, a line before a device and a stream that waits. */
export type World = Stage & {
  readonly job: { readonly jobId: string; readonly correlationId: string }
  readonly deviceId: string
  readonly poisoned: string
  /** Of the operator. */
  readonly token: string
  /** Something happens: the wallet is credited. */
  readonly credit: () => Promise<void>
}

export const startWorld = async (): Promise<World> => {
  const stage = await setStage(() => undefined, {
    QHUB_LOG_LEVEL: 'silent',
    QHUB_CHAINS: 'embedded',
    QHUB_RATE_LIMIT_LOGIN_PER_MINUTE: '1000',
  })
  const { hub, http, graphql, outbox } = stage
  const cast = await assemble(hub, http, outbox)
  const { token } = cast.operator
  const credit = async (): Promise<void> => {
    const path = `/v1/wallets/${cast.researcher.organisationId}/credits`
    const amount = { amount: '2000', asset: 'USD/2' }
    await http.send('POST', path, { amount, reason: 'Welcome' }, { token })
  }
  await credit()
  const job = await submit(http, cast, circuit('bell'), cast.devices.ideal, 'bell', true)
  await outcomeOf(graphql, cast, job)
  const poisoned = await poison(stage, token)
  return { ...stage, job, deviceId: cast.devices.ideal, poisoned, token, credit }
}
