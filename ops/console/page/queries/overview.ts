import { query } from '../api/graphql.ts'

export type Bounded = { readonly count: number; readonly isExact: boolean }

export type Overview = {
  readonly position: string
  readonly head: string
  readonly lagMs: number
  readonly generation: number
  readonly eventsPerMinute: readonly { readonly minute: string; readonly events: string }[]
  readonly eventTypes: readonly { readonly type: string; readonly events: string }[]
  readonly jobs: readonly { readonly status: string; readonly jobs: Bounded }[]
  readonly readModels: readonly {
    readonly group: string
    readonly position: string
    readonly events: string
    readonly behind: string
    readonly updatedAt: string
  }[]
  readonly parkedInstances: Bounded
  readonly stuckInstances: Bounded
  readonly activeInstances: Bounded
  readonly quarantinedStreams: Bounded
  readonly money: readonly {
    readonly asset: string
    readonly kind: string
    readonly balance: string
  }[]
  readonly devices: readonly {
    readonly deviceId: string
    readonly name: string
    readonly status: string
    readonly waiting: number
    readonly running: number
  }[]
}

const bounded = '{ count isExact }'

export const overview = query<{ readonly hubOverview: Overview }>(`query consoleOverview {
  hubOverview {
    position head lagMs generation
    eventsPerMinute { minute events }
    eventTypes { type events }
    jobs { status jobs ${bounded} }
    readModels { group position events behind updatedAt }
    parkedInstances ${bounded} stuckInstances ${bounded} activeInstances ${bounded} quarantinedStreams ${bounded}
    money { asset kind balance }
    devices { deviceId name status waiting running }
  }
}`)
