import { organisation } from '../../../domain/accounts/organisation.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { CommandTools } from '../../shared/tools.ts'

type Wish = {
  readonly invitationId: string
  readonly organisationId: string
  readonly email: string
  readonly token: string
}

/** The organisation's name in clear; nothing when it was closed meanwhile. */
const nameOf = async (tools: CommandTools, organisationId: string): Promise<string | undefined> => {
  const { state } = await tools.load(organisation, organisationId)
  if (state.kind !== 'existing') return undefined
  return state.name.kind === 'CLEAR'
    ? state.name.text
    : tools.services.vault.open(state.name.sealed)
}

export const invitationMailId = (invitationId: string): string =>
  derivedId(invitationId, 'invitation-mail')

/** Sends the token under an id that follows from the invitation: a repeated command sends nothing twice. */
export const mailInvitation = async (
  tools: CommandTools,
  { invitationId, organisationId, email, token }: Wish,
): Promise<void> => {
  const name = await nameOf(tools, organisationId)
  if (name === undefined) return
  await tools.services.mailer.send({
    id: invitationMailId(invitationId),
    // Where mails wait, it waits under the invitation's key.
    person: invitationId,
    to: email,
    subject: 'An invitation at Quantum Hub',
    text: [
      // Whoever chose the name writes no lines of this mail.
      `You are invited to join “${name.replace(/\s+/g, ' ')}” at Quantum Hub.`,
      'Log in or register with this address, then accept with this token within seven days:',
      '',
      token,
      '',
      'If you do not know who that is, there is nothing to do.',
      '',
    ].join('\n'),
  })
}
