import { query } from '../api/graphql.ts'
import type { JsonObject } from '../api/json.ts'
import type { PageInfo } from '../parts/pager.ts'

export type SagaRoute = {
  readonly eventType: string
  readonly does: 'STARTS' | 'CONTINUES' | 'STOPS'
}

export type SagaDefinition = {
  readonly name: string
  readonly version: number
  readonly routes: readonly SagaRoute[]
  readonly effects: readonly string[]
  readonly mayRest: boolean
  readonly deadlineSeconds: number | null
  readonly activeInstances: { readonly count: number; readonly isExact: boolean }
}

export type DeadLetter = {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly code: string
  readonly detail: string
  readonly since: string
  readonly attempts: number | null
}

export type InstanceRow = {
  readonly stream: string
  readonly saga: string
  readonly instanceId: string
  readonly status: 'ACTIVE' | 'ENDED'
  readonly outcome: string | null
  readonly version: number
  readonly startedAt: string
  readonly updatedAt: string
  readonly endedAt: string | null
  readonly stuck: readonly string[]
  readonly outstanding: readonly { readonly effectId: string; readonly kind: string }[]
  readonly timers: readonly { readonly name: string; readonly dueAt: string }[]
  readonly deadLetters: readonly DeadLetter[]
}

const row = `stream saga instanceId status outcome version startedAt updatedAt endedAt stuck
  outstanding { effectId kind } timers { name dueAt }
  deadLetters { id kind name code detail since attempts }`
const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'

type Page = {
  readonly first?: number
  readonly last?: number
  readonly after?: string
  readonly before?: string
}
type Instances = {
  readonly edges: readonly { readonly node: InstanceRow }[]
  readonly pageInfo: PageInfo
}

export const sagas = query<{ readonly sagas: readonly SagaDefinition[] }>(`query consoleSagas {
  sagas {
    name version mayRest deadlineSeconds effects
    routes { eventType does } activeInstances { count isExact }
  }
}`)

export const instances = query<
  { readonly sagaInstances: Instances },
  Page & {
    readonly filter: {
      readonly saga?: string
      readonly status?: string
      readonly stuck?: boolean
      readonly parked?: boolean
    }
  }
>(`query consoleInstances($first: Int, $last: Int, $after: String, $before: String, $filter: SagaInstanceFilter) {
  sagaInstances(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
    edges { node { ${row} } } ${pageInfo}
  }
}`)

export const deadLetters = query<
  { readonly deadLetters: Instances },
  Page
>(`query consoleDeadLetters($first: Int, $last: Int, $after: String, $before: String) {
  deadLetters(first: $first, last: $last, after: $after, before: $before) {
    edges { node { ${row} } } ${pageInfo}
  }
}`)

export const instance = query<
  {
    readonly sagaInstance: (InstanceRow & { readonly state: JsonObject | null }) | null
    readonly sagas: readonly SagaDefinition[]
    readonly logEvents: {
      readonly edges: readonly {
        readonly node: {
          readonly eventId: string
          readonly type: string
          readonly revision: string
          readonly at: string
          readonly data: JsonObject | null
        }
      }[]
    }
  },
  { readonly stream: string }
>(`query consoleInstance($stream: String!) {
  sagaInstance(stream: $stream) { ${row} state }
  sagas { name version mayRest deadlineSeconds effects routes { eventType does } activeInstances { count isExact } }
  logEvents(first: 100, direction: ASC, filter: {stream: $stream}) { edges { node { eventId type revision at data } } }
}`)

export type TimerRow = {
  readonly timerId: string
  readonly stream: string
  readonly name: string
  readonly dueAt: string
  readonly isOverdue: boolean
}

export const timers = query<
  {
    readonly timers: {
      readonly edges: readonly { readonly node: TimerRow }[]
      readonly pageInfo: PageInfo
    }
  },
  Page & { readonly saga: string | null }
>(`query consoleTimers($first: Int, $last: Int, $after: String, $before: String, $saga: String) {
  timers(first: $first, last: $last, after: $after, before: $before, saga: $saga) {
    edges { node { timerId stream name dueAt isOverdue } } ${pageInfo}
  }
}`)
