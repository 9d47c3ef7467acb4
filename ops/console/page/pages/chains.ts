import { read } from '../api/read.ts'
import { resumeChain } from '../api/resume-chain.ts'
import { group, h } from '../dom/h.ts'
import { deedButton } from '../parts/deed.ts'
import { choice } from '../parts/field.ts'
import { filterForm } from '../parts/filter.ts'
import { pageOf, pager } from '../parts/pager.ts'
import { card, facts, heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { rowLink, table } from '../parts/table.ts'
import { badge, count, id, span, when } from '../parts/words.ts'
import { type ChainRow, chains, type TransactionRow, transactionStates } from '../queries/chains.ts'
import { hrefOf, type Show, streamHref } from '../routing/route.ts'

const since = (iso: string): string => span((Date.now() - Date.parse(iso)) / 1_000)

const resumption = ({ chain }: ChainRow): HTMLElement =>
  deedButton({
    verb: 'Resume',
    explanation:
      'Follows the chain again. Look at its node first, and at others of the same chain: what was seen above the block below, and was not final, counts as gone.',
    action: 'chain.resume',
    subject: chain,
    inputs: [
      {
        name: 'fromBlock',
        label: 'From the block as the node has it now',
        hint: 'Its number. Empty: from where it was, for a node that was wrong and is right again.',
      },
    ],
    does: resumeChain,
  })

const chainCard = (row: ChainRow): HTMLElement =>
  card(
    row.chain,
    h('div', { class: 'row-buttons' }, badge(row.haltedAt === null ? 'FOLLOWED' : 'HALTED')),
    row.haltedAt === null
      ? undefined
      : h(
          'div',
          { class: 'state failure' },
          h('p', { class: 'state-title' }, h('code', {}, row.haltedCode)),
          h('p', {}, row.haltedDetail),
          resumption(row),
        ),
    facts([
      ['Head', h('code', {}, count(row.headNumber))],
      ['The head is old', since(row.headAt)],
      ['Safe up to', h('code', {}, count(row.safeNumber))],
      ['Final up to', h('code', {}, count(row.finalisedNumber))],
      [
        'Blocks that were gone',
        row.reorganisations === 0
          ? 'never'
          : `${count(row.reorganisations)} times, ${count(row.deepestReorganisation)} at most`,
      ],
      row.haltedAt === null ? undefined : ['Halted, UTC', when(row.haltedAt)],
      row.resumedAt === null ? undefined : ['Resumed, UTC', when(row.resumedAt)],
      row.resumedReason === null ? undefined : ['Because', row.resumedReason],
      ['Number of the chain', h('code', {}, row.chainId)],
      ['Stream', h('a', { href: streamHref(`chain-${row.chain}`) }, `chain-${row.chain}`)],
    ]),
  )

const transactionTable = (rows: readonly TransactionRow[]): HTMLElement =>
  table(
    'Transactions',
    [
      {
        title: 'What',
        cell: (row) => [
          rowLink(
            streamHref(`chainTransaction-${row.chainTransactionId}`),
            `${row.contract} ${row.method}`,
          ),
          row.failureCode === null
            ? undefined
            : h(
                'div',
                { class: 'long' },
                h('code', {}, row.failureCode),
                ` ${row.failureDetail ?? ''}`,
              ),
        ],
        wide: true,
      },
      { title: 'State', cell: ({ status }) => badge(status) },
      { title: 'Asked for, UTC', cell: ({ requestedAt }) => when(requestedAt), minor: true },
      {
        title: 'What for',
        cell: ({ purposeKind }) => purposeKind.toLowerCase().replaceAll('_', ' '),
        minor: true,
      },
      { title: 'Chain', cell: ({ chain }) => chain, minor: true },
      {
        title: 'Signer and nonce',
        cell: ({ signer, nonce }) => `${signer.toLowerCase()} ${nonce ?? ''}`,
        minor: true,
      },
      { title: 'Hash', cell: ({ hash }) => (hash === null ? '–' : id(hash)), minor: true },
      {
        title: 'Block',
        cell: ({ blockNumber, confirmations }) =>
          blockNumber === null ? '–' : `${count(blockNumber)} + ${count(confirmations)}`,
        numeric: true,
        minor: true,
      },
    ],
    rows,
  )

/** The chains that the hub follows, how far, and what it sends to them. */
export const showChains: Show = async ({ query }, signal) => {
  const asked = transactionStates.find((state) => state === query.get('status'))
  const place = { ...pageOf(query), status: asked ?? null }
  const { chains: followed, chainTransactions: page } = await read(chains, place, signal)
  const rows = page.edges.map(({ node }) => node)
  const states = transactionStates.map((state) => [state, state.toLowerCase()] as const)
  return group(
    heading('Chains', 'How far each chain is followed, and what the hub sends to its contracts.'),
    followed.length === 0
      ? nothing('No chain is followed.', 'QHUB_CHAINS says which.')
      : h('div', { class: 'cards' }, followed.map(chainCard)),
    h('h2', {}, 'Transactions'),
    filterForm(
      '/chains',
      'Which transactions',
      choice('State', 'status', [['', 'any'], ...states], asked ?? ''),
    ),
    rows.length === 0 ? nothing('There are no such transactions.') : transactionTable(rows),
    pager(page.pageInfo, (to) => hrefOf('/chains', { status: asked ?? '', ...to })),
  )
}
