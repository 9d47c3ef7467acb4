import type { Logger } from 'pino'
import type { Config, Role } from '../../../platform/config/schema.ts'
import type { Health } from '../../../platform/http/health.ts'
import type { Connections } from '../connections.ts'
import { dependencyGauges } from './dependencies.ts'
import { moneyGauges } from './money.ts'
import { sagaGauges } from './sagas.ts'

/** Nobody who looks often makes the servers be asked more often. */
const everyMs = 5_000

/** Gauges of what is the hub's rather than a process's: told by those that have the role. The result forgets them. */
export const startGauges = (
  { roles }: Pick<Config, 'roles'>,
  { postgres: { db } }: Pick<Connections, 'postgres'>,
  health: Health,
  logger: Logger,
): (() => void) => {
  const has = (role: Role): boolean => roles.includes(role)
  const onTrouble = (error: unknown): void => logger.warn({ error }, 'a gauge could not be read')
  const started = [
    dependencyGauges(health, everyMs),
    ...(has('saga') ? [sagaGauges(db, everyMs, onTrouble)] : []),
    ...(has('projector') ? [moneyGauges(db, everyMs, onTrouble)] : []),
  ]
  return () => {
    for (const forget of started) forget()
  }
}
