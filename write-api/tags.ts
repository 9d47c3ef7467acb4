/** The parts of the interface, as the reference divides it. */
export const tagTable = {
  accounts: 'People, sessions, organisations, API keys',
  agents: 'Agents, their tasks and messages, and what they work with',
  audit: 'The keys that the log is signed with',
  billing: 'Wallets and refunds',
  catalog: 'Projects, apps and their versions, the registry, listings and reviews',
  devices: 'Quantum devices on offer',
  engagement: 'Notifications and outgoing webhooks',
  operations: 'What operators have the hub do',
  jobs: 'Quotes, jobs and their results',
  tokens: 'Chains, addresses, tokens on their way, staking, rewards and votes',
  subscriptions: 'Subscriptions, their keys, and running apps',
} as const

export type Tag = keyof typeof tagTable
