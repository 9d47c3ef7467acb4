import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGuarded } from '../../ops/embedded/postgres/guarded-process.ts'
import { freePort } from './free-port.ts'
import { type TestServer, givenServer, uniquePrefix } from './server.ts'

/** A NATS server with JetStream (or with other flags), or the one of QHUB_NATS_URL. */
export const startNats = async (
  port?: number,
  flags: readonly string[] = [],
): Promise<TestServer> => {
  const own = port !== undefined || flags.length > 0
  const given = own ? undefined : givenServer('QHUB_NATS_URL')
  if (given) return given
  const chosen = port ?? (await freePort())
  const store = mkdtempSync(join(tmpdir(), 'qhub-nats-'))
  const nats = await startGuarded({
    command: 'nats-server',
    args: [
      '-a',
      '127.0.0.1',
      '-p',
      String(chosen),
      ...(flags.length > 0 ? flags : ['-js', '-sd', store]),
    ],
    ready: /Server is ready/,
  })
  const stop = async (): Promise<void> => {
    await nats.stop()
    rmSync(store, { recursive: true, force: true })
  }
  return { url: `nats://127.0.0.1:${chosen}`, prefix: uniquePrefix(), stop }
}
