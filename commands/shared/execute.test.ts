import t from 'tap'
import { z } from 'zod'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import { newId } from '../../platform/ids/ids.ts'
import { memoryLog } from '../../test/kit/memory-log.ts'
import { contextOf, servicesOn } from '../../test/kit/services.ts'
import { defineCommand } from './definition.ts'
import { execute } from './execute.ts'
import { metadataOf } from './new-event.ts'

const credit = defineCommand({
  name: 'test.credit',
  input: z.strictObject({ organisation: z.uuid() }),
  scope: 'public',
  run: async ({ organisation }, tools) => {
    const of = { organisation, asset: 'USD/2' } as const
    const command = { ...of, type: 'CreditWallet', amount: 1n, reason: 'test' } as const
    const changed = await tools.change(wallet, walletIdOf(organisation, of.asset), command)
    return 'stream' in changed ? { answer: {}, changed } : changed
  },
})

/** What a command answers on a stream that holds one event of this type and version. */
const onStreamWith = async (type: string, schema: number, data: object) => {
  const { eventStore } = memoryLog()
  const organisation = newId()
  const context = contextOf(newId())
  const metadata = metadataOf(context, 'input', new Date(0), schema)
  const event = { id: newId(), type, data, metadata }
  await eventStore.append(streamOf(wallet, walletIdOf(organisation, 'USD/2')), [event], 'no-stream')
  return execute(servicesOn(eventStore), credit, { organisation }, contextOf(newId()))
}

t.test(
  'what a newer release wrote is for a newer release: here the command may be repeated',
  async (t) => {
    const unavailable = { kind: 'failed', failure: { code: 'UNAVAILABLE' } }
    t.match(await onStreamWith('WalletCredited', 99, {}), unavailable)
    t.match(await onStreamWith('WalletDissolved', 1, {}), unavailable)
  },
)

t.test('what breaks its own contract is a fault, and never folded', async (t) => {
  await t.rejects(onStreamWith('WalletCredited', 1, { amount: 'many' }), {
    name: 'UndecodableEvent',
    message: /^WalletCredited@1: /,
  })
  await t.rejects(onStreamWith('WalletCredited', 0, {}), /no definition of WalletCredited@0/)
})
