import type { Test } from 'tap'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandContext } from '../../../commands/shared/context.ts'
import type { CommandDefinition } from '../../../commands/shared/definition.ts'
import { execute } from '../../../commands/shared/execute.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { createApps } from '../../../ops/hub/apps.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { createSimulator } from '../../../platform/providers/simulator/simulator.ts'
import type { z } from 'zod'
import { memoryLog } from '../../kit/memory-log.ts'
import { contextOf, servicesOn } from '../../kit/services.ts'

export const organisation = derivedId('capsules', 'organisation')
export const stranger = derivedId('capsules', 'stranger')

export const bellSource = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
h q[0];
cx q[0], q[1];
c = measure q;
`

/** Commands over a log in memory, with the real simulator, sandbox and storage. */
export const stage = (t: Test) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'qhub-capsules-'))
  const simulator = createSimulator({ threads: 1 })
  const apps = createApps(
    { dataDir, objectStoreUrl: undefined, packageMaxBytes: 1_000_000 },
    simulator,
  )
  t.teardown(async () => {
    await Promise.all([simulator.close(), apps.close()])
    rmSync(dataDir, { recursive: true, force: true })
  })
  const { eventStore } = memoryLog()
  const services: Services = { ...servicesOn(eventStore), circuits: simulator, apps: apps.ports }
  const as = (owner: string, key: string, changes: Partial<CommandContext> = {}) =>
    contextOf(derivedId('capsules', key), {
      ...{ organisation: owner, scopes: ['agents:write', 'agents:read', 'catalog:write'] },
      ...changes,
    })
  return {
    services,
    as,
    /** Executes it for the organisation under the key. */
    run: <Input extends z.ZodType, Answer>(
      command: CommandDefinition<Input, Answer>,
      input: z.input<Input>,
      key: string,
      owner = organisation,
    ) => execute(services, command, input, as(owner, key)),
    /** The same by another process: nothing is remembered. */
    forgotten: (): Services => ({
      ...services,
      ...servicesOn(eventStore),
      circuits: simulator,
      apps: apps.ports,
    }),
  }
}
