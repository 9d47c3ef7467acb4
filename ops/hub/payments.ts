import { systemClock } from '../../platform/clock/clock.ts'
import { roles, type Config } from '../../platform/config/schema.ts'
import type { PaymentProvider } from '../../platform/payments/port.ts'
import { createStripeProvider } from '../../platform/payments/stripe/provider.ts'
import { simulatorKey, simulatorWebhookSecret } from '../embedded/payments/keys.ts'

type PaymentConfig = Pick<
  Config,
  | 'roles'
  | 'paymentsProvider'
  | 'paymentsUrl'
  | 'paymentsSecretKey'
  | 'paymentsWebhookSecrets'
  | 'paymentsCallSeconds'
>

export const paysSimulated = ({ paymentsProvider }: Pick<Config, 'paymentsProvider'>): boolean =>
  paymentsProvider !== 'stripe'

/** Why payments cannot be taken as the configuration has it. `production` is what NODE_ENV says. */
export const paymentsProblem = (config: PaymentConfig, production: boolean): string | undefined => {
  const { paymentsProvider, paymentsSecretKey, paymentsWebhookSecrets, paymentsUrl } = config
  if (paysSimulated(config)) {
    if (production && paymentsProvider === undefined)
      return 'NODE_ENV is production, and payments would be simulated: set QHUB_PAYMENTS_PROVIDER to stripe, or to simulator if that is meant'
    if (paymentsSecretKey !== undefined && paymentsSecretKey !== simulatorKey)
      return 'QHUB_PAYMENTS_SECRET_KEY is not for the simulator: set QHUB_PAYMENTS_PROVIDER to stripe, or leave the key out'
    const whole = roles.every((role) => config.roles.includes(role))
    return whole || paymentsUrl !== undefined
      ? undefined
      : 'QHUB_ROLES leaves roles to other processes, which must share the payment simulator with this one: set QHUB_PAYMENTS_URL, or QHUB_PAYMENTS_PROVIDER to stripe'
  }
  if (paymentsSecretKey === undefined || !/^[sr]k_/.test(paymentsSecretKey))
    return 'QHUB_PAYMENTS_PROVIDER is stripe: set QHUB_PAYMENTS_SECRET_KEY to a key that begins with sk_ or rk_'
  if (paymentsSecretKey === simulatorKey)
    return 'QHUB_PAYMENTS_SECRET_KEY is the key of the simulator, which opens nothing at stripe'
  if (paymentsWebhookSecrets === undefined)
    return 'QHUB_PAYMENTS_PROVIDER is stripe: set QHUB_PAYMENTS_WEBHOOK_SECRETS'
  return undefined
}

/** `url`: where the simulator is; absent for the provider itself. */
export const openPayments = (config: PaymentConfig, url: string | undefined): PaymentProvider => {
  const simulated = paysSimulated(config)
  const secrets = config.paymentsWebhookSecrets?.split(',').map((secret) => secret.trim())
  return createStripeProvider({
    secretKey: config.paymentsSecretKey ?? simulatorKey,
    webhookSecrets: secrets ?? (simulated ? [simulatorWebhookSecret] : []),
    ...(url === undefined ? {} : { url }),
    timeoutMs: config.paymentsCallSeconds * 1000,
    networkRetries: 2,
    now: () => systemClock.now().getTime(),
  })
}
