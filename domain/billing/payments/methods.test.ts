import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed, idNumber } from '../../../test/kit/given-when-then/meta.ts'
import { mostMethods, paymentMethods, type PaymentMethodCommand } from './methods.ts'

const { given, after } = decider(paymentMethods)
const of = { organisation: idNamed('organisation') } as const
const card = { brand: 'visa', last4: '4242', expiryMonth: 12, expiryYear: 2030 }
const [one, two] = [idNumber(1), idNumber(2)]
const save = (methodId: string): PaymentMethodCommand => ({
  ...of,
  type: 'SaveMethod',
  methodId,
  reference: `pm_${methodId}`,
  card,
})
const detach = (methodId: string): PaymentMethodCommand => ({
  ...of,
  type: 'DetachMethod',
  methodId,
})
const prefer = (methodId: string): PaymentMethodCommand => ({
  ...of,
  type: 'SetDefaultMethod',
  methodId,
})

t.test('the provider’s name of the organisation is kept once', async () => {
  const customer: PaymentMethodCommand = { ...of, type: 'RecordCustomer', reference: 'cus_1' }
  given().when(customer).then(['PaymentCustomerCreated'])
  after(customer)
    .when({ ...of, type: 'RecordCustomer', reference: 'cus_2' })
    .then([])
})

t.test('the first card is the default, until another is', async (t) => {
  t.match(given().when(save(one)).decision, [{ data: { isDefault: true } }])
  t.match(after(save(one)).when(save(two)).decision, [{ data: { isDefault: false } }])
  after(save(one)).when(save(one)).then([])
  after(save(one), save(two)).when(prefer(two)).then(['DefaultPaymentMethodSet'])
  after(save(one)).when(prefer(one)).then([])
  after(save(one)).when(prefer(two)).then('NOT_FOUND')
})

t.test('a card that is gone is not paid with, and another takes its place', async (t) => {
  t.match(after(save(one), save(two)).when(detach(one)).decision, [{ data: { nextDefault: two } }])
  t.equal(after(save(one), save(two), detach(one)).state.defaultId, two)
  t.equal(after(save(one), detach(one)).state.defaultId, undefined)
  after(save(one), detach(one)).when(detach(one)).then([])
  after(save(one), detach(one)).when(prefer(one)).then('NOT_FOUND')
  after(save(one), detach(one)).when(save(one)).then(['PaymentMethodSaved'])
})

t.test('so many and no more', async () => {
  const many = Array.from({ length: mostMethods }, (_, n) => save(idNumber(n + 10)))
  after(...many)
    .when(save(one))
    .then('LIMIT_REACHED')
  after(...many, detach(idNumber(10)))
    .when(save(one))
    .then(['PaymentMethodSaved'])
})
