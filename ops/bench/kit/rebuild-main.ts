import { connectEventStore } from '../../../platform/event-store/connect.ts'
import { groupsNamed, rebuild } from './rebuild.ts'

/** A rebuild in a process of its own: `EVENT_STORE POSTGRES GROUP`. A line at the start, and for each batch: how many events were read. */
const [eventStoreUrl = '', postgresUrl = '', group = ''] = process.argv.slice(2)

const eventStore = connectEventStore(eventStoreUrl)
const tell = (events: number): void => void process.stdout.write(`${events}\n`)
try {
  tell(0)
  await rebuild(eventStore, postgresUrl, groupsNamed([group]), tell)
} finally {
  await eventStore.close()
}
