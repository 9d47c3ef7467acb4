import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { observe } from './metrics/instruments.ts'

const nanoseconds = 1e9

/** Gauges of the process and its event loop, until they are forgotten. Watches the loop ten times a second. */
export const observeProcess = (): (() => void) => {
  const delay = monitorEventLoopDelay({ resolution: 100 })
  delay.enable()
  let before = performance.eventLoopUtilization()
  const forget = observe(
    [
      'process.cpu.time',
      'process.memory.usage',
      'process.uptime',
      'v8js.memory.heap.used',
      'nodejs.eventloop.utilization',
      'nodejs.eventloop.delay.mean',
      'nodejs.eventloop.delay.p99',
      'nodejs.eventloop.delay.max',
    ],
    (tell) => {
      const { user, system } = process.cpuUsage()
      const { rss, heapUsed } = process.memoryUsage()
      tell('process.cpu.time', user / 1e6, { 'cpu.mode': 'user' })
      tell('process.cpu.time', system / 1e6, { 'cpu.mode': 'system' })
      tell('process.memory.usage', rss, {})
      tell('v8js.memory.heap.used', heapUsed, {})
      tell('process.uptime', process.uptime(), {})
      const now = performance.eventLoopUtilization()
      tell(
        'nodejs.eventloop.utilization',
        performance.eventLoopUtilization(now, before).utilization,
        {},
      )
      before = now
      // Before the first sample there is no mean.
      const mean = Number.isNaN(delay.mean) ? 0 : delay.mean
      tell('nodejs.eventloop.delay.mean', mean / nanoseconds, {})
      tell('nodejs.eventloop.delay.p99', delay.percentile(99) / nanoseconds, {})
      tell('nodejs.eventloop.delay.max', delay.max / nanoseconds, {})
      delay.reset()
    },
  )
  return () => {
    forget()
    delay.disable()
  }
}
