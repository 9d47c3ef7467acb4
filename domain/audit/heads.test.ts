import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { headText } from './head-text.ts'
import { auditKeys, type AuditKeyCommand } from './keys.ts'
import { treeHeads, type TreeHeadCommand } from './tree-heads.ts'

const at = '2026-11-21T00:00:00.000Z'
const signature = `${'A'.repeat(86)}==`
const root = 'ab'.repeat(32)
const head = (size: number, follows: number): TreeHeadCommand => ({
  type: 'AddHead',
  head: { size, root, at, keyId: '0a1b2c3d', signature },
  follows,
})

t.test('heads follow the last one that is there, and grow', async () => {
  const { after, given } = decider(treeHeads)
  given().when(head(3, 0)).then(['TreeHeadSigned'])
  after(head(3, 0)).when(head(5, 3)).then(['TreeHeadSigned'])
  after(head(3, 0)).when(head(5, 0)).then([])
  after(head(3, 0)).when(head(3, 3)).then([])
  after(head(3, 0)).when(head(2, 3)).then([])
})

t.test('whoever tries whatever, there is one chain', async () => {
  const meta = { commandId: 'c', now: at, actor: { kind: 'system', id: 'audit' } } as const
  const ids = { id: () => 'id', eventId: () => 'id' }
  const wish = fc.tuple(fc.nat(9), fc.nat(9))
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 40 }), (wishes) => {
      let state = treeHeads.initial
      let size = 0
      for (const [next, follows] of wishes) {
        const decision = treeHeads.decide(head(next, follows), state, { ...meta, ...ids })
        if (!Array.isArray(decision)) return false
        for (const event of decision as Parameters<typeof treeHeads.evolve>[1][]) {
          if (event.data.size <= size || follows !== size) return false
          size = event.data.size
          state = treeHeads.evolve(state, event)
        }
      }
      return true
    }),
  )
})

t.test('a key is introduced once, and endorsed by the one before it alone', async (t) => {
  const { after, given } = decider(auditKeys)
  const key = (keyId: string, by?: string): AuditKeyCommand => ({
    type: 'IntroduceKey',
    keyId,
    key: `quantum-hub/audit+${keyId}+AAAA`,
    ...(by === undefined ? {} : { endorsement: { keyId: by, signature } }),
  })
  const [first, second] = ['00000001', '00000002']
  given().when(key(first)).then(['AuditKeyIntroduced'])
  after(key(first)).when(key(first)).then([])
  after(key(first)).when(key(second, first)).then(['AuditKeyIntroduced'])
  const meta = { commandId: 'c', now: at, actor: { kind: 'system', id: 'audit' } } as const
  const ids = { id: () => 'id', eventId: () => 'id' }
  const state = { keys: [{ keyId: first, key: key(first).key, since: at }] }
  t.match(auditKeys.decide(key(second, first), state, { ...meta, ...ids }), [
    { data: { endorsement: { keyId: first } } },
  ])
  t.notMatch(auditKeys.decide(key(second, 'ffffffff'), state, { ...meta, ...ids }), [
    { data: { endorsement: Object } },
  ])
})

t.test('the text of a head is a checkpoint', async (t) => {
  t.equal(
    headText({ size: 7, root: '00'.repeat(32), at }),
    `quantum-hub/audit\n7\n${'A'.repeat(43)}=\nat ${at}\n`,
  )
})
