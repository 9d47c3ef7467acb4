import { mailedTokens } from './mailed-token.ts'

/** Lets who has the invited address join; for the invitation's id, where others are for a person's. */
const tokens = mailedTokens('qhi_', 'invitation-token')

export const writeInvitationToken = tokens.write

export const readInvitationToken = (
  token: string,
): { readonly invitationId: string; readonly tokenHash: string } | undefined => {
  const read = tokens.read(token)
  return read === undefined ? undefined : { invitationId: read.userId, tokenHash: read.tokenHash }
}
