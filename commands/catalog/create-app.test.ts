import t from 'tap'
import { app } from '../../domain/catalog/app.ts'
import { slugReservation } from '../../domain/catalog/slug-reservation.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import { derivedId, newId } from '../../platform/ids/ids.ts'
import { memoryLog } from '../../test/kit/memory-log.ts'
import { contextOf, servicesOn } from '../../test/kit/services.ts'
import { changeStep } from '../accounts/step.ts'
import { execute } from '../shared/execute.ts'
import { toolsFor } from '../shared/tools.ts'
import { createApp } from './create-app.ts'

const organisation = newId()
const input = { slug: 'pairs', name: 'Pairs', type: 'TOOL', licence: 'MIT' }

const newHub = () => {
  const { eventStore } = memoryLog()
  const clock = manualClock('2026-06-01T12:00:00.000Z')
  // A new process each time: nothing is remembered but by the log.
  const services = () => servicesOn(eventStore, clock)
  const create = async (commandId: string): Promise<string> => {
    const context = contextOf(commandId, { organisation })
    const outcome = await execute(services(), createApp, input, context)
    return outcome.kind === 'done' ? outcome.answer.appId : outcome.failure.code
  }
  /** All that a creation gets to that is killed between its two appends. */
  const begin = async (commandId: string): Promise<string> => {
    const appId = derivedId(commandId, 'app')
    const tools = toolsFor(services(), contextOf(commandId, { organisation }), 'begun')
    const reserve = { type: 'ReserveSlug', slug: 'pairs', appId } as const
    const begun = await changeStep(tools, 'begin', slugReservation, 'pairs', reserve)
    if (!('stream' in begun)) throw new Error(begun.detail)
    return appId
  }
  return { clock, create, begin, services }
}

t.test('a creation that was cut off goes on where it stood', async (t) => {
  const { create, begin } = newHub()
  const [first, other] = [newId(), newId()]
  const appId = await begin(first)
  t.equal(await create(other), 'SLUG_TAKEN')
  t.equal(await create(first), appId)
  t.equal(await create(first), appId, 'and is there once')
})

t.test('one that never comes back gives its slug up, and can never be finished', async (t) => {
  const { clock, create, begin, services } = newHub()
  const [first, other] = [newId(), newId()]
  const stalled = await begin(first)
  clock.advance(10 * 60_000 - 1)
  t.equal(await create(other), 'SLUG_TAKEN')
  clock.advance(1)
  t.equal(await create(other), derivedId(other, 'app'))
  t.equal(await create(first), 'SLUG_TAKEN')
  const { state } = await toolsFor(services(), contextOf(newId()), '').load(app, stalled)
  t.equal(state.kind, 'abandoned')
})

t.test('an app that is there keeps its slug for ever', async (t) => {
  const { clock, create } = newHub()
  const [first, other] = [newId(), newId()]
  const appId = await create(first)
  clock.advance(365 * 24 * 3_600_000)
  t.equal(await create(other), 'SLUG_TAKEN')
  t.equal(await create(first), appId)
})
