import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { inbox, type InboxCommand } from './inbox.ts'
import { mostItems, notificationMail, type NotificationMailCommand } from './notification-mail.ts'

const id = (n: number): string => `6f1c2a80-0000-4000-8000-${String(n).padStart(12, '0')}`
const userId = id(1)
const read = (...ids: readonly number[]): InboxCommand => ({
  type: 'Read',
  userId,
  notificationIds: ids.map(id),
})
const readUpTo = (position: string, head = 100n): InboxCommand => ({
  type: 'ReadUpTo',
  userId,
  position,
  head,
})

t.test('what is read is said once', async () => {
  const { given, after } = decider(inbox)
  const data = { userId, at: meta.now, notificationIds: [id(2), id(3)] }
  given()
    .when(read(2, 2, 3))
    .then([{ type: 'NotificationsRead', data }])
  after(read(2)).when(read(2)).then([])
  given().when(readUpTo('100')).then(['NotificationsReadUpTo'])
  given().when(readUpTo('101')).then('INVALID_INPUT')
  after(readUpTo('50')).when(readUpTo('49')).then([])
})

t.test('the mark only goes forward', async () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: 100n }), { maxLength: 30 }), (positions) => {
      const marks = positions.reduce<readonly bigint[]>((before, position) => {
        const state = { ...inbox.initial, upTo: before.at(-1) ?? -1n }
        const decision = inbox.decide(readUpTo(position.toString()), state, meta)
        const after = 'rejected' in decision ? state : decision.reduce(inbox.evolve, state)
        return [...before, after.upTo]
      }, [])
      return marks.every((mark, index) => mark >= (marks[index - 1] ?? -1n))
    }),
  )
})

t.test('a mail gathers until it is closed, each notification once', async () => {
  const { given, after } = decider(notificationMail)
  const mailId = id(9)
  const queue = (n: number): NotificationMailCommand => ({
    type: 'Queue',
    mailId,
    userId,
    dueAt: meta.now,
    item: { notificationId: id(n), kind: 'job.failed', text: 'sealed:v1:s.a.b.c' },
  })
  const close = { type: 'Close', mailId, userId } as const
  given().when(queue(1)).then(['NotificationMailQueued'])
  after(queue(1)).when(queue(1)).then([])
  after(queue(1)).when(close).then(['NotificationMailClosed'])
  after(queue(1), close).when(queue(2)).then([])
  after(queue(1), close).when(close).then([])
  const full = Array.from({ length: mostItems }, (_, n) => queue(n))
  after(...full)
    .when(queue(mostItems))
    .then([])
})
