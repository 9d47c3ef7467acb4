import {
  type Counter,
  type Histogram,
  type Meter,
  type MeterProvider,
  type Observable,
  type UpDownCounter,
  metrics,
} from '@opentelemetry/api'
import type { Metric } from './metric.ts'
import { metricTable, type MetricName } from './table.ts'

type Table = typeof metricTable
type Kind = Metric['kind']
/** The metrics of a kind. */
export type Of<K extends Kind> = {
  [Name in MetricName]: Table[Name]['kind'] extends K ? Name : never
}[MetricName]
/** Each of a metric's attributes, and no other. */
export type AttributesOf<Name extends MetricName> = {
  readonly [Key in keyof Table[Name]['attributes']]: string
}

type Instruments = {
  readonly meter: Meter
  readonly counters: Map<string, Counter | UpDownCounter>
  readonly histograms: Map<string, Histogram>
  readonly gauges: Map<string, Observable>
}

let made: { readonly provider: MeterProvider; readonly instruments: Instruments } | undefined

/** Those of today's provider: without one they do nothing, so what was made before telemetry was up is made anew. */
const instruments = (): Instruments => {
  const provider = metrics.getMeterProvider()
  if (made?.provider !== provider) {
    const meter = provider.getMeter('quantum-hub')
    const none = { counters: new Map(), histograms: new Map(), gauges: new Map() }
    made = { provider, instruments: { meter, ...none } }
  }
  return made.instruments
}

const known = <T>(map: Map<string, T>, name: string, make: () => T): T => {
  const found = map.get(name)
  if (found !== undefined) return found
  const fresh = make()
  map.set(name, fresh)
  return fresh
}

const about = (name: MetricName): { readonly unit: string; readonly description: string } => {
  const { unit, description } = metricTable[name]
  return { unit, description }
}

/** Counts something that happened; of what goes up and down, `by` may be below 0. */
export const count = <Name extends Of<'counter' | 'upDownCounter'>>(
  name: Name,
  attributes: AttributesOf<Name>,
  by = 1,
): void => {
  const { meter, counters } = instruments()
  const make = () =>
    metricTable[name].kind === 'counter'
      ? meter.createCounter(name, about(name))
      : meter.createUpDownCounter(name, about(name))
  known(counters, name, make).add(by, attributes)
}

/** Records a value, in the metric's unit. */
export const record = <Name extends Of<'histogram'>>(
  name: Name,
  value: number,
  attributes: AttributesOf<Name>,
): void => {
  const { meter, histograms } = instruments()
  const make = (): Histogram =>
    meter.createHistogram(name, {
      ...about(name),
      advice: { explicitBucketBoundaries: [...metricTable[name].buckets] },
    })
  known(histograms, name, make).record(value, attributes)
}

type Asked = Of<'gauge' | 'total'>

/** Tells the value of a gauge that is being asked. */
export type Tell<Names extends Asked> = <Name extends Names>(
  name: Name,
  value: number,
  attributes: AttributesOf<Name>,
) => void

/** Gauges that are asked when somebody collects; the result forgets them. Those of one call are asked together. */
export const observe = <Name extends Asked>(
  names: readonly Name[],
  ask: (tell: Tell<Name>) => void | Promise<void>,
): (() => void) => {
  const { meter, gauges } = instruments()
  const own = new Map<string, Observable>(
    names.map((name) => [
      name,
      known(gauges, name, () =>
        metricTable[name].kind === 'gauge'
          ? meter.createObservableGauge(name, about(name))
          : meter.createObservableCounter(name, about(name)),
      ),
    ]),
  )
  const callback: Parameters<Meter['addBatchObservableCallback']>[0] = (result) =>
    ask((name, value, attributes) => {
      const gauge = own.get(name)
      if (gauge !== undefined) result.observe(gauge, value, attributes)
    })
  const of = [...own.values()]
  meter.addBatchObservableCallback(callback, of)
  return () => meter.removeBatchObservableCallback(callback, of)
}

/** Seconds since a moment of `performance.now()`. */
export const secondsSince = (began: number): number => (performance.now() - began) / 1000
