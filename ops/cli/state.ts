import { Command } from 'commander'
import { aggregates } from '../../domain/aggregates.ts'
import { isId } from '../../platform/ids/ids.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { momentOf, type StreamMoment } from '../../platform/history/moment.ts'
import { isFault, type Fault } from '../../platform/history/port.ts'
import { sagas } from '../../sagas/registry.ts'
import { createPastStates } from '../history/state-at.ts'
import { aggregateOf, wrongCategory } from '../history/states.ts'
import { attached } from './attached.ts'
import { jsonOption, type Json } from './options.ts'
import { asJson, fail, print } from './say.ts'
import { differenceLines, stateLines } from './state-lines.ts'

type Options = Json & { readonly at?: string; readonly diff?: string }

const read = (text: string): StreamMoment =>
  momentOf(text) ??
  fail(
    2,
    `${text} is no moment: a revision, position:<position>, or a time such as 2026-11-21T12:00:00Z`,
  )

const orFail = <Found extends object>(found: Found | Fault): Found =>
  isFault(found) ? fail(found.code === 'QUERY_INVALID' ? 2 : 1, found.detail, found.code) : found

/** The stream that is meant; an id alone is looked for in every category. */
const streamNamed = async (eventStore: Pick<EventStore, 'read'>, name: string): Promise<string> => {
  if (!isId(name)) return aggregateOf(name) ? name : fail(2, wrongCategory(name).detail)
  const categories = [
    ...aggregates.map(({ category }) => category),
    ...sagas.map(({ saga }) => saga.name),
  ]
  const found = await Promise.all(
    categories.map(async (category) => {
      const stream = `${category}-${name}`
      return (await eventStore.read(stream, { maxCount: 1 })).length > 0 ? [stream] : []
    }),
  )
  const [only, ...others] = found.flat()
  if (only === undefined) return fail(1, `nothing has the id ${name}`, 'NOT_FOUND')
  if (others.length > 0) return fail(2, `${name} is the id of ${[only, ...others].join(', ')}`)
  return only
}

const momentsIn = (text: string): readonly [StreamMoment, StreamMoment] => {
  const [from, to, ...more] = text.split('..')
  if (from === undefined || to === undefined || more.length > 0)
    return fail(2, `${text} is not <moment>..<moment>`)
  return [read(from), read(to)]
}

/** What an aggregate, or a saga's instance, was at any moment. */
export const stateCommand = (): Command =>
  new Command('state')
    .description('what an aggregate was at any moment, and what changed between two')
    .argument('<stream>', 'such as job-<id>, or the id alone')
    .option(
      '--at <moment>',
      'a revision, position:<position>, or when it was recorded; by default now',
    )
    .option('--diff <from..to>', 'what changed between two moments, and by which events')
    .addOption(jsonOption())
    .action((name: string, { at, diff, json = false }: Options) => {
      if (at !== undefined && diff !== undefined) fail(2, '--at and --diff exclude each other')
      const moment = at === undefined ? undefined : read(at)
      const two = diff === undefined ? undefined : momentsIn(diff)
      return attached(async ({ services: { eventStore } }) => {
        const stream = await streamNamed(eventStore, name)
        const states = createPastStates({ eventStore })
        if (two !== undefined) {
          const difference = orFail(await states.stateDiff(stream, ...two))
          if (json) print(asJson(difference))
          else for (const line of differenceLines(difference)) print(line)
          return
        }
        const now: StreamMoment = { kind: 'time', time: new Date(8.64e15) }
        const state = orFail(await states.stateAt(stream, moment ?? now))
        if (json) print(asJson(state))
        else for (const line of stateLines(state)) print(line)
      })
    })
