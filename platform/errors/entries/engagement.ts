import { entry } from '../entry.ts'

/** Notifications and webhooks. */
export const engagement = {
  NOTIFICATION_REQUIRED: entry(
    409,
    'This notification cannot be switched off',
    'It tells of the safety of your account. Other kinds can be switched off.',
  ),
  WEBHOOK_ADDRESS_REFUSED: entry(
    422,
    'Nothing is sent to this address',
    'Give an https URL of a public host, without credentials, on a port that the hub allows.',
  ),
  WEBHOOK_DISABLED: entry(409, 'Webhook endpoint is disabled', 'Enable the endpoint first.'),
}
