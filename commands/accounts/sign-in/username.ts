import { Username } from '../../../domain/accounts/names.ts'
import type { ExternalIdentity } from '../../../platform/sign-in/port.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { ownerOfUsername } from '../name-hash.ts'

/** What is left of a name when only letters, digits and single inner hyphens are. */
const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 23)
    .replace(/^-+|-+$/g, '')

/** A username for who comes without one: as they are called there, made unique where somebody has that here. */
export const usernameFor = async (
  tools: CommandTools,
  userId: string,
  { preferredName, verifiedEmail = '' }: ExternalIdentity,
): Promise<string> => {
  const wanted = plain(preferredName ?? '') || plain(verifiedEmail.replace(/@.*$/, ''))
  const base = Username.safeParse(wanted).success ? wanted : 'user'
  const owner = base === 'user' ? 'everybody' : await ownerOfUsername(tools, base)
  return owner === undefined || owner === userId ? base : `${base}-${userId.slice(0, 8)}`
}
