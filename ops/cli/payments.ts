import { Command } from 'commander'
import {
  findDifferences,
  type Comparison,
} from '../../commands/billing/reconciliation/find-differences.ts'
import {
  runReconciliation,
  usualDays,
  usualGraceSeconds,
} from '../../commands/billing/reconciliation/run-reconciliation.ts'
import { systemContext } from '../../commands/shared/context.ts'
import { execute } from '../../commands/shared/execute.ts'
import type { Services } from '../../commands/shared/services.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import type { DeedOrder } from '../../platform/operations/port.ts'
import { attached } from './attached.ts'
import { changing } from './changing.ts'
import { jsonOption, optionalReason, wholeNumber, type Json, type Why } from './options.ts'
import { asJson, print, say } from './say.ts'
import { simulateCommand } from './simulate-payments.ts'

type Options = Json &
  Why & { readonly days: number; readonly grace: number; readonly look?: boolean }

type Asked = { readonly days: number; readonly graceSeconds: number }

type Told = Omit<Comparison, 'compared'>

const look = async (services: Services, { days, graceSeconds }: Asked): Promise<Told> => {
  const since = new Date(services.clock.now().getTime() - days * 86_400_000).toISOString()
  const { compared: _, ...told } = await findDifferences(services, { since, graceSeconds })
  return told
}

/** With findings raised, and those that are gone cleared, as the hub's own runs do it. */
const run = async (
  services: Services,
  asked: Asked,
  { actionId, correlationId }: DeedOrder,
): Promise<Told> => {
  const context = systemContext('operator', derivedId(actionId, 'run'), correlationId, actionId)
  const outcome = await execute(services, runReconciliation, asked, context)
  if (outcome.kind === 'failed') throw new Error(outcome.failure.detail)
  const { differences, payments, refunds, disputes, transfers } = outcome.answer
  return { differences, payments, refunds, disputes, transfers }
}

const inWords = ({ differences, payments, refunds, disputes, transfers }: Told): string =>
  `${payments} payments, ${refunds} refunds, ${disputes} disputes, ${transfers} transfers: ${differences.length} differences`

const tell = (compared: Told, json: boolean): void => {
  const { differences } = compared
  if (json) print(asJson(compared))
  else
    for (const { code, subject, ours = '-', theirs = '-' } of differences)
      print(`${code}  ${subject}  ours: ${ours}  theirs: ${theirs}`)
  say(inWords(compared))
  if (differences.length > 0) process.exitCode = 1
}

const reconcileCommand = (): Command =>
  new Command('reconcile')
    .description(
      'compare the provider’s payments, refunds, disputes and transfers with ours, both ways; 1 when something differs',
    )
    .option('--days <n>', 'how far back', wholeNumber(1, 400), usualDays)
    .option(
      '--grace <seconds>',
      'what moved since then is left alone',
      wholeNumber(0, 86_400),
      usualGraceSeconds,
    )
    .option('--look', 'only look: raise no findings')
    .addOption(optionalReason())
    .addOption(jsonOption())
    .action(async ({ days, grace, look: onlyLooks = false, reason, json = false }: Options) => {
      const asked = { days, graceSeconds: grace }
      if (onlyLooks)
        return attached(async ({ services }) => tell(await look(services, asked), json))
      const parameters = { days: String(days), graceSeconds: String(grace) }
      const why = reason === undefined ? {} : { reason }
      return changing(
        { action: 'payments.reconcile', subject: 'payments', parameters, ...why },
        async ({ services }, order) => {
          const compared = await run(services, asked, order)
          tell(compared, json)
          return { outcome: 'DONE', detail: inWords(compared) }
        },
        () => undefined,
      )
    })

/** Payments at the provider, for operators. */
export const paymentsCommand = (): Command =>
  new Command('payments')
    .description(
      'payments at the provider: whether its books and ours say the same; the simulator of one',
    )
    .addCommand(reconcileCommand())
    .addCommand(simulateCommand())
