import type { ChainEntryRow } from '../../../projections/tokens/chain/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { EntryStatus } from '../chain/entry-type.ts'
import { about, saidAt, tallyOf, type Tally } from './reads.ts'
import { HubParameter, Proposal, Vote, VoteConnection } from './refs.ts'

const order = creationOrder('proposal.votes')
const said = ({ arguments: texts }: ChainEntryRow, name: string): string => texts[name] ?? ''
/** Contracts count seconds since 1970. */
const momentOf = (seconds: string): Date => new Date(Number(seconds) * 1000)

HubParameter.implement({
  description: 'A number of the hub, as holders of the token decided it last.',
  fields: (t) => ({
    name: t.exposeID('name', { description: '`commission`, `rewardPool`, `listingReview`.' }),
    value: t.exposeString('value', { description: 'In decimal.' }),
    chain: t.exposeID('chain', { description: 'Where it was decided.' }),
    transactionHash: t.exposeString('transaction_hash', { description: 'And carried out.' }),
    setAt: t.expose('set_at', { type: 'DateTime', description: 'Since when the hub goes by it.' }),
  }),
})

const ProposalTally = builder.objectRef<Tally>('ProposalTally').implement({
  description: 'What was cast so far, in the smallest unit of QVT.',
  fields: (t) => ({
    for: t.exposeString('for', { description: 'For it.' }),
    against: t.exposeString('against', { description: 'Against it.' }),
    abstain: t.exposeString('abstain', { description: 'Neither; it counts for the quorum.' }),
  }),
})

const ProposalStatus = builder.enumType('ProposalStatus', {
  description: 'How far a proposal is, by what the governor said and by the time.',
  values: {
    PENDING: { description: 'Voting has not begun.' },
    ACTIVE: { description: 'Votes are cast.' },
    ENDED: { description: 'Voting is over; with a quorum and a majority it can be queued.' },
    QUEUED: { description: 'Accepted; it waits in the timelock.' },
    EXECUTED: { description: 'Carried out.' },
    CANCELLED: { description: 'Withdrawn.' },
  },
})

Vote.implement({
  description: 'A vote on a proposal.',
  fields: (t) => ({
    voteId: t.exposeID('entry_id', { description: 'The hub’s id of it.' }),
    voter: t.string({ description: 'Whose: an address.', resolve: (row) => said(row, 'voter') }),
    support: t.string({
      description: '`FOR`, `AGAINST` or `ABSTAIN`.',
      resolve: (row) => ['AGAINST', 'FOR', 'ABSTAIN'][Number(said(row, 'support'))] ?? 'OTHER',
    }),
    weight: t.string({
      description: 'In the smallest unit of QVT, as it was when voting began.',
      resolve: (row) => said(row, 'weight'),
    }),
    status: t.field({
      type: EntryStatus,
      description: 'How surely it stands on the chain.',
      resolve: ({ status }) => status,
    }),
    castAt: t.expose('block_at', { type: 'DateTime', description: 'When, by the chain’s clock.' }),
  }),
})

Proposal.implement({
  description: 'Something about the hub that holders of the token vote on.',
  fields: (t) => ({
    proposalId: t.exposeID('entry_id', { description: 'The hub’s id of it.' }),
    chain: t.exposeID('chain', { description: 'On which chain.' }),
    number: t.string({
      description: 'The governor’s id of it: what a ballot names.',
      resolve: (row) => said(row, 'proposalId'),
    }),
    proposer: t.string({ description: 'An address.', resolve: (row) => said(row, 'proposer') }),
    description: t.string({
      description: 'In the proposer’s words.',
      resolve: (row) => said(row, 'description'),
    }),
    startsAt: t.field({
      type: 'DateTime',
      description: 'When voting begins; what counts are the votes of that moment.',
      resolve: (row) => momentOf(said(row, 'voteStart')),
    }),
    endsAt: t.field({
      type: 'DateTime',
      description: 'When it is over, unless a late quorum makes it longer.',
      resolve: (row) => momentOf(said(row, 'voteEnd')),
    }),
    onChain: t.field({
      type: EntryStatus,
      description: 'How surely it stands on the chain.',
      resolve: ({ status }) => status,
    }),
    status: t.field({
      type: ProposalStatus,
      description: 'How far it is.',
      complexity: 4,
      resolve: async (row, _, { view: { db, clock } }) => {
        if (await saidAt(db, row, 'ProposalExecuted')) return 'EXECUTED'
        if (await saidAt(db, row, 'ProposalCanceled')) return 'CANCELLED'
        if (await saidAt(db, row, 'ProposalQueued')) return 'QUEUED'
        const now = clock.now().getTime() / 1000
        if (now < Number(said(row, 'voteStart'))) return 'PENDING'
        return now <= Number(said(row, 'voteEnd')) ? 'ACTIVE' : 'ENDED'
      },
    }),
    executableAt: t.field({
      ...{ type: 'DateTime', nullable: true, complexity: 2 },
      description: 'When its time in the timelock is over; null while it is not queued.',
      resolve: async (row, _, { view: { db } }) => {
        const queued = await saidAt(db, row, 'ProposalQueued')
        return queued === undefined ? null : momentOf(said(queued, 'etaSeconds'))
      },
    }),
    tally: t.field({
      type: ProposalTally,
      description: 'What was cast so far.',
      complexity: 4,
      resolve: (row, _, { view: { db } }) => tallyOf(db, row),
    }),
    votes: t.connection(
      {
        type: Vote,
        description: 'Votes, the latest first.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: async (row, args, { view: { db } }) => {
          const page = pageRequest(args, order, 'DESC')
          const rows = await takePage(about(db, row, 'VoteCast'), page).execute()
          return pageOf<ChainEntryRow>(rows, page, creationKey)
        },
      },
      VoteConnection,
    ),
  }),
})
