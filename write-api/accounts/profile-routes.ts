import { z } from 'zod'
import { changeProfile } from '../../commands/accounts/change-profile.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id } from '../shapes.ts'

export const profileRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'changeProfile',
    tag: 'accounts',
    summary: 'Say who you are',
    description:
      'Replaces your profile whole: what is left out is said no more. Public, it is shown to everybody.',
    problems: [],
    method: 'PUT',
    path: '/v1/me/profile',
    command: changeProfile,
    params: z.strictObject({}),
    body: changeProfile.input,
    example: {
      displayName: 'Ravi',
      organisation: 'Quantum Chemistry Lab',
      bio: 'Writes variational algorithms for small molecules.',
      avatarUrl: 'https://example.org/ravi.png',
      links: [{ label: 'Papers', url: 'https://example.org/papers' }],
      contact: 'ravi@example.org',
      isPublic: true,
    },
    input: (_, body) => body,
    status: 200,
    answer: z.object({ userId: Id }),
    precondition: 'accepted',
  }),
]
