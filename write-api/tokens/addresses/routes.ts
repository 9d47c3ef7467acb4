import { z } from 'zod'
import {
  ChallengeAnswer,
  issueAddressChallenge,
} from '../../../commands/tokens/addresses/issue-challenge.ts'
import { AddressAnswer, linkAddress } from '../../../commands/tokens/addresses/link-address.ts'
import { unlinkAddress } from '../../../commands/tokens/addresses/unlink-address.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id, noBody } from '../../shapes.ts'

const nothing = z.strictObject({})

/** The addresses on chains that organisations have shown to hold. */
export const addressRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'issueAddressChallenge',
    tag: 'tokens',
    summary: 'Ask for the message that links an address',
    description:
      'A text by EIP-4361, with a nonce of the hub’s, for this address and your organisation alone. Sign it as it stands ' +
      '(`personal_sign`) and hand the signature to `linkAddress` within ten minutes.',
    problems: ['CHAIN_UNKNOWN'],
    links: [{ operationId: 'linkAddress', parameter: 'challengeId', member: 'challengeId' }],
    method: 'POST',
    path: '/v1/address-challenges',
    command: issueAddressChallenge,
    params: nothing,
    body: z.strictObject({
      chain: z.string().max(32).describe('The hub’s key of the chain'),
      address: z.string().max(42).describe('In any case, or with the capitals of EIP-55'),
    }),
    example: { chain: 'ethereum', address: '0x52908400098527886E0F7030069857D2E4169EE7' },
    input: (_, body) => body,
    status: 201,
    answer: ChallengeAnswer,
  }),
  mountCommand({
    operationId: 'linkAddress',
    tag: 'tokens',
    summary: 'Link an address by the signed message',
    description:
      'From then on what comes from it is your organisation’s, it may receive what you withdraw, and jobs are paid with it: ' +
      '`addressId` is the `paymentMethodId` to name. A message counts once. An organisation links twenty addresses at most.',
    problems: ['NOT_FOUND', 'ADDRESS_PROOF_INVALID', 'ADDRESS_TAKEN', 'LIMIT_REACHED'],
    method: 'POST',
    path: '/v1/address-challenges/:challengeId/link',
    command: linkAddress,
    params: z.strictObject({ challengeId: Id }),
    body: linkAddress.input.omit({ challengeId: true }),
    example: { signature: `0x${'1f'.repeat(64)}1b` },
    input: ({ challengeId }, body) => ({ challengeId, ...body }),
    status: 201,
    answer: AddressAnswer,
    links: [{ operationId: 'unlinkAddress', parameter: 'addressId', member: 'addressId' }],
  }),
  mountCommand({
    operationId: 'unlinkAddress',
    tag: 'tokens',
    summary: 'Give a linked address up',
    description: 'Others may link it then. What came from it stays what it is.',
    problems: ['NOT_FOUND'],
    method: 'DELETE',
    path: '/v1/addresses/:addressId',
    command: unlinkAddress,
    params: z.strictObject({ addressId: Id }),
    body: noBody,
    input: ({ addressId }) => ({ addressId }),
    status: 200,
    answer: z.object({ addressId: Id }),
  }),
]
