import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant, Sealed, Sha256 } from '../shared/values.ts'

/**
 * The accounts at OpenID providers by which one person signs in. Each rests on a claim, which is the revision of the
 * identity's reservation by this person: a claim is linked once and unlinked once, so that a slow command cannot link what
 * was unlinked meanwhile. The stream's id is the person's.
 */
export const category = 'identities'

// Events: the stored contract.
const Fact = z.strictObject({ userId: Id, identityId: Id, at: Instant })
const Link = z.strictObject({
  identityHash: Sha256,
  claim: z.int().min(0),
  /** The provider's name in the hub's settings. */
  provider: z.string().min(1).max(32),
  /** Who the person is there. */
  subject: Sealed,
})
export type Link = z.output<typeof Link>
export const definitions = [
  defineEvent('IdentityLinked', 1, Fact.extend(Link.shape)),
  defineEvent('IdentityUnlinked', 1, Fact),
] as const
export type IdentitiesEvent = EventOf<(typeof definitions)[number]>

// State.
export type LinkedIdentity = {
  readonly identityId: string
  readonly identityHash: string
  readonly claim: number
  readonly linked: boolean
}
/** One entry an identity: its newest claim. */
export type Identities = { readonly entries: readonly LinkedIdentity[] }

export const initial: Identities = { entries: [] }

export const evolve = ({ entries }: Identities, event: IdentitiesEvent): Identities => {
  switch (event.type) {
    case 'IdentityLinked': {
      const { identityId, identityHash, claim } = event.data
      const others = entries.filter((entry) => entry.identityHash !== identityHash)
      return { entries: [...others, { identityId, identityHash, claim, linked: true }] }
    }
    case 'IdentityUnlinked': {
      const { identityId } = event.data
      const off = (entry: LinkedIdentity): LinkedIdentity =>
        entry.identityId === identityId ? { ...entry, linked: false } : entry
      return { entries: entries.map(off) }
    }
    default:
      return exhausted(event)
  }
}

/** What became of a claim: nothing yet, or it stands, or it was given up. */
export const standingOf = (
  { entries }: Identities,
  identityHash: string,
  claim: number,
): 'open' | 'linked' | 'unlinked' => {
  const entry = entries.find((known) => known.identityHash === identityHash)
  if (entry === undefined || entry.claim < claim) return 'open'
  return entry.claim === claim && entry.linked ? 'linked' : 'unlinked'
}

// Commands.
export type IdentitiesCommand = { readonly userId: string } & (
  | { readonly type: 'LinkIdentity'; readonly identityId: string; readonly link: Link }
  | {
      readonly type: 'UnlinkIdentity'
      readonly identityId: string
      /** Whether the person can log in without any of them. */
      readonly hasPassword: boolean
    }
)

export const decide = (
  command: IdentitiesCommand,
  state: Identities,
  meta: DecisionMeta,
): Decision<IdentitiesEvent> => {
  const { userId, identityId } = command
  const base = { userId, identityId, at: meta.now }
  switch (command.type) {
    case 'LinkIdentity': {
      const { link } = command
      const standing = standingOf(state, link.identityHash, link.claim)
      if (standing === 'linked') return []
      if (standing === 'unlinked')
        return reject('IDENTITY_NOT_LINKED', 'This account was unlinked meanwhile.')
      return [{ type: 'IdentityLinked', data: { ...base, ...link } }]
    }
    case 'UnlinkIdentity': {
      const entry = state.entries.find((known) => known.identityId === identityId)
      if (entry === undefined) return reject('NOT_FOUND', 'There is no such linked account.')
      if (!entry.linked) return []
      const isLast = state.entries.filter(({ linked }) => linked).length === 1
      return isLast && !command.hasPassword
        ? reject(
            'LAST_SIGN_IN_METHOD',
            'Without it you could not log in any more; set a password first.',
          )
        : [{ type: 'IdentityUnlinked', data: base }]
    }
    default:
      return exhausted(command)
  }
}

export const identities: Aggregate<Identities, IdentitiesCommand, IdentitiesEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
