import { signUp } from '../../../ops/client/sign-up.ts'
import { eventually } from '../../servers/eventually.ts'
import type { Raise } from '../incident.ts'

/** Redis dies, and what it held with it; people go on meanwhile. */
export const lostRedis: Raise = async ({ stage, service, environment }) => {
  await service('stop', 'redis-server', environment)
  const ready = async (): Promise<number> =>
    (await fetch(new URL('/readyz', stage.writeApi))).status
  await eventually(async () => ((await ready()) === 503 ? true : undefined))
  return {
    variables: {},
    left: async () => {
      await eventually(async () => ((await ready()) === 200 ? true : undefined))
      await signUp(stage.http, stage.outbox, 'rita', 'consumer')
      return []
    },
  }
}
