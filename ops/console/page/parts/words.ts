import { type Child, h } from '../dom/h.ts'

const two = (value: number): string => String(value).padStart(2, '0')

/** `2026-11-21 21:14:03`, UTC, as the log has it. */
export const utc = (iso: string): string =>
  iso.replace('T', ' ').replace(/\.\d+/, '').replace('Z', '')

/** `3 min`, of a time in seconds. */
export const span = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`
  if (whole < 86_400)
    return `${Math.floor(whole / 3_600)} h ${two(Math.floor((whole % 3_600) / 60))} min`
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3_600)} h`
}

export const when = (iso: string | null | undefined): Child =>
  iso === null || iso === undefined
    ? h('span', { class: 'soft' }, '–')
    : h('time', { datetime: iso, title: iso, class: 'when' }, utc(iso))

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

export const count = (value: number | string | bigint): string =>
  grouped.format(typeof value === 'string' ? BigInt(value) : value)

export type MoneyData = {
  readonly amount: string
  readonly asset: string
  readonly decimal: string
}

/** `1,234.50`; thousands are set apart without going through a float. Of many digits, zeros at the end are left away. */
export const decimal = (text: string): string => {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(text) ?? []
  const told = rest.replace(/^(\.\d\d\d*?)0+$/, '$1')
  return whole === '' ? text : `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${told}`
}

/** An id as it is known by: its end, with the whole one to look at and to copy. */
export const id = (text: string): HTMLElement =>
  h('code', { class: 'id', title: text }, text.length > 20 ? `…${text.slice(-12)}` : text)

const tones: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    good: 'EQUAL ONLINE OPEN COMPLETED DONE SETTLED LIVE ACTIVE RUNNING VERIFIED PROMOTED BALANCED WORKING READY FOLLOWED SAFE FINALISED',
    wait: 'QUEUED SUBMITTED PAUSED PENDING RESERVED REQUESTED WAITING BUILDING PARKED CANCELLING REPLAYING COMPARING UNKNOWN AWAITING SEEN CONFIRMING',
    bad: 'FAILED OFFLINE QUARANTINED STUCK LOST REFUSED UNBALANCED DEAD OVERDUE DIFFERENT STOPPED HALTED ORPHANED REPLACED',
  }).flatMap(([tone, words]) => words.split(' ').map((word) => [word, tone])),
)

/** A state in its own colour; the word says the same as the colour. */
export const badge = (word: string): HTMLElement =>
  h('span', { class: `badge ${tones[word.toUpperCase()] ?? 'plain'}` }, word)
