import { randomUUID } from 'node:crypto'
import t from 'tap'
import { detachMethod } from '../../commands/billing/payments/change-method.ts'
import { savePaymentMethod, setUpMethod } from '../../commands/billing/payments/set-up-method.ts'
import type { CommandDefinition } from '../../commands/shared/definition.ts'
import { execute } from '../../commands/shared/execute.ts'
import { systemClock } from '../../platform/clock/clock.ts'
import { contextOf, servicesOn } from '../kit/services.ts'
import { startTestEventStore } from '../servers/event-store.ts'
import { startPaymentStage } from './stage.ts'
import type { z } from 'zod'

t.setTimeout(60_000)
const { eventStore, stop } = await startTestEventStore()
const stage = await startPaymentStage()
t.teardown(() => Promise.all([stop(), stage.close()]))
const services = { ...servicesOn(eventStore, systemClock), payments: stage.provider }

const organisation = randomUUID()
const ask = <Input extends z.ZodType, Answer>(
  command: CommandDefinition<Input, Answer>,
  input: unknown,
  more: object = {},
) => execute(services, command, input, contextOf(randomUUID(), { organisation, ...more }))

const answered = async <Answer>(
  outcome: Promise<{ kind: 'done'; answer: Answer } | { kind: 'failed'; failure: object }>,
): Promise<Answer> => {
  const seen = await outcome
  if (seen.kind === 'done') return seen.answer
  throw new Error(JSON.stringify(seen.failure))
}

const objectsOf = (kind: string): number =>
  [...stage.running().simulator.world.objects.values()].filter(({ object }) => object === kind)
    .length

t.test('a dry run asks nothing of the provider', async (t) => {
  const dry = await ask(setUpMethod, { providerMethodId: 'pm_card_visa' }, { validateOnly: true })
  t.match(dry, { kind: 'done', changed: { events: [{ type: 'PaymentCustomerCreated' }] } })
  t.same(['customer', 'setup_intent', 'payment_method'].map(objectsOf), [0, 0, 0])
})

t.test('a card that was forgotten is not saved again by its old setup', async (t) => {
  const { setupId } = await answered(ask(setUpMethod, { providerMethodId: 'pm_card_visa' }))
  const { methodId } = await answered(ask(savePaymentMethod, { setupId }))
  t.match(await ask(savePaymentMethod, { setupId }), { answer: { methodId } }, 'as often as asked')
  await answered(ask(detachMethod, { methodId }))
  // At the provider it can't be paid with any more.
  t.match(await ask(savePaymentMethod, { setupId }), { failure: { code: 'NOT_FOUND' } })
})

t.test('a card that is gone at the provider can be forgotten here', async (t) => {
  const { setupId } = await answered(ask(setUpMethod, { providerMethodId: 'pm_card_visa' }))
  const { methodId } = await answered(ask(savePaymentMethod, { setupId }))
  stage.fault({
    at: 'request',
    on: 'payment_methods.detach',
    times: 2,
    fault: { kind: 'loseReply' },
  })
  t.match(await ask(detachMethod, { methodId }), { failure: { code: 'UNAVAILABLE' } })
  t.match(await ask(detachMethod, { methodId }), { answer: { methodId } }, 'under another key')
})
