import { Command } from 'commander'
import { balanceFromLog, balanceFromRows } from '../ledger/read-ledger.ts'
import { balanceOf, type LedgerPoint, type TrialBalance } from '../ledger/trial-balance.ts'
import { attached } from './attached.ts'
import { ledgerVerifyCommand } from './ledger-verify.ts'
import { asJson, fail, print } from './say.ts'

type Options = {
  readonly at?: string
  readonly bookedUntil?: string
  readonly from: string
  readonly json?: boolean
}

const timeOf = (text: string): Date => {
  const time = new Date(text)
  return Number.isNaN(time.getTime())
    ? fail(2, `${text} is neither a position nor an ISO 8601 time`)
    : time
}

/** Digits are a position of the log, anything else a time of recording. */
const pointOf = ({ at, bookedUntil }: Options): LedgerPoint => ({
  ...(at === undefined
    ? {}
    : /^\d{1,19}$/.test(at)
      ? { position: BigInt(at) }
      : { recordedUntil: timeOf(at) }),
  ...(bookedUntil === undefined ? {} : { bookedUntil: timeOf(bookedUntil) }),
})

const lines = ({ asset, debits, credits, accounts }: TrialBalance): readonly string[] => [
  ...accounts.map(
    (line) =>
      `${line.account.padEnd(66)} ${line.debits.toString().padStart(18)} ${line.credits.toString().padStart(18)} ${balanceOf(line).toString().padStart(18)}  ${asset}`,
  ),
  `${(debits === credits ? 'in balance' : 'OUT OF BALANCE').padEnd(66)} ${debits.toString().padStart(18)} ${credits.toString().padStart(18)} ${''.padStart(18)}  ${asset}`,
]

const show = (balances: readonly TrialBalance[], json: boolean): void => {
  if (json)
    print(
      asJson(
        balances.map(({ accounts, ...balance }) => ({
          ...balance,
          balanced: balance.debits === balance.credits,
          accounts: accounts.map((line) => ({ ...line, balance: balanceOf(line) })),
        })),
      ),
    )
  else for (const line of balances.flatMap(lines)) print(line)
  if (balances.some(({ debits, credits }) => debits !== credits)) process.exitCode = 1
}

/** The books, for operators. */
export const ledgerCommand = (): Command =>
  new Command('ledger')
    .description(
      'the books: balances at any point, and whether everything in them is as it must be',
    )
    .addCommand(
      new Command('trial-balance')
        .description(
          'every account’s debits, credits and balance on its normal side, in minor units; 1 when an asset is out of balance',
        )
        .option('--at <position|time>', 'as recorded up to a position of the log, or a time')
        .option('--booked-until <time>', 'of what had happened economically by then')
        .option('--from <log|rows>', 'from the events, or from the read model', 'log')
        .option('--json', 'one JSON document')
        .action((options: Options) => {
          if (!['log', 'rows'].includes(options.from)) fail(2, '--from is log or rows')
          const point = pointOf(options)
          return attached(async ({ connections: { eventStore, postgres } }) =>
            show(
              await (options.from === 'log'
                ? balanceFromLog(eventStore, point)
                : balanceFromRows(postgres, point)),
              options.json === true,
            ),
          )
        }),
    )
    .addCommand(ledgerVerifyCommand())
