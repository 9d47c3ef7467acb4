import type { ApiFailure } from '../api/failure.ts'
import { type Child, h } from '../dom/h.ts'

export const loading = (what: string): HTMLElement =>
  h(
    'div',
    { class: 'state', role: 'status' },
    h('span', { class: 'spinner', 'aria-hidden': 'true' }),
    `Loading ${what} …`,
  )

/** What is empty says what would stand here. */
export const nothing = (title: string, ...advice: readonly Child[]): HTMLElement =>
  h(
    'div',
    { class: 'state empty' },
    h('p', { class: 'state-title' }, title),
    advice.length > 0 ? h('p', {}, advice) : undefined,
  )

const adviceOf: Readonly<Record<string, string>> = {
  FORBIDDEN: 'You may not see or do this. Operators may; ask one of them for the role.',
  STALE_READ: 'The read models are behind the log. Try again in a moment.',
  RATE_LIMITED: 'Too many requests in a minute. Wait a little.',
  UNREACHABLE: 'Is the hub running, and does it let this page through?',
}

/** What went wrong, with all that a colleague needs to find it in log and traces. */
export const failureBox = (failure: ApiFailure, retry?: () => void): HTMLElement =>
  h(
    'div',
    { class: 'state failure', role: 'alert' },
    h('p', { class: 'state-title' }, h('code', {}, failure.code)),
    h('p', {}, failure.message),
    adviceOf[failure.code] === undefined
      ? undefined
      : h('p', { class: 'soft' }, adviceOf[failure.code]),
    failure.traceId === undefined
      ? undefined
      : h('p', { class: 'soft' }, 'Trace ', h('code', { class: 'trace' }, failure.traceId)),
    retry === undefined
      ? undefined
      : h('button', { type: 'button', class: 'button', onclick: retry }, 'Try again'),
  )
