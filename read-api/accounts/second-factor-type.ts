import { builder } from '../schema/builder.ts'
import { SecondFactor, User } from '../schema/refs.ts'

const SecondFactorStatus = builder.enumType('SecondFactorStatus', {
  description: 'Whether log-ins take a second factor.',
  values: {
    PENDING: { description: 'An authenticator was enrolled, but no code of it came back yet.' },
    ENABLED: { description: 'They do.' },
    DISABLED: { description: 'No more.' },
  },
})

builder.objectType(SecondFactor, {
  description: 'How things stand with a person’s authenticator and recovery codes.',
  fields: (t) => ({
    status: t.expose('status', {
      type: SecondFactorStatus,
      description: 'Whether log-ins take it.',
    }),
    enabledAt: t.expose('enabled_at', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when log-ins take it.',
    }),
    recoveryCodesLeft: t.exposeInt('recovery_codes_left', {
      description: 'Recovery codes that were not used yet.',
    }),
    lockedUntil: t.expose('locked_until', {
      type: 'DateTime',
      nullable: true,
      description: 'After too many wrong codes: until when none is taken.',
    }),
  }),
})

builder.objectField(User, 'secondFactor', (t) =>
  t.field({
    type: SecondFactor,
    nullable: true,
    description: 'The second factor; null when there never was one, or it is not yours to see.',
    resolve: async ({ user_id }, _, { view }) =>
      (await view.loaders.secondFactors.load(user_id)) ?? null,
  }),
)
