/**
 * What the page may do: run this hub's modules, use its style sheet, and talk to its two APIs. Nothing inline, nothing from
 * elsewhere, in nobody's frame.
 */
export const contentSecurityPolicy = (commandApi: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${new URL(commandApi).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
