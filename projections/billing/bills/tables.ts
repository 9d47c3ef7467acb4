import type { BillStatus } from '../../../domain/billing/bills/bill-state.ts'
import type { BillLine } from '../../../domain/billing/bills/lines.ts'

export type BillRow = {
  readonly bill_id: string
  readonly organisation: string
  readonly wallet_id: string
  readonly asset: string
  readonly status: BillStatus
  readonly period_start: Date
  readonly period_end: Date
  /** What the wallet had paid for. */
  readonly settled: string
  readonly number: string | null
  readonly issued_at: Date | null
  readonly due_at: Date | null
  readonly tax_label: string | null
  readonly tax_basis_points: number | null
  readonly net: string
  readonly tax: string
  /** Net and tax. */
  readonly due: string
  /** What of it is to be paid now. */
  readonly owed: string
  readonly overdue: boolean
  readonly reminders: number
  readonly paid_at: Date | null
  readonly credit_notes: readonly PrintedNote[]
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

/** A credit note that is issued. */
export type PrintedNote = {
  readonly creditNoteId: string
  readonly number: string
  readonly amount: string
  readonly tax: string
  readonly reason: string
  readonly at: string
}

export type BillLineRow = {
  readonly bill_id: string
  /** Its place on the bill, from 0. */
  readonly line: number
  readonly line_id: string
  readonly kind: BillLine['kind']
  readonly settlement: BillLine['settlement']
  readonly description: string
  readonly subject_kind: BillLine['subject']['kind']
  readonly subject_id: string
  readonly quantity: string | null
  readonly unit: string | null
  readonly amount: string
  readonly asset: string
  readonly service_start: Date | null
  readonly service_end: Date | null
  readonly position: bigint
}

export type BillTables = { readonly bills: BillRow; readonly bill_lines: BillLineRow }
