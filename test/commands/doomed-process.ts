/** A process that is killed, as by kill -9, at one of its appends: before it, or after it and before it answers. */
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { change } from '../../commands/shared/change.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { meta } from '../kit/given-when-then/meta.ts'
import { contextOf, servicesOn } from '../kit/services.ts'

const [url = '', organisation = '', commandId = '', when = '', nth = '1', now = meta.now] =
  process.argv.slice(2)
const asset = 'USD/2'
const eventStore = connectEventStore(url)
const die = (): void => void process.kill(process.pid, 'SIGKILL')
let appends = 0
const doomed: typeof eventStore = {
  ...eventStore,
  append: async (...args) => {
    appends += 1
    const isLast = appends === Number(nth)
    if (isLast && when === 'before') die()
    const result = await eventStore.append(...args)
    if (isLast) die()
    return result
  },
}
const command = { organisation, asset, type: 'CreditWallet', amount: 100n, reason: 'test' } as const
const id = walletIdOf(organisation, asset)
await change(
  servicesOn(doomed, manualClock(now)),
  contextOf(commandId),
  'credit 100',
  wallet,
  id,
  command,
)
