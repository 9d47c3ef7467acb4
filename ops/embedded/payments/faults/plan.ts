import type { z } from 'zod'
import { FaultOrder, type NoticeFault, type RequestFault } from './fault.ts'

type Standing = { skip: number; times: number; readonly order: z.output<typeof FaultOrder> }

/** Faults in force. They are of one run of the simulator: a kill ends them. */
export type FaultPlan = {
  readonly add: (order: FaultOrder) => void
  readonly clear: () => void
  readonly left: () => readonly z.output<typeof FaultOrder>[]
  readonly forRequest: (operation: string, text: string) => RequestFault | undefined
  readonly forNotice: (type: string, text: string) => NoticeFault | undefined
}

const fits = (pattern: string, name: string): boolean =>
  pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)))

export const createFaultPlan = (): FaultPlan => {
  let standing: Standing[] = []
  /** The first that fits and is due; each that fits and is not due yet has let one pass. */
  const take = (
    at: 'request' | 'notice',
    name: string,
    text: string,
  ): Standing['order'] | undefined => {
    for (const one of standing) {
      const { holding = '' } = one.order
      if (one.order.at !== at || !fits(one.order.on, name) || !text.includes(holding)) continue
      if (one.skip > 0) {
        one.skip -= 1
        continue
      }
      one.times -= 1
      if (one.times === 0) standing = standing.filter((other) => other !== one)
      return one.order
    }
    return undefined
  }
  return {
    add: (given) => {
      const order = FaultOrder.parse(given)
      standing.push({ skip: order.skip, times: order.times, order })
    },
    clear: () => {
      standing = []
    },
    left: () => standing.map(({ order, skip, times }) => ({ ...order, skip, times })),
    forRequest: (operation, text) => {
      const order = take('request', operation, text)
      return order?.at === 'request' ? order.fault : undefined
    },
    forNotice: (type, text) => {
      const order = take('notice', type, text)
      return order?.at === 'notice' ? order.fault : undefined
    },
  }
}
