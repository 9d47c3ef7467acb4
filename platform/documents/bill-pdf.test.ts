import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import t from 'tap'
import type { BillDocument, PrintedLine } from './bill-document.ts'
import { billPdf } from './bill-pdf.ts'

const line = (n: number): PrintedLine => ({
  description: `Jobs on device ${n}`,
  service: '1 Nov 2026 – 30 Nov 2026',
  quantity: `${n} jobs`,
  amount: `${n}.37`,
})
const billOf = (lines: readonly PrintedLine[], customer: readonly string[]): BillDocument => ({
  number: 'QH-2026-000042',
  issuedAt: '2026-12-01T00:00:00.000Z',
  issuer: { name: 'Quantum Hub Ltd', address: ['1 Example Street'], details: ['Tax id XX1'] },
  customer,
  facts: [{ label: 'Date', value: '1 Dec 2026' }],
  groups: [{ title: 'Paid from your wallet', lines, total: '106.86 USD' }],
  totals: [
    { label: 'Total', value: '106.86 USD' },
    { label: 'Due', value: '11.41 USD', strong: true },
  ],
  notes: ['Tax is added to what is to be paid.'],
})

/** The text of every page, in the order in which it was written. */
const textsOf = async (pdf: Uint8Array): Promise<readonly string[]> => {
  const document = await getDocument({ data: new Uint8Array(pdf) }).promise
  const pages = Array.from({ length: document.numPages }, (_, n) => n + 1)
  return Promise.all(
    pages.map(async (n) => {
      const { items } = await (await document.getPage(n)).getTextContent()
      return items.map((item) => ('str' in item ? item.str : '')).join(' ')
    }),
  )
}

t.test('all that a bill says can be read back, in any script', async (t) => {
  const names = [
    '北京量子科技有限公司',
    'Київський Інститут',
    'Ελλάδα ΑΕ',
    'Ångström & Söhne',
    'テスト',
  ]
  const [text = ''] = await textsOf(await billPdf(billOf([line(1)], names)))
  for (const name of names) t.match(text.replace(/\s+/g, ''), name.replace(/\s+/g, ''), name)
  for (const part of ['QH-2026-000042', 'Quantum Hub Ltd', 'Jobs on device 1', '11.41 USD'])
    t.match(text, part)
  t.match(text, 'page 1 of 1')
})

t.test('300 lines go over pages, each once, with the head on each', async (t) => {
  const lines = Array.from({ length: 300 }, (_, n) => line(n + 1))
  const pages = await textsOf(await billPdf(billOf(lines, ['Example'])))
  t.ok(pages.length > 5)
  const text = pages.join(' ')
  for (const { description } of lines) {
    const found = text.match(new RegExp(`${description} `, 'g')) ?? []
    if (found.length !== 1) t.fail(`${description} stands ${found.length} times`)
  }
  for (const [n, page] of pages.entries()) {
    t.match(page, `page ${n + 1} of ${pages.length}`)
    if (n < pages.length - 1) t.match(page, 'DESCRIPTION')
  }
})

t.test('a name without an end is divided, and stays on the page', async (t) => {
  const endless = 'Donaudampfschifffahrtsgesellschaft'.repeat(6)
  const [text = ''] = await textsOf(await billPdf(billOf([line(1)], [endless])))
  t.match(text.replace(/\s+/g, ''), endless)
})

t.test('the same bill has the same bytes', async (t) => {
  const one = await billPdf(billOf([line(1), line(2)], ['北京量子']))
  const other = await billPdf(billOf([line(1), line(2)], ['北京量子']))
  t.ok(one.equals(other))
  t.notOk(one.equals(await billPdf(billOf([line(1), line(3)], ['北京量子']))))
})
