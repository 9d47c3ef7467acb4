import { z } from 'zod'
import { Meter, MeterKey } from '../../../domain/billing/metering/meter-rules.ts'
import { meter } from '../../../domain/billing/metering/meter.ts'
import { defineCommand } from '../../shared/definition.ts'

/** An operator has something new counted. */
export const defineMeter = defineCommand({
  name: 'billing.define-meter',
  input: Meter.omit({ feed: true }),
  scope: 'billing:admin',
  run: async (wanted, { change }) => {
    const changed = await change(meter, wanted.key, { type: 'DefineMeter', meter: wanted })
    return 'stream' in changed ? { answer: { key: wanted.key }, changed } : changed
  },
})

/** Nothing more is reported to a meter; what was reported stays and is rated. */
export const retireMeter = defineCommand({
  name: 'billing.retire-meter',
  input: z.strictObject({ key: MeterKey }),
  scope: 'billing:admin',
  run: async ({ key }, { change }) => {
    const changed = await change(meter, key, { type: 'RetireMeter' })
    return 'stream' in changed ? { answer: { key }, changed } : changed
  },
})
