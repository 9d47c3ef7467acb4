import { definitions, evolve, initial, isCard } from '../../../domain/billing/payments/methods.ts'
import { existing, projectionOf } from '../../shared/projection.ts'

/** The cards that organisations have saved, without those that they forgot. */
export const savedCards = projectionOf({
  name: 'saved-cards',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'saved_cards', key: { organisation: data.organisation }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { organisation } = event.data
    const known = rows.get('saved_cards', { organisation })
    const before = event.revision === 0n ? initial : existing(known, event).folded
    const folded = evolve(before, event)
    const { methods, defaultId } = folded
    return [
      {
        do: 'put',
        table: 'saved_cards',
        row: {
          organisation,
          default_id: defaultId ?? null,
          cards: Object.entries(methods).flatMap(([methodId, method]) =>
            isCard(method) && !method.isDetached
              ? [{ methodId, ...method.card, isDefault: methodId === defaultId }]
              : [],
          ),
          folded,
          revision: event.revision,
          position: event.position,
        },
      },
    ]
  },
})
