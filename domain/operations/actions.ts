import { z } from 'zod'

/** What an operator can do to the hub. The names are stored: they never change. */
export const OperatorActionName = z.enum([
  'saga.redrive',
  'deadletters.redrive',
  'deadletters.skip',
  'quarantine.retry',
  'quarantine.skip',
  'replay.start',
  'replay.pause',
  'replay.resume',
  'replay.cancel',
  'replay.throttle',
  'replay.promote',
  'replay.rollback',
  'replay.drop',
  'erasure.begin',
  'audit.export',
  'audit.sign',
  'operator.create',
  'store.backup',
  'store.scavenge',
  'store.export',
  'store.import',
  'payments.reconcile',
])
export type OperatorActionName = z.output<typeof OperatorActionName>

/** What the subject of an action names. */
export type SubjectKind =
  | 'SAGA_INSTANCE'
  | 'SAGA_INSTANCE_OR_ALL'
  | 'STREAM'
  | 'READ_MODEL'
  | 'GENERATION'
  | 'PERSON'
  | 'LOG'
  | 'FILE'
  | 'PAYMENT_PROVIDER'

/** Who can do it: the hub's own worker, asked over HTTP, or a program on the hub's machine. */
export type Performer = 'HUB' | 'CLI'

export type ActionRule = {
  readonly subject: SubjectKind
  readonly required: readonly string[]
  readonly optional: readonly string[]
  /** It takes something away: the subject is typed again. */
  readonly destructive: boolean
  readonly performers: readonly Performer[]
}

const rule = (subject: SubjectKind, changes: Partial<ActionRule> = {}): ActionRule => ({
  ...{ subject, required: [], optional: [], destructive: false, performers: ['HUB', 'CLI'] },
  ...changes,
})
const onlyCli = { performers: ['CLI'] } as const
const destructive = { destructive: true } as const
/** Of a build of read models; "none" for no bound. */
const bounds = ['eventsPerSecond', 'lagSeconds'] as const

/** What each action is about and needs. */
export const actionTable: Readonly<Record<OperatorActionName, ActionRule>> = {
  'saga.redrive': rule('SAGA_INSTANCE'),
  'deadletters.redrive': rule('SAGA_INSTANCE_OR_ALL'),
  'deadletters.skip': rule('SAGA_INSTANCE', { required: ['id'], ...destructive }),
  'quarantine.retry': rule('STREAM'),
  'quarantine.skip': rule('STREAM', destructive),
  'replay.start': rule('READ_MODEL', { optional: ['stream', ...bounds] }),
  'replay.pause': rule('GENERATION'),
  'replay.resume': rule('GENERATION'),
  'replay.cancel': rule('GENERATION', destructive),
  'replay.throttle': rule('GENERATION', { optional: bounds }),
  'replay.promote': rule('GENERATION', { optional: ['accept'] }),
  'replay.rollback': rule('GENERATION'),
  'replay.drop': rule('GENERATION', destructive),
  'erasure.begin': rule('PERSON', {
    ...{ required: ['ground'], optional: ['inherit'] },
    ...destructive,
    ...onlyCli,
  }),
  'audit.export': rule('LOG', { optional: ['directory', 'from', 'until'], ...onlyCli }),
  'audit.sign': rule('LOG', onlyCli),
  'operator.create': rule('PERSON', onlyCli),
  'store.backup': rule('FILE', onlyCli),
  'store.scavenge': rule('LOG', { ...destructive, ...onlyCli }),
  'store.export': rule('FILE', onlyCli),
  'store.import': rule('FILE', { ...destructive, ...onlyCli }),
  'payments.reconcile': rule('PAYMENT_PROVIDER', {
    optional: ['days', 'graceSeconds'],
    ...onlyCli,
  }),
}

const isPerformedBy = (performer: Performer) => (action: OperatorActionName) =>
  actionTable[action].performers.includes(performer)

/** What can be asked of a hub that runs, over its API. */
export const actionsOfHub: readonly OperatorActionName[] = OperatorActionName.options.filter(
  isPerformedBy('HUB'),
)

export type Parameters = Readonly<Record<string, string>>

/** Why these parameters are not those of the action; nothing when they are. */
export const parametersProblem = (
  action: OperatorActionName,
  parameters: Parameters,
): string | undefined => {
  const { required, optional } = actionTable[action]
  const missing = required.filter((name) => parameters[name] === undefined)
  if (missing.length > 0) return `${action} needs the parameters ${missing.join(', ')}.`
  const known = new Set([...required, ...optional])
  const unknown = Object.keys(parameters).filter((name) => !known.has(name))
  return unknown.length === 0 ? undefined : `${action} has no parameters ${unknown.join(', ')}.`
}
