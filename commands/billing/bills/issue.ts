import { bill, type BillCommand } from '../../../domain/billing/bills/bill.ts'
import {
  billNumbers,
  numberGiven,
  seriesIdOf,
  type NumberCommand,
  type Series,
} from '../../../domain/billing/bills/numbers.ts'
import { billingProfile } from '../../../domain/billing/bills/profile.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { notFound } from '../../shared/change.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'

type Refusal = Rejection | Failure | undefined
export type IssueSteps = {
  readonly number: (seriesId: string, command: NumberCommand) => Promise<Refusal>
  readonly change: (billId: string, command: BillCommand) => Promise<Refusal>
}

/**
 * Gives a document its number, then says it on the document. The year is that in which the document was begun, and a
 * document that was begun is never given up: so a number that was taken is used, after whatever breaks off in between.
 */
const numbered = async (
  { eventStore, foldCache, policy }: Services,
  series: Series,
  documentId: string,
  begun: string,
  { number }: IssueSteps,
): Promise<string | Rejection | Failure> => {
  const of = { entity: policy.issuer.entity, series, year: Number(begun.slice(0, 4)) }
  const seriesId = seriesIdOf(of)
  const refused = await number(seriesId, { type: 'NumberDocument', ...of, documentId })
  if (refused !== undefined) return refused
  const { state } = await load(eventStore, foldCache, billNumbers, seriesId)
  const given = numberGiven(state, documentId)
  if (given === undefined) throw new Error(`${documentId} has no number in ${seriesId}`)
  return given
}

/** DRAFT → OPEN, or PAID where nothing is due. What is finalised stays as it is. */
export const finaliseBill = async (
  services: Services,
  billId: string,
  steps: IssueSteps,
): Promise<Refusal> => {
  const { eventStore, foldCache, policy } = services
  const { state } = await load(eventStore, foldCache, bill, billId)
  if (state.kind === 'absent') return notFound('bill')
  if (state.kind === 'final') return undefined
  const { organisation, at } = state.draft
  const number = await numbered(services, 'BILL', billId, at, steps)
  if (typeof number !== 'string') return number
  const { state: profile } = await load(eventStore, foldCache, billingProfile, organisation)
  const { party, terms } = profile
  const { issuer } = policy
  return steps.change(billId, {
    type: 'FinaliseBill',
    ...{ billId, number, issuer, terms },
    ...(party === undefined ? {} : { party }),
  })
}

/** Numbers a credit note that was opened; it is booked then. */
export const issueNote = async (
  services: Services,
  billId: string,
  creditNoteId: string,
  steps: IssueSteps,
): Promise<Refusal> => {
  const { state } = await load(services.eventStore, services.foldCache, bill, billId)
  const note =
    state.kind === 'final'
      ? state.notes.find((each) => each.creditNoteId === creditNoteId)
      : undefined
  if (note === undefined) return notFound('credit note')
  if (note.number !== undefined) return undefined
  const number = await numbered(services, 'CREDIT_NOTE', creditNoteId, note.at, steps)
  if (typeof number !== 'string') return number
  return steps.change(billId, { type: 'IssueCreditNote', billId, creditNoteId, number })
}
