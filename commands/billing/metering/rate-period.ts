import { aggregate } from '../../../domain/billing/metering/aggregate.ts'
import type { JobMeterKey, JobUsage } from '../../../domain/billing/metering/job-usage.ts'
import type { Meter } from '../../../domain/billing/metering/meter-rules.ts'
import { priceBook, versionOf } from '../../../domain/billing/metering/price-book.ts'
import { rateMonth, type RatedLine } from '../../../domain/billing/metering/rated-line.ts'
import type { Rate } from '../../../domain/billing/metering/rate-models.ts'
import { sum, zero, type Rational } from '../../../domain/billing/metering/rational.ts'
import type { UsageCut } from '../../../domain/billing/metering/usage-cut.ts'
import { countedEntries, type CountedEntry } from '../../../domain/billing/metering/usage.ts'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { notFound } from '../../shared/change.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'
import { jobsOfMonth } from './jobs-of-month.ts'
import { knownMeter } from './known-meter.ts'
import { usageUpTo } from './usage-up-to.ts'

export type RatingOf = {
  readonly organisation: string
  /** Without a version: the one in force when the month began. */
  readonly priceBook: { readonly priceBookId: string; readonly version?: number }
  /** "2026-11", UTC. */
  readonly month: string
  /** As an earlier rating answered it: rate what was known then. */
  readonly upTo?: UsageCut
}

export type RatedMonth = {
  readonly lines: readonly RatedLine[]
  readonly asset: string
  readonly version: number
  /** How far the log was read: to be kept with what the lines are used for. */
  readonly cut: UsageCut
}

type Log = Pick<Services, 'eventStore' | 'foldCache'>

/**
 * An organisation's usage of a month, rated by a price book, out of the log alone. Everything is read or nothing is
 * answered: what cannot be read throws or fails, and is never taken for usage of nothing.
 */
export const ratePeriod = async (
  log: Log,
  { organisation, priceBook: wanted, month, upTo }: RatingOf,
): Promise<RatedMonth | Rejection | Failure> => {
  const { state: book } = await load(log.eventStore, log.foldCache, priceBook, wanted.priceBookId)
  if (book.kind === 'absent') return notFound('price book')
  const version =
    wanted.version === undefined
      ? versionOf(book, month)
      : book.versions.find((one) => one.version === wanted.version)
  if (version === undefined)
    return reject('NOT_FOUND', `The price book has no such version for ${month}.`)
  const meters = await metersOf(log, version.rates)
  if (isRejection(meters)) return meters

  const reported = new Map<string, readonly CountedEntry[]>()
  const revisions: Record<string, string> = {}
  for (const { key, feed } of meters.values()) {
    if (feed !== 'REPORTED') continue
    const read = await usageUpTo(log, { organisation, meter: key, month }, upTo)
    reported.set(key, countedEntries(read.state))
    revisions[key] = read.revision.toString()
  }
  const ofJobs = [...meters.values()].some(({ feed }) => feed === 'JOBS')
  const jobs = ofJobs
    ? await jobsOfMonth(log.eventStore, organisation, book.asset, month, upTo?.jobsUpTo)
    : undefined
  if (jobs !== undefined && 'code' in jobs) return jobs

  const lines = rateMonth(book, version, month, (rate) => {
    const meter = meters.get(rate.meter)
    if (meter === undefined) throw new Error(`meter ${rate.meter} was not looked up`)
    const quantity =
      meter.feed === 'JOBS'
        ? ofJobMeter(jobs?.jobs ?? [], rate)
        : ofEntries(meter, reported.get(meter.key) ?? [], rate, month)
    return { quantity, unit: meter.unit }
  })
  if ('rejected' in lines) return lines
  const cut = { meters: revisions, ...(jobs === undefined ? {} : { jobsUpTo: jobs.upTo }) }
  return { lines, asset: book.asset, version: version.version, cut }
}

const metersOf = async (
  log: Log,
  rates: readonly Rate[],
): Promise<ReadonlyMap<string, Meter> | Rejection> => {
  const meters = new Map<string, Meter>()
  for (const key of new Set(rates.map(({ meter }) => meter))) {
    const meter = await knownMeter(log, key)
    if (isRejection(meter)) return meter
    meters.set(key, meter)
  }
  return meters
}

const ofEntries = (
  { aggregation }: Meter,
  entries: readonly CountedEntry[],
  { subject }: Rate,
  month: string,
): Rational =>
  aggregate(
    aggregation,
    subject === undefined ? entries : entries.filter((entry) => entry.subject === subject),
    month,
  )

/** The subject of a job is its device; of a run of an app, the app. */
const ofJobMeter = (jobs: readonly JobUsage[], { meter, subject }: Rate): Rational =>
  sum(
    jobs
      .filter(
        ({ deviceId, appId }) =>
          subject === undefined || subject === (meter === 'app_runs' ? appId : deviceId),
      )
      .map(({ quantities }) => (isJobMeter(meter, quantities) ? quantities[meter] : zero)),
  )

const isJobMeter = (meter: string, quantities: JobUsage['quantities']): meter is JobMeterKey =>
  meter in quantities
