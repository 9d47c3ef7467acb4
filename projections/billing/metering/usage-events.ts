import { definitions } from '../../../domain/billing/metering/usage.ts'
import { projectionOf } from '../../shared/projection.ts'

/** What was reported, with the value that counts today. */
export const usageEvents = projectionOf({
  name: 'usage-events',
  definitions,
  touches: ({ type, data }) =>
    type === 'UsageRecorded'
      ? data.entries.map(({ usageId }) => ref(usageId, true))
      : [ref(data.corrects, false)],
  apply: (event) => {
    const { position } = event
    switch (event.type) {
      case 'UsageRecorded': {
        const { organisation, meter, month, at, entries } = event.data
        return entries.map(({ usageId, source, id, subject, value, occurredAt }, entry) => ({
          do: 'put',
          table: 'usage_events',
          row: {
            usage_id: usageId,
            organisation,
            meter,
            month,
            source,
            external_id: id,
            subject: subject ?? null,
            reported: value,
            value,
            occurred_at: new Date(occurredAt),
            recorded_at: new Date(at),
            corrected_by: null,
            correction_reason: null,
            corrected_at: null,
            entry,
            created_position: position,
            position,
          },
        }))
      }
      case 'UsageCorrected': {
        const { usageId, corrects, value, reason, at } = event.data
        return [
          {
            do: 'change',
            table: 'usage_events',
            key: { usage_id: corrects },
            to: {
              value,
              corrected_by: usageId,
              correction_reason: reason,
              corrected_at: new Date(at),
              position,
            },
          },
        ]
      }
    }
  },
})

const ref = (usage_id: string, isNew: boolean) =>
  ({ table: 'usage_events', key: { usage_id }, isNew }) as const
