/** A process that is killed, as by kill -9, at its append: before it, or after it and before it answers. */
import { wallet, walletIdOf } from '../../domain/billing/wallet.ts'
import { change } from '../../commands/shared/change.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { contextOf, servicesOn } from '../kit/services.ts'

const [url = '', organisation = '', commandId = '', when = ''] = process.argv.slice(2)
const asset = 'USD/2'
const eventStore = connectEventStore(url)
const die = (): void => void process.kill(process.pid, 'SIGKILL')
const doomed: typeof eventStore = {
  ...eventStore,
  append: async (...args) => {
    if (when === 'before') die()
    const result = await eventStore.append(...args)
    die()
    return result
  },
}
const command = { organisation, asset, type: 'CreditWallet', amount: 100n, reason: 'test' } as const
const id = walletIdOf(organisation, asset)
await change(servicesOn(doomed), contextOf(commandId), 'credit 100', wallet, id, command)
