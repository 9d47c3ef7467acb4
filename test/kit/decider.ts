import t from 'tap'
import { fold, type Aggregate, type DecisionMeta } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { isRejection } from '../../domain/shared/rejection.ts'

/** A fixed moment, person and source of ids: decisions in a table are the same every time. */
export const meta: DecisionMeta = {
  actor: { kind: 'user', id: '00000000-0000-4000-8000-00000000000a' },
  now: '2026-01-01T12:00:00.000Z',
  commandId: '00000000-0000-4000-8000-00000000000c',
  id: () => '00000000-0000-4000-8000-0000000000ff',
  eventId: (index) => `00000000-0000-4000-8000-${index.toString().padStart(12, '0')}`,
}

export type Row<Command, Event> = {
  readonly name: string
  readonly given: readonly Event[]
  readonly when: Command
  readonly now?: string
} & ({ readonly then: readonly string[] } | { readonly rejected: string })

/** Runs a table: given events, when a command, then these event types follow, or this rejection. Every event decided must satisfy its stored contract. */
export const table = <State, Command, Event extends DomainEvent>(
  aggregate: Aggregate<State, Command, Event>,
  rows: readonly Row<Command, Event>[],
): void => {
  for (const row of rows)
    t.test(row.name, async (t) => {
      const state = fold(aggregate.evolve, aggregate.initial, row.given)
      const decision = aggregate.decide(row.when, state, { ...meta, now: row.now ?? meta.now })
      if ('rejected' in row) {
        t.match(decision, { rejected: row.rejected })
        return
      }
      if (isRejection(decision))
        return void t.fail(`rejected: ${decision.rejected} ${decision.detail}`)
      t.same(
        decision.map((event) => event.type),
        row.then,
      )
      for (const event of decision) {
        const definition = aggregate.definitions.find(({ type }) => type === event.type)
        t.ok(definition?.data.safeParse(event.data).success, `${event.type} satisfies its contract`)
      }
    })
}

/** The events that a command decides to; fails on a rejection. */
export const decided = <State, Command, Event extends DomainEvent>(
  aggregate: Aggregate<State, Command, Event>,
  given: readonly Event[],
  when: Command,
  now = meta.now,
): readonly Event[] => {
  const decision = aggregate.decide(when, fold(aggregate.evolve, aggregate.initial, given), {
    ...meta,
    now,
  })
  if (isRejection(decision)) throw new Error(`rejected: ${decision.rejected} ${decision.detail}`)
  return decision
}
