import type { DomainEvent } from '../shared/event.ts'
import { factsIn, remember, type Facts } from './facts.ts'
import type { KindOfNotification, Severity } from './kind.ts'
import { kindNames, kindOf, type Kind } from './kinds.ts'
import { fill } from './template.ts'

/** Who may see it: one person, or all members of an organisation. */
export type Audience = { readonly kind: 'PERSON' | 'ORGANISATION'; readonly id: string }

/** What an event gives somebody to know. */
export type Told = {
  readonly kind: Kind
  readonly audience: Audience
  readonly severity: Severity
  readonly title: string
  readonly text: string
  readonly about: string
}

const byEvent = new Map<string, Kind[]>()
for (const kind of kindNames)
  for (const type of kindOf(kind).on) byEvent.set(type, [...(byEvent.get(type) ?? []), kind])

/** Event types that somebody is told of. */
export const toldTypes: ReadonlySet<string> = new Set(byEvent.keys())

/** All that is known when an event has happened: what its stream said before, and what it says itself. */
export const knownAfter = (before: Facts | undefined, event: DomainEvent): Facts => ({
  ...before,
  ...remember(before, event),
  ...factsIn(event),
})

/** The notifications of an event, given what its stream was remembered by before it. The same in every replay. */
export const toldOf = (before: Facts | undefined, event: DomainEvent): readonly Told[] => {
  const known = knownAfter(before, event)
  return (byEvent.get(event.type) ?? []).flatMap((kind) => {
    const definition = kindOf(kind)
    const audience = audienceOf(definition, known)
    if (audience === undefined || definition.when?.(before ?? {}, known) === false) return []
    const { severity, title, text, about } = definition
    return [
      {
        kind,
        audience,
        severity,
        title: fill(title, known),
        text: fill(text, known),
        about: fill(about, known),
      },
    ]
  })
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Nobody when the stream did not say who: jobs of the hub itself have no person. */
const audienceOf = ({ tells }: KindOfNotification, known: Facts): Audience | undefined => {
  const [kind, property] =
    'person' in tells
      ? (['PERSON', tells.person] as const)
      : (['ORGANISATION', tells.organisation] as const)
  const id = known[property]
  return typeof id === 'string' && uuid.test(id) ? { kind, id } : undefined
}
