import { streamOf } from '../../domain/shared/decider.ts'
import { treeHeads, treeHeadsId } from '../../domain/audit/tree-heads.ts'
import { ours } from '../../projections/generations/events-left.ts'
import { survey } from '../census/survey.ts'
import { note, ok, warning, wrong, type Check } from './finding.ts'
import { lastEvents } from './last-events.ts'

const store: Check = {
  name: 'event-store',
  look: async ({ eventStore: connect, now }) => {
    const eventStore = await connect()
    const [last] = await eventStore.readAll({ maxCount: 1, direction: 'backwards', filter: ours })
    if (last === undefined) return [note('the log is empty', 'qhub operator create')]
    const ahead = (last.created.getTime() - now().getTime()) / 1000
    return [
      ahead > 5
        ? warning(
            `the last event is of a moment ${Math.round(ahead)} s ahead: the event store’s clock differs`,
            'set both clocks by NTP: timedatectl status',
          )
        : ok(
            `answers; the last event, at position ${last.position.toString()}, is of ${last.created.toISOString()}`,
          ),
    ]
  },
}

const upcasters: Check = {
  name: 'upcasters',
  look: async ({ eventStore: connect, wholeLog }) => {
    const eventStore = await connect()
    const tallies = await survey(eventStore, wholeLog ? undefined : lastEvents(eventStore))
    const events = tallies.reduce((sum, tally) => sum + tally.events, 0)
    const unreadable = tallies.filter((tally) => tally.unreadable > 0)
    const among = wholeLog ? `all ${events} events` : `the last ${events} events`
    if (unreadable.length === 0)
      return [ok(`this build reads ${among}, of ${tallies.length} versions`)]
    return unreadable.map(({ type, schema, unreadable: count, first }) =>
      wrong(
        `${type}@${schema}: ${count} of ${among} cannot be read, ${first?.stream ?? ''} ${first?.revision.toString() ?? ''} among them`,
        'run the build that wrote them, or write the upcaster: docs/how-to/change-an-event.md',
      ),
    )
  },
}

const heads: Check = {
  name: 'audit',
  look: async ({ eventStore: connect, config, now }) => {
    const eventStore = await connect()
    const stream = streamOf(treeHeads, treeHeadsId)
    const [head] = await eventStore.read(stream, { direction: 'backwards', maxCount: 1 })
    if (head === undefined)
      return [note('no tree head has been signed yet', 'a worker signs one: qhub start')]
    const [last] = await eventStore.readAll({ maxCount: 1, direction: 'backwards', filter: ours })
    const age = (now().getTime() - head.created.getTime()) / 1000
    const line = `the last tree head was signed ${Math.round(age)} s ago`
    const isDue =
      last !== undefined && last.position > head.position && age > 2 * config.auditHeadSeconds + 60
    return [
      isDue
        ? warning(
            `${line}, though things have happened since`,
            'see whether a worker runs, and its log',
          )
        : ok(line),
    ]
  },
}

export const logChecks: readonly Check[] = [store, upcasters, heads]
