import t from 'tap'
import { roles } from '../../platform/config/schema.ts'
import { simulatorKey } from '../embedded/payments/keys.ts'
import { paymentsProblem } from './payments.ts'

const nothing = {
  roles,
  paymentsProvider: undefined,
  paymentsUrl: undefined,
  paymentsSecretKey: undefined,
  paymentsWebhookSecrets: undefined,
  paymentsCallSeconds: 30,
}
const stripe = {
  ...nothing,
  paymentsProvider: 'stripe' as const,
  paymentsSecretKey: 'sk_live_1',
  paymentsWebhookSecrets: 'whsec_1',
}

t.test('payments are simulated by default, and in production only when that is said', async (t) => {
  t.equal(paymentsProblem(nothing, false), undefined)
  t.match(paymentsProblem(nothing, true), /NODE_ENV is production/)
  t.equal(paymentsProblem({ ...nothing, paymentsProvider: 'simulator' }, true), undefined)
  t.equal(paymentsProblem(stripe, true), undefined)
})

t.test('keys are for whom they open something', async (t) => {
  t.match(paymentsProblem({ ...nothing, paymentsSecretKey: 'sk_live_1' }, false), /not for the sim/)
  t.equal(paymentsProblem({ ...nothing, paymentsSecretKey: simulatorKey }, false), undefined)
  t.match(paymentsProblem({ ...stripe, paymentsSecretKey: undefined }, false), /begins with sk_/)
  t.match(paymentsProblem({ ...stripe, paymentsSecretKey: 'pk_live_1' }, false), /begins with sk_/)
  t.match(paymentsProblem({ ...stripe, paymentsSecretKey: simulatorKey }, false), /simulator/)
  t.match(
    paymentsProblem({ ...stripe, paymentsWebhookSecrets: undefined }, false),
    /WEBHOOK_SECRETS/,
  )
})

t.test('processes share one simulator', async (t) => {
  const split = { ...nothing, roles: ['worker'] as const }
  t.match(paymentsProblem(split, false), /QHUB_PAYMENTS_URL/)
  t.equal(paymentsProblem({ ...split, paymentsUrl: 'http://localhost:4003' }, false), undefined)
  t.equal(paymentsProblem({ ...stripe, roles: ['worker'] }, false), undefined)
})
