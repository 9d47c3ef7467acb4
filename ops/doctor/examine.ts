import type { Config } from '../../platform/config/schema.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { connectPostgres, type Postgres } from '../../platform/postgres/connect.ts'
import { maskUrls } from '../../platform/telemetry/logger.ts'
import { attachServers } from '../hub/attach.ts'
import { busCheck } from './bus.ts'
import { cacheCheck } from './cache.ts'
import { note, wrong, type Check, type Finding, type Patient } from './finding.ts'
import { hubChecks } from './hub.ts'
import { llmCheck } from './llm.ts'
import { logChecks } from './log.ts'
import { machineChecks } from './machine.ts'
import { personalDataCheck } from './personal-data.ts'
import { postgresChecks } from './postgres.ts'

export const checks: readonly Check[] = [
  ...machineChecks,
  ...postgresChecks,
  ...logChecks,
  personalDataCheck,
  ...hubChecks,
  cacheCheck,
  busCheck,
  llmCheck,
]

export type Found = Finding & { readonly check: string }

const reasonOf = (error: unknown): string => {
  const reason = error instanceof Error ? error.message || error.name : String(error)
  return maskUrls(reason).replaceAll(/\s+/g, ' ').trim()
}

/** A check that cannot be made is a finding of its own, told once for all that fail by it: the others go on. */
const lookAt = async (
  { name, look }: Check,
  patient: Patient,
  told: Set<string>,
): Promise<readonly Found[]> => {
  const findings = await look(patient).catch((error: unknown) => {
    const reason = reasonOf(error)
    if (told.has(reason)) return [note('not looked at, for the same reason')]
    told.add(reason)
    return [wrong(`could not be looked at: ${reason}`, 'see whether the server runs: qhub start')]
  })
  return findings.map((finding) => ({ check: name, ...finding }))
}

const patienceMs = 5_000

/** Connects when the first check asks; whoever asks again hears the same. */
const once = <Value>(open: () => Promise<Value>): (() => Promise<Value>) => {
  let opened: Promise<Value> | undefined
  return () => (opened ??= open())
}

/** Looks at everything, with whatever answers. Nothing is changed: no key made, no migration applied. */
export const examine = async (
  config: Config,
  { wholeLog, now }: Pick<Patient, 'wholeLog' | 'now'>,
  onFound: (found: Found) => void,
): Promise<readonly Found[]> => {
  const open: { postgres?: Postgres; eventStore?: EventStore } = {}
  const patient: Patient = {
    ...{ config, wholeLog, now },
    pool: once(async () => {
      open.postgres = await connectPostgres(attachServers(config).postgresUrl, { connections: 2 })
      return open.postgres.pool
    }),
    eventStore: once(() => {
      const url = attachServers(config).eventStoreUrl
      const eventStore = connectEventStore(url, { deadlineMs: patienceMs })
      open.eventStore = eventStore
      return Promise.resolve(eventStore)
    }),
  }
  const all: Found[] = []
  const told = new Set<string>()
  try {
    for (const check of checks) {
      const found = await lookAt(check, patient, told)
      found.forEach(onFound)
      all.push(...found)
    }
    return all
  } finally {
    await Promise.allSettled([open.postgres?.close(), open.eventStore?.close()])
  }
}
