import { startGuarded } from '../../ops/embedded/postgres/guarded-process.ts'
import { freePort } from './free-port.ts'
import { type TestServer, givenServer, uniquePrefix } from './server.ts'

/** A Redis that keeps nothing, or the one of QHUB_REDIS_URL. */
export const startRedis = async (port?: number): Promise<TestServer> => {
  const given = port === undefined ? givenServer('QHUB_REDIS_URL') : undefined
  if (given) return given
  const chosen = port ?? (await freePort())
  const flags = ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--dir', '/tmp']
  const redis = await startGuarded({
    command: 'redis-server',
    args: [...flags, '--appendonly', 'no'],
    ready: /ready to accept connections/i,
  })
  return { url: `redis://127.0.0.1:${chosen}`, prefix: uniquePrefix(), stop: redis.stop }
}
