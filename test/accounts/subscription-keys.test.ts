import { randomUUID } from 'node:crypto'
import t from 'tap'
import { addMember } from '../../commands/accounts/add-member.ts'
import { changeMemberRole } from '../../commands/accounts/change-member-role.ts'
import { disableAccount } from '../../commands/accounts/disable-account.ts'
import { enableAccount } from '../../commands/accounts/enable-account.ts'
import { removeMember } from '../../commands/accounts/remove-member.ts'
import { change } from '../../commands/shared/change.ts'
import { systemContext } from '../../commands/shared/context.ts'
import { verifySubscriptionKey } from '../../commands/subscriptions/keys/verify-key.ts'
import { subscriptionKey } from '../../domain/subscriptions/subscription-key.ts'
import { writeSubscriptionKey } from '../../platform/auth/api-key.ts'
import { answerOf, run, startHub } from './hub.ts'
import { makeOperator, signUp } from './people.ts'

t.setTimeout(120_000)
const hub = await startHub()
t.teardown(hub.stop)
const services = hub.process()
const [owner, maker, operator] = [
  await signUp(hub, services),
  await signUp(hub, services),
  await makeOperator(services),
]
const { organisationId } = owner
const member = { organisationId, userId: maker.userId }

/** A key of a subscription of the owner's organisation, as the log has it: of the subscription itself nothing is asked here. */
const keyBy = async (createdBy: string): Promise<string> => {
  const [keyId, commandId] = [randomUUID(), randomUUID()]
  const { key, hash, prefix, last4 } = writeSubscriptionKey(keyId, Buffer.alloc(24, 5))
  const made = await change(
    services,
    systemContext('test', commandId, commandId, commandId),
    'ab'.repeat(32),
    subscriptionKey,
    keyId,
    {
      type: 'CreateSubscriptionKey',
      ...{ keyId, subscriptionId: randomUUID(), organisation: organisationId, appId: randomUUID() },
      key: { createdBy, name: 'backend', hash, prefix, last4, perMinute: 60 },
    },
  )
  if (!('stream' in made)) throw new Error('the key was not made')
  return key
}

t.test('the key of a subscription reaches no further than who made it does today', async (t) => {
  const joining = { organisationId, username: maker.username, role: 'MEMBER' }
  await answerOf(run(services, addMember, joining, owner.context))
  const key = await keyBy(maker.userId)
  const kind = async () => (await verifySubscriptionKey(services, key)).kind
  t.equal(await kind(), 'VALID')

  const account = { userId: maker.userId }
  await answerOf(run(services, disableAccount, { ...account, reason: 'test' }, operator.context))
  t.equal(await kind(), 'REVOKED', 'their account was shut')
  await answerOf(run(services, enableAccount, account, operator.context))
  t.equal(await kind(), 'VALID')

  for (const role of ['VIEWER', 'BILLING']) {
    await answerOf(run(services, changeMemberRole, { ...member, role }, owner.context))
    t.equal(await kind(), 'REVOKED', `a ${role} runs no apps`)
  }
  await answerOf(run(services, changeMemberRole, { ...member, role: 'MEMBER' }, owner.context))
  t.equal(await kind(), 'VALID')
  await answerOf(run(services, removeMember, member, owner.context))
  t.equal(await kind(), 'REVOKED', 'they have left')
})
