import t from 'tap'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../test/kit/given-when-then/meta.ts'
import { subscriptionSlot, type SubscriptionSlotCommand } from './subscription-slot.ts'

const take = (who: string, from?: string, trial = false): SubscriptionSlotCommand => ({
  type: 'TakeSlot',
  slotId: idNamed('slot'),
  organisation: idNamed('buyer'),
  appId: idNamed('app'),
  subscriptionId: idNamed(who),
  trial,
  ...(from === undefined ? {} : { from: idNamed(from) }),
})
const { given, after } = decider(subscriptionSlot)

t.test('a place is taken by one', async () => {
  given().when(take('one')).then(['SubscriptionSlotTaken'])
  after(take('one')).when(take('one')).then([])
  after(take('one')).when(take('other')).then('ALREADY_SUBSCRIBED')
})
t.test('it is taken over from the holder that was found over, and from no other', async () => {
  after(take('one')).when(take('other', 'one')).then(['SubscriptionSlotTaken'])
  after(take('one'), take('other', 'one')).when(take('third', 'one')).then('ALREADY_SUBSCRIBED')
})
t.test('a trial is had once', async () => {
  const tried = after(take('one', undefined, true))
  tried.when(take('other', 'one', true)).then('TRIAL_UNAVAILABLE')
  tried.when(take('other', 'one')).then(['SubscriptionSlotTaken'])
})
