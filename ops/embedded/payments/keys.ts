/** The key that opens the simulator. It opens nothing else, and is no secret. */
export const simulatorKey = 'sk_test_simulator'

/** What the simulator signs its notices with, unless it is told another. */
export const simulatorWebhookSecret = 'whsec_simulator'
