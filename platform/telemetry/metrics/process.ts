import type { Metrics } from './metric.ts'

const delay = (what: string) =>
  ({
    kind: 'gauge',
    unit: 's',
    description: `Delay of the event loop since the last collection: ${what}`,
    attributes: {},
  }) as const

/** The process itself, by the names of the semantic conventions. */
export const processMetrics = {
  'process.cpu.time': {
    kind: 'total',
    unit: 's',
    description: 'Processor time used since the start of the process',
    attributes: { 'cpu.mode': '`user` or `system`' },
  },
  'process.memory.usage': {
    kind: 'gauge',
    unit: 'By',
    description: 'Physical memory in use',
    attributes: {},
  },
  'process.uptime': {
    kind: 'gauge',
    unit: 's',
    description: 'Time since the start of the process',
    attributes: {},
  },
  'v8js.memory.heap.used': {
    kind: 'gauge',
    unit: 'By',
    description: 'Heap in use',
    attributes: {},
  },
  'nodejs.eventloop.utilization': {
    kind: 'gauge',
    unit: '1',
    description: 'Share of the time since the last collection in which the event loop was busy',
    attributes: {},
  },
  'nodejs.eventloop.delay.mean': delay('the mean'),
  'nodejs.eventloop.delay.p99': delay('what 99 of 100 were below'),
  'nodejs.eventloop.delay.max': delay('the longest'),
} as const satisfies Metrics
