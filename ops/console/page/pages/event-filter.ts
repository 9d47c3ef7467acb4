import { field } from '../parts/field.ts'
import { filterForm } from '../parts/filter.ts'
import type { EventFilter } from '../queries/events.ts'

/** A time of a field, which is UTC and has no zone, as the hub takes it. */
const instant = (text: string | null): string | undefined => {
  const time = new Date(`${text ?? ''}Z`)
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}

const plain = ['stream', 'category', 'actorId', 'organisationId', 'correlationId'] as const

/** The filter that the address asks for. */
export const eventFilterOf = (query: URLSearchParams): EventFilter => {
  const types = (query.get('types') ?? '').split(/[\s,]+/).filter((type) => type !== '')
  const since = instant(query.get('since'))
  const until = instant(query.get('until'))
  return {
    ...Object.fromEntries(
      plain.flatMap((name) => {
        const value = query.get(name)
        return value === null || value === '' ? [] : [[name, value]]
      }),
    ),
    ...(types.length === 0 ? {} : { types }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  }
}

/** The same as it stands in the address. */
export const queryOf = (query: URLSearchParams): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...plain, 'types', 'since', 'until'].flatMap((name) => {
      const value = query.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )

export const eventFilterForm = (query: URLSearchParams): HTMLElement => {
  const text = (label: string, name: string, hint = ''): HTMLElement =>
    field(label, { name, value: query.get(name) ?? '', placeholder: hint, spellcheck: 'false' })
  const time = (label: string, name: string): HTMLElement =>
    field(label, { name, type: 'datetime-local', step: '1', value: query.get(name) ?? '' })
  return filterForm(
    '/events',
    'Which events',
    text('Category', 'category', 'job'),
    text('Types', 'types', 'JobFailed, JobCancelled'),
    text('Stream', 'stream'),
    text('Correlation id', 'correlationId'),
    text('Actor', 'actorId'),
    text('Organisation', 'organisationId'),
    time('Since, UTC', 'since'),
    time('Until, UTC', 'until'),
  )
}
