import { roles, type Config } from '../../platform/config/schema.ts'

/** Why these roles cannot run in a process of their own: what they share must then be a server that all can reach. */
export const splitRolesProblem = (config: Config): string | undefined => {
  if (roles.every((role) => config.roles.includes(role))) return undefined
  const missing = [
    ...(config.eventstoreUrl === undefined ? ['QHUB_EVENTSTORE_URL'] : []),
    ...(config.postgresUrl === undefined ? ['QHUB_POSTGRES_URL'] : []),
    ...(config.redisUrl === undefined ? ['QHUB_REDIS_URL'] : []),
    ...(config.natsUrl === undefined ? ['QHUB_NATS_URL'] : []),
  ]
  return missing.length === 0
    ? undefined
    : `QHUB_ROLES leaves roles to other processes, which must share their servers with this one: set ${missing.join(', ')}`
}
