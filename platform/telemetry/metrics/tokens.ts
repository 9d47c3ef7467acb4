import type { Metrics } from './metric.ts'

const ofChain = { chain: 'the chain’s key in the settings' } as const

/** The chains beside the hub: that they are followed, and that what the hub sends arrives. */
export const tokenMetrics = {
  'qh.chain.halted': {
    kind: 'gauge',
    unit: '1',
    description: '1 when the chain is followed no further until an operator resumes it, else 0',
    attributes: ofChain,
  },
  'qh.chain.head.age.seconds': {
    kind: 'gauge',
    unit: 's',
    description:
      'Time since the last block that was followed was made; absent before the first one',
    attributes: ofChain,
  },
  'qh.chain.transaction.age.seconds': {
    kind: 'gauge',
    unit: 's',
    description:
      'Time since the oldest of the hub’s transactions that are not final was asked for; 0 when all are',
    attributes: ofChain,
  },
} as const satisfies Metrics
