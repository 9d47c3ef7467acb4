import { accountTypes, factsOf } from '../../domain/billing/ledger/chart.ts'

const head = `# Chart of accounts

Generated from the chart itself (\`domain/billing/ledger/chart.ts\`) by \`node --import=tsx ops/docs/main.ts\`; a test keeps it current.

An account is named \`<type>\`, or \`<type>:<owner>\` where it has one. It grows on its normal side. Only events of the streams named may move it: the stored contract of every event says so. What a \`journal\` moves, operators may adjust. How it works: [the ledger](../explanation/ledger.md).
`

const owners = { WALLET: 'a wallet', ORGANISATION: 'an organisation', HUB: 'the hub' } as const

/** docs/reference/chart-of-accounts.md, as it should be. */
export const chartPage = (): string =>
  [
    head,
    '| Account | Of | Normal side | Moved by | Holds |',
    '| --- | --- | --- | --- | --- |',
    ...accountTypes.map((type) => {
      const { owner, normal, movedBy, meaning } = factsOf(type)
      return `| \`${type}\` | ${owners[owner]} | ${normal.toLowerCase()} | ${movedBy.join(', ')} | ${meaning} |`
    }),
    '',
  ].join('\n')
