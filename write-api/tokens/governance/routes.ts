import { z } from 'zod'
import { executeProposal, queueProposal } from '../../../commands/tokens/governance/carry-out.ts'
import { castVote } from '../../../commands/tokens/governance/cast-vote.ts'
import { delegateVotes } from '../../../commands/tokens/governance/delegate-votes.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import { DraftView, readDraft } from '../../../commands/tokens/governance/read-draft.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id, noBody } from '../../shapes.ts'

const Proposal = z.strictObject({ proposalId: Id })
const Relayed = z.object({ transactionId: Id.describe('Of the hub’s transaction that does it') })
const address = castVote.input.shape.address.max(42)
const signature = castVote.input.shape.signature
  .max(132)
  .describe('By the address’ own key, over what EIP-712 makes of it: 65 bytes in hex')
const example = {
  address: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  signature: `0x${'5a'.repeat(65)}`,
}

/** Holders of the token decide about the hub. What they sign the hub sends, and pays for the gas. */
export const governanceRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'delegateVotes',
    tag: 'tokens',
    summary: 'Say whose word the tokens of an address count for',
    description:
      'Tokens have no votes until they are delegated, to their own holder or to another. What is signed is `Delegation` ' +
      '(delegatee, nonce, expiry) in the domain of the token; the nonce is what `nonces` of the token says. It counts from ' +
      'the block on that the transaction gets into.',
    problems: ['NOT_FOUND', 'CHAIN_UNKNOWN'],
    method: 'POST',
    path: '/v1/chains/:chain/delegations',
    command: delegateVotes,
    params: z.strictObject({ chain: delegateVotes.input.shape.chain.max(32) }),
    body: delegateVotes.input
      .omit({ chain: true })
      .extend({ address, delegatee: address, signature }),
    example: { ...example, delegatee: example.address, nonce: 0, expiry: 1_893_456_000 },
    input: (path, body) => ({ ...path, ...body }),
    status: 202,
    answer: Relayed,
  }),
  mountQuery({
    operationId: 'draftProposal',
    tag: 'tokens',
    summary: 'What a wallet sends to have a parameter of the hub voted on',
    description:
      'Nobody but a holder of enough votes can propose: the hub says what the holder’s wallet has to send. Once it stands ' +
      'in a block, it is among `proposals` in GraphQL.',
    problems: ['CHAIN_UNKNOWN', 'INVALID_INPUT'],
    path: '/v1/chains/:chain/proposal-drafts/:parameter/:value',
    params: z.strictObject({
      chain: delegateVotes.input.shape.chain.max(32),
      parameter: DraftView.shape.parameter,
      value: z
        .string()
        .regex(/^(?:0|[1-9][0-9]{0,39})$/)
        .max(40)
        .describe('In decimal'),
    }),
    answer: DraftView,
    read: ({ services }, context, question) => readDraft(services, context, question),
  }),
  mountCommand({
    operationId: 'castVote',
    tag: 'tokens',
    summary: 'Vote on a proposal',
    description:
      'What is signed is `Ballot` (proposalId, support, voter, nonce) in the domain of the governor, where `proposalId` is ' +
      'the proposal’s `number`, and against, for and abstaining are 0, 1 and 2. What counts is what was delegated to the ' +
      'address when voting began.',
    problems: ['NOT_FOUND', 'CHAIN_UNKNOWN'],
    method: 'POST',
    path: '/v1/proposals/:proposalId/votes',
    command: castVote,
    params: Proposal,
    body: castVote.input.omit({ proposalId: true }).extend({ address, signature }),
    example: { ...example, support: 'FOR' },
    input: (path, body) => ({ ...path, ...body }),
    status: 202,
    answer: Relayed,
  }),
  mountCommand({
    operationId: 'queueProposal',
    tag: 'tokens',
    summary: 'Put an accepted proposal into the timelock',
    description:
      'Anybody may. Whether it was accepted the governor says: when not, the transaction ends without having been sent.',
    problems: ['NOT_FOUND', 'CHAIN_UNKNOWN'],
    method: 'POST',
    path: '/v1/proposals/:proposalId/queueing',
    command: queueProposal,
    params: Proposal,
    body: noBody,
    input: (path) => path,
    status: 202,
    answer: Relayed,
  }),
  mountCommand({
    operationId: 'executeProposal',
    tag: 'tokens',
    summary: 'Carry out a proposal whose time in the timelock is over',
    description:
      'Anybody may. What it changes about the hub counts once the block that it was carried out in is final.',
    problems: ['NOT_FOUND', 'CHAIN_UNKNOWN'],
    method: 'POST',
    path: '/v1/proposals/:proposalId/execution',
    command: executeProposal,
    params: Proposal,
    body: noBody,
    input: (path) => path,
    status: 202,
    answer: Relayed,
  }),
]
