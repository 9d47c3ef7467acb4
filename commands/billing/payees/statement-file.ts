import { decodeEvent } from '../../../domain/events.ts'
import { payee } from '../../../domain/billing/payees/payee.ts'
import type { PayeeEvent } from '../../../domain/billing/payees/payee-events.ts'
import { statementOf, type Statement } from '../../../domain/billing/payees/statement.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import { addMonths } from '../../../domain/subscriptions/calendar.ts'
import { notFound } from '../../shared/change.ts'
import { allows, type CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'

export type StatementFile = { readonly fileName: string; readonly content: string }

const header = 'at,kind,gross,commission,refunded,amount,balance,asset,reference'

/** Amounts in minor units; nothing in it needs quotes. */
const csvOf = ({ asset, opening, lines, closing }: Statement, from: string, before: string) =>
  [
    header,
    `${from},OPENING,,,,,${opening.toString()},${asset},`,
    ...lines.map(({ at, kind, gross, commission, refunded, amount, balance, reference }) =>
      [at, kind, gross, commission, refunded, amount, balance, asset, reference].join(','),
    ),
    `${before},CLOSING,,,,,${closing.toString()},${asset},`,
    '',
  ].join('\r\n')

export type StatementWish = {
  readonly organisation: string
  /** Of the asset: "USD". */
  readonly code: string
  /** yyyy-mm, UTC. */
  readonly month: string
}

/** A month of a payee's balance in one asset, out of the log itself. */
export const statementFile = async (
  { eventStore }: Pick<Services, 'eventStore'>,
  context: CommandContext,
  { organisation, code, month }: StatementWish,
): Promise<ReadOutcome<StatementFile>> => {
  if (!allows(context, 'billing:read'))
    return {
      kind: 'failed',
      failure: { code: 'FORBIDDEN', detail: 'This takes the scope billing:read.' },
    }
  const stream = streamOf(payee, organisation)
  const recorded = actsFor(context, organisation) ? await eventStore.read(stream) : []
  // The stream's name says whose events it holds; the stored contract is checked by decodeEvent.
  const events = recorded.map((event) => decodeEvent(event) as PayeeEvent)
  const asset = events
    .map(({ data }) => ('asset' in data ? data.asset : ''))
    .find((each) => each.startsWith(`${code}/`))
  const last = recorded.at(-1)
  if (asset === undefined || last === undefined) {
    const { rejected, detail } = notFound('statement')
    return { kind: 'failed', failure: { code: rejected, detail } }
  }
  const from = `${month}-01T00:00:00.000Z`
  const before = addMonths(from, 1)
  const content = csvOf(statementOf(events, { asset, from, before }), from, before)
  const { revision, position } = last
  const view = { fileName: `statement-${code}-${month}.csv`, content }
  return { kind: 'read', view, stream, revision, position }
}
