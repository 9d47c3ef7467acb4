/** A process that is killed, as by kill -9, at one of its appends: before it, or after it and before it goes on. */
import { connectEventStore } from '../../../platform/event-store/connect.ts'
import { report, tokens } from '../../kit/metering.ts'
import { servicesOn } from '../../kit/services.ts'
import { systemClock } from '../../../platform/clock/clock.ts'

const [url = '', organisation = '', commandId = '', at = '', when = '', occurredAt = ''] =
  process.argv.slice(2)
const eventStore = connectEventStore(url)
const die = (): void => void process.kill(process.pid, 'SIGKILL')
const doomed: typeof eventStore = {
  ...eventStore,
  append: async (stream, ...rest) => {
    const struck = stream.startsWith(`${at}-`)
    if (struck && when === 'before') die()
    const result = await eventStore.append(stream, ...rest)
    if (struck) die()
    return result
  },
}
const events = ['1', '2', '3'].map((id) => tokens(id, '100', occurredAt))
await report(servicesOn(doomed, systemClock), organisation, events, commandId)
