import { group, h } from '../dom/h.ts'
import { field } from '../parts/field.ts'
import { filterForm } from '../parts/filter.ts'
import { card, heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { table } from '../parts/table.ts'
import { badge, decimal } from '../parts/words.ts'
import { readAnswer } from '../api/read.ts'
import { trialBalance, type TrialBalance } from '../queries/ledger.ts'
import type { Show } from '../routing/route.ts'

const pointOf = (
  query: URLSearchParams,
): { readonly position?: string; readonly recordedUntil?: string } | null => {
  const position = query.get('position')
  const until = query.get('until')
  if (position === null && until === null) return null
  return {
    ...(position === null ? {} : { position }),
    ...(until === null ? {} : { recordedUntil: new Date(`${until}Z`).toISOString() }),
  }
}

const balanceOf = ({ asset, balanced, debits, credits, accounts }: TrialBalance): HTMLElement =>
  card(
    asset,
    h(
      'p',
      { class: 'sums' },
      badge(balanced ? 'BALANCED' : 'UNBALANCED'),
      h('span', {}, 'Debits ', h('strong', {}, decimal(debits.decimal))),
      h('span', {}, 'Credits ', h('strong', {}, decimal(credits.decimal))),
    ),
    table(
      `Accounts in ${asset}`,
      [
        { title: 'Account', cell: ({ account }) => h('code', {}, account), wide: true },
        { title: 'Type', cell: ({ type }) => type.replaceAll('_', ' '), minor: true },
        { title: 'Debits', cell: (row) => decimal(row.debits.decimal), numeric: true, minor: true },
        {
          title: 'Credits',
          cell: (row) => decimal(row.credits.decimal),
          numeric: true,
          minor: true,
        },
        {
          title: 'Balance',
          cell: (row) => h('strong', {}, decimal(row.balance.decimal)),
          numeric: true,
        },
        {
          title: 'Side',
          cell: ({ normalSide }) => h('span', { class: 'soft' }, normalSide.toLowerCase()),
        },
      ],
      accounts,
    ),
  )

export const showLedger: Show = async ({ query }, signal) => {
  const { data, freshness } = await readAnswer(trialBalance, { asOf: pointOf(query) }, signal)
  const { ledgerTrialBalance: assets } = data
  const at = query.get('position') ?? freshness?.position
  return group(
    heading('Ledger', [
      'Trial balance as of position ',
      h('code', {}, at ?? '–'),
      '. Debits equal credits in every asset, at every position of the log.',
    ]),
    filterForm(
      '/ledger',
      'As of when',
      field('Position of the log', {
        name: 'position',
        inputmode: 'numeric',
        pattern: '[0-9]{1,19}',
        value: query.get('position') ?? '',
      }),
      field('Recorded until, UTC', {
        name: 'until',
        type: 'datetime-local',
        step: '1',
        value: query.get('until') ?? '',
      }),
    ),
    assets.length === 0
      ? nothing(
          'No money had moved by then.',
          'Every transaction of the log would stand here, account by account.',
        )
      : assets.map(balanceOf),
  )
}
