import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'
import { kindNames, kindOf, type Kind } from './kinds.ts'
import { atOnce, StoredSchedule, type Schedule } from './schedule.ts'

/** How a person wants to be told, by kind and channel. What they did not say is as the table of kinds has it. */
export const category = 'notificationPreferences'

// Events: the stored contract.
const Fact = z.strictObject({ userId: Id, at: Instant })
/** Kinds come and go; what somebody wished for one stays readable. */
const KindName = z.string().min(1).max(80)
export const Switches = z.strictObject({
  inApp: z.boolean().exactOptional(),
  mail: z.boolean().exactOptional(),
  webhook: z.boolean().exactOptional(),
})
export type Switches = z.output<typeof Switches>
export const definitions = [
  defineEvent('NotificationChannelsSet', 1, Fact.extend({ kind: KindName, channels: Switches })),
  defineEvent('NotificationScheduleSet', 1, Fact.extend({ schedule: StoredSchedule })),
] as const
export type PreferencesEvent = EventOf<(typeof definitions)[number]>

// State.
export type Preferences = {
  readonly channels: Readonly<Record<string, Switches>>
  readonly schedule: Schedule
}

export const initial: Preferences = { channels: {}, schedule: atOnce }

export const evolve = (state: Preferences, event: PreferencesEvent): Preferences => {
  switch (event.type) {
    case 'NotificationChannelsSet': {
      const { kind, channels } = event.data
      return { ...state, channels: { ...state.channels, [kind]: channels } }
    }
    case 'NotificationScheduleSet':
      return { ...state, schedule: event.data.schedule }
    default:
      return exhausted(event)
  }
}

export type Wanted = { readonly inApp: boolean; readonly mail: boolean; readonly webhook: boolean }

/** What a person gets of a kind. */
export const wantedOf = ({ channels }: Preferences, kind: Kind): Wanted => {
  const { security = false, mailed } = kindOf(kind)
  const { inApp = true, mail = mailed, webhook = false } = channels[kind] ?? {}
  return security ? { inApp: true, mail: true, webhook } : { inApp, mail, webhook }
}

/** What of a kind a person gets when: security waits for no morning. */
export const scheduleOf = ({ schedule }: Preferences, kind: Kind): Schedule =>
  kindOf(kind).security === true ? atOnce : schedule

// Commands.
export const KindOf = z.enum(kindNames)
export type PreferencesCommand = { readonly userId: string } & (
  | { readonly type: 'SetChannels'; readonly kind: Kind; readonly channels: Switches }
  | { readonly type: 'SetSchedule'; readonly schedule: Schedule }
)

export const decide = (
  command: PreferencesCommand,
  state: Preferences,
  meta: DecisionMeta,
): Decision<PreferencesEvent> => {
  const base = { userId: command.userId, at: meta.now }
  switch (command.type) {
    case 'SetChannels': {
      const { kind } = command
      const channels = { ...state.channels[kind], ...command.channels }
      const off =
        kindOf(kind).security === true && (channels.inApp === false || !(channels.mail ?? true))
      if (off)
        return reject(
          'NOTIFICATION_REQUIRED',
          `${kind} tells of your account's safety: it stays on.`,
        )
      if (isSame(state.channels[kind] ?? {}, channels)) return []
      return [{ type: 'NotificationChannelsSet', data: { ...base, kind, channels } }]
    }
    case 'SetSchedule':
      if (JSON.stringify(state.schedule) === JSON.stringify(command.schedule)) return []
      return [{ type: 'NotificationScheduleSet', data: { ...base, schedule: command.schedule } }]
    default:
      return exhausted(command)
  }
}

const isSame = (one: Switches, other: Switches): boolean =>
  one.inApp === other.inApp && one.mail === other.mail && one.webhook === other.webhook

export const notificationPreferences: Aggregate<Preferences, PreferencesCommand, PreferencesEvent> =
  { category, definitions, initial, evolve, decide }
