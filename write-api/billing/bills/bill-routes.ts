import { z } from 'zod'
import {
  issueCreditNote,
  markUncollectible,
  payBill,
  voidBill,
} from '../../../commands/billing/bills/act.ts'
import { BillView, readBill } from '../../../commands/billing/bills/read-bill.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id } from '../../shapes.ts'
import { mountBillDownload } from './mount-bill-download.ts'

const BillPath = z.strictObject({ billId: Id })
const whole = '/v1/bills/:billId'
const exampleId = '0b8f7c1e-3a52-4d3f-9a63-1c0e5f7d2b11'

/** What all commands on one bill have in common. */
const onOne = {
  tag: 'billing',
  links: [{ operationId: 'getBill', parameter: 'billId', member: 'billId' }],
  params: BillPath,
  answer: z.object({ billId: Id }),
  location: ({ billId }: { readonly billId: string }) => `/v1/bills/${billId}`,
  precondition: 'accepted',
} as const

export const billRoutes: readonly Mount[] = [
  mountQuery({
    operationId: 'getBill',
    tag: 'billing',
    summary: 'Read a bill',
    description:
      'SETTLED lines were paid from the wallet when something was used; DUE lines are to be paid, with tax. What is ' +
      'issued never changes: credit notes take back.',
    problems: ['NOT_FOUND', 'FORBIDDEN'],
    path: whole,
    params: BillPath,
    answer: BillView,
    read: ({ services }, context, { billId }) => readBill(services, context, billId),
  }),
  mountBillDownload(),
  mountCommand({
    ...onOne,
    operationId: 'payBill',
    summary: 'Have a bill paid now',
    description:
      'From the wallet, or where that has too little from the card chosen for bills; with `methodId`, from this card. ' +
      'What came of it is seen in `getBill`.',
    problems: ['NOT_FOUND', 'ILLEGAL_BILL_TRANSITION'],
    method: 'POST',
    path: `${whole}/payments`,
    command: payBill,
    body: payBill.input.omit({ billId: true }),
    example: { methodId: exampleId },
    input: (path, body) => ({ ...path, ...body }),
    status: 202,
  }),
  mountCommand({
    ...onOne,
    operationId: 'voidBill',
    summary: 'Void a bill (operators)',
    description:
      'An open one, of which nothing was paid or credited: it asks for nothing any more.',
    problems: ['NOT_FOUND', 'ILLEGAL_BILL_TRANSITION'],
    method: 'PUT',
    path: `${whole}/voiding`,
    command: voidBill,
    body: voidBill.input.omit({ billId: true }),
    example: { reason: 'Billed to the wrong organisation' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
  }),
  mountCommand({
    ...onOne,
    operationId: 'markBillUncollectible',
    summary: 'Give up a bill (operators)',
    description: 'What is owed is booked as lost. It can still be paid.',
    problems: ['NOT_FOUND', 'ILLEGAL_BILL_TRANSITION'],
    method: 'PUT',
    path: `${whole}/uncollectible`,
    command: markUncollectible,
    body: markUncollectible.input.omit({ billId: true }),
    example: { reason: 'The customer is bankrupt' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
  }),
  mountCommand({
    ...onOne,
    operationId: 'issueCreditNote',
    summary: 'Take back part of what a bill asks for (operators)',
    description:
      'Names due lines and amounts before tax; the tax on them goes back, too. It is numbered and booked at once; what ' +
      'was paid too much then goes back to where it came from.',
    problems: ['NOT_FOUND', 'ILLEGAL_BILL_TRANSITION', 'CREDIT_ABOVE_BILLED'],
    method: 'POST',
    path: `${whole}/credit-notes`,
    command: issueCreditNote,
    body: issueCreditNote.input.omit({ billId: true }),
    example: { lines: [{ lineId: exampleId, amount: '250' }], reason: 'Reserved time was cut' },
    input: (path, body) => ({ ...path, ...body }),
    status: 201,
    answer: z.object({ billId: Id, creditNoteId: Id }),
  }),
]
