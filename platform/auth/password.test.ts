import t from 'tap'
import { hashPassword, verifyNothing, verifyPassword } from './password.ts'

t.test('argon2id at the cost that OWASP asks for', async (t) => {
  const hash = await hashPassword('correct horse battery')
  t.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  t.ok(await verifyPassword(hash, 'correct horse battery'))
  t.notOk(await verifyPassword(hash, 'correct horse batterY'))
  t.not(await hashPassword('correct horse battery'), hash, 'each has its own salt')
})

t.test('one password, whichever way its letters were typed', async (t) => {
  const composed = 'caf\u00e9 au lait, please'
  const decomposed = 'cafe\u0301 au lait, please'
  t.ok(await verifyPassword(await hashPassword(composed), decomposed))
})

t.test('nobody has no password', async (t) => {
  t.equal(await verifyNothing('the password of nobody at all'), false)
})
