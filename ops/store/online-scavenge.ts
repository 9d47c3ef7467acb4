import { setTimeout as pause } from 'node:timers/promises'
import operationsGrpc from '@eventstore/db-client/generated/operations_grpc_pb.js'
import operations from '@eventstore/db-client/generated/operations_pb.js'
import type { ScavengeResp } from '@eventstore/db-client/generated/operations_pb.js'
import { EventStoreDBClient, StreamNotFoundError } from '@eventstore/db-client'
import type { CallOptions, Client, Metadata } from '@grpc/grpc-js'
import { z } from 'zod'
import { StoreToolError } from './problem.ts'
import type { OnStep } from '../progress/step.ts'

/** The parts of the client by which a call of its own is made on its connection. */
type CallMachinery = {
  readonly execute: (
    constructor: typeof operationsGrpc.OperationsClient,
    name: string,
    call: (client: Client) => Promise<unknown>,
  ) => Promise<unknown>
  readonly callArguments: (options: object, call?: CallOptions) => [Metadata, CallOptions]
}

const hasCallMachinery = (client: unknown): client is CallMachinery =>
  typeof client === 'object' &&
  client !== null &&
  'execute' in client &&
  typeof client.execute === 'function' &&
  'callArguments' in client &&
  typeof client.callArguments === 'function'

const startRequest = (): operations.StartScavengeReq => {
  const options = new operations.StartScavengeReq.Options()
  options.setThreadCount(1)
  const request = new operations.StartScavengeReq()
  request.setOptions(options)
  return request
}

const start = async (client: EventStoreDBClient): Promise<string> => {
  const machinery: unknown = client
  if (!hasCallMachinery(machinery)) {
    throw new TypeError('This version of @eventstore/db-client does not let its connection be used')
  }
  let id = ''
  await machinery.execute(
    operationsGrpc.OperationsClient,
    'startScavenge',
    (grpc) =>
      new Promise<void>((resolve, reject) => {
        if (!(grpc instanceof operationsGrpc.OperationsClient)) {
          reject(new TypeError('The client gave another service'))
          return
        }
        const done = (error: Error | null, reply?: ScavengeResp): void => {
          if (error !== null) reject(error)
          else resolve(void (id = reply?.getScavengeId() ?? ''))
        }
        grpc.startScavenge(startRequest(), ...machinery.callArguments({}), done)
      }),
  )
  return id
}

const completed = z.object({
  result: z.string(),
  error: z.string().optional(),
  spaceSaved: z.number(),
})

export type ScavengeReport = {
  readonly id: string
  readonly result: string
  readonly removedBytes: number
}

const askEveryMs = 200

/** Has a running node scavenge, its own or that of a cluster, and waits for the end. Throws StoreToolError. */
export const scavengeOnline = async (url: string, onStep: OnStep): Promise<ScavengeReport> => {
  const client = EventStoreDBClient.connectionString(url)
  try {
    const id = await start(client)
    for (;;) {
      let events = 0
      try {
        for await (const { event } of client.readStream(`$scavenges-${id}`)) {
          events++
          if (event?.type !== '$scavengeCompleted') continue
          const { result, error, spaceSaved } = completed.parse(event.data)
          if (result === 'Success' || result === 'Stopped')
            return { id, result, removedBytes: spaceSaved }
          throw new StoreToolError(
            'SCAVENGE_FAILED',
            `The scavenge ${id} failed: ${error ?? result}`,
          )
        }
      } catch (error) {
        if (!(error instanceof StreamNotFoundError)) throw error
      }
      onStep({ phase: 'scavenge', done: events, unit: 'events' })
      await pause(askEveryMs)
    }
  } finally {
    await client.dispose()
  }
}
