import { ProfileContent } from '../../domain/accounts/profile-content.ts'
import { definitions, type ProfileEvent } from '../../domain/accounts/profile.ts'
import { projectionOf, type Projected } from '../shared/projection.ts'
import type { ProfileRow } from './tables.ts'

/** What people say of themselves, in clear; nothing of it is left once they were erased. */
export const profiles = projectionOf({
  name: 'profiles',
  definitions,
  opens: ({ data }) => [data.profile],
  touches: ({ data, revision }) => [
    { table: 'profiles', key: { user_id: data.userId }, isNew: revision === 0n },
  ],
  apply: (event, { get, open }) => {
    const known = get('profiles', { user_id: event.data.userId })
    const row = written(event, open(event.data.profile), known)
    return [{ do: 'put', table: 'profiles', row }]
  },
})

const written = (
  { data, revision, position }: Projected<ProfileEvent>,
  text: string | null,
  known: ProfileRow | undefined,
): ProfileRow => {
  const content = text === null ? undefined : ProfileContent.parse(JSON.parse(text))
  return {
    user_id: data.userId,
    display_name: content?.displayName ?? null,
    organisation: content?.organisation ?? null,
    bio: content?.bio ?? null,
    avatar_url: content?.avatarUrl ?? null,
    links: content?.links ?? null,
    contact: content?.contact ?? null,
    is_public: data.isPublic,
    updated_at: new Date(data.at),
    created_position: known?.created_position ?? position,
    revision,
    position,
  }
}
