import type { Route } from '../routing/route.ts'
import { showAction, showActions } from './actions.ts'
import { showAudit } from './audit.ts'
import { showCause } from './cause.ts'
import { showChains } from './chains.ts'
import { showDeadLetters } from './dead-letters.ts'
import { showDevice } from './device.ts'
import { showDevices } from './devices.ts'
import { showDifference } from './difference.ts'
import { showEvent } from './event.ts'
import { showEvents } from './events.ts'
import { showInstance } from './instance.ts'
import { showLedger } from './ledger.ts'
import { showOverview } from './overview.ts'
import { showQuarantine } from './quarantine.ts'
import { showReadModels } from './read-models.ts'
import { showSagas } from './sagas.ts'
import { showStream } from './stream.ts'
import { showStreams } from './streams.ts'
import { showTimers } from './timers.ts'

/** Every view of the console, by its address. */
export const routes: readonly Route[] = [
  { pattern: '/', title: () => 'Overview', show: showOverview },
  { pattern: '/devices', title: () => 'Devices', show: showDevices },
  { pattern: '/devices/:deviceId', title: () => 'Device', under: '/devices', show: showDevice },
  { pattern: '/events', title: () => 'Event log', show: showEvents },
  { pattern: '/events/:eventId', title: () => 'Event', under: '/events', show: showEvent },
  { pattern: '/streams', title: () => 'Streams', show: showStreams },
  {
    pattern: '/streams/:name',
    title: ({ params }) => params['name'] ?? 'Stream',
    under: '/streams',
    show: showStream,
  },
  { pattern: '/cause', title: () => 'Causes', show: showCause },
  { pattern: '/audit', title: () => 'Audit heads', show: showAudit },
  { pattern: '/projections', title: () => 'Read models', show: showReadModels },
  {
    pattern: '/projections/:generation',
    title: ({ params }) => `Generation ${params['generation'] ?? ''}`,
    under: '/projections',
    show: showDifference,
  },
  { pattern: '/sagas', title: () => 'Sagas', show: showSagas },
  {
    pattern: '/sagas/instances/:stream',
    title: ({ params }) => params['stream'] ?? 'Instance',
    under: '/sagas',
    show: showInstance,
  },
  { pattern: '/quarantine', title: () => 'Quarantine', show: showQuarantine },
  { pattern: '/dead-letters', title: () => 'Dead letters', show: showDeadLetters },
  { pattern: '/timers', title: () => 'Timers', show: showTimers },
  { pattern: '/chains', title: () => 'Chains', show: showChains },
  { pattern: '/ledger', title: () => 'Ledger', show: showLedger },
  { pattern: '/actions', title: () => 'Operator actions', show: showActions },
  {
    pattern: '/actions/:actionId',
    title: () => 'Operator action',
    under: '/actions',
    show: showAction,
  },
]
