import { query } from '../api/graphql.ts'
import type { PageInfo } from '../parts/pager.ts'

export type DeviceRow = {
  readonly deviceId: string
  readonly name: string
  readonly status: string
  readonly statusReason: string | null
  readonly technology: string
  readonly qubits: number
  readonly nextOpening: string | null
  readonly provider: { readonly name: string | null } | null
  readonly queueDepth: {
    readonly accepting: boolean
    readonly running: number
    readonly waiting: number
  }
}

const row = `deviceId name status statusReason technology qubits nextOpening provider { name }
  queueDepth { accepting running waiting }`

export const devices = query<
  {
    readonly devices: {
      readonly edges: readonly { readonly node: DeviceRow }[]
      readonly pageInfo: PageInfo
    }
  },
  {
    readonly first?: number
    readonly last?: number
    readonly after?: string
    readonly before?: string
    readonly filter: { readonly status?: readonly string[] } | null
  }
>(`query consoleDevices($first: Int, $last: Int, $after: String, $before: String, $filter: DeviceFilter) {
  devices(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
    edges { node { ${row} } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`)

export type QueueEntry = {
  readonly state: string
  readonly since: string
  readonly enqueuedAt: string
  readonly job: {
    readonly jobId: string
    readonly name: string
    readonly status: string
    readonly correlationId: string | null
  } | null
}

export type DeviceWhole = DeviceRow & {
  readonly description: string
  readonly registeredAt: string
  readonly revision: string
  readonly gateSet: readonly string[]
  readonly queue: { readonly edges: readonly { readonly node: QueueEntry }[] }
}

export const device = query<
  { readonly device: DeviceWhole | null },
  { readonly deviceId: string }
>(`query consoleDevice($deviceId: ID!) {
  device(deviceId: $deviceId) {
    ${row} description registeredAt revision gateSet
    queue(first: 50) { edges { node { state since enqueuedAt job { jobId name status correlationId } } } }
  }
}`)
