import { definitions } from '../../../domain/billing/metering/meter.ts'
import { projectionOf } from '../../shared/projection.ts'

/** The meters that operators defined. */
export const meters = projectionOf({
  name: 'meters',
  definitions,
  touches: ({ type, data }) => [
    { table: 'meters', key: { key: data.key }, isNew: type === 'MeterDefined' },
  ],
  apply: (event) => {
    const { data, position } = event
    switch (event.type) {
      case 'MeterDefined': {
        const { at, feed: _, ...meter } = event.data
        const row = { ...meter, retired: false, defined_at: new Date(at), position }
        return [{ do: 'put', table: 'meters', row }]
      }
      case 'MeterRetired':
        return [
          {
            do: 'change',
            table: 'meters',
            key: { key: data.key },
            to: { retired: true, position },
          },
        ]
    }
  },
})
