import { Redis } from 'ioredis'
import { note, ok, warning, type Check, type Finding } from './finding.ts'

const field = (info: string, name: string): string =>
  new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? ''

const withRedis = async <Result>(
  url: string,
  work: (redis: Redis) => Promise<Result>,
): Promise<Result> => {
  const redis = new Redis(url, {
    ...{ lazyConnect: true, connectTimeout: 3_000, commandTimeout: 3_000 },
    ...{ maxRetriesPerRequest: 0, retryStrategy: () => null },
  })
  let refused: Error | undefined
  redis.on('error', (error: Error) => {
    refused = error
  })
  try {
    await redis.connect()
    return await work(redis)
  } catch (error) {
    throw refused ?? error
  } finally {
    redis.disconnect()
  }
}

const memory = (info: string): Finding => {
  const [used, most] = [Number(field(info, 'used_memory')), Number(field(info, 'maxmemory'))]
  const policy = field(info, 'maxmemory_policy')
  if (most === 0) return ok(`Redis ${field(info, 'redis_version')}: no limit of memory, ${policy}`)
  const line = `${Math.round((100 * used) / most)} % of its memory is used; when it is full: ${policy}`
  const next = 'redis-cli CONFIG SET maxmemory <more>, or maxmemory-policy volatile-lru'
  // What has no time to live counts uses of keys: thrown away, limits begin anew.
  if (policy.startsWith('allkeys'))
    return warning(`${line}: limits of use may be thrown away`, next)
  return used > 0.9 * most ? warning(line, next) : ok(line)
}

const persistence = (info: string): Finding =>
  field(info, 'aof_enabled') === '1' || field(info, 'rdb_last_save_time') !== '0'
    ? field(info, 'rdb_last_bgsave_status') === 'err'
      ? warning('the last save to disk failed', 'redis-cli LASTSAVE; free disk; its log')
      : ok(
          `saves to disk: ${field(info, 'aof_enabled') === '1' ? 'append-only file' : 'snapshots'}`,
        )
    : note('keeps nothing on disk: after a restart limits and kept answers begin anew')

/** The cache, where it is a server. */
export const cacheCheck: Check = {
  name: 'redis',
  look: ({ config: { redisUrl }, now }) => {
    if (redisUrl === undefined) return Promise.resolve([ok('the cache is in each process itself')])
    return withRedis(redisUrl, async (redis) => {
      const info = await redis.info()
      const before = now().getTime()
      const [seconds, micros] = await redis.time()
      const skew = Math.abs(Number(seconds) * 1000 + Number(micros) / 1000 - before) / 1000
      return [
        memory(info),
        persistence(info),
        skew > 5
          ? warning(`its clock differs by ${skew.toFixed(1)} s`, 'set both clocks by NTP')
          : ok(`its clock differs by ${skew.toFixed(1)} s`),
      ]
    })
  },
}
