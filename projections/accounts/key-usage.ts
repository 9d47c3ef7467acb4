import { definitions as ofActivity } from '../../domain/accounts/key-activity.ts'
import { definitions, usageIdOf } from '../../domain/accounts/key-usage.ts'
import { projectionOf } from '../shared/projection.ts'

/** How much of its quota a key has used, by period. */
export const keyUsage = projectionOf({
  name: 'key-usage',
  definitions,
  touches: ({ data, revision }) => [
    {
      table: 'key_usage',
      key: { usage_id: usageIdOf(data.meterId, data.period) },
      isNew: revision === 0n,
    },
  ],
  apply: ({ type, data, revision, position }, { get }) => {
    const { meterId, period, amount } = data
    const usage_id = usageIdOf(meterId, period)
    const before = get('key_usage', { usage_id })?.taken ?? 0n
    const taken = before + BigInt(type === 'KeyUsesTaken' ? amount : -amount)
    const row = { usage_id, meter_id: meterId, period, taken, revision, position }
    return [{ do: 'put', table: 'key_usage', row }]
  },
})

/** When a key was last used, to the day. */
export const keyActivity = projectionOf({
  name: 'key-activity',
  definitions: ofActivity,
  touches: ({ data, revision }) => [
    { table: 'key_activity', key: { key_id: data.keyId }, isNew: revision === 0n },
  ],
  apply: ({ data, revision, position }) => [
    {
      do: 'put',
      table: 'key_activity',
      row: { key_id: data.keyId, last_used_at: new Date(data.at), revision, position },
    },
  ],
})
