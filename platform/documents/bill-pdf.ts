import { Buffer } from 'node:buffer'
import PDFDocument from 'pdfkit'
import type { BillDocument, PrintedLine } from './bill-document.ts'
import { createPen, type Pen, type Style } from './pen.ts'

/** A4, in points. */
const page = { width: 595.28, height: 841.89 }
const left = 56
const right = page.width - 56
const bottom = page.height - 78
const quantityWidth = 66
const serviceWidth = 118

/** Where columns begin and end: amounts take what they need, which is much where an asset has 18 decimals. */
type Columns = {
  readonly description: number
  readonly service: number
  readonly quantity: number
  readonly totals: number
}
const columnsFor = (pen: Pen, { groups, totals: sums }: BillDocument): Columns => {
  const lines = groups.flatMap((group) => group.lines.map(({ amount }) => pen.width(amount, body)))
  const widest = Math.max(52, ...lines)
  const sum = Math.max(0, ...sums.map(({ value }) => pen.width(value, { ...strong, size: 11 })))
  const quantity = right - widest - 12
  const service = quantity - quantityWidth - serviceWidth + 8
  return {
    ...{ description: service - left - 14, service, quantity },
    totals: Math.min(300, right - sum - 130),
  }
}

const grey = '#5f6673'
const ink = '#14181f'
const rule = '#d5d9e0'
const accent = '#2b50c8'
const body: Style = { size: 9, colour: ink }
const small: Style = { size: 8, colour: grey }
const label: Style = { size: 7.5, colour: grey, face: 'bold' }
const strong: Style = { size: 9, colour: ink, face: 'bold' }
const leading = 13

/** Where the next line goes; a page begins when there is no room for it. */
type Cursor = { y: number; readonly make: (height: number) => void }

const lineAcross = (doc: PDFKit.PDFDocument, y: number, colour = rule): void => {
  doc.moveTo(left, y).lineTo(right, y).lineWidth(0.6).strokeColor(colour).stroke()
}

const head = (doc: PDFKit.PDFDocument, pen: Pen, bill: BillDocument): number => {
  doc.rect(0, 0, page.width, 6).fill(accent)
  pen.write('Bill', left, 46, { size: 24, colour: ink, face: 'bold' })
  pen.write(bill.number, left, 76, { size: 11, colour: grey })
  const { name, address, details } = bill.issuer
  const half = 230
  let y = 48
  for (const text of pen.wrap(name, half, strong)) {
    pen.writeRight(text, right, y, strong)
    y += leading
  }
  for (const text of [...address, ...details].flatMap((each) => pen.wrap(each, half, small))) {
    pen.writeRight(text, right, y, small)
    y += 11.5
  }
  return Math.max(y, 96) + 22
}

const parties = (pen: Pen, bill: BillDocument, top: number): number => {
  pen.write('BILLED TO', left, top, label)
  let y = top + 15
  bill.customer.forEach((text, index) => {
    for (const line of pen.wrap(text, 250, index === 0 ? strong : body)) {
      pen.write(line, left, y, index === 0 ? strong : body)
      y += leading
    }
  })
  let factsY = top
  for (const { label: name, value } of bill.facts) {
    pen.write(name, 340, factsY, small)
    pen.writeRight(value, right, factsY, body)
    factsY += leading + 1
  }
  return Math.max(y, factsY) + 22
}

const tableHead = (doc: PDFKit.PDFDocument, pen: Pen, columns: Columns, y: number): number => {
  pen.write('DESCRIPTION', left, y, label)
  pen.write('PERIOD', columns.service, y, label)
  pen.writeRight('QUANTITY', columns.quantity, y, label)
  pen.writeRight('AMOUNT', right, y, label)
  lineAcross(doc, y + 13, ink)
  return y + 21
}

const row = (pen: Pen, columns: Columns, cursor: Cursor, line: PrintedLine): void => {
  const texts = pen.wrap(line.description, columns.description, body)
  const quantity = pen.wrap(line.quantity, quantityWidth, small)
  cursor.make(Math.max(texts.length, quantity.length) * leading)
  const { y } = cursor
  texts.forEach((text, index) => pen.write(text, left, y + index * leading, body))
  pen.write(line.service, columns.service, y + 0.7, small)
  quantity.forEach((text, index) =>
    pen.writeRight(text, columns.quantity, y + 0.7 + index * leading, small),
  )
  pen.writeRight(line.amount, right, y, body)
  cursor.y += Math.max(texts.length, quantity.length) * leading + 3
}

const table = (
  doc: PDFKit.PDFDocument,
  pen: Pen,
  bill: BillDocument,
  columns: Columns,
  cursor: Cursor,
): void => {
  cursor.y = tableHead(doc, pen, columns, cursor.y)
  for (const { title, lines, total } of bill.groups) {
    // A title never stands alone at the foot of a page.
    cursor.make(4 * leading)
    pen.write(title, left, cursor.y, { ...strong, colour: accent })
    cursor.y += leading + 4
    for (const line of lines) row(pen, columns, cursor, line)
    cursor.make(leading + 8)
    doc.moveTo(Math.min(columns.quantity, right - 90), cursor.y + 1).lineTo(right, cursor.y + 1)
    doc.lineWidth(0.6).strokeColor(rule).stroke()
    pen.writeRight(total, right, cursor.y + 6, strong)
    cursor.y += leading + 14
  }
}

const totals = (
  doc: PDFKit.PDFDocument,
  pen: Pen,
  bill: BillDocument,
  columns: Columns,
  cursor: Cursor,
): void => {
  cursor.make(bill.totals.length * 18 + 12)
  lineAcross(doc, cursor.y, ink)
  cursor.y += 10
  for (const { label: name, value, strong: isStrong = false } of bill.totals) {
    const style = isStrong ? { size: 11, colour: ink, face: 'bold' as const } : body
    pen.write(name, columns.totals, cursor.y, style)
    pen.writeRight(value, right, cursor.y, style)
    cursor.y += isStrong ? 19 : 15
  }
  cursor.y += 12
  for (const text of bill.notes.flatMap((note) => pen.wrap(note, right - left, small))) {
    cursor.make(12)
    pen.write(text, left, cursor.y, small)
    cursor.y += 12
  }
}

const feet = (doc: PDFKit.PDFDocument, pen: Pen, { number, issuer }: BillDocument): void => {
  const { count } = doc.bufferedPageRange()
  for (let index = 0; index < count; index++) {
    doc.switchToPage(index)
    const y = page.height - 50
    lineAcross(doc, y - 8)
    pen.write(pen.wrap(issuer.name, 230, small)[0] ?? '', left, y, small)
    pen.writeRight(`${number} · page ${index + 1} of ${count}`, right, y, small)
  }
}

/** The bill as a PDF: the same bytes for the same bill. */
export const billPdf = async (bill: BillDocument): Promise<Buffer> => {
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: 'en',
    info: {
      Title: `Bill ${bill.number}`,
      Author: bill.issuer.name,
      Producer: 'Quantum Hub',
      Creator: 'Quantum Hub',
      // Of the bill, not of now: the bytes follow from it.
      CreationDate: new Date(bill.issuedAt),
    },
  })
  const chunks: Buffer[] = []
  const whole = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  const pen = createPen(doc)
  const columns = columnsFor(pen, bill)
  const cursor: Cursor = {
    y: parties(pen, bill, head(doc, pen, bill)),
    make: (height) => {
      if (cursor.y + height <= bottom) return
      doc.addPage()
      cursor.y = tableHead(doc, pen, columns, 56)
    },
  }
  table(doc, pen, bill, columns, cursor)
  totals(doc, pen, bill, columns, cursor)
  feet(doc, pen, bill)
  doc.end()
  return whole
}
