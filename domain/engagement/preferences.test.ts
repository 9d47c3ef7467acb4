import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { kindNames, kindOf } from './kinds.ts'
import { notificationPreferences, wantedOf, type PreferencesCommand } from './preferences.ts'

const userId = '6f1c2a80-0000-4000-8000-000000000001'
const { given, after } = decider(notificationPreferences)
const set = (kind: (typeof kindNames)[number], channels: object): PreferencesCommand => ({
  type: 'SetChannels',
  userId,
  kind,
  channels,
})

t.test('channels of one kind', async (t) => {
  given()
    .when(set('job.completed', { mail: true }))
    .then(['NotificationChannelsSet'])
  after(set('job.completed', { mail: true }))
    .when(set('job.completed', { mail: true }))
    .then([])
  const { state } = after(
    set('job.completed', { mail: true }),
    set('job.completed', { inApp: false }),
  )
  t.same(wantedOf(state, 'job.completed'), { inApp: false, mail: true, webhook: false })
  t.same(wantedOf(state, 'job.failed'), { inApp: true, mail: true, webhook: false }, 'others stay')
})

t.test('safety stays on', async () => {
  given()
    .when(set('session.opened', { mail: false }))
    .then('NOTIFICATION_REQUIRED')
  given()
    .when(set('session.opened', { inApp: false }))
    .then('NOTIFICATION_REQUIRED')
  given()
    .when(set('session.opened', { webhook: true }))
    .then(['NotificationChannelsSet'])
})

t.test('a schedule, once', async () => {
  const schedule = {
    timeZone: 'Europe/Berlin',
    digest: { every: 'DAY', at: '08:00' },
    quiet: { from: '22:00', to: '07:00' },
  } as const
  const command = { type: 'SetSchedule', userId, schedule } as const
  given().when(command).then(['NotificationScheduleSet'])
  after(command).when(command).then([])
})

t.test('whatever somebody wishes: what they said last holds, safety always', async () => {
  const channel = fc.option(fc.boolean(), { nil: undefined })
  const wish = fc.record({
    kind: fc.constantFrom(...kindNames),
    inApp: channel,
    mail: channel,
    webhook: channel,
  })
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 30 }), (wishes) => {
      let state = notificationPreferences.initial
      const last = new Map<string, boolean>()
      for (const { kind, ...channels } of wishes) {
        const given = Object.entries(channels).filter(([, on]) => on !== undefined)
        const decision = notificationPreferences.decide(
          set(kind, Object.fromEntries(given)),
          state,
          { now: '2026-11-21T12:00:00.000Z' } as never,
        )
        if ('rejected' in decision) continue
        for (const [name, on] of given) last.set(`${kind} ${name}`, on === true)
        state = decision.reduce(notificationPreferences.evolve, state)
      }
      return kindNames.every((kind) => {
        const wanted = wantedOf(state, kind)
        if (kindOf(kind).security === true && !(wanted.inApp && wanted.mail)) return false
        return Object.entries(wanted).every(
          ([name, on]) => on === (last.get(`${kind} ${name}`) ?? on),
        )
      })
    }),
  )
})
