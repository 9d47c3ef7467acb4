import type { Metrics } from './metric.ts'

/** The tree over the log: that it grows, that it is signed, and that the log is the one that was signed. */
export const auditMetrics = {
  'qh.audit.tree.size': {
    kind: 'gauge',
    unit: '{event}',
    description: 'Events that are leaves of the tree over the log',
    attributes: {},
  },
  'qh.audit.head.age.seconds': {
    kind: 'gauge',
    unit: 's',
    description: 'Time since the last head was signed; absent before the first one',
    attributes: {},
  },
  'qh.audit.inconsistent': {
    kind: 'gauge',
    unit: '1',
    description:
      '1 when the log is not the one that was signed, as the keeper saw it last, else 0. Anything but 0 is an incident',
    attributes: {},
  },
  'qh.audit.failures': {
    kind: 'counter',
    unit: '{round}',
    description: 'Rounds of the keeper that ended without a head that was due',
    attributes: {
      kind: '`inconsistent` (another log), `not-endorsed` (another key) or `trouble` (a server was away)',
    },
  },
} as const satisfies Metrics
