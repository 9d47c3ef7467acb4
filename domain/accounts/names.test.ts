import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { EmailAddress, NewPassword, Username } from './names.ts'
import { inOrder, Role, Scope, scopesOf, SelfChosenRole } from './roles.ts'

t.test('names have one form each', async (t) => {
  t.equal(EmailAddress.parse('  Ada.Lovelace@Example.ORG '), 'ada.lovelace@example.org')
  t.equal(Username.parse(' Ada-L '), 'ada-l')
  for (const bad of [
    '',
    'ada',
    'ada@',
    '@example.org',
    'a b@example.org',
    'ada@example',
    `${'a'.repeat(250)}@e.org`,
  ])
    t.notOk(EmailAddress.safeParse(bad).success, `e-mail ${bad}`)
  for (const bad of ['ab', '-ada', 'ada-', 'a--b', 'ada lovelace', 'ada_l', 'аda', 'a'.repeat(33)])
    t.notOk(Username.safeParse(bad).success, `username ${bad}`)
  for (const bad of ['elevenchars', 'x'.repeat(129)])
    t.notOk(NewPassword.safeParse(bad).success, `password of ${bad.length}`)
  t.ok(NewPassword.safeParse('twelve chars').success)
})

t.test('the one form of a name is its own', async (t) => {
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      const first = EmailAddress.safeParse(email)
      return !first.success || EmailAddress.parse(first.data) === first.data
    }),
  )
  t.pass('held')
})

t.test('roles', async (t) => {
  t.notOk(SelfChosenRole.safeParse('operator').success, 'nobody makes himself an operator')
  t.strictSame(scopesOf(['operator']), Scope.options)
  for (const role of SelfChosenRole.options)
    for (const kept of ['accounts:admin', 'billing:credit', 'billing:refund'] as const)
      t.notOk(scopesOf([role]).includes(kept), `${role} has no ${kept}`)
  t.ok(scopesOf(['provider']).includes('devices:write'))
  t.notOk(scopesOf(['consumer']).includes('devices:write'))
  const roles = fc.subarray([...Role.options], { minLength: 1 })
  fc.assert(
    fc.property(roles, roles, (a, b) => {
      const both = scopesOf([...a, ...b])
      return [...scopesOf(a), ...scopesOf(b)].every((scope) => both.includes(scope))
    }),
  )
  t.strictSame(inOrder(['operator', 'consumer', 'operator']), ['consumer', 'operator'])
})
