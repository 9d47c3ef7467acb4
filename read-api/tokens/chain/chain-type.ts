import { Chain } from './refs.ts'

Chain.implement({
  description: 'A chain that the hub follows. Numbers of blocks are decimal strings.',
  fields: (t) => ({
    chain: t.exposeID('chain', { description: 'The hub’s key of it: `ethereum`, `local`.' }),
    chainId: t.exposeString('chain_id', { description: 'The number by which wallets know it.' }),
    headNumber: t.string({
      description: 'The last block that was followed.',
      resolve: ({ head_number }) => head_number.toString(),
    }),
    headHash: t.exposeString('head_hash', { description: 'Its hash.' }),
    headAt: t.expose('head_at', {
      type: 'DateTime',
      description:
        'When the chain made it. The difference from now is how far the hub is behind, but for the time between blocks.',
    }),
    safeNumber: t.string({
      description: 'Up to this block all is safe.',
      resolve: ({ safe_number }) => safe_number.toString(),
    }),
    finalisedNumber: t.string({
      description: 'Up to this block all is final.',
      resolve: ({ finalised_number }) => finalised_number.toString(),
    }),
    changedAt: t.expose('changed_at', {
      type: 'DateTime',
      description: 'When that was last written down; at least every half minute while blocks come.',
    }),
    reorganisations: t.exposeInt('reorganisations', {
      description: 'How often blocks that had been followed were gone.',
    }),
    deepestReorganisation: t.exposeInt('deepest', {
      description: 'How many blocks were, the time it were most.',
    }),
    reorganisedAt: t.expose('reorganised_at', {
      ...{ type: 'DateTime', nullable: true },
      description: 'When that happened last.',
    }),
    haltedCode: t.exposeString('halted_code', {
      nullable: true,
      description:
        'Why it is followed no further until an operator resumes it: `TOO_DEEP`, `WRONG_CHAIN`.',
    }),
    haltedDetail: t.exposeString('halted_detail', {
      nullable: true,
      description: 'What the node showed.',
    }),
    haltedAt: t.expose('halted_at', {
      ...{ type: 'DateTime', nullable: true },
      description: 'Since when.',
    }),
    resumedAt: t.expose('resumed_at', {
      ...{ type: 'DateTime', nullable: true },
      description: 'When an operator last had it followed again.',
    }),
    resumedReason: t.exposeString('resumed_reason', {
      nullable: true,
      description: 'Why.',
    }),
  }),
})
