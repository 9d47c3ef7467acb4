import { randomUUID } from 'node:crypto'
import type { BadRequest } from './bad-request.ts'
import { adjustment, legs } from './journal-world.ts'
import { sendAs, type World } from './world.ts'

const enter =
  (more: object, who: keyof World['people'] = 'operator') =>
  (world: World) =>
    sendAs(world, who, 'POST', '/v1/journal-entries', { body: { ...adjustment, ...more } })

const ask =
  (entry: keyof World['journal'] | 'unknown', what: string, more: object = {}) =>
  (world: World) => {
    const entryId = entry === 'unknown' ? randomUUID() : world.journal[entry]
    return sendAs(world, 'operator', 'POST', `/v1/journal-entries/${entryId}/${what}`, {
      body: { reason: 'test', ...more },
    })
  }

export const journalRequests: readonly BadRequest[] = [
  { what: 'entry: by who is no operator', code: 'FORBIDDEN', send: enter({}, 'researcher') },
  {
    what: 'entry: out of balance',
    code: 'ENTRY_UNBALANCED',
    send: enter({ legs: legs('5', '4') }),
  },
  { what: 'entry: of nothing', code: 'AMOUNT_OUT_OF_RANGE', send: enter({ legs: legs('0') }) },
  {
    what: 'entry: on a wallet’s account',
    code: 'ACCOUNT_NOT_ADJUSTABLE',
    send: enter({ legs: [legs('5')[0], { ...legs('5')[1], account: 'customer_credit:a-USD' }] }),
  },
  {
    what: 'entry: booked ahead',
    code: 'ENTRY_TIME_OUT_OF_RANGE',
    send: enter({ bookedAt: '2999-01-01T00:00:00.000Z' }),
  },
  {
    what: 'entry: pending for ever',
    code: 'ENTRY_TIME_OUT_OF_RANGE',
    send: enter({ pendingUntil: '2999-01-01T00:00:00.000Z' }),
  },
  {
    what: 'entry: with one leg',
    code: 'INVALID_INPUT',
    send: enter({ legs: legs('5').slice(1) }),
    issue: { pointer: '/legs' },
  },
  { what: 'posting: of no entry', code: 'NOT_FOUND', send: ask('unknown', 'posting') },
  {
    what: 'posting: of what is posted',
    code: 'ILLEGAL_ENTRY_TRANSITION',
    send: ask('posted', 'posting'),
  },
  {
    what: 'posting: more than was prepared',
    code: 'POST_ABOVE_PENDING',
    send: ask('pending', 'posting', { legs: legs('291') }),
  },
  {
    what: 'void: of what is posted',
    code: 'ILLEGAL_ENTRY_TRANSITION',
    send: ask('posted', 'void'),
  },
  {
    what: 'reversal: of what is pending',
    code: 'ILLEGAL_ENTRY_TRANSITION',
    send: ask('pending', 'reversal'),
  },
  {
    what: 'reversal: a second time',
    code: 'ENTRY_ALREADY_REVERSED',
    send: ask('reversed', 'reversal'),
  },
]
