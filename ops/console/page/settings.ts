const told = document.documentElement.dataset

/** What the hub says of itself in the page that it serves. */
export const settings = {
  /** Address of the command API; that of GraphQL is the page's own. */
  commandApi: told['commandApi'] ?? '',
  production: told['environment'] === 'production',
} as const
