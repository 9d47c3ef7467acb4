import t from 'tap'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../test/kit/given-when-then/meta.ts'
import { ProfileContent } from './profile-content.ts'
import { profile, type ProfileCommand, type ProfileEvent } from './profile.ts'

const noon = '2026-11-20T12:00:00.000Z'
const { given } = decider(profile, { now: noon })
const userId = idNumber(1)
const base = { userId, at: noon }
const sealed = 'sealed:v1:s.aXY.dGV4dA.dGFn'
const content = { profile: sealed, digest: 'a'.repeat(64), isPublic: true }
const changed: ProfileEvent = { type: 'ProfileChanged', data: { ...base, ...content } }
const change: ProfileCommand = { type: 'ChangeProfile', userId, ...content }

t.test('decisions', async (t) => {
  t.test('writes', async () => given().when(change).then([changed]))
  t.test('says that already', async () => given(changed).when(change).then([]))
  t.test('says that already, however it is sealed', async () =>
    given(changed)
      .when({ ...change, profile: `${sealed}g` })
      .then([]),
  )
  t.test('says something else', async () =>
    given(changed)
      .when({ ...change, digest: 'b'.repeat(64) })
      .then(['ProfileChanged']),
  )
  t.test('is shown to nobody else', async () =>
    given(changed)
      .when({ ...change, isPublic: false })
      .then(['ProfileChanged']),
  )
})

t.test('addresses', async (t) => {
  const isTaken = (avatarUrl: string) => ProfileContent.safeParse({ avatarUrl }).success
  for (const good of ['https://example.org/a.png', 'https://example.org', 'https://x.org/?a=@b'])
    t.ok(isTaken(good), good)
  for (const bad of [
    'http://example.org/a.png',
    'javascript:alert(1)',
    'data:image/png;base64,AA==',
    'https://ada:secret@example.org/',
    'example.org',
    'https://',
    '//example.org',
    `https://example.org/${'a'.repeat(2048)}`,
  ])
    t.notOk(isTaken(bad), bad)
})
