import { createKeyMeter } from '../../commands/accounts/key-meter.ts'
import { createFoldCache } from '../../commands/shared/fold-cache.ts'
import type { CommandContext } from '../../commands/shared/context.ts'
import type { Services } from '../../commands/shared/services.ts'
import { createStreamLocks } from '../../commands/shared/stream-locks.ts'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { manualClock, type Clock } from '../../platform/clock/clock.ts'
import { noKeys } from '../../platform/chain/keys/local.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { samplesOfLog } from '../../commands/agents/calls/samples-of-log.ts'
import { remembered } from '../../domain/agents/routing/figures.ts'
import { createModelMemory } from '../../platform/model-memory/memory.ts'
import { localLlm } from '../../platform/llm/local/port.ts'
import { createWebhookSender } from '../../platform/webhooks/sender.ts'
import { noPrices } from '../../platform/prices/sources.ts'
import { tokenPolicy } from './token-policy.ts'
import { meta } from './given-when-then/meta.ts'

/** Stands for a port that the test is about not to use: any touch of it throws. */
const unused = (name: string): never =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error(`${name} is not part of this test`)
      },
    },
  ) as never // It has none of the port's methods: that is its purpose.

/** One process's worth of services over an event store: its own fold cache and locks. Ports beyond the store throw. */
export const servicesOn = (
  eventStore: EventStore,
  clock: Clock = manualClock(meta.now),
): Services => ({
  eventStore,
  clock,
  foldCache: createFoldCache(),
  streamLocks: createStreamLocks(),
  keyMeter: createKeyMeter(createMemoryCache(() => clock.now().getTime())),
  circuits: unused('circuits'),
  circuitDesk: unused('circuitDesk'),
  fleet: unused('fleet'),
  apps: unused('apps'),
  vault: unused('vault'),
  mailer: unused('mailer'),
  bus: createMemoryBus(),
  webhooks: createWebhookSender({ networks: [] }),
  webhookIndex: unused('webhookIndex'),
  models: unused('models'),
  knowledge: unused('knowledge'),
  payments: unused('payments'),
  chains: new Map(),
  chainKeys: noKeys,
  llm: localLlm(),
  modelMemory: createModelMemory({
    cache: createMemoryCache(() => clock.now().getTime()),
    readSamples: () => samplesOfLog(eventStore, () => clock.now().getTime()),
    remembered,
    now: () => clock.now().getTime(),
  }),
  prices: noPrices,
  footprint: unused('footprint'),
  operations: unused('operations'),
  accessTokens: unused('accessTokens'),
  signIn: unused('signIn'),
  secrets: {
    inputHashKey: Buffer.alloc(32, 1),
    reservationKey: Buffer.alloc(32, 2),
    tokenKey: Buffer.alloc(32, 3),
  },
  policy: {
    commissionBasisPoints: 1000,
    quoteValidForSeconds: 300,
    accessTokenSeconds: 900,
    refreshTokenSeconds: 2_592_000,
    publicUrl: 'https://hub.example',
    tokens: tokenPolicy,
    issuer: { entity: 'QH', name: 'Quantum Hub', address: ['1 Example Street', 'Example City'] },
  },
})

export const contextOf = (
  commandId: string,
  changes: Partial<CommandContext> = {},
): CommandContext => ({
  actor: meta.actor,
  scopes: ['*'],
  commandId,
  correlationId: commandId,
  causationId: commandId,
  ...changes,
})
